"""How cells are drawn: text, money, badges, bars, checks, heads of groups, focus and refusals."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme
from app.ui.grid.columns import RIGHT, GridColumn, Kind
from app.ui.grid.rows_model import GROUP, ROW, VALUE, RowsModel
from app.ui.inputs import DateField, MoneyField, TextField
from app.ui.parts.badge import Badge, Mark, badge_width, draw_badge, draw_mark

AnyIndex = QModelIndex | QPersistentModelIndex

_GAP: Final = 8
_AMOUNTS: Final = frozenset({Kind.MONEY, Kind.CHANGE, Kind.RATE, Kind.EXACT})


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a grid and opens their editors."""

    commit_asked = Signal()
    """Ctrl+Enter was pressed while a cell was edited; what was typed has been handed over."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        model = index.model()
        if not isinstance(model, RowsModel):
            super().paint(painter, option, index)
            return
        painter.save()
        column = model.columns[index.column()]
        head = index.data(GROUP)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        box: QRect = option.rect
        painter.fillRect(box, self._ground(option, head=head is not None))
        painter.setPen(LOOK.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ink = LOOK.colour("selection_text" if selected and active else "text")
        inner = box.adjusted(LOOK.metric("pad_x"), 0, -LOOK.metric("pad_x"), 0)
        if head is not None:
            self._head(painter, index, inner, column)
        else:
            inner = self._lock(painter, index, inner, column)
            self._cell(painter, index, inner, column=column, ink=ink, selected=selected and active)
        self._frames(painter, option, index, model)
        painter.restore()

    def _ground(self, option: QStyleOptionViewItem, *, head: bool) -> QColor:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            active = state & QStyle.StateFlag.State_Active
            return LOOK.colour("selection" if active else "selection_inactive")
        if head:
            return LOOK.colour("sunken")
        if state & QStyle.StateFlag.State_MouseOver:
            return LOOK.colour("hover")
        return LOOK.colour("surface")

    def _head(self, painter: QPainter, index: AnyIndex, box: QRect, column: GridColumn) -> None:
        head = index.data(GROUP)
        model = index.model()
        text = index.data(Qt.ItemDataRole.DisplayRole)
        painter.setFont(LOOK.font("body", 600))
        painter.setPen(LOOK.colour("text"))
        if index.column() == 0 and isinstance(model, RowsModel):
            name = "chevron-right" if head.title in model.folded else "chevron-down"
            side = LOOK.size("icon")
            draw_icon(
                painter, name, QRect(box.left(), box.center().y() - side // 2, side, side), "text"
            )
            box = box.adjusted(side + 6, 0, 0, 0)
        if text:
            self._text(painter, str(text), box, column.alignment)

    def _lock(self, painter: QPainter, index: AnyIndex, box: QRect, column: GridColumn) -> QRect:
        """Draws the lock of a field that is owned elsewhere; the room that is left."""
        row = index.data(ROW) if column.edit is not None else None
        if column.edit is None or row is None or not column.edit.owner(row):
            return box
        side = 14
        place = QRect(box.right() - side + 1, box.center().y() - side // 2 + 1, side, side)
        draw_icon(painter, "lock", place, "text_muted")
        return box.adjusted(0, 0, -side - 4, 0)

    def _cell(
        self,
        painter: QPainter,
        index: AnyIndex,
        box: QRect,
        *,
        column: GridColumn,
        ink: QColor,
        selected: bool,
    ) -> None:
        value = index.data(VALUE)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if column.kind is Kind.BADGE and isinstance(value, Mark):
            draw_mark(painter, value, box, selected=selected)
        elif column.kind is Kind.BADGE and isinstance(value, Badge):
            draw_badge(painter, value, box, selected=selected)
        elif column.kind is Kind.CHECK:
            self._check(painter, box, on=bool(value))
        elif column.kind is Kind.BAR and value is not None:
            self._bar(painter, box, float(value), selected=selected)
        elif column.kind is Kind.BUTTON and text:
            painter.setFont(LOOK.font("body", 500))
            painter.setPen(LOOK.colour("selection_text" if selected else "accent_text"))
            self._text(painter, str(text), box, Qt.AlignmentFlag.AlignVCenter)
        elif text:
            row = index.data(ROW)
            tone = column.tone(row) if column.tone is not None and row is not None else ""
            painter.setFont(LOOK.font("body", 600 if tone else 400))
            strong = LOOK.theme is Theme.HIGH_CONTRAST and selected
            painter.setPen(LOOK.colour(tone) if tone and not strong else ink)
            second = column.second(row) if column.second is not None and row is not None else ""
            self._text(painter, str(text), box, column.alignment, second=second)

    def _text(
        self,
        painter: QPainter,
        text: str,
        box: QRect,
        alignment: Qt.AlignmentFlag,
        *,
        second: str = "",
    ) -> None:
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(alignment), shown)
        used = metrics.horizontalAdvance(shown) + _GAP
        if second and used < box.width():
            rest = box.adjusted(used, 0, 0, 0)
            painter.setFont(LOOK.font("caption"))
            if painter.pen().color() == LOOK.colour("text"):
                painter.setPen(LOOK.colour("text_muted"))
            words = painter.fontMetrics().elidedText(
                second, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, int(alignment), words)

    def _check(self, painter: QPainter, box: QRect, *, on: bool) -> None:
        side = 15
        frame = QRect(box.left(), box.center().y() - side // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(LOOK.colour("accent" if on else "line_strong"), 1))
        painter.setBrush(LOOK.colour("accent" if on else "surface"))
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if on:
            draw_icon(painter, "check", frame.adjusted(1, 1, -1, -1), "on_accent")

    def _bar(self, painter: QPainter, box: QRect, part: float, *, selected: bool) -> None:
        middle = box.center().x()
        half = box.width() // 2 - 2
        # On the bright selection of high contrast the chart's own colours would vanish.
        strong = LOOK.theme is Theme.HIGH_CONTRAST and selected
        painter.setPen(LOOK.colour("selection_text" if strong else "line_strong"))
        painter.drawLine(middle, box.top() + 8, middle, box.bottom() - 8)
        wide = max(2, round(min(abs(part), 1.0) * half)) if part else 0
        left = middle if part > 0 else middle - wide
        role = "chart_1" if part > 0 else "chart_2"
        colour = LOOK.colour("selection_text" if strong else role)
        painter.fillRect(QRect(left, box.center().y() - 5, wide, 10), colour)

    def _frames(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: AnyIndex,
        model: RowsModel,
    ) -> None:
        """The mark of the current row, the focus in a cell, and what was refused."""
        state = option.state
        box: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        view = option.widget
        if selected and index.column() == getattr(view, "first_column", 0):
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), LOOK.colour("accent"))
        row = model.row_at(index.row()) if model.refusals else None
        key = model.columns[index.column()].key
        if row is not None and (id(row), key) in model.refusals:
            painter.setPen(QPen(LOOK.colour("bad"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        elif state & QStyle.StateFlag.State_HasFocus:
            # On the bright selection of high contrast the ring's own colour would vanish.
            strong = LOOK.theme is Theme.HIGH_CONTRAST and selected
            painter.setPen(QPen(LOOK.colour("selection_text" if strong else "focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """How large a cell would like to be; for the width of columns."""
        hint = super().sizeHint(option, index)
        value = index.data(VALUE)
        if isinstance(value, Badge):
            hint.setWidth(badge_width(value) + 2 * LOOK.metric("pad_x"))
        return hint

    def helpEvent(  # noqa: N802
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """The whole text of a cell that is cut, where it has no tooltip of its own."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if event.type() == QEvent.Type.ToolTip and not tip and text:
            room = option.rect.width() - 2 * LOOK.metric("pad_x")
            if view.fontMetrics().horizontalAdvance(str(text)) > room:
                QToolTip.showText(event.globalPos(), str(text), view)
                return True
        return super().helpEvent(event, view, option, index)

    # ---- editing

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """A list where there are choices; a field for money, for a day, for text."""
        del option
        model = index.model()
        if not isinstance(model, RowsModel):
            return QLineEdit(parent)
        column = model.columns[index.column()]
        choices = column.edit.choices if column.edit is not None else None
        editor: QComboBox | TextField
        if choices is not None:
            editor = QComboBox()
            for value, word in choices().items():
                editor.addItem(word, value)
            editor.setAccessibleName(column.title)
        elif column.kind in _AMOUNTS:
            editor = MoneyField(column.title)
        elif column.kind is Kind.DAY and model.today is not None:
            editor = DateField(column.title, model.today)
        else:
            editor = TextField(column.title)
            if column.kind in RIGHT:
                editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setParent(parent)
        editor.setProperty("kind", "cell")
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:  # noqa: N802
        """Puts the value into the editor, in plain writing."""
        value: Any = index.data(VALUE)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData("" if value is None else str(value))))
        elif isinstance(editor, DateField) and (value is None or isinstance(value, date)):
            editor.show_day(value)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            plain = f"{value:f}" if isinstance(value, Decimal) else value
            editor.setText("" if plain is None else str(plain))
            editor.selectAll()

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex
    ) -> None:
        """Hands over what was typed, where it differs; what is no amount or day is refused."""
        if not isinstance(model, RowsModel):
            return
        before = index.data(VALUE)
        text, why = typed_in(editor)
        if why:
            model.refuse(model.row_at(index.row()), model.columns[index.column()].key, why)
            return
        same = "" if before is None else str(before)
        if text != same and not _is_same_amount(text, before):
            model.setData(index, text)
        else:
            model.accept(model.row_at(index.row()), model.columns[index.column()].key)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        """Ctrl+Enter hands over and commits the row; Ctrl+D takes what stands above."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            key = event.key()
            if control and isinstance(editor, QWidget):
                if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                    self.commitData.emit(editor)
                    self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                    self.commit_asked.emit()
                    return True
                if key == Qt.Key.Key_D:
                    self._take_from_above(editor)
                    return True
        return super().eventFilter(editor, event)

    def _take_from_above(self, editor: QWidget) -> None:
        view = self.parent()
        above = getattr(view, "above", None)
        if not isinstance(view, QAbstractItemView) or above is None:
            return
        text = above(view.currentIndex())
        if text is None:
            return
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()


def typed_in(editor: QWidget) -> tuple[str, str]:
    """What was typed in plain writing, and why it is refused; blank: it is not."""
    if isinstance(editor, QComboBox):
        return str(editor.currentData()), ""
    if isinstance(editor, MoneyField):
        amount, why = editor.reading()
        return ("" if amount is None else f"{amount:f}"), why
    if isinstance(editor, DateField):
        day, why = editor.reading()
        return ("" if day is None else day.isoformat()), why
    return (editor.text().strip() if isinstance(editor, QLineEdit) else ""), ""


def _is_same_amount(text: str, before: object) -> bool:
    if not text or not isinstance(before, Decimal):
        return False
    try:
        return Decimal(text) == before
    except InvalidOperation:
        return False
