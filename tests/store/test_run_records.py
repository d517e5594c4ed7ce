from dataclasses import replace
from datetime import date
from pathlib import Path

from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.operations.place_locations import tell_place
from app.store.run_records import RunRecords, load_run_records, load_tax_book
from app.tax.place_telling import TellPlace
from tests.operations.companies import (
    BILLABLE,
    DECEMBER,
    HARBOR,
    a_charge,
    add,
    approve,
    change,
    later,
    take_in,
)


def records(office: Office) -> RunRecords:
    with office.file.read() as conn:
        return load_run_records(conn)


def test_everything_is_kept_by_account(office: Office) -> None:
    add(office, charges=[a_charge()])
    found = records(office)
    assert [each.service_code for each in found.services["200"]] == ["200-SEAT"]
    assert [each.reference for each in found.charges["100"]] == ["T-1"]
    assert [each.number for each in found.numbers["100"]] == ["+13035550142", "+13035550143"]
    assert [each.location_code for each in found.own_places["200"]] == ["200-MAIN"]
    assert found.circuits == {}


def test_an_account_without_records_has_none(office: Office) -> None:
    add(office, accounts=[replace(HARBOR, account_number="300")])
    own = records(office).of_account("300", usage=())
    assert (own.services, own.charges, own.numbers, own.billed, own.history) == ((), (), (), {}, ())


def test_what_was_billed_is_known_by_service_and_reference(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    add(office, charges=[a_charge()])
    approve(office)
    own = records(office).of_account("100", usage=())
    assert {code: len(lines) for code, lines in own.billed.items()} == {"100-SEATS": 1}
    assert own.billed_references == frozenset({"T-1"})
    assert own.final_labels == frozenset({"2026-10"})
    assert [invoice.invoice_number for invoice in own.history] == ["CF-1043"]


def test_a_void_invoice_never_was(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    void_invoice(office, "CF-1043", why="a wrong address")
    own = records(office).of_account("100", usage=())
    assert (own.billed, own.history, own.final_labels) == ({}, (), frozenset())


def test_a_parent_is_who_is_billed(office: Office) -> None:
    change(office, accounts=[replace(HARBOR, parent_account_number="100", bill_to_parent=True)])
    assert records(office).parents == {"100": None, "200": "100"}


def test_an_invoice_is_of_the_period_it_begins_with(office: Office) -> None:
    approve(office)
    with later(office, DECEMBER) as december:
        approve(december, "2026-11")
    found = records(office)
    assert [found.was_billed(invoice, "2026-11") for invoice in found.invoices] == [
        False,
        False,
        True,
        True,
    ]


def test_tax_rows_are_numbered_as_their_sheet_is(office: Office) -> None:
    with office.file.read() as conn:
        book = load_tax_book(conn)
    assert [row.number for row in book.rows] == [2, 3]


def test_locations_are_where_they_were_on_a_day(office: Office) -> None:
    told = TellPlace(county="059", begins=date(2026, 12, 1), why="asked")
    tell_place(office, "100-MAIN", told)
    found = records(office)
    assert found.locations["100-MAIN"].county_fips == "059"
    assert found.locations_on(date(2026, 11, 30))["100-MAIN"].county_fips is None
    assert found.locations_on(date(2026, 12, 1))["100-MAIN"].county_fips == "059"


def test_the_tax_book_knows_the_counties_of_a_zip(office: Office) -> None:
    with office.file.read() as conn:
        book = load_tax_book(conn)
    assert book.counties_of_zip is not None
    assert book.counties_of_zip("10004") == ("36061",)
