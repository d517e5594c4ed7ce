from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from app.tax.request import TaxableCharge
from app.tax.result import TaxLine
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from tests.tax.builders import (
    ANY_DAY,
    a_book,
    a_charge,
    a_place,
    a_request,
    a_rule,
    decided,
    fusf,
    numbered,
    taxed,
)

D = Decimal

SHARES = [
    TaxShare(
        category="VOIP_FIXED",
        effective_from=ANY_DAY,
        interstate=D("0.6"),
        international=D("0.1"),
    )
]


def lines(charges: Sequence[TaxableCharge], *rules: TaxRule) -> dict[str, TaxLine]:
    request = a_request(numbered(*charges), places=[a_place(), a_place("M", county_fips="001")])
    found = taxed(request, a_book([*rules, decided()], shares=SHARES)).lines
    return {f"{line.tax_code} {line.jurisdiction}": line for line in found}


@pytest.mark.parametrize(
    ("base", "taken"),
    [
        ("CHARGE", "30"),
        ("INTERSTATE", "18"),
        ("INTERNATIONAL", "3"),
        ("INTERSTATE_INTL", "21"),
        ("INTRASTATE", "9"),
    ],
)
def test_what_of_a_charge_is_taken(base: str, taken: str) -> None:
    (line,) = lines([a_charge("30.00")], a_rule("A", "0.5", base_kind=base)).values()
    assert line.base == D(taken)


def test_an_included_tax_joins_whole_not_by_its_share() -> None:
    rules = [a_rule("A", "0.1"), a_rule("B", "0.5", base_kind="INTRASTATE", base_includes="A")]
    assert lines([a_charge("30.00")], *rules)["B US/XX"].base == D(12)


def test_an_included_tax_joins_with_its_rounding() -> None:
    rules = [fusf("0.37"), a_rule("B", "0.5", base_includes="FUSF")]
    found = lines([a_charge("9.99")], *rules)
    assert found["FUSF US"].amount == D("2.59")
    assert found["B US/XX"].base == D("12.58")


def test_of_an_included_tax_only_the_part_on_the_matching_charges_joins() -> None:
    charges = [a_charge("10.00"), a_charge("30.00", "DID")]
    rules = [a_rule("A", "0.1"), a_rule("B", "0.5", category="DID", base_includes="A")]
    assert lines(charges, *rules)["B US/XX"].base == D(33)


def test_the_rounding_joins_in_proportion() -> None:
    charges = [a_charge("0.30"), a_charge("0.30", "DID")]
    rules = [a_rule("A", "0.01"), a_rule("B", "0.5", category="DID", base_includes="A")]
    found = lines(charges, *rules)
    assert found["A US/XX"].amount == D("0.01")
    assert found["B US/XX"].base == D("0.305")


def test_all_jurisdictions_of_an_included_code_join() -> None:
    charges = [a_charge("10.00"), a_charge("20.00", location_code="M")]
    rules = [
        a_rule("A", "0.1", county_fips="063"),
        a_rule("A", "0.2", county_fips="001"),
        a_rule("B", "0.5", base_includes="A"),
    ]
    assert lines(charges, *rules)["B US/XX"].base == D(35)


def test_a_tax_of_taxes_takes_nothing_else() -> None:
    rules = [
        a_rule("A", "0.1"),
        a_rule("B", "0.5", calc_method="PCT_OF_TAX", base_kind="TAX_OF", base_includes="A"),
    ]
    line = lines([a_charge("30.00")], *rules)["B US/XX"]
    assert (line.base, line.amount) == (D(3), D("1.50"))


def test_minutes_are_billed_seconds_by_sixty() -> None:
    rule = a_rule(
        "A",
        calc_method="PER_UNIT",
        base_kind="MINUTES",
        unit_amount=D("0.03"),
        round_level="LOCATION_TAX",
    )
    charges = [
        a_charge("1", billed_seconds=100),
        a_charge("1", billed_seconds=30),
        a_charge("1", location_code="M", billed_seconds=600),
    ]
    request = a_request(numbered(*charges), places=[a_place(), a_place("M")])
    found = taxed(request, a_book([rule])).lines
    assert [(line.location_code, line.base, line.amount) for line in found] == [
        ("L", D("2.16666667"), D("0.07")),
        ("M", D(10), D("0.30")),
    ]
    assert [line.units for line in found] == [None, None]


def test_prorated_days_without_a_row_are_untaxed() -> None:
    rule = a_rule("A", "0.5", date_basis="PRORATE", effective_from=date(2026, 2, 22))
    (line,) = lines([a_charge("28.00")], rule).values()
    assert line.base == D(7)


def test_of_an_included_tax_the_part_of_the_prorated_days_joins() -> None:
    late = a_rule("B", "0.5", date_basis="PRORATE", effective_from=date(2026, 2, 22))
    rules = [a_rule("A", "0.1"), a_rule("C", "0"), late]
    assert lines([a_charge("28.00")], *rules)["B US/XX"].base == D(7)
