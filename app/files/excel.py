"""Excel workbooks, read as a stream: sheets, rows, and values as Excel shows them.

Numbers keep their decimal text: they never pass through a float. Writing is not done here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.files.excel_package import Attributes, Package, open_package, worded
from app.files.excel_values import PLAIN_STYLE, CellStyle, decimal_of, shown_value, styles_of

MOST_ROWS: Final = 1_048_576
"""Of an Excel sheet."""
MOST_COLUMNS: Final = 16_384
LONGEST_TEXT: Final = 1_000_000
"""Characters of one cell; Excel itself stops at 32,767."""
MOST_SHARED_STRINGS: Final = 5_000_000
MOST_SHARED_BYTES: Final = 256 * 2**20

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell without a value to read: an error of Excel's, or a formula never worked out."""

    text: str


ExcelValue = Decimal | date | datetime | time | timedelta | bool | str | BrokenCell | None


@dataclass(frozen=True, slots=True)
class ExcelSheet:
    """A sheet of a workbook."""

    name: str
    rows: Iterator[tuple[int, tuple[ExcelValue, ...]]]
    """Row number, counted from 1, and cells from column A; rows that hold nothing are left out.
    Can be read once, before the next sheet is asked for.
    """


def read_excel(path: Path) -> Iterator[ExcelSheet]:
    """The sheets of an ``.xlsx`` workbook in their order, in memory bounded whatever it holds.

    A formula gives the value that was last worked out for it. A number in a cell with a date's or
    time's format is a date, datetime, time or timedelta; one shown with leading zeros is a text.
    InputError where the file is no workbook, protected, damaged, or larger than a workbook can be.
    """
    with open_package(path) as package:
        book = _Book.of(package, path)
        for name, part in book.sheets:
            yield ExcelSheet(name, _rows(package, part, book))


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share."""

    path: Path
    sheets: Sequence[tuple[str, str]]
    """Name and part of each."""
    strings: Sequence[str]
    styles: Sequence[CellStyle]
    from_1904: bool

    @classmethod
    def of(cls, package: Package, path: Path) -> "_Book":
        part = _book_part(package, path)
        related = package.related(part)
        worksheets = {id_: target for id_, kind, target in related if kind == "worksheet"}
        sheets: list[tuple[str, str]] = []
        from_1904 = False
        for element, attributes in package.elements(part):
            if element == "workbookPr":
                from_1904 = attributes.get("date1904", "0") in {"1", "true"}
            if element == "sheet":
                ids = {value for key, value in attributes.items() if key.endswith(":id")}
                targets = [worksheets[each] for each in ids if each in worksheets]
                sheets += [(attributes.get("name", ""), t) for t in targets if package.has(t)]
        by_kind = {kind: target for _, kind, target in related if package.has(target)}
        return cls(
            path,
            sheets,
            _shared_strings(package, by_kind.get("sharedStrings"), path),
            _styles(package, by_kind.get("styles")),
            from_1904,
        )


def _book_part(package: Package, path: Path) -> str:
    for _, kind, target in package.related(""):
        if kind == "officeDocument" and package.has(target) and target.lower().endswith(".xml"):
            return target
    raise InputError(
        f"{path.name} is no Excel workbook (.xlsx).",
        remedy="Open it in the program that made it, and save it as an Excel workbook (.xlsx).",
    )


def _styles(package: Package, part: str | None) -> Sequence[CellStyle]:
    if part is None:
        return ()
    formats: dict[int, str] = {}
    ids: list[int] = []
    inside = ""
    for element, attributes in package.elements(part):
        if element == "numFmt":
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif element in {"cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}:
            inside = element
        elif element == "xf" and inside == "cellXfs":
            ids.append(int(attributes.get("numFmtId", "0")))
    return styles_of(ids, formats)


def _shared_strings(package: Package, part: str | None, path: Path) -> Sequence[str]:
    if part is None:
        return ()
    if package.size(part) > MOST_SHARED_BYTES:
        raise _too_large(path, "it holds more text than can be read at once")
    reader = _StringReader()
    for _ in package.parse(part, reader.start, end=reader.end, text=reader.text):
        if len(reader.strings) > MOST_SHARED_STRINGS:
            raise _too_large(path, "it holds more texts than can be read at once")
    return reader.strings


class _StringReader:
    """Collects the shared strings: plain text and runs of text, without phonetic guides."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_guide = False

    def start(self, name: str, _: Attributes) -> None:
        if name == "t":
            self._in_text = not self._in_guide
        elif name == "rPh":
            self._in_guide = True
        elif name == "si":
            self._pieces = []

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_guide = False
        elif name == "si":
            self.strings.append(_unescaped("".join(self._pieces)))

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)


def _rows(package: Package, part: str, book: _Book) -> Iterator[tuple[int, tuple[ExcelValue, ...]]]:
    reader = _RowReader(book)
    with worded(book.path):
        for _ in package.parse(part, reader.start, end=reader.end, text=reader.text):
            yield from reader.rows
            reader.rows.clear()


class _RowReader:
    """Collects the rows of a sheet from its elements."""

    def __init__(self, book: _Book) -> None:
        self.rows: list[tuple[int, tuple[ExcelValue, ...]]] = []
        self._book = book
        self._columns: dict[str, int] = {}
        self._row = 0
        self._cells: list[ExcelValue] = []
        self._column = 0
        self._seen = 0
        self._in_cell = False
        self._in_value = False
        self._in_guide = False
        self._formula = False
        self._type = "n"
        self._style = ""
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif self._in_cell:
            if name in {"v", "t"}:
                self._in_value = not self._in_guide
            elif name == "f":
                self._formula = True
            elif name == "rPh":
                self._in_guide = True

    def end(self, name: str) -> None:
        if not self._in_cell:
            if name == "row" and self._cells:
                self.rows.append((self._row, tuple(self._cells)))
                self._cells = []
        elif name in {"v", "t"}:
            self._in_value = False
        elif name == "rPh":
            self._in_guide = False
        elif name == "c":
            self._in_cell = False
            self._end_cell()

    def text(self, data: str) -> None:
        if self._in_value:
            self._length += len(data)
            if self._length > LONGEST_TEXT:
                raise _too_large(self._book.path, f"a cell of row {self._row} is longer than that")
            self._pieces.append(data)

    def _start_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._row + 1))
        if number <= self._row:
            raise ValueError(f"row {number} stands after row {self._row}")
        if number > MOST_ROWS:
            raise _too_large(self._book.path, f"a sheet has more than {MOST_ROWS:,} rows")
        self._row, self._column, self._seen, self._cells = number, 0, 0, []

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else self._index(reference)
        self._seen += 1
        if max(self._column, self._seen) > MOST_COLUMNS:
            raise _too_large(
                self._book.path, f"row {self._row} has more than {MOST_COLUMNS:,} cells"
            )
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._in_cell, self._formula, self._in_value, self._in_guide = True, False, False, False
        self._pieces, self._length = [], 0

    def _end_cell(self) -> None:
        value = self._value()
        if value is None:
            return
        cells = self._cells
        if self._column > len(cells):
            cells.extend([None] * (self._column - len(cells)))
        cells[self._column - 1] = value

    def _value(self) -> ExcelValue:
        text = "".join(self._pieces)
        if self._type in {"str", "inlineStr"}:
            return _unescaped(text)
        if not text:
            return BrokenCell("a formula never worked out") if self._formula else None
        match self._type:
            case "n":
                value: ExcelValue = self._number(text.strip())
            case "s":
                value = self._book.strings[int(text)]
            case "b":
                value = text.strip() in {"1", "true"}
            case "e":
                value = BrokenCell(text)
            case "d":
                value = _iso(text.strip())
            case _:
                raise ValueError(f"a cell of row {self._row} is of the unknown kind {self._type}")
        return value

    def _number(self, text: str) -> ExcelValue:
        value = decimal_of(text)
        if value is None:
            raise ValueError(f"{text[:40]} in row {self._row} is no number")
        styles = self._book.styles
        index = int(self._style) if self._style else 0
        style = styles[index] if index < len(styles) else PLAIN_STYLE
        if style is PLAIN_STYLE:
            return value
        return shown_value(value, style, from_1904=self._book.from_1904)

    def _index(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        known = self._columns.get(letters)
        if known is None:
            known = _column_index(letters)
            self._columns[letters] = known
        return known


def _column_index(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(f"{letters[:40]} names no column")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index


def _iso(text: str) -> ExcelValue:
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    return moment.date() if len(text) == len("2026-10-01") else moment


def _unescaped(text: str) -> str:
    """The text whose control characters the file writes as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _too_large(path: Path, why: str) -> InputError:
    return InputError(
        f"{path.name} is too large.",
        f"{why[:1].upper()}{why[1:]}.",
        "Remove what is not needed, or save it as CSV.",
    )
