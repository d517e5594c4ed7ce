from datetime import date

import pytest

from app.tax.nexus import is_registered, nexus_of
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.rule_row import rule_row
from tests.tax.builders import ANY_DAY, a_fee, a_rule, fusf


def registered(
    rule: TaxRule,
    *registrations: Registration,
    on: date = date(2026, 2, 1),
    county: str = "063",
) -> bool:
    found = tuple(nexus_of(each) for each in registrations)
    return is_registered(found, rule_row(2, rule), day=on, county=county)


def a_registration(family: str = "SALES", **columns: str) -> Registration:
    return Registration(family=family, effective_from=ANY_DAY, **columns)  # type: ignore[arg-type]


COUNTY = a_rule("C", "0.1", county_fips="063")
CITY = a_rule("C", "0.1", place_fips="20000")


def test_without_a_registration_nothing_is_collected() -> None:
    assert not registered(a_rule("A", "0.1"))


def test_a_fee_of_the_providers_own_needs_none() -> None:
    assert registered(a_fee("RRF", "1", class_="PROVIDER_FEE"))


def test_the_family_must_match_whatever_its_case() -> None:
    assert registered(a_rule("A", "0.1"), a_registration("sales"))
    assert registered(a_rule("A", "0.1"), a_registration("*"))
    assert not registered(a_rule("A", "0.1"), a_registration("E911"))


def test_a_state_covers_what_lies_in_it() -> None:
    state = a_registration(region="XX")
    assert registered(COUNTY, state)
    assert registered(CITY, state)
    assert not registered(a_rule("A", "0.1", state="YY"), state)


def test_a_county_covers_no_state() -> None:
    assert not registered(a_rule("A", "0.1"), a_registration(region="XX", county_fips="063"))
    assert registered(COUNTY, a_registration(region="XX", county_fips="063"))


def test_a_city_without_a_county_lies_in_the_county_of_the_place() -> None:
    county = a_registration(region="XX", county_fips="063")
    assert registered(CITY, county)
    assert not registered(CITY, county, county="001")


def test_a_city_covers_itself_alone() -> None:
    city = a_registration(region="XX", place_fips="20000")
    assert registered(CITY, city)
    assert not registered(COUNTY, city)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 3, 31), True)],
)
def test_the_days_count_with_the_last(on: date, *, expected: bool) -> None:
    dated = Registration(
        family="*", effective_from=date(2026, 1, 1), effective_to=date(2026, 3, 31)
    )
    assert registered(a_rule("A", "0.1"), dated, on=on) is expected
    assert not registered(a_rule("A", "0.1"), dated, on=date(2026, 4, 1))


def test_universal_service_is_registered_with_the_country() -> None:
    assert registered(fusf(), a_registration("FUSF"))
    assert not registered(fusf(), a_registration("FUSF", region="XX"))


def test_the_country_must_match() -> None:
    assert not registered(a_rule("A", "0.1", country="CA", state="ON"), a_registration("*"))
