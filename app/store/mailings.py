"""How invoices went out: one row an invoice and way, with what the mail server said."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)

from app.billing.mailing import MailState, Way
from app.store.columns import Flag, Moment
from app.store.tables import table

TABLE = table(
    "mailings",
    Column("id", Integer, primary_key=True),
    Column("invoice_id", Integer, ForeignKey("invoices.id"), nullable=False),
    Column("way", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("with_calls", Flag, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("answer", Text, nullable=False),  # what the server said last
    Column("attempts", Integer, nullable=False),
    Column("planned_at", Moment, nullable=False),
    Column("tried_at", Moment),
    UniqueConstraint("invoice_id", "way"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One invoice on one way out."""

    invoice_id: int
    way: Way
    state: MailState
    planned_at: datetime
    id: int = 0
    """0: not written yet."""
    address: str = ""
    subject: str = ""
    body: str = ""
    with_calls: bool = False
    message_id: str = ""
    answer: str = ""
    attempts: int = 0
    tried_at: datetime | None = None


def load_mailings(
    conn: Connection,
    *,
    invoice_ids: Collection[int] | None = None,
    states: Collection[MailState] | None = None,
) -> list[Mailing]:
    """Mailings in the order of planning, all or those asked for."""
    wanted = select(TABLE).order_by(TABLE.c.id)
    if invoice_ids is not None:
        wanted = wanted.where(TABLE.c.invoice_id.in_(invoice_ids))
    if states is not None:
        wanted = wanted.where(TABLE.c.state.in_([state.value for state in states]))
    return [_read(dict(row)) for row in conn.execute(wanted).mappings()]


def _read(values: dict[str, Any]) -> Mailing:
    values["way"] = Way(values["way"])
    values["state"] = MailState(values["state"])
    return Mailing(**values)


def plan_mailings(conn: Connection, planned: Iterable[Mailing]) -> None:
    """Writes planned mailings; one that its invoice had on the way gives its place."""
    for each in planned:
        conn.execute(
            delete(TABLE).where(
                TABLE.c.invoice_id == each.invoice_id, TABLE.c.way == each.way.value
            )
        )
        values = {
            column.name: getattr(each, column.name) for column in TABLE.c if column.name != "id"
        }
        values |= {"way": each.way.value, "state": each.state.value}
        conn.execute(insert(TABLE).values(values))


def note_mailing(
    conn: Connection,
    mailing_id: int,
    state: MailState,
    *,
    answer: str = "",
    tried_at: datetime | None = None,
    attempts: int | None = None,
) -> None:
    """Writes how far a mailing is."""
    values: dict[str, object] = {"state": state.value, "answer": answer}
    if tried_at is not None:
        values["tried_at"] = tried_at
    if attempts is not None:
        values["attempts"] = attempts
    conn.execute(update(TABLE).where(TABLE.c.id == mailing_id).values(values))


def remove_mailings(conn: Connection, mailing_ids: Collection[int]) -> None:
    """Takes mailings away of which nothing has left."""
    conn.execute(delete(TABLE).where(TABLE.c.id.in_(mailing_ids)))
