"""The mails that were refused or that nobody knows of, with what to do."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from app.operations.browse_invoices import InvoiceRow
from app.ui import words
from app.ui.pages.invoices.telling import standing_of
from app.ui.parts.controls import Button, Card, IconLabel, beside, label

_TOLD = 2


class ProblemCard(Card):
    """What went wrong with mail; hidden while nothing did."""

    address_wanted = Signal(object)
    print_wanted = Signal(list)
    look_wanted = Signal(list)

    def __init__(self) -> None:
        super().__init__("error", margin=12, spacing=4)
        self.refused: list[InvoiceRow] = []
        self.unknown: list[InvoiceRow] = []
        self.title = label("", "strong")
        self.text = label("", "muted", wraps=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.address = Button("Change address", icon_name="pencil", on_press=self._address)
        self.paper = Button("Print instead", icon_name="printer", on_press=self._print)
        self.look = Button("Say what arrived…", icon_name="mail-search", on_press=self._look)
        head = IconLabel("circle-x", "bad", 18)
        row = beside(head, self.title, None, self.address, self.paper, self.look)
        self.rows.addLayout(row)
        self.rows.addWidget(self.text)
        self.hide()

    def show_rows(self, rows: Sequence[InvoiceRow]) -> None:
        """Shows what of these invoices went wrong."""
        self.refused = [row for row in rows if standing_of(row) == "refused"]
        self.unknown = [row for row in rows if standing_of(row) == "unknown"]
        self.setVisible(bool(self.refused or self.unknown))
        parts = []
        if self.refused:
            were = "was" if len(self.refused) == 1 else "were"
            parts.append(f"{words.plural(len(self.refused), 'mail')} {were} refused")
        if self.unknown:
            parts.append(f"{words.plural(len(self.unknown), 'mail')} may have arrived")
        self.title.setText(", ".join(parts))
        told = [f"{row.customer}: {row.mail.answer}" for row in self.refused if row.mail]
        shown = [text if text.endswith(".") else f"{text}." for text in told[:_TOLD]]
        if len(told) > _TOLD:
            shown.append(f"{words.count(len(told) - _TOLD)} more.")
        if not told and self.unknown:
            shown = ["No answer came. Look in your mailbox or ask before sending again."]
        self.text.setText(" ".join(shown))
        self.address.setVisible(bool(self.refused))
        self.paper.setVisible(bool(self.refused))
        self.look.setVisible(bool(self.unknown))
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")

    def _address(self) -> None:
        self.address_wanted.emit(self.refused[0])

    def _print(self) -> None:
        self.print_wanted.emit(list(self.refused))

    def _look(self) -> None:
        self.look_wanted.emit(list(self.unknown))
