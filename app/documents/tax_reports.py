"""Tax reports as files: a workbook with the ties to the journal beside it, or the bare table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.billing.tax_reports.report import ColumnKind, ReportColumn, Row, TaxReport, Value
from app.documents.spreadsheets import (
    EXACT,
    MONEY,
    WHOLE,
    Cell,
    Page,
    Sheet,
    TableColumn,
    TableFormat,
    write_pages,
    write_table,
)
from app.values.money import ZERO, cents, plain
from app.values.period import Period

_FORMATS: Final[Mapping[ColumnKind, str | None]] = {
    ColumnKind.TEXT: None,
    ColumnKind.WHOLE: WHOLE,
    ColumnKind.MONEY: MONEY,
    ColumnKind.EXACT: EXACT,
    ColumnKind.DAY: "yyyy-mm-dd",
}
_TIES: Final = (
    TableColumn(title="Ledger", width=16),
    TableColumn(title="Code", width=18),
    TableColumn(title="Reported", number_format=MONEY),
    TableColumn(title="Journal", number_format=MONEY),
    TableColumn(title="Difference", number_format=MONEY),
)
_NOTES: Final = (TableColumn(title="About", width=20), TableColumn(title="This report", width=110))
_NARROWEST, _WIDEST = 10, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Whose report it is, of which days, in which currency."""

    company: str
    period: Period
    currency: str


def write_tax_report(path: Path, report: TaxReport, *, heading: Heading, fmt: TableFormat) -> int:
    """Writes a report and returns how many rows it has; the file is there whole or not at all.

    A workbook holds the table with its totals, the ties to the journal, and the notes. A CSV holds
    the table with its totals, under the columns' own names.
    """
    rows = [_cells(report, row) for row in report.rows]
    totals = _cells(report, report.totals) if report.totals else None
    if fmt is TableFormat.CSV:
        names = [column.name for column in report.columns]
        sheet = Sheet(totals=totals)
        return write_table(path, names, rows=rows, fmt=fmt, guard=True, sheet=sheet)
    columns = [_column(column, rows, place) for place, column in enumerate(report.columns)]
    pages = (
        Page(columns=columns, rows=rows, sheet=Sheet(name="report", totals=totals)),
        Page(columns=_TIES, rows=_tie_rows(report), sheet=_tie_sheet(report)),
        Page(columns=_NOTES, rows=_note_rows(report, heading), sheet=Sheet(name="notes")),
    )
    write_pages(path, pages)
    return len(rows)


def _cells(report: TaxReport, row: Row) -> list[Cell]:
    return [_cell(value, column.kind) for value, column in zip(row, report.columns, strict=True)]


def _cell(value: Value, kind: ColumnKind) -> Cell:
    if not isinstance(value, Decimal):
        return value
    return cents(value) if kind is ColumnKind.MONEY else plain(value)


def _column(column: ReportColumn, rows: list[list[Cell]], place: int) -> TableColumn:
    """A column as wide as what stands in it."""
    longest = max((len(str(row[place])) for row in rows if row[place] is not None), default=0)
    width = max(_NARROWEST, len(column.title) + 2, longest + 2)
    return TableColumn(
        title=column.title, width=min(_WIDEST, width), number_format=_FORMATS[column.kind]
    )


def _tie_rows(report: TaxReport) -> list[list[Cell]]:
    return [
        [tie.ledger.value, tie.code, tie.reported, tie.journal, tie.difference]
        for tie in report.ties
    ]


def _tie_sheet(report: TaxReport) -> Sheet:
    if not report.ties:
        return Sheet(name="ties")
    reported = sum((tie.reported for tie in report.ties), ZERO)
    in_journal = sum((tie.journal for tie in report.ties), ZERO)
    totals = ["Total", None, reported, in_journal, reported - in_journal]
    return Sheet(name="ties", totals=totals)


def _note_rows(report: TaxReport, heading: Heading) -> list[list[Cell]]:
    window = f"{heading.period.start.isoformat()} to {heading.period.last_day.isoformat()}"
    rows: list[list[Cell]] = [
        ["Report", report.title],
        ["Company", heading.company],
        ["Window", f"{window}, by invoice date"],
        ["Currency", heading.currency],
    ]
    rows += [["Note", note] for note in report.notes]
    rows += [
        [each.severity.value.capitalize(), f"{each.message}. {each.way_out}".rstrip()]
        for each in report.findings
    ]
    rows += [[column.title, column.doc] for column in report.columns]
    return rows
