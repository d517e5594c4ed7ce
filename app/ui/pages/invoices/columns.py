"""The columns of the list of invoices."""

from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal
from functools import partial

from app.operations.browse_invoices import InvoiceRow
from app.ui import words
from app.ui.grid.columns import GridColumn, Kind
from app.ui.pages.invoices.telling import STATE_BADGES, mail_badge
from app.ui.parts.badge import Badge


def invoice_columns(
    zone: tzinfo, sync: Callable[[InvoiceRow], Badge | None]
) -> tuple[GridColumn, ...]:
    """Number, customer, days, money, lateness, mail, what accounting knows, and state."""
    return (
        GridColumn(key="number", title="Invoice", value=_number, width=78),
        GridColumn(key="customer", title="Customer", value=_customer, width=130, stretches=True),
        GridColumn(key="period", title="Month", value=_period, width=110, is_hidden=True),
        GridColumn(key="date", title="Date", value=_date, kind=Kind.DAY, width=96),
        GridColumn(key="due", title="Due", value=_due, kind=Kind.DAY, width=96),
        GridColumn(
            key="total", title="Total", value=_total, kind=Kind.MONEY, width=84, is_summed=True
        ),
        GridColumn(
            key="open",
            title="Open",
            value=_open,
            kind=Kind.MONEY,
            width=84,
            is_summed=True,
            tip="What is left to pay. Payments come from accounting; until it is connected this is "
            "the whole of each invoice",
        ),
        GridColumn(key="late", title="Late", value=_late, width=66, tip="Days since it was due"),
        GridColumn(
            key="mail",
            title="E-mail",
            value=partial(_mail, zone),
            kind=Kind.BADGE,
            width=108,
            tip="Sent means that the mail server took it",
        ),
        GridColumn(
            key="sync",
            title="Accounting",
            value=sync,
            kind=Kind.BADGE,
            width=112,
            tip="Whether it is in step with the books",
            is_hidden=True,
        ),
        GridColumn(
            key="state", title="State", value=_state, kind=Kind.BADGE, width=104, is_hidden=True
        ),
        GridColumn(key="account", title="Account", value=_account, width=84, is_hidden=True),
        GridColumn(key="email", title="Address", value=_email, width=180, is_hidden=True),
    )


def _number(row: InvoiceRow) -> object:
    return row.invoice_number


def _customer(row: InvoiceRow) -> object:
    return row.customer


def _period(row: InvoiceRow) -> object:
    return words.period(row.period)


def _date(row: InvoiceRow) -> object:
    return row.invoice_date


def _due(row: InvoiceRow) -> object:
    return row.due_date


def _total(row: InvoiceRow) -> object:
    return row.total


def _open(row: InvoiceRow) -> Decimal | None:
    return row.open


def _late(row: InvoiceRow) -> object:
    return words.plural(row.late, "day") if row.late else words.NOT_APPLICABLE


def _mail(zone: tzinfo, row: InvoiceRow) -> object:
    return mail_badge(row, zone)


def _state(row: InvoiceRow) -> object:
    return STATE_BADGES[row.state]


def _account(row: InvoiceRow) -> object:
    return row.account_number


def _email(row: InvoiceRow) -> object:
    return row.email
