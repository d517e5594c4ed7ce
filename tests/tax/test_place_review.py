from dataclasses import replace
from datetime import date

from app.tax.place_history import Method
from app.tax.place_review import PlaceStatus, place_status, unverified_places
from app.tax.rule import TaxRule
from app.tax.zip_counties import counties_of_zip
from tests.tax.builders import a_book, a_rule
from tests.tax.places import BARE, DENVER, HOME, OUTSIDE, a_row

TODAY = date(2026, 11, 1)
MAY = date(2026, 5, 1)
COUNTY = a_rule("JEFF", "0.01", state="CO", county_fips="059")
NEW_YORK = replace(BARE, region="NY", postal_code="10001", inside_city=False)
TORONTO = replace(BARE, region="ON", postal_code="M5V 2A1", country="CA")


def status(location: object, *history: object, rules: tuple[TaxRule, ...] = ()) -> PlaceStatus:
    book = a_book(rules, counties_of_zip=counties_of_zip)
    return place_status(location, history, on=TODAY, book=book)  # type: ignore[arg-type]


def test_what_somebody_gave() -> None:
    found = status(HOME)
    assert found.jurisdiction == "US/CO/059/43000/RTD"
    assert (found.county_name, found.method) == ("Jefferson County", Method.USER)
    assert (found.missing, found.candidates, found.problem, found.way_out) == ((), (), "", "")


def test_the_county_of_a_zip_that_lies_in_one_alone() -> None:
    found = status(NEW_YORK)
    assert (found.jurisdiction, found.method) == ("US/NY/061", Method.ZIP_SINGLE)
    assert found.missing == ()


def test_of_several_counties_somebody_must_pick() -> None:
    found = status(BARE, rules=(COUNTY,))
    assert (found.jurisdiction, found.method) == ("US/CO", None)
    assert found.candidates == (("08059", "Jefferson County"), ("08031", "Denver County"))
    assert found.missing == ("county_fips", "inside_city")
    assert found.problem == "location L has no county_fips, but JEFF is taken by county"
    assert "08059 Jefferson County or 08031" in found.way_out


def test_inside_a_city_that_nobody_named() -> None:
    assert status(replace(HOME, place_fips=None)).missing == ("place_fips",)


def test_the_row_of_the_day_is_told_with_its_origin() -> None:
    file = a_row(DENVER, MAY, Method.BOUNDARY_FILE)
    found = status(HOME, a_row(OUTSIDE), file, a_row(OUTSIDE, date(2027, 1, 1)))
    assert (found.jurisdiction, found.method, found.since, found.source) == (
        "US/CO/031/20000",
        Method.BOUNDARY_FILE,
        MAY,
        "test",
    )


def test_from_the_beginning_is_no_day() -> None:
    assert status(HOME, a_row(DENVER)).since is None


def test_canada_needs_no_county() -> None:
    found = status(TORONTO)
    assert (found.jurisdiction, found.missing, found.county_name) == ("CA/ON", (), "")
    assert found.candidates == ()


def test_unverified_places_are_those_with_something_missing() -> None:
    places = [HOME, replace(BARE, location_code="M"), TORONTO]
    book = a_book([], counties_of_zip=counties_of_zip)
    found = unverified_places(places, {"M": (a_row(OUTSIDE),)}, on=TODAY, book=book)
    assert found == []
    (found_one,) = unverified_places(places, {}, on=TODAY, book=book)
    assert found_one.location_code == "M"
