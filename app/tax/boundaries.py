"""Boundary files of the Streamlined Sales Tax states: their records, read and checked.

A record says of a stretch of addresses, of ZIP+4 codes or of ZIP codes in which county, place and
special districts it lies, from a day to a day. Two layouts are read:

- comma-separated, one record a line without header: record type (Z, 4 or A), first and last day
  (YYYYMMDD), low and high house number, odd/even/both, street before/name/suffix/after, four
  columns of units, city, ZIP code and its four digits, low and high ZIP code each with its four
  digits, composite code, state, state again where it taxes, county, place, class of place,
  longitude, latitude, then up to twenty times district source, district code and kind of
  authority. Source: Technology Guide of the Streamlined Sales Tax Governing Board, chapter 5; the
  order of the columns agrees among three public readers of these files and published records of
  Minnesota and Nebraska (confidence high).
- fixed widths, older: the flat file of the Mobile Telecommunications Sourcing Act as the
  Federation of Tax Administrators lays it out ("Wireless Sourcing - Flat File Data Format"):
  addresses only, no record type (confidence high on the widths, medium on what states do).

A place or county of zeros is none. Rates are not in these files.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from app.customers.address import written_alike
from app.tax.jurisdiction import STATE_FIPS

STATE_OF_FIPS: Final = {code: state for state, code in STATE_FIPS.items()}

_TYPES: Final = {"Z", "4", "A"}
_WIDTHS: Final = (8, 8, 10, 10, 1, 2, 20, 4, 2, 4, 8, 8, 1, 28, 5, 4, 2, 3, 5, 2, 7, 7)
_UNUSED: Final = 14
"""Columns at the end that may be cut off: the position."""
_DISTRICT_WIDTHS: Final = (2, 5, 2)
_HOUSE: Final = re.compile(r"([A-Z]{0,2})0*(\d{1,9})", re.ASCII)
_FIRST_DISTRICT: Final = 29
_UNINCORPORATED: Final = "U"
"""How the class of a place begins that is no city: a name on the map without limits."""
_MOST_ZIPS: Final = 5_000
"""A range of ZIP codes as wide as this is a mistake: no state has as many."""


class BoundaryKind(Enum):
    """What a record speaks of; the finer the greater."""

    ZIP = 0
    ZIP_PLUS_4 = 1
    ADDRESS = 2


class Parity(Enum):
    """Which house numbers of a range are meant."""

    BOTH = 0
    ODD = 1
    EVEN = 2


@dataclass(frozen=True, slots=True)
class Area:
    """The jurisdictions of a stretch; blank: none."""

    county: str
    """Three digits."""
    place: str
    """Five digits; blank outside all cities."""
    districts: tuple[str, ...]


@dataclass(slots=True, kw_only=True)  # not frozen: read by the million
class BoundaryRecord:
    """A stretch of one ZIP code and where it lies."""

    kind: BoundaryKind
    zip_code: int
    low: int
    """The first house number, or the first four digits after the ZIP code."""
    high: int
    parity: Parity
    letters: str
    """What stands before the house numbers, as in ``W6085``."""
    street: str
    """Direction, name, suffix and direction, with ``|`` between; blank where none is meant."""
    by_unit: bool
    """Whether only some units of the house are meant."""
    area: Area
    first: date
    last: date
    """The last day covered."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A line that says nothing of any place, and why."""

    line: int
    why: str


def read_boundaries(
    lines: Iterable[str], *, first_line: int = 1
) -> Iterator[tuple[str, BoundaryRecord] | Unusable]:
    """The records of the lines, each with the postal abbreviation of its state.

    A record that spans ZIP codes is told once for each. What cannot be used is told with its line.
    """
    for number, line in enumerate(lines, first_line):
        if not line.strip():
            continue
        try:
            yield from _records(_cells(line))
        except ValueError as fault:
            yield Unusable(number, str(fault))


def _cells(line: str) -> list[str]:
    """The cells of a line in capitals, in the order of the comma-separated layout."""
    text = line.upper()
    if "," not in text:
        cells = _cut(text) if len(text) >= sum(_WIDTHS) - _UNUSED else [text]
    elif '"' in text:
        cells = next(csv.reader((text,)))
    else:
        cells = text.rstrip().split(",")
        if " ," not in text and ", " not in text:
            return cells  # nothing to trim, as in nearly all lines
    return [cell.strip() for cell in cells]


def _cut(line: str) -> list[str]:
    """The cells of a line of fixed widths, in the order of the comma-separated ones."""
    bounds = [0, *accumulate(_WIDTHS)]
    cells = [line[start:end] for start, end in pairwise(bounds)]
    at = bounds[-1]
    districts = []
    while line[at:].strip():
        for width in _DISTRICT_WIDTHS:
            districts.append(line[at : at + width])
            at += width
    days, address, codes = cells[:2], cells[2:16], cells[16:]
    state, *rest = codes
    spans = ["", "", "", "", ""]
    return ["A", *days, *address, *spans, state, state, *rest, *districts]


def _records(cells: Sequence[str]) -> Iterator[tuple[str, BoundaryRecord]]:
    if len(cells) < _FIRST_DISTRICT - 2 or cells[0] not in _TYPES:
        message = "no record of type Z, 4 or A"
        raise ValueError(message)
    state = STATE_OF_FIPS.get(cells[22].zfill(2))
    if state is None:
        message = f"no state has the code {cells[22]!r}"
        raise ValueError(message)
    first, last = _day(cells[1]), _day(cells[2])
    area = _area((*cells[24:26], cells[26][:1]), tuple(cells[_FIRST_DISTRICT + 1 :: 3]))
    if cells[0] == "A":
        yield state, _address(cells, area, first=first, last=last)
        return
    kind = BoundaryKind.ZIP if cells[0] == "Z" else BoundaryKind.ZIP_PLUS_4
    for zip_code, low, high in _spans(cells, kind):
        yield (
            state,
            BoundaryRecord(
                kind=kind,
                zip_code=zip_code,
                low=low,
                high=high,
                parity=Parity.BOTH,
                letters="",
                street="",
                by_unit=False,
                area=area,
                first=first,
                last=last,
            ),
        )


def _address(cells: Sequence[str], area: Area, *, first: date, last: date) -> BoundaryRecord:
    low, high = _HOUSE.match(cells[3]), _HOUSE.match(cells[4])
    if not cells[7] or low is None or high is None or low[1] != high[1]:
        message = f"an address without street or house numbers: {cells[3]} to {cells[4]} {cells[7]}"
        raise ValueError(message)
    return BoundaryRecord(
        kind=BoundaryKind.ADDRESS,
        zip_code=_zip(cells[15] or cells[17]),
        low=int(low[2]),
        high=int(high[2]),
        parity={"O": Parity.ODD, "E": Parity.EVEN}.get(cells[5], Parity.BOTH),
        letters=low[1],
        street=street_key(*cells[6:10]),
        by_unit=any(cells[11:13]),
        area=area,
        first=first,
        last=last,
    )


@lru_cache(maxsize=100_000)
def street_key(before: str, name: str, suffix: str, after: str) -> str:
    """A street in one way of writing, its four parts with ``|`` between."""
    return "|".join(map(written_alike, (before, name, suffix, after)))


def _spans(cells: Sequence[str], kind: BoundaryKind) -> Iterator[tuple[int, int, int]]:
    """Each ZIP code of a range with the four digits that are meant."""
    low, high = _zip(cells[17]), _zip(cells[19] or cells[17])
    if not low <= high < low + _MOST_ZIPS:
        message = f"a range of ZIP codes from {cells[17]} to {cells[19]}"
        raise ValueError(message)
    if kind is BoundaryKind.ZIP:
        yield from ((each, 0, 9999) for each in range(low, high + 1))
        return
    first, last = _number(cells[18], 0), _number(cells[20], 9999)
    for each in range(low, high + 1):
        yield each, first if each == low else 0, last if each == high else 9999


def _zip(text: str) -> int:
    if len(text) > 5 or not text.isascii() or not text.isdigit():  # noqa: PLR2004  digits
        message = f"no ZIP code: {text!r}"
        raise ValueError(message)
    return int(text)


def _number(text: str, default: int) -> int:
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        message = f"no number: {text!r}"
        raise ValueError(message)
    return int(text)


@lru_cache(maxsize=1_000)
def _day(text: str) -> date:
    if len(text) != 8 or not text.isascii() or not text.isdigit():  # noqa: PLR2004  YYYYMMDD
        message = f"no day: {text!r}"
        raise ValueError(message)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


@lru_cache(maxsize=100_000)
def _area(codes: tuple[str, str, str], districts: tuple[str, ...]) -> Area:
    county, place, place_class = codes
    is_city = bool(place.strip("0")) and place_class != _UNINCORPORATED
    return Area(
        county.zfill(3) if county.strip("0") else "",
        place.zfill(5) if is_city else "",
        tuple(sorted({code for code in districts if code.strip("0")})),
    )
