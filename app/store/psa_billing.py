"""What of a PSA stands among our charges, and which of our invoices the PSA was told of.

Which invoice bills a thing is told by the invoices themselves: undoing a run or making an invoice
void frees it without anything being written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import Column, Connection, Index, Text

from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table
from app.values.money import from_counts

TABLE: Final = table(
    "psa_billing",
    Column("system", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),  # of our row of charges
    Column("invoice_number", Text),  # the one that the PSA was told last; null: none
    Column("marked_at", Moment),
    Index("ix_psa_billing_reference", "reference"),
)

Key = tuple[str, str]
"""A family and the id there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A thing of the PSA, and our row for it."""

    family: str
    source_id: str
    reference: str
    told_number: str | None = None
    """Our invoice that the PSA was told to bill it."""
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """A line of an invoice that stands, made of a thing of the PSA."""

    family: str
    source_id: str
    reference: str
    invoice_number: str
    account_number: str
    """Who pays the invoice."""
    period: str
    amount: Decimal


def ledger(conn: Connection, system: str) -> dict[Key, LedgerRow]:
    """All that stands among our charges of a system."""
    rows = raw(conn).execute(
        "SELECT family, source_id, reference, invoice_number, marked_at FROM psa_billing"
        " WHERE system = ?",
        (system,),
    )
    return {
        (family, source_id): LedgerRow(
            family=family,
            source_id=source_id,
            reference=reference,
            told_number=number,
            told_at=None if at is None else moment_of(at),
        )
        for family, source_id, reference, number, at in rows.fetchall()
    }


def keep_in_ledger(conn: Connection, system: str, key: Key, reference: str) -> None:
    """Notes our row for a thing; what the PSA was told of it stays."""
    raw(conn).execute(
        "INSERT INTO psa_billing (system, family, source_id, reference) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (system, family, source_id) DO UPDATE SET reference = excluded.reference",
        (system, *key, reference),
    )


def drop_from_ledger(conn: Connection, system: str, key: Key) -> None:
    """Notes that a thing stands among our charges no more."""
    raw(conn).execute(
        "DELETE FROM psa_billing WHERE system = ? AND family = ? AND source_id = ?",
        (system, *key),
    )


def note_told(conn: Connection, system: str, key: Key, number: str, *, at: datetime) -> None:
    """Notes that the PSA knows which of our invoices bills a thing."""
    raw(conn).execute(
        "UPDATE psa_billing SET invoice_number = ?, marked_at = ?"
        " WHERE system = ? AND family = ? AND source_id = ?",
        (number, microseconds(at), system, *key),
    )


def billed_lines(conn: Connection, system: str) -> Mapping[Key, BilledLine]:
    """The lines by which things of a system are billed on invoices that are not void."""
    rows = raw(conn).execute(
        "SELECT p.family, p.source_id, p.reference, i.invoice_number, i.account_number,"
        " i.period, l.amount FROM psa_billing p JOIN invoice_lines l ON l.reference = p.reference"
        " JOIN invoices i ON i.id = l.invoice_id"
        " JOIN charges c ON c.reference = p.reference"
        " WHERE p.system = ? AND i.state <> 'void' ORDER BY i.id",
        (system,),
    )
    return {
        (family, source_id): BilledLine(
            family=family,
            source_id=source_id,
            reference=reference,
            invoice_number=number,
            account_number=account,
            period=period,
            amount=from_counts(amount),
        )
        for family, source_id, reference, number, account, period, amount in rows.fetchall()
    }
