"""A list of entries of two lines: a state, what it is and its money, then whose and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_HIGH: Final = 54
_SIDE: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the list shows it."""

    key: object
    """What makes it the same entry when the list is read anew."""
    icon: str
    role: str
    state: str
    """The state in a word, for a screen reader."""
    title: str
    second: str
    right: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.title, self.right, self.state, self.second) if part)


class _EntriesModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title}\n{entry.second}"
        return None


class _EntryDelegate(QStyledItemDelegate):
    """Draws an entry on its row, with a hairline below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        del option, index
        return QSize(LOOK.scaled(200), LOOK.scaled(_HIGH) + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, _EntriesModel):
            return
        entry = model.entries[index.row()]
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, option, chosen=chosen)
        is_strong = chosen and LOOK.theme is Theme.HIGH_CONTRAST
        place = QRect(box.left() + 15, box.top() + LOOK.scaled(10), _SIDE, _SIDE)
        draw_icon(painter, entry.icon, place, "selection_text" if is_strong else entry.role)
        left = place.right() + 11
        inner = QRect(left, box.top() + 8, box.right() - 13 - left, box.height() - 16)
        half = inner.height() // 2
        ink = LOOK.colour("selection_text" if chosen else "text")
        painter.setPen(ink)
        painter.setFont(LOOK.font("body", 600))
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        wide = painter.fontMetrics().horizontalAdvance(entry.right)
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(upper, align, entry.right)
        _draw(painter, upper.adjusted(0, 0, -(wide + 12 if wide else 0), 0), entry.title)
        painter.setFont(LOOK.font("caption"))
        painter.setPen(ink if chosen else LOOK.colour("text_muted"))
        _draw(painter, QRect(inner.left(), inner.top() + half, inner.width(), half), entry.second)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRect, option: QStyleOptionViewItem, *, chosen: bool
    ) -> None:
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "selection" if chosen else "hover" if hover else "surface"
        painter.fillRect(box, LOOK.colour(ground))
        painter.setPen(LOOK.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), LOOK.colour("accent"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))


def _draw(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class EntryList(QListView):
    """The list; its letters are commands."""

    chosen = Signal(object)
    """The key of the entry the keyboard is on; None: there is none."""
    opened = Signal(object)
    letter = Signal(str)
    find_asked = Signal()

    def __init__(self, name: str, letters: str = "") -> None:
        super().__init__()
        self.letters = letters
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _EntriesModel()
        self.setModel(self._model)
        self.setItemDelegate(_EntryDelegate(self))
        self.selectionModel().currentChanged.connect(self._moved)
        LOOK.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def key(self) -> object:
        """The key of the entry the keyboard is on; None where there is none."""
        row = self.currentIndex().row()
        return self._model.entries[row].key if 0 <= row < len(self._model.entries) else None

    @property
    def entries(self) -> Sequence[Entry]:
        """What is listed."""
        return self._model.entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Lists anew; the keyboard stays on its entry, or goes to the one that took its place."""
        kept, place = self.key, self.currentIndex().row()
        selection = self.selectionModel()
        selection.blockSignals(True)  # noqa: FBT003  of Qt
        self._model.show(entries)
        selection.blockSignals(False)  # noqa: FBT003  of Qt
        keys = [each.key for each in entries]
        line = keys.index(kept) if kept in keys else min(max(place, 0), len(keys) - 1)
        if line >= 0:
            self.setCurrentIndex(self._model.index(line))
        self.chosen.emit(self.key)

    def choose(self, key: object) -> bool:
        """Puts the keyboard on an entry; whether it is there."""
        keys = [each.key for each in self._model.entries]
        if key not in keys:
            return False
        self.setCurrentIndex(self._model.index(keys.index(key)))
        return True

    def step(self, by: int) -> bool:
        """Goes so many entries on; whether there is one."""
        line = self.currentIndex().row() + by
        if not 0 <= line < len(self._model.entries):
            return False
        self.setCurrentIndex(self._model.index(line))
        return True

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens; letters are commands; / finds."""
        text = event.text().casefold()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and self.key is not None:
            self.opened.emit(self.key)
        elif text == "/":
            self.find_asked.emit()
        elif plain and text and text in self.letters:
            self.letter.emit(text)
        elif not text.strip() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A double click opens the entry."""
        if self.indexAt(event.position().toPoint()).isValid() and self.key is not None:
            self.opened.emit(self.key)
