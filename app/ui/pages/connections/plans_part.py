"""Plans: what a sync would do, record by record; what is applied is exactly what is shown."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.operations.browse_sync import PlanLine, PlanRow, PlanView, list_plans, show_plan
from app.operations.posting_plan import PlanAction
from app.operations.sync_plan import SyncPlan
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.connections.applying import apply_plan, plan_to_take_back
from app.ui.pages.connections.field_pane import FieldPane
from app.ui.pages.connections.syncing import SyncWork
from app.ui.pages.connections.telling import (
    ACTIONS,
    apply_words,
    counts_words,
    kind_words,
    line_badge,
    money_words,
    record_words,
)
from app.ui.parts.controls import Choice, label
from app.ui.parts.tiles import TileFacts, Tiles

_WORDS: Final = {
    PlanAction.CREATE: "create",
    PlanAction.UPDATE: "update",
    PlanAction.SKIP: "skip",
    PlanAction.CONFLICT: "conflicts",
}
_NOTHING: Final = {
    PlanAction.CREATE: "nothing new",
    PlanAction.UPDATE: "nothing changed",
    PlanAction.SKIP: "nothing to leave out",
    PlanAction.CONFLICT: "nothing to decide",
}


class PlansPart(QWidget):
    """One saved plan: tiles, its records, the fields of the one that is chosen."""

    told = Signal()
    """What the plan would do is another."""

    def __init__(self, desk: Desk, page: Page, work: SyncWork) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.work = work
        self.view: PlanView | None = None
        self._wanted: int | None = None
        self._action = ""
        self.which = Choice("Which plan")
        self.which.currentIndexChanged.connect(self._which_chosen)
        self.line = label("", "muted", wraps=True)
        self.tiles = Tiles("What the plan does")
        self.tiles.picked.connect(self._filter)
        self.grid = page.keep_layout(self._make_grid())
        self.pane = FieldPane()
        self.note = label("", "warn", wraps=True)
        self.note.setContentsMargins(10, 6, 10, 6)
        self.note.hide()
        self.grid.foot.addWidget(self.note, 1)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.which)
        top.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.tiles)
        column.addWidget(page.panes("plan", self.grid, self.pane, parts=(64, 36)), 1)
        self.setFocusProxy(self.grid)
        self._show_tiles(None)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="what", title="What", value=line_badge, kind=Kind.BADGE, width=112),
            GridColumn(key="record", title="Record", value=record_words, width=150),
            GridColumn(key="who", title="Customer", value=_who, width=150, stretches=True),
            GridColumn(
                key="amount",
                title="Money",
                value=lambda row: row.amount,
                kind=Kind.MONEY,
                width=96,
                is_summed=True,
            ),
            GridColumn(key="why", title="Why", value=_why, width=220, is_hidden=True),
            GridColumn(key="where", title="System", value=lambda row: row.title, width=130),
            GridColumn(
                key="theirs", title="Id there", value=lambda r: r.their_id, width=90, is_hidden=True
            ),
        )
        grid = Grid("plan", columns, self.desk.tasks, noun="record", find="Customer or number")
        grid.export_button.setText("")
        grid.export_button.setAccessibleName("Export")
        grid.export_button.setToolTip("Export")
        grid.model.identify = _identity
        grid.add_combo("kind", {"": "All kinds"}, self._kind_chosen, name="Kinds shown")
        grid.selected.connect(self._selected)
        return grid

    # ---- reading

    def read(self) -> None:
        """Reads the list of plans, and the one in view."""
        self.desk.read(list_plans, self._listed, key=f"plans/{id(self)}", failed=self.page.failed)

    @Slot(object)
    def _listed(self, found: object) -> None:
        rows = (
            [each for each in found if isinstance(each, PlanRow)] if isinstance(found, list) else []
        )
        shown = self._wanted if self._wanted is not None else self.which.currentData()
        self._wanted = None
        self.which.blockSignals(True)  # noqa: FBT003  of Qt
        self.which.clear()
        for each in rows:
            self.which.addItem(_plan_words(each, self.desk), each.id)
        place = self.which.findData(shown)
        if place < 0:
            is_open = [at for at, each in enumerate(rows) if each.state.value != "applied"]
            place = is_open[0] if is_open else 0
        self.which.setCurrentIndex(place if rows else -1)
        self.which.blockSignals(False)  # noqa: FBT003  of Qt
        self.which.setVisible(bool(rows))
        self.tiles.setVisible(bool(rows))
        self._read_plan()

    @Slot(int)
    def _which_chosen(self, _: int) -> None:
        self._read_plan()

    def _read_plan(self) -> None:
        number = self.which.currentData()
        if number is None:
            self.view = None
            self._say_empty()
            self.grid.show_rows([])
            self._show_tiles(None)
            self.told.emit()
            return
        self.desk.read(
            lambda office: show_plan(office, int(number)),
            self._show,
            key=f"plan/{id(self)}",
            failed=self.page.failed,
        )

    def _say_empty(self) -> None:
        connections = self.work.connections
        has_systems = connections is not None and bool(connections.systems)
        self.line.setText("")
        if has_systems:
            self.grid.empty.say(
                "No plan is saved",
                "A plan shows field by field what a sync would do, before anything is done.",
                icon_name="list-checks",
                button="Plan now",
                on_press=self.work.plan,
            )
        else:
            self.grid.empty.say(
                "No system is connected",
                "Plans stand here once one is. Connect it under Systems.",
                icon_name="plug",
            )

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, PlanView):
            return
        is_another = self.view is None or self.view.row.id != found.row.id
        self.view = found
        if is_another:
            self._action = ""
            self.tiles.choose("")
        self._fill_kinds(found)
        self.grid.empty.say(
            "Both sides agree",
            "The plan holds no record.",
            icon_name="circle-check",
        )
        self._show_tiles(found)
        self.grid.show_rows(sorted(found.lines, key=_urgency))
        if found.lines and (is_another or self.grid.current_row() is None):
            self.grid.view.select_line(0)
        self.line.setText(self._line(found))
        notes = [f"{title} waits: {why}" for title, why in found.waits] + list(found.warnings)
        self.note.setText("  ".join(notes))
        self.note.setVisible(bool(notes))
        if self.grid.find_field.hasFocus() and not self.grid.find_field.text():
            # The list was empty when the part came into view, and could not take the keyboard.
            self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._selected([])
        self.told.emit()

    def _line(self, found: PlanView) -> str:
        made = words.moment(found.row.made_at, self.desk.zone)
        stale = sum(each.is_stale for each in found.lines)
        left = f" {words.plural(stale, 'record')} changed since, and left out." if stale else ""
        if found.row.applied_at is not None and not found.to_do:
            at = words.moment(found.row.applied_at, self.desk.zone)
            return f"Made {made}, applied {at}.{left}"
        return f"Made {made}. Nothing is written before you press Apply.{left}"

    def _fill_kinds(self, found: PlanView) -> None:
        box = self.grid.combos["kind"]
        kinds = list(dict.fromkeys(each.kind for each in found.lines))
        chosen = box.currentData()
        box.blockSignals(True)  # noqa: FBT003  of Qt
        box.clear()
        box.addItem("All kinds", "")
        for each in kinds:
            noun = kind_words(each, 2)
            box.addItem(f"{noun[:1].upper()}{noun[1:]}", each)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)  # noqa: FBT003  of Qt

    def _show_tiles(self, found: PlanView | None) -> None:
        facts: Mapping[PlanAction, tuple[int, str]] = {
            each.action: (
                each.count,
                f"{counts_words(each.kinds)}{money_words(each.money)}"
                if each.count
                else _NOTHING[each.action],
            )
            for each in (found.tiles if found is not None else ())
        }
        self.tiles.show_tiles(
            [
                TileFacts(
                    key=action.value,
                    icon=ACTIONS[action].icon,
                    role=ACTIONS[action].role,
                    figure=words.count(facts.get(action, (0, ""))[0]),
                    word=_WORDS[action],
                    second=facts.get(action, (0, _NOTHING[action]))[1],
                )
                for action in PlanAction
            ]
        )

    # ---- filters and choosing

    def _fits(self, row: PlanLine) -> bool:
        kind = str(self.grid.combos["kind"].currentData() or "")
        return (not self._action or row.action.value == self._action) and (
            not kind or row.kind == kind
        )

    @Slot(str)
    def _filter(self, key: str) -> None:
        self._action = key
        self._narrow()

    def _kind_chosen(self, _: str) -> None:
        self._narrow()

    def _narrow(self) -> None:
        narrows = bool(self._action or self.grid.combos["kind"].currentData())
        self.grid.model.keep = self._fits if narrows else None
        self.grid.model.arrange()

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.grid.current_row()
        self.pane.show_line(row if isinstance(row, PlanLine) else None)

    def show_plan(self, number: int) -> None:
        """Shows a plan, at once or when the plans are read."""
        place = self.which.findData(number)
        if place >= 0:
            self.which.setCurrentIndex(place)
        else:
            self._wanted = number
            if self.isVisible():
                self.read()

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next record that needs a decision, or has changed since."""
        rows = self.grid.model.rows_shown()
        needing = [e for e in rows if e.action is PlanAction.CONFLICT or e.is_stale]
        if not needing:
            return False
        here = self.grid.current_row()
        place = needing.index(here) + step if here in needing else min(step, 0)
        if not 0 <= place < len(needing):
            return False
        wanted = _identity(needing[place])
        self.grid.select_where(lambda row: _identity(row) == wanted)
        self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # ---- doing

    @property
    def can_apply(self) -> bool:
        """Whether applying the plan does something."""
        return self.view is not None and bool(self.view.to_do)

    def verb(self) -> str:
        """The words of the filled button: count and money."""
        return apply_words(self.view) if self.view is not None else "Apply"

    @Slot()
    def apply(self) -> None:
        """Applies exactly the plan that is shown; asks first where something leaves the house."""
        view = self.view
        if view is None or not view.to_do:
            return
        what = f"{counts_words(view.to_do)}{money_words(view.to_do_money)}"
        apply_plan(self.page, view, what)

    @Slot()
    def take_back(self) -> None:
        """Plans to take back what the plan in view has posted."""
        view = self.view
        if view is not None and view.can_take_back:
            plan_to_take_back(self.page, view.row.id, self._taken_back)

    @Slot(object)
    def _taken_back(self, found: object) -> None:
        if isinstance(found, SyncPlan) and found.id is not None:
            self._wanted = found.id
            self.read()


def _plan_words(row: PlanRow, desk: Desk) -> str:
    state = {"open": "", "applied": ", applied", "partly": ", partly applied", "stale": ", stale"}
    at = words.moment(row.made_at, desk.zone)
    return f"Plan {row.id}, {at}{state[row.state.value]}"


def _urgency(row: PlanLine) -> int:
    """What needs somebody first, then what is to be done, then the rest."""
    if row.is_stale or row.result in _NEEDS:
        return 0
    if row.action is PlanAction.CONFLICT:
        return 1
    return 2 if row.is_to_do else 4 if row.action is PlanAction.SKIP else 3


_NEEDS: Final = frozenset({"refused", "differs", "unknown"})


def _who(row: PlanLine) -> object:
    return row.who or row.account_number


def _why(row: PlanLine) -> object:
    return row.why or row.reason


def _identity(row: PlanLine) -> tuple[int, int]:
    return row.part, row.place
