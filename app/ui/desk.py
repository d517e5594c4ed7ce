"""The desk: the company that is open, its work, and what all pages share."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot

from app.operations.changes import Changes, areas_of
from app.operations.make_company import open_company
from app.operations.office import Clock, Office
from app.operations.show_company import CompanyFacts, company_facts
from app.progress import Progress
from app.ui import words
from app.ui.tasks import Job, Lane, Task, Tasks
from app.values.sheet import SheetRow

if TYPE_CHECKING:
    # What edits needs the libraries of the engine; the window is to stand before they are in.
    from app.operations.edit_records import Edited

UNDONE: Final = 100
"""So many things can be taken back."""
_LET_GO_MS: Final = 100
_TURNED: Final = {"Undo": "taken back", "Redo": "done again"}


@dataclass(frozen=True, slots=True)
class OpenedCompany:
    """A company file that has been opened, and who closes it."""

    path: Path
    office: Office
    facts: CompanyFacts
    closing: ExitStack


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done and can be taken back."""

    title: str
    undo: Callable[[Office], "Step"]
    """Takes it back on a worker; what it returns does it again."""
    changes: Changes
    told: str = ""
    """What came of it, in a line."""

    def summary(self) -> str:
        """What came of it, in a line."""
        return self.told


class Desk(QObject):
    """What the pages of one company share; every window of that company has the same desk."""

    opened = Signal()
    """Another company is open, or none."""
    changed = Signal(object)
    """Areas of the company that have changed."""
    period_chosen = Signal(str)
    named = Signal()
    """The company's name, zone or colour is another."""
    undo_changed = Signal()
    """What can be taken back is another."""

    def __init__(self, clock: Clock, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.settings = settings
        self.tasks = Tasks(self)
        self.tasks.changed.connect(self._changed)
        self.company: OpenedCompany | None = None
        self.windows = 0
        """How many windows show this company."""
        self.unmasked = False
        """Whether called numbers are shown whole; asked for by name, and logged."""
        self._period = ""
        self._past: deque[Step] = deque(maxlen=UNDONE)
        self._future: deque[Step] = deque(maxlen=UNDONE)

    # ---- the company

    @property
    def office(self) -> Office:
        """The open company; RuntimeError where none is open."""
        if self.company is None:
            message = "no company is open"
            raise RuntimeError(message)
        return self.company.office

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.company.facts.timezone if self.company else "UTC")

    @property
    def period(self) -> str:
        """The bill period that is worked on: 2026-10."""
        return self._period

    def choose_period(self, label: str) -> None:
        """Works on another bill period."""
        if label != self._period:
            self._period = label
            self.keep("period", label)
            self.period_chosen.emit(label)

    def open(
        self,
        path: Path,
        *,
        done: Callable[[object], None] | None = None,
        failed: Callable[[object], None] | None = None,
    ) -> Task:
        """Opens a company file on a worker; the one that is open is closed when that went well."""
        clock = self.clock

        def run(progress: Progress) -> OpenedCompany:
            closing = ExitStack()
            try:
                office = closing.enter_context(
                    open_company(path, clock, write=True, progress=progress)
                )
                facts = company_facts(office)
            except BaseException:
                closing.close()
                raise
            return OpenedCompany(path, office, facts, closing)

        task = self.tasks.start(
            Job(run=run, title=f"Opening {path.name}", key="open", told=_opened_words),
            done=self._opened,
            failed=failed,
        )
        if done is not None:
            task.done.connect(done)
        return task

    @Slot(object)
    def _opened(self, found: object) -> None:
        if not isinstance(found, OpenedCompany):
            return
        before = self.company
        self.company = found
        if before is not None:
            self._let_go(before)
        self.unmasked = False
        self._past.clear()
        self._future.clear()
        self._period = str(self.kept("period") or found.facts.period)
        self.opened.emit()

    def _let_go(self, company: OpenedCompany) -> None:
        """Closes a company that was open before, once no system is asked for it any more."""
        if any(line.current for line in self.tasks.lines() if line.lane is Lane.NETWORK):
            QTimer.singleShot(_LET_GO_MS, self, partial(self._let_go, company))
        else:
            company.closing.close()

    def close(self) -> None:
        """Closes the company; nothing may run."""
        if self.company is not None:
            self.leave()
            self.opened.emit()

    def leave(self) -> None:
        """Closes the company with its last window: nobody is there to be told."""
        if self.company is not None:
            self.company.closing.close()
            self.company = None

    # ---- work

    def read(
        self,
        run: Callable[[Office], object],
        done: Callable[[object], None],
        *,
        key: str,
        failed: Callable[[object], None] | None = None,
    ) -> None:
        """Reads for a list; of equal keys only the last result arrives."""
        if self.company is None:
            return
        office = self.office
        job = Job(run=lambda _: run(office), key=key, lane=Lane.READ)
        self.tasks.start(job, done=done, failed=failed)

    def look(
        self,
        title: str,
        run: Callable[[Office, Progress], object],
        done: Callable[[object], None],
        *,
        key: str = "",
        failed: Callable[[object], None] | None = None,
        told: Callable[[Any], str] | None = None,
    ) -> Task:
        """Reads for long, with progress: previews, reports, documents to look at."""
        office = self.office
        job = Job(
            run=lambda progress: run(office, progress),
            title=title,
            key=key,
            lane=Lane.LOOK,
            told=told,
        )
        return self.tasks.start(job, done=done, failed=failed)

    def do(
        self,
        title: str,
        run: Callable[[Office, Progress], object],
        *,
        changes: Changes,
        done: Callable[[object], None] | None = None,
        failed: Callable[[object], None] | None = None,
        key: str = "",
        leaves: str = "",
        told: Callable[[Any], str] | None = None,
    ) -> Task:
        """Does something to the company: one at a time, with progress and cancel."""
        office = self.office
        job = Job(
            run=lambda progress: run(office, progress),
            title=title,
            key=key,
            leaves=leaves,
            changes=changes,
            told=told,
        )
        return self.tasks.start(job, done=done, failed=failed)

    @Slot(object)
    def _changed(self, areas: Changes) -> None:
        if areas & Changes.COMPANY:
            self.read(company_facts, self._facts_read, key="company facts")
        self.changed.emit(areas)

    @Slot(object)
    def _facts_read(self, found: object) -> None:
        company = self.company
        if company is None or not isinstance(found, CompanyFacts) or found == company.facts:
            return
        if found.identity == company.facts.identity:
            self.company = replace(company, facts=found)
            self.named.emit()

    def choose_colour(self, number: int) -> None:
        """Gives the company another of the eight colours."""
        self.keep("colour", number)
        self.named.emit()

    # ---- editing, and taking it back

    def edit(
        self,
        title: str,
        rows: Sequence[SheetRow],
        *,
        removed: Sequence[SheetRow] = (),
        done: Callable[[object], None] | None = None,
        failed: Callable[[object], None] | None = None,
    ) -> Task:
        """Adds, changes or takes out rows of the setup; it can be taken back.

        ``done`` is told an ``Edited``: where it has refusals nothing was written.
        """
        office = self.office

        def run(_: Progress) -> "Edited":
            from app.operations.edit_records import edit_records

            return edit_records(office, rows, title=title, removed=removed)

        job = Job(
            run=run,
            title=title,
            changes=areas_of([*rows, *removed]),
        )
        task = self.tasks.start(job, done=self._edited, failed=failed)
        if done is not None:
            task.done.connect(done)
        return task

    @Slot(object)
    def _edited(self, found: object) -> None:
        from app.operations.edit_records import Edited

        if isinstance(found, Edited) and found.edits:
            self.did(undo_step(found))

    def did(self, step: "Step") -> None:
        """Keeps what was done, so that it can be taken back."""
        self._past.append(step)
        self._future.clear()
        self.undo_changed.emit()

    @property
    def last_step(self) -> "Step | None":
        """What was done last and can be taken back."""
        return self._past[-1] if self._past else None

    @property
    def undo_title(self) -> str:
        """What Ctrl+Z would take back; blank: nothing."""
        return self._past[-1].title if self._past else ""

    @property
    def redo_title(self) -> str:
        """What Ctrl+Y would do again; blank: nothing."""
        return self._future[-1].title if self._future else ""

    @Slot()
    def undo(self) -> None:
        """Takes the last thing back."""
        self._turn_back(self._past, self._future, "Undo")

    @Slot()
    def redo(self) -> None:
        """Does again what was taken back."""
        self._turn_back(self._future, self._past, "Redo")

    def _turn_back(self, taken: "deque[Step]", given: "deque[Step]", verb: str) -> None:
        if not taken or self.company is None:
            return
        step, office = taken.pop(), self.office

        def turned(found: object) -> None:
            if isinstance(found, Step):
                given.append(found)
            self.undo_changed.emit()

        self.undo_changed.emit()
        self.tasks.start(
            Job(
                run=lambda _: step.undo(office),
                title=f"{verb}: {step.title}",
                changes=step.changes,
                told=lambda _: f"{step.title}: {_TURNED[verb]}",
            ),
            done=turned,
        )

    # ---- what is kept for the person

    def keep(self, name: str, value: object) -> None:
        """Keeps something for this person and company."""
        self.settings.setValue(f"{self._drawer()}/{name}", value)

    def kept(self, name: str) -> object:
        """What was kept; None where nothing was."""
        return self.settings.value(f"{self._drawer()}/{name}")

    def _drawer(self) -> str:
        return f"companies/{self.company.facts.identity}" if self.company else "program"


def _opened_words(found: OpenedCompany) -> str:
    facts = found.facts
    return f"{words.plural(facts.accounts, 'customer')}, {words.plural(facts.calls, 'call')}"


def undo_step(edited: "Edited") -> Step:
    """What takes an edit back, for ``Desk.did``."""
    return Step(edited.title, _undo_of(edited), areas_of_edits(edited), told=edited.summary())


def _undo_of(edited: "Edited") -> Callable[[Office], Step]:
    def undo(office: Office) -> Step:
        from app.operations.edit_records import undo_edit

        return undo_step(undo_edit(office, edited))

    return undo


def areas_of_edits(edited: "Edited") -> Changes:
    """The areas that an edit changed."""
    return areas_of([row for each in edited.edits for row in (each.before, each.after) if row])
