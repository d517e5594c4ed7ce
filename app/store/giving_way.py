"""A worker that reads row after row gives way to the window.

SQLite gives Python's lock back for each row, for a moment too short for another thread to take it,
and long enough that the other begins to wait anew: the window would stand still until the last row.
"""

import sqlite3
import threading
import time
from typing import Final

_STEPS_BETWEEN_CALLS: Final = 1000
_TURN_SECONDS: Final = 0.01
"""How long a thread goes on by itself."""
_PAUSE_SECONDS: Final = 0.0002
"""Long enough that another thread wakes up."""

_turns: Final = threading.local()


def gives_way(connection: sqlite3.Connection) -> None:
    """Whoever works with the connection pauses now and then, unless it is the main thread."""
    connection.set_progress_handler(_give_way, _STEPS_BETWEEN_CALLS)


def _give_way() -> int:
    if threading.current_thread() is threading.main_thread():
        return 0
    if time.perf_counter() - getattr(_turns, "began", 0.0) > _TURN_SECONDS:
        time.sleep(_PAUSE_SECONDS)
        _turns.began = time.perf_counter()
    return 0
