from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.errors import InputError
from app.host.clock import Clock, clock_of, fixed, passing, seconds_passed

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def test_the_clock_tells_utc() -> None:
    assert Clock().now().utcoffset() == timedelta(0)


def test_the_clock_goes_on() -> None:
    assert clock_of({}) == Clock(None)


def test_a_held_clock_tells_one_moment() -> None:
    assert fixed(NOON).now() == NOON


def test_a_held_clock_tells_its_moment_in_utc() -> None:
    denver = NOON.astimezone(ZoneInfo("America/Denver"))
    assert fixed(denver).now().isoformat() == "2026-11-01T12:00:00+00:00"


def test_today_is_the_day_of_the_zone() -> None:
    late = fixed(datetime(2026, 11, 2, 3, 0, tzinfo=UTC))
    assert late.today(ZoneInfo("America/Denver")) == date(2026, 11, 1)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        fixed(NOON.replace(tzinfo=None))


def test_the_environment_holds_the_clock() -> None:
    assert clock_of({"SWITCHBOOK_NOW": "2026-11-01T12:00:00Z"}).now() == NOON


@pytest.mark.parametrize("text", ["yesterday", "2026-11-01T12:00:00"])
def test_an_unreadable_moment_is_an_error_in_words(text: str) -> None:
    with pytest.raises(InputError, match="SWITCHBOOK_NOW is no moment"):
        clock_of({"SWITCHBOOK_NOW": text})


def test_seconds_that_passed_never_go_back() -> None:
    first = seconds_passed()
    assert seconds_passed() >= first


def test_a_passing_clock_goes_on_by_waiting_alone() -> None:
    clock = passing(datetime(2026, 11, 2, 15, tzinfo=UTC))
    assert (clock.now(), clock.elapsed()) == (clock.now(), 0)
    clock.sleep(90.5)
    clock.sleep(0.5)
    assert clock.elapsed() == 91
    assert clock.now() == datetime(2026, 11, 2, 15, 1, 31, tzinfo=UTC)
    assert clock.today(UTC) == date(2026, 11, 2)
