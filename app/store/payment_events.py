"""What happened to payments, each change with its day; rows are added and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from sqlalchemy import Column, Connection, Index, Integer, Text, insert, select

from app.store.columns import Counts, Day, Moment
from app.store.tables import keep_as_written, table

TABLE: Final = table(
    "payment_events",
    Column("id", Integer, primary_key=True),
    Column("system", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("account_number", Text),
    Column("invoice_number", Text),  # null: of the payment as a whole
    Column("happened_on", Day),  # as the other side tells it
    Column("learned_at", Moment, nullable=False),
    Column("amount", Counts, nullable=False),  # what it changes: of the payment or allocation
    Column("before", Counts),
    Column("after", Counts),
    Column("currency", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("ix_payment_events_account_number", "account_number"),
    Index("ix_payment_events_invoice_number", "invoice_number"),
    Index("ix_payment_events_system_source_id", "system", "source_id"),
)
keep_as_written(TABLE)


class PaymentEventKind(Enum):
    """What happened."""

    RECEIVED = "received"
    """New to us: money in."""
    PART = "part"
    """It settles a part of an invoice."""
    PAID = "paid"
    """It settles all that was open of an invoice."""
    OVER = "over"
    """More lies on an invoice than it asks for."""
    UNAPPLIED = "unapplied"
    """Money that is on no invoice."""
    CREDIT = "credit"
    """A credit put on an invoice; no money moves."""
    REFUND = "refund"
    """Money given back."""
    AMOUNT_EDITED = "amount_edited"
    REALLOCATED = "reallocated"
    BOUNCED = "bounced"
    """It was made void there: the money did not stay."""
    DELETED = "deleted"
    CHANGED = "changed"
    """Its day, reference, method or customer."""
    TAKEN_OVER = "taken_over"
    """A change of an invoice over there, taken here as a credit or charge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """One change of one payment."""

    system: str
    source_id: str
    event: PaymentEventKind
    account_number: str | None
    invoice_number: str | None
    happened_on: date | None
    learned_at: datetime
    amount: Decimal
    before: Decimal | None = None
    after: Decimal | None = None
    currency: str = ""
    reference: str = ""
    words: str = ""


def add_events(conn: Connection, events: Iterable[PaymentEvent]) -> None:
    """Adds events inside the transaction that keeps the payments they are of."""
    rows = [
        {name: getattr(each, name) for name in PaymentEvent.__dataclass_fields__}
        | {"event": each.event.value}
        for each in events
    ]
    if rows:
        conn.execute(insert(TABLE), rows)


def payment_events(
    conn: Connection, *, account_number: str | None = None, invoice_number: str | None = None
) -> list[PaymentEvent]:
    """The events, the newest first: all, of one account or of one invoice."""
    query = select(TABLE)
    if account_number is not None:
        query = query.where(TABLE.c.account_number == account_number)
    if invoice_number is not None:
        query = query.where(TABLE.c.invoice_number == invoice_number)
    rows = conn.execute(query.order_by(TABLE.c.id.desc())).mappings()
    return [_read(dict(row)) for row in rows]


def _read(row: dict[str, Any]) -> PaymentEvent:
    del row["id"]
    return PaymentEvent(**{**row, "event": PaymentEventKind(row["event"])})
