"""Wall clocks: the local time of many moments at once, by the rules of ``zoneinfo``.

Of each zone and year the changes of its offset are found once; a moment's offset is then one look
into that short list. No second table of time zones takes part.
"""

import functools
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

MICROS: Final = 1_000_000
DAY_SECONDS: Final = 86_400

_STEP: Final = timedelta(hours=12)
"""No zone has ever changed its offset there and back within so short a time since 2000."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_FIRST: Final = (datetime(1999, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
_LAST: Final = (datetime(2100, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
"""Between these offsets are looked up; a call that lies outside waits in suspense for its stamp."""


def local_seconds(started_us: Ints, zones: npt.NDArray[np.int32], names: tuple[str, ...]) -> Ints:
    """Seconds since 1970 as the clock on the wall showed them.

    ``started_us``: microseconds since 1970 in UTC. ``zones``: for each its index in ``names``.
    A stamp of year 1 or 9999 takes the offset of the nearest year in which calls are believed.
    """
    seconds = started_us // MICROS
    if len(seconds) == 0:
        return seconds
    bounded = np.clip(seconds, _FIRST, _LAST)
    years = bounded.min().item(), bounded.max().item()
    first, last = ((_EPOCH + timedelta(seconds=at)).year for at in years)
    used = np.flatnonzero(np.bincount(zones, minlength=len(names)))
    local = np.empty_like(seconds)
    for zone in used.tolist():
        chosen = slice(None) if len(used) == 1 else zones == zone
        starts, offsets = _offsets(names[zone], first, last)
        at = np.searchsorted(starts, bounded[chosen], side="right") - 1
        local[chosen] = seconds[chosen] + offsets[at]
    return local


def _offsets(zone: str, first_year: int, last_year: int) -> tuple[Ints, Ints]:
    """From which second on which offset in seconds holds, over whole years."""
    years = [_offsets_of_year(zone, year) for year in range(first_year, last_year + 1)]
    pairs = [pair for year in years for pair in year]
    starts, offsets = zip(*pairs, strict=True)
    return np.array(starts, np.int64), np.array(offsets, np.int64)


@functools.lru_cache(maxsize=4096)
def _offsets_of_year(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    info = ZoneInfo(zone)
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    pairs = [(_seconds(moment), _offset(info, moment))]
    while moment < end:
        later = min(moment + _STEP, end)
        if _offset(info, later) != pairs[-1][1]:
            pairs.append(_change(info, moment, later))
        moment = later
    return tuple(pairs)


def _change(info: ZoneInfo, before: datetime, after: datetime) -> tuple[int, int]:
    """The first second at which the offset of ``after`` holds, and that offset."""
    low, high = _seconds(before), _seconds(after)
    offset = _offset(info, after)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(info, _EPOCH + timedelta(seconds=middle)) == offset:
            high = middle
        else:
            low = middle
    return high, offset


def _offset(info: ZoneInfo, moment: datetime) -> int:
    return (moment.astimezone(info).utcoffset() or timedelta()) // timedelta(seconds=1)


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)
