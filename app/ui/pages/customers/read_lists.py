"""Lists of a customer that are only read: its invoices, its calls, its history."""

from collections.abc import Callable
from typing import Final

from app.operations.browse_customers.customer import InvoiceHead
from app.operations.browse_customers.history import FieldChange
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.badge import Badge

_STATES: Final = {
    "approved": Badge("Approved", "check", "ok"),
    "issued": Badge("Issued", "send", "ok"),
    "void": Badge("Voided", "ban", "idle"),
}


def _heads(attribute: str) -> Callable[[InvoiceHead], object]:
    def value(head: InvoiceHead) -> object:
        return getattr(head, attribute)

    return value


def invoices_grid(desk: Desk) -> Grid:
    """The customer's invoices."""
    columns = (
        GridColumn(key="number", title="Invoice", value=_heads("invoice_number"), width=120),
        GridColumn(
            key="period",
            title="Period",
            value=lambda head: words.period(head.period),
            width=130,
            stretches=True,
        ),
        GridColumn(
            key="date", title="Date", value=_heads("invoice_date"), kind=Kind.DAY, width=110
        ),
        GridColumn(key="due", title="Due", value=_heads("due_date"), kind=Kind.DAY, width=110),
        *(
            GridColumn(
                key=key, title=title, value=_heads(key), kind=Kind.MONEY, width=100, is_summed=True
            )
            for key, title in (("charges", "Charges"), ("taxes", "Taxes"), ("total", "Total"))
        ),
        GridColumn(
            key="state",
            title="State",
            value=lambda head: _STATES.get(head.state),
            kind=Kind.BADGE,
            width=110,
        ),
    )
    grid = Grid("customer_invoices", columns, desk.tasks, noun="invoice", find="Find an invoice")
    grid.empty.say("No invoice yet", "The first bill run makes one.", icon_name="file-text")
    return grid


_SHEETS: Final = {
    "accounts": "Customer",
    "locations": "Location",
    "circuits": "Circuit",
    "numbers": "Number",
    "services": "Service",
    "charges": "Charge",
}


def history_grid(desk: Desk) -> Grid:
    """What happened, field by field."""

    def told(attribute: str) -> Callable[[FieldChange], object]:
        return lambda change: getattr(change, attribute)

    def what(change: FieldChange) -> str:
        if change.sheet == "numbers":
            return f"Number {words.telephone(change.record.partition('/')[0])}"
        return f"{_SHEETS.get(change.sheet, change.sheet)} {change.record}"

    def field(change: FieldChange) -> str:
        return change.column.replace("_", " ") if change.column else change.action

    grid = Grid(
        "history",
        (
            GridColumn(key="at", title="When", value=told("at"), kind=Kind.MOMENT, width=150),
            GridColumn(key="actor", title="Who", value=told("actor"), width=70),
            GridColumn(key="record", title="Record", value=what, stretches=True),
            GridColumn(key="field", title="Field", value=field, width=96),
            GridColumn(key="before", title="Before", value=told("before"), width=110),
            GridColumn(key="after", title="After", value=told("after"), width=110),
            GridColumn(key="why", title="Why", value=told("why"), width=120),
        ),
        desk.tasks,
        noun="change",
        find="Find a change",
    )
    grid.empty.say("Nothing happened yet", "Every change is kept here.", icon_name="history")
    return grid
