"""What a workbook would do, line by line and sheet by sheet, as lists show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.findings import Finding, Severity
from app.operations.import_workbook import AppliedWorkbook, apply_workbook, plan_workbook
from app.operations.office import Office
from app.ui import words
from app.workbook.cells import cell_text
from app.workbook.plan import Fate, PlannedRow, WorkbookPlan, WrongRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A sheet, and what becomes of its rows."""

    sheet: str
    added: int
    changed: int
    unchanged: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row that is new, one value that changes, or one reason why a row is wrong."""

    sheet: str
    row: int | None
    record: str
    fate: Fate
    field: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlan:
    """The plan of a workbook as it is shown."""

    path: Path
    plan: WorkbookPlan
    sheets: tuple[SheetLine, ...]
    rows: tuple[RowLine, ...]

    def summary(self) -> str:
        """It in a line."""
        counts = ((self.total(fate), fate) for fate in Fate)
        return ", ".join(f"{words.count(n)} {fate.value}" for n, fate in counts if n)

    def total(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return sum(counts.get(fate, 0) for counts in self.plan.counts.values())

    @property
    def to_write(self) -> int:
        """How many rows would be added or changed."""
        return self.total(Fate.ADDED) + self.total(Fate.CHANGED)

    @property
    def can_write(self) -> bool:
        """Whether there is anything to write, and a company to write it to."""
        return self.to_write > 0 and self.plan.has_company


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What was written, or the newer plan that has to be looked at first."""

    applied: AppliedWorkbook | None
    name: str
    """Of the file."""
    newer: ShownPlan | None = None

    def summary(self) -> str:
        """It in a line."""
        if self.applied is None:
            return "Nothing was written: something changed since the plan was made"
        rows = sum(self.applied.written.values())
        text = f"{words.plural(rows, 'row')} on {words.plural(len(self.applied.written), 'sheet')}"
        wrong = len(self.applied.plan.wrong)
        if wrong:
            text += f", {words.plural(wrong, 'wrong row')} left out"
        calls = self.applied.repriced.changed
        return f"{text}, {words.plural(calls, 'call')} priced anew" if calls else text


def shown_plan(office: Office, path: Path) -> ShownPlan:
    """The plan of a workbook, ready to be shown; nothing is written."""
    plan = plan_workbook(office, path)
    sheets = tuple(
        SheetLine(
            sheet=name,
            added=counts.get(Fate.ADDED, 0),
            changed=counts.get(Fate.CHANGED, 0),
            unchanged=counts.get(Fate.UNCHANGED, 0),
            wrong=counts.get(Fate.WRONG, 0),
        )
        for name, counts in plan.counts.items()
    )
    return ShownPlan(path=path, plan=plan, sheets=sheets, rows=tuple(_lines(plan)))


def bring_in(office: Office, shown: ShownPlan) -> BroughtIn:
    """Writes the good rows of a plan that was shown; a plan that is stale is shown anew."""
    now = shown_plan(office, shown.path)
    if now.rows != shown.rows:
        return BroughtIn(applied=None, name=shown.path.name, newer=now)
    applied = apply_workbook(office, now.plan, origin=shown.path.name, take_good_rows=True)
    return BroughtIn(applied=applied, name=shown.path.name)


def _lines(plan: WorkbookPlan) -> Iterator[RowLine]:
    told: set[tuple[str, int]] = set()
    for wrong in plan.wrong:
        told.add((wrong.sheet, wrong.number))
        yield from _wrong(wrong)
    for finding in plan.findings:
        at = (finding.sheet, finding.row or 0)
        if finding.severity is Severity.ERROR and at not in told:
            yield _found(finding, finding.sheet, finding.row, finding.record)
    for planned in plan.rows:
        yield from _good(planned)


def _wrong(wrong: WrongRow) -> Iterator[RowLine]:
    record = next((cell_text(cell) for cell in wrong.cells.values() if cell is not None), "")
    for finding in wrong.findings:
        yield _found(finding, wrong.sheet, wrong.number, finding.record or record)


def _found(finding: Finding, sheet: str, row: int | None, record: str) -> RowLine:
    return RowLine(
        sheet=sheet,
        row=row,
        record=record,
        fate=Fate.WRONG,
        field=finding.column,
        after=finding.raw,
        why=f"{finding.message.removesuffix('.')}. {finding.way_out}".strip(),
    )


def _good(planned: PlannedRow) -> Iterator[RowLine]:
    record = " / ".join(cell_text(part) for part in planned.key) or planned.sheet
    if planned.fate is Fate.ADDED:
        yield RowLine(sheet=planned.sheet, row=planned.number, record=record, fate=Fate.ADDED)
    for change in planned.changes:
        yield RowLine(
            sheet=planned.sheet,
            row=planned.number,
            record=record,
            fate=Fate.CHANGED,
            field=change.column,
            before=cell_text(change.before) or "blank",
            after=cell_text(change.after) or "blank",
        )
