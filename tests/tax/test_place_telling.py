from dataclasses import replace
from datetime import date

import pytest

from app.errors import InputError
from app.tax.place_history import BEGINNING, Method, PlaceFacts
from app.tax.place_telling import TellPlace, told_row
from tests.tax.places import BARE, DENVER, HOME, JEFFERSON, OUTSIDE, a_row

MAY = date(2026, 5, 1)


def told(**facts: object) -> TellPlace:
    return TellPlace(why="asked the customer", **facts)  # type: ignore[arg-type]


def test_a_fact_is_mended_and_the_others_stay() -> None:
    row, before = told_row(HOME, (), told(county="08031"))
    assert before == JEFFERSON
    assert row.facts == replace(JEFFERSON, county_fips="031")
    assert (row.effective_from, row.method, row.reason) == (
        BEGINNING,
        Method.USER,
        "asked the customer",
    )


def test_without_a_day_the_newest_facts_are_mended() -> None:
    history = (a_row(JEFFERSON), a_row(OUTSIDE, MAY))
    row, before = told_row(HOME, history, told(district="RTD"))
    assert (row.effective_from, before) == (MAY, OUTSIDE)
    assert row.facts == replace(OUTSIDE, district="RTD")


def test_from_a_day_on_what_held_then_is_changed() -> None:
    history = (a_row(JEFFERSON), a_row(OUTSIDE, MAY))
    row, before = told_row(HOME, history, told(district="", begins=date(2026, 4, 1)))
    assert (row.effective_from, before) == (date(2026, 4, 1), JEFFERSON)
    assert row.facts == replace(JEFFERSON, district=None)


def test_a_city_and_its_limits() -> None:
    row, _ = told_row(BARE, (), told(place=" 20000 ", inside_city=True, county="031"))
    assert row.facts == DENVER


def test_an_override_may_confirm_what_is_known() -> None:
    row, before = told_row(HOME, (), told(is_override=True))
    assert (row.facts, row.method) == (before, Method.OVERRIDE)


@pytest.mark.parametrize(
    "facts",
    [
        {"county": "06059"},
        {"county": "59"},
        {"place": "Denver"},
        {"inside_city": True},
    ],
)
def test_what_cannot_be_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(InputError):
        told_row(BARE, (), told(**facts))


def test_a_province_has_no_counties() -> None:
    toronto = replace(BARE, country="CA", region="ON")
    with pytest.raises(InputError):
        told_row(toronto, (), told(county="001"))
    row, _ = told_row(toronto, (), told(district="GTA"))
    assert row.facts == PlaceFacts(district="GTA")
