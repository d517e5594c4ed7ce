"""What the workbook does: by sheet, and each row with what was before and what comes after."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter

from app.operations.import_workbook import save_wrong_rows
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorDialog, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, beside, label
from app.ui.wizards.stepped_wizard import StepPage
from app.ui.wizards.workbook.plan_lines import SheetLine, ShownPlan
from app.workbook.plan import Fate

_BADGES: Final = {
    Fate.ADDED: Badge("New", "plus", "ok"),
    Fate.CHANGED: Badge("Changed", "pencil", "run"),
    Fate.WRONG: Badge("Wrong", "octagon-alert", "bad"),
    Fate.UNCHANGED: Badge("Same", "equal", "idle"),
}
_ALL: Final = ""
_WHOLE: Final = "All sheets"


class PlanPage(StepPage):
    """The plan, and what to do with wrong rows."""

    asked = Signal()
    """The plan is to be applied."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("What it does", "What it does")
        self.desk = desk
        self.shown: ShownPlan | None = None
        self._fate = _ALL
        self.sheets = Grid("Sheets", _sheet_columns(), desk.tasks, noun="sheet")
        self.rows = Grid("Rows", _row_columns(), desk.tasks, noun="line", find="Find in the rows")
        fates = {
            _ALL: "All",
            Fate.WRONG.value: "Wrong",
            Fate.CHANGED.value: "Changed",
            Fate.ADDED.value: "New",
        }
        self.rows.add_combo("fate", fates, self._filter, name="Which rows")
        self.sheets.selected.connect(self._sheet_chosen)
        for part in (self.sheets.find_field, self.sheets.columns_button, self.sheets.copy_button):
            part.hide()
        self.sheets.export_button.hide()
        self.save_button = Button(
            "Save wrong rows…", icon_name="file-spreadsheet", on_press=self._save_wrong
        )
        self.told = label("", "muted", wraps=True)
        split = self._split = QSplitter()
        split.setHandleWidth(10)
        split.setChildrenCollapsible(False)
        split.addWidget(self.sheets)
        split.addWidget(self.rows)
        split.setSizes([LOOK.scaled(390), LOOK.scaled(700)])
        split.setStretchFactor(1, 1)
        self.body.addWidget(split, 1)
        foot = beside(self.told, self.save_button)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Puts the rows below the sheets where the screen is small."""
        super().showEvent(event)
        ways = Qt.Orientation
        self._split.setOrientation(ways.Vertical if self.is_narrow else ways.Horizontal)

    def show_plan(self, shown: ShownPlan, *, is_newer: bool = False) -> None:
        """Shows a plan."""
        self.shown = shown
        wrong, write = shown.total(Fate.WRONG), shown.to_write
        same = shown.total(Fate.UNCHANGED)
        title = f"{shown.path.name}: {words.plural(write, 'row')} to bring in"
        parts = [
            f"{words.count(shown.total(Fate.ADDED))} new",
            f"{words.count(shown.total(Fate.CHANGED))} changed",
            f"{words.count(same)} unchanged",
            f"{words.count(wrong)} wrong",
        ]
        line = ", ".join(parts) + ". Nothing is written yet."
        if is_newer:
            line = f"Something changed here since the plan was made; this is the new one. {line}"
        if not shown.plan.has_company:
            line = "The sheet company has no good row: nothing can be brought in before it has."
        self.say(title, line)
        self.sheets.show_rows([_whole(shown), *shown.sheets])
        self.save_button.setVisible(bool(shown.plan.wrong))
        self.told.setText(
            "Wrong rows are left out. Save them, mend them there, and bring that file in alone."
            if wrong
            else ""
        )
        box = self.rows.combos["fate"]
        box.setCurrentIndex(max(0, box.findData(Fate.WRONG.value)) if wrong else 0)
        self._show_rows()
        self.said.emit()

    def enter(self) -> None:
        """Begins in the list of rows."""
        self.rows.view.setFocus()

    def verb(self) -> str:
        """What the button says."""
        shown = self.shown
        if shown is None or not shown.can_write:
            return "Nothing to bring in"
        if shown.plan.is_whole:
            return f"Bring in {words.plural(shown.to_write, 'row')}"
        return f"Bring in the {words.plural(shown.to_write, 'good row')}"

    def note(self) -> str:
        """What stands at the foot."""
        return "Bringing in is one step: all these rows, or none of them."

    def act(self) -> bool:
        """Has the plan applied in the background."""
        if self.shown is not None and self.shown.can_write:
            self.asked.emit()
        return False

    # ---- lists

    def _filter(self, fate: str) -> None:
        self._fate = fate
        self._show_rows()

    @Slot(list)
    def _sheet_chosen(self, _: list[object]) -> None:
        self._show_rows()

    def _show_rows(self) -> None:
        if self.shown is None:
            return
        chosen = {line.sheet for line in self.sheets.selected_rows()} - {_WHOLE}
        rows = [
            row
            for row in self.shown.rows
            if (not self._fate or row.fate.value == self._fate)
            and (not chosen or row.sheet in chosen)
        ]
        self.rows.show_rows(rows)
        if not rows:
            self.rows.empty.say(
                "No such rows",
                "Everything on these sheets is as it is here already."
                if not self.shown.rows
                else "Choose All, or another sheet.",
                icon_name="equal",
            )

    # ---- wrong rows

    def _save_wrong(self) -> None:
        if self.shown is None:
            return
        name = f"{self.shown.path.stem} wrong rows.xlsx"
        path, _ = QFileDialog.getSaveFileName(
            self, "Save wrong rows", name, "Excel workbooks (*.xlsx)"
        )
        if path:
            plan, place = self.shown.plan, Path(path)
            self.desk.look(
                f"Writing {place.name}",
                lambda _office, _progress: (place, save_wrong_rows(plan, place)),
                self._saved,
                failed=self._failed,
                told=lambda found: f"{words.plural(found[1], 'wrong row')} in {place}",
            )

    @Slot(object)
    def _saved(self, found: object) -> None:
        if isinstance(found, tuple):
            place, count = found
            rows = words.plural(count, "wrong row")
            self.told.setText(f"Saved {rows} with their reasons to {place.name}.")

    @Slot(object)
    def _failed(self, error: object) -> None:
        ErrorDialog(told(error), self).open()


def _whole(shown: ShownPlan) -> SheetLine:
    return SheetLine(
        sheet=_WHOLE,
        added=shown.total(Fate.ADDED),
        changed=shown.total(Fate.CHANGED),
        unchanged=shown.total(Fate.UNCHANGED),
        wrong=shown.total(Fate.WRONG),
    )


def _sheet_columns() -> tuple[GridColumn, ...]:
    counted = (
        ("added", "New"),
        ("changed", "Changed"),
        ("unchanged", "Same"),
        ("wrong", "Wrong"),
    )
    return (
        GridColumn(
            key="sheet", title="Sheet", value=lambda line: line.sheet, width=110, stretches=True
        ),
        *(
            GridColumn(
                key=key,
                title=title,
                value=partial(_count, key),
                kind=Kind.COUNT,
                width=72,
            )
            for key, title in counted
        ),
    )


def _count(key: str, line: SheetLine) -> int | None:
    return getattr(line, key) or None


def _row_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn(
            key="fate",
            title="",
            value=lambda line: _BADGES[line.fate],
            kind=Kind.BADGE,
            width=96,
        ),
        GridColumn(key="sheet", title="Sheet", value=lambda line: line.sheet, width=90),
        GridColumn(key="row", title="Row", value=lambda line: line.row, kind=Kind.COUNT, width=56),
        GridColumn(key="record", title="Record", value=lambda line: line.record, width=140),
        GridColumn(key="field", title="Field", value=lambda line: line.field, width=110),
        GridColumn(key="before", title="Now", value=lambda line: line.before, width=110),
        GridColumn(key="after", title="Then", value=lambda line: line.after, width=110),
        GridColumn(key="why", title="Why", value=lambda line: line.why, width=280, stretches=True),
    )
