from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.billing.tax_reports.billed_shares import UNKNOWN, BilledItem, billed_items
from app.billing.tax_reports.facts import ReportFacts
from app.tax.book import make_book
from app.tax.bundle import BundleComponent
from app.tax.request import ChargeKind
from app.tax.share import TaxShare
from tests.billing.tax_reports.filing_facts import (
    ACTUAL,
    SAFE_HARBOR,
    a_line,
    a_tax,
    a_trace,
    an_invoice,
    facts_of,
    parts_of,
)

HALF = (Fraction(1, 2), Fraction(0), Fraction(1, 2))
HARBOR = (Fraction(649, 1000), Fraction(0), Fraction(351, 1000))
NONE = (Fraction(0), Fraction(0), Fraction(0))


def items(facts: ReportFacts) -> tuple[BilledItem, ...]:
    book = make_book((), shares=enumerate(facts.shares, 2), bundles=facts.bundles)
    return billed_items(facts.invoices[0].invoice, book, facts.locations)


def test_without_a_universal_service_line_the_table_tells() -> None:
    (item,) = items(facts_of(an_invoice(a_line("30.00"))))
    assert item.split == HARBOR
    assert (item.is_known, item.differs) == (True, False)


def test_what_no_table_tells_is_taken_as_interstate() -> None:
    (item,) = items(facts_of(an_invoice(a_line("30.00")), shares=[]))
    assert (item.split, item.is_known, item.differs) == (UNKNOWN, False, False)


def test_the_bill_s_shares_hold_before_the_table_s() -> None:
    tax = a_tax("5.64", trace=a_trace(3000, 1500))
    (item,) = items(facts_of(an_invoice(a_line("30.00"), taxes=[tax])))
    assert (item.split, item.in_table) == (HALF, HARBOR)
    assert item.differs


def test_a_bill_that_agrees_with_the_table_leaves_it() -> None:
    tax = a_tax("7.32", trace=a_trace(3000, 1947))
    (item,) = items(facts_of(an_invoice(a_line("30.00"), taxes=[tax])))
    assert item.split == HARBOR
    assert not item.differs


def test_measured_shares_are_read_from_the_bill() -> None:
    tax = a_tax("5.64", parts=parts_of("5.64", "0.00"), trace=a_trace(4000, 2000, 1000))
    facts = facts_of(
        an_invoice(a_line("30.00"), a_line("10.00", "TOLL_INTL"), taxes=[tax]), shares=[ACTUAL]
    )
    voice, toll = items(facts)
    assert voice.split == (Fraction(2, 3), Fraction(0), Fraction(1, 3))
    assert toll.split == (Fraction(0), Fraction(1), Fraction(0))
    assert voice.is_known


def test_beside_measured_shares_those_of_the_table_stay() -> None:
    other = "VOIP_NOMADIC"
    tax = a_tax("5.64", parts=parts_of("5.64", "0.00"), trace=a_trace(4000, 1500 + 649))
    facts = facts_of(
        an_invoice(a_line("30.00"), a_line("10.00", other), taxes=[tax]),
        shares=[ACTUAL, _harbor(other)],
    )
    voice, nomadic = items(facts)
    assert voice.split == HALF
    assert nomadic.split == HARBOR


def test_measured_traffic_that_was_all_interstate_is_known() -> None:
    tax = a_tax("11.28", trace=a_trace(3000, 3000))
    (item,) = items(facts_of(an_invoice(a_line("30.00"), taxes=[tax]), shares=[ACTUAL]))
    assert (item.split, item.is_known) == (UNKNOWN, True)


def test_a_line_of_another_category_s_row_says_nothing() -> None:
    tax = a_tax("7.32", trace=a_trace(3000, 1500, category="VOIP_NOMADIC"))
    (item,) = items(facts_of(an_invoice(a_line("30.00"), taxes=[tax])))
    assert item.split == HARBOR


def test_each_row_speaks_of_the_categories_it_names_most_exactly() -> None:
    all_else = a_tax("1.88", parts=parts_of("0.00", "1.88"), trace=a_trace(1000, 500))
    voice = a_tax("5.64", trace=a_trace(3000, 1947, category="VOIP_FIXED"))
    facts = facts_of(
        an_invoice(a_line("30.00"), a_line("10.00", "DID"), taxes=[all_else, voice]),
        shares=[SAFE_HARBOR, _harbor("DID")],
    )
    first, second = items(facts)
    assert (first.split, second.split) == (HARBOR, HALF)


def test_a_credit_has_the_shares_it_gives_back() -> None:
    back = a_tax("-1.88", trace=a_trace(-1000, -500, reverses="0"))
    credit = a_line("-10.00", kind=ChargeKind.CREDIT)
    sold = a_tax("7.32", parts=parts_of("0.00", "7.32")[1:], trace=a_trace(3000, 1947))
    first, second = items(facts_of(an_invoice(credit, a_line("30.00"), taxes=[back, sold])))
    assert (first.split, second.split) == (HALF, HARBOR)


def test_where_the_lines_do_not_add_up_only_the_unknown_follow_the_bill() -> None:
    # A row for one class of customer was raised on a part of the category's lines.
    tax = a_tax("5.64", trace=a_trace(2000, 1000))
    known, unknown = items(
        facts_of(an_invoice(a_line("30.00"), a_line("10.00", "DID"), taxes=[tax]))
    )
    assert (known.split, unknown.split) == (HARBOR, HALF)
    assert unknown.is_known


def test_lines_that_were_raised_on_nothing_tell_no_share() -> None:
    tax = a_tax("0.00", trace=a_trace(0, 0))
    (item,) = items(facts_of(an_invoice(a_line("0.00"), taxes=[tax])))
    assert item.split == HARBOR


def test_unknown_lines_of_nothing_are_known_once_the_bill_speaks() -> None:
    tax = a_tax("7.32", parts=parts_of("0.00", "7.32")[1:], trace=a_trace(3000, 1947))
    zero, voice = items(facts_of(an_invoice(a_line("0.00", "DID"), a_line("30.00"), taxes=[tax])))
    assert (zero.is_known, voice.split) == (True, HARBOR)


def test_a_bundle_is_split_as_for_taxes() -> None:
    bundle = [
        BundleComponent(
            product_code="PACK",
            component_no=number,
            category=category,
            method="SSP",
            weight=Decimal(weight),
        )
        for number, category, weight in (
            (1, "VOIP_FIXED", "30"),
            (2, "INTERNET_ACCESS", "40"),
            (3, "EQUIP_RENT", "10"),
        )
    ]
    found = items(facts_of(an_invoice(a_line("49.00", product_code="PACK")), bundles=bundle))
    # E3: 18.38, 24.50 and 6.12.
    assert [(item.category, item.cents) for item in found] == [
        ("VOIP_FIXED", 1838),
        ("INTERNET_ACCESS", 2450),
        ("EQUIP_RENT", 612),
    ]
    assert [item.split for item in found] == [HARBOR, NONE, NONE]


def _harbor(category: str) -> TaxShare:
    return replace(SAFE_HARBOR, category=category)
