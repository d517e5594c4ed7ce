from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.tax.place_history import (
    BEGINNING,
    SHEET,
    DatedFacts,
    Method,
    PlaceFacts,
    facts_of,
    location_on,
    locations_on,
    newest,
    row_on,
    same_facts,
    settled,
    with_facts,
    with_row,
)
from tests.tax.places import BARE, DENVER, HOME, JEFFERSON, OUTSIDE, a_row

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def test_a_location_without_history_is_where_its_sheet_says() -> None:
    assert location_on(HOME, (), MAY) == HOME
    assert row_on((), MAY) is None
    assert newest(()) is None


def test_the_first_change_keeps_what_held_before() -> None:
    history = with_row(HOME, (), a_row(DENVER, MAY))
    assert [(each.effective_from, each.facts, each.source) for each in history] == [
        (BEGINNING, JEFFERSON, SHEET),
        (MAY, DENVER, "test"),
    ]


def test_a_change_from_the_beginning_takes_the_sheets_place() -> None:
    assert with_row(HOME, (), a_row(DENVER)) == (a_row(DENVER),)


def test_a_row_takes_the_place_of_the_one_from_its_day() -> None:
    history = with_row(HOME, with_row(HOME, (), a_row(DENVER, MAY)), a_row(OUTSIDE, MAY))
    assert [each.facts for each in history] == [JEFFERSON, OUTSIDE]


def test_the_place_on_a_day_is_that_of_the_last_row_before_it() -> None:
    history = with_row(HOME, (), a_row(DENVER, MAY))
    assert facts_of(location_on(HOME, history, date(2026, 4, 30))) == JEFFERSON
    assert facts_of(location_on(HOME, history, MAY)) == DENVER
    assert newest(history) == a_row(DENVER, MAY)


def test_all_locations_on_a_day() -> None:
    other = replace(HOME, location_code="M")
    locations = {"L": HOME, "M": other}
    assert locations_on(locations, {}, MAY) is locations
    histories = {"L": with_row(HOME, (), a_row(DENVER, MAY)), "GONE": (a_row(DENVER),)}
    assert locations_on(locations, histories, JUNE) == {"L": with_facts(HOME, DENVER), "M": other}


def test_facts_are_the_same_however_they_are_written() -> None:
    loose = PlaceFacts(
        county_fips=" 08059 ", place_fips="43000 ", inside_city=True, district=" RTD|"
    )
    assert same_facts(loose, JEFFERSON, region="CO")
    assert not same_facts(loose, JEFFERSON, region="WY")
    assert settled(facts_of(BARE), "CO") == PlaceFacts()
    assert settled(PlaceFacts(district="B| A"), "CO") == PlaceFacts(district="A|B")


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
some_facts = st.builds(
    PlaceFacts,
    county_fips=st.sampled_from(["059", "031", None]),
    inside_city=st.sampled_from([True, False, None]),
)
rows = st.lists(st.builds(a_row, some_facts, days, st.sampled_from(Method)), max_size=6)


@given(rows, days)
def test_what_is_told_last_of_a_day_holds_until_the_next_day_that_was_told(
    told: list[DatedFacts], day: date
) -> None:
    history: tuple[DatedFacts, ...] = ()
    for row in told:
        history = with_row(HOME, history, row)
    by_day = {row.effective_from: row.facts for row in told}
    earlier = [begins for begins in by_day if begins <= day]
    expected = by_day[max(earlier)] if earlier else JEFFERSON
    assert facts_of(location_on(HOME, history, day)) == expected


@given(rows, st.builds(a_row, some_facts, days))
def test_telling_twice_is_telling_once(told: list[DatedFacts], row: DatedFacts) -> None:
    history: tuple[DatedFacts, ...] = ()
    for each in told:
        history = with_row(HOME, history, each)
    once = with_row(HOME, history, row)
    assert with_row(HOME, once, row) == once
    assert [each.effective_from for each in once] == sorted({r.effective_from for r in once})
