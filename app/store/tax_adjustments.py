"""Table and queries of tax adjustments: corrections of final invoices, made on request."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, Text, insert, select, update

from app.billing.tax_adjustment import TaxAdjustment, line_facts, read_line
from app.store.columns import Counts, Moment
from app.store.tables import table

TABLE = table(
    "tax_adjustments",
    Column("id", Integer, primary_key=True),
    Column("plan", Text, nullable=False, index=True),  # the digest of the plan it was made by
    Column("account_number", Text, nullable=False, index=True),
    Column("invoice_number", Text, nullable=False, index=True),  # the invoice it corrects
    Column("tax_line", Text, nullable=False),  # JSON
    Column("amount", Counts, nullable=False),
    Column("why", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("invoice_id", Integer, ForeignKey("invoices.id"), index=True),  # null: open
)


def add_adjustments(
    conn: Connection, plan: str, made: Sequence[TaxAdjustment], *, why: str, at: datetime
) -> None:
    """Keeps the lines of a plan, to stand on the accounts' next invoices."""
    if made:
        conn.execute(
            insert(TABLE),
            [
                {
                    "plan": plan,
                    "account_number": each.account_number,
                    "invoice_number": each.invoice_number,
                    "tax_line": json.dumps(line_facts(each.line), ensure_ascii=False),
                    "amount": each.line.amount,
                    "why": why,
                    "made_at": at,
                    "invoice_id": None,
                }
                for each in made
            ],
        )


def load_adjustments(conn: Connection) -> list[TaxAdjustment]:
    """All that were ever made, the oldest first."""
    return [
        TaxAdjustment(
            account_number=row.account_number,
            invoice_number=row.invoice_number,
            line=read_line(json.loads(row.tax_line)),
            is_open=row.invoice_id is None,
        )
        for row in conn.execute(select(TABLE).order_by(TABLE.c.id))
    ]


def is_applied(conn: Connection, plan: str) -> bool:
    """Whether a plan was applied before."""
    return conn.execute(select(TABLE.c.id).where(TABLE.c.plan == plan).limit(1)).first() is not None


def settle_adjustments(conn: Connection, invoice_id: int, accounts: Collection[str]) -> None:
    """Notes that the open ones of these accounts stand on an invoice now."""
    conn.execute(
        update(TABLE)
        .where(TABLE.c.invoice_id.is_(None), TABLE.c.account_number.in_(accounts))
        .values(invoice_id=invoice_id)
    )


def free_adjustments(conn: Connection, invoice_ids: Collection[int]) -> None:
    """Opens those again that stood on invoices which are void or taken back."""
    conn.execute(update(TABLE).where(TABLE.c.invoice_id.in_(invoice_ids)).values(invoice_id=None))


def adjusted_numbers(conn: Connection, invoice_numbers: Collection[str]) -> list[str]:
    """Which of these invoices were corrected, in order."""
    rows = conn.execute(
        select(TABLE.c.invoice_number).where(TABLE.c.invoice_number.in_(invoice_numbers)).distinct()
    )
    return sorted(rows.scalars())
