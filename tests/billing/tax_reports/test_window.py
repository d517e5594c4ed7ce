from collections.abc import Callable
from datetime import date

import pytest

from app.billing.tax_reports.window import (
    day_window,
    month_window,
    quarter_window,
    year_window,
)
from app.errors import InputError
from app.values.period import Period


def test_a_month_ends_with_its_last_day() -> None:
    assert month_window("2026-12") == Period(date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026q4", date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_quarter_has_three_months(text: str, first: date, after: date) -> None:
    assert quarter_window(text) == Period(first, after)


def test_a_year_has_twelve() -> None:
    assert year_window("2026") == Period(date(2026, 1, 1), date(2027, 1, 1))


def test_both_days_named_are_covered() -> None:
    assert day_window(date(2026, 2, 1), date(2026, 2, 28)).days == 28


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (month_window, "2026-13"),
        (month_window, "2026-1"),
        (quarter_window, "2026Q5"),
        (quarter_window, "2026-Q1"),
        (year_window, "26"),
        (year_window, "0000"),
        (year_window, "9999"),
    ],
)
def test_what_is_no_window_is_refused(read: Callable[[str], Period], text: str) -> None:
    with pytest.raises(InputError, match="Write it as"):
        read(text)


@pytest.mark.parametrize("last", [date(2026, 1, 31), date.max])
def test_a_window_without_days_is_refused(last: date) -> None:
    with pytest.raises(InputError, match="no days"):
        day_window(date(2026, 2, 1), last)
