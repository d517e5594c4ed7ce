"""Balances that accounting exports: what is known of payments until it is connected."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_invoices import BalanceRow
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.badge import Badge

_KNOWN = Badge("Known", "check", "ok")
_UNKNOWN = Badge("Nobody here", "circle-question-mark", "warn", "No account has this number")


class BalancesPart(QWidget):
    """The list of what customers owe, as a file told it."""

    customer_wanted = Signal(str)

    def __init__(self, desk: Desk, page: Page, choose: Callable[[], object]) -> None:
        super().__init__()
        columns = (
            GridColumn(
                key="customer", title="Customer", value=_customer, width=220, stretches=True
            ),
            GridColumn(key="account", title="Account", value=_account, width=100),
            GridColumn(key="state", title="Account here", value=_state, kind=Kind.BADGE, width=140),
            _money("previous", "Before", _previous, "What was owed at the last invoice"),
            _money("paid", "Paid", _payments),
            _money("adjusted", "Adjusted", _adjustments),
            _money("owed", "Owed", _forward),
        )
        self.grid = page.keep_layout(
            Grid("balances", columns, desk.tasks, noun="balance", find="Customer, account")
        )
        self.grid.empty.say(
            "Payments come from accounting",
            "They stand here once your accounting system is connected. Until then, what it "
            "exports of balances can be read: it stands on statements and new invoices.",
            icon_name="banknote",
            button="Read balances…",
            on_press=choose,
        )
        self.grid.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)

    def _open(self, row: object) -> None:
        if isinstance(row, BalanceRow) and row.customer:
            self.customer_wanted.emit(row.account_number)


def _money(
    key: str, title: str, value: Callable[[BalanceRow], object], tip: str = ""
) -> GridColumn:
    return GridColumn(
        key=key, title=title, value=value, kind=Kind.MONEY, width=120, is_summed=True, tip=tip
    )


def _customer(row: BalanceRow) -> object:
    return row.customer


def _account(row: BalanceRow) -> object:
    return row.account_number


def _state(row: BalanceRow) -> object:
    return _KNOWN if row.customer else _UNKNOWN


def _previous(row: BalanceRow) -> object:
    return row.previous


def _payments(row: BalanceRow) -> object:
    return row.payments


def _adjustments(row: BalanceRow) -> object:
    return row.adjustments


def _forward(row: BalanceRow) -> object:
    return row.forward
