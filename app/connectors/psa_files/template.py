"""The empty workbook of a PSA: a sheet for each kind of record, its columns explained."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.connectors.psa_files.sheets import PSA_SHEETS
from app.errors import RemoteRefused
from app.values.sheet import Column, Kind, Sheet
from app.workbook.cells import cell_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NAME: Final = "psa.xlsx"

_LAST_ROW: Final = 100_000
_NARROWEST: Final = 11
_WIDEST: Final = 42
_FORMATS: Final = {Kind.TEXT: "@", Kind.YES_NO: "@", Kind.DATE: "yyyy-mm-dd"}


def write_template(path: Path) -> None:
    """Writes the empty workbook; RemoteRefused where it cannot be written."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in PSA_SHEETS.values():
        _fill(book.create_sheet(sheet.name), sheet)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        book.save(unfinished)
        unfinished.replace(path)
    except OSError as problem:
        raise RemoteRefused(
            f"{path} cannot be written.",
            f"The system says: {problem.strerror or problem}.",
            "Name a folder in which files may be made.",
        ) from problem
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _fill(worksheet: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    worksheet.freeze_panes = "A2"
    for index, column in enumerate(sheet.columns.values(), start=1):
        letter = get_column_letter(index)
        cell = worksheet[f"{letter}1"]
        cell.value = column.name
        cell.font = Font(bold=_is_required(column))
        cell.comment = Comment(_explained(column), "Switchbook", height=120, width=300)
        dimension = worksheet.column_dimensions[letter]
        dimension.width = min(_WIDEST, max(_NARROWEST, len(column.name), len(column.example)) + 2)
        if column.kind in _FORMATS:
            dimension.number_format = _FORMATS[column.kind]
        _offer_yes_no(worksheet, letter, column)


def _is_required(column: Column) -> bool:
    return column.required and column.default is None


def _explained(column: Column) -> str:
    if _is_required(column):
        blank = "Required."
    elif column.default is None:
        blank = "May be blank."
    else:
        blank = f"Blank means {cell_text(column.default)}."
    example = f"\nAs in: {column.example}" if column.example else ""
    return f"{column.doc}.\n{column.kind.value.capitalize()}. {blank}{example}"


def _offer_yes_no(worksheet: "Worksheet", letter: str, column: Column) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.kind is not Kind.YES_NO:
        return
    offer = DataValidation(type="list", formula1='"yes,no"', allow_blank=True)
    offer.add(f"{letter}2:{letter}{_LAST_ROW}")
    worksheet.add_data_validation(offer)
