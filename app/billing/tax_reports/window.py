"""Windows of reports: a month, a quarter, a year of invoice dates."""

import re
from datetime import date, timedelta
from typing import Final

from app.errors import InputError
from app.values.period import Period, add_months

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(r"(\d{4})Q([1-4])", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_MONTHS_IN_QUARTER: Final = 3
_MONTHS_IN_YEAR: Final = 12


def month_window(text: str) -> Period:
    """The days of ``2026-10``; InputError where it is no month."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise _no_window(text, "month", "2026-10")
    return _months(int(found[1]), int(found[2]), 1)


def quarter_window(text: str) -> Period:
    """The days of ``2026Q4``; InputError where it is no quarter."""
    found = _QUARTER.fullmatch(text.upper())
    if found is None:
        raise _no_window(text, "quarter", "2026Q4")
    first = (int(found[2]) - 1) * _MONTHS_IN_QUARTER + 1
    return _months(int(found[1]), first, _MONTHS_IN_QUARTER)


def year_window(text: str) -> Period:
    """The days of ``2026``; InputError where it is no year."""
    if _YEAR.fullmatch(text) is None:
        raise _no_window(text, "year", "2026")
    return _months(int(text), 1, _MONTHS_IN_YEAR)


def day_window(first: date, last: date) -> Period:
    """The days from the first to the last, both covered; InputError where none is."""
    if last < first or last.year == date.max.year:
        raise InputError("The window has no days.", "It ends before it begins.", "Swap the two.")
    return Period(first, last + timedelta(days=1))


def _months(year: int, month: int, several: int) -> Period:
    try:
        first = date(year, month, 1)
        return Period(first, add_months(first, several))
    except ValueError:
        raise _no_window(f"{year:04}", "year", "2026") from None


def _no_window(text: str, kind: str, example: str) -> InputError:
    return InputError(f"{text!r} is no {kind}.", "", f"Write it as {example}.")
