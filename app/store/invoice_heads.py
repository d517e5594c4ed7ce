"""Invoices without their lines, for lists of all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from app.billing.invoice import InvoiceState
from app.store.billing_tables import invoice_lines, invoices


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceHead:
    """What stands on top of an invoice."""

    id: int
    run_id: int
    account_number: str
    invoice_number: str
    period: str
    invoice_date: date
    due_date: date
    currency: str
    total: Decimal
    state: InvoiceState
    seal: str
    voided_on: date | None


_SHOWN = tuple(invoices.c[name] for name in InvoiceHead.__dataclass_fields__)


def invoice_heads(
    conn: Connection, *, ids: Collection[int] | None = None, account: str | None = None
) -> list[InvoiceHead]:
    """All invoices, or those asked for, the newest first."""
    wanted = select(*_SHOWN).order_by(invoices.c.id.desc())
    if ids is not None:
        wanted = wanted.where(invoices.c.id.in_(ids))
    if account is not None:
        wanted = wanted.where(invoices.c.account_number == account)
    return [
        InvoiceHead(**{**row, "state": InvoiceState(row["state"])})
        for row in conn.execute(wanted).mappings()
    ]


def billed_on(conn: Connection, references: Collection[str]) -> dict[str, str]:
    """By reference of a charge the number of the invoice that holds it and is not void."""
    rows = conn.execute(
        select(invoice_lines.c.reference, invoices.c.invoice_number)
        .join(invoices, invoices.c.id == invoice_lines.c.invoice_id)
        .where(
            invoice_lines.c.reference.in_(references),
            invoices.c.state != InvoiceState.VOID.value,
        )
    )
    return {row.reference: row.invoice_number for row in rows}
