"""How long the window keeps still while a million calls are imported, and lists of a million calls.

    python -m tests.bench.stall FILE.switchbook CALLS.csv

A timer of 5 ms ticks on the window's thread; the longest time between two ticks, less the 5 ms, is
how long the window would not have answered. Prints the figures as JSON.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.host.clock import fixed
from app.operations.import_usage import Choices
from app.ui.appearance.look import LOOK
from app.ui.application import Program
from app.ui.dialogs.drop_work import import_calls
from app.ui.grid.source import Sorting
from app.ui.main_window import MainWindow
from app.ui.pages.usage.usage_page import UsagePage
from app.ui.tasks import Task

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
TICK_MS = 5


class Pulse(QObject):
    """Ticks on the window's thread and keeps the longest gaps."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        """Milliseconds beyond the tick, the longest first."""
        self._timer.stop()
        return sorted(((gap * 1000) - TICK_MS for gap in self.gaps), reverse=True)

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def wait_for(task: Task) -> None:
    """Runs the window until a task has ended."""
    loop = QEventLoop()
    task.ended.connect(loop.quit)
    loop.exec()


def rest(seconds: float) -> None:
    """Runs the window for some time."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def open_window(path: Path) -> tuple[Program, MainWindow]:
    """The program's window on a company file, showing its usage."""
    settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
    program = Program(fixed(NOW), settings)
    window = program.open_window()
    wait_for(window.desk.open(path))
    window.show_page("usage", "calls")
    rest(1)
    return program, window


def first_page_ms(window: MainWindow) -> float:
    """Milliseconds until the list of calls stands anew."""
    loop = QEventLoop()
    model = calls_page(window).calls.grid.model
    model.arranged.connect(loop.quit)
    begun = time.perf_counter()
    calls_page(window).calls.show_all_imports()
    loop.exec()
    model.arranged.disconnect(loop.quit)
    return (time.perf_counter() - begun) * 1000


def calls_page(window: MainWindow) -> UsagePage:
    """The page of usage."""
    page = window.pages["usage"]
    if not isinstance(page, UsagePage):
        message = "the usage page is another"
        raise TypeError(message)
    return page


def measure_import(window: MainWindow, calls: Path) -> dict[str, float]:
    """The longest stalls while a call file is imported and the lists show what came."""
    pulse = Pulse()
    pulse.start()
    begun = time.perf_counter()
    wait_for(import_calls(window.desk, calls, Choices()))
    seconds = time.perf_counter() - begun
    # The list that is in view is read anew because calls came; no other read may hold it up.
    at_once = first_page_ms(window)
    rest(3)
    gaps = pulse.stop()
    return {
        "page_at_once_ms": at_once,
        "import_seconds": seconds,
        "longest_stall_ms": gaps[0],
        "second_stall_ms": gaps[1],
        "stalls_over_50_ms": sum(gap > 50 for gap in gaps),
    }


def measure_lists(window: MainWindow) -> dict[str, float]:
    """The first page of all calls, and the list sorted by number and by start."""
    page = calls_page(window)
    model = page.calls.grid.model
    found: dict[str, float] = {}

    def timed(name: str, begin: object) -> None:
        loop = QEventLoop()
        model.arranged.connect(loop.quit)
        begun = time.perf_counter()
        begin()  # type: ignore[operator]
        loop.exec()
        found[name] = (time.perf_counter() - begun) * 1000
        model.arranged.disconnect(loop.quit)
        rest(0.3)

    def sort(key: str) -> None:
        model.sorting = Sorting(key, falls=False)
        model.arrange()

    timed("first_page_ms", page.calls.show_all_imports)
    timed("sort_by_number_ms", lambda: sort("number"))
    timed("sort_by_start_ms", lambda: sort("started"))
    return found


def main(arguments: list[str]) -> None:
    """Measures and prints."""
    application = QApplication([])
    LOOK.start(application)
    program, window = open_window(Path(arguments[0]))
    figures = measure_import(window, Path(arguments[1]))
    figures |= measure_lists(window)
    print(json.dumps(figures))
    for each in list(program.windows):
        each.close()


if __name__ == "__main__":
    main(sys.argv[1:])
