"""Plain connections to a company file: what is looked at before opening, and how SQLite is set.

Only Python's own ``sqlite3`` ever opens a company file in this process: a second copy of SQLite
(as some drivers bring one) would not see this one's locks, and rows would be lost.
"""

import os
import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from app.store.failures import (
    cannot_read,
    cannot_write,
    damaged,
    missing,
    not_a_company_file,
    of_sqlite,
)
from app.store.giving_way import gives_way
from app.store.tables import APPLICATION_ID

_HEADER: Final = struct.Struct(">16sH6xII28xI4xI20xI")
"""Magic, page size, change counter, pages, user version, application id, counter of the pages
(https://www.sqlite.org/fileformat2.html, 1.3)."""

_MAGIC: Final = b"SQLite format 3\0"
_BUSY_SECONDS: Final = 5.0
_CACHE_KIB: Final = 64 * 1024
_WAL_BYTES: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes of a company file tell, without opening it."""

    version: int
    """The version of its tables."""


def look(path: Path) -> Header:
    """The header of the company file at ``path``; nothing is opened for writing, nothing made.

    Raises MissingFileError, NotACompanyFileError, DamagedError.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEADER.size)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise missing(path) from error
    except IsADirectoryError as error:
        raise not_a_company_file(path, "It is a folder.") from error
    except OSError as error:
        raise cannot_read(path, error) from error
    if size == 0:
        raise not_a_company_file(path, "It is empty.")
    if not start.startswith(_MAGIC):
        raise not_a_company_file(path, "It does not begin as a database does.")
    if len(start) < _HEADER.size:
        raise damaged(path, "It ends within its first page.")
    return _read_header(path, start, size)


def _read_header(path: Path, start: bytes, size: int) -> Header:
    _, page_size, changes, pages, version, application, valid_for = _HEADER.unpack(start)
    if application != APPLICATION_ID:
        raise not_a_company_file(path, "It is a database of another program.")
    page_size = 65536 if page_size == 1 else page_size
    # With a write-ahead log beside it the file itself may lag behind what its header says.
    settled = changes == valid_for and not path.with_name(path.name + "-wal").exists()
    if settled and size < pages * page_size:
        raise damaged(path, f"It has {size} of its {pages * page_size} bytes.")
    return Header(version)


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection in autocommit mode, with every setting a company file needs.

    It may be used from any thread, by one at a time. Raises StoreError.
    """
    try:
        return _probed(_open(path, "mode=rw"), write=write)
    except sqlite3.Error as error:
        refused = of_sqlite(error, path)
        if refused is None:
            raise
        if not write and _needs_no_side_files(error, path):
            return _probed(_open(path, "immutable=1"), write=False)
        raise refused from error


def _needs_no_side_files(error: sqlite3.Error, path: Path) -> bool:
    """Whether a file in a read-only folder can be read as it lies: nobody is writing it."""
    code = error.sqlite_errorcode & 0xFF
    read_only = code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
    return read_only and not path.with_name(path.name + "-wal").exists()


def _open(path: Path, how: str) -> sqlite3.Connection:
    name = path.absolute().as_posix()
    address = f"file://{'' if name.startswith('/') else '/'}{quote(name, safe='/:')}?{how}"
    return sqlite3.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _probed(connection: sqlite3.Connection, *, write: bool) -> sqlite3.Connection:
    """The connection, once it is set up and has really read the file."""
    try:
        connection.execute("PRAGMA trusted_schema = OFF")  # a file from elsewhere runs no code
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        if write:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            # FULL: an approved run is on the disk before its invoices leave the house. The price
            # is one wait for the disk per commit, and commits are few and large.
            connection.execute("PRAGMA synchronous = FULL")
            # Small imports write the same pages of the index by number again and again; they go
            # into the file itself after 16 megabytes, not after SQLite's 4.
            (page,) = connection.execute("PRAGMA page_size").fetchone()
            connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_BYTES // page}")
        else:
            connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        gives_way(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def check_writable(path: Path) -> None:
    """Refuses a file or folder that is read-only for this user, before anything is made there."""
    if not os.access(path, os.W_OK):
        raise cannot_write(path, "The file is read-only for you.")
    if not os.access(path.parent, os.W_OK):
        raise cannot_write(path, "Its folder is read-only for you.")
