"""The time a stand-in goes by: a computer's, or one that only moves when told; always UTC."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


class PracticeClock(Protocol):
    """What a stand-in asks of time."""

    def now(self) -> datetime:
        """This moment, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait so long."""


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that runs: it reads the time where the program does and really waits."""

    read: Callable[[], datetime]

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.read()

    def sleep(self, seconds: float) -> None:
        """Wait so long."""
        time.sleep(seconds)


@dataclass(slots=True)
class VirtualClock:
    """A clock for tests and figures: sleeping moves it on and takes no time."""

    moment: datetime
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Move on by so many seconds."""
        with self._lock:
            self.moment += timedelta(seconds=seconds)
