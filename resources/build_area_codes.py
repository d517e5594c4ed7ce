# ruff: noqa: INP001  a script beside the table it makes, no package
"""Builds ``area_codes.csv``, the table of North American area codes, from ``phonenumbers``.

    python resources/build_area_codes.py 2026-11-23

The day is the one the table is dated with: the day on which the package was looked at. What the
package lacks or has wrong stands in the corrections below, each with its reason; the program reads
the finished table only (``app/rating/area_codes.py``).
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse
from phonenumbers.geocoder import description_for_number
from phonenumbers.phonenumber import PhoneNumber
from phonenumbers.phonenumberutil import region_code_for_number

TABLE: Final = Path(__file__).with_name("area_codes.csv")

TERRITORIES: Final = {"AS", "GU", "MP", "PR", "VI"}
"""Parts of the United States that stand as states of their own."""

SERVICE_CODE_LAST_DIGITS: Final = "11"
"""Codes N11 are services, not area codes or exchanges."""

EXCHANGE_STEP: Final = 7
"""Every seventh exchange of an area code is asked about: over a hundred, enough for a majority."""

REGION_NAMES: Final = {
    "Alabama": "AL",
    "Alaska": "AK",
    "Alberta": "AB",
    "Arizona": "AZ",
    "Arkansas": "AR",
    "British Colombia": "BC",  # as the package spells it for 257
    "British Columbia": "BC",
    "California": "CA",
    "Colorado": "CO",
    "Connecticut": "CT",
    "Delaware": "DE",
    "Florida": "FL",
    "Georgia": "GA",
    "Hawaii": "HI",
    "Idaho": "ID",
    "Illinois": "IL",
    "Indiana": "IN",
    "Iowa": "IA",
    "Kansas": "KS",
    "Kentucky": "KY",
    "Louisiana": "LA",
    "Maine": "ME",
    "Manitoba": "MB",
    "Maryland": "MD",
    "Massachusetts": "MA",
    "Michigan": "MI",
    "Minnesota": "MN",
    "Mississippi": "MS",
    "Missouri": "MO",
    "Montana": "MT",
    "Nebraska": "NE",
    "Nevada": "NV",
    "New Brunswick": "NB",
    "New Hampshire": "NH",
    "New Jersey": "NJ",
    "New Mexico": "NM",
    "New York": "NY",
    "Newfoundland and Labrador": "NL",
    "North Carolina": "NC",
    "North Dakota": "ND",
    "Northwest Territories/Nunavut/Yukon": "NT-NU-YT",
    "Nova Scotia/Prince Edward Island": "NS-PE",
    "Ohio": "OH",
    "Oklahoma": "OK",
    "Ontario": "ON",
    "Oregon": "OR",
    "Pennsylvania": "PA",
    "Quebec": "QC",
    "Rhode Island": "RI",
    "Saskatchewan": "SK",
    "South Carolina": "SC",
    "South Dakota": "SD",
    "Tennessee": "TN",
    "Texas": "TX",
    "Utah": "UT",
    "Vermont": "VT",
    "Virginia": "VA",
    "Washington D.C.": "DC",
    "Washington State": "WA",
    "West Virginia": "WV",
    "Wisconsin": "WI",
    "Wyoming": "WY",
}
REGION_CODES: Final = frozenset(REGION_NAMES.values())

SHARED_REGIONS: Final = {
    "NS-PE": "Nova Scotia and Prince Edward Island share it; the code cannot tell them apart",
    "NT-NU-YT": "Northwest Territories, Nunavut and Yukon share it; the code cannot tell",
}


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A row of the table; blank dates: before the table was begun, still in service."""

    npa: str
    class_: str
    country: str = ""
    region: str = ""
    in_service_from: str = ""
    in_service_to: str = ""
    note: str = ""


CORRECTIONS: Final = (
    AreaCode("436", "geographic", "US", "OH", note="in service; the package lacks it"),
    AreaCode("624", "geographic", "US", "NY", note="in service; the package lacks it"),
    AreaCode("861", "geographic", "US", "IL", note="in service; the package lacks it"),
    AreaCode("600", "non_geographic", "CA", note="Canadian non-geographic services"),
    AreaCode("622", "non_geographic", "CA", note="Canadian non-geographic services"),
    AreaCode("633", "non_geographic", "CA", note="Canadian non-geographic services"),
    AreaCode("700", "carrier_specific", note="the meaning is the carrier's"),
    AreaCode("710", "us_government"),
    *(
        AreaCode(npa, "toll_free", note="reserved")
        for npa in ("822", "880", "881", "882", "883", "884", "885", "886", "887", "889")
    ),
)
"""What the package does not know; each row stands in place of whatever it says."""


def main() -> None:
    """Writes the table dated with the day given on the command line."""
    dated = date.fromisoformat(sys.argv[1])
    TABLE.write_text(table_text(dated), encoding="utf-8")


def table_text(dated: date) -> str:
    """The whole table as text: its date on the first line, then header and rows."""
    corrected = {row.npa: row for row in CORRECTIONS}
    known = {row.npa: row for row in _known_to_the_package()}
    rows = sorted((known | corrected).values(), key=lambda row: row.npa)
    header = [field.name.removesuffix("_") for field in fields(AreaCode)]
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["dated", dated.isoformat()])
    writer.writerow(header)
    writer.writerows(astuple(row) for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """Lines that a CSV writer writes to."""

    def write(self, line: str) -> None:
        """Takes one line."""
        self.append(line)


def _known_to_the_package() -> Iterator[AreaCode]:
    corrected = {row.npa for row in CORRECTIONS}
    for npa in map(str, range(200, 1000)):
        if npa.endswith(SERVICE_CODE_LAST_DIGITS) or npa in corrected:
            continue
        numbers = list(_numbers_of(npa))
        kinds = {number_type(number) for number in numbers}
        countries = {region_code_for_number(number) for number in numbers} - {None}
        if PhoneNumberType.TOLL_FREE in kinds:
            yield AreaCode(npa, "toll_free")
        elif PhoneNumberType.PREMIUM_RATE in kinds:
            yield AreaCode(npa, "premium")
        elif PhoneNumberType.PERSONAL_NUMBER in kinds and kinds <= _PERSONAL:
            yield AreaCode(npa, "personal")
        elif countries and kinds != {PhoneNumberType.UNKNOWN}:
            yield _geographic(npa, countries, numbers)


_PERSONAL: Final = {PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.UNKNOWN}


def _numbers_of(npa: str) -> Iterator[PhoneNumber]:
    for exchange in range(200, 1000, EXCHANGE_STEP):
        if not str(exchange).endswith(SERVICE_CODE_LAST_DIGITS):
            try:
                yield parse(f"+1{npa}{exchange}0123")
            except NumberParseException:
                continue


def _geographic(npa: str, countries: set[str | None], numbers: list[PhoneNumber]) -> AreaCode:
    """The row of an area code of one country; its state is what most of its exchanges tell.

    Most, not all: the package puts 201-631 into New York.
    """
    (country,) = countries
    if country not in {"US", "CA"}:
        kind = "us_territory" if country in TERRITORIES else "nanp_foreign"
        return AreaCode(npa, kind, str(country), str(country))
    told = Counter(_region(description_for_number(number, "en")) for number in numbers)
    told.pop("", None)
    if not told:
        message = f"The package gives area code {npa} of {country} no region."
        raise ValueError(message)
    region = told.most_common(1)[0][0]
    return AreaCode(npa, "geographic", country, region, note=SHARED_REGIONS.get(region, ""))


def _region(description: str) -> str:
    """The code in ``Chicago, IL`` or of ``Washington State``; blank of any other text."""
    last = description.rpartition(", ")[2]
    return last if last in REGION_CODES else REGION_NAMES.get(description, "")


if __name__ == "__main__":
    main()
