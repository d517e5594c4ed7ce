"""Queries of untaxed charges: what approved invoices take nothing of, and which rows said so."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select

from app.store.billing_tables import invoice_untaxed
from app.tax.untaxed import Untaxed, UntaxedCharge


def write_untaxed(conn: Connection, found: Iterable[tuple[int, Sequence[UntaxedCharge]]]) -> None:
    """Keeps the decisions of each invoice, known by its id."""
    rows = [
        {
            "invoice_id": invoice_id,
            "decision_no": no,
            "line_no": each.line_index,
            "category": each.category,
            "tax_code": each.tax_code,
            "jurisdiction": each.jurisdiction,
            "why": each.why.value,
            "source_note": each.source_note,
        }
        for invoice_id, decisions in found
        for no, each in enumerate(decisions)
    ]
    if rows:
        conn.execute(insert(invoice_untaxed), rows)


def load_untaxed(conn: Connection, invoice_id: int) -> list[UntaxedCharge]:
    """The decisions of one invoice, in the order in which they were written."""
    rows = conn.execute(
        select(invoice_untaxed)
        .where(invoice_untaxed.c.invoice_id == invoice_id)
        .order_by(invoice_untaxed.c.decision_no)
    ).mappings()
    return [
        UntaxedCharge(
            line_index=row["line_no"],
            category=row["category"],
            tax_code=row["tax_code"],
            jurisdiction=row["jurisdiction"],
            why=Untaxed(row["why"]),
            source_note=row["source_note"],
        )
        for row in rows
    ]
