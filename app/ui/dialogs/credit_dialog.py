"""Gives back a line of an invoice, or part of it, on the customer's next invoice."""

from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.invoice import Line
from app.operations.adjust_invoices import Credit, credit_line
from app.operations.browse_invoices import InvoiceRow, invoice_charges
from app.operations.changes import Changes
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import Field, MoneyField, Picker, TextField
from app.ui.messages import told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


class CreditDialog(Dialog):
    """Which line, how much, and why."""

    credited = Signal(object)
    """A ``Credit``."""

    def __init__(self, desk: Desk, row: InvoiceRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.row = row
        self.lines: tuple[Line, ...] = ()
        title = f"Credit a line of {row.invoice_number}, {row.customer}"
        self.setWindowTitle(title)
        self.setMinimumWidth(500)
        self.line_field = Picker("Line", hint="Words or amount of the line")
        self.amount_field = MoneyField("Amount to give back")
        self.reason_field = TextField("Reason", hint="Service was down for three days")
        self.refused = label("", "refused", wraps=True)
        self.refused.hide()
        self.verb = Button("Credit", kind="primary", on_press=self.credit)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "pane", wraps=True))
        column.addWidget(
            label(
                "The invoice stays as it is. The credit and the taxes it gives back stand on the "
                "customer's next invoice.",
                "muted",
                wraps=True,
            )
        )
        column.addWidget(Field("Line", self.line_field))
        column.addWidget(
            Field("Amount to give back", self.amount_field, note="Before tax; all of it, or less")
        )
        column.addWidget(Field("Reason", self.reason_field))
        column.addWidget(self.refused)
        column.addLayout(beside(None, self.not_now, self.verb))
        self.line_field.picked.connect(self._picked)
        for field in (self.line_field, self.amount_field, self.reason_field):
            field.textChanged.connect(self._look)
        self._look()
        self.line_field.setFocus()
        number = row.invoice_number
        desk.read(
            lambda office: invoice_charges(office, number),
            self._read,
            key="lines to credit",
            failed=self._failed,
        )

    @Slot(object)
    def _read(self, found: object) -> None:
        if not isinstance(found, tuple):
            return
        self.lines = found
        entries = {
            f"{place}. {line.description}, {words.money(line.amount)}": str(place)
            for place, line in enumerate(found, 1)
            if line.amount > 0
        }
        self.line_field.offer(entries)

    @property
    def place(self) -> int:
        """Which line is chosen, counted from 1; 0: none."""
        return int(self.line_field.key or 0)

    @Slot(str)
    def _picked(self, key: str) -> None:
        self.amount_field.show_amount(self.lines[int(key) - 1].amount)
        self._look()

    @Slot()
    def _look(self) -> None:
        amount = self.amount_field.amount
        is_whole = bool(self.place and amount and self.reason_field.text().strip())
        self.verb.setEnabled(is_whole)
        self.verb.say(f"Credit {words.money(amount)}" if amount else "Credit")

    @Slot()
    def credit(self) -> None:
        """Gives it back."""
        number, line = self.row.invoice_number, self.place
        amount: Decimal | None = self.amount_field.amount
        why = self.reason_field.text().strip()
        self.verb.setEnabled(False)
        self.desk.do(
            f"Crediting {number}",
            lambda office, _: credit_line(office, number, line=line, amount=amount, why=why),
            changes=Changes.INVOICES | Changes.CUSTOMERS,
            done=self._done,
            failed=self._failed,
            told=lambda found: f"{words.money(-found.amount)} credited on the next invoice",
        )

    @Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, Credit):
            self.credited.emit(found)
        self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        facts = told(error)
        self.refused.setText(f"{facts.what} {facts.why} {facts.remedy}".strip())
        self.refused.show()
        self._look()
