"""Makes an invoice void: a reason, and its number typed where it has left the house."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.invoice import InvoiceState
from app.operations.adjust_invoices import void_invoice
from app.operations.browse_invoices import InvoiceRow
from app.operations.changes import Changes
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import Field, TextField
from app.ui.messages import told
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


class VoidDialog(Dialog):
    """Names the invoice and its money; the button is the verb."""

    voided = Signal()

    def __init__(self, desk: Desk, row: InvoiceRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.row = row
        title = f"Void {row.invoice_number}, {words.money(row.total)}?"
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.is_issued = row.state is InvoiceState.ISSUED
        self.reason_field = TextField("Reason", hint="Billed twice")
        self.number_field = TextField("Invoice number")
        self.refused = label("", "refused", wraps=True)
        self.refused.hide()
        self.verb = Button(f"Void {row.invoice_number}", kind="danger", on_press=self.void)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "pane", wraps=True))
        column.addWidget(
            label(
                f"It stays in the list as voided and its number stays taken. What it billed to "
                f"{row.customer} can be billed again by another run of {words.period(row.period)}. "
                "It cannot be taken back.",
                "muted",
                wraps=True,
            )
        )
        column.addWidget(Field("Reason", self.reason_field))
        if self.is_issued:
            column.addWidget(Field(f"Type {row.invoice_number} to go on", self.number_field))
        column.addWidget(self.refused)
        column.addLayout(beside(None, self.not_now, self.verb))
        self.reason_field.textChanged.connect(self._look)
        self.number_field.textChanged.connect(self._look)
        (self.not_now if self.is_issued else self.verb).setDefault(True)
        self._look()
        self.reason_field.setFocus()

    @Slot()
    def _look(self) -> None:
        typed = self.number_field.text().strip() == self.row.invoice_number
        has_reason = bool(self.reason_field.text().strip())
        self.verb.setEnabled(has_reason and (typed or not self.is_issued))

    @Slot()
    def void(self) -> None:
        """Makes it void."""
        number, why = self.row.invoice_number, self.reason_field.text().strip()
        self.verb.setEnabled(False)
        self.desk.do(
            f"Voiding {number}",
            lambda office, _: void_invoice(office, number, why=why),
            changes=Changes.INVOICES | Changes.RUNS | Changes.USAGE,
            done=self._done,
            failed=self._failed,
            told=lambda found: f"{number} is void, {words.money(found.total)} is owed no more",
        )

    @Slot(object)
    def _done(self, _: object) -> None:
        self.voided.emit()
        self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        facts = told(error)
        self.refused.setText(f"{facts.what} {facts.why} {facts.remedy}".strip())
        self.refused.show()
        self._look()
