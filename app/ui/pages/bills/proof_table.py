"""A short table of the proof: titles at the left, figures at the right, the sum in strong type."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from app.ui.appearance.look import LOOK
from app.ui.parts.controls import IconLabel, beside, label

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A title and its figures, as they are written."""

    title: str
    cells: tuple[str, ...]
    is_part: bool = False
    """Whether it sums up what stands above."""
    is_sum: bool = False
    """Whether it is the sum of the table."""


class ProofModel(QAbstractTableModel):
    """Lines as Qt sees them."""

    def __init__(self, title: str, heads: Sequence[str]) -> None:
        super().__init__()
        self.heads = (title, *heads)
        self.lines: list[ProofLine] = []

    def show_lines(self, lines: Sequence[ProofLine]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """The title and its figures."""
        return 0 if parent.isValid() else len(self.heads)

    def text_at(self, line: int, column: int) -> str:
        """The words of a cell."""
        entry = self.lines[line]
        return entry.title if column == 0 else entry.cells[column - 1]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, side and what a screen reader says."""
        if not index.isValid():
            return None
        text = self.text_at(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]}: {text}"
        return _side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class ProofDelegate(QStyledItemDelegate):
    """Draws a line: sums in strong type on their own ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        model = index.model()
        if not isinstance(model, ProofModel):
            return
        entry = model.lines[index.row()]
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        ground = "header" if entry.is_sum else "sunken" if entry.is_part else "surface"
        if selected and active and option.state & QStyle.StateFlag.State_HasFocus:
            ground = "selection"
        painter.save()
        painter.fillRect(box, LOOK.colour(ground))
        painter.setPen(LOOK.colour("line_strong" if entry.is_sum else "line"))
        edge = (
            (box.topLeft(), box.topRight())
            if entry.is_sum
            else (box.bottomLeft(), box.bottomRight())
        )
        painter.drawLine(*edge)
        painter.setFont(LOOK.font("body", 600) if entry.is_sum or entry.is_part else LOOK.font())
        painter.setPen(LOOK.colour("selection_text" if ground == "selection" else "text"))
        pad = LOOK.metric("pad_x")
        inner = box.adjusted(pad, 0, -pad, 0)
        text = painter.fontMetrics().elidedText(
            model.text_at(index.row(), index.column()), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, int(_side(index.column())), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """As wide as its strong text."""
        hint = super().sizeHint(option, index)
        metrics = QFontMetrics(LOOK.font("body", 600))
        model = index.model()
        if isinstance(model, ProofModel):
            text = model.text_at(index.row(), index.column())
            hint.setWidth(metrics.horizontalAdvance(text) + 2 * LOOK.metric("pad_x") + 4)
        return hint


class ProofView(QTableView):
    """The table; Ctrl+C copies it whole."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copies with titles, as a spreadsheet takes it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        model = self.model()
        if control and event.key() == Qt.Key.Key_C and isinstance(model, ProofModel):
            rows = ["\t".join(model.heads)]
            rows += ["\t".join((line.title, *line.cells)) for line in model.lines]
            QGuiApplication.clipboard().setText("\n".join(rows))
            return
        super().keyPressEvent(event)


class ProofTable(QFrame):
    """A card with a table and notes below it."""

    def __init__(self, title: str, heads: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.model = ProofModel(title, heads)
        self.view = ProofView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ProofDelegate(self.view))
        self.view.setAccessibleName(title)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.verticalHeader().hide()
        head = self.view.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.notes = QVBoxLayout()
        self.notes.setContentsMargins(14, 10, 14, 12)
        self.notes.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addLayout(self.notes)
        column.addStretch(1)
        LOOK.changed.connect(self._fit)
        self._fit()

    def show_lines(self, lines: Sequence[ProofLine]) -> None:
        """Shows other lines, all of them in view."""
        self.model.show_lines(lines)
        self._fit()

    def say(self, notes: Sequence[tuple[str, str, str]]) -> None:
        """Icon, role and words of each note below the table."""
        while self.notes.count():
            entry = self.notes.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, role, text in notes:
            holder = QFrame()
            words = label(text, wraps=True)
            row = beside(IconLabel(name, role), words, spacing=10)
            row.setStretchFactor(words, 1)
            holder.setLayout(row)
            self.notes.addWidget(holder)

    def _fit(self) -> None:
        self.view.setFont(QFont(LOOK.font()))
        rows = self.view.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(LOOK.metric("row"))
        head = LOOK.metric("header")
        self.view.horizontalHeader().setFixedHeight(head)
        self.view.setFixedHeight(head + LOOK.metric("row") * max(self.model.rowCount(), 1) + 2)
