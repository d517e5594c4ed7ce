from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.tax.exemption import Exemption
from app.tax.explain import (
    explain_exposure,
    explain_splits,
    explain_tax,
    explain_untaxed,
    place_words,
)
from app.tax.request import TaxableCharge
from app.tax.result import Exposure, TaxLine
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.tax.unbundling import BundleSplit
from app.tax.untaxed import Untaxed, UntaxedCharge
from tests.tax.builders import (
    ANY_DAY,
    a_book,
    a_charge,
    a_fee,
    a_request,
    a_rule,
    decided,
    fusf,
    numbered,
    seats,
    taxed,
)

D = Decimal
SEAT = {0: "Hosted voice seat", 1: "Number"}


def told(*rules: TaxRule, charges: tuple[TaxableCharge, ...] = (), **more: object) -> list[str]:
    """What is said of the last line of three seats of 30.00."""
    book = a_book([*rules, decided()], **more)  # type: ignore[arg-type]
    lines = taxed(a_request(charges or [seats("30.00", 3)]), book).lines
    return explain_tax(lines[-1], SEAT)


def test_a_share_from_the_charge_to_the_cent() -> None:
    assert told(replace(fusf(), source_note="FCC DA 25-1026")) == [
        (
            "FUSF is an assessment on the provider that it passes on, family FUSF, of the country "
            "US: it reaches what is used there."
        ),
        (
            "The row that applies is for VOIP_*, TOLL_* and every kind of customer, in force from "
            "2026-01-01 to 2026-03-31."
        ),
        "Its source: FCC DA 25-1026.",
        "Its date is the invoice's date: 2026-02-01.",
        "The charges it matches come to 30.00.",
        "VOIP_FIXED counts as 64.9 % interstate, by the safe harbor.",
        "The interstate and international part of the charges is 19.47.",
        "That leaves 19.47 as its base.",
        "At 37.6 % that is exactly 7.32072.",
        "Rounded half up to the cent, once over the invoice: 7.32.",
        "It lies on: Hosted voice seat 7.32.",
    ]


def test_a_share_with_an_international_part() -> None:
    share = TaxShare(
        category="VOIP_FIXED",
        effective_from=ANY_DAY,
        interstate=D("0.5"),
        international=D("0.05"),
        source="study",
    )
    assert (
        "VOIP_FIXED counts as 50 % interstate and 5 % international, by a traffic study."
        in told(fusf(), shares=[share])
    )


def test_tax_on_tax_limits_and_exemption() -> None:
    certificate = Exemption(
        account_number="1",
        certificate_number="C-1",
        kind="OTHER",
        family="SALES",
        percent=D(40),
        effective_from=ANY_DAY,
    )
    rule = a_rule(
        "B",
        "0.06",
        base_includes="A",
        min_base=D(1),
        max_base=D(20),
        taxable_pct=D("0.5"),
        customer_class="business",
    )
    found = told(a_rule("A", "0.10", family="UUT"), rule, exemptions=[certificate])
    assert found[1] == (
        "The row that applies is for every category and business customers, in force from "
        "2019-01-01."
    )
    assert found[3:] == [
        "The charges it matches come to 30.00.",
        "To these joins what A took of them: 3.00.",
        "Below 1.00 nothing is taken.",
        "What is above 20.00 is not taken.",
        "Left out by that: 13.00.",
        "Of the rest 50 % is taxable; 10.00 is not.",
        "Exempt by certificate C-1: 4.00.",
        "That leaves 6.00 as its base.",
        "At 6 % that is exactly 0.36.",
        "Rounded half up to the cent, once over the invoice: 0.36.",
        "It lies on: Hosted voice seat 0.36.",
    ]


def test_a_count_with_its_cap() -> None:
    assert told(a_fee("911", "0.35", cap_units=D(2), prorate="Y"))[3:] == [
        "Counted: 3 units (3 lines).",
        "The row counts by days in force.",
        "At most 2 units count at each location.",
        "Left out by that: 1.",
        "Billed: 2 units.",
        "At 0.35 each that is exactly 0.7.",
        "Rounded half up to the cent, once over the invoice: 0.70.",
        "It lies on: Hosted voice seat 0.70.",
    ]


def test_a_receipts_tax_that_holds_itself() -> None:
    assert told(a_rule("GRT", "0.05", calc_method="GROSS_UP", round_mode="DOWN"))[-3:-1] == [
        (
            "The rate is 5 % of receipts that hold the tax itself: the base times "
            "0.05 / (1 - 0.05) is exactly 30/19."
        ),
        "Rounded down (toward zero) to the cent, once over the invoice: 1.57.",
    ]


def test_a_step_of_a_tiered_row() -> None:
    tiered = {"calc_method": "TIERED", "effective_from": ANY_DAY}
    rules = [
        a_rule("A", "0.01", max_base=D(10), **tiered),
        a_rule("A", "0.02", min_base=D(10), **tiered),
    ]
    book = a_book([*rules, decided()])
    first, second = taxed(a_request([a_charge("30.00")]), book).lines
    assert "This step takes what lies above 0.00 and not above 10.00." in explain_tax(first, SEAT)
    assert "This step takes what lies above 10.00." in explain_tax(second, SEAT)


def test_a_tax_of_other_taxes_alone() -> None:
    rule = a_rule("B", "0.5", calc_method="PCT_OF_TAX", base_kind="TAX_OF", base_includes="A")
    found = told(a_rule("A", "0.10"), rule)
    assert found[3:5] == [
        "It is taken of other taxes alone, not of the charges.",
        "To these joins what A took of them: 3.00.",
    ]


def test_minutes() -> None:
    rule = a_rule("M", None, calc_method="PER_UNIT", base_kind="MINUTES", unit_amount=D("0.01"))
    found = told(rule, charges=(a_charge("30.00", billed_seconds=6000),))
    assert found[3:6] == [
        "The rated calls it matches came to 100 billed minutes.",
        "That leaves 100 as its base, in minutes.",
        "At 0.01 each that is exactly 1.",
    ]


def test_rows_that_were_rounded_as_one() -> None:
    rules = [a_rule("A", "0.014"), a_rule("A", "0.013", category="DID")]
    charges = numbered(a_charge("1.00"), a_charge("1.00", "DID"))
    line = taxed(a_request(charges), a_book(rules)).lines[0]
    assert explain_tax(line, SEAT)[-2] == (
        "2 rows of this tax were rounded as one, half up over the invoice: 0.027 became 0.03, and "
        "of its cents, shared by largest remainder, this row has 0.02."
    )


def test_the_ceiling_of_the_universal_service_line() -> None:
    charges = tuple(numbered(a_charge("10.01"), a_charge("-0.01")))
    assert told(fusf(round_mode="UP"), charges=charges)[-3] == (
        "By law it may not pass 2.44024, the interstate part of the bill times the factor of the "
        "quarter, to the nearest cent."
    )


def test_days_of_service() -> None:
    rule = a_rule("A", "0.10", date_basis="PRORATE")
    early = replace(rule, effective_to=date(2026, 2, 14))
    late = replace(rule, effective_from=date(2026, 2, 15))
    assert "Its date is each day of service: 2026-02-15." in told(early, late)


def a_credit(**facts: object) -> TaxLine:
    line = taxed(a_request([seats("30.00", 3)]), a_book([fusf(), decided()])).lines[0]
    assert line.trace is not None
    trace = line.trace.scaled(Fraction(-2, 5), reverses="CF-1043", part=Fraction(2, 5))
    return replace(line, amount=D("-2.93"), parts=(), trace=replace(trace, **facts))  # type: ignore[arg-type]


def test_a_credit_names_the_invoice_and_the_part() -> None:
    assert explain_tax(a_credit(), SEAT)[-1] == (
        "It gives back 0.4 of what the credited charge raised on invoice CF-1043, at the rate of "
        "then, 0.376: -2.93. The last credit of a charge takes what is left."
    )


def test_a_correction_names_the_invoice() -> None:
    assert explain_tax(a_credit(adjusts=True), SEAT)[-1] == (
        "It corrects the tax of invoice CF-1043: -2.93."
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("AFC", "the tax service AFC worked it out; its answer is kept."),
        ("LOCAL", "how it was worked out was not kept."),
    ],
)
def test_a_line_without_a_trace(source: str, words: str) -> None:
    line = replace(a_credit(), trace=None, source=source)
    assert explain_tax(line, SEAT) == [f"FUSF, the country US: {words}"]


@pytest.mark.parametrize(
    ("jurisdiction", "words"),
    [
        ("US", "the country US"),
        ("US/CO", "the state or province CO (US/CO)"),
        ("US/CO/059", "the county 059 (US/CO/059)"),
        ("US/CO//20000", "the city 20000 (US/CO//20000)"),
        ("US/CO///RTD", "the district RTD (US/CO///RTD)"),
    ],
)
def test_a_jurisdiction_in_words(jurisdiction: str, words: str) -> None:
    assert place_words(jurisdiction) == words


def untaxed(why: Untaxed, note: str = "") -> UntaxedCharge:
    return UntaxedCharge(
        line_index=1,
        category="INTERNET_ACCESS",
        tax_code="NO-TAX",
        jurisdiction="US/CO",
        why=why,
        source_note=note,
    )


def test_why_a_charge_is_not_taxed() -> None:
    found = [
        untaxed(Untaxed.ZERO_RATE, "ITFA"),
        untaxed(Untaxed.ZERO_RATE),
        replace(untaxed(Untaxed.NOT_REGISTERED), line_index=7),
    ]
    row = "NO-TAX of the state or province CO (US/CO)"
    assert explain_untaxed(found, SEAT) == [
        f"Number (INTERNET_ACCESS): the row {row} says that it is not taxed (ITFA).",
        f"Number (INTERNET_ACCESS): the row {row} says that it is not taxed.",
        f"line 8 (INTERNET_ACCESS): {row} may not be collected: there is no registration.",
    ]


def test_what_was_not_collected() -> None:
    exposure = Exposure(tax_code="A", family="SALES", jurisdiction="US/CO", amount=D("1.80"))
    assert explain_exposure(exposure) == (
        "A of the state or province CO (US/CO) would have taken 1.80; without a registration for "
        "SALES there it is not collected."
    )


@pytest.mark.parametrize(
    ("method", "words"),
    [("SSP", "split by stand-alone prices"), ("ALL_TELECOM", "wholly as telecommunications")],
)
def test_how_a_bundle_was_split(method: str, words: str) -> None:
    splits = [
        BundleSplit(
            line_index=0, component_no=number, category=category, method=method, amount=D(amount)
        )
        for number, category, amount in ((1, "VOIP_FIXED", "18.38"), (2, "EQUIP_RENT", "6.1"))
    ]
    assert explain_splits(splits, SEAT) == [
        f"Hosted voice seat is taxed as VOIP_FIXED 18.38, EQUIP_RENT 6.10, {words}."
    ]
