"""Payments: they come from accounting; until it is connected, the balances it exports."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.operations.browse_invoices import list_balances
from app.operations.changes import Changes
from app.operations.find_anything import Found
from app.operations.list_payments import Payments, PaymentStanding, list_payments
from app.ui import words
from app.ui.desk import Desk
from app.ui.page import Act, Page, Tabs
from app.ui.pages.payments.ageing_part import AgeingPart
from app.ui.pages.payments.balances_part import BalancesPart
from app.ui.pages.payments.events_part import EventsPart
from app.ui.pages.payments.list_part import PaymentsPart
from app.ui.parts.controls import Button

PAYMENTS: Final = "Payments"
EVENTS: Final = "What happened"
AGEING: Final = "Ageing"
_KEPT = "balances"
_LOOSE: Final = frozenset({PaymentStanding.OVER, PaymentStanding.UNAPPLIED})


class PaymentsPage(Page):
    """What was paid, as accounting says."""

    name = "payments"
    title = "Payments"
    areas = Changes.PAYMENTS | Changes.CUSTOMERS | Changes.CONNECTIONS | Changes.INVOICES
    help_text = (
        "Payments are recorded in your accounting system and come from there; Switchbook never "
        "guesses that somebody paid. Each payment stands with the invoices it lies on, and every "
        "later change of it is an event with its day. Ageing shows who owes what since when. "
        "Until accounting is connected, you can read the balances it exports "
        "as CSV: account_number, previous_balance, payments, adjustments. They stand on "
        "statements, and on invoices that are written with them."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: Payments | None = None
        self.read_button = self.add_button(
            Button(
                "Read balances…",
                key="Ctrl+Shift+L",
                icon_name="upload",
                on_press=self.choose_balances,
            )
        )
        self.balances = BalancesPart(desk, self, self.choose_balances)
        self.grid = self.balances.grid
        self.payments = PaymentsPart(desk, self)
        self.events = EventsPart(desk, self)
        self.ageing = AgeingPart(desk, self)
        self.tabs = Tabs("Parts of Payments")
        for title, part in (
            (PAYMENTS, self.payments),
            (EVENTS, self.events),
            (AGEING, self.ageing),
        ):
            self.tabs.add(title, part)
            part.customer_wanted.connect(self._to_customer)
        self.balances.customer_wanted.connect(self._to_customer)
        self.payments.invoice_wanted.connect(self._to_invoice)
        self.ageing.invoice_wanted.connect(self._to_invoice)
        self._holder = QStackedWidget()
        self._holder.addWidget(self.balances)
        self._holder.addWidget(self.tabs)
        self.body.addWidget(self._holder, 1)

    # ---- reading

    def read(self) -> None:
        """Reads what accounting told; without it, the balances that were brought."""
        self.read_button.setVisible(self._path() is not None and not self.is_connected)
        self.desk.read(list_payments, self._take, key="payments", failed=self.failed)

    @property
    def is_connected(self) -> bool:
        """Whether there is accounting that tells of payments."""
        return self.found is not None and bool(self.found.books)

    @Slot(object)
    def _take(self, found: object) -> None:
        if not isinstance(found, Payments):
            return
        self.found = found
        self._holder.setCurrentIndex(1 if found.books else 0)
        if not found.books:
            self._read_balances()
            return
        self.read_button.hide()
        for part in (self.payments, self.events, self.ageing):
            part.show_payments(found)
        listed = found.listed()
        loose = sum(each.standing in _LOOSE for each in listed)
        self.tabs.count(PAYMENTS, loose)
        self.waiting.emit(self.name, loose, False)  # noqa: FBT003  of the signal
        books = " and ".join(found.books.values())
        total = sum(1 for each in listed if each.standing not in _ENDED)
        self.say(
            f"{words.plural(total, 'payment')} from {books}. "
            f"{words.money(found.ageing.total)} is owed, {words.money(found.unapplied)} lies on "
            "no invoice."
        )

    def _read_balances(self) -> None:
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

    # ---- what can be done

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
            Act(
                title="Show the invoice of the payment",
                menu="Customer",
                key="Ctrl+Shift+K",
                icon="file-text",
                run=self.payments.show_invoice,
            ),
            *self.tabs.acts("View"),
        )

    def show_target(self, target: object) -> None:
        """Shows a part by its title."""
        titles = {title.casefold(): title for title in (PAYMENTS, EVENTS, AGEING)}
        title = titles.get(str(target).casefold())
        if title is not None:
            self.tabs.show_part(title)

    def next_need(self) -> bool:
        """The next payment of which something lies on no invoice, or too much on one."""
        return self._turn(1)

    def previous_need(self) -> bool:
        """The one before."""
        return self._turn(-1)

    def _turn(self, step: int) -> bool:
        rows = self.payments.grid.model.rows_shown()
        places = [place for place, row in enumerate(rows) if row.standing in _LOOSE]
        here = self.payments.grid.view.currentIndex().row()
        there = [place for place in places if (place - here) * step > 0]
        if not self.is_connected or not there:
            return False
        self.tabs.show_part(PAYMENTS)
        self.payments.grid.view.select_line(min(there, key=lambda place: abs(place - here)))
        return True

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

    @Slot(str)
    def _to_customer(self, account_number: str) -> None:
        self.go.emit("customers", account_number)

    @Slot(str, str)
    def _to_invoice(self, number: str, account_number: str) -> None:
        self.go.emit("invoices", Found("invoice", number, number, "", account_number))


_ENDED: Final = frozenset({PaymentStanding.BOUNCED, PaymentStanding.DELETED})
