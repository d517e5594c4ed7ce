"""Canadian postal codes: the province each one lies in.

Its first letter tells the province, except in two places: X is shared by the Northwest Territories
and Nunavut, and some codes under K, of Ottawa, lie in Quebec. The table beside the program is built
by ``resources/build_canadian_postal_codes.py``.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import Final

POSTAL_TABLE: Final = (
    Path(__file__).resolve().parents[2] / "resources" / "canadian_postal_codes.csv"
)

_HEADER_LINES: Final = 2
_POSTAL_CODE: Final = re.compile(r"([A-Z]\d[A-Z])[ -]?(\d[A-Z]\d)", re.ASCII)


def provinces_of(postal_code: str) -> tuple[str, ...]:
    """The provinces a postal code may lie in, as in ``("NU",)``; empty for what is no code.

    Both territories under X where the area is none of theirs that the table knows.
    """
    code = _POSTAL_CODE.fullmatch(postal_code.strip().upper())
    if code is None:
        return ()
    known, whole = _beginnings(), f"{code[1]}{code[2]}"
    found = known.get(whole) or known.get(code[1]) or known.get(whole[0], "")
    return tuple(found.split("|")) if found else ()


@cache
def _beginnings() -> dict[str, str]:
    with POSTAL_TABLE.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[_HEADER_LINES:]
    return {beginning: provinces for beginning, provinces in rows}  # noqa: C416  two columns
