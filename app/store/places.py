"""Dated facts of places: table and queries. The rules are in ``app/tax/place_history.py``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from app.customers.location import ServiceLocation
from app.store.audit import Action, Entry, Stamp, record
from app.store.columns import Day, Flag, Moment, day_number, day_of, microseconds
from app.store.database import raw
from app.store.setup import load
from app.store.setup_changes import RowChanges, apply_setup
from app.store.tables import table
from app.store.transaction import Transaction
from app.tax.place_history import (
    BEGINNING,
    DatedFacts,
    History,
    Method,
    PlaceFacts,
    facts_of,
    newest,
    same_facts,
    with_facts,
)

AREA: Final = "location_places"

TABLE: Final = table(
    AREA,
    Column("id", Integer, primary_key=True),
    Column(
        "location_code",
        Text,
        ForeignKey("locations.location_code", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    Column("effective_from", Day, nullable=False),  # day 1 of year 1: from the beginning
    Column("county_fips", Text),
    Column("place_fips", Text),
    Column("inside_city", Flag),
    Column("district", Text),
    Column("method", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    CheckConstraint("inside_city IN (0, 1)", name="inside_city"),
    Index("ux_location_places_day", "location_code", "effective_from", unique=True),
)

_COLUMNS: Final = (
    "location_code, effective_from, county_fips, place_fips, inside_city, district, method, "
    "reason, source"
)
_WRITE: Final = (
    f"INSERT INTO location_places ({_COLUMNS}, recorded_at)"  # noqa: S608  our own columns
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (location_code, effective_from) DO UPDATE"
    " SET county_fips = excluded.county_fips, place_fips = excluded.place_fips,"
    " inside_city = excluded.inside_city, district = excluded.district, method = excluded.method,"
    " reason = excluded.reason, source = excluded.source, recorded_at = excluded.recorded_at"
)


def place_histories(conn: Transaction) -> dict[str, tuple[DatedFacts, ...]]:
    """By location code the dated rows, the oldest first; locations without any are left out."""
    rows = raw(conn).execute(
        f"SELECT {_COLUMNS} FROM location_places ORDER BY location_code, effective_from"  # noqa: S608
    )
    found: dict[str, list[DatedFacts]] = {}
    for code, first, county, place, inside, district, method, reason, source in rows:
        facts = PlaceFacts(
            county_fips=county,
            place_fips=place,
            inside_city=None if inside is None else bool(inside),
            district=district,
        )
        dated = DatedFacts(
            effective_from=day_of(first),
            facts=facts,
            method=Method(method),
            reason=reason,
            source=source,
        )
        found.setdefault(code, []).append(dated)
    return {code: tuple(history) for code, history in found.items()}


def keep_histories(
    conn: Transaction,
    histories: Mapping[str, History],
    *,
    locations: Mapping[str, ServiceLocation],
    stamp: Stamp,
    origin: str = "",
) -> None:
    """Writes the histories of some locations, and the newest facts into their sheet's columns.

    Rows that are no more are not in them: dated facts are mended, never taken away. Every change
    leaves its audit entry.
    """
    before = place_histories(conn)
    entries: list[Entry] = []
    written: list[tuple[object, ...]] = []
    for code, history in histories.items():
        known = {row.effective_from: row for row in before.get(code, ())}
        for row in history:
            if known.get(row.effective_from) != row:
                entries.append(_entry(code, known.get(row.effective_from), row, origin=origin))
                written.append(_at_rest(code, row, stamp))
    raw(conn).executemany(_WRITE, written)
    record(conn, entries, stamp=stamp)
    changed = list(_brought_up(histories, locations))
    if changed:
        changes = {"locations": RowChanges(changed=changed)}
        apply_setup(conn, changes, stamp=stamp, origin=origin)


def correct_newest(
    conn: Transaction, locations: Iterable[ServiceLocation], *, stamp: Stamp, origin: str
) -> None:
    """Puts the columns of imported locations into the newest of their dated rows.

    What the sheet says is somebody's word: the row's method becomes USER. Locations without dated
    rows, and such as say what the row says, are left as they are.
    """
    histories = place_histories(conn)
    mended: dict[str, Sequence[DatedFacts]] = {}
    rows = {location.location_code: location for location in locations}
    for code, location in rows.items():
        last = newest(histories.get(code, ()))
        facts = facts_of(location)
        if last is None or same_facts(last.facts, facts, region=location.region):
            continue
        row = replace(last, facts=facts, method=Method.USER, reason="", source=origin)
        mended[code] = [*histories[code][:-1], row]
    if mended:
        keep_histories(conn, mended, locations=rows, stamp=stamp, origin=origin)


def load_locations(conn: Transaction) -> dict[str, ServiceLocation]:
    """All locations by code, as the sheet has them."""
    return {each.location_code: each for each in load(conn, ServiceLocation)}


def _brought_up(
    histories: Mapping[str, History], locations: Mapping[str, ServiceLocation]
) -> Iterator[ServiceLocation]:
    """The locations whose columns are not the newest facts, with those."""
    for code, history in histories.items():
        last, location = newest(history), locations[code]
        if last is not None and facts_of(location) != last.facts:
            yield with_facts(location, last.facts)


def _at_rest(code: str, row: DatedFacts, stamp: Stamp) -> tuple[object, ...]:
    inside = row.facts.inside_city
    return (
        code,
        day_number(row.effective_from),
        row.facts.county_fips,
        row.facts.place_fips,
        None if inside is None else int(inside),
        row.facts.district,
        row.method.value,
        row.reason,
        row.source,
        microseconds(stamp.at),
    )


def _entry(code: str, before: DatedFacts | None, after: DatedFacts, *, origin: str) -> Entry:
    return Entry(
        area=AREA,
        record=f"{code}/{day_text(after.effective_from)}",
        action=Action.ADDED if before is None else Action.CHANGED,
        before=None if before is None else _told(before),
        after=_told(after),
        reason=after.reason,
        origin=origin or after.source,
    )


def _told(row: DatedFacts) -> dict[str, object]:
    return {
        "county_fips": row.facts.county_fips,
        "place_fips": row.facts.place_fips,
        "inside_city": row.facts.inside_city,
        "district": row.facts.district,
        "method": row.method,
    }


def day_text(day: date) -> str:
    """A day as ISO text; the beginning in words."""
    return "the beginning" if day == BEGINNING else day.isoformat()
