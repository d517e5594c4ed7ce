"""The first thing seen: the sample company, a new one, an old one, a backup."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.appearance.look import LOOK
from app.ui.parts.company_square import CompanySquare
from app.ui.parts.controls import Button, Card, IconLabel, beside, label, line

_WIDEST: Final = 600
_WIDEST_LIST: Final = 420
"""Large text wraps rather than leave the smallest screen."""


@dataclass(frozen=True, slots=True)
class OpenedBefore:
    """A company file that was open before."""

    path: Path
    name: str
    detail: str
    colour: int
    is_missing: bool = False
    """Whether it is no longer where it was."""


class WelcomePage(QWidget):
    """Shown while no company is open."""

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    restore_wanted = Signal()
    recent_wanted = Signal(object)
    missing_wanted = Signal(object)
    """A file that is no longer where it was is to be looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(12)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(label("Welcome to Switchbook", "hero"))
        titles.addWidget(label("Telecom billing, in step with your PSA and your books.", "muted"))
        head = QHBoxLayout()
        head.addWidget(IconLabel("switchbook-mark", "accent", 40))
        head.addLayout(titles, 1)
        left.addLayout(head)
        left.addSpacing(12)
        self.sample = self._choice(
            "play",
            "Try the sample company",
            "60 customers and 40,000 calls. Your first invoice in about 2 minutes. Nothing leaves "
            "this computer.",
            Button("Open sample", kind="primary", key="Return", on_press=self.sample_wanted.emit),
        )
        left.addWidget(self.sample)
        for icon_name, title, text, button in (
            (
                "file-plus-corner",
                "New company",
                "Bring in a workbook, or start empty. A checklist asks what it needs to know.",
                Button("New…", key="Ctrl+N", on_press=self.new_wanted.emit),
            ),
            (
                "folder-open",
                "Open a company file",
                "Files end in .switchbook. Opening never changes the file of another company.",
                Button("Open…", key="Ctrl+O", on_press=self.open_wanted.emit),
            ),
            (
                "archive-restore",
                "Restore a backup",
                "Makes a new file beside the old one. The old one is kept.",
                Button("Restore…", key="Ctrl+R", on_press=self.restore_wanted.emit),
            ),
        ):
            left.addWidget(self._choice(icon_name, title, text, button))
        note = label(
            "Everything stays in one file on this computer. Connecting other systems comes later, "
            "and is optional.",
            "caption",
            wraps=True,
        )
        left.addLayout(beside(IconLabel("lock", "text_muted"), note))
        middle.addLayout(left, 5)
        middle.addSpacing(44)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addSpacing(56)
        self._recent = Card(margin=0, spacing=0)
        self._missing: list[Path] = []
        self._recent.setFixedWidth(min(LOOK.scaled(340), _WIDEST_LIST))
        right.addWidget(self._recent)
        right.addWidget(self._how())
        right.addStretch(1)
        middle.addLayout(right)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)
        self.show_recent([])

    def _choice(self, icon_name: str, title: str, text: str, button: Button) -> Card:
        card = Card("chosen" if button.property("kind") == "primary" else "card", margin=14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, "section"))
        words.addWidget(label(text, "caption", wraps=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(IconLabel(icon_name, "accent", 28))
        row.addLayout(words, 1)
        row.addWidget(button)
        card.rows.addLayout(row)
        card.setMinimumWidth(min(LOOK.scaled(560), _WIDEST))
        return card

    def _how(self) -> Card:
        card = Card()
        card.rows.addWidget(label("How a month goes", "strong"))
        steps = (
            "Drop the call files",
            "Clear what could not be billed",
            "Draft and review the invoices",
            "Send them, and close with the proof",
        )
        for number, step in enumerate(steps, 1):
            card.rows.addLayout(beside(label(str(number), "strong"), 8, label(step), None))
        return card

    def show_recent(self, files: list[OpenedBefore]) -> None:
        """Lists the company files that were open before, and tells of those that are away."""
        while self._recent.rows.count():
            entry = self._recent.rows.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._recent.rows.addWidget(_padded(label("Opened before", "strong")))
        there = [file for file in files if not file.is_missing]
        for file in there:
            self._recent.rows.addWidget(line())
            self._recent.rows.addWidget(_Recent(file, self._open_recent))
        self._missing = [file.path for file in files if file.is_missing]
        if self._missing:
            self._recent.rows.addWidget(line())
            self._recent.rows.addWidget(self._told_missing())
        if not files:
            self._recent.rows.addWidget(line())
            self._recent.rows.addWidget(
                _padded(label("Nothing yet. What you open is listed here.", "muted", wraps=True))
            )

    def _told_missing(self) -> QWidget:
        count = len(self._missing)
        text = "1 file was" if count == 1 else f"{count} files were"
        told = label(f"{text} moved or renamed.", "caption")
        told.setToolTip("\n".join(str(path) for path in self._missing))
        look = Button("Look for it", kind="quiet", on_press=self._look_for)
        look.setAccessibleName(f"Look for {self._missing[0].name}")
        look.setToolTip(str(self._missing[0]))
        place = QWidget()
        place.setLayout(beside(told, look, None, spacing=0, margin=0))
        return _padded(place)

    def _look_for(self) -> None:
        if self._missing:
            self.missing_wanted.emit(self._missing[0])

    def _open_recent(self, path: Path) -> None:
        self.recent_wanted.emit(path)


def _padded(inside: QWidget) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(14, 8, 14, 8)
    column.addWidget(inside)
    return place


class _Recent(Button):
    """One file of the list."""

    def __init__(self, file: OpenedBefore, chosen: Callable[[Path], object]) -> None:
        super().__init__("", kind="quiet")
        self.setAccessibleName(f"Open {file.name}, {file.detail}")
        self.setFixedHeight(LOOK.scaled(52))
        self.setToolTip(str(file.path))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        square = CompanySquare(file.name, file.colour)
        row.addWidget(square)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(file.name, "strong"))
        words.addWidget(label(file.detail, "caption"))
        row.addLayout(words, 1)
        row.addWidget(IconLabel("chevron-right", "text_muted"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._path = file.path
        self._chosen = chosen
        self.clicked.connect(self._press)

    def _press(self) -> None:
        self._chosen(self._path)
