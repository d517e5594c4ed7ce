"""Keeps a company in step while its window is open, as often as was decided; and when asked."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.operations.browse_connections import Connections, list_connections
from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.sync_company import plan_company, sync_company
from app.operations.sync_plan import FlowState, SyncPlan, SyncResult
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk
from app.ui.tasks import Job, Lane, Task
from app.ui.wizards.connect.connecting_state import system_left_midway

LOOK_MS: Final = 20_000
"""How often it is looked whether a sync is due; ages in the strip grow with it."""
EVERY: Final = {
    "minute": timedelta(minutes=1),
    "quarter_hour": timedelta(minutes=15),
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
}
_KEY: Final = "sync"
_AREAS: Final = {
    "customers": Changes.CUSTOMERS,
    "contracts": Changes.CUSTOMERS,
    "work": Changes.CUSTOMERS | Changes.RUNS,
    "payments": Changes.PAYMENTS | Changes.INVOICES,
    "invoices": Changes.INVOICES,
}


class SyncWork(QObject):
    """The syncs of one desk: by the clock, or because somebody asked."""

    told = Signal(object)
    """The ``Connections`` as they stand now."""
    running_changed = Signal()
    synced = Signal(object)
    """A ``SyncResult``."""
    failed = Signal(object)
    """Why a sync that somebody asked for did not come about."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.connections: Connections | None = None
        self._task: Task | None = None
        self._tried_at: datetime | None = None
        self._holders = 0
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)
        desk.opened.connect(self._company_changed)
        desk.changed.connect(self._changed)
        self._company_changed()

    @classmethod
    def of(cls, desk: Desk) -> "SyncWork":
        """The one of a desk."""
        found = desk.findChild(cls)
        return found if isinstance(found, cls) else cls(desk)

    @property
    def is_running(self) -> bool:
        """Whether a sync is on its way."""
        return self._task is not None

    # ---- how it stands

    @Slot()
    def _company_changed(self) -> None:
        self.connections = None
        self._tried_at = None
        if self._task is not None:
            self._task.cancel()
        if self._desk.company is None:
            self.timer.stop()
            return
        self.timer.start()
        self.look()

    @Slot(object)
    def _changed(self, areas: Changes) -> None:
        if areas & (Changes.CONNECTIONS | Changes.COMPANY | Changes.TAXES):
            self.look()

    @Slot()
    def look(self) -> None:
        """Reads how the systems stand; a sync that is due begins then."""
        self._desk.read(list_connections, self._looked, key="connections", failed=self._unread)

    @Slot(object)
    def _unread(self, error: object) -> None:
        """Ages that could not be told now are told at the next look."""
        del error

    @Slot(object)
    def _looked(self, found: object) -> None:
        if not isinstance(found, Connections):
            return
        self.connections = found
        self.told.emit(found)
        if self._is_due(found):
            self.sync(is_quiet=True)

    def hold(self) -> None:
        """No sync begins by the clock: somebody connects a system, and has yet to confirm it."""
        self._holders += 1

    @Slot()
    def let_go(self) -> None:
        """Syncs begin by the clock again."""
        self._holders = max(self._holders - 1, 0)

    def _is_due(self, found: Connections) -> bool:
        every = EVERY.get(found.often)
        company = self._desk.company
        if every is None or not found.systems or self.is_running or company is None:
            return False
        if self._holders or self._is_unconfirmed(found):
            return False
        if not company.office.file.writable:
            return False
        read = [each.pulled_at for each in found.systems]
        last = min((each for each in read if each is not None), default=None)
        if None in read:
            last = None
        marks = [each for each in (last, self._tried_at) if each is not None]
        return not marks or self._desk.clock.now() - max(marks) >= every

    def _is_unconfirmed(self, found: Connections) -> bool:
        """Whether the wizard that connects was left before it was said whose company it is."""
        left = system_left_midway(self._desk)
        return any(each.key == left and each.pulled_at is None for each in found.systems)

    # ---- syncing

    def sync(
        self,
        *,
        go: bool = False,
        flows: Collection[str] | None = None,
        is_quiet: bool = False,
    ) -> None:
        """Reads, plans and applies what is automatic; with ``go`` what is of the next batch too."""
        title = "" if is_quiet else "Syncing all and posting" if go else "Syncing"
        run = partial(_sync, go=go, flows=flows)
        self._begin(title, run, _told)

    def plan(self) -> None:
        """Reads every system and plans all of it; nothing is applied."""
        self._begin("Planning a sync", _plan, _plan_told)

    def _begin(
        self,
        title: str,
        run: Callable[[Office, Progress], object],
        told: Callable[[object], str],
    ) -> None:
        desk = self._desk
        if desk.company is None or self.is_running:
            return
        office = desk.office
        self._tried_at = desk.clock.now()
        job = Job(
            run=lambda progress: run(office, progress),
            title=title,
            key=_KEY,
            lane=Lane.NETWORK,
            leaves="What was read and posted stays; the rest goes with the next sync.",
            told=told,
        )
        is_quiet = not title
        self._task = desk.tasks.start(
            job,
            done=self._done,
            failed=self._quietly if is_quiet else self._failed,
            ended=self._ended,
        )
        self.running_changed.emit()

    @Slot(object)
    def _quietly(self, error: object) -> None:
        """What a sync by the clock meets stands in the inbox and in the strip."""
        del error

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.failed.emit(error)

    @Slot(object)
    def _done(self, found: object) -> None:
        self._task = None
        if isinstance(found, SyncResult):
            areas = areas_of(found)
            if areas:
                self._desk.changed.emit(areas)
            else:
                self.look()
            self.synced.emit(found)
        elif isinstance(found, SyncPlan):
            self._desk.changed.emit(Changes.CONNECTIONS)
            self.synced.emit(found)

    @Slot()
    def _ended(self) -> None:
        self._task = None
        self.running_changed.emit()
        if self._desk.company is not None:
            self.look()

    def stop(self) -> None:
        """Stops looking, and asks a sync that is on its way to end: the company is closed."""
        self.timer.stop()
        if self._task is not None:
            self._task.cancel()


def _sync(
    office: Office, progress: Progress, *, go: bool, flows: Collection[str] | None
) -> SyncResult:
    return sync_company(office, go=go, flows=flows, progress=progress)


def _plan(office: Office, progress: Progress) -> SyncPlan:
    return plan_company(office, progress=progress)


def areas_of(result: SyncResult) -> Changes:
    """What a sync has changed; nothing where both sides agreed already."""
    areas = Changes.NOTHING
    is_new = any(each.new or each.changed or each.gone for each in result.pulled.values())
    if is_new or result.opened or result.solved or result.plans:
        areas |= Changes.CONNECTIONS
    for flow in result.flows:
        if flow.state is FlowState.APPLIED:
            areas |= _AREAS.get(flow.part.flow, Changes.NOTHING) | Changes.CONNECTIONS
    return areas


def _told(found: object) -> str:
    """A sync in a line."""
    if not isinstance(found, SyncResult):
        return ""
    done = found.count(Result.DONE) + found.count(Result.LINKED)
    parts = [words.plural(done, "record") + " brought in step" if done else "Everything agrees"]
    planned = sum(each.state is FlowState.PLANNED for each in found.flows)
    if planned:
        parts.append("a plan waits")
    if found.waiting_problems:
        parts.append(f"{words.plural(found.waiting_problems, 'thing')} in the inbox")
    return ", ".join(parts)


def _plan_told(found: object) -> str:
    if not isinstance(found, SyncPlan):
        return ""
    return f"{words.plural(len(found.records), 'record')} looked at, nothing applied"
