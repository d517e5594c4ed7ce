"""Asks for a reason: of a hold, a waiver, something taken back."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.inputs import Field, TextField
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWish:
    """What needs a reason, and what the reason is kept for."""

    title: str
    """What is done, in numbers: "Hold Granite Peak, 1,662.78?"."""
    text: str = ""
    """What follows, and how to take it back."""
    verb: str = "Go on"
    field: str = "Reason"
    hint: str = ""
    reason: str = ""
    """What stands in the field at first."""


class ReasonDialog(Dialog):
    """One field for a reason; without one nothing is done."""

    def __init__(self, wish: ReasonWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(wish.title)
        self.setMinimumWidth(440)
        self.reason_field = TextField(wish.field, hint=wish.hint)
        self.reason_field.setText(wish.reason)
        self.reason_field.selectAll()
        self.verb = Button(wish.verb, kind="primary", on_press=self.accept)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(wish.title, "pane", wraps=True))
        if wish.text:
            column.addWidget(label(wish.text, "muted", wraps=True))
        column.addWidget(Field(wish.field, self.reason_field))
        column.addLayout(beside(None, self.not_now, self.verb))
        self.reason_field.textChanged.connect(self._look)
        self._look(self.reason_field.text())
        self.reason_field.setFocus()

    @property
    def reason(self) -> str:
        """The reason as it was typed."""
        return self.reason_field.text().strip()

    def _look(self, text: str) -> None:
        self.verb.setEnabled(bool(text.strip()))


def ask_reason(parent: QWidget, wish: ReasonWish) -> str:
    """The reason; blank where the user thought better of it."""
    dialog = ReasonDialog(wish, parent)
    return dialog.reason if dialog.exec() == QDialog.DialogCode.Accepted else ""
