"""Chooses one record of many: the customer that another is linked to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.inputs import Field, Picker
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


@dataclass(frozen=True, slots=True, kw_only=True)
class PickWish:
    """What is chosen, and what for."""

    title: str
    text: str = ""
    verb: str = "Link"
    entries: Mapping[str, str] = field(default_factory=dict)
    """Words to key."""
    field_title: str = "Customer"


class PickDialog(Dialog):
    """One field that finds by any part of a name or number; without a choice nothing is done."""

    def __init__(self, wish: PickWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(wish.title)
        self.setMinimumWidth(460)
        self.picker = Picker(wish.field_title, hint="Any part of a name or id")
        self.picker.offer(dict(wish.entries))
        self.verb = Button(wish.verb, kind="primary", on_press=self.take)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(wish.title, "pane", wraps=True))
        if wish.text:
            column.addWidget(label(wish.text, "muted", wraps=True))
        column.addWidget(Field(wish.field_title, self.picker))
        column.addLayout(beside(None, self.not_now, self.verb))
        self.picker.textChanged.connect(self._look)
        self._look("")
        self.picker.setFocus()

    @property
    def key(self) -> str:
        """The record chosen; blank: none."""
        return self.picker.key

    def take(self) -> None:
        """Takes the choice, if there is one."""
        if self.key:
            self.accept()
        else:
            self.picker.refuse("Choose one of the list.")

    def _look(self, text: str) -> None:
        self.verb.setEnabled(bool(text.strip()))


def pick(parent: QWidget, wish: PickWish) -> str:
    """The key of the record chosen; blank where the user thought better of it."""
    dialog = PickDialog(wish, parent)
    return dialog.key if dialog.exec() == QDialog.DialogCode.Accepted else ""
