"""The time as connectors have it: told and passed by what they are given."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A clock of the wall, one that only ever goes on, and a way to wait; all may be virtual."""

    now: Callable[[], datetime]
    """This moment, in UTC."""
    elapsed: Callable[[], float] = time.monotonic
    """Seconds since some moment."""
    sleep: Callable[[float], None] = time.sleep
    """Waits so many seconds."""
