from dataclasses import replace
from datetime import date

import pytest

from app.tax.companion_check import check_exemptions, check_registrations
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.rule_row import RuleRow, rule_row
from tests.tax.builders import a_fee, a_rule, fusf

SINCE = date(2026, 1, 1)
EXEMPT = Exemption(
    account_number="100",
    certificate_number="98-1",
    kind="NONPROFIT",
    family="SALES",
    effective_from=SINCE,
)


def rows(*rules: TaxRule) -> list[RuleRow]:
    return [rule_row(number, rule) for number, rule in enumerate(rules, start=2)]


TABLE = rows(fusf(), a_rule("XX-SALES", "0.06"), a_fee("RRF", "1", class_="PROVIDER_FEE"))


def registered(each: Registration, number: int | None = 3) -> list[str]:
    return [finding.code for finding in check_registrations([(number, each)], TABLE)]


def exempt(each: Exemption, number: int | None = 3) -> list[str]:
    return [finding.code for finding in check_exemptions([(number, each)], TABLE)]


@pytest.mark.parametrize("family", ["*", "SALES", "sales", "E911"])
def test_registrations_for_what_rows_have(family: str) -> None:
    assert registered(Registration(family=family, effective_from=SINCE)) == []


def test_a_registration_for_a_family_no_row_has() -> None:
    each = Registration(family="SALSE", region="CO", effective_from=SINCE)
    [finding] = check_registrations([(3, each)], TABLE)
    assert (finding.code, finding.row, finding.column) == ("family_without_rule", 3, "family")
    assert finding.message == "US/CO is registered for SALSE, which no tax row has."


def test_a_registration_for_the_federal_charge_in_a_state() -> None:
    each = Registration(family="FUSF", region="CO", effective_from=SINCE)
    assert registered(each) == ["registration_too_narrow"]


def test_a_company_without_tax_rows_has_nothing_to_hold_them_against() -> None:
    each = Registration(family="SALSE", effective_from=SINCE)
    assert check_registrations([(3, each)], []) == []
    assert check_exemptions([(3, replace(EXEMPT, family="SALSE"))], []) == []


def test_rows_of_the_company_file_are_not_blamed() -> None:
    assert registered(Registration(family="SALSE", effective_from=SINCE), None) == []
    assert exempt(replace(EXEMPT, family="SALSE"), None) == []


@pytest.mark.parametrize(
    "each",
    [
        EXEMPT,
        replace(EXEMPT, family="*"),
        replace(EXEMPT, level="STATE", region="XX"),
        replace(EXEMPT, family="FUSF", level="FED"),
        replace(EXEMPT, family="E911"),
        replace(EXEMPT, kind="FCC_RESELLER", family="*"),
    ],
)
def test_certificates_that_exempt_from_something(each: Exemption) -> None:
    assert exempt(each) == []


def test_a_certificate_for_a_family_no_row_has() -> None:
    [finding] = check_exemptions([(3, replace(EXEMPT, family="UUT"))], TABLE)
    assert (finding.code, finding.row, finding.column) == ("family_without_rule", 3, "family")
    assert finding.message == "Certificate 98-1 exempts from UUT, which no tax row has."


@pytest.mark.parametrize(
    "columns", [{"region": "YY"}, {"level": "CITY"}, {"family": "FUSF", "region": "XX"}]
)
def test_a_certificate_that_reaches_no_row(columns: dict[str, str]) -> None:
    assert exempt(replace(EXEMPT, **columns)) == ["exempts_from_nothing"]  # type: ignore[arg-type]


def test_a_certificate_for_everything_does_not_reach_own_fees() -> None:
    own = rows(a_fee("RRF", "1", class_="PROVIDER_FEE"))
    found = check_exemptions([(3, replace(EXEMPT, family="*"))], own)
    assert [each.code for each in found] == ["exempts_from_nothing"]


def test_a_reseller_certification_beyond_its_year() -> None:
    each = replace(EXEMPT, kind="FCC_RESELLER", family="FUSF")
    assert exempt(replace(each, expires_on=date(2026, 12, 31))) == []
    assert exempt(replace(each, expires_on=date(2027, 1, 31))) == ["reseller_beyond_year"]
