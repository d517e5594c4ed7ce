"""Backup, restore and check of a company file."""

from dataclasses import dataclass
from pathlib import Path

from app.host.clock import Clock
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store import backup
from app.store.backup import Checked
from app.store.bill_runs import StoredRun, load_runs
from app.store.imports import StoredImport, load_imports


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """Whether a company file holds together, and what is in it."""

    checked: Checked
    imports: list[StoredImport]
    runs: list[StoredRun]


def back_up(path: Path, target: Path, *, progress: Progress | None = None) -> int:
    """Copies a company file and reads the copy again; how many rows it holds."""
    totals = backup.back_up(path, target, progress=progress or Silent())
    return sum(table.rows for table in totals.values())


def restore(
    source: Path, path: Path, *, clock: Clock, progress: Progress | None = None
) -> Path | None:
    """Puts a backup in the place of a company file; where the old file is kept now, if any."""
    return backup.restore(source, path, at=clock.now(), progress=progress or Silent())


def check(office: Office, *, progress: Progress | None = None) -> FileCheck:
    """Reads a company file through and lists its imports and runs."""
    checked = backup.check(office.file.path, progress=progress or Silent())
    if checked.findings:
        return FileCheck(checked=checked, imports=[], runs=[])
    with office.file.read() as conn:
        return FileCheck(checked=checked, imports=load_imports(conn), runs=load_runs(conn))
