"""Python's search for unused circles, done on the window's thread alone.

A search frees what it finds on the thread that happens to make it. Windows, timers and models that
are freed on a worker's thread take the program down with them; so Python's own searching is off,
and the window searches while it has nothing better to do.
"""

import gc
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer

_PAUSE_MS: Final = 1000
_OLDEST: Final = 2


class Collector:
    """Searches now and then, never while something is at work.

    A search stops every thread for as long as it takes, 100 ms and more where millions of rows pass
    through.
    """

    def __init__(self) -> None:
        self._at_work = 0
        self._timer: QTimer | None = None

    def start(self) -> None:
        """Takes the searching over from Python; again does nothing."""
        gc.disable()
        application = QCoreApplication.instance()
        if self._timer is None and application is not None:
            self._timer = QTimer(application)
            self._timer.timeout.connect(self.search)
            self._timer.start(_PAUSE_MS)

    def put_off(self) -> None:
        """One more is at work."""
        self._at_work += 1

    def take_up(self) -> None:
        """One fewer is at work; what came together meanwhile is searched here and now."""
        self._at_work -= 1
        if not self._at_work:
            gc.collect(0)

    def search(self) -> None:
        """Searches as far as Python itself would by now, unless something is at work."""
        if self._at_work:
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [age for age in range(_OLDEST + 1) if counts[age] > limits[age]]
        if due:
            gc.collect(due[-1])


COLLECTOR: Final = Collector()
