"""The work list of the map: who is who in one system, settled one by one or the exact in bulk."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.customers.matching import MatchState, Pairing
from app.operations.list_systems import ListedSystem
from app.operations.map_customers import (
    CustomerMap,
    show_map,
)
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.map_history_dialog import MapHistoryDialog
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.panes import SidePanes
from app.ui.wizards.map_customers import map_words
from app.ui.wizards.map_customers.coverage_bar import CoverageBar
from app.ui.wizards.map_customers.map_verbs import MapList, MapVerbs
from app.ui.wizards.map_customers.match_pane import MatchPane

_PRESSING: Final = "pressing"
_CHOICES: Final = {
    "": "All customers",
    _PRESSING: "New and changed",
    "linked": "Linked",
    "ignored": "Ignored",
    "there": "Only there",
}
_LETTERS: Final = (
    ("Enter", "link"),
    ("N", "new"),
    ("I", "ignore"),
    ("L", "another"),
    ("H", "history"),
)


def _has_state(row: Pairing, *, state: MatchState) -> bool:
    return row.state is state


def _is_only_there(row: Pairing) -> bool:
    return row.ours is None


def _anybody(_: Pairing) -> bool:
    return True


_KEEPERS: Final[dict[str, Callable[[Pairing], bool]]] = {
    "": _anybody,
    _PRESSING: map_words.is_pressing,
    "linked": partial(_has_state, state=MatchState.LINKED),
    "ignored": partial(_has_state, state=MatchState.IGNORED),
    "there": _is_only_there,
}


class MapWork(MapList):
    """The list, the pane beside it, and how much of the month is covered."""

    counted = Signal(int)
    """How many customers need a look."""
    chosen = Signal()
    """Another customer is at hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.system: ListedSystem | None = None
        self.found: CustomerMap | None = None
        self._money: dict[str, Decimal] = {}
        self._keep = _KEEPERS[_PRESSING]
        self._next: tuple[str, str] | None = None
        self.history_dialog: MapHistoryDialog | None = None
        self.grid = self._make_grid()
        self.coverage = CoverageBar("customer")
        self.pane = MatchPane()
        self.verbs = MapVerbs(self)
        self.accept = Button("Accept the exact", icon_name="check-check", key="Ctrl+E")
        self.line = label("", "muted", wraps=True)
        keys: list[QWidget | int | None] = []
        for key, word in _LETTERS:
            keys += [label(key, "key"), label(word, "muted")]
        self.keys = QWidget()
        self.keys.setLayout(beside(*keys, None))
        self.grid.foot.setContentsMargins(12, 6, 12, 6)
        self.grid.foot.addWidget(self.keys, 1)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.grid, 1)
        below.addWidget(self.coverage)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = beside(self.line, self.accept)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(SidePanes("map", left, self.pane, parts=(62, 38)), 1)
        self._connect()
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="ours", title="Switchbook", value=map_words.ours_words, width=140),
            GridColumn(key="theirs", title="There", value=self._theirs, width=140),
            GridColumn(
                key="state", title="Match", value=map_words.state_badge, kind=Kind.BADGE, width=106
            ),
            GridColumn(
                key="money",
                title="Money",
                value=self._amount,
                kind=Kind.MONEY,
                width=78,
                tip="What was billed last month and would not map",
            ),
            GridColumn(key="why", title="Why", value=_why, width=150, stretches=True),
        )
        grid = Grid("customer map", columns, self.desk.tasks, noun="customer", find="Filter")
        grid.view.letters = frozenset({"n", "i", "l", "u", "h"})
        grid.model.identify = map_words.identity
        for button in (grid.columns_button, grid.copy_button, grid.export_button):
            button.setVisible(button is grid.copy_button)
        box = grid.add_combo("which", _CHOICES, self._choose, name="Which customers")
        box.blockSignals(True)  # noqa: FBT003  of Qt
        box.setCurrentIndex(box.findData(_PRESSING))
        box.blockSignals(False)  # noqa: FBT003  of Qt
        return grid

    def _connect(self) -> None:
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._opened)
        self.grid.letter.connect(self._letter)
        verbs = self.verbs
        self.accept.clicked.connect(verbs.accept_all_exact)
        self.pane.link_wanted.connect(verbs.link)
        self.pane.new_wanted.connect(verbs.make_new)
        self.pane.ignore_wanted.connect(verbs.ignore)
        self.pane.other_wanted.connect(verbs.link_another)
        self.pane.undone_wanted.connect(verbs.unlink)

    # ---- reading

    def show_system(self, system: ListedSystem) -> None:
        """Shows the map of a system."""
        if self.system != system:
            self.system, self.found = system, None
            self.grid.model.show_rows([])
        self.read()

    def read(self) -> None:
        """Reads who is who."""
        system = self.system
        if system is None:
            return
        self.desk.read(
            lambda office: show_map(office, system.key),
            self._took,
            key=f"map {id(self)}",
            failed=self.failed.emit,
        )

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, CustomerMap) or self.system is None:
            return
        if found.system != self.system.key:
            return
        self.found = found
        self._name_column(found.title)
        self._money = {each.key: each.amount for each in found.coverage.missing}
        self._say(found)
        self._show_rows()
        self.coverage.show_coverage(found.coverage)
        wanted, self._next = self._next, None
        if wanted is None or not self.grid.select_where(partial(_is, identity=wanted)):
            here = self.grid.current_row()
            if here is None and self.grid.model.rowCount():
                self.grid.view.select_line(0)
        self._selected([])
        self.counted.emit(found.need_a_look)

    def _say(self, found: CustomerMap) -> None:
        exact = found.counts[MatchState.EXACT]
        linked = found.counts[MatchState.LINKED]
        ours = sum(found.counts.values())
        self.accept.say(f"Accept the {words.count(exact)} exact" if exact else "Accept the exact")
        self.accept.setEnabled(exact > 0)
        be = "is" if found.only_there == 1 else "are"
        there = f" {words.plural(found.only_there, 'customer')} there {be} nobody here."
        self.line.setText(
            f"{words.count(found.need_a_look)} of {words.count(ours)} need a look. "
            f"{words.count(linked)} are linked already." + (there if found.only_there else "")
            if found.is_pulled
            else f"The customers of {found.title} were not read yet. Pull them first."
        )
        if found.is_pulled:
            self.grid.empty.say(
                "Nobody here needs a look",
                f"{words.count(linked)} customers are linked with {found.title}.",
                icon_name="circle-check",
                button="Show all customers",
                on_press=self.grid.show_all,
            )
        else:
            self.grid.empty.say(
                f"The customers of {found.title} were not read yet",
                "Refresh its connection, then everybody is compared.",
                icon_name="refresh-cw",
            )

    def _name_column(self, title: str) -> None:
        model = self.grid.model
        model.columns = tuple(
            replace(column, title=title) if column.key == "theirs" else column
            for column in model.columns
        )
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(model.columns) - 1)

    def _choose(self, value: str) -> None:
        self._keep = _KEEPERS[value]
        self._show_rows()
        self._selected([])

    def _show_rows(self) -> None:
        """Shows those that were asked for; what settles most quickly stands first."""
        pairings = self.found.pairings if self.found is not None else ()
        rows = [each for each in pairings if self._keep(each)]
        self.grid.show_rows(sorted(rows, key=map_words.order_of))
        self.grid.take_focus_back()

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        self.pane.show_pairing(self.current(), self.system)
        self.chosen.emit()

    def _theirs(self, row: Pairing) -> str:
        return map_words.theirs_words(row, self.system.title if self.system else "")

    def _amount(self, row: Pairing) -> Decimal | None:
        return self._money.get(row.ours.id) if row.ours is not None else None

    @Slot()
    def show_history(self) -> None:
        """Shows what happened to the customer's links."""
        row = self.current()
        if row is not None and row.ours is not None:
            self.history_dialog = MapHistoryDialog(self.desk, row.ours.id, row.ours.name, self)
            self.history_dialog.open()

    def remember_next(self) -> None:
        """After this the keyboard is on the row below, else above."""
        rows = self.grid.model.rows_shown()
        here = self.current()
        keys = [map_words.identity(row) for row in rows]
        if here is None or map_words.identity(here) not in keys:
            return
        place = keys.index(map_words.identity(here))
        rest = keys[place + 1 :] or keys[:place][::-1]
        self._next = rest[0] if rest else None

    # ---- keys

    @Slot(object)
    def _opened(self, _: object) -> None:
        self.verbs.link()

    @Slot(str, list)
    def _letter(self, letter: str, _: list[object]) -> None:
        {
            "n": self.verbs.make_new,
            "i": self.verbs.ignore,
            "l": self.verbs.link_another,
            "u": self.verbs.unlink,
            "h": self.show_history,
        }[letter]()

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next customer that is new or changed; with -1 to the one before."""
        rows = self.grid.model.rows_shown()
        here = self.grid.view.currentIndex().row()
        count = len(rows)
        for distance in range(1, count):
            place = (here + step * distance) % count
            if map_words.is_pressing(rows[place]):
                self.grid.view.select_line(place)
                self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


def _why(row: Pairing) -> str:
    return row.why


def _is(row: Pairing, *, identity: tuple[str, str]) -> bool:
    return map_words.identity(row) == identity
