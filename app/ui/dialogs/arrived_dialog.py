"""Asks what became of mails of which nobody knows whether they arrived."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_invoices import InvoiceRow
from app.operations.changes import Changes
from app.operations.send_invoices import settle_mail
from app.ui import words
from app.ui.desk import Desk
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog

_SHOWN = 8


_SETTLED: Final = {True: "arrived", False: "queued again"}


class ArrivedDialog(Dialog):
    """They arrived, or they did not: then they are queued again."""

    def __init__(
        self, desk: Desk, rows: Sequence[InvoiceRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows = list(rows)
        count = words.plural(len(rows), "mail")
        title = f"Did the {count} arrive?" if len(rows) > 1 else "Did the mail arrive?"
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.arrived = Button("They arrived" if len(rows) > 1 else "It arrived")
        self.again = Button(f"Queue {words.count(len(rows))} again", kind="primary")
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        self.arrived.clicked.connect(self._arrived)
        self.again.clicked.connect(self._again)
        self.not_now.setDefault(True)
        told = [
            f"{row.invoice_number}, {row.customer}, {row.mail.address}"
            for row in rows[:_SHOWN]
            if row.mail is not None
        ]
        if len(rows) > _SHOWN:
            told.append(f"{words.count(len(rows) - _SHOWN)} more")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "pane", wraps=True))
        column.addWidget(
            label(
                "They left this computer, and the server's answer never came. Look among the sent "
                "mail, in the hidden copies, or ask the customer.",
                "muted",
                wraps=True,
            )
        )
        column.addWidget(label("\n".join(told), wraps=True))
        column.addLayout(beside(None, self.not_now, self.arrived, self.again))
        self.not_now.setFocus()

    def _arrived(self) -> None:
        self._settle(arrived=True)

    def _again(self) -> None:
        self._settle(arrived=False)

    def _settle(self, *, arrived: bool) -> None:
        numbers = [row.invoice_number for row in self.rows]
        self.desk.do(
            f"Noting {words.plural(len(numbers), 'mail')}",
            lambda office, _: settle_mail(office, numbers, arrived=arrived),
            changes=Changes.INVOICES,
            told=lambda count: f"{words.plural(count, 'mail')} {_SETTLED[arrived]}",
        )
        self.accept()
