"""Queries of what approved invoices hold of an account's services, and which periods are closed."""

from app.billing.billed import BilledService
from app.store.columns import day_of
from app.store.database import raw
from app.store.transaction import Transaction
from app.tax.request import ChargeKind
from app.values.money import from_counts

_OF_SERVICES = (ChargeKind.RECURRING, ChargeKind.ONE_TIME, ChargeKind.CREDIT)


def billed_days(conn: Transaction, account_number: str) -> list[BilledService]:
    """The lines of its services on invoices that are not void, the oldest first."""
    kinds = ", ".join("?" for _ in _OF_SERVICES)
    found = raw(conn).execute(
        'SELECT l.reference, l.start, l."end", l.quantity, l.unit_price, l.amount, l.period_days,'  # noqa: S608
        " l.kind FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id"
        " JOIN services s ON s.service_code = l.reference"
        f" WHERE s.account_number = ? AND i.state <> 'void' AND l.kind IN ({kinds}) ORDER BY i.id",
        (account_number, *(kind.value for kind in _OF_SERVICES)),
    )
    return [
        BilledService(
            service_code=code,
            start=day_of(start),
            end=day_of(end),
            quantity=from_counts(quantity),
            unit_price=from_counts(price),
            amount=from_counts(amount),
            period_days=days,
            credit=kind == ChargeKind.CREDIT.value,
        )
        for code, start, end, quantity, price, amount, days, kind in found
    ]


def closed_labels(conn: Transaction, account_number: str) -> frozenset[str]:
    """The bill periods of an account that an approved run closed."""
    found = raw(conn).execute(
        "SELECT r.period FROM bill_run_accounts a JOIN bill_runs r ON r.id = a.run_id"
        " WHERE a.account_number = ?",
        (account_number,),
    )
    return frozenset(label for (label,) in found)
