"""Chips: states with their counts; pressing one shows those alone, pressing it again all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from app.ui.appearance.look import LOOK
from app.ui.parts.badge import Badge, badge_width, draw_badge

_AROUND: Final = 3
_GAP: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipFacts:
    """One chip: what it filters, and how it looks with its count."""

    key: str
    badge: Badge


class Chip(QAbstractButton):
    """A badge that is pressed."""

    def __init__(self, facts: ChipFacts) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.facts = facts
        self.show_facts(facts)
        LOOK.changed.connect(self.updateGeometry)

    def show_facts(self, facts: ChipFacts) -> None:
        """Another count."""
        self.facts = facts
        self.setText(facts.badge.word)
        self.setAccessibleName(f"Show {facts.badge.word}")
        self.setToolTip(facts.badge.tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The badge and its frame."""
        high = max(LOOK.scaled(LOOK.size("badge")) + 2 * _AROUND, 24)
        return QSize(badge_width(self.facts.badge) + 2 * _AROUND, high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the badge; the one that filters has a frame."""
        del event
        painter = QPainter(self)
        draw_badge(painter, self.facts.badge, self.rect().adjusted(_AROUND, 0, -_AROUND, 0))
        if self.isChecked():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
            painter.setPen(QPen(LOOK.colour(self.facts.badge.role), 2))
            painter.drawPath(path)


class ChipBar(QWidget):
    """Chips in as many rows as they need."""

    picked = Signal(str)
    """What alone is shown; blank: all."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._chips: dict[str, Chip] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._columns = 0

    @property
    def value(self) -> str:
        """What alone is shown; blank: all."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    @property
    def chips(self) -> Sequence[Chip]:
        """The chips in their order."""
        return list(self._chips.values())

    def chip(self, key: str) -> Chip | None:
        """The chip of a key."""
        return self._chips.get(key)

    def show_chips(self, facts: Sequence[ChipFacts]) -> None:
        """Shows these; the one that filters goes on doing so."""
        if list(self._chips) != [each.key for each in facts]:
            chosen = self.value
            for chip in self._chips.values():
                self._grid.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = {each.key: Chip(each) for each in facts}
            for key, chip in self._chips.items():
                chip.setChecked(key == chosen)
                chip.clicked.connect(self._teller(key))
            self._columns = 0
            if chosen and not self.value:
                self.picked.emit("")
        for each in facts:
            self._chips[each.key].show_facts(each)
        self._arrange()

    def pick(self, key: str) -> None:
        """Shows those alone; blank: all."""
        for each, chip in self._chips.items():
            chip.setChecked(each == key)
        self.picked.emit(key)

    def _teller(self, key: str) -> Callable[[], None]:
        def tell() -> None:
            chip = self._chips.get(key)
            self.pick(key if chip is not None and chip.isChecked() else "")

        return tell

    def _arrange(self) -> None:
        widest = max((chip.sizeHint().width() for chip in self._chips.values()), default=1)
        whole = sum(chip.sizeHint().width() + _GAP for chip in self._chips.values())
        fits = whole <= self.width() + _GAP
        columns = len(self._chips) if fits else max(self.width() // (widest + _GAP), 1)
        if columns == self._columns:
            return
        self._columns = columns
        for chip in self._chips.values():
            self._grid.removeWidget(chip)
        for place, chip in enumerate(self._chips.values()):
            self._grid.addWidget(chip, place // columns, place % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(columns, 1)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As wide as one chip, as high as all rows."""
        widest = max((chip.sizeHint().width() for chip in self._chips.values()), default=1)
        return QSize(widest, self._grid.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Less room may make more rows."""
        super().resizeEvent(event)
        self._arrange()
