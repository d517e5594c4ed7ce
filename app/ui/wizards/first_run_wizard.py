"""First run: the company, its systems, how it bills; answers are kept and shown in Settings."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.operations.changes import Changes
from app.operations.decide import BACKUP, TAX_TABLES, Checklist, show_readiness
from app.operations.import_workbook import write_empty_workbook
from app.ui.desk import Desk
from app.ui.messages import ErrorDialog, told
from app.ui.wizards.first_run.pages import BeginPage, CompanyPage, ReadyPage, make_pages
from app.ui.wizards.stepped_wizard import SteppedWizard
from app.ui.wizards.workbook_wizard import WorkbookWizard

PLACE: Final = "first_run/page"
"""Where the person left it."""
_FILTER: Final = "Excel workbooks (*.xlsx)"


class FirstRunWizard(SteppedWizard):
    """Leads through the checklist, from wherever it was left."""

    go = Signal(str, object)
    """Another page of the window is wanted, and what it shows."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, at: str = "") -> None:
        """``at``: the line of the checklist to begin with; blank: where it was left."""
        self.desk = desk
        pages, self._places = make_pages(desk)
        super().__init__("Set up a company", list(pages), parent)
        self._pages = pages
        for page in pages:
            if isinstance(page, BeginPage):
                page.workbook_wanted.connect(self._bring_in)
                page.template_wanted.connect(self._write_template)
            elif isinstance(page, CompanyPage):
                page.moved_on.connect(self.go_on)
            elif isinstance(page, ReadyPage):
                page.wanted.connect(self._fix)
        desk.changed.connect(self._changed)
        self._company = desk.company
        desk.opened.connect(self._opened)
        self.currentIdChanged.connect(self._keep_place)
        self.accepted.connect(self._done)
        self._read()
        kept = desk.kept(PLACE)
        place = self._places.get(at, int(str(kept)) if kept is not None else 0)
        self.begin_at(min(max(place, 0), len(pages) - 1))

    @Slot()
    def _opened(self) -> None:
        """Another company is open: this one is resumed when it is open again."""
        before, now = self._company, self.desk.company
        if before is None or now is None or before.path != now.path:
            self.reject()

    def _read(self) -> None:
        self.desk.read(show_readiness, self._shown, key=f"first run/{id(self)}")

    @Slot(object)
    def _changed(self, areas: Changes) -> None:
        if areas & (Changes.COMPANY | Changes.RATES | Changes.TAXES | Changes.MONTH):
            self._read()

    @Slot(object)
    def _shown(self, found: object) -> None:
        if isinstance(found, Checklist):
            for page in self._pages:
                page.show_checklist(found)

    @Slot(int)
    def _keep_place(self, place: int) -> None:
        if place >= 0:
            self.desk.keep(PLACE, place)

    def _fix(self, key: str) -> None:
        place = self._places.get(key)
        if place is not None:
            self.begin_at(place)
            return
        self.accepted.disconnect(self._done)
        self.accept()
        target = {TAX_TABLES: ("taxes", None), BACKUP: ("settings", "backup")}
        self.go.emit(*target.get(key, ("settings", key)))

    def _done(self) -> None:
        self.go.emit("month_end", None)

    # ---- workbooks

    def _bring_in(self) -> None:
        wizard = WorkbookWizard(self.desk, self)
        wizard.accepted.connect(self.go_on)
        wizard.open()

    def _write_template(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Write an empty workbook", "Switchbook setup.xlsx", _FILTER
        )
        if path:
            place = Path(path)
            self.desk.look(
                f"Writing {place.name}",
                lambda _office, _progress: write_empty_workbook(place),
                self._written,
                failed=self._failed,
                told=lambda path: f"An empty workbook in {path}",
            )

    @Slot(object)
    def _written(self, _: object) -> None:
        page = self._pages[0]
        if isinstance(page, BeginPage):
            page.state.setText("Written. Fill it in, then bring it in here.")

    @Slot(object)
    def _failed(self, error: object) -> None:
        ErrorDialog(told(error), self).open()
