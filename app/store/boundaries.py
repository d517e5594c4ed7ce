"""Boundary files of states: tables, bulk writing, and looking a ZIP code up.

A state has one file at a time; the next takes its place. Records are kept in whole numbers, their
streets and jurisdictions apart: a million of them take some fifty megabytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Text

from app.store.audit import Action, Entry, Stamp, record
from app.store.columns import Day, Moment, day_number, day_of, microseconds, moment_of
from app.store.database import raw
from app.store.tables import table
from app.store.transaction import Transaction
from app.tax.boundaries import Area, BoundaryKind, BoundaryRecord, Parity

_FILE: Final = ForeignKey("boundary_files.id")

FILES: Final = table(
    "boundary_files",
    Column("id", Integer, primary_key=True),
    Column("state", Text, nullable=False, unique=True),
    Column("vintage", Text, nullable=False),  # as its name tells: 2026Q4
    Column("file", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("imported_at", Moment, nullable=False),
)

AREAS: Final = table(
    "boundary_areas",
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer, ForeignKey("boundary_files.id"), nullable=False),
    Column("county", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("districts", Text, nullable=False),  # separated by |
)
"""The jurisdictions that records name, each set once a file."""

STREETS: Final = table(
    "boundary_streets",
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer, ForeignKey("boundary_files.id"), nullable=False),
    Column("street", Text, nullable=False),  # before|name|suffix|after
)

RECORDS: Final = table(
    "boundaries",
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer, ForeignKey("boundary_files.id"), nullable=False),
    Column("zip", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("low", Integer, nullable=False),  # house number, or the four digits
    Column("high", Integer, nullable=False),
    Column("parity", Integer, nullable=False),
    Column("letters", Text),  # before the house number
    Column("by_unit", Integer, nullable=False),
    Column("street_id", Integer),
    Column("area_id", Integer, nullable=False),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    Index("ix_boundaries_zip", "file_id", "zip"),
)

_AT_ONCE: Final = 20_000
_WRITE: Final = (
    "INSERT INTO boundaries (file_id, zip, kind, low, high, parity, letters, by_unit, street_id,"
    " area_id, first, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryFile:
    """An imported boundary file."""

    state: str
    vintage: str
    file: str
    content_hash: str
    records: int = 0
    left_out: int = 0
    """Records that no location can be matched by."""
    imported_at: datetime | None = None


def boundary_files(conn: Transaction) -> dict[str, BoundaryFile]:
    """The imported file of each state."""
    rows = raw(conn).execute(
        "SELECT state, vintage, file, content_hash, records, left_out, imported_at"
        " FROM boundary_files ORDER BY state"
    )
    return {
        state: BoundaryFile(
            state=state,
            vintage=vintage,
            file=file,
            content_hash=content_hash,
            records=records,
            left_out=left_out,
            imported_at=moment_of(at),
        )
        for state, vintage, file, content_hash, records, left_out, at in rows
    }


@dataclass(slots=True)
class BoundaryWriter:
    """Takes the records of one file in, batch by batch, in place of the state's file before."""

    conn: Transaction
    file_id: int
    records: int = 0
    _areas: dict[Area, int] = field(default_factory=dict)
    _streets: dict[str, int] = field(default_factory=dict)

    def take(self, records: Iterable[BoundaryRecord]) -> None:
        """Writes records."""
        rows = map(self._at_rest, records)
        while batch := list(islice(rows, _AT_ONCE)):
            raw(self.conn).executemany(_WRITE, batch)
            self.records += len(batch)

    def _at_rest(self, each: BoundaryRecord) -> tuple[object, ...]:
        return (
            self.file_id,
            each.zip_code,
            each.kind.value,
            each.low,
            each.high,
            each.parity.value,
            each.letters or None,
            int(each.by_unit),
            self._street(each.street) if each.street else None,
            self._area(each.area),
            day_number(each.first),
            day_number(each.last),
        )

    def _street(self, street: str) -> int:
        known = self._streets.get(street)
        if known is None:
            done = raw(self.conn).execute(
                "INSERT INTO boundary_streets (file_id, street) VALUES (?, ?)",
                (self.file_id, street),
            )
            known = self._streets[street] = int(done.lastrowid or 0)
        return known

    def _area(self, area: Area) -> int:
        known = self._areas.get(area)
        if known is None:
            done = raw(self.conn).execute(
                "INSERT INTO boundary_areas (file_id, county, place, districts)"
                " VALUES (?, ?, ?, ?)",
                (self.file_id, area.county, area.place, "|".join(area.districts)),
            )
            known = self._areas[area] = int(done.lastrowid or 0)
        return known


def begin_file(conn: Transaction, new: BoundaryFile, *, stamp: Stamp) -> BoundaryWriter:
    """Takes the state's file before away, and begins the new one."""
    known = raw(conn).execute("SELECT id FROM boundary_files WHERE state = ?", (new.state,))
    for (file_id,) in known.fetchall():
        for name in ("boundaries", "boundary_areas", "boundary_streets"):
            raw(conn).execute(f"DELETE FROM {name} WHERE file_id = ?", (file_id,))  # noqa: S608
        raw(conn).execute("DELETE FROM boundary_files WHERE id = ?", (file_id,))
    done = raw(conn).execute(
        "INSERT INTO boundary_files (state, vintage, file, content_hash, records, left_out,"
        " imported_at) VALUES (?, ?, ?, ?, 0, 0, ?)",
        (new.state, new.vintage, new.file, new.content_hash, microseconds(stamp.at)),
    )
    return BoundaryWriter(conn, int(done.lastrowid or 0))


def end_file(
    writer: BoundaryWriter, new: BoundaryFile, *, left_out: int, stamp: Stamp
) -> BoundaryFile:
    """Notes how many records came in, with the audit entry of the file."""
    raw(writer.conn).execute(
        "UPDATE boundary_files SET records = ?, left_out = ? WHERE id = ?",
        (writer.records, left_out, writer.file_id),
    )
    told = {"vintage": new.vintage, "records": writer.records, "left_out": left_out}
    entry = Entry(
        area="boundary_files",
        record=new.state,
        action=Action.ADDED,
        after=told,
        origin=f"{new.file} {new.content_hash}",
    )
    record(writer.conn, [entry], stamp=stamp)
    return boundary_files(writer.conn)[new.state]


def records_of_zip(
    conn: Transaction, state: str, zip_code: int, *, day: date
) -> Iterator[BoundaryRecord]:
    """The records of a state's file that speak of a ZIP code on a day."""
    rows = raw(conn).execute(
        "SELECT kind, low, high, parity, letters, by_unit, coalesce(street, ''), county, place,"
        " districts, first, last FROM boundaries"
        " JOIN boundary_areas ON boundary_areas.id = area_id"
        " LEFT JOIN boundary_streets ON boundary_streets.id = street_id"
        " WHERE boundaries.file_id = (SELECT id FROM boundary_files WHERE state = ?)"
        " AND zip = ? AND first <= ? AND last >= ? ORDER BY boundaries.id",
        (state, zip_code, day_number(day), day_number(day)),
    )
    for kind, low, high, parity, letters, by_unit, street, county, place, districts, *days in rows:
        yield BoundaryRecord(
            kind=BoundaryKind(kind),
            zip_code=zip_code,
            low=low,
            high=high,
            parity=Parity(parity),
            letters=letters or "",
            by_unit=bool(by_unit),
            street=street,
            area=Area(county, place, tuple(districts.split("|")) if districts else ()),
            first=day_of(days[0]),
            last=day_of(days[1]),
        )
