"""Invoices changed over there, as somebody has decided about them.

A decision holds for what stood there when it was made; a later change there is another drift.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import Column, Connection, Text, delete, insert, select

from app.store.columns import Counts, Moment
from app.store.tables import table

TABLE: Final = table(
    "settled_drifts",
    Column("system", Text, primary_key=True),
    Column("invoice_number", Text, primary_key=True),
    Column("digest", Text, nullable=False),  # of what stood there
    Column("choice", Text, nullable=False),  # theirs or split
    Column("amount", Counts, nullable=False),  # theirs less ours, as it was taken over
    Column("settled_at", Moment, nullable=False),
    Column("settled_by", Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledDrift:
    """What was decided about one invoice."""

    invoice_number: str
    digest: str
    choice: str
    amount: Decimal
    settled_at: datetime
    settled_by: str


def settled_drifts(conn: Connection, system: str) -> dict[str, SettledDrift]:
    """What was decided, by number of the invoice."""
    rows = conn.execute(select(TABLE).where(TABLE.c.system == system)).mappings()
    names = SettledDrift.__dataclass_fields__
    return {row["invoice_number"]: SettledDrift(**{n: row[n] for n in names}) for row in rows}


def keep_drift(conn: Connection, system: str, drift: SettledDrift) -> None:
    """Keeps a decision in place of an earlier one about the same invoice."""
    drop_drift(conn, system, drift.invoice_number)
    values = {name: getattr(drift, name) for name in SettledDrift.__dataclass_fields__}
    conn.execute(insert(TABLE).values(system=system, **values))


def drop_drift(conn: Connection, system: str, number: str) -> None:
    """Takes a decision out, if there is one."""
    conn.execute(delete(TABLE).where(TABLE.c.system == system, TABLE.c.invoice_number == number))
