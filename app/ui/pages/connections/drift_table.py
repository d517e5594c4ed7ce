"""Ours, there now and last agreed beside each other; what was changed stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.billing.drift import Drift
from app.ui import words
from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_THERE: Final = 2
_MOST_LINES: Final = 9
_MARK: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRow:
    """One field or line as the three have it, in words."""

    title: str
    ours: str
    there: str
    agreed: str
    is_changed: bool
    line: int = 0
    """The place of the line; 0: it is a field of the whole."""


def drift_rows(drift: Drift, *, with_all: bool = False) -> list[DriftRow]:
    """The fields, then the lines that were changed; with ``with_all`` every line."""
    rows = [
        DriftRow(
            title=each.title,
            ours=_words(each.ours),
            there=_words(each.there),
            agreed=_words(each.agreed),
            is_changed=each.is_changed and each.agreed is not None,
        )
        for each in drift.fields
    ]
    lines = [each for each in drift.lines if with_all or each.difference]
    rows += [
        DriftRow(
            title=f"Line {each.place}, {each.words}",
            ours=words.money(each.ours),
            there=words.money(each.there) if each.there is not None else "not there",
            agreed=words.money(each.ours),
            is_changed=bool(each.difference),
            line=each.place,
        )
        for each in lines
    ]
    if drift.lines and drift.unexplained:
        rows.append(
            DriftRow(
                title="On no line, such as a tax",
                ours="",
                there=words.change(drift.unexplained),
                agreed="",
                is_changed=True,
            )
        )
    return rows


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return words.money(value)
    if isinstance(value, date):
        return words.day(value)
    return "" if value is None else str(value)


class _DriftModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[DriftRow] = []
        self.system = ""
        self.kept: set[int] | None = None

    def show(self, rows: Sequence[DriftRow], system: str, kept: set[int] | None) -> None:
        self.beginResetModel()
        self.rows, self.system, self.kept = list(rows), system, kept
        self.endResetModel()

    @property
    def heads(self) -> tuple[str, ...]:
        return ("", "Ours", f"In {self.system} now", "Last agreed")

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 4

    def text_at(self, line: int, column: int) -> str:
        row = self.rows[line]
        return (row.title, row.ours, row.there, row.agreed)[column]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, text = self.rows[index.row()], self.text_at(index.row(), index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            changed = ", changed there" if row.is_changed and index.column() == _THERE else ""
            kept = ""
            if self.kept is not None and row.line and not index.column():
                kept = ", as ours" if row.line in self.kept else ", as theirs"
            return f"{self.heads[index.column()] or row.title}: {text}{changed}{kept}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _DriftDelegate(QStyledItemDelegate):
    """Draws a cell; what was changed there is violet and strong, with its sign."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, _DriftModel):
            return
        row, column = model.rows[index.row()], index.column()
        box: QRect = option.rect
        painter.save()
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        current = focused and bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, LOOK.colour("selection" if current else "surface"))
        painter.setPen(LOOK.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        pad = LOOK.metric("pad_x")
        inner = box.adjusted(pad, 0, -pad, 0)
        if column == 0 and row.line and model.kept is not None:
            self._check(painter, inner, is_on=row.line in model.kept)
            inner = inner.adjusted(_MARK + 8, 0, 0, 0)
        stands_out = row.is_changed and column == _THERE
        plain = "text" if row.is_changed else "text_muted"
        ink = "selection_text" if current else "away" if stands_out else plain
        if LOOK.theme is Theme.HIGH_CONTRAST and stands_out and not current:
            ink = "away"
        strong = stands_out or (row.is_changed and column == 0)
        painter.setFont(LOOK.font("body", 600) if strong else LOOK.font())
        text = painter.fontMetrics().elidedText(
            model.text_at(index.row(), column), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.setPen(LOOK.colour(ink))
        painter.drawText(inner, int(_side(column)), text)
        if stands_out:
            wide = painter.fontMetrics().horizontalAdvance(text)
            place = QRect(
                inner.right() - wide - _MARK - 7, box.center().y() - _MARK // 2, _MARK, _MARK
            )
            if place.left() > box.left():
                draw_icon(painter, "git-compare", place, ink)
        if focused:
            painter.setPen(QPen(LOOK.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _check(self, painter: QPainter, box: QRect, *, is_on: bool) -> None:
        place = QRect(box.left(), box.center().y() - _MARK // 2, _MARK, _MARK)
        painter.setPen(QPen(LOOK.colour("accent" if is_on else "line_strong"), 1))
        painter.setBrush(LOOK.colour("accent" if is_on else "surface"))
        painter.drawRoundedRect(place, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_on:
            draw_icon(painter, "check", place, "on_accent")

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        del option
        text = str(index.data() or "")
        wide = QFontMetrics(LOOK.font("body", 600)).horizontalAdvance(text)
        room = min(wide, LOOK.scaled(190)) + 2 * LOOK.metric("pad_x") + _MARK + 10
        return QSize(max(room, LOOK.scaled(90)), LOOK.metric("row"))


class DriftTable(QTableView):
    """The table; Space gives a line ours or theirs where it is split."""

    toggled = Signal(int)
    """The place of a line."""
    letter = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._drift = _DriftModel()
        self.setModel(self._drift)
        self.setItemDelegate(_DriftDelegate(self))
        self.setAccessibleName("Ours, there now, last agreed")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        LOOK.changed.connect(self._fit)
        self._fit()

    def show_drift(self, rows: Sequence[DriftRow], system: str, kept: set[int] | None) -> None:
        """Shows the three; ``kept``: of a split, the lines that are as ours."""
        before = self.currentIndex()
        self._drift.show(rows, system, kept)
        line = before.row() if 0 <= before.row() < len(rows) else 0
        if rows:
            self.setCurrentIndex(self._drift.index(line, 0))
        self._fit()

    def _fit(self) -> None:
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(LOOK.metric("row"))
        head = LOOK.metric("header")
        self.horizontalHeader().setFixedHeight(head)
        shown = min(max(self._drift.rowCount(), 1), _MOST_LINES)
        self.setFixedHeight(head + LOOK.metric("row") * shown + 2)

    def _toggle(self) -> None:
        row = self.currentIndex().row()
        if self._drift.kept is not None and 0 <= row < len(self._drift.rows):
            line = self._drift.rows[row].line
            if line:
                self.toggled.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space toggles; letters are commands of the inbox."""
        text = event.text().casefold()
        if event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif text and text in "tks" and not event.modifiers():
            self.letter.emit(text)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on a line's mark toggles it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.column():
            self._toggle()
