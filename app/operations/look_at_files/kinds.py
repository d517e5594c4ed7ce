"""What a file is, told by what it holds and never by its name alone."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.files.excel import read_excel
from app.files.scan import PDF_HEAD, media_type_of
from app.workbook.sheets import SHEETS

_HEAD: Final = 64 * 1024
_ZIP: Final = b"PK\x03\x04"
_MOST_FILES: Final = 300
_TAX_COLUMNS: Final = frozenset({"tax_code", "jurisdiction"})
_PREFIX: Final = re.compile(
    r"prefix|dial_?code|dialing_?code|area_?code|code|npa_?nxx|destination_?code|cc", re.IGNORECASE
)
_PRICE: Final = re.compile(
    r"(new_|usd_)?(rate|price|cost|charge)(_?(a|per)?_?(min|minute|usd).*)?", re.IGNORECASE
)
_CALL_MARKS: Final = re.compile(
    r".*(start|date|time|duration|billsec|caller|called|src|dst).*", re.IGNORECASE
)


class FileKind(Enum):
    """What a dropped file is."""

    CALLS = "calls"
    WORKBOOK = "workbook"
    """Sheets of the setup."""
    DECK = "deck"
    """Rates by prefix."""
    TAXES = "taxes"
    CERTIFICATE = "certificate"
    """A scan: PDF or picture."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Told:
    """What a file was told to be."""

    kind: FileKind
    why: str
    """What told it, or why nothing can be made of it."""
    sheets: tuple[str, ...] = ()
    """Sheets of the setup in it."""


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that were dropped; folders are opened, but for a folder that is a workbook."""
    count = 0
    for path in paths:
        found = [path]
        if path.is_dir() and not _setup_names(path):
            found = sorted(
                each
                for each in path.rglob("*")
                if each.is_file() and not each.name.startswith((".", "~$"))
            )
        for each in found:
            count += 1
            if count > _MOST_FILES:
                return
            yield each


def kind_of(path: Path) -> Told:
    """What the file is; a call file is what remains, and is judged by who reads it."""
    if path.is_dir():
        names = _setup_names(path)
        return Told(FileKind.WORKBOOK, "a folder of setup sheets", tuple(names))
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as problem:
        return Told(FileKind.OTHER, f"it could not be read: {problem.strerror}")
    if not head.strip():
        return Told(FileKind.OTHER, "it is empty")
    if media_type_of(head[: max(PDF_HEAD, 16)]) is not None:
        return Told(FileKind.CERTIFICATE, "a scanned document")
    if head.startswith(_ZIP) and path.suffix.casefold() in {".xlsx", ".xlsm"}:
        return _of_workbook(path)
    header = _header_of(head)
    found = _of_header(path.stem, header)
    return found or Told(FileKind.CALLS, "")


def _of_workbook(path: Path) -> Told:
    try:
        sheets = [
            (
                sheet.name.strip().lower(),
                [str(c or "") for _, row in islice(sheet.rows, 1) for c in row],
            )
            for sheet in read_excel(path)
        ]
    except InputError as problem:
        return Told(FileKind.OTHER, f"{problem.what} {problem.why}".strip())
    known = tuple(name for name, _ in sheets if name in SHEETS)
    if known == ("taxes",):
        return Told(FileKind.TAXES, "its sheet is named taxes", known)
    if known == ("rates",):
        return Told(FileKind.DECK, "its sheet is named rates", known)
    if known:
        return Told(FileKind.WORKBOOK, f"it has {len(known)} setup sheets", known)
    if len(sheets) == 1:
        return _of_header(*sheets[0]) or Told(FileKind.CALLS, "")
    return Told(FileKind.CALLS, "")


def _of_header(name: str, header: Sequence[str]) -> Told | None:
    names = [re.sub(r"[\W_]+", "_", each.strip().lower()).strip("_") for each in header]
    own = name.strip().lower()
    if own in SHEETS:
        columns = {column.name for column in SHEETS[own].columns.values()}
        if len(columns & set(names)) * 2 > len([n for n in names if n]):
            kind = {"taxes": FileKind.TAXES, "rates": FileKind.DECK}.get(own, FileKind.WORKBOOK)
            return Told(kind, f"it is the setup sheet {own}", (own,))
    if set(names) >= _TAX_COLUMNS:
        return Told(FileKind.TAXES, "it has the columns of a tax table")
    prefix = [each for each in names if _PREFIX.fullmatch(each)]
    price = [each for each in names if _PRICE.fullmatch(each)]
    calls = [each for each in names if _CALL_MARKS.fullmatch(each)]
    if prefix and price and len(calls) < 2:  # noqa: PLR2004  a date of validity is no call
        return Told(FileKind.DECK, f"it has the columns {prefix[0]} and {price[0]}")
    return None


def _header_of(head: bytes) -> list[str]:
    text = head.decode("utf-8-sig", "replace")
    line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=line.count)
    return next(csv.reader([line], delimiter=delimiter), [])


def _setup_names(folder: Path) -> list[str]:
    return sorted(
        each.stem.lower()
        for each in folder.glob("*.csv")
        if each.stem.lower() in SHEETS and each.is_file()
    )
