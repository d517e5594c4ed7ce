"""Queries of calls page by page: filtered, sorted and added up where they lie."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.store.database import raw
from app.store.transaction import Transaction
from app.usage.parties import TEXT_BASE, party_words
from app.usage.table import Status

_FULL_NUMBER: Final = 10
_LEAST_DIGITS: Final = 3
_NUMBER_MARKS: Final = frozenset("+()-./ \u2022")

_ORDERS: Final[Mapping[str, str]] = {
    "started": "calls.started_at",
    "caller": "calls.caller",
    "called": "calls.called",
    "length": "calls.raw_seconds",
    "billed": "calls.billed_seconds",
    "rate": "calls.rate",
    "charge": "calls.charge",
    "state": "calls.status",
    "class": "calls.call_class",
}
"""SQL by the key of a column that calls can be sorted by; ``number`` has a way of its own."""

_ROW: Final = (
    "SELECT calls.id, calls.call_key, calls.started_at, calls.raw_seconds, calls.billed_seconds, "
    "calls.caller, calls.called, calls.status, calls.reason, calls.call_class, calls.rate, "
    "calls.charge, calls.cost, calls.row, calls.invoice_id, imports.file, imports.source, "
    "numbers.number, numbers.account_number, accounts.name "
    "FROM json_each(?) AS wanted CROSS JOIN calls ON calls.id = wanted.value "
    "JOIN imports ON imports.id = calls.import_id "
    "LEFT JOIN numbers ON numbers.id = calls.number_id "
    "LEFT JOIN accounts ON accounts.account_number = numbers.account_number "
    "ORDER BY wanted.key"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """Which calls are meant; what is None or blank does not narrow."""

    text: str = ""
    """A number in any writing or a part of it, a customer's name, a text of the file, a call id."""
    status: int | None = None
    source: str = ""
    import_id: int | None = None
    start: int | None = None
    """Seconds since 1970; calls that begin then or later."""
    end: int | None = None
    account_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTotals:
    """What calls add up to."""

    calls: int
    charge: int
    """In counts of 1e-8, of rated calls."""
    raw_seconds: int
    billed_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCall:
    """One call as a list shows it; amounts in counts of 1e-8."""

    id: int
    call_key: str
    started_at: int
    raw_seconds: int
    billed_seconds: int
    caller: str
    called: str
    status: int
    reason: int
    call_class: int
    rate: int | None
    charge: int
    cost: int | None
    row: int
    invoice_id: int | None
    file: str
    source: str
    number: str
    account_number: str
    account_name: str


def call_totals(conn: Transaction, chosen: CallFilter) -> CallTotals:
    """What the calls meant add up to."""
    where, values = _where(conn, chosen)
    row = (
        raw(conn)
        .execute(
            "SELECT count(*), coalesce(sum(CASE status WHEN ? THEN charge ELSE 0 END), 0), "  # noqa: S608
            f"coalesce(sum(raw_seconds), 0), coalesce(sum(billed_seconds), 0) FROM calls {where}",
            (int(Status.RATED), *values),
        )
        .fetchone()
    )
    return CallTotals(calls=row[0], charge=row[1], raw_seconds=row[2], billed_seconds=row[3])


def count_of_calls(conn: Transaction, chosen: CallFilter) -> int:
    """How many calls are meant; of all calls the smallest index tells."""
    where, values = _where(conn, chosen)
    (calls,) = raw(conn).execute(f"SELECT count(*) FROM calls {where}", values).fetchone()  # noqa: S608
    return int(calls)


def page_of_calls(
    conn: Transaction,
    chosen: CallFilter,
    *,
    order: str = "",
    falls: bool = True,
    first: int = 0,
    count: int = 200,
) -> list[StoredCall]:
    """Some calls of a sorted list; without an order those that came last stand first."""
    where, values = _where(conn, chosen)
    if order == "number":
        ids = _by_number(conn, where, values, falls=falls, first=first, count=count)
    else:
        way = "DESC" if falls else "ASC"
        column = _ORDERS.get(order)
        by = f"{column} {way}, calls.id {way}" if column else f"calls.id {way}"
        found = raw(conn).execute(
            f"SELECT id FROM calls {where} ORDER BY {by} LIMIT ? OFFSET ?",  # noqa: S608
            (*values, count, first),
        )
        ids = [call_id for (call_id,) in found]
    return list(_rows(conn, ids))


def _by_number(
    conn: Transaction,
    where: str,
    values: tuple[object, ...],
    *,
    falls: bool,
    first: int,
    count: int,
) -> list[int]:
    """By the customers' numbers and start, along the index; calls of nobody stand last."""
    way = "DESC" if falls else "ASC"
    db = raw(conn)
    narrowed = where.replace("WHERE", "AND", 1)
    found = db.execute(
        "SELECT calls.id FROM numbers CROSS JOIN calls ON calls.number_id = numbers.id "  # noqa: S608
        f"{narrowed} ORDER BY numbers.number {way}, numbers.starts_on {way}, "
        f"calls.started_at {way} LIMIT ? OFFSET ?",
        (*values, count, first),
    )
    ids = [call_id for (call_id,) in found]
    if len(ids) == count:
        return ids
    (known,) = db.execute(
        "SELECT count(*) FROM calls WHERE number_id IS NOT NULL " + narrowed,  # noqa: S608
        values,
    ).fetchone()
    rest = db.execute(
        f"SELECT id FROM calls WHERE number_id IS NULL {narrowed} "  # noqa: S608
        "ORDER BY started_at LIMIT ? OFFSET ?",
        (*values, count - len(ids), max(0, first - known)),
    )
    return ids + [call_id for (call_id,) in rest]


def _rows(conn: Transaction, ids: list[int]) -> Iterator[StoredCall]:
    db = raw(conn)
    found = db.execute(_ROW, (json.dumps(ids),)).fetchall()
    codes = {code for row in found for code in row[5:7] if code <= -TEXT_BASE or code < -999}  # noqa: PLR2004
    texts: dict[int, str] = {}
    if codes:
        texts = dict(db.execute("SELECT id, text FROM call_texts"))
    for row in found:
        yield StoredCall(
            id=row[0],
            call_key=row[1],
            started_at=row[2],
            raw_seconds=row[3],
            billed_seconds=row[4],
            caller=party_words(row[5], texts),
            called=party_words(row[6], texts),
            status=row[7],
            reason=row[8],
            call_class=row[9],
            rate=row[10],
            charge=row[11],
            cost=row[12],
            row=row[13],
            invoice_id=row[14],
            file=row[15],
            source=row[16],
            number=row[17] or "",
            account_number=row[18] or "",
            account_name=row[19] or "",
        )


def _where(conn: Transaction, chosen: CallFilter) -> tuple[str, tuple[object, ...]]:
    """The condition with its parameters; blank where every call is meant."""
    parts: list[str] = []
    values: list[object] = []

    def narrow(part: str, *given: object) -> None:
        parts.append(part)
        values.extend(given)

    if chosen.status is not None:
        narrow("calls.status = ?", chosen.status)
    if chosen.source:
        narrow("calls.import_id IN (SELECT id FROM imports WHERE source = ?)", chosen.source)
    if chosen.import_id is not None:
        narrow("calls.import_id = ?", chosen.import_id)
    if chosen.start is not None:
        narrow("calls.started_at >= ?", chosen.start)
    if chosen.end is not None:
        narrow("calls.started_at < ?", chosen.end)
    if chosen.account_number:
        narrow(
            "calls.number_id IN (SELECT id FROM numbers WHERE account_number = ?)",
            chosen.account_number,
        )
    if chosen.text.strip():
        part, given = _found(conn, chosen.text.strip())
        narrow(part, *given)
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), tuple(values)


def _found(conn: Transaction, text: str) -> tuple[str, list[object]]:
    """The condition for calls in which a text is found."""
    digits = "".join(mark for mark in text if mark.isdigit())
    is_number = len(digits) >= _LEAST_DIGITS and all(
        mark.isdigit() or mark in _NUMBER_MARKS for mark in text
    )
    if is_number and len(digits) >= _FULL_NUMBER:
        full = int(f"1{digits}") if len(digits) == _FULL_NUMBER else int(digits)
        return "(calls.caller = ? OR calls.called = ? OR calls.billing_number = ?)", [full] * 3
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if is_number:
        part = f"%{digits}%"
        return "(CAST(calls.caller AS TEXT) LIKE ? OR CAST(calls.called AS TEXT) LIKE ?)", [
            part
        ] * 2
    like = f"%{plain}%"
    db = raw(conn)
    numbers = db.execute(
        "SELECT numbers.id FROM numbers JOIN accounts USING (account_number) "
        "WHERE accounts.name LIKE ? ESCAPE '\\'",
        (like,),
    ).fetchall()
    texts = db.execute(
        "SELECT id FROM call_texts WHERE text LIKE ? ESCAPE '\\'", (like,)
    ).fetchall()
    codes = json.dumps([code for (i,) in texts for code in (-TEXT_BASE - i, -(10**6) - i)])
    where = (
        "(calls.number_id IN (SELECT value FROM json_each(?)) "
        "OR calls.caller IN (SELECT value FROM json_each(?)) "
        "OR calls.called IN (SELECT value FROM json_each(?)) "
        "OR calls.billing_number IN (SELECT value FROM json_each(?)) OR calls.call_key = ?)"
    )
    return where, [json.dumps([i for (i,) in numbers]), codes, codes, codes, text]
