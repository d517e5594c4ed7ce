"""Queries of final invoices by their days alone, without their lines."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.billing.invoice import InvoiceState
from app.store.billing_tables import invoices


@dataclass(frozen=True, slots=True)
class InvoiceDay:
    """A final invoice that stands: whose it is, and its date."""

    invoice_number: str
    account_number: str
    invoice_date: date


def invoice_days(connection: Connection) -> list[InvoiceDay]:
    """Every final invoice that is not void, the oldest first."""
    rows = connection.execute(
        select(invoices.c.invoice_number, invoices.c.account_number, invoices.c.invoice_date)
        .where(invoices.c.state != InvoiceState.VOID.value)
        .order_by(invoices.c.id)
    )
    return [InvoiceDay(*row) for row in rows]
