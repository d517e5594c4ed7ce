"""The systems that a company file is connected to, and how far each was read; never their secrets.

What another system told is in ``remote_records.py``, what is theirs and ours in ``links.py``, what
goes out in ``outbox.py``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, Text, delete, func, insert, select, update

from app.store.columns import Moment
from app.store.tables import table

CONNECTIONS: Final = table(
    "connections",
    Column("system", Text, primary_key=True),
    Column("role", Text, nullable=False),  # psa or accounting
    Column("settings", Text, nullable=False),  # JSON: name to text
    Column("company", Text, nullable=False),  # as the other side names it
    Column("fingerprint", Text, nullable=False),  # blank: never reached
    Column("connected_at", Moment, nullable=False),
    Column("noticed_days", Integer),  # the last notice that its sign-in ends
)

WATERMARKS: Final = table(
    "watermarks",
    Column("system", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("mark", Text),  # null: nothing was read to its end
    Column("pulled_at", Moment),
    Column("whole_at", Moment),  # when it was last read whole
    Column("walk", Integer, nullable=False),  # the number of the last walk that began
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConnection:
    """A system that the file is connected to."""

    system: str
    role: str
    settings: Mapping[str, str]
    company: str
    fingerprint: str
    connected_at: datetime
    noticed_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """How far a family was read."""

    mark: str | None
    pulled_at: datetime | None
    whole_at: datetime | None


def connections(conn: Connection) -> list[StoredConnection]:
    """All of them, by name."""
    rows = conn.execute(select(CONNECTIONS).order_by(CONNECTIONS.c.system)).mappings()
    return [_read(dict(row)) for row in rows]


def connection_to(conn: Connection, system: str) -> StoredConnection | None:
    """The connection to a system; None where there is none."""
    query = select(CONNECTIONS).where(CONNECTIONS.c.system == system)
    row = conn.execute(query).mappings().first()
    return None if row is None else _read(dict(row))


def keep_connection(conn: Connection, connection: StoredConnection) -> None:
    """Writes a connection in place of an earlier one to the same system."""
    conn.execute(delete(CONNECTIONS).where(CONNECTIONS.c.system == connection.system))
    conn.execute(
        insert(CONNECTIONS).values(
            system=connection.system,
            role=connection.role,
            settings=json.dumps(dict(connection.settings), sort_keys=True, ensure_ascii=False),
            company=connection.company,
            fingerprint=connection.fingerprint,
            connected_at=connection.connected_at,
            noticed_days=connection.noticed_days,
        )
    )


def note_notice(conn: Connection, system: str, days: int | None) -> None:
    """Notes which notice of the end of a sign-in was given; None: none since the last sign-in."""
    conn.execute(
        update(CONNECTIONS).where(CONNECTIONS.c.system == system).values(noticed_days=days)
    )


def drop_connection(conn: Connection, system: str) -> None:
    """Takes a connection and its marks out; what it told and what it was sent stays."""
    conn.execute(delete(CONNECTIONS).where(CONNECTIONS.c.system == system))
    conn.execute(delete(WATERMARKS).where(WATERMARKS.c.system == system))


def watermark(conn: Connection, system: str, family: str) -> Watermark:
    """How far a family was read; nothing of it is there before the first pull."""
    row = conn.execute(select(WATERMARKS).where(*_of(system, family))).first()
    if row is None:
        return Watermark(mark=None, pulled_at=None, whole_at=None)
    return Watermark(mark=row.mark, pulled_at=row.pulled_at, whole_at=row.whole_at)


def last_pulled(conn: Connection) -> dict[str, datetime]:
    """By system when all that it is read for was last read to its end."""
    query = select(WATERMARKS.c.system, func.min(WATERMARKS.c.pulled_at)).group_by(
        WATERMARKS.c.system
    )
    return {row[0]: row[1] for row in conn.execute(query) if row[1] is not None}


def begin_walk(conn: Connection, system: str, family: str) -> int:
    """The number of a walk that begins: greater than any before it."""
    last = conn.execute(
        select(func.max(WATERMARKS.c.walk)).where(*_of(system, family))
    ).scalar_one_or_none()
    if last is None:
        conn.execute(insert(WATERMARKS).values(system=system, family=family, walk=1))
        return 1
    conn.execute(update(WATERMARKS).where(*_of(system, family)).values(walk=last + 1))
    return int(last) + 1


def end_walk(
    conn: Connection, system: str, family: str, *, mark: str | None, whole: bool, at: datetime
) -> None:
    """Notes that a walk came to its end, and where the next goes on."""
    values: dict[str, Any] = {"mark": mark, "pulled_at": at}
    if whole:
        values["whole_at"] = at
    conn.execute(update(WATERMARKS).where(*_of(system, family)).values(values))


def _of(system: str, family: str) -> tuple[Any, ...]:
    return (WATERMARKS.c.system == system, WATERMARKS.c.family == family)


def _read(values: dict[str, Any]) -> StoredConnection:
    return StoredConnection(**{**values, "settings": json.loads(values["settings"])})
