"""Stamps of call files as instants: microseconds since 1970 in UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import InputError

SECOND_US: Final = 1_000_000
_HOUR_US: Final = 3600 * SECOND_US
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  wall clocks are counted from it
_MICROSECOND = timedelta(microseconds=1)
_MAX_EPOCH_SECONDS_DIGITS = 11
_EPOCH_UNITS: Final = {13: 1000, 16: 1}
"""Microseconds in a unit, by how many digits an instant of our days has in it."""

_SLASHED = re.compile(
    r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4}),?[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?"
    r"(?: ?([AP])\.?M\.?)?",
    re.IGNORECASE | re.ASCII,
)
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_CENTURY = 2000
_FULL_YEAR = 4
_NOON = 12
_MICRO_DIGITS = 6


def instant_us(moment: datetime) -> int:
    """Microseconds since 1970 of a moment that knows its offset."""
    return (moment - _EPOCH) // _MICROSECOND


def aware_us(text: str) -> int | None:
    """The instant of an ISO 8601 text with an offset; None where it is none or has no offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return instant_us(moment)


def read_stamp(text: str, *, order: str, epochs: bool) -> datetime | None:
    """The moment a text writes, with its offset if it has one; None where it is none.

    ``order`` (``dmy``, ``mdy``) settles dates whose year does not come first; without it they are
    none. ``epochs``: bare digits count seconds, milli- or microseconds since 1970.
    """
    try:
        if epochs and text.isdecimal():
            return _counted(text)
        if text[4:5] == "-":
            return _iso(text) or _slashed(text, order)
        if text[:8].isdecimal():
            return _compact(text)
        return _slashed(text, order) or _rfc_2822(text)
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _counted(text: str) -> datetime | None:
    if len(text) <= _MAX_EPOCH_SECONDS_DIGITS:
        return _EPOCH + timedelta(seconds=int(text))
    unit = _EPOCH_UNITS.get(len(text))
    return None if unit is None else _EPOCH + timedelta(microseconds=int(text) * unit)


def _slashed(text: str, order: str) -> datetime | None:
    found = _SLASHED.fullmatch(text)
    if not found:
        return None
    first, second, third, hour, minute, seconds, fraction, half = found.groups()
    if len(first) == _FULL_YEAR:
        year, month, day = first, second, third
    elif order == "dmy":
        day, month, year = first, second, third
    elif order == "mdy":
        month, day, year = first, second, third
    else:
        return None
    full_year = int(year) if len(year) == _FULL_YEAR else _CENTURY + int(year)
    hours = int(hour)
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half in "pP" else 0)
    return datetime(  # noqa: DTZ001  a wall clock; the caller knows whose
        full_year,
        int(month),
        int(day),
        hours,
        int(minute),
        int(seconds or 0),
        _micros(fraction),
    )


def _compact(text: str) -> datetime | None:
    found = _COMPACT.fullmatch(text)
    if not found:
        return None
    *parts, fraction, offset = found.groups()
    year, month, day, hour, minute, second = map(int, parts)
    moment = datetime(year, month, day, hour, minute, second, _micros(fraction))  # noqa: DTZ001
    if offset:
        return datetime.fromisoformat(moment.isoformat() + offset)
    return moment


def _micros(fraction: str | None) -> int:
    return int((fraction or "0")[:_MICRO_DIGITS].ljust(_MICRO_DIGITS, "0"))


def _rfc_2822(text: str) -> datetime | None:
    if not text[:1].isalnum():
        return None
    return parsedate_to_datetime(text)


class Instants(NamedTuple):
    """When a wall clock shows a time: the same twice, mostly."""

    first: int
    second: int
    skipped: bool = False
    """Never: daylight saving skips it, and it is taken as if that had not begun."""


def checked_zone(name: str) -> ZoneInfo:
    """The time zone of a name; raises InputError for one that is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as err:
        raise InputError(
            f'The time zone "{name}" is not known.',
            remedy="Use a name such as America/Denver.",
        ) from err


class LocalClock:
    """Turns wall clocks of one zone into instants, both where they are shown twice."""

    def __init__(self, zone: str) -> None:
        """Raises InputError for a zone that is not known."""
        self._zone = checked_zone(zone)
        self._offsets: dict[int, int | None] = {}

    def instants(self, wall: datetime) -> Instants:
        """When clocks show this."""
        naive = (wall - _NAIVE_EPOCH) // _MICROSECOND
        hour = naive // _HOUR_US
        try:
            offset = self._offsets[hour]
        except KeyError:
            offset = self._offsets[hour] = self._offset_of_hour(hour)
        if offset is not None:
            return Instants(naive - offset, naive - offset)
        first = naive - self._offset(wall, 0)
        second = naive - self._offset(wall, 1)
        # Of a time that is skipped the two readings stand the other way round.
        return Instants(first, second) if second >= first else Instants(first, first, skipped=True)

    def _offset_of_hour(self, hour: int) -> int | None:
        """The offset all through an hour of the wall clock; None where it changes."""
        begin = _NAIVE_EPOCH + timedelta(hours=hour)
        ends = (begin, begin + timedelta(minutes=59, seconds=59, microseconds=999_999))
        offsets = {self._offset(wall, fold) for wall in ends for fold in (0, 1)}
        return offsets.pop() if len(offsets) == 1 else None

    def _offset(self, wall: datetime, fold: int) -> int:
        offset = wall.replace(fold=fold, tzinfo=self._zone).utcoffset()
        return (offset or timedelta()) // _MICROSECOND
