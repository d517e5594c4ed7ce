"""History: what syncs have done, the newest first; what was posted can be taken back."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_sync import PlanLine, PlanRow, PlanView, list_plans, show_plan
from app.operations.sync_plan import SyncPlan
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.connections.applying import plan_to_take_back
from app.ui.pages.connections.telling import line_badge, record_words
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, Card, ElidedLabel, beside, label, line

_STATES: Final = {
    "open": Badge("Planned", "clock", "run", "Nothing of it was applied"),
    "applied": Badge("Applied", "circle-check", "ok"),
    "partly": Badge("Partly", "triangle-alert", "warn", "Something of it waits, or was not taken"),
    "stale": Badge("Stale", "triangle-alert", "idle", "Everything has changed since"),
}


class HistoryPart(QWidget):
    """The plans that were applied, and what became of each record."""

    opened = Signal(int)
    """A plan is to be looked at under Plans."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.view: PlanView | None = None
        columns = (
            GridColumn(key="id", title="Plan", value=lambda r: r.id, kind=Kind.COUNT, width=56),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=100),
            GridColumn(key="title", title="What", value=_title, width=240, stretches=True),
            GridColumn(key="applied", title="Applied", value=_applied, kind=Kind.MOMENT, width=150),
            GridColumn(
                key="made",
                title="Made",
                value=lambda r: r.made_at,
                kind=Kind.MOMENT,
                width=150,
                is_hidden=True,
            ),
            GridColumn(key="by", title="By", value=lambda r: r.made_by, width=90, is_hidden=True),
        )
        self.grid = page.keep_layout(
            Grid("sync history", columns, desk.tasks, noun="sync", find="What, by whom")
        )
        self.grid.export_button.setText("")
        self.grid.export_button.setAccessibleName("Export")
        self.grid.export_button.setToolTip("Export")
        self.grid.model.identify = _identity
        self.grid.model.zone = desk.zone
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self._open)
        self.records = Grid(
            "what became",
            (
                GridColumn(
                    key="what", title="Result", value=line_badge, kind=Kind.BADGE, width=108
                ),
                GridColumn(
                    key="record", title="Record", value=record_words, width=130, stretches=True
                ),
                GridColumn(
                    key="amount",
                    title="Money",
                    value=lambda row: row.amount,
                    kind=Kind.MONEY,
                    width=88,
                    is_summed=True,
                ),
            ),
            desk.tasks,
            noun="record",
            find="Record",
        )
        self.records.setProperty("kind", "")
        self.records.columns_button.hide()
        self.records.export_button.hide()
        self.title = ElidedLabel("", "pane")
        self.second = label("", "muted", wraps=True)
        self.look = Button("Show the plan", icon_name="list-checks", on_press=self._look)
        self.back = Button("Take back…", icon_name="undo-2", on_press=self.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("history", self.grid, self._right(), parts=(56, 44)))
        self.setFocusProxy(self.grid)

    def _right(self) -> QWidget:
        card = Card(margin=0, spacing=0)
        card.setAccessibleName("The sync chosen")
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 10)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.second)
        card.rows.addLayout(head)
        card.rows.addWidget(line())
        card.rows.addWidget(self.records, 1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(14, 8, 14, 8)
        foot.rows.addLayout(beside(self.look, None, self.back))
        card.rows.addWidget(foot)
        return card

    # ---- reading

    def read(self) -> None:
        """Reads the plans that were applied."""
        self.grid.model.zone = self.desk.zone
        self.grid.empty.say(
            "Nothing was synced yet",
            "What a sync has done stands here: each record, what became of it, and its money.",
            icon_name="history",
        )
        self.desk.read(list_plans, self._show, key=f"history/{id(self)}", failed=self.page.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, list):
            return
        self.grid.show_rows([each for each in found if each.state.value != "open"])
        if self.grid.current_row() is None:
            self.grid.view.select_line(0)
        self._selected([])

    @property
    def row(self) -> PlanRow | None:
        """The sync that is chosen."""
        row = self.grid.current_row()
        return row if isinstance(row, PlanRow) else None

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.row
        if row is None:
            self._tell(None)
            return
        number = row.id
        self.desk.read(
            lambda office: show_plan(office, number),
            self._shown,
            key=f"applied/{id(self)}",
            failed=self.page.failed,
        )

    @Slot(object)
    def _shown(self, found: object) -> None:
        if isinstance(found, PlanView) and self.row is not None and found.row.id == self.row.id:
            self._tell(found)

    def _tell(self, view: PlanView | None) -> None:
        self.view = view
        self.look.setEnabled(view is not None)
        self.back.setEnabled(view is not None and view.can_take_back)
        tried = [each for each in view.lines if each.result] if view else []
        self.records.show_rows(sorted(tried, key=_urgency))
        if view is None:
            self.title.setText("No sync chosen")
            self.second.setText("")
            return
        self.title.setText(f"Plan {view.row.id}")
        at = words.moment(view.row.applied_at, self.desk.zone)
        self.second.setText(
            f"Applied {at} by {view.row.made_by}, {words.plural(len(tried), 'record')}."
        )

    # ---- doing

    @Slot(object)
    def _open(self, _: object) -> None:
        self._look()

    def _look(self) -> None:
        if self.row is not None:
            self.opened.emit(self.row.id)

    @Slot()
    def take_back(self) -> None:
        """Plans to take back what the sync chosen has posted, and shows that plan."""
        if self.view is not None and self.view.can_take_back:
            plan_to_take_back(self.page, self.view.row.id, self._planned)

    @Slot(object)
    def _planned(self, found: object) -> None:
        if isinstance(found, SyncPlan) and found.id is not None:
            self.opened.emit(found.id)


_ORDER: Final = (
    "refused",
    "differs",
    "unknown",
    "waiting",
    "stale",
    "conflict",
    "done",
    "linked",
    "already",
    "skipped",
)


def _urgency(row: PlanLine) -> int:
    return _ORDER.index(row.result)


def _state(row: PlanRow) -> object:
    return _STATES[row.state.value]


def _title(row: PlanRow) -> object:
    return row.title


def _applied(row: PlanRow) -> object:
    return row.applied_at


def _identity(row: PlanRow) -> int:
    return row.id
