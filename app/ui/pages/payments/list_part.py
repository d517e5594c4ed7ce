"""Payments as accounting tells them: each with what it lies on and what happened to it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.list_payments import ListedPayment, Payments
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.payments.badges import STANDINGS
from app.ui.pages.payments.payment_pane import PaymentPane

_CHOICES = {
    "": "All payments",
    "look": "Not wholly applied",
    "ended": "Bounced or deleted",
    "edited": "Changed after they came",
}


class PaymentsPart(QWidget):
    """The list of payments and the one that is chosen."""

    customer_wanted = Signal(str)
    invoice_wanted = Signal(str, str)
    """The number of an invoice, and of its account."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        columns = (
            GridColumn(key="day", title="Day", value=_day, kind=Kind.DAY, width=104),
            GridColumn(key="customer", title="Customer", value=_customer, width=172),
            GridColumn(key="account", title="Account", value=_account, width=80, is_hidden=True),
            GridColumn(key="amount", title="Amount", value=_amount, kind=Kind.MONEY, width=86),
            GridColumn(
                key="applied",
                title="Applied",
                value=_applied,
                kind=Kind.MONEY,
                width=86,
                is_summed=True,
                tip="What lies on invoices; nothing of what bounced or was deleted",
            ),
            GridColumn(
                key="unapplied",
                title="Not applied",
                value=_unapplied,
                kind=Kind.MONEY,
                width=92,
                is_summed=True,
                tip="What lies on no invoice",
            ),
            GridColumn(key="invoices", title="Lies on", value=_invoices, width=88, stretches=True),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=112),
            GridColumn(key="method", title="Method", value=_method, width=110, is_hidden=True),
            GridColumn(
                key="reference", title="Reference", value=_reference, width=120, is_hidden=True
            ),
            GridColumn(key="system", title="System", value=_system, width=140, is_hidden=True),
        )
        self.grid = page.keep_layout(
            Grid("payments", columns, desk.tasks, noun="payment", find="Customer, invoice")
        )
        self.grid.empty.say(
            "No payments yet",
            "They come with the next sync, as soon as somebody pays in accounting.",
            icon_name="banknote",
        )
        self.grid.model.identify = _key
        self.grid.add_combo("which", _CHOICES, self._choose, name="Which payments")
        self.pane = PaymentPane()
        self.pane.invoice_wanted.connect(self.invoice_wanted)
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("payments", self.grid, self.pane, parts=(68, 32)))
        self.setFocusProxy(self.grid)

    def show_payments(self, found: Payments) -> None:
        """Shows what was read."""
        self.grid.show_rows(found.listed())
        if self.grid.model.rowCount() and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])

    def current(self) -> ListedPayment | None:
        """The payment the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, ListedPayment) else None

    def show_invoice(self) -> None:
        """Goes to the invoice that the payment lies on."""
        self.pane.show_invoice()

    def _choose(self, value: str) -> None:
        self.grid.model.keep = {"look": _is_loose, "ended": _is_ended, "edited": _is_edited}.get(
            value
        )
        self.grid.model.arrange()

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        self.pane.show_payment(self.current())

    @Slot(object)
    def _opened(self, row: object) -> None:
        if isinstance(row, ListedPayment) and row.payment.account_number:
            self.customer_wanted.emit(row.payment.account_number)


def _is_loose(row: ListedPayment) -> bool:
    return row.standing.value in {"part", "over", "unapplied"}


def _is_ended(row: ListedPayment) -> bool:
    return row.standing.value in {"bounced", "deleted"}


def _is_edited(row: ListedPayment) -> bool:
    return row.is_edited


def _key(row: ListedPayment) -> tuple[str, str]:
    return row.system, row.payment.source_id


def _day(row: ListedPayment) -> object:
    return row.payment.paid_on


def _customer(row: ListedPayment) -> object:
    return row.name


def _account(row: ListedPayment) -> object:
    return row.payment.account_number or ""


def _amount(row: ListedPayment) -> object:
    return row.payment.total


def _invoices(row: ListedPayment) -> object:
    names = [each.invoice_number or "elsewhere" for each in row.payment.allocations]
    return ", ".join(dict.fromkeys(names))


def _applied(row: ListedPayment) -> object:
    return row.payment.total - row.payment.unapplied if not _is_ended(row) else None


def _unapplied(row: ListedPayment) -> object:
    return (row.payment.unapplied or None) if not _is_ended(row) else None


def _state(row: ListedPayment) -> object:
    return STANDINGS[row.standing]


def _method(row: ListedPayment) -> object:
    return row.payment.method


def _reference(row: ListedPayment) -> object:
    return row.payment.reference


def _system(row: ListedPayment) -> object:
    return row.title
