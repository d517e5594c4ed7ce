from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.usage.stamps import Instants, LocalClock, aware_us, instant_us, read_stamp

SECOND = 1_000_000


def _wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-02 15:00:05", "2026-11-02T15:00:05"),
        ("2026-11-02 15:00", "2026-11-02T15:00:00"),
        ("2026-11-02 9:05:00", "2026-11-02T09:05:00"),
        ("2026-11-02T15:00:05.250-07:00", "2026-11-02T15:00:05.250000-07:00"),
        ("20261102150004.312", "2026-11-02T15:00:04.312000"),
        ("20261031 23:59:30", "2026-10-31T23:59:30"),
        ("2026/11/02 3:00:05 PM", "2026-11-02T15:00:05"),
        ("2026/11/02 12:00:05 AM", "2026-11-02T00:00:05"),
        ("2026/11/02 12:00:05 p.m.", "2026-11-02T12:00:05"),
        ("Mon, 02 Nov 2026 15:00:05 +0000", "2026-11-02T15:00:05+00:00"),
        ("1793631600", "2026-11-02T15:00:00+00:00"),
        ("1793631600123", "2026-11-02T15:00:00.123000+00:00"),
        ("1793631600123456", "2026-11-02T15:00:00.123456+00:00"),
    ],
)
def test_each_way_of_writing_a_moment_is_read(text: str, expected: str) -> None:
    found = read_stamp(text, order="", epochs=text.isdecimal())
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [("dmy", "2017-09-01T16:33:01"), ("mdy", "2017-01-09T16:33:01"), ("", None)],
)
def test_day_and_month_are_never_guessed(order: str, expected: str | None) -> None:
    found = read_stamp("1/9/2017 16:33:01", order=order, epochs=False)
    assert (found and found.isoformat()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ANSWERED",
        "95",
        "2026-02-30 10:00:00",
        "13/13/2026 10:00",
        "2026/11/02 13:00 PM",
        "a, b",
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_stamp(text, order="dmy", epochs=False) is None


@given(st.text("0123456789/-:. TZAPM+,aMonNov", max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_stamp(text, order="mdy", epochs=False)
    read_stamp(text, order="mdy", epochs=True)


def test_an_instant_needs_an_offset() -> None:
    assert aware_us("2026-11-02T15:00:00Z") == 1_793_631_600 * SECOND
    assert aware_us("2026-11-02T15:00:00") is None
    assert aware_us("tomorrow") is None


def test_an_hour_shown_twice_has_two_instants() -> None:
    clock = LocalClock("America/New_York")
    first = instant_us(datetime(2026, 11, 1, 5, 50, tzinfo=UTC))
    assert clock.instants(_wall("2026-11-01 01:50:00")) == Instants(first, first + 3600 * SECOND)


def test_an_ordinary_hour_has_one() -> None:
    clock = LocalClock("America/New_York")
    once = instant_us(datetime(2026, 11, 1, 4, 50, tzinfo=UTC))
    assert clock.instants(_wall("2026-11-01 00:50:00")) == Instants(once, once)


def test_a_skipped_hour_is_read_as_before_daylight_saving() -> None:
    clock = LocalClock("America/New_York")
    winter = instant_us(datetime(2026, 3, 8, 7, 30, tzinfo=UTC))
    assert clock.instants(_wall("2026-03-08 02:30:00")) == Instants(winter, winter, skipped=True)


def test_changes_by_half_an_hour_are_exact() -> None:
    clock = LocalClock("Australia/Lord_Howe")
    found = clock.instants(_wall("2026-04-05 01:45:00"))
    assert found.second - found.first == 1800 * SECOND
    assert clock.instants(_wall("2026-04-05 01:15:00")).first == instant_us(
        datetime(2026, 4, 4, 14, 15, tzinfo=UTC)
    )


def test_an_unknown_zone_is_told_in_words() -> None:
    with pytest.raises(InputError, match="Mars/Olympus"):
        LocalClock("Mars/Olympus")


def test_compact_stamps_may_have_an_offset() -> None:
    found = read_stamp("20261102150004-0700", order="", epochs=False)
    assert found is not None
    assert found.isoformat() == "2026-11-02T15:00:04-07:00"
