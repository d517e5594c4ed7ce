from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.period import Period, add_months, open_period

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


def test_a_period_is_half_open() -> None:
    assert (OCTOBER.days, OCTOBER.last_day) == (31, date(2026, 10, 31))
    assert [OCTOBER.holds(day) for day in (date(2026, 9, 30), *(OCTOBER.start, OCTOBER.end))] == [
        False,
        True,
        False,
    ]


def test_a_period_that_ends_before_it_begins_has_no_days() -> None:
    assert Period(date(2026, 10, 2), date(2026, 10, 1)).days == 0


@given(DAYS, DAYS, DAYS, DAYS, DAYS)
def test_an_overlap_holds_the_days_that_both_hold(
    a: date, b: date, c: date, d: date, day: date
) -> None:
    first, second = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    both = first.holds(day) and second.holds(day)
    assert first.overlap(second).holds(day) == both


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 10, 5), 12, date(2027, 10, 5)),
    ],
)
def test_months_are_added(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_missing_bound_is_without_end() -> None:
    assert open_period(None, None) == Period(date.min, date.max)
    assert open_period(OCTOBER.start, OCTOBER.end) == OCTOBER
