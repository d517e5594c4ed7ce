"""What would hold or mistax the next invoices, each with the place where it is mended."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.tax_check import TaxCheck
from app.findings import Finding, Severity
from app.operations.check_taxes import check_taxes
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import finding_badge
from app.ui.page import Page
from app.ui.parts.controls import Button, Card, beside, label

_BLOCKS: Final = "Blocks invoices"
_LOOKS: Final = "To look at"


class CheckPart(QWidget):
    """The findings as a list, the one chosen in words below it."""

    counted = Signal(int, int)
    """How many there are, and how many of them hold invoices."""
    fix_asked = Signal(object)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.grid = page.keep_layout(self._make_grid())
        self.grid.add_combo(
            "state", {"": "All findings", "1": _BLOCKS, "2": _LOOKS}, self._keep, name="Findings"
        )
        self.what = label("", "strong", wraps=True)
        self.way_out = label("", "muted", wraps=True)
        self.fix_button = Button("Fix", icon_name="arrow-right", on_press=self.fix)
        card = Card()
        card.rows.addWidget(self.what)
        card.rows.addWidget(self.way_out)
        card.rows.addLayout(beside(self.fix_button, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.grid, 1)
        column.addWidget(card)
        self.setFocusProxy(self.grid)
        self._selected()

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="state", title="", value=finding_badge, kind=Kind.BADGE, width=86),
            GridColumn(key="sheet", title="Table", value=_sheet, width=110),
            GridColumn(key="record", title="Record", value=lambda f: f.record, width=130),
            GridColumn(key="row", title="Row", value=lambda f: f.row, kind=Kind.COUNT, width=60),
            GridColumn(
                key="what", title="What", value=lambda f: f.message, width=420, stretches=True
            ),
        )
        grid = Grid(
            "tax_findings", columns, self.desk.tasks, noun="finding", find="Record, table, words"
        )
        grid.selected.connect(self._selected)
        grid.opened.connect(self.fix_asked)
        return grid

    def read(self) -> None:
        """Checks the tables again."""
        self.desk.read(check_taxes, self._show, key=f"tax check {id(self)}")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, TaxCheck):
            return
        day = words.day(found.day)
        self.grid.empty.say(
            "Nothing would hold or mistax an invoice",
            f"{words.plural(found.counts['rules_in_force'], 'rule')} in force and "
            f"{words.plural(found.counts['locations'], 'location')} were checked as of {day}.",
            icon_name="circle-check",
        )
        self.grid.title = f"Tax check of {day}"
        self.grid.show_rows(found.findings)
        self.counted.emit(len(found.findings), len(found.errors))
        if found.findings and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    def _keep(self, wanted: str) -> None:
        severity = {"1": Severity.ERROR, "2": Severity.WARNING}.get(wanted)
        self.grid.model.keep = (lambda f: f.severity is severity) if severity else None
        self.grid.model.arrange()

    @Slot()
    def _selected(self, _: object = None) -> None:
        row = self.grid.current_row()
        there = isinstance(row, Finding)
        self.what.setText(row.message if there else "Choose a finding to see what to do.")
        self.way_out.setText(row.way_out if there else "")
        self.fix_button.setEnabled(there)

    def next_need(self) -> bool:
        """Goes to the first finding that holds invoices, else to the first of all."""
        self.grid.show_all()
        holds = self.grid.select_where(lambda f: f.severity is Severity.ERROR)
        found = holds or self.grid.select_where(lambda _: True)
        if found:
            self.grid.view.setFocus()
        return found

    @Slot()
    def fix(self) -> None:
        """Goes to the place where the finding is mended."""
        row = self.grid.current_row()
        if isinstance(row, Finding):
            self.fix_asked.emit(row)


def _sheet(finding: Finding) -> str:
    return finding.sheet.replace("_", " ")
