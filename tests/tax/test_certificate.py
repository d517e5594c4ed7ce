from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.tax.certificate import NO_RELIEF, Relief, certificate_of, relief
from app.tax.exemption import Exemption
from app.tax.rule import TaxRule
from app.tax.rule_row import rule_row
from tests.tax.builders import a_fee, a_rule, fusf

ALL = Relief(Fraction(1), "C-1")


def an_exemption(**columns: object) -> Exemption:
    given: dict[str, object] = {
        "account_number": "1",
        "certificate_number": "C-1",
        "kind": "OTHER",
        "family": "SALES",
        "effective_from": date(2026, 1, 1),
    }
    return Exemption(**{**given, **columns})  # type: ignore[arg-type]


def freed(
    rule: TaxRule,
    *exemptions: Exemption,
    location: str | None = "L",
    on: date = date(2026, 2, 1),
) -> Relief:
    certificates = tuple(certificate_of(each) for each in exemptions)
    return relief(certificates, rule_row(2, rule), location=location, day=on)


SALES = a_rule("A", "0.1")


def test_the_family_must_match() -> None:
    assert freed(SALES, an_exemption(family="sales")) == ALL
    assert freed(SALES, an_exemption(family="E911")) == NO_RELIEF


def test_every_family_does_not_mean_the_providers_own_fees() -> None:
    fee = a_fee("RRF", "1", class_="PROVIDER_FEE", family="REG")
    assert freed(SALES, an_exemption(family="*")) == ALL
    assert freed(fee, an_exemption(family="*")) == NO_RELIEF
    assert freed(fee, an_exemption(family="REG")) == ALL


@pytest.mark.parametrize(
    ("level", "expected"), [("STATE", ALL), ("*", ALL), ("COUNTY", NO_RELIEF), ("FED", NO_RELIEF)]
)
def test_the_level_must_match(level: str, expected: Relief) -> None:
    assert freed(SALES, an_exemption(level=level)) == expected


def test_a_province_is_no_state() -> None:
    rule = a_rule("A", "0.1", country="CA", state="ON")
    assert freed(rule, an_exemption(level="STATE")) == NO_RELIEF
    assert freed(rule, an_exemption(level="PROVINCE")) == ALL


def test_the_region_must_be_the_rules_state() -> None:
    assert freed(SALES, an_exemption(region="xx")) == ALL
    assert freed(SALES, an_exemption(region="YY")) == NO_RELIEF
    assert freed(fusf(), an_exemption(family="*", region="XX")) == NO_RELIEF


def test_the_location_must_be_the_same() -> None:
    assert freed(SALES, an_exemption(location_code="L")) == ALL
    assert freed(SALES, an_exemption(location_code="M")) == NO_RELIEF
    assert freed(SALES, an_exemption(location_code="L"), location=None) == NO_RELIEF


def test_the_last_day_is_covered() -> None:
    dated = an_exemption(expires_on=date(2026, 2, 1))
    assert freed(SALES, dated) == ALL
    assert freed(SALES, dated, on=date(2026, 2, 2)) == NO_RELIEF
    assert freed(SALES, dated, on=date(2025, 12, 31)) == NO_RELIEF


def test_of_several_the_largest_counts() -> None:
    half = an_exemption(certificate_number="C-0", percent=Decimal(50))
    assert freed(SALES, half, an_exemption()) == ALL
    assert freed(SALES, an_exemption(), half) == ALL


def test_of_equal_ones_the_lower_number_is_named() -> None:
    other = an_exemption(certificate_number="C-0")
    assert freed(SALES, an_exemption(), other) == Relief(Fraction(1), "C-0")


def test_a_percent_of_nothing_frees_nothing() -> None:
    assert freed(SALES, an_exemption(percent=Decimal(0))) is NO_RELIEF


def test_a_reseller_certification_ends_with_its_year_and_frees_of_universal_service_alone() -> None:
    reseller = an_exemption(kind="FCC_RESELLER", family="FUSF")
    assert freed(fusf(), reseller, on=date(2026, 12, 31)) == ALL
    assert freed(fusf(), reseller, on=date(2027, 1, 1)) == NO_RELIEF
    assert freed(SALES, an_exemption(kind="FCC_RESELLER", family="*")) == NO_RELIEF
