"""The things of a step: state, name and detail, count, money, one button a line, and their sum."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.billing.month_steps import RowState, StepRow
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.pages.month_end.telling import ROW_STATES, RowWords
from app.ui.parts.badge import badge_width, draw_badge
from app.ui.parts.controls import Button, beside
from app.values.money import ZERO

AnyIndex = QModelIndex | QPersistentModelIndex
STATE: Final = 0
NAME: Final = 1
COUNT: Final = 2
MONEY: Final = 3
BUTTON: Final = 4
_HEADS: Final = ("State", "What", "How many", "Money", "")
_NUMBERS: Final = {COUNT, MONEY}
_UNCOUNTED: Final = {"checked", "backup", "closed", "reopened"}


class _RowsModel(QAbstractTableModel):
    """The lines of a step."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[StepRow, RowWords]] = []
        self.count_name = ""

    def show_lines(self, lines: Sequence[tuple[StepRow, RowWords]], *, count_name: str) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.count_name = count_name
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.count_name if section == COUNT else _HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in _NUMBERS
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.lines[index.row()][1].detail
        return None

    def _text(self, line: int, column: int) -> str:
        row, told = self.lines[line]
        return {
            STATE: ROW_STATES[row.state].word,
            NAME: told.title,
            COUNT: "" if row.kind in _UNCOUNTED else words.count(row.count),
            MONEY: words.money(row.amount),
            BUTTON: told.verb,
        }[column]

    def spoken(self, line: int) -> str:
        """A line as a screen reader says it."""
        parts = [self._text(line, column) for column in (STATE, NAME, COUNT, MONEY)]
        told = self.lines[line][1]
        parts.insert(2, told.detail)
        parts.append(f"Enter: {told.verb}" if told.verb else "")
        return ", ".join(part for part in parts if part)


class _RowDelegate(QStyledItemDelegate):
    """Draws a line of 42 pixels."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        del option, index
        return QSize(60, LOOK.scaled(LOOK.size("gate_row")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, _RowsModel):
            return
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        painter.save()
        ground = "surface"
        if selected:
            ground = "selection" if active else "selection_inactive"
        painter.fillRect(box, LOOK.colour(ground))
        painter.setPen(LOOK.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ink = "selection_text" if selected and active else "text"
        inner = box.adjusted(14 if index.column() == STATE else 8, 0, -8, 0)
        if index.column() == STATE:
            row, _ = model.lines[index.row()]
            draw_badge(painter, ROW_STATES[row.state], inner, selected=selected and active)
        elif index.column() == NAME:
            self._name(painter, inner, index, model=model, ink=ink)
        elif index.column() in _NUMBERS:
            painter.setFont(LOOK.font("body", 600 if index.column() == MONEY else 400))
            painter.setPen(LOOK.colour(ink))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inner, int(align), str(index.data()))
        if index.column() == STATE and selected:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), LOOK.colour("accent"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _name(
        self, painter: QPainter, box: QRect, index: AnyIndex, *, model: _RowsModel, ink: str
    ) -> None:
        align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(LOOK.font("body", 600))
        painter.setPen(LOOK.colour(ink))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, title)
        rest = box.adjusted(metrics.horizontalAdvance(title) + 8, 0, 0, 0)
        painter.setFont(LOOK.font("caption"))
        painter.setPen(LOOK.colour("selection_text" if ink == "selection_text" else "text_muted"))
        detail = model.lines[index.row()][1].detail
        text = painter.fontMetrics().elidedText(
            detail, Qt.TextElideMode.ElideRight, max(rest.width(), 0)
        )
        painter.drawText(rest, align, text)


class RowsTable(QTableView):
    """The lines of a step; Enter presses the button of the line."""

    pressed_row = Signal(object)
    """The row whose button was pressed."""
    row_chosen = Signal(object)
    """The row that is looked at; None: none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "rows")
        self.setAccessibleName("What stands in the way")
        self._model = _RowsModel()
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(self))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setStyleSheet("QHeaderView::section { border-right: none; }")
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._moved)
        LOOK.changed.connect(self._lay_out)

    def show_rows(self, rows: Sequence[tuple[StepRow, RowWords]], *, count_name: str) -> None:
        """Shows the lines of a step; the same line stays the current one."""
        kept = self.row
        self._model.show_lines(rows, count_name=count_name)
        self._lay_out()
        for line, (row, told) in enumerate(rows):
            if told.verb:
                is_quiet = row.state is RowState.WAIVED or told.verb == "Show"
                button = self._button(line, told, is_quiet=is_quiet)
                self.setIndexWidget(self._model.index(line, BUTTON), button)
            if kept is not None and (row.kind, row.name) == (kept.kind, kept.name):
                self.setCurrentIndex(self._model.index(line, STATE))
        if rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0, STATE))
        self.row_chosen.emit(self.row)

    @property
    def row(self) -> StepRow | None:
        """The row that is looked at."""
        line = self.currentIndex().row()
        return self._model.lines[line][0] if 0 <= line < len(self._model.lines) else None

    def titles(self) -> list[str]:
        """The names of the lines, in their order."""
        return [told.title for _, told in self._model.lines]

    def press(self, line: int) -> None:
        """Presses the button of a line."""
        row, told = self._model.lines[line]
        if told.verb:
            self.pressed_row.emit(row)

    def _button(self, line: int, told: RowWords, *, is_quiet: bool) -> QWidget:
        def press() -> None:
            self.setCurrentIndex(self._model.index(line, STATE))
            self.press(line)

        button = Button(told.verb, kind="quiet" if is_quiet else "", on_press=press)
        button.setAccessibleName(f"{told.verb}, {told.title}")
        # One stop for the whole list: Enter on the line does the same.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        row = beside(None, button, spacing=0)
        row.setContentsMargins(0, 0, 14, 0)
        holder.setLayout(row)
        return holder

    def _lay_out(self) -> None:
        self.verticalHeader().setDefaultSectionSize(LOOK.scaled(LOOK.size("gate_row")))
        caption = [badge_width(badge) for badge in ROW_STATES.values()]
        self.setColumnWidth(STATE, max(caption) + 30)
        self.setColumnWidth(COUNT, LOOK.scaled(84))
        self.setColumnWidth(MONEY, LOOK.scaled(92))
        verbs = [told.verb for _, told in self._model.lines if told.verb]
        metrics = self.fontMetrics()
        wide = max((metrics.horizontalAdvance(verb) for verb in verbs), default=0)
        self.setColumnWidth(BUTTON, wide + 62 if verbs else 14)

    def _moved(self, current: QModelIndex) -> None:
        del current
        self.row_chosen.emit(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the line's button."""
        line = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.row is not None:
            self.press(line)
            return
        super().keyPressEvent(event)

    def middle_of(self, line: int) -> QPoint:
        """The middle of a line, for who points at it."""
        return self.visualRect(self._model.index(line, NAME)).center()

    def edges(self) -> tuple[int, int]:
        """Where the columns of numbers end, from the left of the table."""
        count, money = (
            self.columnViewportPosition(column) + self.columnWidth(column)
            for column in (COUNT, MONEY)
        )
        return count, money


class SumRow(QWidget):
    """What is open, added up; always in view."""

    def __init__(self, table: RowsTable) -> None:
        super().__init__()
        self._table = table
        self._count = 0
        self._money = ZERO
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[StepRow]) -> None:
        """Adds the open lines up; hidden where none has money."""
        waiting = [row for row in rows if row.state is RowState.OPEN]
        self._count = sum(row.count for row in waiting)
        self._money = sum((row.amount or ZERO for row in waiting), ZERO)
        self.setVisible(any(row.amount is not None for row in rows))
        self.setAccessibleName(f"Open: {words.count(self._count)}, {words.money(self._money)}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as a line."""
        return QSize(100, LOOK.scaled(36))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As high as a line."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the sums below their columns."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("header"))
        painter.setPen(QPen(LOOK.colour("line"), 1))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.setPen(LOOK.colour("text"))
        painter.setFont(LOOK.font("body", 600))
        name = self._table.columnViewportPosition(NAME) + 8
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect().adjusted(name, 0, 0, 0), middle, "Open")
        ends = self._table.edges()
        for end, text in zip(
            ends, (words.count(self._count), words.money(self._money)), strict=True
        ):
            box = QRect(0, 0, end - 8, self.height())
            painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), text)
        painter.end()
