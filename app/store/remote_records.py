"""Records of other systems as they were last told: in our words, as they came, and a hash of them.

A record is replaced, never merged. What a whole walk did not find is marked as gone and stays.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Text,
    func,
    select,
)

from app.store.columns import Flag, Moment, microseconds
from app.store.database import raw
from app.store.tables import table
from app.values.foreign_record import ForeignRecord
from app.values.plain_form import plain_of, value_of

TABLE: Final = table(
    "remote_records",
    Column("system", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("plain", Text, nullable=False),  # JSON: the record in our words
    Column("hash", Text, nullable=False),  # of the same
    Column("raw", LargeBinary, nullable=False),  # deflated text, as it came
    Column("modified_at", Moment),
    Column("gone", Flag, nullable=False),
    Column("walk", Integer, nullable=False),  # the last walk that met it
    Column("changed_at", Moment, nullable=False),  # when we learned of its last change
    Index("ix_remote_records_walk", "system", "family", "walk"),
)

R = TypeVar("R", bound=ForeignRecord)

_APART: Final = frozenset({"raw", "modified_at", "is_gone"})
"""Fields in columns of their own; the hash is over the rest."""
_LEVEL: Final = 1
"""How hard texts are deflated: it has to keep up with the network, not to save the last byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a pull has brought of one family."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            gone=self.gone + other.gone,
        )


def keep_records(
    conn: Connection,
    system: str,
    family: str,
    records: Iterable[ForeignRecord],
    *,
    walk: int,
    at: datetime,
) -> Counts:
    """Keeps records as they were told; counts what that changed.

    A record that the same walk has met before is not counted again unless it differs. A gone one
    that may tell no more than its id keeps what was known of it; one that nobody knew is kept, and
    counts as nothing.
    """
    counts: Counter[str] = Counter()
    db = raw(conn)
    for record in records:
        row = db.execute(
            "SELECT hash, gone, walk FROM remote_records"
            " WHERE system = ? AND family = ? AND source_id = ?",
            (system, family, record.source_id),
        ).fetchone()
        text = json.dumps(plain_of(record, without=_APART), ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        outcome = _outcome(record, digest, row)
        if outcome == "unchanged":
            db.execute(
                "UPDATE remote_records SET walk = ?"
                " WHERE system = ? AND family = ? AND source_id = ?",
                (walk, system, family, record.source_id),
            )
            if row[2] != walk:
                counts[outcome] += 1
            continue
        if outcome != "unknown":
            counts[outcome] += 1
        if outcome == "gone":
            db.execute(
                "UPDATE remote_records SET gone = 1, walk = ?, changed_at = ?"
                " WHERE system = ? AND family = ? AND source_id = ?",
                (walk, microseconds(at), system, family, record.source_id),
            )
            continue
        _write(conn, (system, family), record, (text, digest), walk=walk, at=at)
    return Counts(**counts)


def _outcome(record: ForeignRecord, digest: str, row: tuple[str, int, int] | None) -> str:
    """What a record changes; ``unknown``: it was never told, and is gone already."""
    if record.is_gone:
        if row is None:
            return "unknown"
        return "unchanged" if row[1] else "gone"
    if row is None:
        return "new"
    return "unchanged" if row[0] == digest and not row[1] else "changed"


def _write(
    conn: Connection,
    place: tuple[str, str],
    record: ForeignRecord,
    written: tuple[str, str],
    *,
    walk: int,
    at: datetime,
) -> None:
    modified = None if record.modified_at is None else microseconds(record.modified_at)
    raw(conn).execute(
        "INSERT OR REPLACE INTO remote_records"
        " (system, family, source_id, plain, hash, raw, modified_at, gone, walk, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *place,
            record.source_id,
            *written,
            zlib.compress(record.raw.encode(), _LEVEL),
            modified,
            int(record.is_gone),
            walk,
            microseconds(at),
        ),
    )


def mark_gone(conn: Connection, system: str, family: str, *, walk: int, at: datetime) -> int:
    """Marks as gone what a whole walk did not meet; how many they are."""
    done = raw(conn).execute(
        "UPDATE remote_records SET gone = 1, changed_at = ?"
        " WHERE system = ? AND family = ? AND walk < ? AND gone = 0",
        (microseconds(at), system, family, walk),
    )
    return done.rowcount


def last_walk(conn: Connection, system: str, family: str) -> int:
    """The number of the last walk that met any record of a family; 0 before the first."""
    query = select(func.max(TABLE.c.walk)).where(TABLE.c.system == system, TABLE.c.family == family)
    return int(conn.execute(query).scalar() or 0)


def records_of(
    conn: Connection, system: str, family: str, kind: type[R], *, gone: bool = False
) -> Iterator[R]:
    """The records of a family in our words, without their texts; gone ones too if asked."""
    query = select(TABLE).where(TABLE.c.system == system, TABLE.c.family == family)
    if not gone:
        query = query.where(TABLE.c.gone.is_(False))
    for row in conn.execute(query.order_by(TABLE.c.source_id)).mappings():
        yield _read(kind, dict(row))


def record_of(
    conn: Connection, system: str, family: str, kind: type[R], *, source_id: str
) -> R | None:
    """One record, with its text as it came; None where it was never told."""
    query = select(TABLE).where(
        TABLE.c.system == system, TABLE.c.family == family, TABLE.c.source_id == source_id
    )
    row = conn.execute(query).mappings().first()
    if row is None:
        return None
    return replace(_read(kind, dict(row)), raw=zlib.decompress(row["raw"]).decode())


def record_counts(conn: Connection, system: str) -> dict[str, int]:
    """How many records of each family stand there now."""
    query = (
        select(TABLE.c.family, func.count())
        .where(TABLE.c.system == system, TABLE.c.gone.is_(False))
        .group_by(TABLE.c.family)
    )
    return {family: count for family, count in conn.execute(query)}  # noqa: C416  rows are no pairs


def _read(kind: type[R], row: dict[str, Any]) -> R:
    known = json.loads(row["plain"])
    record = value_of(kind, known)
    return replace(record, modified_at=row["modified_at"], is_gone=row["gone"])
