from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.invoice import Line
from app.billing.usage_charges import CLASS_WORDS, UsageSum, usage_lines
from app.usage.table import CallClass
from tests.billing.records import PRODUCTS


def a_sum(
    exact: str = "1.2345",
    *,
    call_class: str = "interstate",
    calls: int = 3,
    label: str = "2026-10",
    late: bool = False,
    location_code: str = "10042-MAIN",
) -> UsageSum:
    return UsageSum(
        account_number="10042",
        location_code=location_code,
        usage_product="CALLS",
        call_class=call_class,
        calls=calls,
        billed_seconds=180,
        allowance_seconds=60,
        exact=Decimal(exact),
        label=label,
        late=late,
    )


def _lines(*sums: UsageSum, cycle_day: int = 1) -> list[Line]:
    return usage_lines(sums, products=PRODUCTS, cycle_day=cycle_day)


def test_the_sum_is_rounded_half_up_once() -> None:
    assert [line.amount for line in _lines(a_sum("1.2350"))] == [Decimal("1.24")]


def test_sums_of_one_kind_are_added_before_they_are_rounded() -> None:
    assert [line.amount for line in _lines(a_sum("0.0025"), a_sum("0.0025"))] == [Decimal("0.01")]


def test_each_call_class_and_location_has_a_line() -> None:
    lines = _lines(
        a_sum(call_class="international"),
        a_sum(),
        a_sum(location_code="10042-EAST"),
    )
    told = [(line.location_code, line.usage and line.usage.call_class) for line in lines]
    assert told == [
        ("10042-EAST", "interstate"),
        ("10042-MAIN", "interstate"),
        ("10042-MAIN", "international"),
    ]


def test_calls_that_cost_nothing_have_a_line() -> None:
    assert [line.amount for line in _lines(a_sum("0", call_class="inbound"))] == [Decimal(0)]


def test_no_calls_have_no_line() -> None:
    assert _lines(a_sum("0", calls=0)) == []


def test_late_calls_have_lines_of_their_own_with_their_own_days() -> None:
    lines = _lines(a_sum(), a_sum(label="2026-09", late=True))
    assert [(line.late, line.start, line.end) for line in lines] == [
        (True, date(2026, 9, 1), date(2026, 10, 1)),
        (False, date(2026, 10, 1), date(2026, 11, 1)),
    ]


def test_the_days_follow_the_cycle() -> None:
    [line] = _lines(a_sum(), cycle_day=15)
    assert (line.start, line.end) == (date(2026, 10, 15), date(2026, 11, 15))


def test_the_line_keeps_what_it_adds_up() -> None:
    [line] = _lines(a_sum(), a_sum())
    assert line.usage is not None
    assert (line.usage.calls, line.usage.billed_seconds, line.usage.exact) == (
        6,
        360,
        Decimal("2.4690"),
    )


@given(
    exacts=st.lists(st.decimals(0, 100, places=6), min_size=1, max_size=20),
    cut=st.integers(0, 20),
)
def test_how_sums_are_cut_makes_no_difference(exacts: list[Decimal], cut: int) -> None:
    sums = [a_sum(str(exact)) for exact in exacts]
    whole = a_sum(str(sum(exacts, Decimal(0))), calls=3 * len(sums))
    amounts = [line.amount for line in _lines(*sums[cut:], *sums[:cut])]
    assert amounts == [line.amount for line in _lines(whole)]


@pytest.mark.parametrize("call_class", [each for each in CallClass if each is not CallClass.NONE])
def test_every_call_class_has_words(call_class: CallClass) -> None:
    words = CLASS_WORDS[call_class.name.lower()]
    assert words[0].isupper()
    assert "_" not in words
