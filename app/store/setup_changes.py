"""Changes of the setup: rows added and changed in bulk, each with its audit entry.

What ends gets its ``ends_on``, a changed rate is retired; only a row that nothing refers to can be
taken out, and goes to the trash.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.store import audit, plan_versions
from app.store.audit import Action, Entry, Stamp
from app.store.database import raw
from app.store.setup import RETIRING, TABLES, Shape, load_rows, shape_of
from app.values.sheet import Sheet, SheetRow
from app.workbook.sheets import SHEETS


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What comes in of one sheet; a changed row stands for the one with its key."""

    added: Sequence[SheetRow] = ()
    changed: Sequence[SheetRow] = ()
    removed: Sequence[SheetRow] = ()
    """Taken out, as they are there; whoever does that keeps them in the trash."""


def apply_setup(
    connection: Connection, changes: Mapping[str, RowChanges], *, stamp: Stamp, origin: str
) -> None:
    """Writes the changes of all sheets, by sheet name, with their audit entries and plan versions.

    ``origin`` tells where they come from: a file's name and content hash. References between the
    rows are checked when the transaction ends.
    """
    for name, sheet in SHEETS.items():
        change = changes.get(name)
        if change is None or not (change.added or change.changed or change.removed):
            continue
        before = load_rows(connection, sheet)
        entries = list(_entries(sheet, change, before=before, origin=origin))
        apply_rows(connection, sheet, added=change.added, changed=change.changed)
        remove_rows(connection, sheet, change.removed)
        audit.record(connection, entries, stamp=stamp)
    plan_versions.settle(connection)


def apply_rows(
    connection: Connection, sheet: Sheet, *, added: Iterable[SheetRow], changed: Iterable[SheetRow]
) -> None:
    """Writes the rows of one sheet in bulk and counts the setup's version up; no audit entries.

    KeyError if a changed row is not there. Who changes plans, periods or tiers this way calls
    ``plan_versions.settle`` when all are written.
    """
    database = raw(connection)
    shape = shape_of(sheet.name)
    new, other = list(added), list(changed)
    if not new and not other:
        return
    version = _count_up(database, sheet, [*new, *other])
    if other and sheet.name in RETIRING:
        _retire(database, sheet, other, version=version)
        new = [*other, *new]
    elif other:
        _update(database, sheet, other)
    marks = ", ".join("?" * len(shape.fields))
    database.executemany(
        f"INSERT INTO {sheet.name} ({', '.join(shape.names)}) VALUES ({marks})",  # noqa: S608
        (_at_rest(shape, row) for row in new),
    )


def remove_rows(connection: Connection, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
    """Takes rows out by their keys and counts the setup's version up; no audit entries.

    KeyError if one is not there. What refers to them is told when the transaction ends.
    """
    if not rows:
        return
    database = raw(connection)
    shape = shape_of(sheet.name)
    _count_up(database, sheet, rows)
    done = database.executemany(
        f"DELETE FROM {sheet.name} WHERE {_known_by(sheet)}",  # noqa: S608
        (_key_at_rest(sheet, shape, row) for row in rows),
    )
    _check_all_there(done.rowcount, rows)


def _count_up(database: sqlite3.Connection, sheet: Sheet, rows: Iterable[SheetRow]) -> int:
    (version,) = database.execute(
        "INSERT INTO setup_versions (area, version) VALUES ('setup', 1)"
        " ON CONFLICT (area) DO UPDATE SET version = version + 1 RETURNING version"
    ).fetchone()
    if sheet.name == "rates":
        decks = {getattr(row, "deck_code") for row in rows}  # noqa: B009  of the rates sheet
        database.executemany(
            "INSERT INTO setup_versions (area, version) VALUES (?, ?)"
            " ON CONFLICT (area) DO UPDATE SET version = excluded.version",
            [(f"deck:{deck}", version) for deck in sorted(decks)],
        )
    return int(version)


def _retire(
    database: sqlite3.Connection, sheet: Sheet, rows: Sequence[SheetRow], *, version: int
) -> None:
    shape = shape_of(sheet.name)
    done = database.executemany(
        f"UPDATE {sheet.name} SET retired_in = ?"  # noqa: S608
        f" WHERE {_known_by(sheet)} AND retired_in IS NULL",
        ((version, *_key_at_rest(sheet, shape, row)) for row in rows),
    )
    _check_all_there(done.rowcount, rows)


def _update(database: sqlite3.Connection, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
    shape = shape_of(sheet.name)
    settings = ", ".join(f"{name} = ?" for name in shape.names)
    done = database.executemany(
        f"UPDATE {sheet.name} SET {settings} WHERE {_known_by(sheet)}",  # noqa: S608
        ((*_at_rest(shape, row), *_key_at_rest(sheet, shape, row)) for row in rows),
    )
    _check_all_there(done.rowcount, rows)


def _check_all_there(found: int, rows: Sequence[SheetRow]) -> None:
    if found != len(rows):
        message = f"{len(rows)} rows are said to have changed, {found} are there"
        raise KeyError(message)


def _known_by(sheet: Sheet) -> str:
    """The condition that finds a row by its key, in the words of the key's index."""
    columns = TABLES[sheet.name].c
    parts = [
        f"coalesce(\"{columns[field].name}\", '') = coalesce(?, '')"
        if columns[field].nullable
        else f'"{columns[field].name}" = ?'
        for field in sheet.key
    ]
    return " AND ".join(parts) or "id = 1"


def _at_rest(shape: Shape, row: SheetRow) -> list[Any]:
    return [
        _written(getattr(row, field), write)
        for field, write in zip(shape.fields, shape.writes, strict=True)
    ]


def _key_at_rest(sheet: Sheet, shape: Shape, row: SheetRow) -> list[Any]:
    writes = dict(zip(shape.fields, shape.writes, strict=True))
    return [_written(getattr(row, field), writes[field]) for field in sheet.key]


def _written(value: Any, write: Callable[[Any], Any] | None) -> Any:  # noqa: ANN401  of any column
    return value if value is None or write is None else write(value)


def _entries(
    sheet: Sheet,
    change: RowChanges,
    *,
    before: Mapping[tuple[object, ...], SheetRow],
    origin: str,
) -> Iterator[Entry]:
    """One entry a row; of a deck's first rates one entry for the whole deck."""
    for row in change.changed:
        old, new = _told(sheet, before[sheet.key_of(row)]), _told(sheet, row)
        yield Entry(
            area=sheet.name,
            record=_record(sheet, row),
            action=Action.CHANGED,
            before={name: value for name, value in old.items() if new.get(name) != value},
            after={name: value for name, value in new.items() if old.get(name) != value},
            origin=origin,
        )
    for row in change.removed:
        yield Entry(
            area=sheet.name,
            record=_record(sheet, row),
            action=Action.REMOVED,
            before=_told(sheet, row),
            origin=origin,
        )
    added: Sequence[SheetRow] = change.added
    if sheet.name == "rates":
        known = {key[0] for key in before}
        first = [row for row in added if sheet.key_of(row)[0] not in known]
        added = [row for row in added if sheet.key_of(row)[0] in known]
        yield from _decks(Counter(str(sheet.key_of(row)[0]) for row in first), origin=origin)
    for row in added:
        yield Entry(
            area=sheet.name,
            record=_record(sheet, row),
            action=Action.ADDED,
            after=_told(sheet, row),
            origin=origin,
        )


def _decks(rates_of: Mapping[str, int], *, origin: str) -> Iterator[Entry]:
    for deck_code, rates in sorted(rates_of.items()):
        yield Entry(
            area="rates",
            record=deck_code,
            action=Action.ADDED,
            after={"rates": rates},
            origin=origin,
        )


def _record(sheet: Sheet, row: SheetRow) -> str:
    parts = ["" if value is None else str(value) for value in sheet.key_of(row)]
    return "/".join(parts) or sheet.name


def _told(sheet: Sheet, row: SheetRow) -> dict[str, object]:
    """The filled cells of a row, by column name."""
    cells = {column.name: getattr(row, field) for field, column in sheet.columns.items()}
    return {name: value for name, value in cells.items() if value is not None}
