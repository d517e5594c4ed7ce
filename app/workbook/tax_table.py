"""A tax table that comes in by itself: a CSV file or an Excel sheet in the layout of ``taxes``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.files.excel import read_excel
from app.findings import Finding, error
from app.rating.area_codes import AreaCodes
from app.tax.rule import TAXES, TaxRule
from app.tax.table_import import TablePlan, plan_table
from app.tax.usf import UsfFactor
from app.workbook.raw_sheets import CSV_SUFFIX, RawSheet, raw_sheets
from app.workbook.reading import ReadSheet, read_raw_sheets
from app.workbook.row_checks import row_check

_ALONE: Final = "Give one CSV file, or an Excel file with the table on a sheet named taxes."


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTable:
    """A tax table, read."""

    sheet: str
    """The sheet's name in the file; of a CSV file its own name."""
    read: ReadSheet
    findings: tuple[Finding, ...]
    """About the file as a whole."""


def read_tax_table(path: Path) -> TaxTable:
    """The table in a file: the sheet ``taxes``, or the only sheet there is.

    InputError where the file cannot be read, or where nobody can tell which sheet is meant.
    """
    if path.is_dir():
        raise InputError(f"{path.name} is a folder, not a tax table.", "", _ALONE)
    name = path.stem if path.suffix.lower() == CSV_SUFFIX else _sheet_meant(path)
    sheets = raw_sheets(path)  # its file is open as long as it is held
    raw = next(each for each in sheets if each.name == name)
    rows = read_raw_sheets(iter([RawSheet(TAXES.name, raw.rows)]))
    return TaxTable(sheet=name, read=rows.sheets[TAXES.name], findings=rows.findings)


def _sheet_meant(path: Path) -> str:
    names = [sheet.name for sheet in read_excel(path)]
    named = [name for name in names if name.strip().lower() == TAXES.name]
    if len(named) == 1:
        return named[0]
    if len(names) == 1:
        return names[0]
    raise InputError(
        f"Nobody can tell which sheet of {path.name} is the tax table.",
        f"It has the sheets {', '.join(names)}.",
        f"Name one of them {TAXES.name}.",
    )


def plan_tax_table(
    table: TaxTable,
    current: Iterable[TaxRule],
    *,
    area_codes: AreaCodes,
    usf_factors: tuple[UsfFactor, ...],
    today: date,
    invoices_priced: Callable[[TaxRule], Sequence[str]],
) -> TablePlan:
    """What taking the table in would do; every row is judged as the setup workbook judges it."""
    read = table.read
    good, wrong = _good_rows(read, area_codes)
    findings = [*table.findings, *read.unusable, *read.findings, *wrong]
    if not read.raw:
        findings.append(_empty(table))
    plan = plan_table(
        current,
        good,
        absent=read.absent,
        usf_factors=usf_factors,
        today=today,
        invoices_priced=invoices_priced,
    )
    together = dict.fromkeys([*findings, *plan.findings])
    return replace(plan, findings=tuple(sorted(together, key=lambda each: each.row or 0)))


def _good_rows(
    read: ReadSheet, area_codes: AreaCodes
) -> tuple[list[tuple[int, TaxRule]], list[Finding]]:
    check = row_check(TAXES, area_codes)
    good, wrong = [], []
    for each in read.rows:
        problems = check(each.row)
        wrong += [
            error(
                problem.code,
                f"{problem.message}.",
                way_out=problem.way_out,
                sheet=TAXES.name,
                row=each.number,
                column=problem.column,
            )
            for problem in problems
        ]
        if not problems and isinstance(each.row, TaxRule):
            good.append((each.number, each.row))
    return good, wrong


def _empty(table: TaxTable) -> Finding:
    return error(
        "empty_table",
        f"{table.sheet} has no rows.",
        way_out="Put a row with the column names at its top, and a row for each tax below.",
        sheet=TAXES.name,
    )
