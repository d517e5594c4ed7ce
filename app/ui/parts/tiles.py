"""Tiles with a figure each: one of them is chosen, and filters what stands below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK

_PAD: Final = 14
_SIDE: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class TileFacts:
    """What stands on a tile."""

    key: str
    icon: str
    role: str
    figure: str
    word: str
    second: str


class TileButton(QAbstractButton):
    """One tile."""

    def __init__(self, facts: TileFacts) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.facts = facts
        self.show_facts(facts)
        LOOK.changed.connect(self.updateGeometry)

    def show_facts(self, facts: TileFacts) -> None:
        """Another figure."""
        self.facts = facts
        self.setText(f"{facts.figure} {facts.word}")
        self.setToolTip(facts.second)
        self.setAccessibleName(f"{facts.figure} {facts.word}, {facts.second}")
        self.update()

    def _heights(self) -> tuple[int, int]:
        return (
            QFontMetrics(LOOK.font("page", 600)).height(),
            QFontMetrics(LOOK.font("caption")).height(),
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        """Two lines."""
        return QSize(LOOK.scaled(180), sum(self._heights()) + 18)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Wide enough for its figure and word."""
        figure = QFontMetrics(LOOK.font("page", 600)).horizontalAdvance(self.facts.figure)
        word = QFontMetrics(LOOK.font("body", 600)).horizontalAdvance(self.facts.word)
        return QSize(2 * _PAD + _SIDE + 10 + figure + 8 + word, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the figure with its icon, and the line below it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self.isChecked() else 1
        inset = wide / 2
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.fillPath(path, LOOK.colour("hover" if self.underMouse() else "surface"))
        painter.setPen(QPen(LOOK.colour("accent" if self.isChecked() else "line"), wide))
        painter.drawPath(path)
        upper, lower = self._heights()
        top = 8
        place = QRect(_PAD, top + (upper - _SIDE) // 2, _SIDE, _SIDE)
        draw_icon(painter, self.facts.icon, place, self.facts.role)
        left = place.right() + 10
        painter.setPen(LOOK.colour("text"))
        painter.setFont(LOOK.font("page", 600))
        advance = painter.fontMetrics().horizontalAdvance(self.facts.figure)
        box = QRect(left, top, self.width() - left - _PAD, upper)
        side = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, side, self.facts.figure)
        painter.setFont(LOOK.font("body", 600))
        painter.drawText(box.adjusted(advance + 8, 1, 0, 1), side, self.facts.word)
        painter.setFont(LOOK.font("caption"))
        painter.setPen(LOOK.colour("text_muted"))
        line = QRect(_PAD, top + upper, self.width() - 2 * _PAD, lower)
        text = painter.fontMetrics().elidedText(
            self.facts.second, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, side, text)


class Tiles(QWidget):
    """The tiles beside each other; pressing the one that is chosen shows everything again."""

    picked = Signal(str)
    """The key of the tile that filters; blank: none does."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._tiles: dict[str, TileButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    @property
    def tiles(self) -> Sequence[TileButton]:
        """The tiles in their order."""
        return list(self._tiles.values())

    @property
    def value(self) -> str:
        """The tile that filters; blank: none."""
        return next((key for key, tile in self._tiles.items() if tile.isChecked()), "")

    def show_tiles(self, facts: Sequence[TileFacts]) -> None:
        """Shows figures; which tile is chosen stays."""
        for each in facts:
            tile = self._tiles.get(each.key)
            if tile is None:
                tile = self._tiles[each.key] = TileButton(each)
                tile.clicked.connect(self._presser(each.key))
                self._row.addWidget(tile, 1)
            tile.show_facts(each)

    def _presser(self, key: str) -> Callable[[], None]:
        def press() -> None:
            chosen = self._tiles[key].isChecked()
            self.choose(key if chosen else "")

        return press

    def choose(self, key: str) -> None:
        """Filters by a tile; blank: by none."""
        for each, tile in self._tiles.items():
            tile.setChecked(each == key)
        self.picked.emit(key)
