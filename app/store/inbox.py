"""What needs a hand, in plain words: one open entry for each system, kind and record.

An entry that was solved stays, and opens anew as another row where the same comes again.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Text,
    func,
    insert,
    select,
    update,
)

from app.store.columns import Counts, Moment
from app.store.tables import table

TABLE: Final = table(
    "inbox",
    Column("id", Integer, primary_key=True),
    Column("system", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),  # what it is of: "invoice CF-1051"
    Column("flow", Text, nullable=False),  # whose look opens and closes it
    Column("account_number", Text),
    Column("title", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("amount", Counts),
    Column("facts", Text, nullable=False),  # JSON
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("solved_at", Moment),
    Column("solved_by", Text),
)
_OPEN: Final = TABLE.c.solved_at.is_(None)
Index(
    "uq_inbox_open",
    TABLE.c.system,
    TABLE.c.kind,
    TABLE.c.record,
    unique=True,
    sqlite_where=_OPEN,
)

ITSELF: Final = "itself"
"""Who solved what is so no more without anybody's doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that needs a hand, as a plan, an apply or a look has found it."""

    system: str
    kind: str
    record: str
    flow: str
    title: str
    why: str
    remedy: str = ""
    amount: Decimal | None = None
    account_number: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """A problem with its place in the file."""

    id: int
    problem: Problem
    first_at: datetime
    last_at: datetime
    times: int
    solved_at: datetime | None
    solved_by: str | None


def open_entry(conn: Connection, problem: Problem, *, at: datetime, counts: bool = True) -> int:
    """Opens an entry, or tells the open one of the same record and kind anew; its number.

    ``counts``: whether that is another time; not so within one sync.
    """
    values: dict[str, Any] = {
        "flow": problem.flow,
        "account_number": problem.account_number,
        "title": problem.title,
        "why": problem.why,
        "remedy": problem.remedy,
        "amount": problem.amount,
        "facts": json.dumps(dict(problem.facts), ensure_ascii=False, sort_keys=True),
        "last_at": at,
    }
    key = (
        TABLE.c.system == problem.system,
        TABLE.c.kind == problem.kind,
        TABLE.c.record == problem.record,
    )
    row = conn.execute(select(TABLE.c.id, TABLE.c.times).where(_OPEN, *key)).first()
    if row is not None:
        times = row.times + int(counts)
        told = update(TABLE).where(TABLE.c.id == row.id).values(times=times, **values)
        conn.execute(told)
        return int(row.id)
    made = conn.execute(
        insert(TABLE).values(
            system=problem.system,
            kind=problem.kind,
            record=problem.record,
            first_at=at,
            times=1,
            **values,
        )
    )
    return int((made.inserted_primary_key or (0,))[0])


def solve_entries(conn: Connection, ids: Collection[int], *, at: datetime, by: str) -> int:
    """Closes open entries; how many they were."""
    wanted = (_OPEN, TABLE.c.id.in_(list(ids)))
    return conn.execute(update(TABLE).where(*wanted).values(solved_at=at, solved_by=by)).rowcount


def open_entries(
    conn: Connection, *, system: str | None = None, flow: str | None = None
) -> list[InboxEntry]:
    """The open entries, the most money first; then the oldest."""
    wanted: list[ColumnElement[bool]] = [_OPEN]
    if system is not None:
        wanted.append(TABLE.c.system == system)
    if flow is not None:
        wanted.append(TABLE.c.flow == flow)
    query = select(TABLE).where(*wanted)
    ordered = query.order_by(func.abs(func.coalesce(TABLE.c.amount, 0)).desc(), TABLE.c.id)
    return [_read(dict(row)) for row in conn.execute(ordered).mappings()]


def solved_entries(conn: Connection, *, since: datetime) -> list[InboxEntry]:
    """The entries solved since then, the last one first."""
    query = select(TABLE).where(TABLE.c.solved_at >= since)
    ordered = query.order_by(TABLE.c.solved_at.desc(), TABLE.c.id.desc())
    return [_read(dict(row)) for row in conn.execute(ordered).mappings()]


def entry_of(conn: Connection, entry_id: int) -> InboxEntry | None:
    """An entry, open or solved; None where there is none of that number."""
    row = conn.execute(select(TABLE).where(TABLE.c.id == entry_id)).mappings().first()
    return None if row is None else _read(dict(row))


_OF_PROBLEM: Final = tuple(name for name in Problem.__dataclass_fields__ if name != "facts")
_OF_ENTRY: Final = tuple(name for name in InboxEntry.__dataclass_fields__ if name != "problem")


def _read(row: dict[str, Any]) -> InboxEntry:
    told = {name: row[name] for name in _OF_PROBLEM}
    problem = Problem(**told, facts=json.loads(row["facts"]))
    return InboxEntry(problem=problem, **{name: row[name] for name in _OF_ENTRY})
