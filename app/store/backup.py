"""Backup, restore and check of a company file.

A backup is a company file of its own, one plain file. It is read again and compared before it gets
its name, and nothing is ever overwritten without being kept.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import InputError
from app.findings import Finding, error
from app.progress import Progress
from app.store.connection import check_writable, connect, look
from app.store.failures import (
    DamagedError,
    NotACompanyFileError,
    damaged,
    from_newer_version,
    in_words,
)
from app.store.swap import (
    MAKING,
    RESTORING,
    SIDE_FILES,
    check_free,
    check_new_name,
    copy_checked,
    free_name,
    give_name,
    put_in_place,
    remove,
    settle,
    unfinished,
)
from app.store.tables import SCHEMA_VERSION
from app.store.totals import TableTotals, control_totals, flaws
from app.store.writer_lock import WriterLock


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a company file holds together, and what it adds up to."""

    findings: tuple[Finding, ...]
    totals: Mapping[str, TableTotals]
    """By table; empty where the file is too damaged to add up."""


def back_up(path: Path, target: Path, *, progress: Progress) -> dict[str, TableTotals]:
    """Copies the company file at ``path`` to ``target``, also while it is in use; its totals.

    Raises InputError where ``target`` exists, StoreError, Cancelled; then nothing is at ``target``.
    """
    path, target = path.resolve(), target.resolve()
    look(path)
    check_free(target)
    part = unfinished(target, MAKING)
    lock = WriterLock(target)
    try:
        totals = copy_checked(path, part, progress=progress)
        give_name(part, target)
    except BaseException:
        remove(part)
        raise
    finally:
        lock.release()
    return totals


def restore(backup: Path, path: Path, *, at: datetime, progress: Progress) -> Path | None:
    """Puts a copy of ``backup`` at ``path``; returns the name under which the old file is kept.

    ``at`` becomes part of that name; None where there was no old file. A damaged old file is kept
    as it is. Raises StoreError (either file in use, the backup damaged or newer) and Cancelled;
    then ``path`` is as it was.
    """
    backup, path = backup.resolve(), path.resolve()
    version = look(backup).version
    if version > SCHEMA_VERSION:
        raise from_newer_version(backup, version, known=SCHEMA_VERSION)
    if path == backup:
        raise InputError(f"{path.name} cannot be restored from itself.", "", "Name the backup.")
    there = path.exists()
    if there:
        check_writable(path)
    else:
        check_new_name(path)
    lock = WriterLock(path)
    part = unfinished(path, RESTORING)
    try:
        copy_checked(backup, part, progress=progress)
        if there:
            kept = free_name(path, mark=f"replaced-{at:%Y%m%d-%H%M%S}")
            _set_aside(path, kept)
            put_in_place(part, path, kept=kept)
            return kept
        give_name(part, path)
    except BaseException:
        remove(part)
        raise
    finally:
        lock.release()
    return None


def _set_aside(path: Path, kept: Path) -> None:
    """Leaves the old file without side files, so that none of them is taken for the new one's."""
    try:
        look(path)
        settle(path)
    except (DamagedError, NotACompanyFileError):
        with in_words(path):
            for side in SIDE_FILES:
                beside = path.with_name(path.name + side)
                if beside.exists():
                    beside.replace(kept.with_name(kept.name + side))


def check(path: Path, *, progress: Progress) -> Checked:
    """Reads the whole company file: pages, indexes, references, totals.

    What is wrong inside it is a finding. Raises StoreError where it is no company file or cannot be
    read at all, and Cancelled.
    """
    path = path.resolve()
    look(path)
    try:
        with closing(connect(path, write=False)) as database, in_words(path):
            database.execute("BEGIN")
            wrong = flaws(database, progress=progress)
            totals = control_totals(database, progress=progress)
    except DamagedError as refused:
        wrong, totals = [refused.why], {}
    return Checked(tuple(_finding(path, words) for words in wrong), totals)


def _finding(path: Path, words: str) -> Finding:
    return error(
        "damaged",
        words,
        way_out=damaged(path, "").remedy,
        sheet=path.name,
    )
