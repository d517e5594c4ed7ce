"""The audit: when, who, what, before, after, why. Entries are added and never changed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from sqlalchemy import Column, Connection, Index, Integer, Select, Text, select

from app.store.columns import Moment, microseconds
from app.store.database import raw
from app.store.tables import keep_as_written, table

TABLE: Final = table(
    "audit",
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("before", Text),  # JSON: the fields that changed; null where the record is new
    Column("after", Text),  # JSON; null where the record is gone
    Column("reason", Text),
    Column("origin", Text),  # the file it came from
    Index("ix_audit_area_record", "area", "record"),
)
keep_as_written(TABLE)


class Action(Enum):
    """What happened to a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    CLOSED = "closed"
    REOPENED = "reopened"
    UNMASKED = "unmasked"
    SENT = "sent"
    APPROVED = "approved"
    UNDONE = "undone"
    ISSUED = "issued"
    VOIDED = "voided"
    CREDITED = "credited"
    CORRECTED = "corrected"
    WAIVED = "waived"
    ASSIGNED = "assigned"
    HELD = "held"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something was done, by whom, and in which operation."""

    at: datetime
    actor: str
    """The user's name at the computer."""
    operation: str
    """The verb, such as ``import_workbook``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened to one record; values are texts, numbers, decimals, dates, flags or lists."""

    area: str
    """A sheet's name, or ``invoices``, ``bill_runs``, ``imports``, ``profiles``, ``calls``."""
    record: str
    """The record's own name; parts of a key are joined by ``/``."""
    action: Action
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    reason: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An entry as it lies in the audit, its JSON as text."""

    id: int
    at: datetime
    actor: str
    operation: str
    area: str
    record: str
    action: str
    before: str | None
    after: str | None
    reason: str | None
    origin: str | None


def record(connection: Connection, entries: Iterable[Entry], *, stamp: Stamp) -> None:
    """Adds entries in bulk, inside the transaction that makes the change."""
    at = microseconds(stamp.at)
    raw(connection).executemany(
        "INSERT INTO audit"
        " (at, actor, operation, area, record, action, before, after, reason, origin)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                at,
                stamp.actor,
                stamp.operation,
                entry.area,
                entry.record,
                entry.action.value,
                _json(entry.before),
                _json(entry.after),
                entry.reason or None,
                entry.origin or None,
            )
            for entry in entries
        ),
    )


def entries(connection: Connection) -> Iterator[Recorded]:
    """The whole audit, oldest first, a thousand at a time; for the export."""
    return _recorded(connection, select(TABLE).order_by(TABLE.c.id))


def last_entry(connection: Connection) -> int:
    """The number of the newest entry; 0: none. Another number: something was changed."""
    found = raw(connection).execute("SELECT coalesce(max(id), 0) FROM audit").fetchone()
    return int(found[0])


def entries_of(connection: Connection, area: str, *, record: str) -> list[Recorded]:
    """What happened to one record, oldest first."""
    of_record = (TABLE.c.area == area) & (TABLE.c.record == record)
    return list(_recorded(connection, select(TABLE).where(of_record).order_by(TABLE.c.id)))


def entries_by(connection: Connection, area: str, *, action: Action) -> list[Recorded]:
    """All that happened in this way to records of an area, oldest first."""
    wanted = (TABLE.c.area == area) & (TABLE.c.action == action.value)
    return list(_recorded(connection, select(TABLE).where(wanted).order_by(TABLE.c.id)))


def _recorded(connection: Connection, query: Select[*tuple[object, ...]]) -> Iterator[Recorded]:
    for row in connection.execution_options(yield_per=1000).execute(query).mappings():
        yield Recorded(**row)


def _json(values: Mapping[str, object] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """Amounts as decimal strings, never as floats."""
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            message = f"{type(value).__name__} has no place in the audit"
            raise TypeError(message)
