"""Backups kept by themselves: when due, where, how many; and the drill that restores one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.billing.decision import (
    BACKUP_FOLDER,
    BACKUP_TIMES,
    BACKUP_WHEN,
    SECOND_FOLDER,
)
from app.errors import InputError, NotAllowed, StoreError
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store import backup
from app.store.audit import last_entry
from app.store.backup_files import FOLDER, BackupFile, backups_of, name_for, outlived
from app.store.decisions import answers
from app.store.facts import BACKED_UP, BACKED_UP_MARK, BACKED_UP_TO, facts, note_fact
from app.store.totals import TableTotals, differences

OLD: Final = timedelta(days=2)
"""A backup of a file that changed since is told of as old after this time."""
_DAY: Final = timedelta(days=1)
_SLACK: Final = timedelta(minutes=5)
"""A clock is set by so much without anybody doing it."""
_DRILLED: Final = "backup_drilled_at"
_DRILL_SAYS: Final = "backup_drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """How the backups of a company stand."""

    folder: Path
    second: Path | None
    when: str
    made_at: datetime | None
    made_to: str
    has_changed: bool
    """Whether something changed since the last one."""
    drilled_at: datetime | None
    drill_said: str
    now: datetime
    files: tuple[BackupFile, ...] = ()
    """Those in the folder, the newest first."""

    @property
    def is_old(self) -> bool:
        """Whether somebody should make one."""
        if self.made_at is None:
            return True
        return self.has_changed and self._has_passed(OLD)

    def is_due(self, *, closing: bool) -> bool:
        """Whether one is to be made now by itself."""
        if self.when == "by_hand" or (self.made_at is not None and not self.has_changed):
            return False
        if self.when == "close":
            return closing
        return self._has_passed(_DAY)

    def _has_passed(self, span: timedelta) -> bool:
        """Whether so long passed since; once the clock was set back nobody knows, and it counts."""
        if self.made_at is None:
            return True
        passed = self.now - self.made_at
        return passed >= span or passed < -_SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackup:
    """A backup that was made."""

    path: Path
    rows: int
    second: Path | None = None
    second_why: str = ""
    """Why there is none in the second folder, where one was wanted."""
    let_go: int = 0

    def summary(self) -> str:
        """The backup in a line."""
        text = f"{_rows(self.rows)} in {self.path.name}, read again and equal"
        if self.second is not None:
            text += "; also in the second folder"
        if self.second_why:
            text += f"; not in the second folder: {self.second_why}"
        ones = "old one" if self.let_go == 1 else "old ones"
        return f"{text}; {self.let_go:,} {ones} let go" if self.let_go else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """What restoring a backup into a temporary place showed."""

    backup: Path
    made_at: datetime
    rows: int
    tables: int
    wrong: tuple[str, ...] = ()

    def summary(self) -> str:
        """The drill in a line."""
        if self.wrong:
            return f"{self.backup.name} does not hold together: {self.wrong[0]}"
        return (
            f"{self.backup.name} restores: {_rows(self.rows)} in {self.tables} tables, "
            "every total equal"
        )


def _rows(number: int) -> str:
    return f"{number:,} {'row' if number == 1 else 'rows'}"


def backup_state(office: Office, *, progress: Progress | None = None) -> BackupState:
    """How the backups stand; nothing is made."""
    del progress
    with office.file.read() as conn:
        known, given = facts(conn), answers(conn)
        mark = last_entry(conn)
    folder = _folder(office, given)
    second = given.get(SECOND_FOLDER, "")
    return BackupState(
        folder=folder,
        second=Path(second) if second else None,
        when=given.get(BACKUP_WHEN, BACKUP_TIMES.usual),
        made_at=_moment(known.get(BACKED_UP)),
        made_to=known.get(BACKED_UP_TO, ""),
        has_changed=known.get(BACKED_UP_MARK) != str(mark),
        drilled_at=_moment(known.get(_DRILLED)),
        drill_said=known.get(_DRILL_SAYS, ""),
        now=office.clock.now(),
        files=tuple(backups_of(office.file.path, folder)),
    )


def back_up_now(office: Office, *, progress: Progress | None = None) -> KeptBackup:
    """Backs the company up into its folders, and lets go what has had its time.

    Nothing is overwritten. StoreError where the first folder cannot be written; a second folder
    that is away only leaves a word. Raises Cancelled.
    """
    told, path, at = progress or Silent(), office.file.path, office.clock.now()
    with office.file.read() as conn:
        given, mark = answers(conn), last_entry(conn)
    folder = _folder(office, given)
    folder.mkdir(parents=True, exist_ok=True)
    target = name_for(path, folder, at=at)
    totals = backup.back_up(path, target, progress=told)
    second, why = _second(path, given.get(SECOND_FOLDER, ""), at=at, progress=told)
    gone = outlived(backups_of(path, folder))
    if second is not None:
        gone += outlived(backups_of(path, second.parent))
    for each in gone:
        each.path.unlink(missing_ok=True)
    with office.write() as conn:
        note_fact(conn, BACKED_UP, at.isoformat())
        note_fact(conn, BACKED_UP_TO, str(target))
        note_fact(conn, BACKED_UP_MARK, str(mark))
    return KeptBackup(
        path=target,
        rows=sum(table.rows for table in totals.values()),
        second=second,
        second_why=why,
        let_go=len(gone),
    )


def back_up_if_due(
    office: Office, *, closing: bool, progress: Progress | None = None
) -> KeptBackup | None:
    """Backs the company up where it is due by its own settings; None where it is not."""
    if not office.file.writable or not backup_state(office).is_due(closing=closing):
        return None
    return back_up_now(office, progress=progress)


def restore_drill(office: Office, *, progress: Progress | None = None) -> Drilled:
    """Restores the newest backup into a temporary place, reads it through and compares totals.

    The company file is not touched but for the note of it. NotAllowed where there is no backup.
    """
    told = progress or Silent()
    files = backup_state(office).files
    if not files:
        raise NotAllowed(
            "There is no backup to try.", "The folder holds none of this company.", "Back up first."
        )
    found = _drilled(files[0], office.clock.now(), told)
    with office.write() as conn:
        note_fact(conn, _DRILLED, office.clock.now().isoformat())
        note_fact(conn, _DRILL_SAYS, found.summary())
    return found


def _drilled(newest: BackupFile, now: datetime, told: Progress) -> Drilled:
    totals: Mapping[str, TableTotals] = {}
    try:
        with TemporaryDirectory(prefix="switchbook-drill-") as folder:
            place = Path(folder) / newest.path.name
            before = backup.check(newest.path, progress=told)
            wrong = [each.message for each in before.findings]
            if not wrong:
                backup.restore(newest.path, place, at=now, progress=told)
                after = backup.check(place, progress=told)
                totals = after.totals
                wrong += [each.message for each in after.findings]
                wrong += differences(before.totals, totals)
    except StoreError as refused:
        wrong = [str(refused)]
    return Drilled(
        backup=newest.path,
        made_at=newest.at,
        rows=sum(table.rows for table in totals.values()),
        tables=len(totals),
        wrong=tuple(wrong),
    )


def _folder(office: Office, given: Mapping[str, str]) -> Path:
    chosen = given.get(BACKUP_FOLDER, "")
    return Path(chosen) if chosen else office.file.path.parent / FOLDER


def _second(
    path: Path, folder: str, *, at: datetime, progress: Progress
) -> tuple[Path | None, str]:
    if not folder:
        return None, ""
    place = Path(folder)
    if not place.is_dir():
        return None, f"{place} is not there"
    target = name_for(path, place, at=at)
    try:
        backup.back_up(path, target, progress=progress)
    except (InputError, StoreError, OSError) as fault:
        return None, str(fault)
    return target, ""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
