"""Queries of decks and their rates page by page: found, sorted and counted where they lie."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.rating.deck import Rate
from app.store.columns import day_number, day_of
from app.store.database import raw
from app.store.setup import shape_of
from app.store.transaction import Transaction

_ORDERS: Final = {
    "prefix": "prefix",
    "destination": "destination",
    "rate": "rate",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
}
"""SQL by the key of a column that rates can be sorted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckHead:
    """A deck in a line."""

    deck_code: str
    prefixes: int
    rates: int
    first: date
    last_change: date
    """The first day of its newest rate."""
    lowest: Decimal | None
    highest: Decimal | None


def deck_heads(conn: Transaction) -> list[DeckHead]:
    """All decks by code."""
    rows = raw(conn).execute(
        "SELECT deck_code, count(DISTINCT prefix), count(*), min(valid_from), max(valid_from), "
        "min(rate), max(rate) FROM rates WHERE retired_in IS NULL "
        "GROUP BY deck_code ORDER BY deck_code"
    )
    read = dict(zip(shape_of("rates").fields, shape_of("rates").reads, strict=True))["rate"]
    return [
        DeckHead(
            deck_code=row[0],
            prefixes=row[1],
            rates=row[2],
            first=day_of(row[3]),
            last_change=day_of(row[4]),
            lowest=None if row[5] is None or read is None else read(row[5]),
            highest=None if row[6] is None or read is None else read(row[6]),
        )
        for row in rows
    ]


def count_rates(
    conn: Transaction, deck_code: str, text: str = "", *, on: date | None = None
) -> int:
    """How many rates of a deck fit."""
    where, values = _where(deck_code, text, on)
    (found,) = raw(conn).execute(f"SELECT count(*) FROM rates {where}", values).fetchone()  # noqa: S608
    return int(found)


def page_of_rates(
    conn: Transaction,
    deck_code: str,
    text: str = "",
    *,
    on: date | None = None,
    order: str = "",
    falls: bool = False,
    first: int = 0,
    count: int = 200,
) -> list[Rate]:
    """Some rates of a deck; ``text`` is the begin of a prefix or a part of a destination."""
    where, values = _where(deck_code, text, on)
    column = _ORDERS.get(order, "prefix")
    way = "DESC" if falls else "ASC"
    shape = shape_of("rates")
    rows = raw(conn).execute(
        f"SELECT {', '.join(shape.names)} FROM rates {where} "  # noqa: S608
        f"ORDER BY {column} {way}, prefix, valid_from LIMIT ? OFFSET ?",
        (*values, count, first),
    )
    return [Rate(**_fields(row)) for row in rows]


def _fields(row: tuple[Any, ...]) -> dict[str, Any]:
    shape = shape_of("rates")
    return {
        field: value if read is None or value is None else read(value)
        for field, read, value in zip(shape.fields, shape.reads, row, strict=True)
    }


def _where(deck_code: str, text: str, on: date | None) -> tuple[str, list[object]]:
    where = "WHERE deck_code = ? AND retired_in IS NULL"
    values: list[object] = [deck_code]
    digits = "".join(each for each in text if each.isdigit())
    if text and digits and not any(each.isalpha() for each in text):
        where += " AND prefix LIKE ?"
        values.append(f"{digits}%")
    elif text:
        where += " AND destination LIKE ?"
        values.append(f"%{text}%")
    if on is not None:
        where += " AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)"
        values += [day_number(on), day_number(on)]
    return where, values


def rates_of_deck(conn: Transaction, deck_code: str) -> list[Rate]:
    """All rates of a deck, by prefix and first day."""
    return page_of_rates(conn, deck_code, count=-1)


def calls_touched(
    conn: Transaction, deck_code: str, prefixes: Collection[str], *, begins: date
) -> int:
    """How many unbilled calls of a day or later were priced by the rates of these prefixes."""
    second = (begins - date(1970, 1, 1)).days * 86_400
    (found,) = (
        raw(conn)
        .execute(
            "SELECT count(*) FROM calls WHERE invoice_id IS NULL AND started_at >= ? AND rate_id "
            "IN (SELECT id FROM rates WHERE deck_code = ? AND retired_in IS NULL "
            "AND prefix IN (SELECT value FROM json_each(?)))",
            (second, deck_code, json.dumps(sorted(prefixes))),
        )
        .fetchone()
    )
    return int(found)
