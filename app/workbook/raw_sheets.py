"""The sheets of a setup workbook as they stand there: an Excel file, or CSV files of a folder."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from app.errors import InputError
from app.files.excel import ExcelValue, read_excel

LONGEST_LINE: Final = 2**20
"""Characters of one line of a CSV file."""

CSV_SUFFIX: Final = ".csv"

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}
_SAVE_AS: Final = 'Save it as "CSV UTF-8 (comma delimited)".'


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet before anything is known about it."""

    name: str
    rows: Iterator[tuple[int, Sequence[ExcelValue]]]
    """Number and cells of each row. The number is the sheet's row, or the line of the file on
    which the row begins, counted from 1. Can be read once, before the next sheet.
    """


def raw_sheets(path: Path) -> Iterator[RawSheet]:
    """The sheets of an ``.xlsx`` file, of a folder of ``<sheet>.csv``, or of one such file.

    InputError where there is nothing of the kind, or what is there cannot be read.
    """
    if path.is_dir():
        yield from _folder(path)
    elif path.suffix.lower() == CSV_SUFFIX:
        yield RawSheet(path.stem, _csv_rows(path))
    else:
        for sheet in read_excel(path):
            yield RawSheet(sheet.name, sheet.rows)


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula: behind an apostrophe."""
    return f"'{text}" if text.lstrip("'").startswith(("=", "+", "-", "@")) else text


def unguarded(cell: str) -> str:
    """The text of a CSV cell, without the apostrophe that ``guarded`` sets."""
    held = cell.lstrip()
    if held.startswith("'") and held.lstrip("'").startswith(("=", "+", "-", "@")):
        return held[1:]
    return cell


def _folder(path: Path) -> Iterator[RawSheet]:
    try:
        entries = sorted(path.iterdir())
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    files = [
        each
        for each in entries
        if each.suffix.lower() == CSV_SUFFIX and not each.name.startswith((".", "~"))
    ]
    if not files:
        raise InputError(
            f"The folder {path.name} holds no setup workbook.",
            "It has no file whose name ends in .csv.",
            "Give an .xlsx workbook, or a folder with one CSV file for each sheet.",
        )
    for each in files:
        yield RawSheet(each.stem, _csv_rows(each))


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[ExcelValue]]]:
    try:
        with path.open("rb") as file:
            if file.read(len(_UTF16_MARKS[0])) in _UTF16_MARKS:
                raise InputError(f"{path.name} is in UTF-16, not in UTF-8.", remedy=_SAVE_AS)
            file.seek(0)
            with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
                yield from _records(path, text)
    except UnicodeDecodeError as problem:
        raise InputError(f"{path.name} is not in UTF-8.", remedy=_SAVE_AS) from problem
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _records(path: Path, file: TextIO) -> Iterator[tuple[int, Sequence[ExcelValue]]]:
    reader = csv.reader(_lines(path, file), strict=True)
    begins = 1
    try:
        for cells in reader:
            if begins == 1 and len(cells) == 1:
                _refuse_other_separators(path, cells[0])
            if any(cells):
                yield begins, [unguarded(cell) if "'" in cell else cell for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise InputError(
            f"{path.name}, line {begins} cannot be read.",
            f"{problem}.".capitalize(),
            "Look for a quotation mark that is missing or too many.",
        ) from problem


def _lines(path: Path, file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            raise InputError(
                f"{path.name}, line {number} is longer than {LONGEST_LINE:,} characters.",
                "That is no line of a setup workbook.",
                "Look whether the file is what you think it is.",
            )
        yield line


def _refuse_other_separators(path: Path, header: str) -> None:
    for sign, name in _OTHER_SEPARATORS.items():
        if sign in header:
            raise InputError(f"{path.name} is separated by {name}.", "Commas are needed.", _SAVE_AS)


def _unreadable(path: Path, problem: OSError) -> InputError:
    why = f"The system says: {problem.strerror or problem}."
    return InputError(f"{path.name} cannot be read.", why)
