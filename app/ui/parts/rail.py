"""The rail: the pages of the window with what waits on each, and the company at its head."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui import words
from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK

AnyIndex = QModelIndex | QPersistentModelIndex
NAME: Final = Qt.ItemDataRole.UserRole
_GAP: Final = 13


@dataclass(slots=True)
class RailItem:
    """A page in the rail."""

    name: str
    title: str
    icon: str
    key: str = ""
    waiting: int = 0
    blocked: bool = False
    """Whether what waits blocks the month."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if not self.waiting:
            return self.title
        return f"{self.title}, {words.count(self.waiting)} need you"


class _RailModel(QAbstractListModel):
    def __init__(self, items: list[RailItem | None]) -> None:
        super().__init__()
        self.items = items

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        item = self.items[index.row()]
        if item is None:
            return None
        if role == NAME:
            return item.name
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.title} ({item.key})" if item.key else item.title
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if self.items[index.row()] is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _RailDelegate(QStyledItemDelegate):
    """Draws an item: icon, title, and how much waits."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        del option
        is_gap = index.data(NAME) is None
        return QSize(100, _GAP if is_gap else LOOK.scaled(LOOK.size("rail_item")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        item = model.items[index.row()] if isinstance(model, _RailModel) else None
        box: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item is None:
            painter.setPen(LOOK.colour("line"))
            middle = box.center().y()
            painter.drawLine(box.left() + 14, middle, box.right() - 16, middle)
            painter.restore()
            return
        current = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, box, current=current, state=state)
        ink = "accent_text" if current else "text"
        side = LOOK.size("icon_nav")
        place = QRect(box.left() + 16, box.center().y() - side // 2, side, side)
        draw_icon(painter, item.icon, place, ink)
        if box.width() > 80:  # noqa: PLR2004  folded to icons below
            self._words(painter, box, item, ink=ink, current=current)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRect, *, current: bool, state: QStyle.StateFlag
    ) -> None:
        inner = QRectF(box.adjusted(8, 1, -8, -1))
        path = QPainterPath()
        path.addRoundedRect(inner, 6, 6)
        if current:
            painter.fillPath(path, LOOK.colour("accent_soft"))
            mark = QRectF(box.left() + 8, box.top() + 8, 3, box.height() - 16)
            painter.fillRect(mark, LOOK.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillPath(path, LOOK.colour("hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)

    def _words(
        self, painter: QPainter, box: QRect, item: RailItem, *, ink: str, current: bool
    ) -> None:
        right = box.right() - 14
        if item.waiting:
            painter.setFont(LOOK.font("caption", 600))
            text = words.count(item.waiting)
            wide = max(20, QFontMetrics(painter.font()).horizontalAdvance(text) + 12)
            pill = QRectF(right - wide, box.center().y() - 9, wide, 19)
            role = "bad" if item.blocked else "warn"
            path = QPainterPath()
            path.addRoundedRect(pill, 9, 9)
            painter.fillPath(path, LOOK.colour(f"{role}_soft"))
            painter.setPen(LOOK.colour(role))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
            right -= wide + 4
        painter.setFont(LOOK.font("body", 600 if current else 400))
        painter.setPen(LOOK.colour(ink))
        left = box.left() + 16 + LOOK.size("icon_nav") + 9
        text_box = QRect(left, box.top(), right - left, box.height())
        title = painter.fontMetrics().elidedText(
            item.title, Qt.TextElideMode.ElideRight, text_box.width()
        )
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text_box, int(align), title)


class Rail(QListView):
    """The list of pages."""

    chosen = Signal(str)
    entered_page = Signal()
    """Enter or the arrow right: the keyboard goes into the page."""

    def __init__(self, items: list[RailItem | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAccessibleName("Pages")
        self._model = _RailModel(items)
        self.setModel(self._model)
        self.setItemDelegate(_RailDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)
        LOOK.changed.connect(self._dress)

    def _dress(self) -> None:
        self.scheduleDelayedItemsLayout()

    def _moved(self, current: QModelIndex) -> None:
        name = current.data(NAME)
        if name:
            self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and the arrow right go into the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self.entered_page.emit()
        else:
            super().keyPressEvent(event)

    def show_page(self, name: str) -> None:
        """Marks a page as the current one."""
        for line, item in enumerate(self._model.items):
            if item is not None and item.name == name:
                self.setCurrentIndex(self._model.index(line))

    def count(self, name: str, waiting: int, *, blocked: bool = False) -> None:
        """Shows how much waits on a page."""
        for line, item in enumerate(self._model.items):
            if item is not None and item.name == name:
                item.waiting, item.blocked = waiting, blocked
                index = self._model.index(line)
                self._model.dataChanged.emit(index, index)
