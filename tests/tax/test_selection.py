from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.tax.registration import Registration
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from tests.tax.builders import (
    a_book,
    a_charge,
    a_fee,
    a_place,
    a_request,
    a_rule,
    decided,
    tax_of,
    taxed,
)

D = Decimal


def rate_of(*rules: TaxRule, category: str = "VOIP_FIXED", kind: str = "business") -> Decimal:
    """The sum of the rates that tax a charge of 100.00."""
    rows = [*rules, decided(), a_rule("NOT", "0", category="INTERNET_ACCESS")]
    found = tax_of([a_charge("100.00", category)], rows, customer_class=kind)
    return sum(found.values(), D(0)) / 100


STAR = a_rule("A", "0.01")
FAMILY = a_rule("A", "0.02", category="V*")
LONGER = a_rule("A", "0.03", category="VOIP_*")
EXACT = a_rule("A", "0.04", category="VOIP_FIXED")
BUSINESS = a_rule("A", "0.05", customer_class="business")


@pytest.mark.parametrize(
    ("rules", "rate"),
    [
        ([STAR], "0.01"),
        ([STAR, FAMILY], "0.02"),
        ([LONGER, STAR, FAMILY], "0.03"),
        ([EXACT, LONGER, STAR, FAMILY], "0.04"),
        ([EXACT, LONGER, STAR, FAMILY, BUSINESS], "0.05"),
    ],
)
def test_the_most_specific_row_applies(rules: list[TaxRule], rate: str) -> None:
    assert rate_of(*rules) == D(rate)
    assert rate_of(*reversed(rules)) == D(rate)


def test_the_kind_of_customer_must_match() -> None:
    assert rate_of(STAR, BUSINESS, kind="residential") == D("0.01")


def test_the_best_pattern_of_a_list_counts() -> None:
    assert rate_of(a_rule("A", "0.06", category="*|VOIP_FIXED"), LONGER) == D("0.06")


def test_different_codes_all_apply() -> None:
    assert rate_of(STAR, a_rule("B", "0.1")) == D("0.11")


def test_nested_jurisdictions_all_apply() -> None:
    assert rate_of(STAR, a_rule("A", "0.1", county_fips="063")) == D("0.11")


def test_a_row_out_of_force_gives_way_to_a_less_specific_one() -> None:
    assert rate_of(STAR, replace(EXACT, effective_to=date(2026, 1, 31))) == D("0.01")


def test_a_wildcard_percentage_never_reaches_internet_access() -> None:
    assert rate_of(STAR, category="INTERNET_ACCESS") == D(0)


def test_a_fee_per_unit_may_reach_internet_access() -> None:
    found = tax_of([a_charge("1.00", "INTERNET_ACCESS")], [a_fee("A", "2", "ACCOUNT")])
    assert found == {"A": D("2.00")}


def test_a_federal_percentage_may_reach_internet_access() -> None:
    assert rate_of(replace(STAR, state=None), category="INTERNET_ACCESS") == D("0.01")


def test_a_canadian_percentage_may_reach_internet_access() -> None:
    rule = a_rule("HST", "0.13", country="CA", state="ON")
    place = a_place(country="CA", region="ON", county_fips="", inside_city=None)
    found = tax_of([a_charge("100.00", "INTERNET_ACCESS")], [rule], places=[place])
    assert found == {"HST": D("13.00")}


@pytest.mark.parametrize(
    ("basis", "amount"),
    [(None, "3.00"), ("INVOICE_DATE", "3.00"), ("SERVICE_START", "1.00"), ("SERVICE_END", "2.00")],
)
def test_which_day_of_a_charge_decides(basis: str | None, amount: str) -> None:
    middle = {"effective_from": date(2026, 2, 10), "effective_to": date(2026, 2, 28)}
    rules = [
        a_rule("A", "0.01", date_basis=basis, effective_to=date(2026, 2, 9)),
        a_rule("A", "0.02", date_basis=basis, **middle),
        a_rule("A", "0.03", date_basis=basis, effective_from=date(2026, 3, 1)),
    ]
    found = tax_of([a_charge("100.00")], [*rules, decided()], on=date(2026, 3, 1))
    assert found == {"A": D(amount)}


def test_prorated_by_days_of_a_registration() -> None:
    rule = a_rule("A", "0.10", date_basis="PRORATE")
    registrations = [Registration(family="*", effective_from=date(2026, 2, 15))]
    found = tax_of([a_charge("100.00")], [rule], registrations=registrations)
    assert found == {"A": D("5.00")}


def test_prorated_by_days_of_a_share() -> None:
    rule = a_rule("A", "0.10", date_basis="PRORATE", base_kind="INTERSTATE")
    shares = [
        TaxShare(
            category="DID",
            effective_from=date(2026, 1, 1),
            effective_to=date(2026, 2, 14),
            interstate=D(1),
        ),
        TaxShare(category="DID", effective_from=date(2026, 2, 15), interstate=D(0)),
    ]
    assert tax_of([a_charge("100.00", "DID")], [rule], shares=shares) == {"A": D("5.00")}


def test_a_book_remembers_nothing_that_depends_on_the_invoice() -> None:
    book = a_book([a_rule("A", "0.01", effective_to=date(2026, 2, 9)), decided()])
    early = taxed(a_request([a_charge("100.00")], on=date(2026, 2, 9)), book)
    late = taxed(a_request([a_charge("100.00")], on=date(2026, 2, 10)), book)
    assert (len(early.lines), len(late.lines)) == (1, 0)
