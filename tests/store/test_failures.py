import errno
import sqlite3
from pathlib import Path

import pytest

from app.errors import StoreError
from app.store.failures import (
    CannotWriteError,
    DamagedError,
    DiskFullError,
    InUseError,
    MissingFileError,
    NotACompanyFileError,
    of_sqlite,
    of_system,
)

PATH = Path("cedar.switchbook")


def refused(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFullError),
        (sqlite3.SQLITE_READONLY, CannotWriteError),
        (sqlite3.SQLITE_READONLY_DBMOVED, CannotWriteError),
        (sqlite3.SQLITE_CANTOPEN, CannotWriteError),
        (sqlite3.SQLITE_IOERR_WRITE, CannotWriteError),
        (sqlite3.SQLITE_CORRUPT, DamagedError),
        (sqlite3.SQLITE_CORRUPT_INDEX, DamagedError),
        (sqlite3.SQLITE_NOTADB, NotACompanyFileError),
        (sqlite3.SQLITE_BUSY, InUseError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, InUseError),
        (sqlite3.SQLITE_LOCKED, InUseError),
    ],
)
def test_what_sqlite_refuses_has_words(code: int, kind: type[StoreError]) -> None:
    assert type(of_sqlite(refused(code), PATH)) is kind


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT_UNIQUE])
def test_a_fault_of_ours_keeps_its_own_error(code: int) -> None:
    assert of_sqlite(refused(code), PATH) is None


def test_an_error_without_code_keeps_its_own() -> None:
    assert of_sqlite(sqlite3.ProgrammingError("closed"), PATH) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOENT, MissingFileError),
        (errno.ENOSPC, DiskFullError),
        (errno.EACCES, CannotWriteError),
        (errno.EROFS, CannotWriteError),
        (errno.EIO, CannotWriteError),
    ],
)
def test_what_the_system_refuses_has_words(code: int, kind: type[StoreError]) -> None:
    assert type(of_system(OSError(code, "as the system says it"), PATH)) is kind


def test_every_error_names_the_file() -> None:
    error = of_sqlite(refused(sqlite3.SQLITE_CORRUPT), PATH)
    assert "cedar.switchbook" in str(error)
