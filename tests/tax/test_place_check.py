from dataclasses import replace

import pytest

from app.customers.location import ServiceLocation
from app.tax.place_check import place_errors, place_oddities

HOME = ServiceLocation(
    location_code="L",
    account_number="1",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
    county_fips="059",
)
TORONTO = replace(HOME, region="ON", postal_code="M5V 2A1", country="CA", county_fips=None)


def errors(location: ServiceLocation) -> list[tuple[str, str]]:
    return [(each.column, each.code) for each in place_errors(location)]


def oddities(location: ServiceLocation) -> list[tuple[str, str]]:
    return [(each.column, each.code) for each in place_oddities(location)]


@pytest.mark.parametrize("location", [HOME, TORONTO, replace(HOME, address_line2="Suite 5")])
def test_a_place_in_order(location: ServiceLocation) -> None:
    assert (errors(location), oddities(location)) == ([], [])


@pytest.mark.parametrize("column", ["address_line1", "address_line2"])
def test_a_post_box_is_no_place_of_service(column: str) -> None:
    boxed = replace(HOME, **{column: "P.O. Box 12"})  # type: ignore[arg-type]
    assert errors(boxed) == [(column, "post_box")]


def test_the_state_must_be_the_zips() -> None:
    (fault,) = place_errors(replace(HOME, region="WY"))
    assert fault.message == "ZIP code 80226 lies in CO, but region is WY"
    assert fault.way_out == "Write CO, or mend postal_code."


@pytest.mark.parametrize("region", ["GA", "AL"])
def test_a_zip_across_a_state_line_allows_both(region: str) -> None:
    assert errors(replace(HOME, postal_code="30165-1234", region=region, county_fips=None)) == []


def test_a_third_state_is_wrong_for_it() -> None:
    (fault,) = place_errors(replace(HOME, postal_code="30165", region="TN"))
    assert fault.message == "ZIP code 30165 lies in GA or AL, but region is TN"


def test_an_unknown_zip_is_only_odd() -> None:
    unknown = replace(HOME, postal_code="00000", county_fips=None)
    assert (errors(unknown), oddities(unknown)) == ([], [("postal_code", "unknown_postal_code")])


@pytest.mark.parametrize("written", ["8022", "80226-1", "none"])
def test_what_is_no_zip_is_only_odd(written: str) -> None:
    unknown = replace(HOME, postal_code=written)
    assert (errors(unknown), oddities(unknown)) == ([], [("postal_code", "unknown_postal_code")])


def test_the_province_must_be_the_postal_codes() -> None:
    assert errors(replace(TORONTO, region="QC")) == [("region", "province_of_code")]
    assert errors(replace(TORONTO, postal_code="K1A 0C9")) == [("region", "province_of_code")]
    assert errors(replace(TORONTO, postal_code="K1A 0C9", region="QC")) == []
    assert errors(replace(TORONTO, postal_code="X0A 1A1", region="NU")) == []
    assert errors(replace(TORONTO, postal_code="X0A 1A1", region="NT")) == [
        ("region", "province_of_code")
    ]


def test_what_is_no_postal_code_is_only_odd() -> None:
    unknown = replace(TORONTO, postal_code="M5V")
    assert (errors(unknown), oddities(unknown)) == ([], [("postal_code", "unknown_postal_code")])


def test_other_countries_are_not_looked_at() -> None:
    abroad = replace(HOME, country="DE", postal_code="10115", region="BE")
    assert (errors(abroad), oddities(abroad)) == ([], [])


def test_a_county_the_zip_does_not_lie_in_is_odd() -> None:
    (fault,) = place_oddities(replace(HOME, county_fips="001"))
    assert fault.message == (
        "Location L is in county 001 (Adams County), where ZIP code 80226 does not lie"
    )
    assert fault.way_out == (
        "It lies in 08059 Jefferson County or 08031 Denver County; look which of the two is wrong."
    )


def test_a_county_that_is_none_is_odd() -> None:
    (fault,) = place_oddities(replace(HOME, county_fips="998"))
    assert "998 (no county we know)" in fault.message


@pytest.mark.parametrize("county", ["003", "110", "09190"])
def test_connecticut_may_have_counties_or_planning_regions(county: str) -> None:
    place = replace(HOME, region="CT", postal_code="06103", county_fips=county)
    assert (errors(place), oddities(place)) == ([], [])


def test_a_military_zip_has_no_counties_to_compare() -> None:
    assert oddities(replace(HOME, region="AE", postal_code="09001", county_fips="001")) == []
