from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.tax.rule_row import (
    BaseKind,
    CapScope,
    DateBasis,
    RoundLevel,
    UnitKind,
    names_of,
    rule_row,
)
from app.values.money import Rounding
from tests.tax.builders import a_fee, a_rule

D = Decimal


def test_blanks_take_their_meaning() -> None:
    row = rule_row(2, a_rule("A", "0.1"))
    assert (row.basis, row.level, row.mode) == (
        DateBasis.INVOICE_DATE,
        RoundLevel.INVOICE_TAX,
        Rounding.HALF_UP,
    )
    assert (row.patterns, row.classes, row.last) == (("*",), ("*",), date.max)
    assert (row.taxable, row.cap, row.cap_scope) == (None, None, CapScope.ACCOUNT_LOCATION)


def test_fixed_values_ignore_case() -> None:
    rule = a_fee(
        "A",
        "1",
        "line|Call_Path",
        class_="tax",
        family="e911",
        base_kind="count",
        calc_method="per_unit",
        cap_scope="line_type",
        round_level="charge",
        round_mode="half_even",
        prorate="y",
        customer_class="Business",
    )
    row = rule_row(2, rule)
    assert row.unit_kinds == (UnitKind.LINE, UnitKind.CALL_PATH)
    assert (row.family, row.classes, row.by_days) == ("E911", ("business",), True)
    assert (row.cap_scope, row.mode) == (CapScope.LINE_TYPE, Rounding.HALF_EVEN)


@pytest.mark.parametrize(
    ("columns", "label"),
    [
        ({"bill_label": "On the bill", "tax_name": "Name"}, "On the bill"),
        ({"tax_name": "Name"}, "Name"),
        ({}, "A"),
    ],
)
def test_the_label_is_the_first_that_is_filled(columns: dict[str, str], label: str) -> None:
    assert rule_row(2, a_rule("A", "0.1", **columns)).label == label


def test_a_percentage_of_cents_gives_cents() -> None:
    row = rule_row(2, a_rule("A", "0.0625"))
    assert (row.multiplier, row.steps) == (Fraction(1, 16), 100)


def test_a_fee_of_units_gives_cents() -> None:
    row = rule_row(2, a_fee("A", "1.25"))
    assert (row.multiplier, row.steps, row.price) == (Fraction(125), 1, D("1.25"))


def test_a_gross_up_taxes_itself() -> None:
    assert rule_row(2, a_rule("A", "0.05", calc_method="GROSS_UP")).multiplier == Fraction(1, 19)


def test_a_percentage_of_tax_is_taken_of_tax_whatever_its_base_says() -> None:
    assert rule_row(2, a_rule("A", "0.1", calc_method="PCT_OF_TAX")).base is BaseKind.TAX_OF


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"calc_method": "PER_UNIT"}, "PER_UNIT is taken of COUNT or MINUTES, not of CHARGE"),
        ({"base_kind": "COUNT"}, "PCT is taken of money, not of COUNT"),
        ({"rate": None}, "it has no rate"),
        ({"calc_method": "TIERED", "base_kind": "COUNT", "unit_kind": "LINE"}, "no unit_amount"),
        ({"calc_method": "GROSS_UP", "rate": D(1)}, "a receipts tax of 1 or more"),
        ({"unit_kind": "MONTH_FLAT"}, "MONTH_FLAT is no kind of unit"),
    ],
)
def test_why_a_row_cannot_be_computed(columns: dict[str, object], why: str) -> None:
    given: dict[str, object] = {"rate": D("0.1"), **columns}
    rule = replace(a_rule("A"), **given)  # type: ignore[arg-type]
    assert why in rule_row(2, rule).unreadable


def test_a_fee_without_kind_cannot_be_computed() -> None:
    assert rule_row(2, a_fee("A", "1", "")).unreadable == "it has no unit_kind"


def test_a_good_row_can_be_computed() -> None:
    assert rule_row(2, a_rule("A", "0.1")).unreadable == ""


def test_rows_share_cents_by_date_then_category_class_and_step() -> None:
    row = rule_row(2, a_rule("A", "0.1", category="VOIP_*|DID", min_base=D(5)))
    assert row.order == (date(2019, 1, 1), "VOIP_*|DID", "*", Fraction(5))


def test_both_ends_of_the_days_are_in_force() -> None:
    row = rule_row(2, a_rule("A", "0.1", effective_to=date(2026, 3, 31)))
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [row.in_force(day) for day in days] == [False, True, True, False]


def test_entries_of_a_list_are_trimmed() -> None:
    assert names_of(" A | B||") == ("A", "B")
    assert names_of(None) == ()
