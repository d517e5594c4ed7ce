"""Seconds from the start of a process to a window that answers; with its company if one is named.

    BENCH_BEGUN=... python -m tests.bench.window_start [FILE.switchbook]

The clock of the process that starts this one tells when it began.
"""

import os
import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.host.clock import clock_of
from app.ui.application import run_window
from app.ui.main_window import MainWindow


class Watched(QApplication):
    """Looks, from its first moment on, whether the window answers; then closes it."""

    company: Path | None = None

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        windows = [each for each in self.topLevelWidgets() if isinstance(each, MainWindow)]
        shown = [each for each in windows if each.isVisible()]
        if not shown or (self.company is not None and shown[0].page is None):
            return
        self._timer.stop()
        print(perf_counter() - float(os.environ["BENCH_BEGUN"]), flush=True)
        shown[0].desk.tasks.wait()
        QTimer.singleShot(50, shown[0].close)


def main() -> None:
    """Starts the program as a user does, with an application that looks."""
    Watched.company = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    start = sys.modules["app.ui.application.start"]
    vars(start)["QApplication"] = Watched
    run_window(clock_of(os.environ), Watched.company)


if __name__ == "__main__":
    main()
