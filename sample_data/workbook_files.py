"""The workbook as files: a folder of CSVs, and the same rows as one Excel workbook."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.values.sheet import Kind, Sheet
from app.workbook.sheets import SHEETS
from sample_data.catalogue import Row

# No file remembers when it was made.
_WRITTEN_AT: Final = datetime(2026, 10, 1)  # noqa: DTZ001  openpyxl wants it naive
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_WIDEST: Final = 40

Cell = str | int | Decimal | date | None


def csv_files(rows: Mapping[str, Sequence[Row]]) -> dict[str, bytes]:
    """``workbook/<sheet>.csv`` by path; sheets that the sample does not use are left out."""
    return {
        f"workbook/{name}.csv": _csv(SHEETS[name], rows[name]) for name in SHEETS if name in rows
    }


def _header(sheet: Sheet) -> list[str]:
    return [column.name for column in sheet.columns.values()]


def _csv(sheet: Sheet, rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _header(sheet), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def excel_file(rows: Mapping[str, Sequence[Row]]) -> bytes:
    """The Excel workbook: numbers as numbers, dates as dates, telephone numbers as text."""
    book = Workbook()
    book.properties.creator = "Cedar Fork Voice"
    book.properties.created = book.properties.modified = _WRITTEN_AT
    first = book.active
    for name, sheet in SHEETS.items():
        if name in rows:
            _fill(book.create_sheet(name), sheet, rows[name])
    if first is not None:
        book.remove(first)
    raw = io.BytesIO()
    book.save(raw)
    return _without_times(raw.getvalue())


def _fill(page: Worksheet, sheet: Sheet, rows: Sequence[Row]) -> None:
    names = _header(sheet)
    kinds = [column.kind for column in sheet.columns.values()]
    page.append(names)
    for row in rows:
        page.append([_cell(row.get(n, ""), kind) for n, kind in zip(names, kinds, strict=True)])
    page.freeze_panes = "A2"
    for index, name in enumerate(names):
        page.cell(1, index + 1).font = Font(bold=True)
        longest = max((len(row.get(name, "")) for row in rows), default=0)
        letter = get_column_letter(index + 1)
        page.column_dimensions[letter].width = min(max(longest, len(name)) + 2, _WIDEST)


def _cell(text: str, kind: Kind) -> Cell:
    if not text:
        return None
    match kind:
        case Kind.INTEGER:
            return int(text)
        case Kind.MONEY | Kind.QUANTITY:
            return Decimal(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case _:
            return text


def _without_times(book: bytes) -> bytes:
    """The same archive with every member's time set to the earliest a zip can hold."""
    clean = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(clean, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            new.writestr(member, _fixed_core(name, old.read(name)))
    return clean.getvalue()


def _fixed_core(name: str, content: bytes) -> bytes:
    """The core properties with the one stamp that openpyxl sets while it saves put back."""
    if name != "docProps/core.xml":
        return content
    opening, closing = b'<dcterms:modified xsi:type="dcterms:W3CDTF">', b"</dcterms:modified>"
    head, _, tail = content.partition(opening)
    stamp = f"{_WRITTEN_AT:%Y-%m-%dT%H:%M:%SZ}".encode()
    return head + opening + stamp + closing + tail.partition(closing)[2]


def cells(book: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Every cell by sheet: what two workbooks have alike when they say the same."""
    read = load_workbook(io.BytesIO(book), read_only=True)
    found: dict[str, list[tuple[object, ...]]] = {
        page.title: list(page.iter_rows(values_only=True)) for page in read.worksheets
    }
    read.close()
    return found
