"""Values of a row of another system: text, amounts, days, moments; None where there is none.

A row is an object of its JSON. What is missing, null or blank is normal and is None; what is there
and cannot be read is a ValueError, which ``translated`` turns into a refusal that names the row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from app.errors import RemoteRefused

T = TypeVar("T")

Row = Mapping[str, Any]


def rows_of(value: object, *, words: str) -> list[Row]:
    """The rows of a list; null is a list of none. RemoteRefused for what is no list of objects."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise RemoteRefused(
            f"{words}: the answer is no list of records.",
            "It is not what this system is known to answer.",
            "Look at the address in the connection's settings.",
        )
    return value


def row_of(value: object, *, words: str) -> Row:
    """The one row of an answer, alone or in a list of one; RemoteRefused where there is none."""
    found = rows_of([value] if isinstance(value, Mapping) else value, words=words)
    if len(found) != 1:
        raise RemoteRefused(
            f"{words}: the answer holds {len(found)} records in place of one.",
            "Which of them is meant cannot be told.",
            "Look at the record there.",
        )
    return found[0]


def translated(rows: Iterable[Row], translate: Callable[[Row], T], *, words: str) -> list[T]:
    """Each row as ``translate`` reads it; RemoteRefused names the first that cannot be read."""
    found = []
    for row in rows:
        try:
            found.append(translate(row))
        except (ValueError, TypeError, AttributeError) as problem:
            raise RemoteRefused(
                f"{words}: record {row.get('id', 'without an id')} cannot be read.",
                f"{str(problem).rstrip('.')}.",
                "Mend it there, or leave this system out until the program is brought up to date.",
            ) from problem
    return found


def text(row: Row, *names: str) -> str:
    """The first of these fields that holds a text, without blanks around it; else blank."""
    for name in names:
        found = row.get(name)
        if isinstance(found, str | int | Decimal) and not isinstance(found, bool):
            plain = str(found).strip()
            if plain:
                return plain
    return ""


def text_or_none(row: Row, *names: str) -> str | None:
    """As ``text``, but None where all are blank."""
    return text(row, *names) or None


def kept_text(row: Row, name: str) -> str | None:
    """A field that the system has: blank where nothing is in it, None where it is not told."""
    return text(row, name) if name in row else None


def nested(row: Row, name: str) -> Row:
    """An object within the row; an empty one where it is missing or null."""
    found = row.get(name)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        message = f"{name} is no object"
        raise TypeError(message)
    return found


def listed(row: Row, name: str) -> list[Row]:
    """The objects of a list within the row; none where it is missing or null."""
    found = row.get(name)
    if found is None:
        return []
    if not isinstance(found, Sequence) or isinstance(found, str):
        message = f"{name} is no list"
        raise TypeError(message)
    return [each for each in found if isinstance(each, Mapping)]


def amount(row: Row, *names: str) -> Decimal | None:
    """The first of these fields that holds a number, or a text that is one."""
    for name in names:
        found = row.get(name)
        if found is None or found == "":
            continue
        if isinstance(found, bool) or not isinstance(found, int | str | Decimal):
            message = f"{name} is no amount: {found!r}"
            raise TypeError(message)
        try:
            number = Decimal(found)
        except InvalidOperation:
            message = f"{name} is no amount: {found!r}"
            raise ValueError(message) from None
        if not number.is_finite():
            message = f"{name} is no amount: {found!r}"
            raise ValueError(message)
        return number
    return None


def identity(row: Row, name: str = "id") -> str | None:
    """An id as text, whether it comes as a whole number, as 5.0 or as text; None: there is none."""
    found = row.get(name)
    if found is None or found == "":
        return None
    if isinstance(found, Decimal) and found == found.to_integral_value():
        return str(int(found))
    if isinstance(found, bool) or not isinstance(found, int | str):
        message = f"{name} is no id: {found!r}"
        raise TypeError(message)
    return str(found)


def needed_identity(row: Row, name: str = "id") -> str:
    """An id that must be there."""
    found = identity(row, name)
    if found is None:
        message = f"{name} is missing"
        raise ValueError(message)
    return found


def real_identity(row: Row, name: str) -> str | None:
    """An id where 0 and below mean that there is none."""
    found = identity(row, name)
    return None if found is None or found == "0" or found.startswith("-") else found


def flag(row: Row, name: str) -> bool | None:
    """Yes or no, also as 1 or 0; None where it is not told."""
    found = row.get(name)
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, int | Decimal) and found in {0, 1}:
        return bool(found)
    message = f"{name} is neither true nor false: {found!r}"
    raise TypeError(message)


def day(row: Row, name: str) -> date | None:
    """The day as it is written there, whatever time or zone follows it."""
    found = text(row, name)
    return date.fromisoformat(found[:10]) if found else None


def moment(row: Row, name: str) -> datetime | None:
    """The moment in UTC, which is also meant where no zone is written."""
    found = text(row, name)
    if not found:
        return None
    read = datetime.fromisoformat(found)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
