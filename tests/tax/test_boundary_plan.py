import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.tax.boundary_match import Match, MatchedBy
from app.tax.boundary_plan import (
    BoundaryPlan,
    PlaceChange,
    Standing,
    dated_change,
    is_of_us_state,
    plan_facts,
    plan_text,
    proposed,
    read_plan,
    standing,
)
from app.tax.place_history import BEGINNING, Method, PlaceFacts, with_facts
from tests.tax.places import BARE, DENVER, HOME, JEFFERSON, OUTSIDE, a_row

MAY = date(2026, 5, 1)
FILE = "COB2026Q4AUG27.csv"


def a_match(**facts: object) -> Match:
    given: dict[str, object] = {
        "by": MatchedBy.ADDRESS,
        "county": "031",
        "place": "20000",
        "districts": (),
        "since": MAY,
    }
    return Match(**{**given, **facts})  # type: ignore[arg-type]


def change_of(location: object, *history: object, **facts: object) -> PlaceChange:
    made = proposed(location, history, a_match(**facts), source=FILE)  # type: ignore[arg-type]
    assert made is not None
    return made


def test_blanks_are_filled_from_the_beginning() -> None:
    made = change_of(BARE)
    assert (made.before, made.after, made.effective_from) == (PlaceFacts(), DENVER, BEGINNING)
    assert (made.matched_by, made.source) == ("address", FILE)


def test_what_contradicts_holds_from_the_day_of_the_record() -> None:
    made = change_of(HOME)
    assert (made.effective_from, made.after) == (MAY, replace(DENVER, district="RTD"))


def test_what_contradicts_newer_facts_mends_those() -> None:
    made = change_of(HOME, a_row(OUTSIDE), a_row(JEFFERSON, date(2026, 8, 1)))
    assert made.effective_from == date(2026, 8, 1)


def test_blanks_of_newer_facts_are_filled_where_those_begin() -> None:
    bare = PlaceFacts(county_fips="031")
    made = change_of(with_facts(HOME, bare), a_row(OUTSIDE), a_row(bare, date(2026, 8, 1)))
    assert made.effective_from == date(2026, 8, 1)


def test_where_the_file_says_the_same_nothing_changes() -> None:
    match = a_match(county="059", place="43000")
    assert proposed(HOME, (), match, source=FILE) is None


def test_no_city_answers_the_question_nobody_answered() -> None:
    assert change_of(BARE, place="").after == PlaceFacts(county_fips="031", inside_city=False)


def test_a_city_that_somebody_gave_stays_where_the_file_names_none() -> None:
    made = change_of(HOME, place="")
    assert (made.after.place_fips, made.after.inside_city) == ("43000", True)
    assert made.note == "The file names no city; the one you gave stays."


def test_a_city_that_a_file_gave_is_taken_away_by_a_file() -> None:
    by_file = a_row(JEFFERSON, BEGINNING, Method.BOUNDARY_FILE)
    made = change_of(HOME, by_file, place="")
    assert (made.after.place_fips, made.after.inside_city) == (None, False)


def test_what_the_file_does_not_tell_stays() -> None:
    made = change_of(HOME, county="031", place=None, districts=None)
    assert made.after == replace(JEFFERSON, county_fips="031")
    assert change_of(HOME, county=None).after.county_fips == "059"


def test_districts_of_our_own_naming_stay_and_the_files_are_replaced() -> None:
    home = replace(HOME, district="RTD|80001")
    assert change_of(home, districts=("80009", "80008")).after.district == "80008|80009|RTD"


def test_a_change_becomes_a_dated_row() -> None:
    (before, row) = dated_change(change_of(HOME), HOME, ())
    assert before.facts == JEFFERSON
    assert (row.method, row.reason, row.source) == (
        Method.BOUNDARY_FILE,
        "found by address",
        FILE,
    )


def test_a_change_fits_while_the_place_is_as_it_was_planned() -> None:
    made = change_of(HOME)
    assert standing(made, HOME, ()) is Standing.FITS
    assert standing(made, with_facts(HOME, made.after), ()) is Standing.DONE
    assert standing(made, with_facts(HOME, OUTSIDE), ()) is Standing.STALE
    assert standing(made, HOME, (a_row(OUTSIDE),)) is Standing.STALE
    assert standing(made, None, ()) is Standing.STALE


def test_an_override_stands_against_a_plan() -> None:
    override = a_row(JEFFERSON, BEGINNING, Method.OVERRIDE)
    assert standing(change_of(HOME), HOME, (override,)) is Standing.STALE


@pytest.mark.parametrize(
    ("country", "region", "asked"), [("US", "CO", True), ("CA", "ON", False), ("US", "ON", False)]
)
def test_files_speak_of_states(country: str, region: str, *, asked: bool) -> None:
    assert is_of_us_state(replace(HOME, country=country, region=region)) is asked


some_facts = st.builds(
    PlaceFacts,
    county_fips=st.sampled_from(["059", None]),
    place_fips=st.sampled_from(["20000", None]),
    inside_city=st.sampled_from([True, False, None]),
    district=st.sampled_from(["A|B", None]),
)
changes = st.builds(
    PlaceChange,
    location_code=st.text(max_size=5),
    effective_from=st.dates() | st.just(BEGINNING),
    before=some_facts,
    after=some_facts,
    matched_by=st.sampled_from(["address", "ZIP"]),
    source=st.text(max_size=5),
    note=st.text(max_size=5),
)
codes = st.lists(st.text(max_size=5), max_size=3).map(tuple)


@given(
    st.builds(
        BoundaryPlan,
        made_on=st.dates(),
        files=codes,
        changes=st.lists(changes, max_size=3).map(tuple),
        kept=codes,
        same=codes,
        unmatched=codes,
    )
)
def test_a_saved_plan_is_read_as_it_was(plan: BoundaryPlan) -> None:
    assert read_plan(plan_text(plan), name="plan.json") == plan


def test_the_beginning_is_no_day_in_a_saved_plan() -> None:
    plan = BoundaryPlan(made_on=MAY, files=(FILE,), changes=(change_of(BARE),))
    (change,) = plan_facts(plan)["changes"]
    assert change["effective_from"] is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": "another"}', "\x00"],
)
def test_another_file_is_no_plan(text: str) -> None:
    with pytest.raises(InputError, match=r"plan\.json is no plan"):
        read_plan(text, name="plan.json")


def test_a_plan_with_a_strange_answer_is_none() -> None:
    plan = BoundaryPlan(made_on=MAY, files=(), changes=(change_of(BARE),))
    facts = plan_facts(plan)
    facts["changes"][0]["after"]["inside_city"] = "perhaps"
    with pytest.raises(InputError):
        read_plan(json.dumps(facts), name="plan.json")
