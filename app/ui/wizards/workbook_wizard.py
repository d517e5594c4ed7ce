"""Bring in a workbook: chosen or dropped, shown before anything is written, applied behind."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk, undo_step
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.task_bar import TaskRow
from app.ui.tasks import Task
from app.ui.wizards.stepped_wizard import StepPage, SteppedWizard
from app.ui.wizards.workbook.file_page import FilePage
from app.ui.wizards.workbook.plan_lines import BroughtIn, ShownPlan, bring_in, shown_plan
from app.ui.wizards.workbook.plan_page import PlanPage

_ALL: Final = Changes.EVERYTHING


class DonePage(StepPage):
    """What was written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Brought in", "Bringing it in")
        self.running = QVBoxLayout()
        columns = (
            GridColumn(
                key="sheet", title="Sheet", value=lambda line: line[0], width=200, stretches=True
            ),
            GridColumn(
                key="rows",
                title="Rows written",
                value=lambda line: line[1],
                kind=Kind.COUNT,
                width=120,
                is_summed=True,
            ),
        )
        self.list = Grid("Written rows", columns, desk.tasks, noun="sheet")
        self.body.addLayout(self.running)
        self.body.addWidget(self.list, 1)

    def show_running(self, task: Task) -> None:
        """Shows how far the work is."""
        self.say("Bringing it in", "You can leave and go on working; the summary stays in History.")
        self.clear()
        self.running.addWidget(TaskRow(task))
        self.list.hide()

    def show_error(self, error: object) -> None:
        """Tells why nothing was written."""
        self.clear()
        self.say("Nothing was brought in", "The company is as it was.")
        self.running.addWidget(ErrorPanel(told(error)))

    def show_done(self, done: BroughtIn) -> None:
        """Tells what was written."""
        self.clear()
        if done.applied is None:
            return
        written = done.applied.written
        self.say(f"Brought in {words.plural(sum(written.values()), 'row')}", f"{done.summary()}.")
        self.list.show_rows(list(written.items()))
        self.list.show()

    def clear(self) -> None:
        """Takes the progress or an error away."""
        while self.running.count():
            entry = self.running.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()

    def verb(self) -> str:
        """What the button says."""
        return "Close"

    def note(self) -> str:
        """What stands at the foot."""
        return "Ctrl+Z takes all of it back." if self.list.isVisible() else ""


class WorkbookWizard(SteppedWizard):
    """File, plan, done."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, path: Path | None = None
    ) -> None:
        """``path``: a workbook that was dropped or chosen already."""
        self.desk = desk
        self.file_page = FilePage(desk)
        self.plan_page = PlanPage(desk)
        self.done_page = DonePage(desk)
        super().__init__(
            "Bring in a workbook", [self.file_page, self.plan_page, self.done_page], parent
        )
        self.leave.say("Leave")
        self.resize(min(LOOK.scaled(1180), 1330), self.height())
        self._task: Task | None = None
        self.file_page.chosen.connect(self._look)
        self.plan_page.asked.connect(self._apply)
        self._company = desk.company
        desk.opened.connect(self._opened)
        self.begin_at(0)
        if path is not None:
            self.file_page.take(path)

    @Slot()
    def _opened(self) -> None:
        """Another company is open: this one is resumed when it is open again."""
        before, now = self._company, self.desk.company
        if before is None or now is None or before.path != now.path:
            self.reject()

    @Slot(object)
    def _look(self, path: Path) -> None:
        self.desk.look(
            f"Reading {path.name}",
            lambda office, _: shown_plan(office, path),
            self._planned,
            key=f"workbook/{id(self)}",
            failed=self.file_page.show_error,
        )

    @Slot(object)
    def _planned(self, found: object) -> None:
        if isinstance(found, ShownPlan) and found.path == self.file_page.path:
            self.file_page.show_state(f"{found.path.name} is read.")
            self.plan_page.show_plan(found)
            if self.page_shown is self.file_page:
                self.go_on()

    @Slot()
    def _apply(self) -> None:
        shown = self.plan_page.shown
        if shown is None:
            return
        self._task = self.desk.do(
            f"Bringing in {shown.path.name}",
            lambda office, _: bring_in(office, shown),
            changes=_ALL,
            done=self._applied,
            failed=self.done_page.show_error,
            key="workbook",
            leaves="Cancel keeps the company as it was.",
        )
        self.done_page.show_running(self._task)
        self.go_on()

    @Slot(object)
    def _applied(self, found: object) -> None:
        self._task = None
        if not isinstance(found, BroughtIn):
            return
        if found.newer is not None:
            self.plan_page.show_plan(found.newer, is_newer=True)
            self.back()
            return
        if found.applied is not None and found.applied.edits:
            title = f"Bring in {found.name}"
            self.desk.did(undo_step(found.applied.as_edit(title)))
        self.done_page.show_done(found)
