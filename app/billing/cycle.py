"""Bill cycles: which days a bill period and a charge period cover.

A bill period is named by the month in which it begins: ``2026-10`` of an account with bill cycle
day 15 runs from 15 October up to, not including, 15 November (``setup-workbook.md``, what a run
bills).
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from app.errors import InputError
from app.values.period import Period, add_months

FIRST_CYCLE_DAY: Final = 1
LAST_CYCLE_DAY: Final = 28

MONTHS_BILLED: Final = {"monthly": 1, "quarterly": 3, "yearly": 12}
"""How many bill periods one charge period of a recurring product has."""

# A run asks for the same few periods for every service it bills: the answers are remembered.

_LABEL: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@lru_cache(maxsize=4096)
def bill_period(label: str, cycle_day: int) -> Period:
    """The days of the bill period of that name; InputError where the name is none."""
    first = _month_of(label).replace(day=cycle_day)
    return Period(first, add_months(first, 1))


def period_of(day: date, cycle_day: int) -> str:
    """The name of the bill period that holds the day."""
    month = day.replace(day=1)
    return _label(month if day.day >= cycle_day else add_months(month, -1))


def shift_label(label: str, months: int) -> str:
    """The name of the bill period so many periods later."""
    return _label(add_months(_month_of(label), months))


def next_label(label: str) -> str:
    """The name of the following bill period."""
    return shift_label(label, 1)


def previous_label(label: str) -> str:
    """The name of the bill period before."""
    return shift_label(label, -1)


@lru_cache(maxsize=16384)
def charge_period(starts_on: date, months: int, *, cycle_day: int, containing: str) -> Period:
    """The charge period of ``months`` bill periods that holds the bill period ``containing``.

    Charge periods are counted from the bill period that holds ``starts_on``.
    """
    anchor = _month_of(period_of(starts_on, cycle_day))
    index = _months_between(anchor, _month_of(containing)) // months
    first = add_months(anchor, index * months).replace(day=cycle_day)
    return Period(first, add_months(first, months))


def _month_of(label: str) -> date:
    match = _LABEL.fullmatch(label)
    if match is None:
        raise InputError(
            f"“{label}” is no bill period.",
            "A period is named by year and month.",
            "Write it as in 2026-10.",
        )
    return date(int(match[1]), int(match[2]), 1)


def _label(month: date) -> str:
    return f"{month.year:04}-{month.month:02}"


def _months_between(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month
