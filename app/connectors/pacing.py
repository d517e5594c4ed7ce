"""No faster than a system allows: its limits as values, kept on a clock that is given.

A limit counts the calls of a moving window. Others may share it (other programs of the same
customer), so the system's own words about what is left always win over what was counted here.
"""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.connectors.timing import Timing
from app.errors import RemoteUnavailable

LONGEST_WAIT_SECONDS: Final = Decimal(300)
"""Who would have to wait longer is told to go on another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many calls in so many seconds."""

    name: str
    """In words: ``a minute``, ``a day``."""
    calls: int
    seconds: Decimal
    share: Decimal = Decimal(1)
    """The part that we take of it, where others draw on the same."""
    counts: str = ""
    """What it counts: blank for every call, else only calls that name this."""

    @property
    def own_calls(self) -> int:
        """How many of them are ours to make."""
        return max(1, int(self.calls * self.share))


class _Window:
    """The calls of one limit that still count."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._made: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more call fits."""
        length = float(self.limit.seconds)
        while self._made and self._made[0] + length <= now:
            self._made.popleft()
        if len(self._made) < self.limit.own_calls:
            return 0.0
        return self._made[0] + length - now

    def note(self, now: float) -> None:
        """Counts a call."""
        self._made.append(now)


class Pacer:
    """Lets calls through no faster than all limits of a system allow; may be shared by threads."""

    def __init__(
        self,
        limits: Iterable[Limit],
        timing: Timing,
        *,
        title: str = "The other system",
        longest_wait_seconds: Decimal = LONGEST_WAIT_SECONDS,
    ) -> None:
        """``title`` names the system where a wait is too long."""
        self._windows = [_Window(limit) for limit in limits]
        self._timing = timing
        self._title = title
        self._longest = float(longest_wait_seconds)
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def take(self, counts: str = "") -> None:
        """Waits for a turn and takes it; RemoteUnavailable where it would be too long a wait."""
        while True:
            with self._lock:
                now = self._timing.elapsed()
                wait, why = self._wait(now, counts)
                if wait <= 0:
                    for window in self._counting(counts):
                        window.note(now)
                    return
            if wait > self._longest:
                raise self._too_long(wait, why)
            self._timing.sleep(wait)

    def hold(self, seconds: Decimal) -> None:
        """Lets nothing through for so long: the system said so."""
        with self._lock:
            until = self._timing.elapsed() + float(seconds)
            self._closed_until = max(self._closed_until, until)

    def _wait(self, now: float, counts: str) -> tuple[float, str]:
        found = (self._closed_until - now, "at this moment")
        for window in self._counting(counts):
            found = max(found, (window.wait(now), window.limit.name))
        return found

    def _counting(self, counts: str) -> list[_Window]:
        return [each for each in self._windows if each.limit.counts in {"", counts}]

    def _too_long(self, wait: float, why: str) -> RemoteUnavailable:
        minutes = int(wait // 60) + 1
        return RemoteUnavailable(
            f"{self._title} takes no more calls {why}.",
            f"It will again in about {minutes} minutes.",
            "Start again then: what is done stays done, and it goes on from there.",
        )


def least_seconds(limits: Iterable[Limit], calls: int) -> Decimal:
    """The shortest time in which so many calls can be made under the limits."""
    return max(
        (limit.seconds * ((calls - 1) // limit.own_calls) for limit in limits if not limit.counts),
        default=Decimal(0),
    )
