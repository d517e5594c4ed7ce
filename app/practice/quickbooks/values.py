"""Records, money and times as the QuickBooks Online API writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

# A record is what its JSON holds: the entity's fields, with numbers as Decimal.
Record = dict[str, Any]

ZERO = Decimal("0.00")
_CENT = Decimal("0.01")
_COMPANY_ZONE = ZoneInfo("America/Los_Angeles")


def cents(amount: Decimal) -> Decimal:
    """An amount at two places, half up, as the company's books round."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def moment_text(moment: datetime) -> str:
    """A time as answers write it: whole seconds, with the offset of the company's zone."""
    return moment.astimezone(_COMPANY_ZONE).isoformat(timespec="seconds")


def precise_moment_text(moment: datetime) -> str:
    """A time as the foot of an answer writes it: with thousandths of a second."""
    return moment.astimezone(_COMPANY_ZONE).isoformat(timespec="milliseconds")


def company_day(moment: datetime) -> date:
    """The day it is for the company."""
    return moment.astimezone(_COMPANY_ZONE).date()


def read_moment(text: str) -> datetime | None:
    """A time with an offset, or one without (the company's zone); None when unreadable."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_COMPANY_ZONE)
    return moment.astimezone(UTC)


def read_day(text: str) -> date | None:
    """A day as `2026-10-01`, also when a time or an offset follows; None when unreadable."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def days_later(day: date, days: int) -> date:
    """The day so many days on."""
    return day + timedelta(days=days)
