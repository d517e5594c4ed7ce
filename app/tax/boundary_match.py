"""A location held against the records of a boundary file: in which jurisdictions it lies.

The finest record counts: the stretch of its street, then its ZIP+4, then what all records of its
ZIP code agree on. Records that contradict each other say nothing, and the next coarser are asked.
A record of a whole ZIP code may be the one of least tax in it, so it is never taken alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from app.customers.address import StreetAddress, street_of, zip_parts
from app.customers.location import ServiceLocation
from app.tax.boundaries import Area, BoundaryKind, BoundaryRecord, Parity, street_key

_PARTS: Final = 4


class MatchedBy(Enum):
    """What of a location was found in the file."""

    ADDRESS = "address"
    ZIP_PLUS_4 = "ZIP+4"
    ZIP = "ZIP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a location lies by a file; None: the file does not say."""

    by: MatchedBy
    county: str | None
    place: str | None
    """Blank: outside all cities."""
    districts: tuple[str, ...] | None
    since: date
    """The first day of the record, or the last first day of several."""


def match(location: ServiceLocation, records: Sequence[BoundaryRecord]) -> Match | None:
    """Where the location lies by the records of its ZIP code that are in force on one day."""
    street = street_of(location.address_line1, location.address_line2)
    found = _exact(MatchedBy.ADDRESS, list(_on_street(street, records)))
    if found is not None:
        return found
    zipped = zip_parts(location.postal_code)
    if zipped is not None and zipped[1]:
        digits = int(zipped[1])
        finer = [
            each
            for each in records
            if each.kind is BoundaryKind.ZIP_PLUS_4 and each.low <= digits <= each.high
        ]
        found = _exact(MatchedBy.ZIP_PLUS_4, finer)
        if found is not None:
            return found
    return _agreed(records)


def _on_street(
    street: StreetAddress, records: Sequence[BoundaryRecord]
) -> Iterator[BoundaryRecord]:
    """The records of the house; those whose street is written in full alike before others."""
    house = street.house_number
    if house is None or not street.name:
        return
    letters, number = house
    here = [
        each
        for each in records
        if each.kind is BoundaryKind.ADDRESS
        and each.letters == letters
        and each.low <= number <= each.high
        and _is_of_side(number, each.parity)
    ]
    key = street_key(street.before, street.name, street.suffix, street.after)
    alike = [each for each in here if each.street == key]
    yield from alike or [each for each in here if _may_be(each.street, key)]


def _is_of_side(number: int, parity: Parity) -> bool:
    return parity is Parity.BOTH or (number % 2 == 1) == (parity is Parity.ODD)


def _may_be(one: str, other: str) -> bool:
    """Whether two streets have one name, and no direction or suffix that contradicts."""
    pairs = list(zip(one.split("|"), other.split("|"), strict=True))
    (_, (name, other_name), *_), loose = pairs, [pairs[0], *pairs[2:_PARTS]]
    return name == other_name and all(not a or not b or a == b for a, b in loose)


def _exact(by: MatchedBy, records: Sequence[BoundaryRecord]) -> Match | None:
    """What the records say, if they all say the same of the whole house."""
    areas = {each.area for each in records}
    if len(areas) != 1 or any(each.by_unit for each in records):
        return None
    (area,) = areas
    return Match(
        by=by,
        county=area.county or None,
        place=area.place,
        districts=area.districts,
        since=max(each.first for each in records),
    )


def _agreed(records: Sequence[BoundaryRecord]) -> Match | None:
    """What all records of a ZIP code agree on; None unless they name one county alone."""
    areas: set[Area] = {each.area for each in records}
    counties = {area.county for area in areas}
    if len(counties) != 1 or not (county := counties.pop()):
        return None
    places = {area.place for area in areas}
    districts = {area.districts for area in areas}
    return Match(
        by=MatchedBy.ZIP,
        county=county,
        place=places.pop() if len(places) == 1 else None,
        districts=districts.pop() if len(districts) == 1 else None,
        since=max(each.first for each in records),
    )
