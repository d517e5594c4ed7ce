"""The only reader of the time.

The environment variable ``SWITCHBOOK_NOW`` (ISO 8601 with an offset or ``Z``) holds the clock still
at one moment. With it a demo or a test prints the same invoices at every run; it is read once, when
the program starts.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from app.errors import InputError

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

NOW_VARIABLE: Final = "SWITCHBOOK_NOW"


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time; one that stands still tells the same moment for ever."""

    held_at: datetime | None = None

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.held_at or datetime.now(UTC)

    def today(self, zone: tzinfo) -> date:
        """The day it is now in a time zone."""
        return self.now().astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class PassingClock(Clock):
    """A clock that goes on by waiting alone, and takes no time for it: for a story told at once."""

    waited: list[float] = field(default_factory=list)
    """Seconds that somebody has waited."""

    def now(self) -> datetime:
        """The moment at which it was held, and all waiting since."""
        return (self.held_at or _EPOCH) + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        """Seconds since it began."""
        return sum(self.waited)

    def sleep(self, seconds: float) -> None:
        """Goes on by so many seconds."""
        self.waited[:] = [self.elapsed() + seconds]


def passing(moment: datetime) -> PassingClock:
    """A clock that begins at a moment; ValueError for one without a zone."""
    return PassingClock(fixed(moment).held_at)


def fixed(moment: datetime) -> Clock:
    """A clock that stands still at a moment; ValueError for one without a zone."""
    if moment.tzinfo is None:
        message = f"{moment} has no time zone"
        raise ValueError(message)
    return Clock(moment.astimezone(UTC))


def clock_of(environment: Mapping[str, str]) -> Clock:
    """The computer's clock, or one held still by ``SWITCHBOOK_NOW``; InputError if unreadable."""
    text = environment.get(NOW_VARIABLE, "").strip()
    if not text:
        return Clock()
    try:
        return fixed(datetime.fromisoformat(text))
    except ValueError as error:
        raise InputError(
            f"{NOW_VARIABLE} is no moment: {text}.",
            "It needs a date, a time and an offset.",
            "Write it as 2026-11-02T09:00:00Z, or clear it.",
        ) from error


def seconds_passed() -> float:
    """Seconds since some moment, those asleep included; setting the clock changes nothing of it."""
    # Linux alone has a clock of its own for that: its monotonic one stands still during sleep.
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    if asleep_too is None:
        return time.monotonic()
    return time.clock_gettime(asleep_too)
