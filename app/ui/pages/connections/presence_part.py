"""Presence: every customer against the systems, holes first, each with its most likely fix."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.presence import Presence, PresenceRow, PresenceState, presence
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Act, come_first
from app.ui.pages.connections.presence_pane import PresencePane
from app.ui.pages.connections.presence_words import PRESSING, STATES, chip_badge, mark_of
from app.ui.parts.badge import Badge
from app.ui.parts.chips import ChipBar, ChipFacts

_SYSTEMS: Final = 3
"""So many systems have a column."""
_ORDERS: Final = {"": "Holes first", "name": "By name", "money": "By money"}


class PresencePart(QWidget):
    """The matrix, and below it what lacks of the customer at hand."""

    go = Signal(str, object)
    counted = Signal(int)
    """How many customers need a look."""
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.found: Presence | None = None
        self._order = ""
        self._wanted = ""
        self.chips = ChipBar("Which customers")
        self.chips.picked.connect(self._picked)
        self.grid = self._make_grid()
        self.pane = PresencePane(desk)
        self.pane.go.connect(self.go)
        self.pane.failed.connect(self.failed)
        self.pane.done.connect(self._remember_next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.chips)
        column.addWidget(self.grid, 1)
        column.addWidget(self.pane)
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._opened)
        self.grid.letter.connect(self._letter)
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        systems = (
            GridColumn(
                key=f"system{place}",
                title=f"System {place}",
                value=partial(self._cell, place=place),
                kind=Kind.BADGE,
                width=150,
            )
            for place in range(_SYSTEMS)
        )
        columns = (
            GridColumn(key="name", title="Customer", value=_name, width=190),
            GridColumn(key="here", title="Switchbook", value=_here, kind=Kind.BADGE, width=124),
            *systems,
            GridColumn(
                key="contract", title="Contract", value=_contract, width=124, stretches=True
            ),
            GridColumn(
                key="billed",
                title="Billed",
                value=_billed,
                kind=Kind.MONEY,
                width=96,
                is_summed=True,
            ),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=130),
        )
        grid = Grid("presence", columns, self.desk.tasks, noun="customer", find="Customer or id")
        grid.view.letters = frozenset({"l", "x", "m"})
        grid.model.identify = _identity
        grid.add_combo("order", _ORDERS, self._arrange, name="Order")
        for place in range(_SYSTEMS):
            grid.view.setColumnHidden(2 + place, True)  # noqa: FBT003  of Qt
        grid.empty.say(
            "No customer yet", "Bring in a workbook, or connect your PSA.", icon_name="users"
        )
        return grid

    # ---- reading

    def read(self) -> None:
        """Reads who is where."""
        self.desk.read(presence, self._took, key=f"presence {id(self)}", failed=self.failed.emit)

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, Presence):
            return
        self.found = found
        self._name_columns(found)
        self.chips.show_chips(
            [
                ChipFacts(key=state.value, badge=chip_badge(state, number))
                for state, number in found.counts.items()
                if number
            ]
        )
        come_first(self.chips.chips, self)
        self._show_rows()
        self.counted.emit(sum(found.counts[state] for state in PRESSING))

    def _name_columns(self, found: Presence) -> None:
        model = self.grid.model
        month = words.period(found.period).rpartition(" ")[0] if found.period else "Billed"
        titles = {"billed": month}
        titles |= {f"system{n}": title for n, (_, title) in enumerate(found.systems[:_SYSTEMS])}
        model.columns = tuple(
            replace(column, title=titles.get(column.key, column.title)) for column in model.columns
        )
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(model.columns) - 1)
        for place in range(_SYSTEMS):
            self.grid.view.setColumnHidden(2 + place, place >= len(found.systems))

    def _show_rows(self) -> None:
        rows = list(self.found.rows) if self.found is not None else []
        wanted = self.chips.value
        if wanted:
            rows = [row for row in rows if row.state is PresenceState(wanted)]
        else:
            rows = [row for row in rows if row.state is not PresenceState.ELSEWHERE]
        if self._order == "name":
            rows.sort(key=lambda row: row.name.casefold())
        elif self._order == "money":
            rows.sort(key=lambda row: -row.billed)
        self.grid.show_rows(rows)
        self.grid.take_focus_back()
        next_one, self._wanted = self._wanted, ""
        found = bool(next_one) and self.grid.select_where(lambda row: _identity(row) == next_one)
        if not found and rows and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])

    def _arrange(self, order: str) -> None:
        self._order = order
        self._show_rows()

    @Slot(str)
    def _picked(self, _: str) -> None:
        self._show_rows()

    def _cell(self, row: PresenceRow, *, place: int) -> Badge | None:
        systems = self.found.systems if self.found is not None else ()
        if place >= len(systems):
            return None
        cell = row.there.get(systems[place][0])
        return mark_of(cell) if cell is not None else None

    # ---- the one at hand

    def current(self) -> PresenceRow | None:
        """The customer the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, PresenceRow) else None

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        self.pane.show_row(self.current(), self.found)

    @Slot(object)
    def _opened(self, _: object) -> None:
        self.pane.fix()

    @Slot(str, list)
    def _letter(self, letter: str, _: list[object]) -> None:
        if letter == "l":
            self.pane.link_another()
        elif letter == "x":
            self.pane.leave_out()
        else:
            self.show_map()

    @Slot()
    def _remember_next(self) -> None:
        rows = self.grid.model.rows_shown()
        here = self.current()
        keys = [_identity(row) for row in rows]
        if here is not None and _identity(here) in keys:
            place = keys.index(_identity(here))
            rest = keys[place + 1 :] or keys[:place][::-1]
            self._wanted = rest[0] if rest else ""

    def show_map(self) -> None:
        """Shows the customer map of the system in question."""
        self.go.emit("connections", f"customer map {self.pane.system}".strip())

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next customer that needs a look; with -1 to the one before."""
        rows = self.grid.model.rows_shown()
        here = self.grid.view.currentIndex().row()
        for distance in range(1, len(rows)):
            place = (here + step * distance) % len(rows)
            if rows[place].state in PRESSING:
                self.grid.view.select_line(place)
                self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        told: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("Mend the presence", "Alt+Shift+F", "wrench", self.pane.fix),
            ("Link the hole to another…", "Alt+Shift+J", "link", self.pane.link_another),
            ("Not needed there…", "Alt+Shift+X", "minus", self.pane.leave_out),
        )
        return [
            Act(title=title, menu="Sync", key=key, icon=icon_name, run=run)
            for title, key, icon_name, run in told
        ]


def _identity(row: PresenceRow) -> str:
    if row.account_number is not None:
        return row.account_number
    return " ".join(cell.id for cell in row.there.values() if cell.id)


def _name(row: PresenceRow) -> str:
    return row.name


def _here(row: PresenceRow) -> Badge:
    return mark_of(row.here)


def _contract(row: PresenceRow) -> str:
    return f"Agreement {row.contract}" if row.contract else "No agreement"


def _billed(row: PresenceRow) -> object:
    return row.billed


def _state(row: PresenceRow) -> Badge:
    return STATES[row.state]
