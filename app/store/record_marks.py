"""How far our records are known to another system: linked when and as what, sent, told, refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from app.store.links import LINKS, LinkKind
from app.store.outbox import TABLE as OUTBOX
from app.store.outbox import OutboxState


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMark:
    """One of ours that is known there."""

    their_id: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandMark:
    """What was last to be done about one of ours there."""

    verb: str
    state: OutboxState
    their_number: str | None
    last_error: str
    changed_at: datetime


def link_marks(conn: Connection, system: str, kind: LinkKind) -> dict[str, LinkMark]:
    """Links of a kind, by our id."""
    wanted = (LINKS.c.system == system, LINKS.c.kind == kind.value)
    query = select(LINKS.c.our_id, LINKS.c.their_id, LINKS.c.linked_at).where(*wanted)
    return {
        row.our_id: LinkMark(their_id=row.their_id, linked_at=row.linked_at)
        for row in conn.execute(query)
    }


def errand_marks(conn: Connection, system: str, kind: str) -> Mapping[str, ErrandMark]:
    """The last errand of each record of a kind, by our id; their number of whichever told it."""
    query = select(OUTBOX).where(OUTBOX.c.system == system, OUTBOX.c.kind == kind)
    found: dict[str, ErrandMark] = {}
    for row in conn.execute(query.order_by(OUTBOX.c.changed_at, OUTBOX.c.id)):
        before = found.get(row.our_id)
        number = row.their_number or (before.their_number if before else None)
        found[row.our_id] = ErrandMark(
            verb=row.verb,
            state=OutboxState(row.state),
            their_number=number,
            last_error=row.last_error,
            changed_at=row.changed_at,
        )
    return found
