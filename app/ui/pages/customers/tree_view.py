"""The tree of customers as it is drawn, and its keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from app.operations.browse_customers.tree import Branch, Level
from app.ui import words
from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.pages.customers.tree_model import BRANCH, SYNC, UNREADY
from app.ui.parts.badge import Badge

AnyIndex = QModelIndex | QPersistentModelIndex

_ICONS: Final = {
    Level.ALL: "users",
    Level.ACCOUNT: "building-2",
    Level.LOCATION: "map-pin",
    Level.CIRCUIT: "router",
    Level.NUMBER: "phone",
}


class TreeDelegate(QStyledItemDelegate):
    """Draws a line: icon, title, what needs a person, how many numbers are below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one line."""
        branch: Branch | None = index.data(BRANCH)
        if branch is None:
            return
        painter.save()
        box = option.rect
        view = option.widget
        selected = isinstance(view, TreeView) and view.currentIndex() == index
        active = selected and view.hasFocus()
        ink = "selection_text" if active else "text"
        if selected:
            painter.fillRect(box, LOOK.colour("selection" if active else "selection_inactive"))
        side = LOOK.size("icon")
        place = QRect(box.left() + 2, box.center().y() - side // 2 + 1, side, side)
        draw_icon(painter, _ICONS[branch.level], place, ink if active else "text_muted")
        right = box.adjusted(side + 10, 0, -10, 0)
        if branch.numbers or branch.level is Level.ALL:
            count = words.count(branch.numbers)
            painter.setFont(LOOK.font("body", 600 if selected else 400))
            painter.setPen(LOOK.colour(ink if selected else "text_muted"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, int(flags), count)
            right.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(count) - 6, 0)
        if index.data(UNREADY):
            mark = QRect(right.right() - side, box.center().y() - side // 2 + 1, side, side)
            draw_icon(painter, "circle-alert", mark, ink if active else "warn")
            right.adjust(0, 0, -side - 6, 0)
        badge = index.data(SYNC)
        if isinstance(badge, Badge):
            mark = QRect(right.right() - side, box.center().y() - side // 2 + 1, side, side)
            draw_icon(painter, badge.icon, mark, ink if active else badge.role)
            right.adjust(0, 0, -side - 6, 0)
        strong = selected or branch.is_hit
        painter.setFont(LOOK.font("body", 600 if strong else 400))
        painter.setPen(LOOK.colour("text_muted" if branch.is_closed and not selected else ink))
        title = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)),
            Qt.TextElideMode.ElideRight,
            right.width(),
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(right, int(flags), title)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """As high as a row of a grid, a little less."""
        del option, index
        return QSize(120, LOOK.metric("row") - 3)


class TreeView(QTreeView):
    """The tree; letters go to the filter."""

    find_asked = Signal(str)
    opened = Signal()
    """Enter was pressed on a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Customers")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(TreeDelegate(self))
        LOOK.changed.connect(self.scheduleDelayedItemsLayout)

    def drawRow(  # noqa: N802
        self, painter: QPainter, options: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Draws the ground over the whole width, then the line, then the mark of the focus."""
        box = options.rect
        box = QRect(0, box.top(), self.viewport().width(), box.height())
        selected = self.currentIndex() == index
        if selected:
            role = "selection" if self.hasFocus() else "selection_inactive"
            painter.fillRect(box, LOOK.colour(role))
        elif options.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, LOOK.colour("hover"))
        if selected:
            painter.fillRect(QRect(0, box.top(), 3, box.height()), LOOK.colour("accent"))
        plain = QStyleOptionViewItem(options)
        plain.state &= ~QStyle.StateFlag.State_Selected
        plain.state &= ~QStyle.StateFlag.State_MouseOver
        super().drawRow(painter, plain, index)
        if selected and self.hasFocus():
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def drawBranches(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:  # noqa: N802
        """Draws the arrow of a line that can be opened."""
        if self.currentIndex() == index:
            role = "selection" if self.hasFocus() else "selection_inactive"
            painter.fillRect(rect, LOOK.colour(role))
            painter.fillRect(QRect(0, rect.top(), 3, rect.height()), LOOK.colour("accent"))
        model = self.model()
        if not isinstance(index, QModelIndex) or not model.hasChildren(index):
            return
        side = LOOK.size("icon")
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        place = QRect(rect.right() - side, rect.center().y() - side // 2 + 1, side, side)
        draw_icon(painter, name, place, "text_muted")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Letters and the slash find; Enter goes to the right."""
        text = event.text()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Slash and not control:
            self.find_asked.emit("")
        elif text and text.isprintable() and text != " " and not control:
            self.find_asked.emit(text)
        else:
            super().keyPressEvent(event)
