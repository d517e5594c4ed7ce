"""What the file knows of a period in other systems, for the proof: asked of the tables directly.

Nothing that posts or collects is used, so that a mistake there cannot hide here.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Generic, TypeVar

from app.store.columns import moment_of
from app.store.database import raw
from app.store.links import LinkKind
from app.store.transaction import Transaction
from app.values.foreign_record import ForeignRecord
from app.values.money import ZERO, from_counts
from app.values.plain_form import value_of

R = TypeVar("R", bound=ForeignRecord)

_STANDING: Final = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRecord(Generic[R]):
    """One of ours that is known there, and what was last read of it."""

    our_id: str
    total: Decimal | None
    """As posting it was answered."""
    record: R | None
    """None: never read."""
    is_gone: bool
    linked_at: datetime


def linked_records(
    conn: Transaction, system: str, kind: LinkKind, family: str, *, record: type[R]
) -> dict[str, LinkedRecord[R]]:
    """All that is linked of a kind, by our id, with what was last read of it."""
    rows = raw(conn).execute(
        "SELECT l.our_id, l.total, l.linked_at, r.plain, r.gone FROM links l"
        " LEFT JOIN remote_records r"
        " ON r.system = l.system AND r.family = ? AND r.source_id = l.their_id"
        " WHERE l.system = ? AND l.kind = ?",
        (family, system, kind.value),
    )
    return {
        our_id: LinkedRecord(
            our_id=our_id,
            total=None if total is None else from_counts(total),
            record=None if plain is None else value_of(record, json.loads(plain)),
            is_gone=bool(gone),
            linked_at=moment_of(at),
        )
        for our_id, total, at, plain, gone in rows.fetchall()
    }


def settled_by_kind(
    conn: Transaction, numbers: Collection[str]
) -> Mapping[str, Mapping[str, Decimal]]:
    """By number of our invoice and kind of payment what standing ones settle of it."""
    rows = raw(conn).execute(
        "SELECT a.invoice_number, p.kind, sum(a.amount) FROM payment_allocations a"
        " JOIN payments p ON p.system = a.system AND p.source_id = a.source_id"
        " WHERE p.state = ? AND a.uses_credit = 0 AND a.invoice_number IS NOT NULL GROUP BY 1, 2",
        (_STANDING,),
    )
    wanted = set(numbers)
    found: dict[str, dict[str, Decimal]] = {}
    for number, kind, amount in rows.fetchall():
        if number in wanted:
            found.setdefault(number, {})[kind] = from_counts(amount)
    return found


def unapplied_of(conn: Transaction, accounts: Collection[str]) -> Decimal:
    """Money of these accounts that lies on no invoice."""
    rows = raw(conn).execute(
        "SELECT account_number, sum(unapplied) FROM payments"
        " WHERE state = ? AND account_number IS NOT NULL GROUP BY 1",
        (_STANDING,),
    )
    wanted = set(accounts)
    return sum((from_counts(amount) for number, amount in rows if number in wanted), ZERO)


def psa_lines(conn: Transaction, system: str, period: str) -> dict[str, list[Decimal]]:
    """Amounts of lines made of a PSA's time and charges, by reference, on standing invoices.

    They are known by how their references begin, and by the ledger.
    """
    own = f"PSA:{system}:"
    rows = raw(conn).execute(
        "SELECT l.reference, l.amount FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id"
        " WHERE i.period = ? AND i.state <> 'void' AND (substr(l.reference, 1, ?) = ?"
        " OR l.reference IN (SELECT reference FROM psa_billing WHERE system = ?))"
        " ORDER BY l.invoice_id, l.line_no",
        (period, len(own), own, system),
    )
    found: dict[str, list[Decimal]] = {}
    for reference, amount in rows:
        found.setdefault(reference, []).append(from_counts(amount))
    return found
