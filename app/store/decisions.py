"""What a company decided, by key: when and by whom; each change leaves an audit entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.store.audit import Action, Entry, Stamp, record
from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table

TABLE: Final = table(
    "decisions",
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("decided_by", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer, when and by whom it was given."""

    value: str
    at: datetime
    by: str


def decided(conn: Connection) -> dict[str, Decided]:
    """All answers by key."""
    rows = raw(conn).execute("SELECT key, value, decided_at, decided_by FROM decisions")
    return {key: Decided(value, moment_of(at), by) for key, value, at, by in rows.fetchall()}


def answers(conn: Connection) -> dict[str, str]:
    """The answers alone, by key."""
    return {key: each.value for key, each in decided(conn).items()}


def save_answer(conn: Connection, key: str, *, value: str, stamp: Stamp) -> str | None:
    """Keeps an answer, blank takes it away; the one it replaces, None where there was none."""
    before = answers(conn).get(key)
    if before == value or (before is None and not value):
        return before
    if value:
        raw(conn).execute(
            "INSERT OR REPLACE INTO decisions (key, value, decided_at, decided_by)"
            " VALUES (?, ?, ?, ?)",
            (key, value, microseconds(stamp.at), stamp.actor),
        )
    else:
        raw(conn).execute("DELETE FROM decisions WHERE key = ?", (key,))
    action = Action.REMOVED if not value else Action.CHANGED if before else Action.ADDED
    entry = Entry(
        area="decisions",
        record=key,
        action=action,
        before={"value": before} if before else None,
        after={"value": value} if value else None,
    )
    record(conn, [entry], stamp=stamp)
    return before
