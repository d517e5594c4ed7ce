"""North American area codes: what a number's first digits tell about its place.

By number, not by person: ported and mobile telephones may be elsewhere.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from app.errors import InputError

Ints = npt.NDArray[np.int64]

COLUMNS: Final = (
    "npa",
    "class",
    "country",
    "region",
    "in_service_from",
    "in_service_to",
    "note",
)


class AreaClass(IntEnum):
    """What kind of number an area code gives; the table's words in small letters."""

    NO_NUMBER = 0
    """The party is blank, a text or a short code."""
    ABROAD = 1
    """A number of another country code than 1."""
    UNLISTED = 2
    """Begins with 1, and its area code is in no table."""
    GEOGRAPHIC = 3
    """A US state or a Canadian province."""
    US_TERRITORY = 4
    NANP_FOREIGN = 5
    """Dialled like a domestic number, but another country."""
    TOLL_FREE = 6
    PREMIUM = 7
    PERSONAL = 8
    """5YY: follows a person or a machine."""
    NON_GEOGRAPHIC = 9
    """Canada's 600, 622 and 633."""
    CARRIER_SPECIFIC = 10
    """700."""
    US_GOVERNMENT = 11
    """710."""


_LISTED: Final = {kind.name.lower(): kind for kind in AreaClass if kind > AreaClass.UNLISTED}

AREAS: Final = 1000
"""How many area indexes there are; see ``AreaCodes.areas``."""

_NO_NUMBER: Final = 0
_ABROAD: Final = 1
_UNREADABLE: Final = 2
"""Begins with 1, but has not eleven digits or no area code of 200 and up."""

_LINE: Final = 10**7
"""A North American number without area code has seven digits."""
_COUNTRY_1: Final = 10**10
"""What country code 1 is worth before the ten digits of a number."""
_FIRST_NPA: Final = 200
_MOST_DIGITS: Final = 18
_NPA: Final = re.compile(r"[2-9][0-9]{2}")
_IN_AREA: Final = re.compile(r"\+1([0-9]{3})[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Area:
    """An area code in words."""

    npa: str
    class_: AreaClass
    country: str
    region: str


@dataclass(frozen=True, slots=True, eq=False)
class AreaCodes:
    """The table as dense arrays of ``AREAS`` entries, indexed by what ``areas`` returns."""

    dated: date
    """The day the table was made."""
    listed: dict[int, Area]
    classes: npt.NDArray[np.int8]
    """An ``AreaClass`` each."""
    regions: npt.NDArray[np.int16]
    """State, province or territory, numbered; 0: none. A territory is a state of its own."""
    is_place: npt.NDArray[np.bool_]
    """In the US, Canada or a US territory, in a state or province that is known."""
    is_domestic: npt.NDArray[np.bool_]
    """A US, Canadian or US-territory number, also without a place (600, 622, 633)."""

    @classmethod
    def parse(cls, text: str) -> "AreaCodes":
        """The table from its text: a line ``dated,DAY``, a header, one line an area code.

        Codes retired by that day are left out. InputError names the line that is wrong.
        """
        lines = list(csv.reader(text.splitlines()))
        head = [tuple(line) for line in lines[:2]]
        try:
            (_, day), _ = head
            dated = date.fromisoformat(day)
        except ValueError as problem:
            raise _wrong_line(1, head) from problem
        if head[1] != COLUMNS:
            raise _wrong_line(2, head)
        listed: dict[int, Area] = {}
        for number, fields in enumerate(lines[2:], start=3):
            area, retired_on = _read(fields, number)
            if retired_on is None or retired_on > dated:
                listed[int(area.npa)] = area
        return cls._of(dated, listed)

    @classmethod
    def _of(cls, dated: date, listed: dict[int, Area]) -> "AreaCodes":
        names = sorted({(a.country, a.region) for a in listed.values() if a.region})
        number = {name: index for index, name in enumerate(names, start=1)}
        classes = np.full(AREAS, AreaClass.UNLISTED, np.int8)
        classes[_NO_NUMBER] = AreaClass.NO_NUMBER
        classes[_ABROAD] = AreaClass.ABROAD
        regions = np.zeros(AREAS, np.int16)
        is_place = np.zeros(AREAS, np.bool_)
        is_domestic = np.zeros(AREAS, np.bool_)
        for npa, area in listed.items():
            classes[npa] = area.class_
            regions[npa] = number.get((area.country, area.region), 0)
            is_place[npa] = area.class_ in {AreaClass.GEOGRAPHIC, AreaClass.US_TERRITORY}
            is_domestic[npa] = is_place[npa] or area.country in {"US", "CA"}
        return cls(dated, listed, classes, regions, is_place, is_domestic)

    def areas(self, parties: Ints) -> npt.NDArray[np.int16]:
        """The area index of each party code (``app/usage/parties.py``).

        The area code itself where there is one, 200 to 999; else an index below 200 whose class
        tells why there is none.
        """
        npas = (parties - _COUNTRY_1) // _LINE
        found = np.where((npas >= _FIRST_NPA) & (npas < AREAS), npas, _UNREADABLE)
        found[(npas < 0) | (npas >= AREAS)] = _ABROAD
        odd = (found == _ABROAD) & (parties > 0)
        found[odd] = np.where(_begins_with_1(parties[odd]), _UNREADABLE, _ABROAD)
        found[parties <= 0] = _NO_NUMBER
        return found.astype(np.int16)

    def area(self, number: str) -> Area | None:
        """The area code of a number in E.164 with plus; None where it has no listed one."""
        found = _IN_AREA.fullmatch(number)
        return None if found is None else self.listed.get(int(found[1]))


def _begins_with_1(numbers: Ints) -> npt.NDArray[np.bool_]:
    powers = 10 ** np.arange(_MOST_DIGITS + 1, dtype=np.int64)
    digits = np.searchsorted(powers, numbers, side="right")
    leading: npt.NDArray[np.bool_] = numbers // powers[digits - 1] == 1
    return leading


def _read(fields: list[str], line: int) -> tuple[Area, date | None]:
    try:
        npa, kind, country, region, _, in_service_to, _ = fields
        area = Area(npa, _LISTED[kind], country, region)
        retired_on = date.fromisoformat(in_service_to) if in_service_to else None
    except (KeyError, ValueError) as problem:
        raise _wrong_line(line, fields) from problem
    if _NPA.fullmatch(npa) is None:
        raise _wrong_line(line, fields)
    return area, retired_on


def _wrong_line(line: int, found: object) -> InputError:
    return InputError(
        f"Line {line} of the table of area codes cannot be read.",
        f"It reads {found}.",
        "Restore resources/area_codes.csv as it was installed.",
    )
