"""Probable duplicates, each beside the record it may repeat."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from app.operations.office import Office
from app.store.database import raw
from app.store.suspense import price_of_a_second, worth
from app.store.transaction import Transaction
from app.store.usage import texts_by_id
from app.usage.parties import party_words
from app.usage.table import Reason, Status
from app.values.money import from_counts

_COLUMNS = (
    "calls.id, call_key, started_at, coalesce(started_micros, 0), calls.raw_seconds, caller, "
    "called, billing_number, status, charge, row, invoice_id, imports.file, imports.source"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One of two records that are alike."""

    call_id: str
    started_at: datetime
    seconds: int
    caller: str
    called: str
    status: Status
    charge: Decimal
    file: str
    row: int
    is_billed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """A record that waits, and the one it may repeat."""

    held: Record
    first: Record | None
    """None: the other record is gone since."""
    source: str
    estimate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """What may be, and what is, in twice."""

    probable: tuple[Twins, ...]
    repeats: int
    """Records left out because their key was there before; nothing has to be done."""


def list_duplicates(office: Office) -> Duplicates:
    """Probable duplicates, those worth the most first, and how many sure ones were left out."""
    with office.file.read() as conn:
        db = raw(conn)
        (repeats,) = db.execute(
            "SELECT count(*) FROM calls WHERE status = ? AND status >= ?",
            (int(Status.DUPLICATE), int(Status.SUSPENDED)),
        ).fetchone()
        return Duplicates(probable=tuple(_probable(conn)), repeats=repeats)


def _probable(conn: Transaction) -> list[Twins]:
    db = raw(conn)
    held = db.execute(
        f"SELECT {_COLUMNS} FROM calls JOIN imports ON imports.id = import_id "  # noqa: S608
        "WHERE status = ? AND status >= ? AND reason = ?",
        (int(Status.SUSPENDED), int(Status.SUSPENDED), int(Reason.PROBABLE_DUPLICATE)),
    ).fetchall()
    if not held:
        return []
    starts = json.dumps(sorted({row[2] for row in held}))
    others: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in db.execute(
        f"SELECT {_COLUMNS} FROM calls JOIN imports ON imports.id = import_id "  # noqa: S608
        "WHERE started_at IN (SELECT value FROM json_each(?)) AND NOT (status = ? AND reason = ?) "
        "ORDER BY calls.id",
        (starts, int(Status.SUSPENDED), int(Reason.PROBABLE_DUPLICATE)),
    ):
        others.setdefault((row[13], *row[2:8]), row)
    texts = texts_by_id(db)
    price = price_of_a_second(conn)
    found = []
    for row in held:
        twin = others.get((row[13], *row[2:8]))
        found.append(
            Twins(
                held=_record(row, texts),
                first=_record(twin, texts) if twin is not None else None,
                source=row[13],
                estimate=worth(max(0, row[4]), price),
            )
        )
    return sorted(found, key=lambda twins: (-twins.estimate, twins.held.call_id))


def _record(row: tuple[Any, ...], texts: dict[int, str]) -> Record:
    return Record(
        call_id=row[1],
        started_at=datetime.fromtimestamp(row[2], UTC),
        seconds=row[4],
        caller=party_words(row[5], texts),
        called=party_words(row[6], texts),
        status=Status(row[8]),
        charge=from_counts(row[9]),
        file=row[12],
        row=row[10],
        is_billed=row[11] is not None,
    )
