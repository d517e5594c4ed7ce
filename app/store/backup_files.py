"""Backups of a company file in a folder: their names, and which of them have had their time.

Of the backups of a file the newest of each of the last seven days on which one was made stays,
of four weeks and of twelve months; the newest of all stays always.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.store.tables import EXTENSION

FOLDER: Final = "Backups"
"""The folder beside the company file, where no other was chosen."""
DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12
_STAMP: Final = "%Y-%m-%d-%H%M%S"
_NAME: Final = re.compile(r"-(\d{4}-\d\d-\d\d-\d{6})(?:-\d+)?$")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup, and when it was made."""

    path: Path
    at: datetime


def name_for(path: Path, folder: Path, *, at: datetime) -> Path:
    """A free name in a folder for a backup made at a moment."""
    stem = f"{path.stem}-{at.astimezone(UTC):{_STAMP}}"
    number, wanted = 2, folder / f"{stem}{EXTENSION}"
    while wanted.exists():
        wanted = folder / f"{stem}-{number}{EXTENSION}"
        number += 1
    return wanted


def backups_of(path: Path, folder: Path) -> list[BackupFile]:
    """The backups of a company file in a folder, the newest first; other files are not ours."""
    if not folder.is_dir():
        return []
    found = []
    for each in folder.glob(f"*{EXTENSION}"):
        match = _NAME.search(each.stem)
        if match is None or each.stem[: match.start()] != path.stem:
            continue
        with suppress(ValueError):
            at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            found.append(BackupFile(each, at))
    return sorted(found, key=lambda each: (each.at, each.path.name), reverse=True)


def outlived(backups: Iterable[BackupFile]) -> list[BackupFile]:
    """The backups that may go."""
    newest_first = sorted(backups, key=lambda each: (each.at, each.path.name), reverse=True)
    stay = {each.path for each in newest_first[:1]}
    for part_of, number in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        stay |= _newest_of(newest_first, part_of, number)
    return [each for each in newest_first if each.path not in stay]


def _newest_of(
    newest_first: Sequence[BackupFile], part_of: Callable[[datetime], str], number: int
) -> set[Path]:
    """The newest backup of each of the last so many days, weeks or months that have one."""
    found: dict[str, Path] = {}
    for each in newest_first:
        found.setdefault(part_of(each.at), each.path)
    return set(list(found.values())[:number])


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _week(at: datetime) -> str:
    return f"{at:%G-%V}"


def _month(at: datetime) -> str:
    return f"{at:%Y-%m}"
