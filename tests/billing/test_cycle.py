from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.cycle import (
    bill_period,
    charge_period,
    next_label,
    period_of,
    previous_label,
    shift_label,
)
from app.errors import InputError
from app.values.period import Period

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
CYCLE_DAYS = st.integers(1, 28)


def test_a_period_runs_from_its_cycle_day_to_the_same_day_of_the_next_month() -> None:
    assert bill_period("2026-10", 15) == Period(date(2026, 10, 15), date(2026, 11, 15))


def test_the_period_of_december_ends_in_the_next_year() -> None:
    assert bill_period("2026-12", 1) == Period(date(2026, 12, 1), date(2027, 1, 1))


def test_the_last_cycle_day_fits_into_february() -> None:
    assert bill_period("2027-02", 28) == Period(date(2027, 2, 28), date(2027, 3, 28))


@pytest.mark.parametrize("label", ["2026-13", "2026-1", "10-2026", "", "2026-00"])
def test_a_name_that_is_no_period_is_refused(label: str) -> None:
    with pytest.raises(InputError):
        bill_period(label, 1)


def test_a_day_before_the_cycle_day_belongs_to_the_month_before() -> None:
    assert period_of(date(2026, 10, 14), 15) == "2026-09"


def test_the_cycle_day_itself_begins_the_period() -> None:
    assert period_of(date(2026, 10, 15), 15) == "2026-10"


def test_neighbours_cross_the_year() -> None:
    assert (next_label("2026-12"), previous_label("2027-01")) == ("2027-01", "2026-12")


@given(day=DAYS, cycle_day=CYCLE_DAYS)
def test_the_period_of_a_day_holds_it(day: date, cycle_day: int) -> None:
    assert bill_period(period_of(day, cycle_day), cycle_day).holds(day)


@given(day=DAYS, cycle_day=CYCLE_DAYS)
def test_periods_follow_each_other_without_gap(day: date, cycle_day: int) -> None:
    label = period_of(day, cycle_day)
    assert bill_period(label, cycle_day).end == bill_period(next_label(label), cycle_day).start


def test_a_quarter_is_counted_from_the_period_that_holds_the_start() -> None:
    found = charge_period(date(2026, 8, 20), 3, cycle_day=15, containing="2026-12")
    assert found == Period(date(2026, 11, 15), date(2027, 2, 15))


def test_a_year_is_counted_from_the_period_that_holds_the_start() -> None:
    found = charge_period(date(2024, 3, 1), 12, cycle_day=1, containing="2026-10")
    assert found == Period(date(2026, 3, 1), date(2027, 3, 1))


@given(
    start=DAYS,
    months=st.sampled_from([1, 3, 12]),
    cycle_day=CYCLE_DAYS,
    later=st.integers(0, 60),
)
def test_the_charge_period_holds_the_bill_period_asked_for(
    start: date, months: int, cycle_day: int, later: int
) -> None:
    label = shift_label(period_of(start, cycle_day), later)
    found = charge_period(start, months, cycle_day=cycle_day, containing=label)
    inner = bill_period(label, cycle_day)
    assert found.overlap(inner) == inner


@given(start=DAYS, months=st.sampled_from([1, 3, 12]), cycle_day=CYCLE_DAYS)
def test_the_first_charge_period_holds_the_first_day(
    start: date, months: int, cycle_day: int
) -> None:
    label = period_of(start, cycle_day)
    found = charge_period(start, months, cycle_day=cycle_day, containing=label)
    assert found.holds(start)
    assert found.end - found.start >= timedelta(days=28)
