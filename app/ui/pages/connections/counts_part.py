"""Counts: contract, provisioned, carrier's list and billed; settled line by line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.billing.counts import CountRow
from app.operations.changes import Changes
from app.operations.compare_counts import Counts, compare_counts
from app.operations.list_carrier_numbers import Listed, import_carrier_list
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Act
from app.ui.pages.connections.counts_pane import CountsPane
from app.ui.pages.connections.counts_words import NO_LIST, count_of, odd_ones, verb_of
from app.ui.parts.controls import Button, ElidedLabel
from app.ui.parts.scrolled import FittedArea

_DIFFERING: Final = "differing"
_CHOICES: Final = {"": "All lines", _DIFFERING: "Only differences", "settled": "Settled or free"}


class CountsPart(QWidget):
    """The list of counts, and below it the one at hand."""

    go = Signal(str, object)
    counted = Signal(int)
    """How many lines differ."""
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.found: Counts | None = None
        self._which = _DIFFERING
        self._wanted: tuple[str, str] | None = None
        self.grid = self._make_grid()
        self.line = ElidedLabel("", "muted")
        self.grid.foot.setContentsMargins(12, 5, 12, 5)
        self.grid.foot.addWidget(self.line, 1)
        self.pane = CountsPane(desk)
        self.pane.next_wanted.connect(self.next_need)
        self.pane.settling.connect(self._remember_next)
        self.pane.failed.connect(self.failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.grid, 1)
        column.addWidget(FittedArea(self.pane, "The line at hand"))
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._opened)
        self.grid.letter.connect(self._letter)
        self.grid.view.clicked.connect(self._clicked)
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="name", title="Customer", value=_name, width=170),
            GridColumn(key="product", title="Product", value=_product, width=160),
            _count("contract", "Contract", "What the PSA's agreements have"),
            _count("provisioned", "Switch", "Numbers or services that are here"),
            _count("carrier", "Carrier", "What the carrier's list has"),
            _count("billed", "Billed", "What the last invoices have", width=88),
            GridColumn(
                key="amount",
                title="A month",
                value=_amount,
                kind=Kind.CHANGE,
                width=84,
                is_summed=True,
                tip="Above zero you lose it, below zero the customer does",
            ),
            GridColumn(key="words", title="Suggestion", value=_words, width=210, stretches=True),
            GridColumn(key="go", title="", value=verb_of, kind=Kind.BUTTON, width=76),
        )
        grid = Grid("counts", columns, self.desk.tasks, noun="line", find="Customer or product")
        grid.view.letters = frozenset({"b", "c", "f"})
        grid.model.identify = _identity
        box = grid.add_combo("which", _CHOICES, self._choose, name="Which lines")
        box.blockSignals(True)  # noqa: FBT003  of Qt
        box.setCurrentIndex(box.findData(_DIFFERING))
        box.blockSignals(False)  # noqa: FBT003  of Qt
        self.import_button = Button("Import carrier list…", icon_name="upload")
        self.import_button.clicked.connect(self.choose_list)
        grid.add_bar(self.import_button)
        return grid

    # ---- reading

    def read(self) -> None:
        """Compares the counts of the month that is worked on."""
        period = self.desk.period
        self.desk.read(
            lambda office: compare_counts(office, period),
            self._took,
            key=f"counts {id(self)}",
            failed=self.failed.emit,
        )

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, Counts):
            return
        self.found = found
        self._name_columns(found)
        self._say(found)
        self._show_rows()
        self.counted.emit(len(found.differing))

    def _name_columns(self, found: Counts) -> None:
        model = self.grid.model
        month = words.period(found.billed_period).partition(" ")[0][:3]
        model.columns = tuple(
            replace(column, title=f"Billed {month}") if column.key == "billed" else column
            for column in model.columns
        )
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(model.columns) - 1)

    def _say(self, found: Counts) -> None:
        agree = len(found.rows) - len(found.differing)
        told = [f"{words.plural(agree, 'line')} agree in all columns or are settled."]
        if found.unpaired:
            money = words.money(sum((each.amount for each in found.unpaired), Decimal(0)))
            count = words.plural(len(found.unpaired), "agreement line")
            told.append(f"{count}, {money}, name no product of ours.")
        if found.strangers:
            told.append(
                f"{words.plural(len(found.strangers), 'number')} on carriers' lists are nobody's."
            )
        if not found.lists:
            told.append("No carrier's list was imported yet.")
        self.line.setText(" ".join(told))

    def _choose(self, which: str) -> None:
        self._which = which
        self._show_rows()

    def _show_rows(self) -> None:
        found = self.found
        rows = list(found.rows) if found is not None else []
        if self._which == _DIFFERING:
            rows = [row for row in rows if row.differs]
        elif self._which == "settled":
            rows = [row for row in rows if row.settled is not None]
        rows.sort(key=lambda row: (not row.differs, -abs(row.amount), row.account_name))
        self.grid.empty.say(
            "Nothing differs" if rows or (found is not None and found.rows) else "Nothing to count",
            "Contract, switch, carrier and invoices say the same."
            if found is not None and found.rows
            else "Connect your PSA, or bring in services: then they are compared.",
            icon_name="circle-check",
        )
        self.grid.show_rows(rows)
        self.grid.take_focus_back()
        self.grid.sums.label = words.plural(sum(row.differs for row in rows), "difference")
        self.grid.sums.update()
        wanted, self._wanted = self._wanted, None
        went = wanted is not None and self.grid.select_where(lambda row: _identity(row) == wanted)
        if not went and rows and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])

    # ---- the one at hand

    def current(self) -> CountRow | None:
        """The line the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, CountRow) else None

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        self.pane.show_row(self.current(), self.found.period if self.found else "")

    @Slot(object)
    def _opened(self, _: object) -> None:
        self.pane.settle()

    @Slot(str, list)
    def _letter(self, letter: str, _: list[object]) -> None:
        self.pane.choose(letter)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if self.grid.model.columns[index.column()].key == "go":
            self.pane.settle()

    @Slot()
    def _remember_next(self) -> None:
        rows = self.grid.model.rows_shown()
        here = self.current()
        keys = [_identity(row) for row in rows]
        if here is not None and _identity(here) in keys:
            place = keys.index(_identity(here))
            rest = keys[place + 1 :] or keys[:place][::-1]
            self._wanted = rest[0] if rest else None

    @Slot()
    def next_need(self, step: int = 1) -> bool:
        """Goes to the next difference; with -1 to the one before; whether there is one."""
        rows = self.grid.model.rows_shown()
        here = self.grid.view.currentIndex().row()
        for distance in range(1, len(rows)):
            place = (here + (step or 1) * distance) % len(rows)
            if rows[place].differs:
                self.grid.view.select_line(place)
                self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    # ---- the carrier's list

    @Slot()
    def choose_list(self) -> None:
        """Asks for the list that a carrier gave out."""
        if self.desk.company is None:
            return
        text, _ = QFileDialog.getOpenFileName(
            self, "Import a carrier's list of numbers", "", "Lists (*.csv *.txt *.tsv)"
        )
        if text:
            self.take_list(Path(text))

    def take_list(self, path: Path) -> None:
        """Brings a carrier's list in, in place of its last one."""
        self.desk.do(
            f"Import {path.name}",
            lambda office, progress: import_carrier_list(office, path, progress=progress),
            changes=Changes.CONNECTIONS,
            failed=self.failed.emit,
            told=_listed_words,
        )

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        told: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("Import carrier list…", "Ctrl+Shift+L", "upload", self.choose_list),
            ("Settle the difference", "Ctrl+Shift+K", "check", self.pane.settle),
            ("Bill what is provisioned", "Ctrl+Shift+Y", "receipt", partial(self.pane.choose, "b")),
            ("Bill the contracted", "Alt+Shift+E", "receipt", partial(self.pane.choose, "c")),
            ("Free until a date…", "Alt+Shift+W", "clock", partial(self.pane.choose, "f")),
            ("Show a settled line again", "Alt+Shift+V", "undo-2", self.pane.show_again),
        )
        return [
            Act(title=title, menu="Sync", key=key, icon=icon_name, run=run)
            for title, key, icon_name, run in told
        ]


def _listed_words(found: Listed) -> str:
    told = [
        f"{carrier}: {words.plural(count, 'number')}" for carrier, count in found.carriers.items()
    ]
    bad = f", {words.plural(len(found.findings), 'row')} to look at" if found.findings else ""
    return f"{', '.join(told) or 'No numbers'}{bad}"


def _count(key: str, title: str, tip: str, *, width: int = 74) -> GridColumn:
    def value(row: CountRow) -> object:
        found = getattr(row, key)
        if found is None:
            return NO_LIST if key == "carrier" else None
        return count_of(found)

    def tone(row: CountRow) -> str:
        return "warn" if key in odd_ones(row) else ""

    return GridColumn(
        key=key,
        title=title,
        value=value,
        kind=Kind.COUNT,
        width=width,
        tip=tip,
        tone=tone,
        is_sortable=key != "carrier",
    )


def _identity(row: CountRow) -> tuple[str, str]:
    return row.account_number, row.product_code


def _name(row: CountRow) -> str:
    return row.account_name


def _product(row: CountRow) -> str:
    return row.product_name


def _amount(row: CountRow) -> Decimal | None:
    return row.amount if row.differs else None


def _words(row: CountRow) -> str:
    return row.words
