"""What stands in a record of QuickBooks Online: text, amounts, days and moments, by their path."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from app.errors import RemoteRefused

TITLE: Final = "QuickBooks Online"

Row = Mapping[str, Any]
T = TypeVar("T")


def at(row: object, *path: str) -> object:
    """What lies under a path of names; None where any of it is missing."""
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def text(row: object, *path: str) -> str:
    """The text there; blank where there is none."""
    found = at(row, *path)
    return "" if found is None or isinstance(found, Mapping | list) else str(found)


def reference(row: object, name: str) -> str | None:
    """The id in a reference, such as ``CustomerRef``."""
    return text(row, name, "value") or None


def amount(row: object, *path: str) -> Decimal | None:
    """The amount there, also one written as text; ValueError for what is none."""
    found = at(row, *path)
    if found is None or found == "":
        return None
    return exact(found)


def exact(value: object) -> Decimal:
    """A number as Decimal; ValueError for what is none."""
    is_number = isinstance(value, int | str | Decimal) and not isinstance(value, bool)
    number = Decimal(str(value)) if is_number else Decimal("nan")
    if not number.is_finite():
        message = f"{value!r} is no amount"
        raise ValueError(message)
    return number


def money(row: object, *path: str) -> Decimal:
    """The amount there, 0 where there is none."""
    return amount(row, *path) or Decimal(0)


def day(row: object, *path: str) -> date | None:
    """The day there, as written; its time zone is not asked for."""
    found = text(row, *path)
    return date.fromisoformat(found[:10]) if found else None


def moment(row: object, *path: str) -> datetime | None:
    """The moment there, in UTC; one without a zone is UTC."""
    found = text(row, *path)
    return _utc(datetime.fromisoformat(found)) if found else None


def _utc(found: datetime) -> datetime:
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def rows(value: object, *path: str) -> list[Row]:
    """The records under a path; a list that is null or missing has none."""
    found = at(value, *path)
    if isinstance(found, Mapping):
        return [found]
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def read_all(found: Sequence[Row], read: Callable[[Row], T]) -> list[T]:
    """Every record in our words; RemoteRefused names one that cannot be read."""
    return [read_one(row, read) for row in found]


def read_one(row: Row, read: Callable[[Row], T]) -> T:
    """A record in our words; RemoteRefused names it where it cannot be read."""
    try:
        return read(row)
    except (ValueError, ArithmeticError, TypeError) as problem:
        raise RemoteRefused(
            f"{TITLE} has a record that cannot be read: its Id is {text(row, 'Id') or 'missing'}.",
            f"{problem}.",
            "Look at it there; nothing of this pull was kept.",
        ) from None
