"""Help: what a page is for, what to do there, and its keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.appearance.look import LOOK
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key and what it does."""

    key: str
    title: str


LIST_KEYS: Final = (
    KeyLine("Enter", "open the record, or edit the cell"),
    KeyLine("F2", "edit the cell or the record"),
    KeyLine("Tab", "while editing: next cell; past the last one a new row"),
    KeyLine("Esc", "while editing: leave the cell as it was"),
    KeyLine("Ctrl+D", "copy from the cell above"),
    KeyLine("Ctrl+Enter", "hand over the row"),
    KeyLine("Ctrl+C", "copy what is selected, or all that is shown, as a table"),
    KeyLine("Space", "select; tick"),
    KeyLine("/", "find in the list; in most lists typing does"),
)
"""What all lists answer."""

FIELD_KEYS: Final = (
    KeyLine("F4", "open the choices, or the calendar"),
    KeyLine("t", "in a field for a day: today"),
    KeyLine("+  -", "in a field for a day: a day later, a day earlier"),
    KeyLine("m  h", "in a field for a day: the first, the last of the month"),
    KeyLine("12*3.5", "in a field for money: a sum is worked out"),
)
"""What all fields answer."""


class HelpPanel(Dialog):
    """Help of one page."""

    def __init__(
        self,
        title: str,
        text: str,
        keys: Sequence[KeyLine],
        *,
        parent: QWidget,
        everywhere: Sequence[KeyLine] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Help: {title}")
        self.resize(560, 560)
        inside = QWidget()
        inside.setProperty("kind", "ground")
        column = QVBoxLayout(inside)
        column.setSpacing(12)
        column.addWidget(label(title, "page"))
        column.addWidget(label(text, wraps=True))
        for heading, lines in (
            ("Keys of this page", keys),
            ("Keys of lists", LIST_KEYS),
            ("Keys of fields", FIELD_KEYS),
            ("Keys everywhere", everywhere),
        ):
            if lines:
                column.addWidget(label(heading, "section"))
                column.addLayout(_grid(lines))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.addWidget(area, 1)
        close = Button("Close", key="Esc", on_press=self.reject)
        close.setDefault(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole.addLayout(beside(None, close))


def _grid(lines: Sequence[KeyLine]) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnMinimumWidth(0, LOOK.scaled(110))
    grid.setColumnStretch(1, 1)
    for place, each in enumerate(lines):
        hint = label(each.key.replace("+", " ").strip() or each.key, "key")
        grid.addWidget(hint, place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(each.title, wraps=True), place, 1)
    return grid
