from dataclasses import replace
from datetime import date

from app.customers.location import ServiceLocation
from app.operations.office import Office
from app.store.reaching_taxes import load_run_book
from app.store.run_records import load_tax_book
from app.tax.book import TaxBook
from app.tax.place_history import DatedFacts, Method, PlaceFacts
from app.tax.rule import TaxRule
from tests.operations.companies import COLORADO, GRANITE_MAIN, add

TEXAS = replace(COLORADO, tax_code="TX-SALES", state="TX")
COUNTY = replace(COLORADO, tax_code="CO-COUNTY", county_fips="059")


def loaded(
    office: Office, *places: ServiceLocation, was: dict[str, list[DatedFacts]] | None = None
) -> TaxBook:
    with office.file.read() as conn:
        return load_run_book(conn, places, was or {})


def rows(book: TaxBook) -> list[tuple[int, str]]:
    return [(row.number, row.code) for row in book.rows]


def test_rows_that_reach_no_location_are_left_where_they_are(office: Office) -> None:
    add(office, taxes=[TEXAS, COUNTY])
    there = replace(GRANITE_MAIN, county_fips="059")
    assert rows(loaded(office, there)) == [(2, "CO-SALES"), (5, "CO-COUNTY")]
    assert rows(loaded(office, replace(there, county_fips="031"))) == [(2, "CO-SALES")]


def test_rows_have_the_numbers_of_the_whole_table(office: Office) -> None:
    with office.file.read() as conn:
        whole = {row.code: row.number for row in load_tax_book(conn).rows}
    assert {code: number for number, code in rows(loaded(office, GRANITE_MAIN))} == {
        "CO-SALES": whole["CO-SALES"]
    }


def test_where_a_location_was_before_counts_too(office: Office) -> None:
    add(office, taxes=[COUNTY])
    now = replace(GRANITE_MAIN, county_fips="031")
    before = DatedFacts(
        effective_from=date(2026, 1, 1),
        facts=PlaceFacts(county_fips="059"),
        method=Method.USER,
    )
    found = loaded(office, now, was={now.location_code: [before]})
    assert [row.code for row in found.rows] == ["CO-SALES", "CO-COUNTY"]


def taxed_on(office: Office, rule: TaxRule) -> list[str]:
    """What cannot be computed of a row."""
    add(office, taxes=[rule])
    return list(loaded(office, GRANITE_MAIN).faults.values())


def test_an_included_code_that_has_rows_elsewhere_is_no_fault(office: Office) -> None:
    assert taxed_on(office, replace(COUNTY, county_fips=None, base_includes="NY-SALES")) == []


def test_an_included_code_without_any_row_is_a_fault(office: Office) -> None:
    assert len(taxed_on(office, replace(COUNTY, county_fips=None, base_includes="NOWHERE"))) == 1


def test_a_table_whose_rows_are_all_elsewhere_is_no_empty_table(office: Office) -> None:
    assert loaded(office, replace(GRANITE_MAIN, region="TX")).has_rules
