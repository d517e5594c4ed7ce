"""Systems: each place for one, how it stands, how often it is read, and what flows."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_connections import SYNC, ConnectionRow, Connections
from app.operations.changes import Changes
from app.operations.connect_systems import disconnect_system
from app.operations.connecting import RightsTested, try_rights
from app.operations.office import Office
from app.operations.schedule_sync import SyncSchedule, schedule_sync
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import Question, ask
from app.ui.page import Page
from app.ui.pages.connections.syncing import SyncWork
from app.ui.pages.connections.system_pane import SystemPane
from app.ui.pages.connections.telling import OFTEN, ROLES, age_of, system_badge
from app.ui.parts.controls import Choice, beside, label
from app.ui.tasks import Job, Lane
from app.ui.wizards.first_run.deciding import answer

_SCHEDULED: Final = {
    "off": "Only while this window is open",
    "hourly": "Every hour by this computer",
    "daily": "Once a day by this computer",
}
_KEPT: Final = "scheduled"


class SystemsPart(QWidget):
    """The places, the one that is chosen beside them."""

    connect_asked = Signal(str)
    """The wizard is wanted: for the system of that name, or a role; blank: any."""
    go_live_asked = Signal(str)
    problems_asked = Signal(str)
    told = Signal()
    """Something is listed or chosen that the buttons depend on."""

    def __init__(self, desk: Desk, page: Page, work: SyncWork) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.work = work
        self.found: Connections | None = None
        self._rights: dict[str, RightsTested] = {}
        self.grid = page.keep_layout(self._make_grid())
        self.pane = SystemPane(desk)
        self.pane.sign_in_asked.connect(self.sign_in)
        self.pane.test_asked.connect(self.test)
        self.pane.disconnect_asked.connect(self.disconnect_it)
        self.pane.set_up_asked.connect(self.set_up)
        self.pane.go_live_asked.connect(self._go_live)
        self.pane.problems_asked.connect(self._problems)
        self.often = Choice("How often systems are read")
        for value, word in OFTEN.items():
            self.often.addItem(word, value)
        self.often.currentIndexChanged.connect(self._often_chosen)
        self.scheduled = Choice("Syncing without the window")
        for value, word in _SCHEDULED.items():
            self.scheduled.addItem(word, value)
        self.scheduled.currentIndexChanged.connect(self._schedule_chosen)
        foot = beside(label("Sync", "muted"), self.often, 8, self.scheduled, None, spacing=8)
        self.grid.foot.setContentsMargins(12, 8, 12, 8)
        self.grid.foot.addLayout(foot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("systems", self.grid, self.pane, parts=(60, 40)))
        self.setFocusProxy(self.grid)
        work.told.connect(self._show)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="title", title="System", value=_title, width=160, stretches=True),
            GridColumn(key="role", title="For", value=_role, width=160),
            GridColumn(key="state", title="State", value=self._badge, kind=Kind.BADGE, width=138),
            GridColumn(key="read", title="Last read", value=self._age, width=132),
            GridColumn(
                key="waits",
                title="Waits",
                value=lambda row: row.problems if row.is_connected else None,
                kind=Kind.COUNT,
                width=66,
                tip="Things in the inbox",
            ),
            GridColumn(
                key="money",
                title="Money",
                value=lambda row: row.money or None,
                kind=Kind.MONEY,
                width=90,
                is_hidden=True,
            ),
            GridColumn(
                key="company", title="Company there", value=_company, width=160, is_hidden=True
            ),
        )
        grid = Grid("systems", columns, self.desk.tasks, noun="place", find="System")
        grid.export_button.setText("")
        grid.export_button.setAccessibleName("Export")
        grid.export_button.setToolTip("Export")
        grid.model.identify = _identity
        grid.selected.connect(self._selected)
        grid.opened.connect(self._open)
        return grid

    # ---- reading

    def read(self) -> None:
        """Has the systems looked at; what is known already stands at once."""
        if self.work.connections is not None:
            self._show(self.work.connections)
        self.work.look()

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, Connections):
            return
        self.found = found
        self.grid.show_rows(found.rows)
        if not self.grid.selected_rows() or self.grid.current_row() is None:
            self.grid.view.select_line(0)
        self.often.blockSignals(True)  # noqa: FBT003  of Qt
        self.often.setCurrentIndex(self.often.findData(found.often))
        self.often.blockSignals(False)  # noqa: FBT003  of Qt
        self.scheduled.blockSignals(True)  # noqa: FBT003  of Qt
        kept = str(self.desk.kept(_KEPT) or "off")
        self.scheduled.setCurrentIndex(max(0, self.scheduled.findData(kept)))
        self.scheduled.blockSignals(False)  # noqa: FBT003  of Qt
        self._selected([])

    @property
    def row(self) -> ConnectionRow | None:
        """The place that is chosen."""
        row = self.grid.current_row()
        return row if isinstance(row, ConnectionRow) else None

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.row
        self.pane.show_row(row, self._rights.get(row.key) if row is not None else None)
        self.told.emit()

    def show_system(self, key: str) -> None:
        """Puts the keyboard on a system."""
        self.grid.select_where(lambda row: row.key == key)

    # ---- doing

    @Slot(object)
    def _open(self, _: object) -> None:
        row = self.row
        if row is not None and row.is_connected:
            self.test()
        else:
            self.set_up()

    @Slot()
    def set_up(self) -> None:
        """Goes where the place that is chosen is set up."""
        row = self.row
        if row is None or row.is_connected:
            return
        if row.role == "mail":
            self.page.go.emit("settings", "mail")
        elif row.role == "tax":
            self.page.go.emit("taxes", "service")
        else:
            self.connect_asked.emit(row.role)

    @Slot()
    def sign_in(self) -> None:
        """Opens the wizard at the sign-in of the system chosen."""
        row = self.row
        if row is not None and row.is_connected:
            self.connect_asked.emit(row.key)

    @Slot()
    def test(self) -> None:
        """Tries each right of the system chosen; the window goes on meanwhile."""
        row, desk = self.row, self.desk
        if row is None or not row.is_connected:
            return
        office, key = desk.office, row.key
        self.page.clear_error()
        job = Job(
            run=lambda _: try_rights(office, key),
            title=f"Testing the rights at {row.title}",
            key=f"rights {key}",
            lane=Lane.NETWORK,
            told=_rights_words,
        )
        desk.tasks.start(job, done=self._tested, failed=self.page.failed)

    @Slot(object)
    def _tested(self, found: object) -> None:
        if isinstance(found, RightsTested):
            self._rights[found.system] = found
            self._selected([])

    @Slot()
    def disconnect_it(self) -> None:
        """Asks, ends the sign-in there and forgets its secrets."""
        row = self.row
        if row is None or not row.is_connected:
            return
        question = Question(
            title=f"Disconnect {row.title}?",
            text=f"The sign-in ends and this computer forgets its secrets. What was read of "
            f"{row.company} and sent to it stays here, and counts again when the same company is "
            "connected.",
            verb="Disconnect",
            is_danger=True,
        )
        if ask(self, question):
            title = f"Disconnecting {row.title}"
            office = self.desk.office
            job = Job(
                run=partial(_disconnected, office, row.key),
                title=title,
                key=title,
                lane=Lane.NETWORK,
                changes=Changes.CONNECTIONS,
                told=lambda _: f"{row.title} is not connected any more",
            )
            self.desk.tasks.start(job, failed=self.page.failed)

    @Slot()
    def _go_live(self) -> None:
        if self.row is not None:
            self.go_live_asked.emit(self.row.key)

    @Slot()
    def _problems(self) -> None:
        if self.row is not None:
            self.problems_asked.emit(self.row.key)

    # ---- how often

    @Slot(int)
    def _often_chosen(self, place: int) -> None:
        answer(self.desk, SYNC, str(self.often.itemData(place)), title="How often to sync?")

    @Slot(int)
    def _schedule_chosen(self, place: int) -> None:
        company = self.desk.company
        if company is None:
            return
        often, path, clock = str(self.scheduled.itemData(place)), company.path, self.desk.clock
        self.desk.keep(_KEPT, often)
        job = Job(
            run=lambda _: schedule_sync(path, often, clock=clock),
            title="Setting when this computer syncs",
            key="schedule",
            lane=Lane.NETWORK,
            told=lambda found: found.words if isinstance(found, SyncSchedule) else "",
        )
        self.desk.tasks.start(job, failed=self._not_scheduled)

    @Slot(object)
    def _not_scheduled(self, error: object) -> None:
        self.desk.keep(_KEPT, "off")
        self.read()
        self.page.failed(error)

    # ---- cells

    def _badge(self, row: ConnectionRow) -> object:
        return system_badge(row, self.desk.clock.now())

    def _age(self, row: ConnectionRow) -> object:
        return age_of(row, self.desk.clock.now()) if row.is_connected else ""


def _disconnected(office: Office, key: str, progress: Progress) -> object:
    del progress
    return disconnect_system(office, key)


def _rights_words(found: object) -> str:
    if not isinstance(found, RightsTested):
        return ""
    given = sum(each.is_given for each in found.rows)
    return f"{words.count(given)} of {words.plural(len(found.rows), 'right')} given"


def _identity(row: ConnectionRow) -> tuple[str, str]:
    return row.role, row.key


def _role(row: ConnectionRow) -> object:
    return ROLES[row.role]


def _title(row: ConnectionRow) -> object:
    return row.title or "Not decided"


def _company(row: ConnectionRow) -> object:
    return row.company
