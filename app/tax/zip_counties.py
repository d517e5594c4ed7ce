"""ZIP codes: the counties and states each one lies in.

A ZIP code is a way of mail, not an area: nearly a third of those with streets touch more than one
county. The table beside the program lists all of them, the main one first; it is built by
``resources/build_zip_counties.py``, which tells from what. What it does not list is not known.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final

ZIP_TABLE: Final = Path(__file__).resolve().parents[2] / "resources" / "zip_counties.csv"
COUNTY_TABLE: Final = ZIP_TABLE.with_name("county_names.csv")

ZIP_DIGITS: Final = 5
_HEADER_LINES: Final = 2


def counties_of_zip(zip_code: str) -> tuple[str, ...]:
    """The codes, of five digits, of all counties a ZIP code lies in; the main one first.

    ZIP+4 is read by its first five digits. Empty where no table knows.
    """
    return _list(zip_code, 2)


def states_of_zip(zip_code: str) -> tuple[str, ...]:
    """The postal abbreviations of all states a ZIP code lies in; empty where no table knows."""
    return _list(zip_code, 1)


def county_name(county_fips: str) -> str:
    """The name of a county by its code of five digits; blank where no table knows."""
    return _county_names().get(county_fips, "")


def zip_vintage() -> str:
    """The day the table is dated with, and what it was made of."""
    with ZIP_TABLE.open(encoding="utf-8") as file:
        _, dated, origin = next(csv.reader(file))
    return f"{dated}, {origin}"


def _list(zip_code: str, column: int) -> tuple[str, ...]:
    row = _zip_rows().get(zip_code[:ZIP_DIGITS])
    cell = row.split(",")[column - 1] if row else ""
    return tuple(cell.split("|")) if cell else ()


@cache
def _zip_rows() -> dict[str, str]:
    """The rest of each row by its ZIP code: kept as text, taken apart when asked for."""
    lines = ZIP_TABLE.read_text(encoding="utf-8").splitlines()[_HEADER_LINES:]
    return {line[:ZIP_DIGITS]: line[ZIP_DIGITS + 1 :] for line in lines}


@cache
def _county_names() -> dict[str, str]:
    with COUNTY_TABLE.open(encoding="utf-8") as file:
        return dict(list(csv.reader(file))[_HEADER_LINES:])
