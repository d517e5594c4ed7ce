"""What stands in a record of Xero: text, amounts, days and moments, by their path."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from app.errors import RemoteRefused

TITLE: Final = "Xero"

Row = Mapping[str, Any]
T = TypeVar("T")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS: Final = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")


def at(row: object, *path: str) -> object:
    """What lies under a path of names; None where any of it is missing."""
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def text(row: object, *path: str) -> str:
    """The text there; blank where there is none."""
    found = at(row, *path)
    return "" if found is None or isinstance(found, Mapping | list) else str(found)


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


def day(row: object, *names: str) -> date | None:
    """The day of the first field that has one, as ``DateString`` has or as milliseconds."""
    for name in names:
        found = text(row, name)
        if found.startswith("/Date"):
            return _of_milliseconds(found).date()
        if found:
            return date.fromisoformat(found[:10])
    return None


def moment(row: object, name: str) -> datetime | None:
    """The moment there, in UTC; it comes as milliseconds or as text without a zone."""
    found = text(row, name)
    if not found:
        return None
    if found.startswith("/Date"):
        return _of_milliseconds(found)
    told = datetime.fromisoformat(found)
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)


def _of_milliseconds(found: str) -> datetime:
    """The moment of ``/Date(1543449600000+0000)/``; what stands behind the number moves nothing."""
    told = _MILLISECONDS.fullmatch(found)
    if told is None:
        message = f"{found} is no date"
        raise ValueError(message)
    return _EPOCH + timedelta(milliseconds=int(told.group(1)))


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
            f"{TITLE} has a record that cannot be read: its id is {id_of(row)}.",
            f"{problem}.",
            "Look at it there; nothing of this pull was kept.",
        ) from None


def id_of(row: Row) -> str:
    """The id of a record of any kind."""
    kinds = ("Payment", "Overpayment", "Prepayment", "CreditNote", "Invoice", "Contact", "Item")
    named = (text(row, f"{kind}ID") for kind in (*kinds, "Account"))
    return next(filter(None, named), "") or text(row, "TaxType") or "missing"
