"""Point 37: dates, money and numbers follow the locale."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from app.ui import typed, words

DAY = date(2026, 10, 5)


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


def test_money_has_groups_two_places_and_a_true_minus() -> None:
    assert words.money(Decimal("-1234.5")) == "\u22121,234.50"
    assert words.change(Decimal(3)) == "+3.00"
    assert words.money(None) == ""


@pytest.mark.usefixtures("german")
def test_in_germany_money_and_days_are_german() -> None:
    assert words.money(Decimal("1234.5")) == "1.234,50"
    assert words.day(DAY) == "5 Okt. 2026"
    assert words.clock(time(22, 5)) == "22:05"


@pytest.mark.usefixtures("german")
def test_what_the_window_writes_in_germany_it_also_reads() -> None:
    assert typed.read_money("1.234,50") == Decimal("1234.50")
    assert typed.read_day(words.day(DAY), DAY) == DAY
    assert typed.read_day("5.10.2026", DAY) == DAY


def test_rates_have_four_to_six_places() -> None:
    assert words.rate(Decimal("0.01")) == "0.0100"
    assert words.rate(Decimal("0.01234567")) == "0.012346"


def test_lengths_and_minutes() -> None:
    assert (words.length(262), words.length(3725)) == ("4:22", "1:02:05")
    assert words.minutes(262) == "4.4"


def test_days_and_moments() -> None:
    assert words.day(DAY) == "Oct 5, 2026"
    assert words.day(DAY, today=date(2026, 11, 2)) == "Oct 5"
    moment = datetime(2026, 10, 5, 16, 41, 7, tzinfo=UTC)
    assert words.moment(moment, ZoneInfo("America/Denver")) == "Oct 5, 10:41:07 am"


def test_ages_up_to_a_day() -> None:
    now = datetime(2026, 11, 2, 15, tzinfo=UTC)
    assert words.age(datetime(2026, 11, 2, 14, 48, tzinfo=UTC), now) == "12 min ago"
    assert words.age(datetime(2026, 10, 30, 12, tzinfo=UTC), now) == "Oct 30"


def test_masked_numbers_lose_their_last_two_digits() -> None:
    assert words.telephone("+12125550142", masked=True) == "(212) 555-01\u2022\u2022"
    assert words.telephone("+442079460000") == "+44 20 7946 0000"


def test_counts_with_their_nouns() -> None:
    assert words.plural(1, "call") == "1 call"
    assert words.plural(2043, "call") == "2,043 calls"
    assert words.several("batch") == "batches"
    assert words.several("company") == "companies"
    assert words.several("day") == "days"


def test_what_is_left_is_told_in_seconds_then_in_minutes() -> None:
    assert (words.left(9), words.left(300)) == ("about 9 s left", "about 5 min left")


def test_a_moment_after_a_clock_that_was_set_back_is_told_by_its_day() -> None:
    now = datetime(2026, 9, 2, 15, tzinfo=UTC)
    assert words.age(datetime(2026, 11, 2, 14, 48, tzinfo=UTC), now) == "Nov 2"
    assert words.age(now + timedelta(minutes=1), now) == "just now"
