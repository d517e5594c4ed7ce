"""The first look: what the other side has, and what taking it over would do; nothing is changed."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Slot

from app.operations.browse_sync import PlanLine, Tile
from app.operations.changes import Changes
from app.operations.connecting import PullLook, look_first
from app.operations.posting_plan import PlanAction
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.badge import Badge
from app.ui.parts.controls import label
from app.ui.parts.tiles import TileFacts, Tiles
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.stepped_wizard import StepPage

_BADGES: Final = {
    PlanAction.CREATE: Badge("Create", "plus", "ok"),
    PlanAction.UPDATE: Badge("Update", "pencil", "run"),
    PlanAction.SKIP: Badge("Skip", "equal", "idle"),
    PlanAction.CONFLICT: Badge("Decide", "git-compare", "warn"),
}
_WORDS: Final = {
    PlanAction.CREATE: "new",
    PlanAction.UPDATE: "change",
    PlanAction.SKIP: "agree",
    PlanAction.CONFLICT: "to decide",
}


class LookPage(StepPage):
    """The first pull as a preview."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__(
            "First look",
            "What is there",
            "It is read, and nothing is changed on either side.",
        )
        self.connecting = connecting
        self.counts = label("", wraps=True)
        self.tiles = Tiles("What taking it over would do")
        self.tiles.picked.connect(self._filter)
        self._show_tiles({})
        self._action = ""
        columns = (
            GridColumn(key="what", title="What", value=_badge, kind=Kind.BADGE, width=104),
            GridColumn(key="record", title="Record", value=_record, width=130),
            GridColumn(key="who", title="Customer", value=lambda r: r.who, width=130),
            GridColumn(
                key="amount", title="Money", value=lambda r: r.amount, kind=Kind.MONEY, width=88
            ),
            GridColumn(key="why", title="Why", value=lambda r: r.reason, width=220, stretches=True),
        )
        self.grid = Grid("first look", columns, connecting.desk.tasks, noun="record", find="Find")
        for button in (self.grid.columns_button, self.grid.export_button):
            button.hide()
        self.grid.setMinimumHeight(LOOK.scaled(180))
        self.body.addWidget(self.counts)
        self.body.addWidget(self.tiles)
        self.body.addWidget(self.grid, 1)
        connecting.found.connect(self._show)
        connecting.working.connect(self.said)

    def enter(self) -> None:
        """Reads it, where that was not done."""
        if self.connecting.look is None:
            key, title = self.connecting.key, self.connecting.title
            self.connecting.ask(
                f"A first look at {title}",
                lambda office, progress: look_first(office, key, progress=progress),
                self._looked,
                told=_told,
                changes=Changes.CONNECTIONS,
            )
        self._show()

    @Slot(object)
    def _looked(self, found: object) -> None:
        if isinstance(found, PullLook):
            self.connecting.look = found
            self.connecting.found.emit()

    @Slot()
    def _show(self) -> None:
        found = self.connecting.look
        self.tiles.setVisible(found is not None)
        if found is None:
            self.counts.setText("")
            self.grid.empty.say(f"Reading {self.connecting.title}…", icon_name="plug")
            self.grid.show_rows([])
            self.said.emit()
            return
        self.say(f"What {found.title} has", "It was read, and nothing was changed on either side.")
        there = ", ".join(_counted(name, number) for name, number in found.counts)
        here = words.plural(found.customers_here, "customer")
        self.counts.setText(f"There: {there or 'nothing'}. Here: {here}.")
        self._show_tiles({each.action: each for each in found.tiles})
        self.grid.empty.say(
            "Nothing would change here",
            found.waits or "Customers are linked first: that is the next thing to do.",
            icon_name="circle-check",
        )
        self.grid.show_rows(found.lines)
        if found.lines:
            self.grid.view.select_line(0)
        self.said.emit()

    def _fits(self, row: PlanLine) -> bool:
        return not self._action or row.action.value == self._action

    def _show_tiles(self, found: Mapping[PlanAction, Tile]) -> None:
        facts = []
        for action, badge in _BADGES.items():
            tile = found.get(action)
            money = tile.money if tile is not None else None
            facts.append(
                TileFacts(
                    key=action.value,
                    icon=badge.icon,
                    role=badge.role,
                    figure=words.count(tile.count if tile is not None else 0),
                    word=_WORDS[action],
                    second=words.money(money) if money else "no money moves",
                )
            )
        self.tiles.show_tiles(facts)

    @Slot(str)
    def _filter(self, key: str) -> None:
        self._action = key
        self.grid.model.keep = self._fits if key else None
        self.grid.model.arrange()

    def verb(self) -> str:
        """Goes on, or reads it again where that came to nothing."""
        return "Next" if self.connecting.is_working or self.connecting.look else "Read it again"

    def act(self) -> bool:
        """Goes on once it was read."""
        if self.connecting.look is None:
            self.enter()
        return self.connecting.look is not None


def _told(found: object) -> str:
    if not isinstance(found, PullLook):
        return ""
    return ", ".join(_counted(name, number) for name, number in found.counts[:4])


def _counted(name: str, number: int) -> str:
    """Records of a kind in words; kinds are named as several."""
    if name == "time":
        return words.plural(number, "time entry", "time entries")
    return f"{words.count(number)} {name.removesuffix('s') if number == 1 else name}"


def _badge(row: PlanLine) -> object:
    return _BADGES[row.action]


def _record(row: PlanLine) -> object:
    noun = row.kind.replace("_", " ")
    # What is nobody here yet goes by the name of its system, which the page tells already.
    return f"{noun[:1].upper()}{noun[1:]} {row.our_id.removeprefix(row.title).strip()}".strip()
