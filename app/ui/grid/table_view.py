"""The table itself: what is current, what is selected, and the keys."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from app.ui.appearance.look import LOOK
from app.ui.grid.columns import Kind
from app.ui.grid.delegate import CellDelegate
from app.ui.grid.header import GridHeader
from app.ui.grid.keeping import Kept, Selected
from app.ui.grid.rows_model import GROUP, ROW, VALUE, RowsModel

AnyIndex = QModelIndex | QPersistentModelIndex


class TableView(QTableView):
    """The table of a grid."""

    opened = Signal(object)
    """A row that was opened by Enter or a double click."""
    letter = Signal(str, list)
    """A letter that is a command here, and the rows it is for."""
    find_asked = Signal(str)
    """Letters typed to find something."""
    new_asked = Signal()
    """Tab went past the last cell."""
    copy_asked = Signal()
    commit_asked = Signal()

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters: frozenset[str] = frozenset()
        """Letters that are commands; where there are none, letters find."""
        self.adds_rows = False
        self._kept = Kept(self, model)
        self.setModel(model)
        self.delegate = CellDelegate(self)
        self.delegate.commit_asked.connect(self.commit_asked)
        self.setItemDelegate(self.delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        head = GridHeader(self)
        self.setHorizontalHeader(head)
        self.setSortingEnabled(False)
        head.sortIndicatorChanged.connect(self._sort)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)
        model.modelAboutToBeReset.connect(self._kept.remember)
        model.modelReset.connect(self._kept.restore)
        self._grown = LOOK.scaled(100)
        LOOK.changed.connect(self.dress)
        self.dress()
        for place, column in enumerate(model.columns):
            self.setColumnWidth(place, LOOK.scaled(column.width))
            self.setColumnHidden(place, column.is_hidden)
            if column.stretches:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def rows(self) -> RowsModel:
        """The model."""
        model = self.model()
        if not isinstance(model, RowsModel):
            message = "a grid shows a RowsModel"
            raise TypeError(message)
        return model

    @property
    def first_column(self) -> int:
        """The column that stands at the left."""
        head = self.horizontalHeader()
        for place in range(head.count()):
            logical = head.logicalIndex(place)
            if not head.isSectionHidden(logical):
                return logical
        return 0

    def dress(self) -> None:
        """Takes the heights of the look, and grows the columns along with the text."""
        head = self.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        head.setDefaultSectionSize(LOOK.metric("row"))
        self.horizontalHeader().setFixedHeight(LOOK.metric("header"))
        before, self._grown = self._grown, LOOK.scaled(100)
        if before != self._grown:
            for place in range(self.horizontalHeader().count()):
                if not self.isColumnHidden(place):
                    self.setColumnWidth(place, self.columnWidth(place) * self._grown // before)

    def selection(self) -> Selected:
        """What is selected, also where a filter hides it."""
        return self._kept.selected()

    def selected_rows(self) -> list[object]:
        """The rows selected, in the order of showing; those a filter hides stand last."""
        return self._kept.selected().rows()

    def selectionCommand(  # noqa: N802
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A new selection lets go what a filter hid of the one before."""
        command = super().selectionCommand(index, event)
        # Without an event it is Qt itself that asks, such as after a reset.
        if event is not None and command & QItemSelectionModel.SelectionFlag.Clear:
            self._kept.let_go()
        return command

    def select_line(self, line: int) -> None:
        """Makes a line the current one, if it is there."""
        model = self.rows()
        if 0 <= line < model.rowCount():
            self._kept.let_go()
            index = model.index(line, self.first_column)
            self.setCurrentIndex(index)
            self.selectionModel().select(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.scrollTo(index)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        model = self.rows()
        if column >= 0 and not model.columns[column].is_sortable:
            self.show_sorting()
            return
        model.sort(column, order)

    def show_sorting(self) -> None:
        """Points the header's indicator at the column the list is sorted by."""
        sorting = self.rows().sorting
        keys = [column.key for column in self.rows().columns]
        place = keys.index(sorting.key) if sorting is not None and sorting.key in keys else -1
        falls = sorting is not None and sorting.falls
        order = Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder
        head = self.horizontalHeader()
        blocked = head.blockSignals(True)  # noqa: FBT003  Qt's
        head.setSortIndicator(place, order)
        head.blockSignals(blocked)
        head.viewport().update()

    # ---- opening, folding, ticking

    def _open(self, index: QModelIndex) -> None:
        if not self.rows().is_editable(index):
            row = index.data(ROW)
            if row is not None:
                self.opened.emit(row)

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(GROUP) is not None:
            self._fold(index)
        elif self._is_check(index):
            self._check([index])

    def _fold(self, index: QModelIndex) -> None:
        head = index.data(GROUP)
        if head is not None:
            self.rows().fold(head.title)

    def _is_check(self, index: AnyIndex) -> bool:
        model = self.rows()
        return model.columns[index.column()].kind is Kind.CHECK and model.is_editable(index)

    def _check(self, indexes: list[QModelIndex]) -> None:
        """Ticks all, or takes the ticks away where all have them."""
        ticked = all(index.data(VALUE) for index in indexes)
        places = [QPersistentModelIndex(index) for index in indexes]
        for index in places:
            if index.isValid() and bool(index.data(VALUE)) is ticked:
                self.rows().setData(index, "no" if ticked else "yes")

    def _checks_selected(self) -> list[QModelIndex]:
        model = self.rows()
        places = [p for p, column in enumerate(model.columns) if column.kind is Kind.CHECK]
        if not places:
            return []
        lines = [index.row() for index in self.selectionModel().selectedRows()]
        found = [model.index(line, places[0]) for line in lines]
        return [index for index in found if model.is_editable(index)]

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The keys of lists."""
        if self.state() == QAbstractItemView.State.EditingState and not self.hasFocus():
            # A key the editor let through, such as Enter, is not for the list.
            super().keyPressEvent(event)
            return
        key, text = event.key(), event.text()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        current = self.currentIndex()
        enter = key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if control and (enter or key in {Qt.Key.Key_C, Qt.Key.Key_D}):
            self._with_control(event, current)
        elif enter and current.isValid():
            self._enter(current)
        elif key == Qt.Key.Key_F2 and current.isValid():
            self.edit_row(current)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and current.data(GROUP) is not None:
            folded = current.data(GROUP).title in self.rows().folded
            if folded == (key == Qt.Key.Key_Right):
                self._fold(current)
        elif key == Qt.Key.Key_Slash and not control:
            self.find_asked.emit("")
        elif text and text.isprintable() and not control and text != " ":
            self._letter(text)
        elif text == " " and not control and self._space():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _with_control(self, event: QKeyEvent, current: QModelIndex) -> None:
        if event.key() == Qt.Key.Key_C:
            self.copy_asked.emit()
        elif event.key() == Qt.Key.Key_D:
            if current.isValid():
                self._copy_from_above(current)
        elif any(column.edit for column in self.rows().columns):
            self.commit_asked.emit()
        else:
            # Nothing is committed here: it is for whoever is around the list.
            event.ignore()

    def _space(self) -> bool:
        """Whether Space did something of ours here."""
        checks = self._checks_selected()
        if "space" in self.letters:
            self.letter.emit("space", self.selected_rows())
        elif checks:
            self._check(checks)
        else:
            return False
        return True

    def _letter(self, text: str) -> None:
        if text.casefold() in self.letters:
            self.letter.emit(text.casefold(), self.selected_rows())
        elif not self.letters:
            self.find_asked.emit(text)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters find in the field above or are commands; Qt's own search is neither."""

    def _enter(self, current: QModelIndex) -> None:
        if current.data(GROUP) is not None:
            self._fold(current)
        elif self.rows().is_editable(current) and not self._is_check(current):
            self.edit(current)
        else:
            row = current.data(ROW)
            if row is not None:
                self.opened.emit(row)

    # ---- editing

    def edit_row(self, current: QModelIndex) -> None:
        """Edits the cell, else the first one of its row that can be, else opens the record."""
        found = current if self.rows().is_editable(current) else None
        if found is None:
            start = QPersistentModelIndex(current.sibling(current.row(), self.first_column))
            following = self._editable_after(start, 1, include=True)
            if following is not None and following.row() == current.row():
                found = following
        if found is None:
            self._open(current)
            return
        self.setCurrentIndex(found)
        self.edit(found)

    def above(self, index: AnyIndex) -> str | None:
        """What stands in the cell above, as it would be typed; None where nothing is above."""
        if index.row() == 0:
            return None
        value = self.rows().index(index.row() - 1, index.column()).data(VALUE)
        return "" if value is None else str(value)

    def _copy_from_above(self, current: QModelIndex) -> None:
        text = self.above(current)
        if text is not None and self.rows().is_editable(current):
            self.rows().setData(current, text)

    def closeEditor(  # noqa: N802
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        """Tab goes to the next cell that can be edited; past the last one it asks for a new row."""
        back = QAbstractItemDelegate.EndEditHint.EditPreviousItem
        if hint not in {QAbstractItemDelegate.EndEditHint.EditNextItem, back}:
            super().closeEditor(editor, hint)
            return
        here = QPersistentModelIndex(self.currentIndex())
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        following = self._editable_after(here, -1 if hint is back else 1)
        if following is not None:
            self.setCurrentIndex(following)
            self.edit(following)
        elif self.adds_rows and hint is not back:
            self.new_asked.emit()

    def _editable_after(
        self, here: QPersistentModelIndex, step: int, *, include: bool = False
    ) -> QModelIndex | None:
        if not here.isValid():
            return None
        head, model = self.horizontalHeader(), self.rows()
        places = [p for p in range(head.count()) if not head.isSectionHidden(head.logicalIndex(p))]
        place = head.visualIndex(here.column()) + (0 if include else step)
        line = here.row()
        while 0 <= line < model.rowCount():
            while places and places[0] <= place <= places[-1]:
                index = model.index(line, head.logicalIndex(place))
                hidden = head.isSectionHidden(index.column())
                if not hidden and model.flags(index) & Qt.ItemFlag.ItemIsEditable:
                    return index
                place += step
            line += step
            place = places[0] if step > 0 else places[-1]
        return None
