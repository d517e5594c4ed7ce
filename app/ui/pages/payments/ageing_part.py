"""What customers owe by how long it has been due: one line a customer, a column for each age."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.receivables import Age
from app.operations.list_payments import AgedCustomer, AgedInvoice, Payments
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.badge import Badge
from app.ui.parts.controls import ElidedLabel
from app.ui.parts.panes import Panes


class AgeingPart(QWidget):
    """Who owes what since when, and the invoices of the one that is chosen."""

    customer_wanted = Signal(str)
    invoice_wanted = Signal(str, str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        columns = (
            GridColumn(key="customer", title="Customer", value=_customer, width=190),
            GridColumn(key="account", title="Account", value=_account, width=80, stretches=True),
            *(_money(age.name.casefold(), age.value, _of(age)) for age in Age),
            _money("total", "Owed", _total),
            _money("unapplied", "Not applied", _unapplied, "Lies on no invoice; not taken off"),
        )
        self.grid = page.keep_layout(
            Grid("ageing", columns, desk.tasks, noun="customer", find="Customer, account")
        )
        self.grid.empty.say(
            "Nobody owes anything",
            "Every invoice that went out is paid, as far as accounting tells.",
            icon_name="circle-check",
        )
        self.grid.model.identify = _account
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._opened)
        self.invoices = page.keep_layout(self._make_invoices(desk))
        self.whose = ElidedLabel("", "strong")
        self.invoices.bar.insertWidget(0, self.whose, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        panes = Panes(Qt.Orientation.Vertical)
        for part, stretch in ((self.grid, 3), (self.invoices, 1)):
            panes.addWidget(part)
            panes.setStretchFactor(panes.count() - 1, stretch)
        panes.setSizes([300, 150])
        column.addWidget(panes)
        self.setFocusProxy(self.grid)

    def _make_invoices(self, desk: Desk) -> Grid:
        columns = (
            GridColumn(key="number", title="Invoice", value=_number, width=120, stretches=True),
            GridColumn(key="due", title="Due", value=_due, kind=Kind.DAY, width=110),
            GridColumn(key="late", title="Days late", value=_late, kind=Kind.COUNT, width=90),
            GridColumn(key="age", title="Age", value=_age, kind=Kind.BADGE, width=130),
            _money("total", "Total", _invoiced),
            _money("paid", "Paid", _paid),
            _money("open", "Open", _open),
        )
        grid = Grid("invoices owed", columns, desk.tasks, noun="invoice", find="Invoice")
        grid.find_field.hide()
        grid.columns_button.hide()
        grid.empty.say("No invoice is open", "Choose a customer above.", icon_name="file-text")
        grid.opened.connect(self._invoice_opened)
        return grid

    def show_payments(self, found: Payments) -> None:
        """Shows what was read."""
        self.grid.sums.label = "All customers"
        self.grid.show_rows(found.customers)
        if found.customers and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.grid.current_row()
        if isinstance(row, AgedCustomer):
            self.whose.setText(f"Invoices of {row.name or row.account_number}")
            self.invoices.show_rows(row.invoices)
        else:
            self.whose.setText("Invoices")
            self.invoices.show_rows([])

    @Slot(object)
    def _opened(self, row: object) -> None:
        if isinstance(row, AgedCustomer):
            self.customer_wanted.emit(row.account_number)

    @Slot(object)
    def _invoice_opened(self, row: object) -> None:
        customer = self.grid.current_row()
        if isinstance(row, AgedInvoice) and isinstance(customer, AgedCustomer):
            self.invoice_wanted.emit(row.invoice_number, customer.account_number)


def _money(key: str, title: str, value: Callable[..., object], tip: str = "") -> GridColumn:
    return GridColumn(
        key=key, title=title, value=value, kind=Kind.MONEY, width=98, is_summed=True, tip=tip
    )


def _of(age: Age) -> Callable[[AgedCustomer], Decimal | None]:
    return lambda row: row.ageing.sums[age] or None


def _customer(row: AgedCustomer) -> str:
    return row.name


def _account(row: AgedCustomer) -> str:
    return row.account_number


def _total(row: AgedCustomer) -> Decimal:
    return row.ageing.total


def _unapplied(row: AgedCustomer) -> Decimal | None:
    return row.unapplied or None


def _number(row: AgedInvoice) -> str:
    return row.invoice_number


def _due(row: AgedInvoice) -> date:
    return row.due_date


def _late(row: AgedInvoice) -> int | None:
    return row.days_late or None


def _age(row: AgedInvoice) -> Badge:
    if row.open < 0:
        return Badge("Paid too much", "circle-alert", "warn")
    if row.age is Age.NOT_DUE:
        return Badge(Age.NOT_DUE.value, "clock", "idle")
    late = words.plural(row.days_late, "day")
    role = "warn" if row.age is Age.TO_30 else "bad"
    return Badge(row.age.value, "circle-alert", role, f"{late} late")


def _invoiced(row: AgedInvoice) -> Decimal:
    return row.total


def _paid(row: AgedInvoice) -> Decimal:
    return row.paid


def _open(row: AgedInvoice) -> Decimal:
    return row.open
