"""Credits: what was given back, why, and on which invoice it stands."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_invoices import CreditRow, list_credits
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.badge import Badge

_BILLED = ("Billed", "check", "ok")
_WAITS = Badge("Next invoice", "clock", "run", "It stands on the customer's next invoice")


class CreditsPart(QWidget):
    """The list of credits."""

    opened = Signal(str)
    """The number of an invoice."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        columns = (
            GridColumn(key="ref", title="Credit", value=_reference, width=130),
            GridColumn(key="customer", title="Customer", value=_customer, width=190),
            GridColumn(key="day", title="Given", value=_day, kind=Kind.DAY, width=100),
            GridColumn(
                key="amount",
                title="Amount",
                value=_amount,
                kind=Kind.MONEY,
                width=100,
                is_summed=True,
                tip="Before tax",
            ),
            GridColumn(key="of", title="Of invoice", value=_of, width=100),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=130),
            GridColumn(key="on", title="Stands on", value=_on, width=100),
            GridColumn(key="by", title="By", value=_by, width=90),
            GridColumn(key="why", title="Why", value=_why, width=220, stretches=True),
        )
        self.grid = page.keep_layout(
            Grid("credits", columns, desk.tasks, noun="credit", find="Customer, invoice, why")
        )
        self.grid.empty.say(
            "No credits yet",
            "Choose an invoice and credit one of its lines: it stands on the next invoice.",
            icon_name="undo-2",
        )
        self.grid.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)

    def read(self) -> None:
        """Reads all credits."""
        self.desk.read(list_credits, self._show, key="credits", failed=self.page.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if isinstance(found, list):
            self.grid.show_rows(found)

    @Slot(object)
    def _open(self, row: object) -> None:
        if isinstance(row, CreditRow) and (row.billed_on or row.credited):
            self.opened.emit(row.billed_on or row.credited)


def _reference(row: CreditRow) -> object:
    return row.reference


def _customer(row: CreditRow) -> object:
    return row.customer


def _day(row: CreditRow) -> object:
    return row.given_on


def _amount(row: CreditRow) -> object:
    return row.amount


def _of(row: CreditRow) -> object:
    return row.credited


def _state(row: CreditRow) -> object:
    return Badge(*_BILLED) if row.billed_on else _WAITS


def _on(row: CreditRow) -> object:
    return row.billed_on


def _by(row: CreditRow) -> object:
    return row.by


def _why(row: CreditRow) -> object:
    return row.why
