from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.customers.location import ServiceLocation
from app.operations.office import Office
from app.store.audit import entries_of
from app.store.places import (
    correct_newest,
    day_text,
    keep_histories,
    load_locations,
    place_histories,
)
from app.tax.place_history import BEGINNING, DatedFacts, Method, PlaceFacts, with_row
from tests.operations.companies import GRANITE_MAIN
from tests.tax.places import DENVER, JEFFERSON, OUTSIDE, a_row

MAY = date(2026, 5, 1)
UNKNOWN = PlaceFacts()


def keep(office: Office, *rows: DatedFacts) -> None:
    with office.write() as conn:
        locations = load_locations(conn)
        history = place_histories(conn).get("100-MAIN", ())
        for row in rows:
            history = with_row(locations["100-MAIN"], history, row)
        histories = {"100-MAIN": history}
        keep_histories(conn, histories, locations=locations, stamp=office.stamp("tell_place"))


def kept(office: Office) -> Sequence[DatedFacts]:
    with office.file.read() as conn:
        return place_histories(conn).get("100-MAIN", ())


def sheet(office: Office) -> ServiceLocation:
    with office.file.read() as conn:
        return load_locations(conn)["100-MAIN"]


def test_a_company_made_from_a_workbook_has_no_dated_facts(office: Office) -> None:
    assert kept(office) == ()


def test_dated_facts_are_read_as_they_were_written(office: Office) -> None:
    row = a_row(DENVER, MAY, Method.BOUNDARY_FILE)
    keep(office, row, a_row(OUTSIDE, date(2026, 6, 1)))
    found = kept(office)
    assert [each.facts for each in found] == [UNKNOWN, DENVER, OUTSIDE]
    assert [each.effective_from for each in found] == [BEGINNING, MAY, date(2026, 6, 1)]
    assert found[1] == row


def test_the_sheets_columns_are_the_newest_facts(office: Office) -> None:
    keep(office, a_row(DENVER, MAY))
    assert (sheet(office).county_fips, sheet(office).inside_city) == ("031", True)
    keep(office, a_row(OUTSIDE, date(2026, 4, 1)))
    assert sheet(office).county_fips == "031"


def test_a_row_of_the_same_day_is_mended(office: Office) -> None:
    keep(office, a_row(DENVER, MAY))
    keep(office, a_row(JEFFERSON, MAY))
    assert [each.facts for each in kept(office)] == [UNKNOWN, JEFFERSON]


def test_every_change_leaves_its_entry(office: Office) -> None:
    keep(office, a_row(DENVER, MAY))
    keep(office, replace(a_row(JEFFERSON, MAY), reason="the deed says so"))
    with office.file.read() as conn:
        first = entries_of(conn, "location_places", record="100-MAIN/the beginning")
        both = entries_of(conn, "location_places", record="100-MAIN/2026-05-01")
        sheets = entries_of(conn, "locations", record="100-MAIN")
    assert [each.action for each in first] == ["added"]
    assert [(each.action, each.reason) for each in both] == [
        ("added", None),
        ("changed", "the deed says so"),
    ]
    assert [each.operation for each in sheets if each.action == "changed"] == ["tell_place"] * 2


def test_keeping_twice_is_keeping_once(office: Office) -> None:
    keep(office, a_row(DENVER, MAY))
    keep(office, a_row(DENVER, MAY))
    with office.file.read() as conn:
        assert len(entries_of(conn, "location_places", record="100-MAIN/2026-05-01")) == 1


def correct(office: Office, location: ServiceLocation) -> None:
    with office.write() as conn:
        stamp = office.stamp("import_workbook")
        correct_newest(conn, [location], stamp=stamp, origin="setup.xlsx")


def test_an_imported_location_mends_the_newest_of_its_rows(office: Office) -> None:
    keep(office, a_row(DENVER, MAY, Method.BOUNDARY_FILE))
    correct(office, replace(GRANITE_MAIN, county_fips="059", inside_city=False))
    last = kept(office)[-1]
    assert (last.facts, last.effective_from) == (OUTSIDE, MAY)
    assert (last.method, last.source) == (Method.USER, "setup.xlsx")


def test_an_imported_location_that_says_the_same_changes_nothing(office: Office) -> None:
    keep(office, a_row(DENVER, MAY, Method.BOUNDARY_FILE))
    same = replace(GRANITE_MAIN, county_fips="08031", place_fips="20000", inside_city=True)
    correct(office, same)
    assert kept(office)[-1].method is Method.BOUNDARY_FILE


def test_an_imported_location_without_dated_facts_gets_none(office: Office) -> None:
    correct(office, replace(GRANITE_MAIN, county_fips="059"))
    assert kept(office) == ()


def test_days_in_words() -> None:
    assert (day_text(BEGINNING), day_text(MAY)) == ("the beginning", "2026-05-01")
