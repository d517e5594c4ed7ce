"""Lists: what is left out, what a call filters and orders, pages, changed since.

Prefer the named filters to `where`, as the vendor does. Source: accounting-apis.md 2.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.practice.faults import FaultSwitch
from app.practice.xero.refusals import CallError
from app.practice.xero.values import Record, read_moment

PAGE_SIZE: Final = 100
MOST_ON_A_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a list: its rows, and where they stand when paging was asked for."""

    rows: list[Record]
    pagination: Record | None


def one_of(args: Mapping[str, str], name: str) -> set[str] | None:
    """The values of a comma separated filter, folded; None when it was not sent."""
    text = args.get(name)
    if not text:
        return None
    return {part.strip().casefold() for part in text.split(",")}


def changed_since(rows: list[Record], header: str | None) -> list[Record]:
    """The rows changed after the time of an If-Modified-Since header."""
    if not header:
        return rows
    moment = read_moment(header)
    if moment is None:
        raise CallError("The If-Modified-Since header is not a valid date", kind="BadRequest")
    return [row for row in rows if row["UpdatedDateUTC"] >= moment]


def ordered(rows: list[Record], order: str) -> list[Record]:
    """The rows by fields as `Date DESC, InvoiceNumber`."""
    found = list(rows)
    for part in reversed([one.split() for one in order.split(",") if one.strip()]):
        field = part[0]
        if rows and not any(field in row for row in rows):
            raise _no_field(field)

        def key(row: Record, name: str = field) -> tuple[bool, Any]:
            value = row.get(name)
            return (value is None, value if value is not None else "")

        found.sort(key=key, reverse=len(part) > 1 and part[1].upper() == "DESC")
    return found


def _no_field(name: str) -> CallError:
    return CallError(
        f"No property or field '{name}' exists in the type", kind="QueryParseException", number=16
    )


def paged(
    rows: Sequence[Record], args: Mapping[str, str], switch: FaultSwitch, *, is_ordered: bool
) -> Page:
    """The page that a call asks for; without `page` all rows and no pagination."""
    if "page" not in args:
        return Page(list(rows), None)
    number = _whole(args, "page", 1)
    size = min(_whole(args, "pageSize", PAGE_SIZE), MOST_ON_A_PAGE)
    if number < 1 or size < 1:
        raise CallError("The page and pageSize must be positive", kind="BadRequest")
    found = switch.page(rows, (number - 1) * size, size, is_ordered=is_ordered)
    pagination = {
        "page": number,
        "pageSize": size,
        "pageCount": -(-len(rows) // size),
        "itemCount": len(rows),
    }
    return Page(found, pagination)


def _whole(args: Mapping[str, str], name: str, default: int) -> int:
    text = args.get(name, str(default))
    if not text.lstrip("-").isdecimal():
        raise CallError(f"The {name} '{text}' is not a whole number", kind="BadRequest")
    return int(text)
