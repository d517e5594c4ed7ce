"""The plan of an import: what a setup workbook would add and change, and which rows are wrong.

Nothing is written here: the plan is shown, then its rows are handed to the store.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Final

from app.billing.issuer import Company
from app.errors import NotAllowed
from app.files.excel import ExcelValue
from app.findings import Finding, Severity, error
from app.values.sheet import SheetRow
from app.workbook.cells import cell_text
from app.workbook.checks import CheckedRows, PublishedTables, check_rows
from app.workbook.outlook import Current
from app.workbook.reading import Key, ReadRow, ReadSheet, WorkbookRows
from app.workbook.sheets import SHEETS


class Fate(Enum):
    """What becomes of a row of the workbook."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that would change."""

    column: str
    before: object
    after: object

    def __str__(self) -> str:
        """The change in words."""
        before, after = (cell_text(value) or "blank" for value in (self.before, self.after))
        return f"{self.column}: {before} becomes {after}"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that may be written, and what that would change."""

    sheet: str
    number: int
    """Its row in the workbook."""
    key: Key
    row: SheetRow
    fate: Fate
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be written, as it stands in the workbook, and why."""

    sheet: str
    number: int
    cells: Mapping[str, ExcelValue]
    """By column name as it stands there."""
    findings: tuple[Finding, ...]

    @property
    def reason(self) -> str:
        """Why, in words."""
        return " ".join(f"{each.message.removesuffix('.')}." for each in self.findings)


@dataclass(frozen=True, kw_only=True)
class WorkbookPlan:
    """What an import would do, row by row."""

    rows: tuple[PlannedRow, ...]
    """The good rows, in the order of the sheets, so that what is referred to comes first."""
    wrong: tuple[WrongRow, ...]
    findings: tuple[Finding, ...]
    """All errors and warnings, sheet by sheet."""
    has_company: bool
    """Whether the company file has, or would have, its company row."""

    @cached_property
    def counts(self) -> Mapping[str, Mapping[Fate, int]]:
        """How many rows of each sheet have which fate; a range of numbers counts each number."""
        found: dict[str, Counter[Fate]] = {}
        for planned in self.rows:
            found.setdefault(planned.sheet, Counter())[planned.fate] += 1
        for wrong in self.wrong:
            found.setdefault(wrong.sheet, Counter())[Fate.WRONG] += 1
        return found

    @property
    def is_whole(self) -> bool:
        """Whether nothing in the workbook is wrong."""
        return not any(each.severity is Severity.ERROR for each in self.findings)

    def to_write(self, *, take_good_rows: bool = False) -> Mapping[str, Sequence[PlannedRow]]:
        """The rows to add or change by sheet, what is referred to before what refers.

        NotAllowed while anything is wrong, unless the user takes the good rows; and always while
        there would be no company.
        """
        if not self.has_company:
            raise NotAllowed(
                "Nothing was imported.",
                "There is no good row on the sheet company.",
                "Fill in that sheet first: name, address and time zone of your own company.",
            )
        if not self.is_whole and not take_good_rows:
            raise NotAllowed("Nothing was imported.", self._whats_wrong(), _WAYS_OUT)
        found: dict[str, list[PlannedRow]] = {}
        for planned in self.rows:
            if planned.fate in {Fate.ADDED, Fate.CHANGED}:
                found.setdefault(planned.sheet, []).append(planned)
        return found

    def _whats_wrong(self) -> str:
        errors = [each for each in self.findings if each.severity is Severity.ERROR]
        if len(errors) == 1:
            return errors[0].message
        rows = f"{len(self.wrong):,} wrong row{'' if len(self.wrong) == 1 else 's'}"
        return f"The workbook has {rows}, for {len(errors):,} reasons."


_WAYS_OUT: Final = "Mend them, or take the good rows and import the wrong ones later."


def refused(
    plan: WorkbookPlan, findings: Sequence[Finding], *, incoming: WorkbookRows
) -> WorkbookPlan:
    """The plan with the rows wrong that findings name by sheet and row, for what the file holds."""
    by_row: dict[tuple[str, int], tuple[Finding, ...]] = {}
    for each in findings:
        if each.row is not None:
            key = (each.sheet, each.row)
            by_row[key] = (*by_row.get(key, ()), each)
    if not by_row:
        return plan
    checked = CheckedRows(good={}, wrong=by_row, findings=())
    return replace(
        plan,
        rows=tuple(row for row in plan.rows if (row.sheet, row.number) not in by_row),
        wrong=(*plan.wrong, *_wrong_rows(incoming, checked)),
        findings=(*plan.findings, *findings),
    )


def plan_import(
    current: Current,
    incoming: WorkbookRows,
    *,
    tables: PublishedTables,
    today: date,
    has_invoices: bool,
    profiles: Collection[str] | None = None,
) -> WorkbookPlan:
    """What importing a workbook would do to a company file that holds ``current``.

    Rows of the file that are not in the workbook stay as they are, and so do the values of
    columns the workbook does not have. ``has_invoices``: a lower next invoice number is then
    ignored (``setup-workbook.md``, sheet company). ``today`` tells which universal service factor
    ought to be there. ``profiles``: the saved mappings by name, None where nobody has looked.
    """
    merged = WorkbookRows(
        sheets={
            name: _merged(read, current.get(name, {}), has_invoices=has_invoices)
            for name, read in incoming.sheets.items()
        },
        findings=incoming.findings,
    )
    checked = check_rows(merged, current, tables=tables, today=today, profiles=profiles)
    has_company = bool(current.get("company") or checked.good.get("company"))
    is_named = any(sheet == "company" for sheet, _ in checked.wrong)
    lacking = () if has_company or is_named else (_no_company(),)
    return WorkbookPlan(
        rows=tuple(
            _planned(name, each, current.get(name, {}))
            for name in SHEETS
            for each in checked.good.get(name, ())
        ),
        wrong=tuple(_wrong_rows(merged, checked)),
        findings=(*lacking, *checked.findings),
        has_company=has_company,
    )


def _merged(read: ReadSheet, current: Mapping[Key, SheetRow], *, has_invoices: bool) -> ReadSheet:
    """The rows as they would be: columns the sheet lacks keep what the file holds."""
    if not current or (not read.absent and read.sheet.name != "company"):
        return read
    rows: list[ReadRow] = []
    for each in read.rows:
        before = current.get(read.sheet.key_of(each.row))
        row = each.row
        if before is not None:
            kept = {name: getattr(before, name) for name in read.absent}
            if isinstance(row, Company) and isinstance(before, Company) and has_invoices:
                series = max(row.next_invoice_number, before.next_invoice_number)
                kept["next_invoice_number"] = series
            row = replace(row, **kept) if kept else row
        rows.append(ReadRow(each.number, row))
    return replace(read, rows=rows)


def _no_company() -> Finding:
    return error(
        "company_missing",
        "The sheet company has no row.",
        sheet="company",
        way_out="Fill it in: name, address and time zone of your own company.",
    )


def _planned(name: str, each: ReadRow, current: Mapping[Key, SheetRow]) -> PlannedRow:
    sheet = SHEETS[name]
    key = sheet.key_of(each.row)
    before = current.get(key)
    if before is None:
        return PlannedRow(name, each.number, key, each.row, Fate.ADDED)
    if before == each.row:
        return PlannedRow(name, each.number, key, each.row, Fate.UNCHANGED)
    changes = tuple(
        FieldChange(column.name, getattr(before, field), getattr(each.row, field))
        for field, column in sheet.columns.items()
        if getattr(before, field) != getattr(each.row, field)
    )
    return PlannedRow(name, each.number, key, each.row, Fate.CHANGED, changes)


def _wrong_rows(workbook: WorkbookRows, checked: CheckedRows) -> list[WrongRow]:
    order = {name: index for index, name in enumerate(SHEETS)}
    found: list[WrongRow] = []
    for (name, number), findings in checked.wrong.items():
        read = workbook.sheets[name]
        cells = read.raw[number]
        padded = [*cells, *[None] * (len(read.header) - len(cells))]
        named = {column: cell for column, cell in zip(read.header, padded, strict=False) if column}
        found.append(WrongRow(name, number, named, findings))
    return sorted(found, key=lambda each: (order[each.sheet], each.number))
