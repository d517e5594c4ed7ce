"""The company file: opened, read and written in transactions, closed.

Threads: one process may read and write from several threads at once. Every transaction has a
connection of its own from a pool; write transactions wait for each other, so none is lost. A value
read in one transaction and written in another is the caller's affair: read and write within one
``write``.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import OperationalError, StatementError

from app.errors import NotAllowed
from app.progress import Progress, Silent
from app.stopping import STOP
from app.store.connection import check_writable, connect, look
from app.store.failures import damaged, from_newer_version, from_older_version, of_any
from app.store.migrate import SCHEMA, Schema, bring_up_to_date, lay_first_tables
from app.store.swap import (
    MAKING,
    check_new_name,
    clear_unfinished,
    give_name,
    remove,
    unfinished,
)
from app.store.writer_lock import WriterLock

_BEGIN: Final = "switchbook_begin"


class CompanyFile:
    """An open company file; one process at a time writes it, any number read it."""

    def __init__(self, path: Path, *, lock: WriterLock | None, lies_at: Path | None = None) -> None:
        """Of ``open`` and ``creating``, which have looked at the file before."""
        self.path = path
        self._lock = lock
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._engine = _engine(lies_at or path, write=lock is not None)

    @classmethod
    def open(
        cls, path: Path, *, write: bool, progress: Progress | None = None, schema: Schema = SCHEMA
    ) -> Self:
        """The company file at ``path``; an older one is brought up to date when it is written.

        Raises StoreError: missing, not a company file, damaged, from a newer version, in use,
        read-only, older and opened for reading. Nothing is written where it is refused.
        """
        path = path.resolve()
        version = look(path).version
        if version > schema.version:
            raise from_newer_version(path, version, known=schema.version)
        if not write:
            if version < schema.version:
                raise from_older_version(path, version, known=schema.version)
            return cls(path, lock=None).tried()
        check_writable(path)
        lock = WriterLock(path)
        try:
            clear_unfinished(path)
            if look(path).version < schema.version:
                bring_up_to_date(path, progress=progress or Silent(), schema=schema)
            return cls(path, lock=lock).tried()
        except BaseException:
            lock.release()
            raise

    @classmethod
    @contextmanager
    def creating(cls, path: Path) -> Iterator[Self]:
        """A new company file, open for writing, that gets its name when the block ends well.

        Else nothing of it stays. Raises InputError for a wrong extension or a name that is taken,
        StoreError where the folder cannot be written.
        """
        path = path.resolve()
        check_new_name(path)
        lock = WriterLock(path)
        part = unfinished(path, MAKING)
        try:
            lay_first_tables(part)
            file = cls(path, lock=lock, lies_at=part)
            try:
                yield file
            finally:
                file.dispose()
            give_name(part, path)
        except BaseException:
            remove(part)
            raise
        finally:
            lock.release()

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty company file at ``path``, open for writing; raises as ``creating`` does."""
        with cls.creating(path):
            pass
        return cls.open(path, write=True)

    def tried(self) -> Self:
        """The file itself, once its tables could be read."""
        try:
            with self.read() as connection:
                connection.exec_driver_sql("SELECT 1 FROM company_file LIMIT 1").first()
        except OperationalError as error:  # no such table
            self._engine.dispose()
            raise damaged(self.path, f"SQLite says: {error.orig}.") from error
        except BaseException:
            self._engine.dispose()
            raise
        return self

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self._lock is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction: one state of the file from its first query to its end."""
        with self._transaction("BEGIN", query_only=True) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: kept whole when the block ends well, else taken back whole.

        Raises NotAllowed where the file was opened for reading; StoreError where the disk is full
        or refuses. They do not nest.
        """
        if self._lock is None:
            raise NotAllowed(
                f"{self.path.name} is open for reading only.", "", "Open it for writing."
            )
        if self._writer == threading.get_ident():
            message = "a write transaction within another"
            raise RuntimeError(message)
        with self._writing:
            self._writer = threading.get_ident()
            try:
                with self._transaction("BEGIN IMMEDIATE", query_only=False) as connection:
                    yield connection
            finally:
                self._writer = None

    def close(self) -> None:
        """Closes the file: all lies in it again, no side file stays. May be called twice.

        RuntimeError while a transaction is open.
        """
        self.dispose()
        if self._lock is not None:
            self._lock.release()

    def dispose(self) -> None:
        """Closes every connection, and holds on to the writer lock."""
        pool = self._engine.pool
        if isinstance(pool, QueuePool) and pool.checkedout():
            message = "closed within a transaction"
            raise RuntimeError(message)
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self, begin: str, *, query_only: bool) -> Iterator[Connection]:
        if not query_only:
            STOP.let_go()
        try:
            with self._engine.connect() as connection:
                raw(connection).execute(f"PRAGMA query_only = {int(query_only)}")
                options = {_BEGIN: begin}
                transaction = connection.execution_options(**options).begin()
                try:
                    yield connection
                    if not query_only:
                        STOP.hold()
                    transaction.commit()
                except BaseException:
                    transaction.rollback()
                    raise
        except (sqlite3.Error, StatementError) as error:
            if query_only and _is_write_refused(error):
                raise  # a read transaction that writes is a fault of ours
            if STOP.is_asked and _code_of(error) == sqlite3.SQLITE_INTERRUPT:
                raise KeyboardInterrupt from error  # heard while SQLite was at work
            raise of_any(error, self.path) from error


def raw(connection: Connection) -> sqlite3.Connection:
    """Python's own connection below, inside the same transaction; for bulk ``executemany``."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        message = "not a connection of a company file"
        raise TypeError(message)
    return driver


def _is_write_refused(error: sqlite3.Error | StatementError) -> bool:
    return _code_of(error) == sqlite3.SQLITE_READONLY


def _code_of(error: sqlite3.Error | StatementError) -> int | None:
    cause = error.orig if isinstance(error, StatementError) else error
    return getattr(cause, "sqlite_errorcode", None)


def _engine(path: Path, *, write: bool) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: connect(path, write=write), poolclass=QueuePool
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options()[_BEGIN])

    return engine
