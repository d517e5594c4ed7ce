"""What happened to payments, each change with its day: no balance ever changes in silence."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.list_payments import PaymentEvent, PaymentEventKind, Payments
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.payments.badges import EVENTS

_CHOICES = {"": "Everything"} | {kind.value: badge.word for kind, badge in EVENTS.items()}


class EventsPart(QWidget):
    """The list of what happened, the newest first."""

    customer_wanted = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self._names: Mapping[str, str] = {}
        columns = (
            GridColumn(key="day", title="Day", value=_day, kind=Kind.DAY, width=104),
            GridColumn(key="what", title="What", value=_what, kind=Kind.BADGE, width=136),
            GridColumn(key="customer", title="Customer", value=self._customer, width=180),
            GridColumn(key="invoice", title="Invoice", value=_invoice, width=90),
            GridColumn(key="amount", title="Amount", value=_amount, kind=Kind.CHANGE, width=96),
            GridColumn(key="words", title="In words", value=_words, width=250, stretches=True),
            GridColumn(
                key="learned",
                title="Learned",
                value=_learned,
                kind=Kind.MOMENT,
                width=150,
                tip="When it was read from there",
            ),
        )
        self.grid = page.keep_layout(
            Grid("payment events", columns, desk.tasks, noun="event", find="Customer, invoice")
        )
        self.grid.empty.say(
            "Nothing happened yet",
            "Every payment, and every later change of one, stands here with its day.",
            icon_name="history",
        )
        self.grid.add_combo("what", _CHOICES, self._choose, name="What happened")
        self.grid.opened.connect(self._opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)

    def show_payments(self, found: Payments) -> None:
        """Shows what was read."""
        self._names = found.names
        self.grid.show_rows(found.events)
        if found.events and not self.grid.selected_rows():
            self.grid.view.select_line(0)

    def _customer(self, row: PaymentEvent) -> object:
        return self._names.get(row.account_number or "", "")

    def _choose(self, value: str) -> None:
        self.grid.model.keep = _keeper(PaymentEventKind(value)) if value else None
        self.grid.model.arrange()

    @Slot(object)
    def _opened(self, row: object) -> None:
        if isinstance(row, PaymentEvent) and row.account_number:
            self.customer_wanted.emit(row.account_number)


def _keeper(kind: PaymentEventKind) -> Callable[[PaymentEvent], bool]:
    return lambda row: row.event is kind


def _day(row: PaymentEvent) -> object:
    return row.happened_on


def _what(row: PaymentEvent) -> object:
    return EVENTS[row.event]


def _invoice(row: PaymentEvent) -> object:
    return row.invoice_number or ""


def _amount(row: PaymentEvent) -> object:
    return row.amount


def _words(row: PaymentEvent) -> object:
    return row.words


def _learned(row: PaymentEvent) -> object:
    return row.learned_at
