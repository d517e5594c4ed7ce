from datetime import date
from pathlib import Path

from app.operations.office import Office
from app.store.run_records import load_tax_book
from app.store.tax_demand import load_demands, load_tax_places, rows_priced
from tests.operations.companies import BILLABLE, approve, take_in

TODAY = date(2026, 11, 2)


def test_all_that_the_company_bills_is_asked_for(office: Office) -> None:
    with office.file.read() as conn:
        book = load_tax_book(conn)
        demands = load_demands(conn, book, TODAY)
        colorado, new_york = book.rows
        assert demands.customers(colorado, first=TODAY, last=TODAY) == {"100"}
        assert demands.customers(new_york, first=TODAY, last=TODAY) == {"200"}
        assert list(demands.locations(TODAY)) == ["100-MAIN", "200-MAIN"]


def test_a_place_has_the_one_county_of_its_zip_code(office: Office) -> None:
    with office.file.read() as conn:
        places = load_tax_places(conn, load_tax_book(conn), TODAY)
    assert (places["200-MAIN"].region, places["200-MAIN"].county_fips) == ("NY", "061")


def test_the_invoices_that_a_row_has_priced(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        book = load_tax_book(conn)
        assert rows_priced(conn, book, "CO-SALES") == {2: ["CF-1043"]}
        assert rows_priced(conn, book, "NY-SALES") == {3: ["CF-1044"]}
