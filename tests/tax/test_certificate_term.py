from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.tax.certificate_term import (
    CertificateTerm,
    Standing,
    certificate_terms,
    term_finding,
    term_findings,
)
from app.tax.exemption import Exemption

YEAR = Exemption(
    account_number="100",
    certificate_number="98-1",
    kind="NONPROFIT",
    family="SALES",
    effective_from=date(2026, 1, 1),
    expires_on=date(2026, 12, 31),
)
OPEN = replace(YEAR, expires_on=None)
RESELLER = replace(OPEN, kind="fcc_reseller", family="FUSF")


def the_term(*exemptions: Exemption, day: date) -> CertificateTerm:
    return certificate_terms(exemptions, day)[0]


@pytest.mark.parametrize(
    ("day", "standing", "warned_at", "words"),
    [
        (date(2025, 12, 31), Standing.NOT_YET, None, "from 2026-01-01"),
        (date(2026, 1, 1), Standing.IN_FORCE, None, "in force"),
        (date(2026, 11, 1), Standing.EXPIRING, 60, "expires in 60 days"),
        (date(2026, 12, 1), Standing.EXPIRING, 30, "expires in 30 days"),
        (date(2026, 12, 24), Standing.EXPIRING, 7, "expires in 7 days"),
        (date(2026, 12, 30), Standing.EXPIRING, 7, "expires in 1 day"),
        (date(2026, 12, 31), Standing.EXPIRING, 7, "expires today"),
        (date(2027, 1, 1), Standing.EXPIRED, None, "expired"),
    ],
)
def test_how_a_certificate_stands(
    day: date, standing: Standing, warned_at: int | None, words: str
) -> None:
    term = the_term(YEAR, day=day)
    assert (term.standing, term.warned_at, term.words) == (standing, warned_at, words)


def test_61_days_before_nobody_is_warned() -> None:
    assert the_term(YEAR, day=date(2026, 10, 31)).standing is Standing.IN_FORCE


def test_one_without_end_never_expires() -> None:
    term = the_term(OPEN, day=date(2999, 1, 1))
    assert (term.standing, term.last, term.days_left) == (Standing.IN_FORCE, None, None)


def test_a_reseller_certification_ends_with_its_first_year() -> None:
    term = the_term(replace(RESELLER, effective_from=date(2026, 5, 1)), day=date(2026, 12, 1))
    assert (term.last, term.standing) == (date(2026, 12, 31), Standing.EXPIRING)
    finding = term_finding(term)
    assert finding is not None
    assert finding.way_out.startswith("Ask the customer for the certification of 2027.")


def test_scopes_of_one_certificate_are_one() -> None:
    other = replace(YEAR, family="E911", region="CO", expires_on=date(2027, 6, 30))
    [term] = certificate_terms([YEAR, other], date(2026, 6, 1))
    assert (term.families, term.regions) == (("E911", "SALES"), ("", "CO"))
    assert term.last == date(2027, 6, 30)


def test_an_expired_one_is_named_with_account_number_and_day() -> None:
    [finding] = term_findings([YEAR], date(2027, 1, 1))
    assert (finding.code, finding.severity.value) == ("certificate_expired", "warning")
    assert finding.message == (
        "Certificate 98-1 of account 100 expired on 2026-12-31: what it exempted is taxed again."
    )


def test_one_about_to_expire_is_named_with_account_number_and_day() -> None:
    [finding] = term_findings([YEAR], date(2026, 12, 24))
    assert finding.code == "certificate_expiring"
    assert finding.message == ("Certificate 98-1 of account 100 expires on 2026-12-31, in 7 days.")


def test_one_that_another_takes_over_from_is_not_told() -> None:
    follows = replace(YEAR, certificate_number="98-2", effective_from=date(2027, 1, 1))
    renewal = replace(follows, expires_on=date(2027, 12, 31))
    assert term_findings([YEAR, renewal], date(2026, 12, 24)) == []
    assert term_findings([YEAR, renewal], date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"effective_from": date(2027, 2, 1)},
        {"family": "E911"},
        {"region": "CO"},
        {"level": "STATE"},
        {"percent": Decimal(50)},
        {"location_code": "100-MAIN"},
        {"account_number": "200"},
    ],
)
def test_what_covers_less_takes_over_from_nothing(columns: dict[str, object]) -> None:
    base = replace(
        YEAR,
        certificate_number="98-2",
        effective_from=date(2027, 1, 1),
        expires_on=None,
    )
    other = replace(base, **columns)  # type: ignore[arg-type]
    assert [each.record for each in term_findings([YEAR, other], date(2027, 1, 5))] == ["98-1"]
    assert term_findings([YEAR, base], date(2027, 1, 5)) == []
