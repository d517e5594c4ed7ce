"""Measures a person's time on each step: while the step is looked at, or its page is worked on."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.billing.month_steps import StepName

TICK_MS: Final = 1000
_KEPT_EVERY: Final = 15
_LONGEST_TICK: Final = 5
"""A longer gap between two ticks was a computer asleep, not a person at work."""


class Stopwatch(QObject):
    """Adds up seconds for the step that is worked on and hands them on now and then."""

    ticked = Signal()
    """A second more."""

    def __init__(
        self,
        keep: Callable[[str, StepName, int], object],
        *,
        is_at_work: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keep = keep
        self._is_at_work = is_at_work
        self._period = ""
        self._step: StepName | None = None
        self._seconds = 0.0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def step(self) -> StepName | None:
        """The step that is worked on; None: none."""
        return self._step

    @property
    def seconds(self) -> int:
        """Seconds of that step that are not handed on yet."""
        return int(self._seconds)

    def work_on(self, period: str, step: StepName | None) -> None:
        """Measures a step from now on; None: nothing."""
        if (period, step) == (self._period, self._step):
            return
        self.hand_on()
        self._period, self._step = period, step
        if step is None:
            self._timer.stop()
        else:
            self._since.start()
            self._timer.start()

    def tick(self) -> None:
        """Counts the time since the last tick, where a person is at the window."""
        passed = self._since.restart() / 1000
        if self._step is None or not self._is_at_work():
            return
        self._seconds += min(passed, _LONGEST_TICK)
        self.ticked.emit()
        if self._seconds >= _KEPT_EVERY:
            self.hand_on()

    def hand_on(self) -> None:
        """Keeps what was measured; a part of a second stays."""
        whole = int(self._seconds)
        if whole and self._step is not None:
            self._seconds -= whole
            self._keep(self._period, self._step, whole)
