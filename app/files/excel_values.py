"""What a number in an Excel cell stands for: an exact decimal, a date, a time of day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import Enum
from typing import Final

SHOWN_DIGITS: Final = 15
"""Excel shows and keeps so many significant digits; what lies beyond is an artefact."""

_SHOWN: Final = Context(prec=SHOWN_DIGITS, rounding=ROUND_HALF_EVEN)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST_EXPONENT: Final = 308
_DAY_MS: Final = 24 * 60 * 60 * 1000
_LAST_SERIAL: Final = 2_958_465
"""9999-12-31."""
_LEAP_SERIAL: Final = 60
"""1900-02-29, a day that Excel counts and that never was."""


class Shown(Enum):
    """As what a number format shows a number."""

    NUMBER = "number"
    DATE = "date"
    DATE_TIME = "date and time"
    TIME = "time of day"
    ELAPSED = "elapsed time"
    ZEROS = "padded with zeros"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What the number format of a cell tells about its value."""

    shown: Shown
    digits: int = 0
    """ZEROS: to how many digits."""


PLAIN_STYLE: Final = CellStyle(Shown.NUMBER)

ExcelNumber = Decimal | date | datetime | time | timedelta | str


def decimal_of(text: str) -> Decimal | None:
    """The number that the text in the file stands for, never by way of a float.

    Digits past the fifteenth are rounded away: ``0.30000000000000004`` is what a sum of 0.1 and
    0.2 leaves in the file, 0.3 what Excel shows. None where the text is no number.
    """
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text)
    if len(text) > SHOWN_DIGITS or "E" in text or "e" in text:
        value = _SHOWN.plus(value).normalize()
        if abs(value.adjusted()) > _LARGEST_EXPONENT:
            return None
        return Decimal(f"{value:f}")
    return value


def shown_value(value: Decimal, style: CellStyle, *, from_1904: bool) -> ExcelNumber:
    """What Excel shows for a number in a cell of this style.

    A number that is no day Excel knows stays a number.
    """
    match style.shown:
        case Shown.NUMBER:
            return value
        case Shown.ZEROS:
            whole = value == value.to_integral_value() and value >= 0
            return f"{value:0{style.digits}.0f}" if whole else value
        case Shown.ELAPSED:
            return _elapsed(value)
        case _:
            return _moment(value, style.shown, from_1904=from_1904)


def _elapsed(value: Decimal) -> ExcelNumber:
    if abs(value) > _LAST_SERIAL:
        return value
    days, milliseconds = _days(value)
    return timedelta(days=days, milliseconds=milliseconds)


def _moment(value: Decimal, shown: Shown, *, from_1904: bool) -> ExcelNumber:
    if not 0 <= value <= _LAST_SERIAL:
        return value
    days, milliseconds = _days(value)
    if shown is Shown.TIME and days == 0:
        return _time_of_day(milliseconds)
    if from_1904:
        epoch = date(1904, 1, 1)
    elif days == _LEAP_SERIAL:
        return value
    else:
        epoch = date(1899, 12, 31) if days < _LEAP_SERIAL else date(1899, 12, 30)
    day = epoch + timedelta(days=days)
    if shown is Shown.DATE and milliseconds == 0:
        return day
    return datetime.combine(day, _time_of_day(milliseconds))


def _time_of_day(milliseconds: int) -> time:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    return time(minutes // 60, minutes % 60, second, rest * 1000)


def _days(value: Decimal) -> tuple[int, int]:
    """Whole days and milliseconds: a double holds the time of day no finer."""
    return divmod(int((value * _DAY_MS).to_integral_value(ROUND_HALF_EVEN)), _DAY_MS)


def _built_in() -> Mapping[int, CellStyle]:
    """The formats a file names by number only (ECMA-376 part 1, 18.8.30), dates among them."""
    ids = {
        Shown.DATE: [14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58],
        Shown.DATE_TIME: [22],
        Shown.TIME: [18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56],
        Shown.ELAPSED: [46],
    }
    return {number: CellStyle(shown) for shown, numbers in ids.items() for number in numbers}


_BUILT_IN: Final = _built_in()
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ZEROS: Final = re.compile(r"0{2,15}")


def style_of(format_id: int, formats: Mapping[int, str]) -> CellStyle:
    """What a cell's number format tells; ``formats`` are those the file itself declares."""
    code = formats.get(format_id)
    if code is None:
        return _BUILT_IN.get(format_id, PLAIN_STYLE)
    return _style_of_code(code)


def _style_of_code(code: str) -> CellStyle:
    first = code.split(";", 1)[0]
    if _ZEROS.fullmatch(first):
        return CellStyle(Shown.ZEROS, len(first))
    if _ELAPSED.search(first):
        return CellStyle(Shown.ELAPSED)
    letters = set(_LITERAL.sub("", first).lower().replace("general", ""))
    timed = bool(letters & {"h", "s"})
    dated = bool(letters & {"y", "d"}) or ("m" in letters and not timed)
    if timed:
        return CellStyle(Shown.DATE_TIME if dated else Shown.TIME)
    return CellStyle(Shown.DATE) if dated else PLAIN_STYLE


def styles_of(format_ids: Sequence[int], formats: Mapping[int, str]) -> tuple[CellStyle, ...]:
    """The styles of a file's cell formats, in their order."""
    return tuple(style_of(each, formats) for each in format_ids)
