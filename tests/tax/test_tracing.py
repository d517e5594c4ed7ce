from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.tax.exemption import Exemption
from app.tax.trace import RowTrace, TaxTrace, UnitTally
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
DAY = date(2026, 2, 1)


def trace_of(*rules: object, **more: object) -> TaxTrace:
    """The trace of the last line of one seat of 30.00."""
    book = a_book([*rules, decided()], **more)  # type: ignore[arg-type, list-item]
    trace = taxed(a_request([seats("30.00", 3)]), book).lines[-1].trace
    assert trace is not None
    return trace


def test_the_row_as_it_stood() -> None:
    rule = a_rule("A", "0.06", category="VOIP_*", source_note=" notice 7 ", round_mode="UP")
    assert trace_of(rule).row == RowTrace(
        category="VOIP_*", effective_from=ANY_DAY, round_mode="UP", source_note="notice 7"
    )


def test_the_charges_and_their_shares() -> None:
    trace = trace_of(fusf())
    assert (trace.charged, trace.own, trace.split) == (3000, 1947, (1947, 0, 1053))
    [share] = trace.shares
    assert (share.category, share.source, share.interstate) == (
        "VOIP_FIXED",
        "safe_harbor",
        Fraction(649, 1000),
    )


def test_each_step_from_the_charge_to_the_base() -> None:
    rule = a_rule(
        "B", "0.06", base_includes="A", max_base=D(20), taxable_pct=D("0.5"), family="SALES"
    )
    certificate = Exemption(
        account_number="1",
        certificate_number="C-1",
        kind="OTHER",
        family="SALES",
        percent=D(40),
        effective_from=ANY_DAY,
    )
    trace = trace_of(a_rule("A", "0.10", family="UUT"), rule, exemptions=[certificate])
    assert (trace.own, trace.joined, trace.cut) == (3000, 300, 1300)
    assert (trace.untaxed, trace.exempt, trace.tax) == (1000, 400, 36)


def test_counts_tell_what_was_counted() -> None:
    trace = trace_of(a_fee("911", "0.35", cap_units=D(2)))
    assert (trace.charged, trace.own, trace.cut, trace.tax) == (0, 3, 1, 70)
    assert trace.tallies == (UnitTally("LINE", "business", counted=3, billed=2, exempt=0),)


def test_rows_that_are_rounded_as_one_tell_their_sum() -> None:
    rules = [a_rule("A", "0.014"), a_rule("A", "0.013", category="DID")]
    charges = numbered(a_charge("1.00"), a_charge("1.00", "DID"))
    traces = [line.trace for line in taxed(a_request(charges), a_book(rules)).lines]
    assert [(each.rows_together, each.sum_together) for each in traces if each] == [
        (2, Fraction(27, 10))
    ] * 2


def test_the_days_of_a_line_that_goes_by_days() -> None:
    rule = a_rule("A", "0.10", date_basis="PRORATE", effective_to=date(2026, 2, 14))
    trace = trace_of(rule, replace(rule, effective_from=date(2026, 2, 15), effective_to=None))
    assert (trace.first_day, trace.last_day, trace.charged) == (
        date(2026, 2, 15),
        date(2026, 2, 15),
        1500,
    )


def test_a_line_that_the_ceiling_lowered_tells_it() -> None:
    charges = numbered(a_charge("10.01"), a_charge("-0.01"))
    rule = fusf(round_mode="UP")
    traces = [line.trace for line in taxed(a_request(charges), a_book([rule, decided()])).lines]
    assert [each.ceiling is not None for each in traces if each] == [True]
