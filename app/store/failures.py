"""What can be wrong with a company file, each its own error; SQLite's codes put into words."""

import errno
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import StatementError

from app.errors import AppError, StoreError


class MissingFileError(StoreError):
    """There is no such file."""


class NotACompanyFileError(StoreError):
    """The file is something else: a text, an empty file, another program's database."""


class DamagedError(StoreError):
    """The file was a company file, and some of its pages no longer hold together."""


class NewerVersionError(StoreError):
    """A newer Switchbook wrote the file."""


class OlderVersionError(StoreError):
    """An older Switchbook wrote the file, and it is opened for reading only."""


class InUseError(StoreError):
    """Another process holds the file."""


class CannotWriteError(StoreError):
    """The file or its folder is read-only, or the disk refuses."""


class CannotReadError(StoreError):
    """The user has no right to read the file, or the disk refuses."""


class DiskFullError(StoreError):
    """There is no room left."""


_PRIMARY_CODE: Final = 0xFF
"""SQLite's extended codes carry the primary one in their low byte."""

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT: Final = {errno.EACCES, errno.EPERM, errno.EROFS}


def missing(path: Path) -> StoreError:
    """There is no such file."""
    return MissingFileError(
        f"There is no file {path}.", "", "Check the name, or make one with `switchbook new`."
    )


def not_a_company_file(path: Path, why: str) -> StoreError:
    """The file is something else."""
    return NotACompanyFileError(
        f"{path.name} is not a Switchbook company file.",
        why,
        "Choose a file that Switchbook made; their names end in .switchbook.",
    )


def damaged(path: Path, why: str) -> StoreError:
    """Some pages of the file no longer hold together."""
    return DamagedError(
        f"The company file {path.name} is damaged.",
        why,
        "Nothing was written to it. Restore the last backup with `switchbook restore`.",
    )


def from_newer_version(path: Path, version: int, *, known: int) -> StoreError:
    """A newer Switchbook wrote the file."""
    return NewerVersionError(
        f"{path.name} was written by a newer version of Switchbook.",
        f"Its tables have version {version}, this program knows up to {known}.",
        "Update Switchbook; the file was not touched.",
    )


def from_older_version(path: Path, version: int, *, known: int) -> StoreError:
    """An older Switchbook wrote the file, and it is opened for reading only."""
    return OlderVersionError(
        f"{path.name} was written by an older version of Switchbook.",
        f"Its tables have version {version}, this program needs {known}.",
        "Open it once for writing: it is brought up to date, and a backup stays beside it.",
    )


def in_use(path: Path, holder: str) -> StoreError:
    """Another process holds the file."""
    return InUseError(
        f"{path.name} is open in another program.",
        holder,
        "Close it there and try again; meanwhile you can read it, but not change it.",
    )


def cannot_write(path: Path, why: str) -> StoreError:
    """The file or its folder is read-only, or the disk refuses."""
    return CannotWriteError(
        f"{path.name} cannot be written.",
        why,
        "Check the rights of the file and its folder, or move it to a folder of your own.",
    )


def cannot_read(path: Path, error: OSError) -> StoreError:
    """The user has no right to read the file, or the disk refuses."""
    return CannotReadError(
        f"{path.name} cannot be read.",
        f"The system says: {error.strerror or error}.",
        "Check the rights of the file and its folder.",
    )


def disk_full(path: Path) -> StoreError:
    """There is no room left."""
    return DiskFullError(
        f"There is no room left on the disk of {path.name}.",
        "What was being written was taken back; all that was saved before is whole.",
        "Make room and do it again.",
    )


def of_system(error: OSError, path: Path) -> StoreError:
    """The words for what the operating system refused."""
    if isinstance(error, FileNotFoundError):
        return missing(path)
    if error.errno in _NO_ROOM:
        return disk_full(path)
    if error.errno in _NO_RIGHT:
        return cannot_write(path, "The file or its folder is read-only for you.")
    return cannot_write(path, f"The system says: {error.strerror or error}.")


def of_sqlite(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The words for what SQLite refused; None where the fault is ours and must show itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    words = None if code is None else _WORDS.get(code & _PRIMARY_CODE)
    return None if words is None else words(path, f"SQLite says: {error}.")


def of_any(error: sqlite3.Error | StatementError, path: Path) -> Exception:
    """The error to raise: one of ours in words, or the same where the fault is ours."""
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, AppError):
        return cause
    if isinstance(cause, sqlite3.Error):
        return of_sqlite(cause, path) or error
    return error


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system refuse at ``path`` into StoreError."""
    try:
        yield
    except (sqlite3.Error, StatementError) as error:
        said = of_any(error, path)
        if said is error:
            raise
        raise said from error
    except OSError as error:
        raise of_system(error, path) from error


def _another_works(path: Path, _: str) -> StoreError:
    return in_use(path, "Another program is working in it.")


_WORDS: Final[Mapping[int, Callable[[Path, str], StoreError]]] = {
    sqlite3.SQLITE_FULL: lambda path, _: disk_full(path),
    sqlite3.SQLITE_READONLY: cannot_write,
    sqlite3.SQLITE_PERM: cannot_write,
    sqlite3.SQLITE_CANTOPEN: cannot_write,
    sqlite3.SQLITE_IOERR: cannot_write,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: not_a_company_file,
    sqlite3.SQLITE_BUSY: _another_works,
    sqlite3.SQLITE_LOCKED: _another_works,
    sqlite3.SQLITE_PROTOCOL: _another_works,
}
"""Every other code tells of a fault of ours."""
