"""The list of the palette: hits below headings, what was typed underlined, keys at the right."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK

AnyIndex = QModelIndex | QPersistentModelIndex
HIT: Final = Qt.ItemDataRole.UserRole
_PAD: Final = 16
_ICONS: Final = {
    "customer": "building-2",
    "location": "map-pin",
    "number": "phone",
    "circuit": "router",
    "invoice": "file-text",
    "command": "arrow-right",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; or a heading, without a target."""

    kind: str
    title: str
    second: str = ""
    target: object = None
    key: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it heads the hits below."""
        return self.target is None


class Hits(QAbstractListModel):
    """What was found."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self.text = ""

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many lines, headings among them."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A line, its words, what a screen reader says."""
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{hit.title}    {hit.second}" if hit.second else hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (hit.kind if not hit.is_heading else "", hit.title, hit.second, hit.key)
            return ", ".join(part for part in parts if part)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if self.hits[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show_hits(self, hits: list[Hit], text: str) -> None:
        """Shows other hits for what was typed."""
        self.beginResetModel()
        self.hits, self.text = hits, text.casefold()
        self.endResetModel()

    def step(self, line: int, step: int) -> int:
        """The line after this one that can be chosen, or before; the same where there is none."""
        at = line + step
        while 0 <= at < len(self.hits):
            if not self.hits[at].is_heading:
                return at
            at += step
        return line


class HitDelegate(QStyledItemDelegate):
    """Draws a hit or a heading."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """Headings are a little lower."""
        del option
        heading = index.data(HIT).is_heading
        return QSize(100, LOOK.scaled(28 if heading else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one line."""
        hit, box = index.data(HIT), option.rect
        model = index.model()
        painter.save()
        if hit.is_heading:
            painter.setFont(LOOK.font("caption", 600))
            painter.setPen(LOOK.colour("text_muted"))
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(_PAD, 0, -_PAD, 0), int(align), hit.title)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, LOOK.colour("selection"))
            mark = QRect(box.left(), box.top(), 3, box.height())
            painter.fillRect(mark, LOOK.colour("accent"))
        ink = "selection_text" if chosen else "text"
        side = LOOK.size("icon")
        place = QRect(box.left() + _PAD, box.center().y() - side // 2, side, side)
        draw_icon(painter, _ICONS.get(hit.kind, "search"), place, ink)
        inner = box.adjusted(_PAD + side + 12, 0, -_PAD, 0)
        inner.setRight(inner.right() - self._key(painter, inner, hit, ink=ink, chosen=chosen))
        text = model.text if isinstance(model, Hits) else ""
        self._words(painter, inner, hit, text=text, ink=ink)
        painter.restore()

    def _key(self, painter: QPainter, box: QRect, hit: Hit, *, ink: str, chosen: bool) -> int:
        """Draws the key at the right; how much room it took."""
        text = hit.key.replace("+", " ") or ("Enter" if chosen else "")
        if not text:
            return 0
        painter.setFont(LOOK.font("caption", 500))
        wide = painter.fontMetrics().horizontalAdvance(text) + 12
        high = painter.fontMetrics().height() + 2
        frame = QRect(box.right() - wide, box.center().y() - high // 2, wide, high)
        painter.setPen(QPen(LOOK.colour(ink if chosen else "text_muted"), 1))
        painter.drawRoundedRect(frame, 3, 3)
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), text)
        return wide + 12

    def _words(self, painter: QPainter, box: QRect, hit: Hit, *, text: str, ink: str) -> None:
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(LOOK.font())
        painter.setPen(LOOK.colour(ink))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, title)
        at = title.casefold().find(text) if text else -1
        if at >= 0:
            left = box.left() + metrics.horizontalAdvance(title[:at])
            wide = metrics.horizontalAdvance(title[at : at + len(text)])
            y = box.center().y() + metrics.ascent() // 2 + 3
            painter.setPen(QPen(LOOK.colour(ink), 2))
            painter.drawLine(left, y, left + wide, y)
        used = metrics.horizontalAdvance(title) + 14
        if hit.second and used < box.width():
            rest = box.adjusted(used, 0, 0, 0)
            painter.setFont(LOOK.font("caption"))
            painter.setPen(LOOK.colour(ink if ink != "text" else "text_muted"))
            metrics = painter.fontMetrics()
            second = metrics.elidedText(hit.second, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, align, second)
