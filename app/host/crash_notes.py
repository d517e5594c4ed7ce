"""Notes of faults of our own, for whoever looks after the program; never a trace on the screen."""

import traceback
from pathlib import Path

from app.host.clock import Clock
from app.host.paths import log_folder


def write_crash_note(fault: BaseException) -> Path:
    """Writes what happened to a file of its own in the log folder; where it lies."""
    stamp = Clock().now().strftime("%Y%m%d-%H%M%S-%f")
    note = log_folder() / f"fault-{stamp}.txt"
    note.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    return note
