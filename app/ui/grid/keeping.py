"""What is selected stays selected when a list is sorted, filtered or read anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Slot
from PySide6.QtWidgets import QTableView

from app.ui.grid.rows_model import RowsModel


@dataclass(frozen=True, slots=True)
class Selected:
    """The lines that are selected, and the places in the list of rows that a filter hides."""

    model: RowsModel
    lines: tuple[range, ...]
    hidden: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(len(each) for each in self.lines) + len(self.hidden)

    def rows(self) -> list[object]:
        """The rows, as far as they are here."""
        found = [row for each in self.lines for row in self.model.loaded_rows(each)]
        found += [self.model.row_in_list(place) for place in self.hidden]
        return [row for row in found if row is not None]


class Kept(QObject):
    """Keeps the selection and the current line of a view over a reset of its model."""

    def __init__(self, view: QTableView, model: RowsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._hidden: tuple[int, ...] = ()
        self._rows: Any = None
        self._line = -1
        self._at_column = -1
        self._place: int | None = None
        self._places: tuple[int, ...] = ()

    def selected(self) -> Selected:
        """What is selected now."""
        chosen = self._view.selectionModel().selection()
        lines = sorted({(each.top(), each.bottom()) for each in chosen.toList()})
        ranges, end = [], -1
        for top, bottom in lines:
            if bottom > end:
                ranges.append(range(max(top, end + 1), bottom + 1))
                end = bottom
        return Selected(self._model, tuple(ranges), self._hidden)

    def let_go(self) -> None:
        """Forgets what a filter hides."""
        self._hidden = ()

    @Slot()
    def remember(self) -> None:
        """Before the reset: which rows are selected, which line is current."""
        now = self.selected()
        current = self._view.currentIndex()
        if current.isValid():
            self._line, self._at_column = current.row(), current.column()
        self._rows = self._model.rows
        self._place = self._model.place_of(self._line)
        lines = (line for each in now.lines for line in each)
        places = (self._model.place_of(line) for line in lines)
        found = () if self._model.is_paged else tuple(p for p in places if p is not None)
        self._places = (*found, *self._hidden)

    @Slot()
    def restore(self) -> None:
        """After the reset: the same rows where they stand now, else the same line."""
        model = self._model
        self._hidden = ()
        if not model.rowCount():
            return
        if model.is_paged:
            self._select_line(self._line)
            return
        wanted, place = self._now(self._places), self._now([self._place])
        if self._line <= 0 and len(wanted) < 2:  # noqa: PLR2004  nobody has chosen yet
            wanted, place = [], []
        lines = self._lines_of({*wanted, *place})
        several = len(wanted) > 1
        current = lines.get(place[0]) if place else None
        if several:
            self._hidden = tuple(each for each in wanted if each not in lines)
        there = sorted(lines[each] for each in wanted if each in lines)
        if several:
            self._select(there)
            index = model.index(self._line if current is None else current, self._column)
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self._view.selectionModel().setCurrentIndex(index, flag)
        else:
            self._select_line(self._line if current is None else current)

    @property
    def _column(self) -> int:
        """The column the keyboard was in, else the one at the left."""
        if 0 <= self._at_column < self._model.columnCount():
            head = self._view.horizontalHeader()
            if not head.isSectionHidden(self._at_column):
                return self._at_column
        return int(getattr(self._view, "first_column", 0))

    def _now(self, places: Iterable[int | None]) -> list[int]:
        """The places of the same rows in the list that is shown now."""
        known = [place for place in places if place is not None]
        if self._rows is self._model.rows:
            return known
        identify = self._model.identify
        if identify is None or not known:
            return []
        wanted = [identify(self._rows[place]) for place in known]
        among = set(wanted)
        found = {
            name: place
            for place, row in enumerate(self._model.rows)
            if (name := identify(row)) in among
        }
        return [found[name] for name in wanted if name in found]

    def _lines_of(self, places: set[int]) -> dict[int, int]:
        if not places:
            return {}
        found = {}
        for line in range(self._model.rowCount()):
            place = self._model.place_of(line)
            if place in places:
                found[place] = line
                if len(found) == len(places):
                    break
        return found

    def _select(self, lines: list[int]) -> None:
        model, last = self._model, self._model.columnCount() - 1
        chosen = QItemSelection()
        at = 0
        while at < len(lines):
            end = at
            while end + 1 < len(lines) and lines[end + 1] == lines[end] + 1:
                end += 1
            chosen.select(model.index(lines[at], 0), model.index(lines[end], last))
            at = end + 1
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._view.selectionModel().select(chosen, flag)

    def _select_line(self, line: int) -> None:
        """After a change the same line is current, never the top by surprise."""
        model = self._model
        index = model.index(min(max(line, 0), model.rowCount() - 1), self._column)
        flags = (
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows
        )
        self._view.selectionModel().setCurrentIndex(index, flags)
        self._view.scrollTo(index)
