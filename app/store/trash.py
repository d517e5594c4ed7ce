"""The trash: rows of the setup that were taken out, kept for thirty days."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, Integer, Text

from app.store.audit import Stamp
from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table
from app.values.sheet import Sheet, SheetRow
from app.workbook.cells import cell_reader, cell_text
from app.workbook.sheets import SHEETS

KEPT: Final = timedelta(days=30)

TABLE: Final = table(
    "trash",
    Column("id", Integer, primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON: the filled cells by column
    Column("removed_at", Moment, nullable=False),
    Column("removed_by", Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trashed:
    """A row in the trash."""

    id: int
    sheet: str
    record: str
    row: SheetRow
    removed_at: datetime
    removed_by: str


def throw_away(conn: Connection, rows: Sequence[tuple[Sheet, SheetRow]], *, stamp: Stamp) -> None:
    """Puts rows into the trash; what has lain there for thirty days goes."""
    db = raw(conn)
    db.execute("DELETE FROM trash WHERE removed_at < ?", (microseconds(stamp.at - KEPT),))
    db.executemany(
        "INSERT INTO trash (sheet, record, content, removed_at, removed_by) VALUES (?, ?, ?, ?, ?)",
        [
            (
                sheet.name,
                record_of(sheet, row),
                json.dumps(_cells(sheet, row)),
                microseconds(stamp.at),
                stamp.actor,
            )
            for sheet, row in rows
        ],
    )


def trashed(conn: Connection) -> list[Trashed]:
    """What is in the trash, the last first."""
    found = raw(conn).execute(
        "SELECT id, sheet, record, content, removed_at, removed_by FROM trash ORDER BY id DESC"
    )
    return [
        Trashed(
            id=number,
            sheet=sheet,
            record=record,
            row=_row(SHEETS[sheet], json.loads(content)),
            removed_at=moment_of(at),
            removed_by=by,
        )
        for number, sheet, record, content, at, by in found
    ]


def take_back(conn: Connection, ids: Sequence[int]) -> None:
    """Takes rows out of the trash; whoever does that writes them again."""
    raw(conn).executemany("DELETE FROM trash WHERE id = ?", [(number,) for number in ids])


def record_of(sheet: Sheet, row: SheetRow) -> str:
    """The record's own name."""
    parts = [cell_text(value) for value in sheet.key_of(row)]
    return "/".join(parts) or sheet.name


def _cells(sheet: Sheet, row: SheetRow) -> dict[str, str]:
    return {
        field: cell_text(getattr(row, field))
        for field in sheet.columns
        if getattr(row, field) is not None
    }


def _row(sheet: Sheet, cells: dict[str, str]) -> SheetRow:
    values = {field: cell_reader(sheet, field)(text) for field, text in cells.items()}
    return sheet.row(**values)
