"""The setup workbook as a file: an empty one to fill in, and any list written in its layout.

What is written here is read back by ``app/workbook/reading.py`` without a change. Texts are
written as texts: none is ever a formula, and leading zeros stay.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.documents.spreadsheets import save_book
from app.errors import InputError
from app.files.excel import BrokenCell
from app.tax.form_499 import BUILT_IN, sheet_texts
from app.values.sheet import Column, Kind, Sheet, SheetRow
from app.workbook.cells import cell_reader, cell_text
from app.workbook.plan import WrongRow
from app.workbook.raw_sheets import CSV_SUFFIX, guarded
from app.workbook.reading import REASON_COLUMN
from app.workbook.sheets import SHEETS

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet


class FileFormat(Enum):
    """As what a workbook is written."""

    XLSX = "xlsx"
    """One file."""
    CSV = "csv"
    """A folder with one file a sheet."""


EXACT_DIGITS: Final = 15
"""Excel keeps so many; a longer number is written as text."""

_TEXT_FORMAT: Final = "@"
_DATE_FORMAT: Final = "yyyy-mm-dd"
_HEADER_ROW: Final = 1
_LAST_ROW: Final = 1_048_576
_WIDEST: Final = 42
_NARROWEST: Final = 11
_ESCAPE_LIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT_KINDS: Final = frozenset({Kind.TEXT, Kind.PHONE, Kind.TIME, Kind.YES_NO})
_INK, _REQUIRED_FILL, _FILL = "FF1C2226", "FFE2EEF1", "FFF0EEE9"

FURTHER_EXAMPLES: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {
    "products": (
        {
            "product_code": "CALLS",
            "name": "Calls",
            "gl_code": "4020",
            "price": "0",
            "billed": "usage",
            "line_kind": "none",
        },
        {
            "product_code": "LABOR",
            "name": "Technician, per hour",
            "tax_category": "PROF_SERVICE",
            "gl_code": "4100",
            "price": "125.00",
            "billed": "once",
            "line_kind": "none",
        },
        {
            "product_code": "OFFICE-PACK",
            "name": "Office pack: voice and Internet",
            "gl_code": "4030",
            "price": "79.00",
        },
    ),
    "form_499": tuple(map(sheet_texts, BUILT_IN[1:])),
}
"""Rows beside the first example to which the examples of other sheets refer, and the rest of the
built-in lines of the federal forms; what they do not tell is as in the first.
"""


def write_template(path: Path) -> None:
    """Writes an empty setup workbook to fill in: headers, choices, comments, example rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS.values():
        _template_sheet(book.create_sheet(sheet.name), sheet)
    with _in_place(path) as unfinished:
        save_book(book, unfinished)


def write_sheets(
    path: Path, rows: Mapping[str, Iterable[SheetRow]], *, file_format: FileFormat
) -> None:
    """Writes the rows of some sheets: an ``.xlsx`` file, or a folder with a CSV file for each."""
    tables = [
        (sheet.name, [column.name for column in sheet.columns.values()], _values(sheet, rows))
        for sheet in SHEETS.values()
        if sheet.name in rows
    ]
    _write(path, tables, file_format)


def write_wrong_rows(path: Path, wrong: Iterable[WrongRow], *, file_format: FileFormat) -> None:
    """Writes wrong rows as they stood in their workbook, each with what is wrong with it.

    Mended, the file can be imported alone.
    """
    by_sheet: dict[str, list[WrongRow]] = {}
    for row in wrong:
        by_sheet.setdefault(row.sheet, []).append(row)
    tables = []
    for name, rows in by_sheet.items():
        columns = list(dict.fromkeys(column for row in rows for column in row.cells))
        kept = [column for column in columns if column.lower() != REASON_COLUMN]
        values = [[*(_raw(row.cells.get(each)) for each in kept), row.reason] for row in rows]
        tables.append((name, [*kept, REASON_COLUMN], values))
    _write(path, tables, file_format)


_Table = tuple[str, list[str], Iterable[Sequence[object]]]


def _values(sheet: Sheet, rows: Mapping[str, Iterable[SheetRow]]) -> Iterator[Sequence[object]]:
    fields = list(sheet.columns)
    for row in rows[sheet.name]:
        yield [getattr(row, field) for field in fields]


def _raw(cell: object) -> object:
    if isinstance(cell, BrokenCell):
        return cell.text
    if cell is None or type(cell) in {str, Decimal, date, bool}:
        return cell
    return str(cell)


def _write(path: Path, tables: Sequence[_Table], file_format: FileFormat) -> None:
    if file_format is FileFormat.XLSX:
        _write_xlsx(path, tables)
    else:
        _write_csv(path, tables)


@contextmanager
def _in_place(path: Path) -> Iterator[Path]:
    """A file beside the one wanted that takes its place when it is whole."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as problem:
        why = f"The system says: {problem.strerror or problem}."
        raise InputError(f"{path} cannot be written.", why) from problem
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


# ------------------------------------------------------------------ CSV


def _write_csv(folder: Path, tables: Sequence[_Table]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        why = f"The system says: {problem.strerror or problem}."
        raise InputError(f"{folder} cannot be written.", why) from problem
    for name, columns, rows in tables:
        with (
            _in_place(folder / f"{name}{CSV_SUFFIX}") as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: object) -> str:
    """The value's text; numbers of telephones keep their plus, as no formula begins like them."""
    if isinstance(value, str):
        text = _UNWRITABLE.sub("\ufffd", value)
        return text if _E164.fullmatch(text) else guarded(text)
    return cell_text(value)


_E164: Final = re.compile(r"\+[0-9]{1,15}")


# ------------------------------------------------------------------ Excel


def _write_xlsx(path: Path, tables: Sequence[_Table]) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, columns, rows in tables:
        sheet = book.create_sheet(name)
        try:
            _fill(sheet, columns, rows)
        finally:
            sheet.close()
    with _in_place(path) as unfinished:
        save_book(book, unfinished)


def _fill(
    sheet: Any,  # noqa: ANN401  the types of openpyxl do not tell that it has columns
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns):
        sheet.column_dimensions[_letter(index)].width = _width(column)
    make = _cell_maker(sheet)
    sheet.append([_header_cell(sheet, column) for column in columns])
    for row in rows:
        sheet.append([make(value) for value in row])


def _cell_maker(sheet: "WriteOnlyWorksheet") -> Callable[[object], object]:
    from openpyxl.cell import WriteOnlyCell

    def make(value: object) -> object:
        if value is None:
            return None
        shown = _excel_value(value)
        cell = WriteOnlyCell(sheet, value=shown)
        if isinstance(shown, str):
            cell.data_type = "s"
            cell.number_format = _TEXT_FORMAT
        elif isinstance(shown, date):
            cell.number_format = _DATE_FORMAT
        return cell

    return make


def _excel_value(value: object) -> Any:  # noqa: ANN401  openpyxl takes more than its types tell
    if isinstance(value, bool) or not isinstance(value, Decimal | int | date):
        return _excel_text(cell_text(value))
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > EXACT_DIGITS:
        return cell_text(value)
    return value


def _excel_text(text: str) -> str:
    """The text with what Excel would take for its own escapes escaped itself."""
    return _ESCAPE_LIKE.sub("_x005F_", _UNWRITABLE.sub("\ufffd", text))


def _header_cell(sheet: "WriteOnlyWorksheet", name: str) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=_excel_text(name))
    cell.data_type = "s"
    cell.font = Font(bold=True, color=_INK)
    return cell


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(index + 1)


def _width(*texts: str) -> int:
    return min(_WIDEST, max(_NARROWEST, *(len(text) + 3 for text in texts)))


# ------------------------------------------------------------------ the template


def _template_sheet(worksheet: "Worksheet", sheet: Sheet) -> None:
    worksheet.freeze_panes = "A2"
    examples = [{field: column.example for field, column in sheet.columns.items()}]
    examples += [{**examples[0], **further} for further in FURTHER_EXAMPLES.get(sheet.name, ())]
    for index, (field, column) in enumerate(sheet.columns.items()):
        letter = _letter(index)
        dimension = worksheet.column_dimensions[letter]
        dimension.width = _width(column.name, *(each[field] for each in examples))
        if column.kind in _TEXT_KINDS:
            dimension.number_format = _TEXT_FORMAT
        elif column.kind is Kind.DATE:
            dimension.number_format = _DATE_FORMAT
        _template_header(worksheet, letter, column)
        _offer_choices(worksheet, letter, column)
        for number, example in enumerate(examples, start=_HEADER_ROW + 1):
            if example[field]:
                _example_cell(
                    worksheet, f"{letter}{number}", sheet=sheet, field=field, text=example[field]
                )


def _template_header(worksheet: "Worksheet", letter: str, column: Column) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    cell = worksheet[f"{letter}{_HEADER_ROW}"]
    cell.value = column.name
    cell.font = Font(bold=True, color=_INK)
    fill = _REQUIRED_FILL if _is_required(column) else _FILL
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.comment = Comment(_explained(column), "Switchbook", height=120, width=300)


def _is_required(column: Column) -> bool:
    return column.required and column.default is None


def _explained(column: Column) -> str:
    """What the comment of a column tells: its meaning, what is allowed, what a blank means."""
    if _is_required(column):
        blank = "Required."
    elif column.default is None:
        blank = "May be blank."
    else:
        blank = f"Blank means {cell_text(column.default)}."
    allowed = ", ".join(column.choices) or column.kind.value
    return f"{column.doc}.\n{allowed[:1].upper()}{allowed[1:]}.\n{blank}"


def _offer_choices(worksheet: "Worksheet", letter: str, column: Column) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = ("yes", "no") if column.kind is Kind.YES_NO else column.choices
    if not choices:
        return
    offer = DataValidation(
        type="list",
        formula1=f'"{",".join(choices)}"',
        allow_blank=not _is_required(column),
        showErrorMessage=True,
        errorTitle=column.name,
        error=f"Choose {', '.join(choices)}."[:250],
    )
    offer.add(f"{letter}{_HEADER_ROW + 1}:{letter}{_LAST_ROW}")
    worksheet.add_data_validation(offer)


def _example_cell(
    worksheet: "Worksheet", place: str, *, sheet: Sheet, field: str, text: str
) -> None:
    cell: Any = worksheet[place]
    kind = sheet.columns[field].kind
    if kind in _TEXT_KINDS:
        cell.value = text
        cell.data_type = "s"
        cell.number_format = _TEXT_FORMAT
        return
    cell.value = cell_reader(sheet, field)(text)
    if kind is Kind.DATE:
        cell.number_format = _DATE_FORMAT
