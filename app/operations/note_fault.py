"""A fault of the program's own, kept in a file for whoever looks after it."""

from pathlib import Path

from app.host.crash_notes import write_crash_note


def note_fault(fault: BaseException) -> Path:
    """Writes what happened to a file of its own; where it lies."""
    return write_crash_note(fault)
