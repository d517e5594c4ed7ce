"""Copies of a company file, checked, and put in its place in one step.

A file under its own name is at any moment whole: the old one, or the new one.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.progress import Progress
from app.store.connection import connect
from app.store.failures import cannot_write, damaged, in_use, in_words
from app.store.tables import EXTENSION
from app.store.totals import TableTotals, control_totals, differences, flaws

_PAGES_A_STEP: Final = 4096
SIDE_FILES: Final = ("-wal", "-shm", "-journal")
MAKING: Final = "part"
UPDATING: Final = "updating"
RESTORING: Final = "restoring"


def copy_checked(source: Path, part: Path, *, progress: Progress) -> dict[str, TableTotals]:
    """Copies a company file to ``part``, one file without side files; returns its totals.

    The copy is one state of the source, also while another process writes that. It is read again
    and compared. Raises StoreError, Cancelled; then no ``part`` stays.
    """
    remove(part)
    try:
        with closing(connect(source, write=False)) as original:
            with in_words(source):
                original.execute("BEGIN")  # holds one state until the copy is done
                totals = control_totals(original, progress=progress)
            with in_words(part):
                _copy(original, part, progress=progress)
        _compare(source, part, totals=totals, progress=progress)
    except BaseException:
        remove(part)
        raise
    return totals


def _copy(original: sqlite3.Connection, part: Path, *, progress: Progress) -> None:
    def tell(_: int, remaining: int, total: int) -> None:
        progress.step(total - remaining, total, "Copying")

    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        original.backup(copy, pages=_PAGES_A_STEP, progress=tell)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    flush(part)


def _compare(
    source: Path, part: Path, *, totals: dict[str, TableTotals], progress: Progress
) -> None:
    with in_words(part), closing(sqlite3.connect(part, isolation_level=None)) as copy:
        wrong = flaws(copy, progress=progress)
        wrong += differences(totals, control_totals(copy, progress=progress))
    if wrong:
        raise damaged(source, f"A copy of it does not hold together: {wrong[0]}.")


def settle(path: Path) -> None:
    """Brings all of a company file into one file, without side files, used by nobody.

    Raises InUseError while another connection is open; DamagedError.
    """
    with in_words(path), closing(connect(path, write=True)) as database:
        (mode,) = database.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise in_use(path, "Another program is reading it.")


def check_new_name(path: Path) -> None:
    """Refuses a name that a new company file cannot have; raises InputError."""
    if path.suffix.lower() != EXTENSION:
        raise InputError(
            f"A company file's name ends in {EXTENSION}; that of {path.name} does not.",
            "",
            f"Name it {path.stem}{EXTENSION}.",
        )
    check_free(path)


def check_free(path: Path) -> None:
    """Refuses a name that is taken, or lies in no folder; raises InputError."""
    if path.exists():
        raise InputError(
            f"{path} exists already.", "Nothing is overwritten.", "Choose another name."
        )
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent}.", "", "Make it, or choose another.")


def give_name(part: Path, path: Path) -> None:
    """Gives the finished ``part`` its name, which must be free. Raises InputError, StoreError."""
    with in_words(path):
        flush(part)
        try:
            os.link(part, path)  # unlike a rename it never overwrites
            part.unlink()
        except FileExistsError:
            check_free(path)
            raise
        except OSError:  # a file system without links
            check_free(path)
            part.rename(path)
        flush(path.parent)


def put_in_place(part: Path, path: Path, *, kept: Path) -> None:
    """Puts the finished ``part`` at ``path`` in one step; the old file stays under ``kept``.

    Raises StoreError; then the old file is untouched.
    """
    with in_words(path):
        flush(part)
        _keep(path, kept)
        try:
            part.replace(path)
        except PermissionError as error:
            if sys.platform == "win32":
                raise in_use(path, "Another program is reading it.") from error
            raise cannot_write(path, "Its folder is read-only for you.") from error
        flush(path.parent)


def _keep(path: Path, kept: Path) -> None:
    if kept.exists() and kept.samefile(path):
        return  # an earlier attempt was cut off after this step
    try:
        os.link(path, kept)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        shutil.copy2(path, kept)
        flush(kept)


def free_name(path: Path, *, mark: str) -> Path:
    """A name beside ``path`` that tells what the file is: ``name.mark.switchbook``.

    One that is taken by another file gets a number.
    """
    for number in range(1, 10_000):
        tail = mark if number == 1 else f"{mark}-{number}"
        name = path.with_name(f"{path.stem}.{tail}{path.suffix}")
        if not name.exists() or name.samefile(path):
            return name
    raise cannot_write(path, "There are too many old copies of it in its folder.")


def unfinished(path: Path, work: str) -> Path:
    """The name beside ``path`` under which something is made before it takes its place."""
    return path.with_name(f"{path.name}.{work}")


def clear_unfinished(path: Path) -> None:
    """Removes what a process that died left unfinished. The caller holds the writer lock."""
    for work in (MAKING, UPDATING, RESTORING):
        remove(unfinished(path, work))


def remove(path: Path) -> None:
    """Removes an unfinished file and its side files, where there are any."""
    with in_words(path):
        for each in (path, *(path.with_name(path.name + side) for side in SIDE_FILES)):
            each.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Waits until a file, or a folder's list of names, is on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # Windows writes a folder's names by itself
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
