"""The only reader of the time.

The environment variable ``SWITCHBOOK_NOW`` (ISO 8601 with an offset or ``Z``) holds the clock still
at one moment. With it a demo or a test prints the same invoices at every run; it is read once, when
the program starts.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from app.errors import InputError

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
