"""What goes out to other systems: one row for each thing that is to be done once.

The row is written before the call that does it, so that after a crash it is known what may have
happened. Its key goes along with the call wherever the other system takes one.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, Text, UniqueConstraint, insert, select, update

from app.store.columns import Moment
from app.store.tables import table

TABLE: Final = table(
    "outbox",
    Column("id", Integer, primary_key=True),
    Column("system", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("our_id", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of what is sent: other content is another thing
    Column("key", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("their_id", Text),
    Column("their_number", Text),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("system", "verb", "kind", "our_id", "digest"),
)


class OutboxState(Enum):
    """How far a thing is."""

    SENDING = "sending"
    """Under way, or the program ended meanwhile: nobody knows."""
    UNKNOWN = "unknown"
    """Sent, and no answer came; it is looked for before anything else."""
    DONE = "done"
    REFUSED = "refused"
    """The other system did not take it; nothing of it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing to be done once at another system."""

    verb: str
    """create, update, void, apply, write."""
    kind: str
    our_id: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """An errand with its place in the file."""

    id: int
    errand: Errand
    key: str
    state: OutboxState
    attempts: int
    last_error: str
    their_id: str | None
    their_number: str | None


def begin_errand(conn: Connection, system: str, errand: Errand, *, at: datetime) -> OutboxRow:
    """The row of an errand as it stood before, now under way; a done one is left as it is.

    ``attempts`` of the answer are those before this one that nobody knows the end of: above 0, it
    may have happened already.
    """
    row = conn.execute(
        select(TABLE).where(
            TABLE.c.system == system,
            TABLE.c.verb == errand.verb,
            TABLE.c.kind == errand.kind,
            TABLE.c.our_id == errand.our_id,
            TABLE.c.digest == errand.digest,
        )
    ).first()
    if row is None:
        return _added(conn, system, errand, at=at)
    found = _read(row)
    if found.state is OutboxState.DONE:
        return found
    if found.state is OutboxState.REFUSED:
        # Of the old key the other system may remember its refusal, and tell it again.
        found = replace(found, key=_new_key(), attempts=0)
    conn.execute(
        update(TABLE)
        .where(TABLE.c.id == found.id)
        .values(
            key=found.key,
            state=OutboxState.SENDING.value,
            attempts=found.attempts + 1,
            changed_at=at,
        )
    )
    return found


def _added(conn: Connection, system: str, errand: Errand, *, at: datetime) -> OutboxRow:
    key = _new_key()
    made = conn.execute(
        insert(TABLE).values(
            system=system,
            verb=errand.verb,
            kind=errand.kind,
            our_id=errand.our_id,
            digest=errand.digest,
            key=key,
            state=OutboxState.SENDING.value,
            attempts=1,
            last_error="",
            created_at=at,
            changed_at=at,
        )
    )
    return OutboxRow(
        id=int((made.inserted_primary_key or (0,))[0]),
        errand=errand,
        key=key,
        state=OutboxState.SENDING,
        attempts=0,
        last_error="",
        their_id=None,
        their_number=None,
    )


def _new_key() -> str:
    return str(uuid.uuid4())


def end_errand(
    conn: Connection,
    row_id: int,
    state: OutboxState,
    *,
    at: datetime,
    their_id: str | None = None,
    their_number: str | None = None,
    error: str = "",
) -> None:
    """Notes what became of an errand."""
    values: dict[str, Any] = {"state": state.value, "last_error": error, "changed_at": at}
    if their_id is not None:
        values |= {"their_id": their_id, "their_number": their_number}
    conn.execute(update(TABLE).where(TABLE.c.id == row_id).values(values))


def end_creations(
    conn: Connection, system: str, kind: str, our_id: str, *, at: datetime, their_id: str
) -> None:
    """Notes that a record was made there, of every errand to make it whose end nobody knew.

    There are several where the program ended on the way and the next plan sent other content.
    """
    conn.execute(
        update(TABLE)
        .where(
            TABLE.c.system == system,
            TABLE.c.verb == "create",
            TABLE.c.kind == kind,
            TABLE.c.our_id == our_id,
            TABLE.c.state.in_((OutboxState.SENDING.value, OutboxState.UNKNOWN.value)),
        )
        .values(state=OutboxState.DONE.value, their_id=their_id, changed_at=at)
    )


def open_errands(conn: Connection, system: str) -> list[OutboxRow]:
    """Errands of which nobody knows what became, the oldest first."""
    states = (OutboxState.SENDING.value, OutboxState.UNKNOWN.value)
    query = select(TABLE).where(TABLE.c.system == system, TABLE.c.state.in_(states))
    return [_read(row) for row in conn.execute(query.order_by(TABLE.c.id))]


def _read(row: Any) -> OutboxRow:  # noqa: ANN401  a row of the table
    return OutboxRow(
        id=row.id,
        errand=Errand(verb=row.verb, kind=row.kind, our_id=row.our_id, digest=row.digest),
        key=row.key,
        state=OutboxState(row.state),
        attempts=row.attempts,
        last_error=row.last_error,
        their_id=row.their_id,
        their_number=row.their_number,
    )
