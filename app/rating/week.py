"""The week of a rate plan: in which of its periods a local minute lies."""

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from app.rating.plan import RatePeriod

DAY_MINUTES: Final = 24 * 60
WEEK_MINUTES: Final = 7 * DAY_MINUTES
"""Minutes of a week are counted from Monday 00:00."""

NO_PERIOD: Final = -1

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART: Final = re.compile(r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?")
_TIME: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


def days_of(text: str) -> frozenset[int]:
    """Weekdays, Monday 0, of ``mon-fri``, ``sat,sun`` or ``all``; ValueError of anything else.

    A stretch may run over the end of the week (``fri-mon``).
    """
    spoken = text.strip().lower()
    if spoken == "all":
        return frozenset(range(len(_DAYS)))
    days: set[int] = set()
    for part in spoken.split(","):
        found = _PART.fullmatch(part.strip())
        if found is None or not {found[1], found[2] or found[1]} <= set(_DAYS):
            raise ValueError(text)
        first = _DAYS.index(found[1])
        length = (_DAYS.index(found[2]) - first) % len(_DAYS) if found[2] else 0
        days |= {(first + i) % len(_DAYS) for i in range(length + 1)}
    return frozenset(days)


def minute_of(time: str) -> int:
    """The minute of the day of ``HH:MM``, 24:00 included; ValueError of anything else."""
    found = _TIME.fullmatch(time)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if minute > DAY_MINUTES:
        raise ValueError(time)
    return minute


def minutes_of(period: RatePeriod) -> npt.NDArray[np.bool_]:
    """For each minute of the week whether the period holds it.

    What runs past midnight belongs to the day on which it begins. ValueError where days or times
    cannot be read.
    """
    begin, end = minute_of(period.from_), minute_of(period.to_)
    if begin == DAY_MINUTES:
        raise ValueError(period.from_)
    length = end - begin if end > begin else end + DAY_MINUTES - begin
    held = np.zeros(WEEK_MINUTES, np.bool_)
    for day in days_of(period.days):
        start = day * DAY_MINUTES + begin
        held[np.arange(start, start + length) % WEEK_MINUTES] = True
    return held


def week_of(periods: Iterable[tuple[int, RatePeriod]]) -> npt.NDArray[np.int32]:
    """For each minute of the week the number of the period that holds it, else ``NO_PERIOD``."""
    week = np.full(WEEK_MINUTES, NO_PERIOD, np.int32)
    for number, period in periods:
        week[minutes_of(period)] = number
    return week
