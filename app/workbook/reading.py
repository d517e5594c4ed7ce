"""A setup workbook becomes rows of its sheets, and findings for what cannot be read.

Each row is judged by itself here; what rows say about each other is judged in ``checks.py``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import product
from pathlib import Path
from typing import Final

from app.files.excel import ExcelValue
from app.findings import Finding, error
from app.values.sheet import Kind, Sheet, SheetRow
from app.workbook.cells import CellError, CellReader, cell_reader, is_blank
from app.workbook.raw_sheets import RawSheet, raw_sheets
from app.workbook.sheets import SHEETS

REASON_COLUMN: Final = "wrong"
"""The column in which saved wrong rows tell what is wrong; it is passed over when read."""

_SLIP: Final = 0.85
"""From how much alike on two names differ by a slip of the pen (as difflib measures it)."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that could be read."""

    number: int
    """Its row in the sheet. A range of telephone numbers gives several rows of one number."""
    row: SheetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet, read."""

    sheet: Sheet
    header: tuple[str, ...] = ()
    """Column names as they stand there."""
    absent: tuple[str, ...] = ()
    """Fields for which the sheet has no column."""
    rows: list[ReadRow] = field(default_factory=list)
    raw: dict[int, Sequence[ExcelValue]] = field(default_factory=dict)
    """The cells of every row that is not blank, by row number."""
    wrong_keys: dict[Key, int] = field(default_factory=dict)
    """Keys of rows that could not be read though their key could."""
    findings: list[Finding] = field(default_factory=list)
    unusable: list[Finding] = field(default_factory=list)
    """What is wrong with the header: it holds up every row of the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookRows:
    """A setup workbook, read."""

    sheets: Mapping[str, ReadSheet]
    """The sheets that are there, by name."""
    findings: tuple[Finding, ...] = ()
    """About the workbook as a whole: sheets that nobody knows, or that stand there twice."""


def read_workbook(path: Path) -> WorkbookRows:
    """The rows of an ``.xlsx`` workbook, of a folder of CSV files, or of one ``<sheet>.csv``.

    InputError where the file or folder itself cannot be read; all else is a finding.
    """
    return read_raw_sheets(raw_sheets(path))


def read_raw_sheets(raw: Iterator[RawSheet]) -> WorkbookRows:
    """The rows of sheets as they stand in a file."""
    sheets: dict[str, ReadSheet] = {}
    findings: list[Finding] = []
    for each in raw:
        name = each.name.strip().lower()
        if name in sheets:
            findings.append(
                error(
                    "repeated_sheet",
                    f"The sheet {name} stands there twice.",
                    sheet=each.name,
                    way_out="Put all its rows on one sheet.",
                )
            )
        elif name in SHEETS:
            sheets[name] = _read_sheet(SHEETS[name], each)
        else:
            near = nearest(name, SHEETS)
            findings.append(
                error(
                    "unknown_sheet",
                    f"There is no sheet {each.name!r} in a setup workbook; the nearest name is"
                    f" {near!r}.",
                    sheet=each.name,
                    way_out=f"Rename it to {near}, or take it out.",
                )
            )
    return WorkbookRows(sheets=sheets, findings=tuple(findings))


def nearest(name: str, names: Mapping[str, object] | Sequence[str]) -> str:
    """The valid name most like the one given.

    A slip of the pen counts most, then a valid name that is part of the one given: ``bill_name``
    is ``name``.
    """
    written = re.sub(r"[\W_]+", "_", name.strip().lower())
    near = get_close_matches(written, list(names), n=1, cutoff=_SLIP)
    near += sorted((each for each in names if f"_{each}_" in f"_{written}_"), key=len)[-1:]
    return [*near, *get_close_matches(written, list(names), n=1, cutoff=0.0)][0]


def _read_sheet(sheet: Sheet, raw: RawSheet) -> ReadSheet:
    header: Sequence[ExcelValue] = ()
    for number, cells in raw.rows:
        if any(not is_blank(cell) for cell in cells):
            header = cells
            read = _read_header(sheet, header, number=number)
            _RowsReader(read).read_all(raw.rows)
            return read
    return ReadSheet(sheet=sheet)


def _read_header(sheet: Sheet, header: Sequence[ExcelValue], *, number: int) -> ReadSheet:
    names = tuple("" if is_blank(cell) else str(cell).strip() for cell in header)
    fields = {column.name: field_name for field_name, column in sheet.columns.items()}
    unusable: list[Finding] = []
    seen: set[str] = set()
    for name in filter(None, names):
        known = name.lower()
        if known in seen:
            message, way_out = f"The column {known} stands there twice.", "Keep one of them."
            unusable.append(_header_error(sheet, number, name, "repeated_column", message, way_out))
        elif known not in fields and known != REASON_COLUMN:
            near = nearest(name, fields)
            message = (
                f"The sheet {sheet.name} has no column {name!r}; the nearest name is {near!r}."
            )
            valid = ", ".join(column.name for column in sheet.columns.values())
            way_out = f"Rename it to {near}, or take it out. Columns are: {valid}."
            unusable.append(_header_error(sheet, number, name, "unknown_column", message, way_out))
        seen.add(known)
    absent = tuple(field_name for name, field_name in fields.items() if name not in seen)
    for field_name in absent:
        column = sheet.columns[field_name]
        if column.required and column.default is None:
            message = f"The sheet {sheet.name} lacks its column {column.name}."
            way_out = "Add it: every row needs it."
            unusable.append(
                _header_error(sheet, number, column.name, "missing_column", message, way_out)
            )
    return ReadSheet(sheet=sheet, header=names, absent=absent, unusable=unusable)


def _header_error(
    sheet: Sheet, row: int, column: str, code: str, message: str, way_out: str
) -> Finding:
    return error(code, message, sheet=sheet.name, row=row, column=column, way_out=way_out)


class _RowsReader:
    """Reads the rows below a header."""

    def __init__(self, read: ReadSheet) -> None:
        self._read = read
        sheet = read.sheet
        fields = {column.name: field_name for field_name, column in sheet.columns.items()}
        self._readers: list[tuple[int, str, CellReader]] = []
        taken: set[str] = set()
        for position, name in enumerate(read.header):
            field_name = fields.get(name.lower())
            if field_name is not None and field_name not in taken:
                taken.add(field_name)
                self._readers.append((position, field_name, cell_reader(sheet, field_name)))
        self._named = {position for position, name in enumerate(read.header) if name}
        self._defaults = {
            field_name: sheet.columns[field_name].default for field_name in read.absent
        }
        self._ranges = [
            name
            for name, column in sheet.columns.items()
            if name in sheet.key and column.kind is Kind.PHONE
        ]
        self._known: dict[Key, int] = {}

    def read_all(self, rows: Iterator[tuple[int, Sequence[ExcelValue]]]) -> None:
        raw, width = self._read.raw, len(self._read.header)
        every_column_named = len(self._named) == width
        for number, cells in rows:
            if all(is_blank(cell) for cell in cells):
                continue
            raw[number] = cells
            if len(cells) > width or not every_column_named:
                self._check_strays(number, cells)
            self._read_row(number, cells)

    def _check_strays(self, number: int, cells: Sequence[ExcelValue]) -> None:
        for position, cell in enumerate(cells):
            if position not in self._named and not is_blank(cell):
                message = f"{cell!s:.60} stands in column {position + 1}, which has no name."
                way_out = "Write the column's name above it, or empty the cell."
                self._find(number, "", "unnamed_column", message, cell=cell, way_out=way_out)

    def _read_row(self, number: int, cells: Sequence[ExcelValue]) -> None:
        values: dict[str, object] = dict(self._defaults)
        count = len(cells)
        wrong = False
        for position, field_name, read in self._readers:
            cell = cells[position] if position < count else None
            try:
                values[field_name] = read(cell)
            except CellError as problem:
                wrong = True
                name = self._read.sheet.columns[field_name].name
                message = f"{name} {problem.message}."
                self._find(number, name, problem.code, message, cell=cell, way_out=problem.way_out)
        if wrong or self._read.unusable:
            self._keep_wrong_key(number, values)
            return
        self._keep(number, _mended(values))

    def _keep(self, number: int, values: dict[str, object]) -> None:
        read = self._read
        row_class, key_of = read.sheet.row, read.sheet.key_of
        for each in self._expanded(values):
            row = row_class(**each)
            key = key_of(row)
            first = self._known.setdefault(key, number)
            if first != number:
                self._find_repeated(number, key, first)
                return
            read.rows.append(ReadRow(number, row))

    def _expanded(self, values: dict[str, object]) -> Iterator[dict[str, object]]:
        """The rows that one row stands for: each number of a range."""
        if not self._ranges:
            yield values
            return
        lists: list[Sequence[object]] = [values[name] for name in self._ranges]  # type: ignore[misc]
        for numbers in product(*lists):
            yield {**values, **dict(zip(self._ranges, numbers, strict=True))}

    def _keep_wrong_key(self, number: int, values: dict[str, object]) -> None:
        key = self._read.sheet.key
        if not all(name in values for name in key):
            return
        for each in self._expanded(values) if set(self._ranges) <= set(values) else ():
            self._read.wrong_keys.setdefault(tuple(each[name] for name in key), number)

    def _find_repeated(self, number: int, key: Key, first: int) -> None:
        sheet = self._read.sheet
        if not key:
            message = f"The sheet {sheet.name} has more than one row."
        else:
            named = ", ".join(
                f"{sheet.columns[name].name} {value}"
                for name, value in zip(sheet.key, key, strict=True)
                if value is not None
            )
            message = f"{named} stands in row {first} already."
        column = sheet.columns[sheet.key[0]].name if sheet.key else ""
        self._find(number, column, "repeated_key", message, way_out="Keep one of the rows.")

    def _find(
        self,
        number: int,
        column: str,
        code: str,
        message: str,
        *,
        cell: ExcelValue = None,
        way_out: str = "",
    ) -> None:
        self._read.findings.append(
            error(
                code,
                message,
                sheet=self._read.sheet.name,
                row=number,
                column=column,
                way_out=way_out,
                raw="" if cell is None else f"{cell!s:.200}",
            )
        )


def _mended(values: dict[str, object]) -> dict[str, object]:
    """The row with the zeros in front of a US ZIP code that a spreadsheet has dropped."""
    code = values.get("postal_code")
    if isinstance(code, str) and values.get("country") == "US":
        head, dash, tail = code.partition("-")
        if len(head) in {3, 4} and head.isascii() and head.isdigit():
            values["postal_code"] = f"{head.zfill(5)}{dash}{tail}"
    return values
