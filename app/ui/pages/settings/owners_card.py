"""Who owns what: a field is changed where its owner is, and carries a lock elsewhere."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from app.billing.decision import ACCOUNTING, NONE, PSA, Owned, answered, question_of
from app.ui.parts.controls import Card, IconLabel, label, line

HERE: Final = "Switchbook"


class OwnersList(QWidget):
    """The groups of fields and their owners."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)

    def show_owners(self, owners: tuple[Owned, ...], answers: Mapping[str, str]) -> None:
        """Shows who owns what."""
        while self._grid.count():
            entry = self._grid.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, each in enumerate(owners):
            owner = _told(each.owner, answers)
            title = label(each.title, wraps=True)
            title.setAccessibleName(f"{each.title}: {owner}")
            self._grid.addWidget(title, place * 2, 0)
            self._grid.addWidget(IconLabel("lock", "text_muted", 14), place * 2, 1)
            self._grid.addWidget(label(owner, "strong"), place * 2, 2)
            self._grid.addWidget(line(), place * 2 + 1, 0, 1, 3)


class OwnersCard(Card):
    """The list as a card beside the checklist."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Who owns what")
        self.list = OwnersList()
        self.rows.addWidget(label("Who owns what", "section"))
        text = "Change a field where its owner is. Elsewhere it carries a lock."
        self.rows.addWidget(label(text, "caption", wraps=True))
        self.rows.addSpacing(6)
        self.rows.addWidget(self.list)
        self.rows.addStretch(1)


def _told(owner: str, answers: Mapping[str, str]) -> str:
    if owner not in {PSA, ACCOUNTING}:
        return HERE
    choice = answered(question_of(owner), answers)
    # The name of the house is enough here: QuickBooks for QuickBooks Online.
    return choice.title.split()[0] if choice is not None and choice.value != NONE else HERE
