from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.tax.book import make_book
from app.tax.engine import tax_invoice
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.request import CountedPlant, TaxableCharge
from app.tax.result import TaxResult
from app.tax.rule import TaxRule
from tests.tax.builders import (
    ANY_DAY,
    a_book,
    a_charge,
    a_fee,
    a_place,
    a_request,
    a_rule,
    decided,
    fusf,
    numbered,
    seats,
    tax_of,
    taxed,
)

D = Decimal


def codes(result: TaxResult) -> list[str]:
    return [finding.code for finding in result.problems]


def test_a_book_without_rules_says_nothing() -> None:
    result = tax_invoice(a_request([a_charge("1.00")]), make_book([]))
    assert result == TaxResult(lines=(), problems=(), exposure=())


def test_with_a_problem_no_line_is_given() -> None:
    charges = numbered(a_charge("1.00", "DID"), a_charge("1.00"))
    result = tax_invoice(a_request(charges), a_book([a_rule("A", "0.1", category="DID")]))
    assert (codes(result), result.lines) == (["undecided_charge"], ())


@pytest.mark.parametrize(
    ("rule", "is_decided"),
    [
        (a_rule("A", "0"), True),
        (a_fee("A", "1"), True),
        (a_rule("A", "0.1", county_fips="063"), True),
        (a_rule("A", "0.1", state=None), False),
        (fusf(), False),
        (a_rule("A", "0.1", effective_to=date(2026, 1, 31)), False),
        (a_rule("A", "0.1", customer_class="residential"), False),
    ],
)
def test_what_decides_a_charge(rule: TaxRule, *, is_decided: bool) -> None:
    result = tax_invoice(a_request([a_charge("1.00")]), a_book([rule], registrations=[]))
    assert codes(result) == ([] if is_decided else ["undecided_charge"])


def test_internet_access_is_decided_by_a_row_of_its_own() -> None:
    request = a_request([a_charge("1.00", "INTERNET_ACCESS")])
    assert codes(tax_invoice(request, a_book([a_rule("A", "0.1")]))) == ["undecided_charge"]
    own = a_rule("NOT", "0", category="INTERNET_ACCESS")
    assert codes(tax_invoice(request, a_book([a_rule("A", "0.1"), own]))) == []


def test_what_is_not_registered_is_not_collected_but_told() -> None:
    rules = [a_rule("A", "0.0625"), a_fee("RRF", "1", "ACCOUNT", class_="PROVIDER_FEE")]
    result = taxed(a_request([a_charge("30.00")]), a_book(rules, registrations=[]))
    assert [line.tax_code for line in result.lines] == ["RRF"]
    assert [(each.tax_code, each.jurisdiction, each.amount) for each in result.exposure] == [
        ("A", "US/XX", D("1.88"))
    ]


def test_what_is_not_collected_joins_no_base() -> None:
    rules = [a_rule("A", "0.1", family="UUT"), a_rule("B", "0.1", base_includes="A")]
    registrations = [Registration(family="SALES", effective_from=ANY_DAY)]
    found = tax_of([a_charge("30.00")], rules, registrations=registrations)
    assert found == {"B": D("3.00")}


def test_a_share_that_is_missing_holds_only_what_is_collected() -> None:
    rules = [a_rule("A", "0.1", base_kind="INTRASTATE")]
    request = a_request([a_charge("30.00", "DID")])
    assert codes(tax_invoice(request, a_book(rules))) == ["share_missing"]
    result = taxed(request, a_book(rules, registrations=[]))
    assert result.exposure[0].amount == D("3.00")


def test_a_factor_is_needed_for_the_quarter_of_the_invoice() -> None:
    book = a_book([fusf(), decided()])
    charge = a_charge("1.00")
    assert codes(tax_invoice(a_request([charge], on=date(2026, 3, 31)), book)) == []
    assert codes(tax_invoice(a_request([charge], on=date(2026, 4, 1)), book)) == [
        "usf_factor_missing"
    ]


def test_an_invoice_that_universal_service_never_reaches_needs_no_factor() -> None:
    request = a_request([a_charge("1.00", "EQUIP_SALE")], on=date(2026, 4, 1))
    assert codes(tax_invoice(request, a_book([fusf(), decided()]))) == []


def test_all_problems_are_told_once_each() -> None:
    charges = numbered(a_charge("1.00", "DID"), a_charge("2.00", "DID"), a_charge("1.00"))
    rules = [fusf(category="*"), a_rule("A", "0", category="DID")]
    assert codes(tax_invoice(a_request(charges), a_book(rules))) == [
        "undecided_charge",
        "share_missing",
    ]


def test_a_row_that_cannot_be_computed_does_not_touch_other_invoices() -> None:
    bad = a_rule("BAD", "0.1", base_kind="COUNT", unit_kind="LINE", category="SMS")
    book = a_book([bad, decided()])
    assert codes(tax_invoice(a_request([a_charge("1.00")]), book)) == []
    assert codes(tax_invoice(a_request([a_charge("1.00", "SMS")]), book)) == ["unsupported_rule"]


def test_each_unknown_place_is_told() -> None:
    charges = numbered(a_charge("1.00"), a_charge("1.00", location_code="M"))
    places = [a_place(inside_city=None), a_place("M", inside_city=None)]
    book = a_book([a_rule("A", "0.1", place_fips="20000")])
    result = tax_invoice(a_request(charges, places=places), book)
    assert [finding.record for finding in result.problems] == ["L", "M"]


def test_a_county_from_its_zip_taxes() -> None:
    place = a_place(county_fips="", postal_code="80226")
    book = a_book([a_rule("A", "0.1", county_fips="063")], counties_of_zip=lambda _: ("063",))
    result = taxed(a_request([a_charge("30.00")], places=[place]), book)
    assert [line.jurisdiction for line in result.lines] == ["US/XX/063"]


CREDIT = a_charge("-50.00", location_code="M")


def universal(*charges: TaxableCharge, rule: TaxRule | None = None) -> dict[str, Decimal]:
    """The universal service charge where location M is exempt from it."""
    exemption = Exemption(
        account_number="1",
        location_code="M",
        certificate_number="C-1",
        kind="OTHER",
        family="FUSF",
        effective_from=date(2026, 1, 1),
    )
    return tax_of(
        charges,
        [rule or fusf(), decided()],
        exemptions=[exemption],
        places=[a_place(), a_place("M")],
    )


def test_universal_service_never_passes_the_share_of_the_whole_bill() -> None:
    assert universal(a_charge("100.00")) == {"FUSF": D("24.40")}
    assert universal(a_charge("100.00"), CREDIT) == {"FUSF": D("12.20")}


def test_universal_service_of_a_bill_below_zero_is_not_raised() -> None:
    more = replace(CREDIT, amount=D("-150.00"))
    assert universal(a_charge("100.00"), more) == {"FUSF": D(0)}


def test_a_row_that_takes_the_whole_charge_is_held_to_the_interstate_part() -> None:
    assert universal(a_charge("100.00"), rule=fusf(base_kind="CHARGE")) == {"FUSF": D("24.40")}


def test_where_the_table_has_no_factor_the_row_is_the_ceiling() -> None:
    row = fusf("0.50", effective_from=date(2026, 7, 1), effective_to=date(2026, 9, 30))
    charges = numbered(a_charge("100.00"), a_charge("-50.00"))
    request = a_request(charges, on=date(2026, 8, 1))
    (line,) = taxed(request, a_book([row, decided()])).lines
    assert line.amount == D("16.23")


def test_a_childs_charges_are_taxed_by_its_own_class_and_certificates() -> None:
    rules = [a_rule("A", "0.1"), a_rule("A", "0.2", customer_class="residential")]
    child = a_charge("100.00", account_number="2", customer_class="residential", reference="C")
    exemption = Exemption(
        account_number="2",
        certificate_number="C-2",
        kind="OTHER",
        family="*",
        percent=D(50),
        effective_from=date(2026, 1, 1),
    )
    request = a_request(numbered(a_charge("100.00"), child))
    found = taxed(request, a_book(rules, exemptions=[exemption])).lines
    assert {line.rate: line.amount for line in found} == {D("0.1"): D(10), D("0.2"): D(10)}


def test_a_price_reduction_reduces_the_base_and_no_fee() -> None:
    charges = [seats("100.00", 2), a_charge("-40.00", reference="REDUCTION")]
    assert tax_of(charges, [a_rule("A", "0.1"), a_fee("B", "1")]) == {
        "A": D("6.00"),
        "B": D("2.00"),
    }


def test_services_that_are_not_billed_raise_no_ceiling() -> None:
    plant = {"L": CountedPlant(call_paths=2, service_categories=("VOIP_NOMADIC",))}
    charges = [a_charge("100.00"), a_charge("-50.00")]
    assert tax_of(charges, [fusf(), decided()], plant=plant) == {"FUSF": D("12.20")}


def test_a_fee_of_nothing_decides_and_prints_nothing() -> None:
    assert tax_of([seats("30.00", 2)], [a_fee("A", "0")]) == {}
