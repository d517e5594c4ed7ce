"""Queries of bundle splits: on what the components of bundled lines were taxed."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select

from app.store.billing_tables import invoice_splits
from app.tax.unbundling import BundleSplit


def write_splits(conn: Connection, found: Iterable[tuple[int, Sequence[BundleSplit]]]) -> None:
    """Keeps how the bundled lines of each invoice, known by its id, were split."""
    rows = [
        {
            "invoice_id": invoice_id,
            "line_no": each.line_index,
            "component_no": each.component_no,
            "category": each.category,
            "method": each.method,
            "amount": each.amount,
        }
        for invoice_id, splits in found
        for each in splits
    ]
    if rows:
        conn.execute(insert(invoice_splits), rows)


def load_splits(conn: Connection, invoice_id: int) -> list[BundleSplit]:
    """How the bundled lines of one invoice were split, by line and component."""
    rows = conn.execute(
        select(invoice_splits)
        .where(invoice_splits.c.invoice_id == invoice_id)
        .order_by(invoice_splits.c.line_no, invoice_splits.c.component_no)
    ).mappings()
    return [
        BundleSplit(
            line_index=row["line_no"],
            component_no=row["component_no"],
            category=row["category"],
            method=row["method"],
            amount=row["amount"],
        )
        for row in rows
    ]
