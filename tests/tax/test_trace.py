from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.tax.trace import (
    RowTrace,
    ShareTrace,
    TaxTrace,
    UnitTally,
    exact_text,
    read_trace,
    trace_text,
)

D = Decimal
TRACE = TaxTrace(
    row=RowTrace(
        category="VOIP_*|TOLL_*",
        effective_from=date(2026, 1, 1),
        effective_to=date(2026, 3, 31),
        base_kind="INTERSTATE_INTL",
        source_note="FCC DA 25-1026",
    ),
    first_day=date(2026, 2, 1),
    last_day=date(2026, 2, 1),
    customer_class="business",
    charged=3000,
    split=(1947, 0, 1053),
    shares=(
        ShareTrace(
            category="VOIP_FIXED",
            source="safe_harbor",
            interstate=Fraction(649, 1000),
            international=0,
        ),
    ),
    own=1947,
    tax=Fraction(7320720, 10000),
)
COUNT = TaxTrace(
    row=RowTrace(
        base_kind="COUNT", unit_kind="LINE", cap_units=D(75), cap_scope="ACCOUNT_LOCATION"
    ),
    first_day=date(2026, 2, 1),
    last_day=date(2026, 2, 1),
    own=120,
    cut=45,
    tax=2625,
    tallies=(UnitTally("LINE", "business", counted=120, billed=75, exempt=0),),
)


@pytest.mark.parametrize("trace", [TRACE, COUNT, replace(TRACE, ceiling=Fraction(1, 3), part=0)])
def test_a_kept_trace_is_read_as_it_was(trace: TaxTrace) -> None:
    assert read_trace(trace_text(trace)) == trace


def test_blank_facts_are_not_kept() -> None:
    assert "joined" not in trace_text(TRACE)
    assert "cap_units" not in trace_text(TRACE)


def test_money_is_told_in_money() -> None:
    assert (TRACE.gross, TRACE.taken, TRACE.raw) == (D(30), D("19.47"), "7.32072")
    assert (TRACE.interstate, TRACE.international, TRACE.intrastate) == (
        D("19.47"),
        D(0),
        D("10.53"),
    )


def test_units_are_told_in_units() -> None:
    assert (COUNT.taken, COUNT.cut_off, COUNT.raw, COUNT.interstate) == (
        D(120),
        D(45),
        "26.25",
        None,
    )


def test_what_joined_was_cut_untaxed_and_exempt() -> None:
    trace = replace(TRACE, joined=732, cut=100, untaxed=50, exempt=Fraction(1, 3))
    assert (trace.included, trace.cut_off, trace.not_taxable, trace.exempt_base) == (
        D("7.32"),
        D(1),
        D("0.5"),
        D("0.00333333"),
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(100, 19), "100/19"),
        (Fraction(5, 2), "2.5"),
        (Fraction(3), "3"),
        (Fraction(0), "0"),
    ],
)
def test_an_exact_value_is_written_out_where_it_ends(value: Fraction, text: str) -> None:
    assert exact_text(value) == text


def test_a_credit_s_trace_is_its_part_of_the_original() -> None:
    credit = TRACE.scaled(Fraction(-2, 5), reverses="CF-1043", part=Fraction(2, 5))
    assert (credit.charged, credit.own, credit.reverses) == (-1200, Fraction(-3894, 5), "CF-1043")
    assert credit.split == (Fraction(-3894, 5), 0, Fraction(-2106, 5))
