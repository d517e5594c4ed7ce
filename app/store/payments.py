"""Payments as accounting tells them, and which invoices of ours they settle.

A payment is always kept whole: its allocations are replaced, never added to, so a payment that is
told twice counts once, and one that was changed or deleted there is so here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    delete,
    func,
    insert,
    select,
)

from app.store.columns import Counts, Day, Flag, Moment
from app.store.tables import table

PAYMENTS: Final = table(
    "payments",
    Column("system", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # standing, void or deleted
    Column("account_number", Text, index=True),  # null: a customer that is not ours
    Column("customer_id", Text),  # theirs
    Column("paid_on", Day),
    Column("total", Counts, nullable=False),
    Column("unapplied", Counts, nullable=False),
    Column("currency", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

ALLOCATIONS: Final = table(
    "payment_allocations",
    Column("system", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("document_id", Text, nullable=False),  # theirs
    Column("invoice_number", Text),  # ours; null: a document that is not ours
    Column("amount", Counts, nullable=False),
    Column("applied_on", Day),
    Column("uses_credit", Flag, nullable=False),  # on a credit note
    ForeignKeyConstraint(["system", "source_id"], ["payments.system", "payments.source_id"]),
    Index("ix_payment_allocations_invoice", "invoice_number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAllocation:
    """A part of a payment on one document."""

    document_id: str
    invoice_number: str | None
    amount: Decimal
    applied_on: date | None
    uses_credit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPayment:
    """A payment as it was last told."""

    source_id: str
    kind: str
    state: str
    account_number: str | None
    customer_id: str | None
    paid_on: date | None
    total: Decimal
    unapplied: Decimal
    currency: str
    reference: str
    method: str
    allocations: tuple[StoredAllocation, ...] = ()


def keep_payment(
    conn: Connection, system: str, payment: StoredPayment, *, at: datetime
) -> StoredPayment | None:
    """Keeps a payment in place of what was known of it; that, or None where it is new."""
    before = payment_of(conn, system, payment.source_id)
    if before == payment:
        return before
    _drop(conn, system, payment.source_id)
    values = {name: getattr(payment, name) for name in _COLUMNS}
    conn.execute(insert(PAYMENTS).values(system=system, kept_at=at, **values))
    rows = [
        {
            "system": system,
            "source_id": payment.source_id,
            "place": place,
            "document_id": each.document_id,
            "invoice_number": each.invoice_number,
            "amount": each.amount,
            "applied_on": each.applied_on,
            "uses_credit": each.uses_credit,
        }
        for place, each in enumerate(payment.allocations)
    ]
    if rows:
        conn.execute(insert(ALLOCATIONS), rows)
    return before


_COLUMNS: Final = (
    "source_id",
    "kind",
    "state",
    "account_number",
    "customer_id",
    "paid_on",
    "total",
    "unapplied",
    "currency",
    "reference",
    "method",
)


def _drop(conn: Connection, system: str, source_id: str) -> None:
    for each in (ALLOCATIONS, PAYMENTS):
        conn.execute(delete(each).where(each.c.system == system, each.c.source_id == source_id))


def drop_payment(conn: Connection, system: str, source_id: str) -> None:
    """Takes a payment out that is none any more, if it is there."""
    _drop(conn, system, source_id)


def payment_of(conn: Connection, system: str, source_id: str) -> StoredPayment | None:
    """A payment as it was last told; None where it never was."""
    of_it = (PAYMENTS.c.system == system, PAYMENTS.c.source_id == source_id)
    row = conn.execute(select(PAYMENTS).where(*of_it)).mappings().first()
    return None if row is None else _read(conn, system, row)


def payments_in(
    conn: Connection, system: str, *, account_number: str | None = None
) -> list[StoredPayment]:
    """Payments in the order of their days; of one account where it is named."""
    query = select(PAYMENTS).where(PAYMENTS.c.system == system)
    if account_number is not None:
        query = query.where(PAYMENTS.c.account_number == account_number)
    rows = conn.execute(query.order_by(PAYMENTS.c.paid_on, PAYMENTS.c.source_id)).mappings().all()
    return [_read(conn, system, row) for row in rows]


def all_payments(conn: Connection, system: str) -> dict[str, StoredPayment]:
    """Every payment of a system, by id; read all at once."""
    parts: dict[str, list[StoredAllocation]] = {}
    of_it = select(ALLOCATIONS).where(ALLOCATIONS.c.system == system)
    for row in conn.execute(of_it.order_by(ALLOCATIONS.c.source_id, ALLOCATIONS.c.place)):
        parts.setdefault(row.source_id, []).append(_part(row._mapping))  # noqa: SLF001  its name
    rows = conn.execute(select(PAYMENTS).where(PAYMENTS.c.system == system)).mappings()
    return {
        row["source_id"]: StoredPayment(
            **{name: row[name] for name in _COLUMNS},
            allocations=tuple(parts.get(row["source_id"], ())),
        )
        for row in rows
    }


def paid_by_invoice(conn: Connection) -> dict[str, Decimal]:
    """What standing payments and credits have settled, by number of our invoice."""
    return _settling(conn, func.sum(ALLOCATIONS.c.amount, type_=Counts))


def last_paid_on(conn: Connection) -> dict[str, date]:
    """The day of the last payment or credit, by number of our invoice."""
    day = func.coalesce(ALLOCATIONS.c.applied_on, PAYMENTS.c.paid_on)
    return _settling(conn, func.max(day, type_=Day))


def _settling(conn: Connection, what: ColumnElement[Any]) -> dict[str, Any]:
    query = (
        select(ALLOCATIONS.c.invoice_number, what)
        .join(
            PAYMENTS,
            (PAYMENTS.c.system == ALLOCATIONS.c.system)
            & (PAYMENTS.c.source_id == ALLOCATIONS.c.source_id),
        )
        .where(
            ALLOCATIONS.c.invoice_number.is_not(None),
            ALLOCATIONS.c.uses_credit.is_(False),
            PAYMENTS.c.state == "standing",
        )
        .group_by(ALLOCATIONS.c.invoice_number)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _read(conn: Connection, system: str, row: Any) -> StoredPayment:  # noqa: ANN401  a row
    of_it = (
        ALLOCATIONS.c.system == system,
        ALLOCATIONS.c.source_id == row["source_id"],
    )
    parts = conn.execute(select(ALLOCATIONS).where(*of_it).order_by(ALLOCATIONS.c.place)).mappings()
    return StoredPayment(
        **{name: row[name] for name in _COLUMNS},
        allocations=tuple(_part(each) for each in parts),
    )


def _part(row: Any) -> StoredAllocation:  # noqa: ANN401  a row
    return StoredAllocation(
        document_id=row["document_id"],
        invoice_number=row["invoice_number"],
        amount=row["amount"],
        applied_on=row["applied_on"],
        uses_credit=row["uses_credit"],
    )
