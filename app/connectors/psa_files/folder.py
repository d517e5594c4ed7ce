"""The folder in which a PSA is written down: which file holds a sheet, and its rows as they stand.

What is wrong with a sheet is told in findings, all of them at once.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeVar

from app.errors import InputError, RemoteRefused
from app.files.excel import ExcelValue
from app.findings import Finding, error
from app.values.sheet import Sheet, SheetRow
from app.workbook.cells import CellError, CellReader, cell_reader, cell_text, is_blank
from app.workbook.raw_sheets import CSV_SUFFIX, RawSheet, raw_sheets

BOOK_SUFFIX: Final = ".xlsx"

_SLIP: Final = 0.8
"""From how much alike on a column's name is one of ours, written wrongly."""
_MOST_FINDINGS: Final = 1000

T = TypeVar("T")

Cells = Mapping[str, str]
"""A row as it stood there: text by column name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """A row that could be read."""

    number: int
    row: SheetRow
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sheet as it was found, before its records are taken."""

    digest: str
    """Of all that stands in it: the same as long as nothing changes."""
    findings: tuple[Finding, ...]
    count: int


@dataclass(slots=True)
class _Header:
    """Which column of ours stands where."""

    names: tuple[str, ...] = ()
    readers: list[tuple[int, str, CellReader]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Folder:
    """The folder, or the one file, that the user has named."""

    def __init__(self, place: Path) -> None:
        self._place = place

    @property
    def place(self) -> Path:
        """Where it lies; of a file, the folder around it."""
        return self._place.parent if self._place.is_file() else self._place

    def file(self) -> Path | None:
        """The workbook, or the folder of CSV files; None where there is neither.

        RemoteRefused where it is not there, or it is not clear which of several is meant.
        """
        if self._place.is_file():
            return self._place
        try:
            entries = [each for each in self._place.iterdir() if _is_ours(each)]
        except OSError as problem:
            raise RemoteRefused(
                f"The folder {self._place} cannot be read.",
                f"The system says: {problem.strerror or problem}.",
                "Make it, or name another in the connection's settings.",
            ) from problem
        books = sorted(each for each in entries if each.suffix.lower() == BOOK_SUFFIX)
        lists = [each for each in entries if each.suffix.lower() == CSV_SUFFIX]
        if len(books) + bool(lists) > 1:
            names = ", ".join(each.name for each in sorted([*books, *lists])[:5])
            raise RemoteRefused(
                f"The folder {self._place.name} holds more than one PSA.",
                f"It holds {names}: one workbook is needed, or CSV files alone.",
                "Take out what is not meant.",
            )
        if books:
            return books[0]
        return self._place if lists else None

    def check(self, sheet: Sheet) -> Checked | None:
        """What is wrong with a sheet, and its digest; None where it is not there."""
        for raw in self._raw():
            if _is_named(raw, sheet):
                return _checked(sheet, raw)
        return None

    def rows(self, sheet: Sheet) -> Iterator[TypedRow]:
        """The rows that can be read; ``check`` tells which cannot."""
        for raw in self._raw():
            if _is_named(raw, sheet):
                for each in _typed(sheet, raw):
                    if isinstance(each, TypedRow):
                        yield each
                return

    def _raw(self) -> Iterator[RawSheet]:
        file = self.file()
        if file is None:
            return
        for raw in _in_our_words(raw_sheets(file)):
            yield RawSheet(raw.name, _in_our_words(raw.rows))


def _in_our_words(read: Iterator[T]) -> Iterator[T]:
    """What is read; a file that cannot be read is a refusal here, as of any other system."""
    try:
        yield from read
    except InputError as problem:
        raise RemoteRefused(problem.what, problem.why, problem.remedy) from problem


def _is_ours(entry: Path) -> bool:
    return (
        entry.is_file()
        and entry.suffix.lower() in {BOOK_SUFFIX, CSV_SUFFIX}
        and not entry.name.startswith((".", "~"))
    )


def _is_named(raw: RawSheet, sheet: Sheet) -> bool:
    return raw.name.strip().lower().replace(" ", "_") == sheet.name


def _checked(sheet: Sheet, raw: RawSheet) -> Checked:
    sha = hashlib.sha256()
    findings: list[Finding] = []
    first: dict[tuple[object, ...], int] = {}
    count = 0
    noted = RawSheet(raw.name, _noted(raw.rows, sha))
    for each in _typed(sheet, noted):
        if isinstance(each, Finding):
            findings.append(each)
        else:
            count += 1
            key = sheet.key_of(each.row)
            before = first.setdefault(key, each.number)
            if before != each.number:
                message = f"The id {key[0]} stands in row {before} already"
                findings.append(_wrong(sheet, each.number, "id", "repeated_key", message))
        if len(findings) >= _MOST_FINDINGS:
            break
    return Checked(digest=f"sha256:{sha.hexdigest()}", findings=tuple(findings), count=count)


def _noted(
    rows: Iterator[tuple[int, Sequence[ExcelValue]]],
    sha: "hashlib._Hash",
) -> Iterator[tuple[int, Sequence[ExcelValue]]]:
    for number, cells in rows:
        if any(not is_blank(cell) for cell in cells):
            sha.update("\x1f".join(_shown(cell) for cell in cells).rstrip("\x1f").encode())
            sha.update(b"\x1e")
        yield number, cells


def _shown(cell: ExcelValue) -> str:
    return cell.strip() if isinstance(cell, str) else cell_text(cell)


def _typed(sheet: Sheet, raw: RawSheet) -> Iterator[TypedRow | Finding]:
    """Each row below the header as it could be read, or what is wrong with it."""
    header: _Header | None = None
    for number, cells in raw.rows:
        if all(is_blank(cell) for cell in cells):
            continue
        if header is None:
            header = _header(sheet, cells, number)
            yield from header.findings
            if header.findings:
                return
            continue
        yield from _row(sheet, header, number, cells)


def _header(sheet: Sheet, cells: Sequence[ExcelValue], number: int) -> _Header:
    names = tuple("" if is_blank(cell) else str(cell).strip() for cell in cells)
    fields = {column.name: name for name, column in sheet.columns.items()}
    header = _Header(names=names)
    seen: set[str] = set()
    for position, name in enumerate(names):
        known = name.lower().replace(" ", "_")
        if known in fields and known in seen:
            message = f"The column {known} stands there twice"
            header.findings.append(_wrong(sheet, number, name, "repeated_column", message))
        elif known in fields:
            read = cell_reader(sheet, fields[known])
            header.readers.append((position, fields[known], read))
        seen.add(known)
    for name, field_name in fields.items():
        if name in seen:
            continue
        near = get_close_matches(name, [each for each in seen if each not in fields], 1, _SLIP)
        column = sheet.columns[field_name]
        if near:
            message = f"There is no column {near[0]}; {name} is meant perhaps"
            header.findings.append(_wrong(sheet, number, near[0], "unknown_column", message))
        elif column.required:
            message = f"The column {name} is missing"
            header.findings.append(_wrong(sheet, number, name, "missing_column", message))
    return header


def _row(
    sheet: Sheet, header: _Header, number: int, cells: Sequence[ExcelValue]
) -> Iterator[TypedRow | Finding]:
    values: dict[str, object] = {}
    wrong: list[Finding] = []
    for position, field_name, read in header.readers:
        cell = cells[position] if position < len(cells) else None
        try:
            values[field_name] = read(cell)
        except CellError as problem:
            name = sheet.columns[field_name].name
            message = f"{name} {problem.message}"
            wrong.append(_wrong(sheet, number, name, problem.code, message, problem.way_out))
    if wrong:
        yield from wrong
        return
    shown = {
        name: _shown(cell)
        for name, cell in zip(header.names, cells, strict=False)
        if name and not is_blank(cell)
    }
    absent = {name: column.default for name, column in sheet.columns.items() if name not in values}
    yield TypedRow(number=number, row=sheet.row(**values, **absent), cells=shown)


def _wrong(
    sheet: Sheet, row: int, column: str, code: str, message: str, way_out: str = ""
) -> Finding:
    return error(
        code,
        f"{message}.",
        sheet=sheet.name,
        row=row,
        column=column,
        way_out=way_out or f"Columns are: {', '.join(c.name for c in sheet.columns.values())}.",
    )


def in_words(findings: Sequence[Finding], *, most: int = 5) -> str:
    """Some findings as sentences."""
    told = [f"Row {each.row}: {each.message} {each.way_out}".strip() for each in findings[:most]]
    more = f" There are {len(findings) - most} more." if len(findings) > most else ""
    return " ".join(told) + more
