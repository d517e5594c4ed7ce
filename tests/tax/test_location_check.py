import pytest

from app.tax.location_check import (
    counties_in_words,
    missing_column,
    place_problem,
    place_way_out,
)
from app.tax.place import TaxPlace
from app.tax.rule import TaxRule
from app.tax.zip_counties import counties_of_zip
from tests.tax.builders import a_book, a_place, a_rule

CITY = a_rule("CITY", "0.01", place_fips="20000")
CITY_OF_COUNTY = a_rule("CITY", "0.01", place_fips="20000", county_fips="063")
COUNTY = a_rule("COUNTY", "0.01", county_fips="001")


def problem(place: TaxPlace, *rules: TaxRule) -> str | None:
    return place_problem(place, a_book(rules))


def test_inside_a_city_or_not_must_be_known_where_a_city_taxes() -> None:
    assert problem(a_place(inside_city=None), CITY) == (
        "nobody has said whether location L lies inside the city's limits (inside_city), but CITY "
        "is taken by city"
    )


@pytest.mark.parametrize("inside", [True, False])
def test_an_answer_is_enough(*, inside: bool) -> None:
    assert problem(a_place(inside_city=inside), CITY) is None


def test_a_city_of_another_state_does_not_matter() -> None:
    assert problem(a_place(inside_city=None, region="YY"), CITY) is None


def test_a_city_of_another_county_does_not_matter() -> None:
    assert problem(a_place(inside_city=None, county_fips="001"), CITY_OF_COUNTY) is None
    assert problem(a_place(inside_city=None), CITY_OF_COUNTY) is not None


def test_the_county_must_be_known_where_a_county_taxes() -> None:
    assert problem(a_place(county_fips=""), COUNTY) == (
        "location L has no county_fips, but COUNTY is taken by county"
    )
    assert problem(a_place(county_fips="", region="YY"), COUNTY) is None


def test_outside_all_cities_the_county_of_a_city_row_does_not_matter() -> None:
    assert problem(a_place(county_fips=""), CITY_OF_COUNTY) is None


def test_a_zip_of_one_county_tells_the_county() -> None:
    book = a_book([COUNTY], counties_of_zip=lambda _: ("063",))
    assert place_problem(a_place(county_fips=""), book) is None


def test_a_zip_of_several_counties_does_not() -> None:
    book = a_book([COUNTY], counties_of_zip=lambda _: ("063", "001"))
    assert place_problem(a_place(county_fips=""), book) is not None


def test_the_way_out_lists_the_counties_of_the_zip_the_main_one_first() -> None:
    rule = a_rule("JEFF", "0.01", state="CO", county_fips="059")
    book = a_book([rule], counties_of_zip=counties_of_zip)
    place = a_place(county_fips="", region="CO", postal_code="80226-1234")
    assert missing_column(place, book) == "county_fips"
    assert place_way_out(place, book) == (
        "Fill in county_fips of that location in the sheet locations:"
        " 08059 Jefferson County or 08031 Denver County."
    )


def test_the_way_out_where_no_table_knows_the_zip() -> None:
    place = a_place(county_fips="", postal_code="00000")
    assert counties_in_words(place) == ""
    assert place_way_out(place, a_book([COUNTY])) == (
        "Fill in county_fips of that location in the sheet locations."
    )


def test_the_way_out_about_the_citys_limits() -> None:
    place, book = a_place(inside_city=None), a_book([CITY])
    assert missing_column(place, book) == "inside_city"
    assert place_way_out(place, book) == (
        "Fill in inside_city of that location in the sheet locations: yes or no."
    )


def test_nothing_is_missing_of_a_place_in_order() -> None:
    assert missing_column(a_place(), a_book([COUNTY])) == ""


def test_canada_needs_neither() -> None:
    rules = [a_rule("C", "0.1", country="CA", state="ON", place_fips="1", county_fips="2")]
    place = a_place(country="CA", region="ON", county_fips="", inside_city=None)
    assert problem(place, *rules) is None


def test_the_answer_is_the_same_when_asked_again() -> None:
    book = a_book([CITY])
    place = a_place(inside_city=None)
    assert place_problem(place, book) == place_problem(place, book)
