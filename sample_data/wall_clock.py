"""Local time in the autumn of 2026, by rules written out: the same without any zone database."""

from calendar import timegm
from datetime import date, datetime, timedelta
from typing import Final

DENVER: Final = "America/Denver"
NEW_YORK: Final = "America/New_York"
LOS_ANGELES: Final = "America/Los_Angeles"
PHOENIX: Final = "America/Phoenix"
TORONTO: Final = "America/Toronto"
GMT: Final = "UTC"

HOUR: Final = 3600
DAY: Final = 86_400

# Hours west of Greenwich in standard time, and whether clocks change (2026-03-08 and 2026-11-01).
_ZONES: Final = {
    DENVER: (7, True),
    NEW_YORK: (5, True),
    LOS_ANGELES: (8, True),
    PHOENIX: (7, False),
    TORONTO: (5, True),
    GMT: (0, False),
}
_DAYLIGHT_BEGINS: Final = datetime(2026, 3, 8, 2)  # noqa: DTZ001  local, in standard time
_DAYLIGHT_ENDS: Final = datetime(2026, 11, 1, 1)  # noqa: DTZ001  local, in standard time


def epoch(moment: datetime) -> int:
    """Seconds since 1970 of a naive moment taken as UTC."""
    return timegm(moment.timetuple())


def utc(seconds: int) -> datetime:
    """The naive moment in UTC of seconds since 1970."""
    return datetime(1970, 1, 1) + timedelta(seconds=seconds)  # noqa: DTZ001  UTC by name


def local(seconds: int, zone: str) -> datetime:
    """What the clock on the wall of the zone shows."""
    west, changes = _ZONES[zone]
    standard = utc(seconds) - timedelta(hours=west)
    daylight = changes and _DAYLIGHT_BEGINS <= standard < _DAYLIGHT_ENDS
    return standard + timedelta(hours=1) if daylight else standard


def at(wall: datetime, zone: str, *, second_time: bool = False) -> int:
    """Seconds since 1970 of what the wall shows; ``second_time`` names the later of two."""
    west, _ = _ZONES[zone]
    standard = epoch(wall + timedelta(hours=west))
    both = [s for s in (standard - HOUR, standard) if local(s, zone) == wall]
    return both[-1] if second_time else both[0]


def moment(text: str, zone: str, *, second_time: bool = False) -> int:
    """Seconds since 1970 of ``YYYY-MM-DD HH:MM:SS`` on the wall of the zone."""
    return at(datetime.fromisoformat(text), zone, second_time=second_time)


def month_days(month: str) -> list[date]:
    """Every day of ``YYYY-MM``."""
    first = date.fromisoformat(f"{month}-01")
    days = [first + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == first.month]
