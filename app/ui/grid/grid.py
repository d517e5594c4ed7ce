"""A list with all that belongs to it: find, filters, columns, copy, export, sums, empty words."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.ui import words
from app.ui.grid.columns import GridColumn
from app.ui.grid.find_field import FindField
from app.ui.grid.layout import layout_of, reset_layout, take_layout
from app.ui.grid.outlet import Outlet
from app.ui.grid.output import Shown, shown_of
from app.ui.grid.rows_model import RowsModel
from app.ui.grid.sum_row import SumRow
from app.ui.grid.table_view import TableView
from app.ui.parts.controls import Button, Choice, dress, label
from app.ui.parts.empty_list import EmptyList
from app.ui.parts.roomy_button import RoomyButton
from app.ui.tasks import Tasks

_PAUSE_MS = 120
"""How long after the last letter a list is searched."""
_SETTLED_MS = 400
"""How long after the last change of its layout a list tells of it."""


class Grid(QFrame):
    """The component for all lists."""

    selected = Signal(list)
    """The rows that are selected now."""
    opened = Signal(object)
    letter = Signal(str, list)
    edited = Signal(object, str, str)
    """A row, the key of a column, and what was typed: amounts and days in plain writing."""
    new_asked = Signal()
    """Tab went past the last cell of a list whose ``adds_rows`` is set."""
    committed = Signal()
    """Ctrl+Enter in the list."""
    laid_out = Signal()
    """Widths, order, sorting or filters were changed."""

    def __init__(
        self,
        name: str,
        columns: Sequence[GridColumn],
        tasks: Tasks,
        *,
        noun: str = "row",
        find: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``name`` keeps its layout; ``noun`` counts its rows; ``find`` says what can be found."""
        super().__init__(parent)
        self.name = name
        self.noun = noun
        self.title = ""
        self.setProperty("kind", "card")
        self.model = RowsModel(columns, tasks, parent=self)
        self._outlet = Outlet(self, self.model, tasks, title=lambda: self.title or self.name)
        self.view = TableView(self.model)
        self.view.setAccessibleName(name)
        self.find_field = FindField(f"Find in {name}", find or "Find")
        self.empty = EmptyList()
        self._nothing_fits = EmptyList()
        self.counts = label("", "muted")
        self.refusal = label("", "refused", wraps=True)
        self.columns_button = RoomyButton("Columns", kind="quiet", icon_name="columns-3")
        self.copy_button = Button("", icon_name="copy", tip="Copy as a table (Ctrl+C)")
        self.copy_button.setAccessibleName("Copy as a table")
        self.copy_button.setStyleSheet("padding: 0 9px")
        self.export_button = RoomyButton(
            "Export", icon_name="file-spreadsheet", tip="Excel, CSV or print of what is shown"
        )
        self.combos: dict[str, QComboBox] = {}
        self._pause = _timer(self, _PAUSE_MS, self._search)
        self._settled = _timer(self, _SETTLED_MS, self.laid_out.emit)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(8, 8, 8, 8)
        self.bar.setSpacing(6)
        self.bar.addWidget(self.find_field, 2)
        self.bar.addWidget(self.columns_button)
        self.bar.addStretch(1)
        for part in (self.counts, self.copy_button, self.export_button):
            self.bar.addWidget(part)
        self.sums = SumRow(self.view)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.refusal)
        column.addWidget(self.sums)
        self.refusal.setContentsMargins(10, 4, 10, 4)
        self.refusal.hide()
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for page in (full, self.empty, self._nothing_fits):
            self._stack.addWidget(page)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(10, 0, 10, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(self.bar)
        whole.addWidget(holder, 1)
        whole.addLayout(self.foot)
        self.empty.say(f"No {words.several(self.noun)} here")
        self.setFocusProxy(self.view)
        QWidget.setTabOrder(self.columns_button, self.copy_button)
        QWidget.setTabOrder(self.copy_button, self.export_button)
        QWidget.setTabOrder(self.export_button, self.view)

    def _connect(self) -> None:
        self.find_field.textChanged.connect(self._pause.start)
        self.find_field.left_down.connect(self._to_list)
        self.view.find_asked.connect(self.begin_find)
        self.view.opened.connect(self.opened)
        self.view.letter.connect(self.letter)
        self.view.copy_asked.connect(self.copy)
        self.view.new_asked.connect(self.new_asked)
        self.view.commit_asked.connect(self.committed)
        self.model.edited.connect(self.edited)
        self.model.arranged.connect(self._arranged)
        self.model.refused.connect(self._show_refusals)
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self.columns_button.clicked.connect(self.choose_columns)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self._choose_output)
        head = self.view.horizontalHeader()
        head.sectionResized.connect(self._settled.start)
        head.sectionMoved.connect(self._settled.start)
        head.sortIndicatorChanged.connect(self._settled.start)

    # ---- rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows a list."""
        self.model.show_rows(rows)

    def selected_rows(self) -> list[Any]:
        """The rows that are selected."""
        return self.view.selected_rows()

    def current_row(self) -> Any:  # noqa: ANN401  a row of whatever list
        """The row the keyboard is on; None where there is none."""
        return self.model.row_at(self.view.currentIndex().row())

    def select_where(self, wanted: Callable[[Any], bool]) -> bool:
        """Makes the first row that fits the current one; whether there is one."""
        for line in range(self.model.rowCount()):
            row = self.model.loaded_row(line)
            if row is not None and wanted(row):
                self.view.select_line(line)
                return True
        return False

    def add_combo(
        self,
        key: str,
        choices: Mapping[str, str],
        chosen: Callable[[str], object],
        *,
        name: str,
    ) -> QComboBox:
        """A choice in the bar; ``chosen`` is told the value whenever it changes.

        The first choice is the one that filters nothing; where ``key`` is a column's, its header
        shows a funnel while another one is chosen.
        """
        box = Choice(name)
        for value, word in choices.items():
            box.addItem(word, value)
        self.combos[key] = box
        self.add_bar(box)

        def told(place: int) -> None:
            keys = (each for each, combo in self.combos.items() if combo.currentIndex() > 0)
            self.model.filtered = frozenset(keys)
            self.view.horizontalHeader().viewport().update()
            chosen(str(box.itemData(place)))
            self._settled.start()

        box.currentIndexChanged.connect(told)
        return box

    def add_bar(self, widget: QWidget) -> None:
        """Puts something of the page's own into the bar."""
        place = self.bar.indexOf(self.columns_button)
        entry = self.bar.itemAt(place - 1) if place else None
        before = entry.widget() if entry is not None else None
        self.bar.insertWidget(place, widget)
        if before is not None:
            QWidget.setTabOrder(before, widget)
        QWidget.setTabOrder(widget, self.columns_button)

    # ---- finding

    def begin_find(self, text: str = "") -> None:
        """Puts the keyboard into the field to find in."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.find_field.setText(self.find_field.text() + text)

    def _search(self) -> None:
        text = self.find_field.text().strip()
        if text != self.model.text:
            self.model.text = text
            self.model.arrange()
            self._settled.start()

    def _to_list(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._search()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.select_line(0)

    def take_focus_back(self) -> None:
        """The keyboard goes into the list, where it was in the field for want of rows."""
        field = self.find_field
        if self.model.rowCount() and field.hasFocus() and not field.text():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arranged(self) -> None:
        nothing = self.model.rowCount() == 0
        narrowed = bool(self.model.text or self.model.keep or self.model.filters)
        if nothing and narrowed:
            self._nothing_fits.say(
                f"No {self.noun} fits",
                "Something is filtered or searched for.",
                icon_name="list-filter",
                button="Show all",
                on_press=self.show_all,
            )
        had_focus = self.view.hasFocus()
        self._stack.setCurrentIndex((2 if narrowed else 1) if nothing else 0)
        if nothing and had_focus:
            self.find_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.sums.label = f"{words.count(self.model.shown)} shown"
        self.sums.update()
        self._count()
        if nothing:
            self.selected.emit([])

    def show_all(self) -> None:
        """Takes every filter away."""
        self.find_field.clear()
        for box in self.combos.values():
            box.setCurrentIndex(0)
        self._pause.stop()
        self._search()

    @Slot()
    def _selected(self) -> None:
        self._count()
        self.selected.emit(self.selected_rows())

    def _count(self) -> None:
        """Tells "58 of 60 shown, 60 selected": what an action applies to is never hidden."""
        shown, known = self.model.shown, self.model.known
        chosen = self.view.selection()
        text = (
            words.plural(shown, self.noun)
            if shown == known
            else (f"{words.count(shown)} of {words.count(known)} shown")
        )
        if chosen.count > 1:
            text += f", {words.count(chosen.count)} selected"
        if chosen.hidden:
            text += f", {words.count(len(chosen.hidden))} of them hidden"
        self.counts.setText(text)
        kind = "warn" if chosen.hidden else "muted"
        if self.counts.property("kind") != kind:
            dress(self.counts, kind)

    @Slot()
    def _show_refusals(self) -> None:
        titles = {column.key: column.title for column in self.model.columns}
        told = [f"{titles[key]}: {why}" for (_, key), why in self.model.refusals.items()]
        self.refusal.setText("\n".join(dict.fromkeys(told)))
        self.refusal.setVisible(bool(told))

    # ---- columns and layout

    def choose_columns(self) -> None:
        """Opens the list of columns."""
        menu = QMenu(self)
        for place, column in enumerate(self.model.columns):
            if not column.title:
                continue
            action = QAction(column.title, menu)
            action.setCheckable(True)
            action.setChecked(not self.view.isColumnHidden(place))
            action.setData(place)
            menu.addAction(action)
        menu.addSeparator()
        reset = menu.addAction("Reset layout")
        found = menu.exec(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))
        if found is reset:
            self.reset_layout()
        elif found is not None:
            self.view.setColumnHidden(int(found.data()), not found.isChecked())
            self._settled.start()
        menu.deleteLater()

    def reset_layout(self) -> None:
        """The widths, order and columns as they came, and no filter."""
        reset_layout(self.view)
        self.show_all()
        self.model.arrange()
        self._settled.start()

    def layout_kept(self) -> dict[str, object]:
        """Widths, order, hidden columns, sorting and the text searched, to be kept."""
        return layout_of(self.view, self.find_field, self.combos)

    def lay_out(self, kept: Mapping[str, Any]) -> None:
        """Takes a layout that was kept; columns it does not know stay as they are."""
        take_layout(self.view, self.find_field, self.combos, kept=kept)
        self._pause.stop()
        self.model.text = self.find_field.text().strip()
        self.model.arrange()

    def columns_shown(self) -> list[GridColumn]:
        """The columns that are shown, in the order of showing."""
        head = self.view.horizontalHeader()
        order = [head.logicalIndex(place) for place in range(head.count())]
        return [
            self.model.columns[place]
            for place in order
            if not head.isSectionHidden(place) and self.model.columns[place].title
        ]

    # ---- copies, files, paper

    def shown(self, *, selected: bool = False) -> Shown:
        """What is shown, or of it what is selected, for a worker to read."""
        chosen = self.view.selection()
        # One row is where the keyboard stands, not a choice.
        if selected and chosen.count > 1:
            rows = [] if self.model.is_paged else chosen.rows()
            return shown_of(self.model, self.columns_shown(), selected=chosen.lines, rows=rows)
        return shown_of(self.model, self.columns_shown())

    def copy(self) -> None:
        """Copies the selected rows, or all that are shown, with their titles."""
        self._outlet.copy(self.shown(selected=True))

    def _choose_output(self) -> None:
        at = self.export_button.mapToGlobal(QPoint(0, self.export_button.height()))
        self._outlet.choose(at, self.shown)

    def choose_export(self) -> None:
        """Asks for a file and writes what is shown."""
        self._outlet.choose_file(self.shown())

    def export_to(self, path: Path) -> None:
        """Writes what is shown, in its order, as Excel or CSV."""
        self._outlet.export_to(path, self.shown())

    def print_shown(self) -> None:
        """Opens the preview of what is shown, in its order."""
        self._outlet.print(self.shown())

    def refuse_state(self, *, refused: bool) -> None:
        """Marks the find field as refused."""
        dress(self.find_field, "refused" if refused else "")


def _timer(parent: QWidget, pause_ms: int, then: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause_ms)
    timer.timeout.connect(then)
    return timer
