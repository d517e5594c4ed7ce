"""Rows of the setup added, changed and taken out in one transaction, checked as a workbook is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.service import Number
from app.errors import NotAllowed
from app.findings import Finding, Severity
from app.host.collection import collecting_later
from app.operations.office import Office
from app.operations.repricing import Repriced
from app.operations.setup_writing import write_setup
from app.store.closed_months import charges_held
from app.store.facts import profiles
from app.store.invoices import has_invoices
from app.store.references import referring
from app.store.setup import load, load_rows, sheet_of
from app.store.setup_changes import RowChanges
from app.store.transaction import Transaction
from app.store.trash import record_of, throw_away
from app.tax.usf import shipped_usf_factors
from app.values.sheet import Sheet, SheetRow
from app.workbook.checks import PublishedTables
from app.workbook.plan import Fate, PlannedRow, WorkbookPlan, plan_import
from app.workbook.reading import ReadRow, ReadSheet, WorkbookRows
from app.workbook.sheets import SHEETS

_PLAIN: Final = frozenset({"accounts", "locations", "circuits", "services", "charges"})

Current = dict[str, dict[tuple[object, ...], SheetRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEdit:
    """One row before and after; None where it was or is not there."""

    sheet: str
    before: SheetRow | None
    after: SheetRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What an edit did, or why it was refused."""

    title: str
    edits: tuple[RowEdit, ...] = ()
    """Empty where it was refused, or changed nothing."""
    findings: tuple[Finding, ...] = ()
    repriced: Repriced = field(default_factory=lambda: Repriced(0, 0))
    is_undo: bool = False
    """Whether it took another edit back."""

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """Why it was refused; empty where it was not."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    def summary(self) -> str:
        """The edit in a line."""
        rows = len(self.edits)
        text = f"{rows:,} {'row' if rows == 1 else 'rows'}"
        changed = self.repriced.changed
        calls = "call" if changed == 1 else "calls"
        return f"{text}, {changed:,} {calls} priced anew" if changed else text


@collecting_later()
def change_rows(
    office: Office,
    rows: Sequence[SheetRow],
    *,
    title: str,
    removed: Sequence[SheetRow] = (),
    why: str = "",
) -> Edited:
    """Adds or changes rows, by their keys, and takes others out, all or nothing.

    Where a row is refused nothing is written and the findings say why, with ``row`` counted from 1
    in the order of ``rows``. NotAllowed where a row to be taken out is referred to.
    """
    with office.write() as conn:
        current = current_rows(conn, needed_sheets([*rows, *removed]))
        _refuse_held(conn, removed, current)
        plan = plan_rows(office, conn, rows, current)
        held = _held_by_closed_months(conn, plan.rows, removed, current)
        if held or not plan.is_whole:
            return Edited(title=title, findings=(*plan.findings, *held))
        edits = [
            RowEdit(sheet=each.sheet, before=current[each.sheet].get(each.key), after=each.row)
            for each in plan.rows
            if current[each.sheet].get(each.key) != each.row
        ]
        edits += [
            RowEdit(sheet=sheet_of(type(row)).name, before=row, after=None) for row in removed
        ]
        repriced = write_edits(office, conn, edits, operation=title, why=why)
    return Edited(title=title, edits=tuple(edits), findings=plan.findings, repriced=repriced)


def _refuse_held(conn: Transaction, removed: Sequence[SheetRow], current: Current) -> None:
    """Only rows that nothing refers to, and that are as somebody saw them, can be taken out."""
    for row in removed:
        sheet = sheet_of(type(row))
        name = record_of(sheet, row)
        if current[sheet.name].get(sheet.key_of(row)) != row:
            raise NotAllowed(
                f"{name} was not taken out.", "It was changed since.", "Look at it again."
            )
        found = referring(conn, sheet, row)
        if found:
            way_out = "End it with a date: what was billed stays true."
            raise NotAllowed(
                f"{name} was not taken out.",
                f"{_listed(found)} would have nothing to refer to.",
                way_out if hasattr(row, "ends_on") else "Take those out first, or close it.",
            )


def _listed(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last


def _held_by_closed_months(
    conn: Transaction,
    rows: Sequence[PlannedRow],
    removed: Sequence[SheetRow],
    current: Current,
) -> list[Finding]:
    """A finding for each charge that a closed month does not let come, change or go."""
    changing = [each for each in rows if each.fate in {Fate.ADDED, Fate.CHANGED}]
    found = charges_held(
        conn,
        [
            *((each.number, each.row) for each in changing),
            *((each.number, current[each.sheet].get(each.key)) for each in changing),
            *((None, row) for row in removed),
        ],
    )
    return list(dict.fromkeys(found))


def needed_sheets(rows: Sequence[SheetRow]) -> frozenset[str]:
    """The sheets that may contradict some rows.

    Fifty thousand numbers and all rates say nothing against a service or an address.
    """
    edited = {sheet_of(type(row)).name for row in rows}
    if edited <= _PLAIN:
        return frozenset(SHEETS) - {"numbers", "rates", "aliases"}
    return frozenset(SHEETS) - {"rates"} if edited <= {*_PLAIN, "numbers"} else frozenset(SHEETS)


def current_rows(conn: Transaction, sheets: Collection[str]) -> Current:
    """The rows of the setup by sheet and key; of other sheets none."""
    return {
        name: load_rows(conn, sheet) if name in sheets else {} for name, sheet in SHEETS.items()
    }


def plan_rows(
    office: Office, conn: Transaction, rows: Sequence[SheetRow], current: Current
) -> WorkbookPlan:
    """What writing the rows would do, and which of them are wrong."""
    company = load(conn, Company)
    zone = company[0].timezone if company else "UTC"
    return plan_import(
        current,
        WorkbookRows(sheets=_as_sheets(rows)),
        tables=PublishedTables(area_codes=office.area_codes(), usf_factors=shipped_usf_factors()),
        today=office.clock.today(ZoneInfo(zone)),
        has_invoices=has_invoices(conn),
        profiles=frozenset(profiles(conn)),
    )


def _as_sheets(rows: Sequence[SheetRow]) -> dict[str, ReadSheet]:
    found: dict[str, ReadSheet] = {}
    for number, row in enumerate(rows, 1):
        sheet: Sheet = sheet_of(type(row))
        columns = tuple(column.name for column in sheet.columns.values())
        read = found.setdefault(sheet.name, ReadSheet(sheet=sheet, header=columns))
        read.rows.append(ReadRow(number, row))
        read.raw[number] = tuple(None for _ in columns)
    return found


def write_edits(
    office: Office,
    conn: Transaction,
    edits: Sequence[RowEdit],
    *,
    operation: str,
    why: str,
    to_trash: bool = True,
) -> Repriced:
    """Writes edits with their audit; what is taken out goes to the trash."""
    stamp = office.stamp(operation)
    changes: dict[str, RowChanges] = {}
    for name in dict.fromkeys(each.sheet for each in edits):
        of_sheet = [each for each in edits if each.sheet == name]
        changes[name] = RowChanges(
            added=[e.after for e in of_sheet if e.before is None and e.after is not None],
            changed=[e.after for e in of_sheet if e.before is not None and e.after is not None],
            removed=[e.before for e in of_sheet if e.before is not None and e.after is None],
        )
    if to_trash:
        throw_away(conn, _gone(edits), stamp=stamp)
    return write_setup(
        office, conn, changes, moved=_moved(edits), stamp=stamp, origin=why or "typed"
    )


def _gone(edits: Sequence[RowEdit]) -> list[tuple[Sheet, SheetRow]]:
    return [
        (SHEETS[each.sheet], each.before)
        for each in edits
        if each.after is None and each.before is not None
    ]


def _moved(edits: Sequence[RowEdit]) -> list[Number]:
    return [
        each.after
        for each in edits
        if isinstance(each.after, Number)
        and isinstance(each.before, Number)
        and each.after.account_number != each.before.account_number
    ]
