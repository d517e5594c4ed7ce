"""A grid of rows of the setup that is edited cell by cell, with new rows and the trash."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from app.customers.dated_change import asks_day
from app.errors import AppError
from app.operations.edit_records import Edited
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.history_dialog import HistoryDialog
from app.ui.grid.columns import GridColumn
from app.ui.grid.grid import Grid
from app.ui.grid.rows_model import ROW
from app.ui.messages import told
from app.ui.pages.customers.cells import Cell, Entry, choice_word, column_of
from app.ui.parts.controls import Button
from app.values.sheet import Kind as CellKind
from app.values.sheet import Sheet, SheetRow
from app.workbook.cells import CellError, cell_reader
from app.workbook.typed_rows import typed_rows

_CONTROL_SHIFT: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class SheetGrid(Grid):
    """Rows of one sheet of the setup."""

    day_asked = Signal(object, object)
    """A row before and after: a change that asks from which day it holds."""
    edit_asked = Signal(object)
    """A row that is to be opened in a dialog."""
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        sheet: Sheet,
        cells: Sequence[Cell | GridColumn],
        *,
        noun: str,
        name: str = "",
        find: str = "",
    ) -> None:
        self.desk = desk
        self.sheet = sheet
        self.new_cells: Callable[[], dict[str, str]] = dict
        """What a new row has from the start."""
        self.complete: Callable[[dict[str, str]], dict[str, str]] = dict
        """What a new row gets before it is written, where nobody typed it: a code of its own."""
        columns = [
            each if isinstance(each, GridColumn) else column_of(sheet, each) for each in cells
        ]
        super().__init__(name or sheet.name, columns, desk.tasks, noun=noun, find=find)
        self._drafts: list[Entry] = []
        self._rows: list[Entry] = []
        self.model.identify = self._identity
        self.view.adds_rows = True
        self.view.new_asked.connect(self.add_row)
        self.view.commit_asked.connect(self.commit)
        self.edited.connect(self._typed)
        self.add_button = Button(
            f"Add {noun}", icon_name="plus", on_press=self.add_row, tip="Tab past the last cell"
        )
        self.add_bar(self.add_button)
        self.view.installEventFilter(self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Del moves to the trash, Ctrl+Shift+H shows the history of the field."""
        if watched is self.view and isinstance(event, QKeyEvent) and _is_press(event):
            if event.key() == Qt.Key.Key_Delete and not event.modifiers():
                self.remove_selected()
                return True
            if event.key() == Qt.Key.Key_H and event.modifiers() == _CONTROL_SHIFT:
                self.show_history()
                return True
        return super().eventFilter(watched, event)

    # ---- rows

    def show_entries(self, rows: Sequence[Entry], *, today: date) -> None:
        """Shows rows of the file; new ones that are being typed stay below them."""
        self.model.today = today
        self._rows = list(rows)
        self.show_rows([*self._rows, *self._drafts])

    def _identity(self, entry: object) -> object:
        if isinstance(entry, Entry) and entry.row is not None:
            return self.sheet.key_of(entry.row)
        return id(entry)

    def let_go(self) -> None:
        """Forgets new rows that were not written."""
        self._drafts.clear()

    @property
    def drafts(self) -> Sequence[Entry]:
        """New rows that are being typed."""
        return tuple(self._drafts)

    def show_record(self, key: tuple[object, ...], field_name: str = "") -> bool:
        """Makes a row current, in the column of a field; whether it is there."""
        wanted = [str(part) for part in key]

        def fits(entry: Entry) -> bool:
            if entry.row is None:
                return False
            parts = [str(part) for part in self.sheet.key_of(entry.row)]
            return parts[: len(wanted)] == wanted

        if not self.select_where(fits):
            return False
        place = self.column_place(field_name)
        if place is not None:
            here = self.view.currentIndex()
            self.view.setCurrentIndex(here.siblingAtColumn(place))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def column_place(self, field_name: str) -> int | None:
        """Where a field's column stands; None where it has none."""
        keys = [column.key for column in self.model.columns]
        return keys.index(field_name) if field_name in keys else None

    # ---- typing

    def add_row(self) -> None:
        """Writes the new row that is being typed, if there is one, then begins another."""
        if self._drafts and not self._write_draft(self._drafts[-1], then=self._begin_row):
            return
        if not self._drafts:
            self._begin_row()

    def _begin_row(self) -> None:
        draft = Entry(None, self.new_cells())
        self._drafts.append(draft)
        self.show_rows([*self._rows, *self._drafts])
        self.select_where(lambda entry: entry is draft)
        here = self.view.currentIndex()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        for place in range(self.model.columnCount()):
            index = here.siblingAtColumn(place)
            empty = not draft.typed.get(self.model.columns[place].key)
            if not self.view.isColumnHidden(place) and self.model.is_editable(index) and empty:
                self.view.setCurrentIndex(index)
                self.view.edit(index)
                return

    def commit(self) -> None:
        """Writes the new row that is current, else all new rows."""
        current = self.current_row()
        if isinstance(current, Entry) and current.row is None:
            self._write_draft(current)
        elif self._drafts:
            self._write_draft(self._drafts[0])

    def _typed(self, entry: Entry, name: str, text: str) -> None:
        by_word = {choice_word(each): each for each in self.sheet.columns[name].choices}
        text = by_word.get(text, text)
        if entry.row is None:
            entry.typed[name] = text
            why = self._why(name, text)
            if why and text.strip():
                self.model.refuse(entry, name, why)
            self.view.viewport().update()
            return
        read = typed_rows(self.sheet, {name: text}, before=entry.row)
        if read.refusals:
            self.model.refuse(entry, name, read.refusals[name])
            return
        after = read.rows[0]
        if after == entry.row:
            return
        if asks_day(entry.row, after):
            self.day_asked.emit(entry.row, after)
            return
        self.write([after], title=f"{self.noun} {self._name(after)}", entry=entry, name=name)

    def _why(self, name: str, text: str) -> str:
        try:
            cell_reader(self.sheet, name)(text)
        except CellError as fault:
            return f"The cell {fault.message}. {fault.way_out}".strip()
        return ""

    def _name(self, row: SheetRow) -> str:
        key = self.sheet.key_of(row)[0]
        is_phone = self.sheet.columns[self.sheet.key[0]].kind is CellKind.PHONE
        return words.telephone(str(key)) if is_phone else str(key)

    def _write_draft(self, draft: Entry, *, then: Callable[[], None] | None = None) -> bool:
        """Writes a new row; whether it could be read."""
        draft.typed = self.complete(draft.typed)
        read = typed_rows(self.sheet, draft.typed)
        for name, why in read.refusals.items():
            self.model.refuse(draft, name, why)
        if read.refusals:
            place = self.column_place(next(iter(read.refusals)))
            if place is not None:
                self.view.setCurrentIndex(self.view.currentIndex().siblingAtColumn(place))
            return False
        names = self._name(read.rows[0])
        if len(read.rows) > 1:
            names = words.plural(len(read.rows), self.noun)
        else:
            names = f"{self.noun} {names}"
        self.write(read.rows, title=f"New {names}", entry=draft, then=then)
        return True

    def write(
        self,
        rows: Sequence[SheetRow],
        *,
        title: str,
        entry: Entry | None = None,
        name: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        """Writes rows; what is refused is told in its cell."""

        def done(found: object) -> None:
            if not isinstance(found, Edited):
                return
            if found.refusals:
                self._tell(found, entry, name)
                return
            if entry is not None and entry in self._drafts:
                self._drafts.remove(entry)
            if then is not None:
                then()

        def failed(fault: object) -> None:
            if entry is not None and isinstance(fault, AppError):
                facts = told(fault)
                column = name or self.model.columns[0].key
                self.model.refuse(entry, column, f"{facts.what} {facts.why} {facts.remedy}".strip())
            else:
                self.failed.emit(fault)

        self.desk.edit(title, rows, done=done, failed=failed)

    def _tell(self, found: Edited, entry: Entry | None, name: str) -> None:
        fields = {column.name: key for key, column in self.sheet.columns.items()}
        target = entry or (self._rows[0] if self._rows else None)
        for finding in found.refusals:
            column = fields.get(finding.column, name or self.model.columns[0].key)
            if target is not None:
                why = f"{finding.message.removesuffix('.')}. {finding.way_out}".strip()
                self.model.refuse(target, column, why)

    # ---- taking out

    def remove_selected(self) -> None:
        """Moves the selected rows, else the current one, to the trash; new ones just go."""
        selected = self.selected_rows() or [self.current_row()]
        chosen = [each for each in selected if isinstance(each, Entry)]
        drafts = [each for each in chosen if each in self._drafts]
        for each in drafts:
            self._drafts.remove(each)
        if drafts:
            self.show_rows([*self._rows, *self._drafts])
        rows = [each.row for each in chosen if each.row is not None]
        if not rows:
            return
        what = f"{self.noun} {self._name(rows[0])}"
        if len(rows) > 1:
            what = words.plural(len(rows), self.noun)
        self.desk.edit(f"To the trash: {what}", [], removed=rows, failed=self.failed.emit)

    # ---- the menu of a cell

    def show_history(self) -> None:
        """Shows what happened to the current field."""
        here = self.view.currentIndex()
        entry = here.data(ROW) if here.isValid() else None
        if isinstance(entry, Entry) and entry.row is not None:
            self._history_of(entry.row, self.model.columns[here.column()].key)

    def _history_of(self, row: SheetRow, field_name: str = "") -> None:
        HistoryDialog(self.desk, row, self.sheet, field_name=field_name, parent=self).open()

    def _menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        entry = index.data(ROW) if index.isValid() else None
        if not isinstance(entry, Entry):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = entry.row
        if row is not None:
            column = self.model.columns[index.column()]
            menu.addAction("Open…\tF2").triggered.connect(lambda: self.edit_asked.emit(row))
            menu.addAction(f"History of {column.title}\tCtrl+Shift+H").triggered.connect(
                lambda: self._history_of(row, column.key)
            )
            menu.addAction("History of the whole record").triggered.connect(
                lambda: self._history_of(row)
            )
            menu.addSeparator()
        menu.addAction("Move to the trash\tDel").triggered.connect(self.remove_selected)
        menu.popup(self.view.viewport().mapToGlobal(place))


def _is_press(event: QEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress
