"""What the pages of the wizard share: the system, what was found of it, and where it was left."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.operations.changes import Changes
from app.operations.connect_systems import ConnectionState
from app.operations.connecting import (
    CompanyChecked,
    PullLook,
    RightsTested,
    SystemForm,
    connect_from_window,
    connect_practice,
    system_forms,
)
from app.operations.office import Office
from app.progress import Progress
from app.ui.desk import Desk
from app.ui.tasks import Job, Lane, Task
from app.ui.wizards.connect.consent import Consent

_DRAWER = "connect_wizard"


def system_left_midway(desk: Desk) -> str:
    """The system whose connecting was begun and is not finished; blank: none is."""
    kept: Any = desk.kept(_DRAWER)
    return str(kept.get("system", "")) if isinstance(kept, dict) else ""


class Connecting(QObject):
    """One system on its way to being connected."""

    listed = Signal()
    """Which systems there are is known."""
    connected = Signal()
    found = Signal()
    """Something of the system was found out."""
    failed = Signal(object)
    working = Signal()
    """Work began or ended."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.consent = Consent(self)
        self.forms: dict[str, SystemForm] = {}
        self.key = ""
        self.is_practice = False
        self.state: ConnectionState | None = None
        self.rights: RightsTested | None = None
        self.checked: CompanyChecked | None = None
        self.look: PullLook | None = None
        self._task: Task | None = None
        kept: Any = desk.kept(_DRAWER)
        known: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
        self.kept_place = int(known.get("place", 0))
        self.kept_key = str(known.get("system", ""))
        self.kept_practice = bool(known.get("practice"))

    # ---- the system

    @property
    def form(self) -> SystemForm | None:
        """The form of the system chosen."""
        return self.forms.get(self.key)

    @property
    def title(self) -> str:
        """The system's name."""
        return self.form.title if self.form is not None else "the system"

    @property
    def role(self) -> str:
        """Psa or accounting."""
        return self.form.role if self.form is not None else ""

    @property
    def is_connected(self) -> bool:
        """Whether it is connected, now or from before."""
        form = self.form
        return self.state is not None or (form is not None and bool(form.company))

    def choose(self, key: str, *, is_practice: bool) -> None:
        """Takes another system; what was found of the one before is forgotten."""
        if (key, is_practice) != (self.key, self.is_practice):
            self.state = self.rights = self.checked = self.look = None
        self.key, self.is_practice = key, is_practice

    def list(self) -> None:
        """Reads which systems there are, and what is kept of them."""
        self.desk.read(system_forms, self._listed, key=f"forms/{id(self)}", failed=self._failed)

    @Slot(object)
    def _listed(self, found: object) -> None:
        if isinstance(found, list):
            self.forms = {each.key: each for each in found if isinstance(each, SystemForm)}
            self.listed.emit()

    def keep(self, place: int) -> None:
        """Keeps where the wizard was left; no secret is."""
        if self.desk.company is not None:
            facts = {"place": place, "system": self.key, "practice": self.is_practice}
            self.desk.keep(_DRAWER, facts)

    def forget(self) -> None:
        """Begins anew the next time."""
        if self.desk.company is not None:
            self.desk.keep(_DRAWER, {})

    # ---- work

    @property
    def is_working(self) -> bool:
        """Whether the other side is being asked."""
        return self._task is not None

    def ask(
        self,
        title: str,
        run: Callable[[Office, Progress], object],
        done: Callable[[object], None],
        *,
        told: Callable[[object], str],
        changes: Changes = Changes.NOTHING,
    ) -> Task | None:
        """Asks the other side, off the window's thread; one thing at a time."""
        if self._task is not None or self.desk.company is None:
            return None
        office = self.desk.office
        job = Job(
            run=lambda progress: run(office, progress),
            title=title,
            key=f"connecting/{id(self)}",
            lane=Lane.NETWORK,
            changes=changes,
            told=told,
        )
        self._task = self.desk.tasks.start(job, done=done, failed=self._failed, ended=self._ended)
        self.working.emit()
        return self._task

    @Slot(object)
    def _failed(self, error: object) -> None:
        self._task = None
        self.failed.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._task = None
        self.working.emit()

    def connect_system(self, given: Mapping[str, str]) -> None:
        """Connects by what was typed; a practice system needs nothing typed."""
        key, consent = self.key, self.consent
        is_practice = self.is_practice

        def run(office: Office, progress: Progress) -> ConnectionState:
            if is_practice:
                return connect_practice(office, key, progress=progress)
            return connect_from_window(
                office, key, given, asking=consent.asking(progress), progress=progress
            )

        self.ask(
            f"Connecting {self.title}",
            run,
            self._connected,
            told=_connected_words,
            changes=Changes.CONNECTIONS | Changes.COMPANY,
        )

    @Slot(object)
    def _connected(self, found: object) -> None:
        self._task = None
        if isinstance(found, ConnectionState):
            self.state = found
            self.rights = self.checked = self.look = None
            self.list()
            self.connected.emit()

    def stop(self) -> None:
        """The wizard closes: nobody answers a question any more."""
        self.consent.give_up()
        if self._task is not None:
            self._task.cancel()


def _connected_words(found: object) -> str:
    return f"{found.title}: {found.company}" if isinstance(found, ConnectionState) else ""
