"""The readiness checklist: what is decided, what is open, and a button that changes it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.operations.decide import Readiness, ReadyLine
from app.ui.appearance.look import LOOK
from app.ui.parts.controls import Button, ElidedLabel, IconLabel
from app.ui.parts.controls import line as hairline

_SIGNS: Final = {
    Readiness.READY: ("circle-check", "ok", "Ready"),
    Readiness.OPEN: ("circle-alert", "warn", "Needs you"),
    Readiness.NOT_NEEDED: ("minus", "idle", "Not needed"),
}


class ChecklistRow(QFrame):
    """One line: its state, question, answer, and the button that changes it."""

    def __init__(self, line: ReadyLine, pressed: Callable[[], object]) -> None:
        super().__init__()
        self.line = line
        name, role, word = _SIGNS[line.state]
        self.setAccessibleName(f"{line.title}, {word}, {line.answer} {line.detail}".strip())
        is_open = line.state is Readiness.OPEN
        self.button = (
            Button("Fix", icon_name="wrench") if is_open else Button("Change", kind="quiet")
        )
        self.button.setAccessibleName(f"{'Fix' if is_open else 'Change'}: {line.title}")
        self.button.clicked.connect(pressed)
        self.button.setEnabled(line.state is not Readiness.NOT_NEEDED)
        answer = ElidedLabel(line.answer, "strong")
        detail = ElidedLabel(line.detail, "caption")
        given = QVBoxLayout()
        given.setSpacing(0)
        given.addStretch(1)
        given.addWidget(answer)
        if line.detail:
            given.addWidget(detail)
        given.addStretch(1)
        sign = IconLabel(name, role, 19)
        sign.setToolTip(word)
        title = ElidedLabel(line.title)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(sign)
        row.addWidget(title, 46)
        row.addLayout(given, 54)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row, 1)
        whole.addWidget(hairline())
        self.setFixedHeight(LOOK.scaled(45))


class ChecklistView(QWidget):
    """All lines, below each other."""

    wanted = Signal(str)
    """The key of the line that is to be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ChecklistRow] = []
        self._inside = QWidget()
        self._inside.setProperty("kind", "ground")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("Readiness checklist")
        self._area = area
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area, 0, 0)

    def show_lines(self, lines: Sequence[ReadyLine]) -> None:
        """Shows the lines; the keyboard stays on the line it was on."""
        if [row.line for row in self.rows] == list(lines):
            return
        at = next((row.line.key for row in self.rows if row.button.hasFocus()), "")
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for place, each in enumerate(lines):
            row = ChecklistRow(each, partial(self.wanted.emit, each.key))
            self._column.insertWidget(place, row)
            self.rows.append(row)
        if at:
            self.go_to(at)

    def go_to(self, key: str) -> None:
        """Puts the keyboard on the button of a line."""
        for row in self.rows:
            if row.line.key == key:
                row.button.setFocus(Qt.FocusReason.TabFocusReason)
                self._area.ensureWidgetVisible(row)

    def next_open(self, after: str = "", step: int = 1) -> str:
        """The key of the next open line after one, or before it, round about; blank: none."""
        keys = [row.line.key for row in self.rows if row.line.state is Readiness.OPEN]
        every = [row.line.key for row in self.rows][::step]
        start = every.index(after) + 1 if after in every else 0
        later = [key for key in every[start:] if key in keys]
        return (later or keys[::step] or [""])[0]
