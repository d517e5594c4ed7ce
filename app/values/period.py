"""Periods: half-open stretches of days."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` up to, not including, ``end``."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has; never below zero."""
        return max(0, (self.end - self.start).days)

    @property
    def last_day(self) -> date:
        """The last day that is covered."""
        return self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Whether the day is covered."""
        return self.start <= day < self.end

    def overlap(self, other: "Period") -> "Period":
        """The days both cover; a period of no days where none is."""
        start = max(self.start, other.start)
        return Period(start, max(start, min(self.end, other.end)))


def add_months(day: date, months: int) -> date:
    """The same day of another month; the last day where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


def open_period(start: date | None, end: date | None) -> Period:
    """The period of two half-open bounds of which either may be missing."""
    return Period(start or date.min, end or date.max)
