"""Tables as CSV and XLSX, safe to open: no text of a customer's becomes a formula.

In XLSX a text is always stored as a text. A CSV has no types: there a text that begins like a
formula gets an apostrophe in front where people open the file (registers, the journal), and stays
as it is where machines read it (exports, whose columns are a public contract, and where ``+1...``
is a telephone number).
"""

import csv
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from app.documents.whole_file import put_in_place
from app.errors import NotAllowed

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | Decimal | int | bool | date | datetime | None
"""What a cell holds; None is an empty one."""

MONEY: Final = "#,##0.00;[Red]\u2212#,##0.00"
EXACT: Final = "#,##0.00######"
WHOLE: Final = "#,##0"
MOMENT: Final = "yyyy-mm-dd hh:mm:ss"

# Excel's 1,048,576 rows, less the header and a row of totals.
_MOST_ROWS: Final = 1_048_574
# Excel keeps fifteen digits of a number.
_MOST_EXACT: Final = 10**15
_LONGEST_TEXT: Final = 32_767
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# What begins so would be read as a formula or as one of Excel's own errors.
_NOT_PLAIN: Final = (*_FORMULA, "#")
# Control characters that no XML may hold.
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TableFormat(Enum):
    """Kinds of table files."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table for people: its title, its width in letters, its number format."""

    title: str
    width: int = 14
    number_format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """How a table stands in a workbook."""

    name: str = "Table"
    totals: Sequence[Cell] | None = None
    """A last row in strong letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One table of a workbook of several sheets."""

    columns: Sequence[TableColumn]
    rows: Iterable[Sequence[Cell]]
    sheet: Sheet


def write_table(
    path: Path,
    header: Sequence[str | TableColumn],
    *,
    rows: Iterable[Sequence[Cell]],
    fmt: TableFormat,
    guard: bool = False,
    sheet: Sheet | None = None,
) -> int:
    """Writes rows as they come and returns how many; the file is there whole or not at all.

    ``guard`` is for a CSV that people open: texts that begin like a formula get an apostrophe, and
    the file a byte order mark, by which Excel knows UTF-8. NotAllowed where an XLSX would have more
    rows than Excel reads; InputError where the file cannot be written.
    """
    columns = [each if isinstance(each, TableColumn) else _plain_column(each) for each in header]
    how = sheet or Sheet()
    with put_in_place(path) as own:
        if fmt is TableFormat.CSV:
            return _write_csv(own, columns, rows=rows, sheet=how, guard=guard)
        return _write_xlsx(own, [Page(columns=columns, rows=rows, sheet=how)])


def _plain_column(title: str) -> TableColumn:
    return TableColumn(title=title, width=max(10, min(40, len(title) + 3)))


def _write_csv(
    path: Path,
    columns: Sequence[TableColumn],
    *,
    rows: Iterable[Sequence[Cell]],
    sheet: Sheet,
    guard: bool,
) -> int:
    several = 0
    with path.open("w", encoding="utf-8-sig" if guard else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([_text(column.title, guard=guard) for column in columns])
        for row in rows:
            writer.writerow([_text(cell, guard=guard) for cell in row])
            several += 1
        if sheet.totals is not None:
            writer.writerow([_text(cell, guard=guard) for cell in sheet.totals])
    return several


def _text(cell: Cell, *, guard: bool) -> str:
    """A cell as text: points for decimals, ISO dates, yes and no."""
    if isinstance(cell, str):
        return f"'{cell}" if guard and cell.startswith(_FORMULA) else cell
    match cell:
        case None:
            text = ""
        case bool():
            text = "yes" if cell else "no"
        case Decimal():
            text = f"{cell:f}"
        case datetime():
            text = cell.isoformat(sep=" ", timespec="seconds")
        case date():
            text = cell.isoformat()
        case _:
            text = str(cell)
    return text


def write_pages(path: Path, pages: Sequence[Page]) -> None:
    """Writes tables as the sheets of one workbook; the file is there whole or not at all.

    NotAllowed where one would have more rows than Excel reads; InputError where the file cannot be
    written.
    """
    with put_in_place(path) as own:
        _write_xlsx(own, pages)


def _write_xlsx(path: Path, pages: Sequence[Page]) -> int:
    """Writes the sheets and returns how many rows the last one has."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    several = 0
    for each in pages:
        several = _write_page(book, each)
    save_book(book, path)
    return several


def _write_page(book: "Workbook", each: Page) -> int:
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(each.sheet.name)
    page.freeze_panes = "A2"
    for place, column in enumerate(each.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    try:
        return _fill(page, each.columns, rows=each.rows, sheet=each.sheet)
    except BaseException:
        # Its rows are a generator that has to end before the page is given up.
        page.close()
        raise


def save_book(book: "Workbook", path: Path) -> None:
    """Writes an Excel workbook; OSError where it cannot be written, and no second one later."""
    from openpyxl.writer.excel import ExcelWriter

    archive = ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True)
    try:
        ExcelWriter(book, archive).save()
    except BaseException:
        # Closed here, where what a full disk says is heard already; else it would be said again,
        # as a trace, when Python clears the archive away.
        with suppress(OSError, ValueError):
            archive.close()
        raise


def _fill(
    page: Any,  # noqa: ANN401  openpyxl's write-only page, whose class has no public name
    columns: Sequence[TableColumn],
    *,
    rows: Iterable[Sequence[Cell]],
    sheet: Sheet,
) -> int:
    from openpyxl.styles import Font

    pencil = _Pencil(page, columns)
    strong = Font(bold=True)
    page.append([pencil.cell(column.title, font=strong) for column in columns])
    several = 0
    for row in rows:
        several += 1
        if several > _MOST_ROWS:
            raise NotAllowed(
                f"{sheet.name} would have more rows than Excel can read.",
                f"A sheet holds {_MOST_ROWS:,} rows of data.",
                "Write it as CSV or Parquet.",
            )
        page.append(pencil.row(row))
    if sheet.totals is not None:
        page.append(pencil.row(sheet.totals, font=strong))
    return several


class _Pencil:
    """Makes cells for one page; plain values without a format go as they are, which is faster."""

    def __init__(self, page: Any, columns: Sequence[TableColumn]) -> None:  # noqa: ANN401
        """The page is openpyxl's write-only one, whose class has no public name."""
        self.page = page
        self.formats = [column.number_format for column in columns]

    def row(self, cells: Sequence[Cell], font: Any = None) -> list[Any]:  # noqa: ANN401
        return [
            self.cell(cell, number_format=number_format, font=font)
            for cell, number_format in zip(cells, self.formats, strict=True)
        ]

    def cell(self, value: Cell, *, number_format: str | None = None, font: Any = None) -> Any:  # noqa: ANN401
        from openpyxl.cell import WriteOnlyCell

        written = _excel_value(value)
        is_odd = isinstance(written, str) and written.startswith(_NOT_PLAIN)
        is_formatted = number_format is not None and isinstance(written, Decimal | int | date)
        if not (font or is_odd or is_formatted):
            return written
        made: Any = WriteOnlyCell
        cell = made(self.page, value=written)
        if isinstance(written, str):
            # A text it stays, also when someone edits it.
            cell.data_type = "s"
            cell.quotePrefix = is_odd
        elif is_formatted:
            cell.number_format = number_format
        if font:
            cell.font = font
        return cell


def _excel_value(cell: Cell) -> str | Decimal | int | date | None:
    """What Excel can hold of a cell: no truth values, no offsets, no control characters."""
    match cell:
        case str():
            return _NO_XML.sub("", cell)[:_LONGEST_TEXT]
        case bool():
            return "yes" if cell else "no"
        case datetime() if cell.tzinfo:
            return cell.isoformat(timespec="seconds")
        case int() if abs(cell) > _MOST_EXACT:
            return str(cell)
    return cell
