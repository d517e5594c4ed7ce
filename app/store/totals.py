"""Whether a company file holds together, and the sums that two copies of it must share.

Control totals are told from the file alone, whatever version wrote it: of each table its rows, and
of each column of whole numbers its sum (every amount is one).
"""

import sqlite3
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from app.errors import Cancelled
from app.progress import Progress
from app.store.giving_way import gives_way

_STEPS_BETWEEN_CALLS: Final = 5_000_000
"""Instructions of SQLite's machine between two looks at the progress: a few a second."""

_HALF: Final = 32
_NOT_COUNTED: Final = "alembic_version"


@dataclass(frozen=True, slots=True)
class TableTotals:
    """What one table adds up to."""

    rows: int
    sums: Mapping[str, int]
    """By column; of amounts in counts of 1e-8."""


def control_totals(database: sqlite3.Connection, *, progress: Progress) -> dict[str, TableTotals]:
    """The totals of each table, by name. Raises Cancelled."""
    names = [
        name
        for (name,) in database.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> ? ORDER BY name",
            (_NOT_COUNTED,),
        )
    ]
    totals: dict[str, TableTotals] = {}
    for done, name in enumerate(names):
        progress.step(done, len(names), f"Adding up {name}")
        with watched(database, progress, note=f"Adding up {name}"):
            totals[name] = _totals(database, name)
    return totals


def _totals(database: sqlite3.Connection, table: str) -> TableTotals:
    columns = [
        name
        for name, kind in database.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
        if kind == "INTEGER"
    ]
    # Two halves: SQLite refuses a sum beyond 64 bits, and the halves of 2 ** 31 rows stay below.
    halves = "".join(
        f', sum("{name}" >> {_HALF}), sum("{name}" & {2**_HALF - 1})' for name in columns
    )
    rows, *parts = database.execute(f'SELECT count(*){halves} FROM "{table}"').fetchone()  # noqa: S608
    sums = {
        name: ((parts[2 * i] or 0) << _HALF) + (parts[2 * i + 1] or 0)
        for i, name in enumerate(columns)
    }
    return TableTotals(rows, sums)


def differences(
    before: Mapping[str, TableTotals],
    after: Mapping[str, TableTotals],
    *,
    changing: AbstractSet[str] = frozenset(),
) -> list[str]:
    """What two files do not share, in words; tables and columns that are new are no difference.

    ``changing`` names what a migration means to change: a table, or ``table.column``.
    """
    found: list[str] = []
    for name, old in before.items():
        if name in changing:
            continue
        new = after.get(name)
        if new is None:
            found.append(f"{name} is gone")
        elif new.rows != old.rows:
            found.append(f"{name} has {new.rows} rows, had {old.rows}")
        else:
            found.extend(
                f"{name}.{column} adds up to {new.sums.get(column)}, was {total}"
                for column, total in old.sums.items()
                if f"{name}.{column}" not in changing and new.sums.get(column) != total
            )
    return found


def flaws(database: sqlite3.Connection, *, progress: Progress) -> list[str]:
    """What SQLite finds wrong with pages, indexes and references. Raises Cancelled."""
    with watched(database, progress, note="Checking pages and indexes"):
        pages = [str(words) for (words,) in database.execute("PRAGMA integrity_check")]
    with watched(database, progress, note="Checking references"):
        references = [
            f"Row {row_id} of {table} points to a row of {parent} that is not there"
            for table, row_id, parent, _ in database.execute("PRAGMA foreign_key_check")
        ]
    return [words for words in pages if words != "ok"] + references


@contextmanager
def watched(database: sqlite3.Connection, progress: Progress, *, note: str) -> Iterator[None]:
    """While a long statement runs, tells the progress and stops it when cancelled."""
    cancelled = False

    def look() -> int:
        nonlocal cancelled
        try:
            progress.step(0, 0, note)
        except Cancelled:
            cancelled = True
        return int(cancelled)

    database.set_progress_handler(look, _STEPS_BETWEEN_CALLS)
    try:
        progress.step(0, 0, note)
        yield
    except sqlite3.OperationalError as error:
        if cancelled:
            raise Cancelled from error
        raise
    finally:
        gives_way(database)
