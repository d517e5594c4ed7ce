"""Point 5: what is typed is read generously and refused in words."""

from datetime import date
from decimal import Decimal

import pytest

from app.ui.typed import read_day, read_money

TODAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12*3.5", "42.0"),
        ("=1+2*3", "7"),
        ("1,250.00", "1250.00"),
        ("$ 4.10", "4.10"),
        ("\u221212", "-12"),
        ("-(2+3)", "-5"),
        ("0.1+0.2", "0.3"),
        ("100/8", "12.5"),
    ],
)
def test_amounts_and_sums(text: str, amount: str) -> None:
    assert read_money(text) == Decimal(amount)


def test_nothing_is_nothing() -> None:
    assert read_money("  ") is None
    assert read_day("", TODAY) is None


@pytest.mark.parametrize("text", ["cheap", "12*", "2**9", "__import__('os')", "1/0", "9*x"])
def test_rubbish_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no amount\. Type a figure such as"):
        read_money(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("Oct 7", date(2026, 10, 7)),
        ("7 october 2025", date(2025, 10, 7)),
        ("12/24", date(2026, 12, 24)),
        ("12/24/25", date(2025, 12, 24)),
        ("9", date(2026, 10, 9)),
        ("Oct 5, 2026", TODAY),
    ],
)
def test_days(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


def test_a_day_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"There is no February 31\. Try Feb 28\."):
        read_day("31 Feb", TODAY)


@pytest.mark.parametrize("text", ["soon", "13/40", "2026-02", "5 foo"])
def test_what_is_no_day_says_how_to_type_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"(is no date\. Type it as|There is no)"):
        read_day(text, TODAY)
