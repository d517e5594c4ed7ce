"""Runs operations off the window's thread: QThread workers in lanes, one job at a time in each.

What writes the company file stands in one lane; reads and the network have lanes of their own. A
task lives on the window's thread and is kept until it has ended; a worker only emits. Connections
are made before the start, to slots of QObjects: a lambda would outlive its page.
"""

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal, Slot

from app.errors import AppError, Cancelled
from app.operations.changes import Changes
from app.progress import Progress
from app.ui.collecting import COLLECTOR

TICK_SECONDS: Final = 0.25
"""Progress is told at most so often."""

_TURN_SECONDS: Final = 0.0005
"""So soon a worker lets the window have its turn; Python's own five milliseconds add up to a window
that stutters."""


class Lane(Enum):
    """Where a job stands in line."""

    FILE = "file"
    """What writes the company file: one at a time."""
    READ = "read"
    """What reads it for a list."""
    PAGE = "page"
    """What reads a page of a long list: it waits for no list that takes longer."""
    LOOK = "look"
    """What reads it for long: previews, reports, documents."""
    NETWORK = "network"


class State(Enum):
    """How far a task is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One operation to run."""

    run: Callable[[Progress], object]
    """Does it; what it returns is the task's result."""
    title: str = ""
    """Verb and object, "Importing hosted-pbx.csv"; blank: too short to be shown."""
    told: Callable[[Any], str] | None = None
    """The result in a line, counts and money, where it does not tell itself by ``summary``."""
    leaves: str = ""
    """What cancelling leaves: "Cancel keeps no call of this file"."""
    key: str = ""
    """Jobs of equal key are one: of reads the last counts, of others the first goes on."""
    lane: Lane = Lane.FILE
    changes: Changes = Changes.NOTHING
    """The areas it changes when it ends well."""


class Task(QObject):
    """One job on its way, on the window's thread."""

    progressed = Signal()
    ended = Signal()
    """Whichever way it ended; after ``done`` or ``failed``."""
    done = Signal(object)
    """The result."""
    failed = Signal(object)
    """The error: one of ours, or a fault of the program."""
    cancelled = Signal()

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.state = State.WAITING
        self.units_done = 0
        self.units_total = 0
        self.note = ""
        self.result: object = None
        self.error: BaseException | None = None
        self.stop_asked = False
        self._began = 0.0
        self._took = 0.0

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran."""
        if self.state is State.RUNNING:
            return perf_counter() - self._began
        return self._took

    @property
    def seconds_left(self) -> int | None:
        """How long it may still take, from how far it is; None while that says nothing."""
        if self.state is not State.RUNNING or not self.units_total or self.units_done <= 0:
            return None
        spent = self.seconds
        if spent < 1:
            return None
        return max(1, round(spent / self.units_done * (self.units_total - self.units_done)))

    def cancel(self) -> None:
        """Asks the work to stop at its next safe point."""
        self.stop_asked = True

    def begin(self) -> None:
        """Marks it as running."""
        self.state = State.RUNNING
        self._began = perf_counter()
        self.progressed.emit()

    def end(self, state: State) -> None:
        """Marks it as ended and tells so."""
        self._took = perf_counter() - self._began if self._began else 0.0
        self.state = state
        if state is State.DONE:
            self.done.emit(self.result)
        elif state is State.FAILED:
            self.failed.emit(self.error)
        else:
            self.cancelled.emit()
        self.ended.emit()


class _Told:
    """The progress of one task, called on the worker's thread."""

    def __init__(self, task: Task, worker: "_Worker") -> None:
        self._task = task
        self._worker = worker
        self._last = 0.0

    def step(self, done: int, total: int, note: str) -> None:
        """Tells how far the work is; raises Cancelled where the user stopped it."""
        if self._task.stop_asked:
            raise Cancelled
        now = perf_counter()
        if now - self._last >= TICK_SECONDS or done == total:
            self._last = now
            self._worker.stepped.emit(self._task, done, total, note)


class _Worker(QObject):
    """Runs jobs on its own thread; only emits."""

    stepped = Signal(object, object, object, str)
    finished = Signal(object, object, object)
    """The task, its result, its error."""

    @Slot(object)
    def run(self, task: Task) -> None:
        """Runs one job to its end."""
        result: object = None
        error: BaseException | None = None
        try:
            result = task.job.run(_Told(task, self))
        except (AppError, Cancelled) as fault:
            error = fault
        except Exception as fault:  # noqa: BLE001  a fault of ours: told in words, the window lives
            error = fault
        self.finished.emit(task, result, error)


class _Line(QObject):
    """One lane: a thread, its worker, and who waits."""

    _go = Signal(object)

    def __init__(self, lane: Lane, owner: "Tasks") -> None:
        super().__init__(owner)
        self.lane = lane
        self.current: Task | None = None
        self._ended: Task | None = None
        self.waiting: deque[Task] = deque()
        self._thread = QThread(self)
        self._thread.setObjectName(f"lane {lane.value}")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._go.connect(self._worker.run, Qt.ConnectionType.QueuedConnection)
        self._worker.stepped.connect(owner.on_step, Qt.ConnectionType.QueuedConnection)
        self._worker.finished.connect(owner.on_finish, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def next(self) -> None:
        """Starts the next one that waits, if none runs."""
        if self.current is None and self.waiting:
            self.current = self.waiting.popleft()
            COLLECTOR.put_off()
            self.current.begin()
            self._go.emit(self.current)

    def end(self) -> None:
        """Takes in that the running one has ended.

        It is kept until the next one has ended: its worker may still hold it on its last steps, and
        must not be the one who lets go of what belongs to the window.
        """
        self._ended, self.current = self.current, None
        COLLECTOR.take_up()

    def quit(self) -> None:
        """Ends the thread once its job has ended."""
        self._thread.quit()
        self._thread.wait()


class Tasks(QObject):
    """All work of the window: started, shown, cancelled, kept in a history."""

    changed = Signal(object)
    """The areas that a task has changed."""
    listed = Signal()
    """What runs or waits is another."""
    ended = Signal(object)
    """A task with a title has ended."""
    faulted = Signal(object)
    """A task failed and nobody of the window listens to its failure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_SECONDS)
        COLLECTOR.start()
        self._lines = {lane: _Line(lane, self) for lane in Lane}
        self._by_key: dict[str, Task] = {}
        self._kept: set[Task] = set()

    def start(
        self,
        job: Job,
        *,
        done: Callable[[object], None] | None = None,
        failed: Callable[[object], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> Task:
        """Starts a job; its slots are connected before it runs.

        A read of equal key that waits or runs is let go: its result reaches nobody. Any other job
        of equal key goes on, and is the one returned.
        """
        earlier = self._by_key.get(job.key) if job.key else None
        if earlier is not None and job.lane not in {Lane.READ, Lane.PAGE}:
            return earlier
        if earlier is not None:
            self._let_go(earlier)
        task = Task(job, self)
        self._kept.add(task)
        if job.key:
            self._by_key[job.key] = task
        if done is not None:
            task.done.connect(done)
        if failed is not None:
            task.failed.connect(failed)
        else:
            task.failed.connect(self.faulted)
        if ended is not None:
            task.ended.connect(ended)
        line = self._lines[job.lane]
        line.waiting.append(task)
        line.next()
        self.listed.emit()
        return task

    def lines(self) -> list[_Line]:
        """The lanes."""
        return list(self._lines.values())

    def running(self) -> list[Task]:
        """What runs or waits and is worth showing, the oldest first."""
        found = []
        for line in self._lines.values():
            found += [line.current] if line.current else []
            found += line.waiting
        return [task for task in found if task.job.title]

    def is_writing(self) -> bool:
        """Whether the company file is being written, or soon will be."""
        line = self._lines[Lane.FILE]
        return line.current is not None or bool(line.waiting)

    def cancel_all(self) -> None:
        """Asks everything to stop, and lets go what has not begun."""
        for line in self._lines.values():
            for task in line.waiting:
                self._forget(task)
                task.end(State.CANCELLED)
            line.waiting.clear()
            if line.current is not None:
                line.current.cancel()
        self.listed.emit()

    def wait(self) -> None:
        """Waits until nothing runs, with the window alive meanwhile."""
        while any(line.current or line.waiting for line in self._lines.values()):
            QCoreApplication.processEvents()
            QThread.msleep(1)

    def quit(self) -> None:
        """Ends the threads; call when nothing runs."""
        for line in self._lines.values():
            line.quit()

    @Slot(object, object, object, str)
    def on_step(self, task: Task, done: int, total: int, note: str) -> None:
        """Takes in how far a task is."""
        task.units_done, task.units_total, task.note = done, total, note
        task.progressed.emit()

    @Slot(object, object, object)
    def on_finish(self, task: Task, result: object, error: BaseException | None) -> None:
        """Takes in the end of a task and starts the next of its lane."""
        line = self._lines[task.job.lane]
        line.end()
        let_go = task not in self._kept
        self._forget(task)
        task.result, task.error = result, error
        if not let_go:
            if error is None:
                task.end(State.DONE)
            else:
                task.end(State.CANCELLED if isinstance(error, Cancelled) else State.FAILED)
            if task.job.title:
                self.ended.emit(task)
        if error is None and task.job.changes:
            self.changed.emit(task.job.changes)
        task.deleteLater()
        line.next()
        self.listed.emit()

    def _let_go(self, task: Task) -> None:
        line = self._lines[task.job.lane]
        if task in line.waiting:
            line.waiting.remove(task)
            task.deleteLater()
        else:
            task.cancel()
        self._forget(task)

    def _forget(self, task: Task) -> None:
        self._kept.discard(task)
        if self._by_key.get(task.job.key) is task:
            del self._by_key[task.job.key]
