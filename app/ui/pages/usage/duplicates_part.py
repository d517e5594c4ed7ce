"""Duplicates: a record that may be in twice beside the one it repeats; kept, or dropped."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.operations.browse_usage.duplicates import Duplicates, Record, Twins, list_duplicates
from app.operations.clear_suspense import (
    Cleared,
    Selection,
    accept_suspense,
    write_off_suspense,
)
from app.operations.office import Office
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.usage.causes import STATES
from app.ui.pages.usage.decisions import decide
from app.ui.parts.controls import Button, Card, ElidedLabel, beside, label, line

_WHY: Final = "the same call is in already"
_LINES: Final = ("Started", "From", "To", "Length", "State", "Charge", "File", "Row", "Call id")


class DuplicatesPart(QWidget):
    """Probable duplicates side by side."""

    counted = Signal(int)
    repeats_wanted = Signal()
    """The records left out as repeats are wanted."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.grid = page.keep_layout(self._make_grid())
        self.repeats = Button("", kind="quiet", on_press=self.repeats_wanted.emit)
        self.repeats.hide()
        self.grid.add_bar(self.repeats)
        self.pane = ComparePane(desk)
        self.pane.keep.clicked.connect(self.accept)
        self.pane.drop.clicked.connect(self.drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("duplicates", self.grid, self.pane, parts=(50, 50)))
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(
                key="started",
                title="Started",
                value=lambda r: r.held.started_at,
                kind=Kind.MOMENT,
                width=150,
            ),
            GridColumn(key="caller", title="From", value=self._caller, width=126),
            GridColumn(
                key="length",
                title="Length",
                value=lambda r: r.held.seconds,
                kind=Kind.LENGTH,
                width=74,
            ),
            GridColumn(
                key="money",
                title="Money",
                value=lambda r: r.estimate,
                kind=Kind.MONEY,
                width=76,
                is_summed=True,
            ),
            GridColumn(
                key="file", title="File", value=lambda r: r.held.file, width=160, stretches=True
            ),
        )
        grid = Grid("duplicates", columns, self.desk.tasks, noun="pair", find="File, number")
        grid.model.zone = self.desk.zone
        grid.model.identify = lambda row: row.held.call_id
        grid.view.letters = frozenset({"k", "d"})
        grid.selected.connect(self._selected)
        grid.letter.connect(self._letter)
        return grid

    def read(self) -> None:
        """Reads the pairs."""
        self.grid.model.zone = self.desk.zone
        self.desk.read(list_duplicates, self._show, key="duplicates")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, Duplicates):
            return
        repeats = words.plural(found.repeats, "repeat")
        self.repeats.say(f"{repeats} left out by id")
        self.repeats.setVisible(bool(found.repeats))
        if not found.probable:
            self.grid.empty.say(
                "No probable duplicates",
                f"{repeats} were left out because their id was there before."
                if found.repeats
                else "No record is in twice.",
                icon_name="circle-check",
            )
        self.grid.show_rows(found.probable)
        self.counted.emit(len(found.probable))
        if found.probable and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    def _caller(self, row: Twins) -> str:
        text = row.held.caller
        return words.telephone(text, masked=not self.desk.unmasked) if text[:1] == "+" else text

    @Slot()
    def _selected(self, _: object = None) -> None:
        row = self.grid.current_row()
        self.pane.show_twins(row if isinstance(row, Twins) else None)

    @Slot(str, list)
    def _letter(self, letter: str, _: list[Twins]) -> None:
        if letter == "k":
            self.accept()
        else:
            self.drop()

    @property
    def chosen(self) -> list[Selection]:
        """The records that wait, of the pairs selected."""
        rows: list[Twins] = self.grid.selected_rows()
        return [
            Selection(call_ids=(row.held.call_id,), source=row.source, reason="probable_duplicate")
            for row in rows
        ]

    @Slot()
    def accept(self) -> None:
        """Bills the records too: they are calls of their own."""
        if self.chosen:
            count = words.plural(len(self.chosen), "call")
            decide(self.desk, f"Bill {count} that look alike", self.chosen, _accept)

    @Slot()
    def drop(self) -> None:
        """Leaves the records out: the same calls are in already."""
        if self.chosen:
            count = words.plural(len(self.chosen), "duplicate")
            decide(self.desk, f"Drop {count}", self.chosen, partial(_drop, _WHY))


def _accept(office: Office, chosen: Selection) -> Cleared:
    return accept_suspense(office, chosen, why="")


def _drop(why: str, office: Office, chosen: Selection) -> Cleared:
    return write_off_suspense(office, chosen, why=why)


class ComparePane(Card):
    """Two records side by side."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.setAccessibleName("The two records")
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        self.title = label("Compare", "pane")
        self.line = label("", "muted", wraps=True)
        head.addWidget(self.title)
        head.addWidget(self.line)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setColumnMinimumWidth(0, 76)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label("There first", "strong"), 0, 1)
        grid.addWidget(label("This one", "strong"), 0, 2)
        self._cells: list[tuple[ElidedLabel, ElidedLabel]] = []
        for place, title in enumerate(_LINES, 1):
            pair = (ElidedLabel(""), ElidedLabel(""))
            grid.addWidget(label(title, "muted"), place, 0)
            grid.addWidget(pair[0], place, 1)
            grid.addWidget(pair[1], place, 2)
            self._cells.append(pair)
        self.rows.addLayout(grid)
        self.rows.addStretch(1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        self.keep = Button("Keep both", icon_name="check", tip="K: bill this one too")
        self.drop = Button("Drop this one", kind="primary", icon_name="x", tip="D: leave it out")
        foot.rows.addLayout(
            beside(
                label("K", "key"),
                label("keep", "muted"),
                label("D", "key"),
                label("drop", "muted"),
                None,
                self.keep,
                self.drop,
            )
        )
        self.rows.addWidget(foot)

    def show_twins(self, twins: Twins | None) -> None:
        """Shows a pair; None: none is chosen."""
        self.setEnabled(twins is not None)
        if twins is None:
            self.line.setText("")
            for pair in self._cells:
                for cell in pair:
                    cell.setText("")
            return
        self.line.setText(
            "Both have the same parties, start and length, and neither has an id of its own."
            if twins.first is not None
            else "The record that was there first is gone since; this one can be kept."
        )
        first = self._texts(twins.first)
        held = self._texts(twins.held)
        for pair, left, right in zip(self._cells, first, held, strict=True):
            pair[0].setText(left)
            pair[1].setText(right)

    def _texts(self, record: Record | None) -> tuple[str, ...]:
        if record is None:
            return ("",) * len(_LINES)
        masked = not self.desk.unmasked
        return (
            words.moment(record.started_at, self.desk.zone),
            _number(record.caller, masked=masked),
            _number(record.called, masked=masked),
            words.length(record.seconds),
            STATES[record.status].word + (", billed" if record.is_billed else ""),
            words.exact(record.charge),
            record.file,
            words.count(record.row),
            record.call_id,
        )


def _number(text: str, *, masked: bool) -> str:
    return words.telephone(text, masked=masked) if text.startswith("+") else text
