"""A tax table before it comes in: what it adds, corrects and ends, and whom it touches."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.findings import Severity
from app.operations.changes import Changes
from app.operations.import_taxes import TaxTablePlan, apply_taxes, plan_taxes, save_plan
from app.operations.office import Office
from app.progress import Progress
from app.tax.table_import import RowFate, TableStep
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, finding_badge, told
from app.ui.page import Tabs
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, beside, label
from app.ui.parts.dialog import Dialog
from app.workbook.cells import cell_text

_FATES = {
    RowFate.ADDED: Badge("Added", "plus", "ok"),
    RowFate.CHANGED: Badge("Corrected", "pencil", "warn"),
    RowFate.ENDED: Badge("Ended", "clock", "away"),
    RowFate.UNCHANGED: Badge("Same", "minus", "idle"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A step of the plan, and how many customers it touches."""

    step: TableStep
    customers: int


class TaxTableDialog(Dialog):
    """The plan row by row; the button takes in exactly what is shown."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = desk
        self.path = path
        self.plan: TaxTablePlan | None = None
        self.setWindowTitle(f"Import {path.name}")
        self.resize(LOOK.scaled(980), LOOK.scaled(560))
        self.head = label(f"Reading {path.name}…", "pane", wraps=True)
        self.line = label("Nothing is written yet.", "muted", wraps=True)
        self.rows = Grid("tax_plan", _COLUMNS, desk.tasks, noun="row", find="Tax, place")
        self.findings = Grid(
            "tax_plan_findings",
            (
                GridColumn(key="state", title="", value=finding_badge, kind=Kind.BADGE, width=86),
                GridColumn(key="row", title="Row", value=lambda f: f.row, kind=Kind.COUNT),
                GridColumn(key="what", title="What", value=lambda f: f.message, stretches=True),
                GridColumn(key="remedy", title="What to do", value=lambda f: f.way_out, width=320),
            ),
            desk.tasks,
            noun="finding",
        )
        self.findings.empty.say("Nothing to look at", "", icon_name="circle-check")
        self.tabs = Tabs("Parts of the table")
        self.tabs.add("Rows", self.rows)
        self.tabs.add("Findings", self.findings)
        self.verb = Button("Take in", kind="primary", on_press=self.take_in)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        self.errors = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.line)
        column.addLayout(self.errors)
        column.addWidget(self.tabs, 1)
        column.addLayout(beside(None, self.not_now, self.verb))
        self.verb.setEnabled(False)
        self.verb.setDefault(True)
        desk.look(
            f"Reading {path.name}",
            partial(_plan, path),
            self._show,
            key=f"tax table {id(self)}",
            failed=self._failed,
        )

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, TaxTablePlan):
            return
        self.plan = found
        counts = ", ".join(
            f"{words.count(n)} {fate.value}" for fate, n in found.counts.items() if n
        )
        self.head.setText(f"{found.table}: {counts or 'nothing in it'}")
        wrong = sum(each.severity is Severity.ERROR for each in found.findings)
        changing = self._changing(found)
        if wrong:
            self.line.setText(
                f"{words.plural(wrong, 'finding')} must be mended in the table first. "
                "Nothing is written."
            )
            self.tabs.show_part("Findings")
        elif not changing:
            self.line.setText("Everything in it is here already. Nothing to do.")
        else:
            self.line.setText("Rows that priced a final invoice are ended, never overwritten.")
        self.verb.say(f"Take in {words.plural(changing, 'change')}")
        self.verb.setEnabled(bool(found.is_good and changing))
        lines = map(_Line, found.steps, found.customers)
        self.rows.show_rows(sorted(lines, key=lambda each: each.step.fate is RowFate.UNCHANGED))
        self.findings.show_rows(found.findings)
        self.tabs.count("Findings", len(found.findings))

    @staticmethod
    def _changing(plan: TaxTablePlan) -> int:
        return sum(step.fate is not RowFate.UNCHANGED for step in plan.steps)

    @Slot()
    def take_in(self) -> None:
        """Takes in exactly what is shown."""
        if self.plan is None:
            return
        self.verb.setEnabled(False)
        self.desk.do(
            f"Importing {self.path.name}",
            partial(_apply, self.path, self.plan),
            changes=Changes.TAXES,
            done=self._done,
            failed=self._failed,
            leaves="Cancel keeps nothing of this table.",
        )

    @Slot(object)
    def _done(self, _: object) -> None:
        self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.errors.addWidget(ErrorPanel(told(error)))


def _plan(path: Path, office: Office, _: Progress) -> TaxTablePlan:
    return plan_taxes(office, path)


def _apply(path: Path, plan: TaxTablePlan, office: Office, _: Progress) -> TaxTablePlan:
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "plan.json"
        save_plan(plan, saved)
        return apply_taxes(office, path, saved=saved)


def _days(line: _Line) -> str:
    rule = line.step.rule
    last = words.day(rule.effective_to) if rule.effective_to else "open"
    return f"{words.day(rule.effective_from)} to {last}"


def _changes(line: _Line) -> str:
    return "; ".join(
        f"{each.column}: {cell_text(each.before) or 'blank'} becomes "
        f"{cell_text(each.after) or 'blank'}"
        for each in line.step.changes
    )


_COLUMNS: Sequence[GridColumn] = (
    GridColumn(
        key="fate", title="", value=lambda r: _FATES[r.step.fate], kind=Kind.BADGE, width=104
    ),
    GridColumn(key="row", title="Row", value=lambda r: r.step.number, kind=Kind.COUNT, width=56),
    GridColumn(key="tax", title="Tax", value=lambda r: r.step.row.code, width=130),
    GridColumn(key="where", title="Where", value=lambda r: r.step.row.jurisdiction.text, width=120),
    GridColumn(key="category", title="Categories", value=lambda r: ", ".join(r.step.row.patterns)),
    GridColumn(key="days", title="In force", value=_days, width=190),
    GridColumn(
        key="customers", title="Customers", value=lambda r: r.customers, kind=Kind.COUNT, width=84
    ),
    GridColumn(key="change", title="Change", value=_changes, width=200, stretches=True),
)
