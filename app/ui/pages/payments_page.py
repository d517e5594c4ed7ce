"""Payments: they come from accounting; until it is connected, the balances it exports."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from app.operations.browse_invoices import BalanceRow, list_balances
from app.operations.changes import Changes
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Act, Page
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button

_KEPT = "balances"
_KNOWN = Badge("Known", "check", "ok")
_UNKNOWN = Badge("Nobody here", "circle-question-mark", "warn", "No account has this number")


class PaymentsPage(Page):
    """What was paid, as accounting says."""

    name = "payments"
    title = "Payments"
    areas = Changes.PAYMENTS | Changes.CUSTOMERS | Changes.CONNECTIONS
    help_text = (
        "Payments are recorded in your accounting system and come from there; Switchbook never "
        "guesses that somebody paid. Until it is connected, you can read the balances it exports "
        "as CSV: account_number, previous_balance, payments, adjustments. They stand on "
        "statements, and on invoices that are written with them."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.read_button = self.add_button(
            Button(
                "Read balances…",
                key="Ctrl+Shift+L",
                icon_name="upload",
                on_press=self.choose_balances,
            )
        )
        columns = (
            GridColumn(
                key="customer", title="Customer", value=_customer, width=220, stretches=True
            ),
            GridColumn(key="account", title="Account", value=_account, width=100),
            GridColumn(key="state", title="Account here", value=_state, kind=Kind.BADGE, width=140),
            GridColumn(
                key="previous",
                title="Before",
                value=_previous,
                kind=Kind.MONEY,
                width=120,
                is_summed=True,
                tip="What was owed at the last invoice",
            ),
            GridColumn(
                key="paid",
                title="Paid",
                value=_payments,
                kind=Kind.MONEY,
                width=120,
                is_summed=True,
            ),
            GridColumn(
                key="adjusted",
                title="Adjusted",
                value=_adjustments,
                kind=Kind.MONEY,
                width=120,
                is_summed=True,
            ),
            GridColumn(
                key="owed", title="Owed", value=_forward, kind=Kind.MONEY, width=120, is_summed=True
            ),
        )
        self.grid = self.keep_layout(
            Grid("balances", columns, desk.tasks, noun="balance", find="Customer, account")
        )
        self.grid.empty.say(
            "Payments come from accounting",
            "They stand here once your accounting system is connected. Until then, what it "
            "exports of balances can be read: it stands on statements and new invoices.",
            icon_name="banknote",
            button="Read balances…",
            on_press=self.choose_balances,
        )
        self.grid.opened.connect(self._open)
        self.body.addWidget(self.grid, 1)

    def read(self) -> None:
        """Reads the balances that were brought, where their file is still there."""
        path = self._path()
        self.read_button.setVisible(path is not None)
        if path is None:
            kept = str(self.desk.kept(_KEPT) or "")
            gone = f"{kept} is not there any more. Read the balances again." if kept else ""
            self.say(gone)
            self.grid.show_rows([])
            return
        self.say(f"Balances of {path.name}. Payments themselves come once accounting is connected.")
        self.desk.read(
            lambda office: list_balances(office, path),
            self._show,
            key="balances",
            failed=self._failed_read,
        )

    def _path(self) -> Path | None:
        kept = str(self.desk.kept(_KEPT) or "")
        return Path(kept) if kept and Path(kept).is_file() else None

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, list):
            return
        self.grid.show_rows(found)
        unknown = sum(not row.customer for row in found)
        path = self._path()
        if unknown and path is not None:
            self.say(f"Balances of {path.name}. {words.plural(unknown, 'account')} nobody has.")

    @Slot(object)
    def _failed_read(self, error: object) -> None:
        self.desk.keep(_KEPT, "")
        self.grid.show_rows([])
        self.failed(error)

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Read balances of accounting…",
                menu="File",
                key="Ctrl+Shift+L",
                icon="upload",
                run=self.choose_balances,
            ),
        )

    @Slot()
    def choose_balances(self) -> None:
        """Asks for the file that accounting exported."""
        if self.desk.company is None:
            return
        text, _ = QFileDialog.getOpenFileName(
            self, "Read balances of accounting", "", "Balances (*.csv)"
        )
        if text:
            self.take_balances(Path(text))

    def take_balances(self, path: Path) -> None:
        """Reads a file of balances, and keeps which one it was."""
        self.clear_error()
        self.desk.keep(_KEPT, str(path))
        self.read()

    @Slot(object)
    def _open(self, row: object) -> None:
        if isinstance(row, BalanceRow) and row.customer:
            self.go.emit("customers", row.account_number)


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
