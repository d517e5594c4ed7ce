"""The setup workbook: planned, shown, applied; and exported again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.service import Number
from app.documents.whole_file import put_in_place
from app.documents.workbook_file import (
    FileFormat,
    write_sheets,
    write_template,
    write_wrong_rows,
)
from app.errors import InputError
from app.findings import Finding
from app.operations.office import Office
from app.operations.repricing import Repriced
from app.operations.row_editing import Edited, RowEdit
from app.operations.setup_writing import write_setup
from app.store.bill_runs import stored_number
from app.store.closed_months import charges_held
from app.store.facts import profiles
from app.store.invoices import has_invoices
from app.store.setup import load, load_rows
from app.store.setup_changes import RowChanges
from app.store.transaction import Transaction
from app.tax.usf import shipped_usf_factors
from app.values.sheet import SheetRow
from app.workbook.checks import PublishedTables
from app.workbook.outlook import Current
from app.workbook.plan import Fate, PlannedRow, WorkbookPlan, plan_import, refused
from app.workbook.reading import read_workbook
from app.workbook.sheets import SHEETS


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedWorkbook:
    """What an import wrote."""

    plan: WorkbookPlan
    written: Mapping[str, int]
    """Rows added or changed, by sheet."""
    repriced: Repriced
    """Unbilled calls that the changes touched, and how many of them came out otherwise."""
    edits: tuple[RowEdit, ...] = ()
    """Each row before and after."""

    def as_edit(self, title: str) -> Edited:
        """The import as one edit, which ``undo_edit`` takes back."""
        return Edited(title=title, edits=self.edits, repriced=self.repriced)


def plan_workbook(office: Office, path: Path) -> WorkbookPlan:
    """What importing the workbook would do; nothing is written."""
    incoming = read_workbook(path)
    with office.file.read() as conn:
        current = {name: load_rows(conn, sheet) for name, sheet in SHEETS.items()}
        company = [_with_series(conn, row) for row in load(conn, Company)]
        current["company"] = {SHEETS["company"].key_of(row): row for row in company}
        zone = company[0].timezone if company else "UTC"
        plan = plan_import(
            current,
            incoming,
            tables=PublishedTables(
                area_codes=office.area_codes(), usf_factors=shipped_usf_factors()
            ),
            today=office.clock.today(ZoneInfo(zone)),
            has_invoices=has_invoices(conn),
            profiles=frozenset(profiles(conn)),
        )
        return refused(plan, _held_by_closed_months(conn, plan, current), incoming=incoming)


def _held_by_closed_months(
    conn: Transaction, plan: WorkbookPlan, current: Current
) -> list[Finding]:
    """A finding for each charge that a closed month does not let come or change."""
    changing = [each for each in plan.rows if each.fate in {Fate.ADDED, Fate.CHANGED}]
    rows: list[tuple[int | None, SheetRow | None]] = [(each.number, each.row) for each in changing]
    rows += [(each.number, current[each.sheet].get(each.key)) for each in changing]
    return list(dict.fromkeys(charges_held(conn, rows)))


def _with_series(conn: Transaction, company: Company) -> Company:
    """The company with the number its next invoice really takes."""
    series = stored_number(conn)
    if series is None or series < company.next_invoice_number:
        return company
    return replace(company, next_invoice_number=series)


def apply_workbook(
    office: Office, plan: WorkbookPlan, *, origin: str, take_good_rows: bool = False
) -> AppliedWorkbook:
    """Writes a plan, and prices the unbilled calls again that it touches, in one transaction.

    NotAllowed while a row is wrong, unless the good rows are taken. ``origin`` names the file for
    the audit.
    """
    rows = plan.to_write(take_good_rows=take_good_rows)
    changes = {name: _changes(planned) for name, planned in rows.items()}
    with office.write() as conn:
        edits = _edits(conn, rows)
        repriced = write_setup(
            office,
            conn,
            changes,
            moved=_moved(rows.get("numbers", ())),
            stamp=office.stamp("import_workbook"),
            origin=origin,
        )
    return AppliedWorkbook(
        plan=plan,
        written={name: len(planned) for name, planned in rows.items()},
        repriced=repriced,
        edits=edits,
    )


def _edits(conn: Transaction, rows: Mapping[str, Sequence[PlannedRow]]) -> tuple[RowEdit, ...]:
    """Each row that is about to be written, and what stands in its place until then."""
    found: list[RowEdit] = []
    for name, planned in rows.items():
        has_before = any(each.fate is Fate.CHANGED for each in planned)
        before = load_rows(conn, SHEETS[name]) if has_before else {}
        found += [
            RowEdit(sheet=name, before=before.get(each.key), after=each.row) for each in planned
        ]
    return tuple(found)


def _moved(planned: Sequence[PlannedRow]) -> list[Number]:
    """Numbers that would change their account."""
    return [
        each.row
        for each in planned
        if isinstance(each.row, Number)
        and any(change.column == "account_number" for change in each.changes)
    ]


def _changes(planned: Sequence[PlannedRow]) -> RowChanges:
    return RowChanges(
        added=[each.row for each in planned if each.fate is Fate.ADDED],
        changed=[each.row for each in planned if each.fate is Fate.CHANGED],
    )


def save_wrong_rows(plan: WorkbookPlan, path: Path) -> int:
    """Writes the wrong rows with their reasons, to be mended and imported alone; how many."""
    write_wrong_rows(path, plan.wrong, file_format=_format_of(path))
    return len(plan.wrong)


def write_empty_workbook(path: Path) -> Path:
    """Writes an empty workbook to fill in, with an example row on each sheet; where it lies."""
    write_template(path)
    return path


def export_workbook(office: Office, path: Path, *, sheets: Sequence[str]) -> dict[str, int]:
    """Writes sheets as they are now, in the layout they are imported in; rows by sheet.

    All sheets where none is named. InputError for a sheet nobody knows.
    """
    unknown = [name for name in sheets if name not in SHEETS]
    if unknown:
        raise InputError(
            f"There is no sheet {unknown[0]}.", "", f"Sheets are: {', '.join(SHEETS)}."
        )
    with office.file.read() as conn:
        rows: dict[str, list[SheetRow]] = {
            name: load(conn, SHEETS[name].row) for name in sheets or SHEETS
        }
        if "company" in rows:
            rows["company"] = [_with_series(conn, row) for row in load(conn, Company)]
    if path.suffix.lower() == ".csv":
        _write_one_csv(path, rows)
    else:
        write_sheets(path, rows, file_format=_format_of(path))
    return {name: len(each) for name, each in rows.items()}


def _write_one_csv(path: Path, rows: Mapping[str, Sequence[SheetRow]]) -> None:
    """A single sheet as a single file; a folder holds one file for each."""
    if len(rows) != 1:
        raise InputError(
            f"{path.name} can hold one sheet only.",
            f"{len(rows)} sheets were asked for.",
            "Name one with --sheet, or write to a folder or an .xlsx file.",
        )
    with TemporaryDirectory(dir=path.parent) as folder, put_in_place(path) as part:
        write_sheets(Path(folder), rows, file_format=FileFormat.CSV)
        copyfile(Path(folder) / f"{next(iter(rows))}.csv", part)


def _format_of(path: Path) -> FileFormat:
    return FileFormat.XLSX if path.suffix.lower() == ".xlsx" else FileFormat.CSV
