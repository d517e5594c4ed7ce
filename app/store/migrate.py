"""Brings the tables of a company file up to date: Alembic's versions, on a checked copy.

The versions lie in ``migrations/`` and are run from inside the program, without Alembic's command,
ini file or environment; a frozen program carries that folder as data. A version's number is the
file's ``user_version`` after it. A version that means to change a table's control totals names it
in ``CHANGING`` (see ``totals.differences``); all others must stay.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, NullPool, create_engine, event

from app.progress import Progress
from app.store.connection import look
from app.store.failures import damaged, in_words
from app.store.swap import (
    UPDATING,
    copy_checked,
    free_name,
    put_in_place,
    remove,
    settle,
    unfinished,
)
from app.store.tables import APPLICATION_ID, PAGE_BYTES, SCHEMA_VERSION
from app.store.totals import TableTotals, control_totals, differences, flaws


@dataclass(frozen=True, slots=True)
class Schema:
    """A version of the tables, and the folders of the Alembic versions that lead to it."""

    version: int
    folders: tuple[Path, ...]


SCHEMA: Final = Schema(SCHEMA_VERSION, (Path(__file__).parent / "migrations",))
"""What this program needs."""


def lay_first_tables(path: Path, *, schema: Schema = SCHEMA) -> None:
    """Makes an empty company file at ``path``, by running every version. Raises StoreError."""
    remove(path)
    with in_words(path), closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _upgrade(path, schema)
    with in_words(path), closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL").fetchone()


def bring_up_to_date(path: Path, *, progress: Progress, schema: Schema = SCHEMA) -> Path:
    """Updates an older file in place; returns the backup of the old one that stays beside it.

    The caller holds the writer lock. Raises StoreError (in use, damaged, disk full) and Cancelled;
    then, and when the process dies at any point, the old file is where it was.
    """
    old = look(path).version
    part = unfinished(path, UPDATING)
    settle(path)
    before = copy_checked(path, part, progress=progress)
    try:
        changing = _upgrade(part, schema)
        _check_updated(path, part, before=before, changing=changing, progress=progress)
        kept = free_name(path, mark=f"version-{old}")
        put_in_place(part, path, kept=kept)
    except BaseException:
        remove(part)
        raise
    return kept


def _check_updated(
    path: Path,
    part: Path,
    *,
    before: Mapping[str, TableTotals],
    changing: frozenset[str],
    progress: Progress,
) -> None:
    with in_words(part), closing(sqlite3.connect(part, isolation_level=None)) as database:
        wrong = flaws(database, progress=progress)
        after = control_totals(database, progress=progress)
    wrong += differences(before, after, changing=changing)
    if wrong:
        raise damaged(path, f"Its tables cannot be brought up to date: {wrong[0]}.")


def _upgrade(path: Path, schema: Schema) -> frozenset[str]:
    """Runs the versions a file lacks, in one transaction; what they mean to change."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with in_words(path), engine.connect() as connection, connection.begin():
        changing = _run_versions(connection, schema)
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.version}")
    return changing


def _connect(path: Path) -> sqlite3.Connection:
    """References are off while tables are rebuilt; they are checked when all is done."""
    return sqlite3.connect(path, isolation_level=None)


def _run_versions(connection: Connection, schema: Schema) -> frozenset[str]:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    folders = [str(folder) for folder in schema.folders]
    scripts = ScriptDirectory(folders[0], version_locations=folders)
    changing: set[str] = set()

    def missing_versions(revision: Any, _: MigrationContext) -> Iterable[Any]:  # noqa: ANN401  Alembic's types
        steps = scripts._upgrade_revs("head", revision)  # noqa: SLF001  as Alembic's own command does
        for step in steps:
            changing.update(getattr(step.revision.module, "CHANGING", ()))
        return steps

    context = MigrationContext.configure(
        connection, opts={"fn": missing_versions, "transactional_ddl": True}
    )
    with Operations.context(context):
        context.run_migrations()
    return frozenset(changing)
