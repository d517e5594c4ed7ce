"""Tables of the setup workbook, one a sheet, made from the sheets' own declarations; and reading.

A column is null exactly where a row's field may be None, so what was written is read back equal.
Changes go in by ``setup_changes.py``.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar, cast, get_args, get_type_hints

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from app.store.columns import Counts, Day, Flag, counts_at_rest, day_number, day_of
from app.store.database import raw
from app.store.tables import table
from app.values.money import from_counts
from app.values.sheet import Kind, Sheet, SheetRow
from app.workbook.sheets import SHEETS

R = TypeVar("R", bound=SheetRow)

RETIRING: Final = frozenset({"rates"})
"""Sheets whose changed rows are kept, retired, beside the new: calls point to what priced them."""

_AMOUNTS: Final = {Kind.MONEY, Kind.QUANTITY}


def _type_of(kind: Kind) -> TypeEngine[Any]:
    match kind:
        case Kind.MONEY | Kind.QUANTITY:
            return Counts()
        case Kind.DATE:
            return Day()
        case Kind.YES_NO:
            return Flag()
        case Kind.INTEGER:
            return Integer()
        case Kind.TEXT | Kind.PHONE | Kind.TIME:
            return Text()


def _may_be_none(sheet: Sheet, field: str) -> bool:
    return type(None) in get_args(get_type_hints(sheet.row)[field])


def _columns(sheet: Sheet) -> Iterator[SchemaItem]:
    yield Column("id", Integer, primary_key=True)
    for field, column in sheet.columns.items():
        # Rows of one workbook may come in any order; references are checked at the commit.
        reference = [ForeignKey(column.refers, deferrable=True, initially="DEFERRED")]
        yield Column(
            column.name,
            _type_of(column.kind),
            *(reference if column.refers else []),
            key=field,
            nullable=_may_be_none(sheet, field),
        )
        if column.kind is Kind.YES_NO:
            yield CheckConstraint(f"{column.name} IN (0, 1)", name=column.name)
    if sheet.name in RETIRING:
        # The setup version that put another row in its place; null while it is in force.
        yield Column("retired_in", Integer)
    if not sheet.key:
        yield CheckConstraint("id = 1", name="one_row")


def _table(sheet: Sheet) -> Table:
    made = table(sheet.name, *_columns(sheet))
    if sheet.key:
        keys = [
            func.coalesce(made.c[field], text("''")) if made.c[field].nullable else made.c[field]
            for field in sheet.key
        ]
        in_force = text("retired_in IS NULL") if sheet.name in RETIRING else None
        Index(f"ux_{sheet.name}_key", *keys, unique=True, sqlite_where=in_force)
    return made


TABLES: Final = {name: _table(sheet) for name, sheet in SHEETS.items()}
"""The table of each sheet, by the sheet's name; its column keys are the row's field names."""

VERSIONS: Final = table(
    "setup_versions",
    Column("area", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)
"""``setup`` counts all changes; ``deck:CODE`` is the count when that deck last changed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a sheet go into their table and come out of it."""

    fields: tuple[str, ...]
    names: tuple[str, ...]
    """The columns' names, quoted for SQL, in the order of the fields."""
    reads: tuple[Callable[[Any], Any] | None, ...]
    """What makes a field of what lies at rest; None where they are the same."""
    writes: tuple[Callable[[Any], Any] | None, ...]


@cache
def shape_of(sheet_name: str) -> Shape:
    """The shape of a sheet's rows."""
    columns = SHEETS[sheet_name].columns
    pairs = [_conversion(column.kind) for column in columns.values()]
    return Shape(
        tuple(columns),
        tuple(f'"{column.name}"' for column in columns.values()),
        tuple(read for read, _ in pairs),
        tuple(write for _, write in pairs),
    )


def _conversion(kind: Kind) -> tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    if kind in _AMOUNTS:
        return from_counts, counts_at_rest
    if kind is Kind.DATE:
        return day_of, day_number
    return (bool, int) if kind is Kind.YES_NO else (None, None)


@cache
def sheet_of(row: type[SheetRow]) -> Sheet:
    """The sheet whose rows are of this class."""
    return next(sheet for sheet in SHEETS.values() if sheet.row is row)


def load(connection: Connection, row: type[R]) -> list[R]:
    """All rows of a class, in the order in which they came in; retired ones left out."""
    return list(load_by_id(connection, row).values())


def load_by_id(connection: Connection, row: type[R]) -> dict[int, R]:
    """All rows of a class by their id in the file; retired ones left out."""
    sheet = sheet_of(row)
    where = "WHERE retired_in IS NULL" if sheet.name in RETIRING else ""
    return cast("dict[int, R]", dict(_read(raw(connection), sheet, where, ())))


def load_of_account(connection: Connection, row: type[R], account_number: str) -> list[R]:
    """The rows of a class that belong to an account, in the order in which they came in."""
    found = _read(raw(connection), sheet_of(row), "WHERE account_number = ?", (account_number,))
    return [cast("R", each) for _, each in found]


def count_rows(connection: Connection, sheet_name: str) -> int:
    """How many rows a sheet has, retired ones among them."""
    found = raw(connection).execute(f"SELECT count(*) FROM {TABLES[sheet_name].name}")  # noqa: S608
    return int(found.fetchone()[0])


def load_some(connection: Connection, row: type[R], ids: Sequence[int]) -> dict[int, R]:
    """The rows of a class with these ids, by id in the order in which they came in."""
    found = _read(
        raw(connection),
        sheet_of(row),
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return cast("dict[int, R]", dict(found))


def row_by_id(connection: Connection, row: type[R], row_id: int) -> R:
    """The row with this id, also a retired one; KeyError if there is none."""
    found = list(_read(raw(connection), sheet_of(row), "WHERE id = ?", (row_id,)))
    if not found:
        raise KeyError(row_id)
    return cast("R", found[0][1])


def load_rows(connection: Connection, sheet: Sheet) -> dict[tuple[object, ...], SheetRow]:
    """All rows of a sheet by their key; retired ones left out."""
    return {sheet.key_of(row): row for row in load(connection, sheet.row)}


def setup_version(connection: Connection) -> int:
    """A number that grows whenever any row of the setup changes; 0 for an empty company."""
    return _version(connection, "setup")


def deck_version(connection: Connection, deck_code: str) -> int:
    """A number that grows whenever a rate of the deck changes; 0 for a deck without rates."""
    return _version(connection, f"deck:{deck_code}")


def _version(connection: Connection, area: str) -> int:
    found = raw(connection).execute("SELECT version FROM setup_versions WHERE area = ?", (area,))
    return int((found.fetchone() or (0,))[0])


def _read(
    database: sqlite3.Connection, sheet: Sheet, where: str, values: tuple[object, ...]
) -> Iterator[tuple[int, SheetRow]]:
    """Rows with their ids; columns are converted whole, each different value once."""
    shape = shape_of(sheet.name)
    query = f"SELECT id, {', '.join(shape.names)} FROM {sheet.name} {where} ORDER BY id"  # noqa: S608
    rows = database.execute(query, values).fetchall()
    if not rows:
        return
    ids, *columns = zip(*rows, strict=True)
    read = [
        _converted(column, convert) for column, convert in zip(columns, shape.reads, strict=True)
    ]
    for row_id, fields in zip(ids, zip(*read, strict=True), strict=True):
        yield row_id, sheet.row(**dict(zip(shape.fields, fields, strict=True)))


def _converted(column: tuple[Any, ...], convert: Callable[[Any], Any] | None) -> Any:  # noqa: ANN401
    if convert is None:
        return column
    known = {value: convert(value) for value in set(column) - {None}}
    known[None] = None
    return map(known.__getitem__, column)
