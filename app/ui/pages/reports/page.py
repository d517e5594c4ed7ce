"""Reports: all of them at the left, the one chosen at the right with its days."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.office import Office
from app.operations.report_drawing import Made
from app.operations.run_reports import ReportKind, list_reports, run_report
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn
from app.ui.grid.grid import Grid
from app.ui.page import Act, Page
from app.ui.pages.reports.period_choice import PeriodChoice
from app.ui.pages.reports.report_pane import ReportPane
from app.ui.parts.controls import beside
from app.values.period import Period

_COLUMNS: Final = (
    GridColumn(key="title", title="Report", value=lambda r: r.title, width=180, stretches=True),
    GridColumn(key="line", title="Tells", value=lambda r: r.line, width=300, is_hidden=True),
)
_SIDE: Final = (24, 76)


class ReportsPage(Page):
    """What the company can tell of its money, calls and taxes."""

    name = "reports"
    title = "Reports"
    areas = Changes.EVERYTHING
    help_text = (
        "Choose a report at the left and its days above. Reports of money and taxes go by the "
        "date of the invoice, those of calls by the day they begin. A green badge says that a "
        "report agrees with the journal in every code. Enter on a row goes to its customer or "
        "invoice. Export writes Excel or CSV, or prints what is shown; T on a chart leads to the "
        "table behind it."
    )

    made_shown = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kinds: Sequence[ReportKind] = list_reports()
        self._wanted = ""
        self._asked = 0
        """Counts what was asked for; only the last answer is shown."""
        self.shown = ""
        """The name of the report in view."""
        today = desk.clock.now().astimezone(desk.zone).date()
        self.days = PeriodChoice(today)
        self.days.chosen.connect(self._run)
        self.list = self.keep_layout(
            Grid("reports", _COLUMNS, desk.tasks, noun="report", find="Find a report")
        )
        self.list.columns_button.hide()
        self.list.copy_button.hide()
        self.list.export_button.hide()
        self.list.model.group = lambda kind: kind.group.value
        self.list.show_rows(self.kinds)
        self.list.selected.connect(self._chosen)
        self.list.opened.connect(self._enter)
        self.pane = ReportPane(desk, self)
        self.pane.row_wanted.connect(self._open_row)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(beside(self.days, None))
        column.addWidget(self.pane, 1)
        self.body.addWidget(self.panes("reports", self.list, right, parts=_SIDE), 1)

    # ---- reading

    def read(self) -> None:
        """Makes the report in view again."""
        self.days.show_month(self.desk.period)
        if self.list.current_row() is None:
            self.show_report(self.kinds[0].name)
        else:
            self._run()

    @property
    def kind(self) -> ReportKind | None:
        """The report chosen."""
        row = self.list.current_row()
        return row if isinstance(row, ReportKind) else None

    def show_report(self, name: str) -> None:
        """Chooses a report by its name."""
        self.list.select_where(lambda each: isinstance(each, ReportKind) and each.name == name)

    @Slot()
    def _chosen(self, _: object = None) -> None:
        kind = self.kind
        if kind is not None and kind.name != self._wanted:
            self._run()

    @Slot()
    def _run(self) -> None:
        kind, period = self.kind, self.days.period
        if kind is None or period is None or self.desk.company is None:
            return
        self._wanted = kind.name
        self.say(f"{kind.title}: {kind.line}")

        self._asked += 1
        asked = self._asked

        def run(office: Office, progress: Progress) -> tuple[int, str, Made, Period]:
            made = run_report(office, kind.name, period, progress=progress)
            return asked, kind.name, made, period

        self.desk.look(
            f"Report: {kind.title}",
            run,
            self._show,
            failed=self.failed,
            told=lambda found: words.plural(len(found[2].report.rows), "row"),
        )

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, tuple) or found[0] != self._asked:
            return
        _, name, made, period = found
        self.clear_error()
        days = f"{words.day(period.start)} to {words.day(period.last_day)}"
        self.pane.show_made(name, made, days)
        self.shown = name
        self.made_shown.emit()

    # ---- going places

    def show_target(self, target: object) -> None:
        """Shows a report by its name."""
        if isinstance(target, str) and any(each.name == target for each in self.kinds):
            self.show_report(target)

    @Slot(object)
    def _open_row(self, row: object) -> None:
        made = self.pane.made
        if made is None or not isinstance(row, tuple):
            return
        if made.invoices is not None and row[made.invoices]:
            self.go.emit("invoices", str(row[made.invoices]))
        elif made.accounts is not None and row[made.accounts]:
            self.go.emit("customers", str(row[made.accounts]))

    @Slot()
    def _enter(self, _: object = None) -> None:
        if self.pane.grid is not None:
            self.pane.grid.view.setFocus()

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Run the report again",
                menu="View",
                key="Ctrl+F5",
                icon="refresh-cw",
                run=self.refresh,
            ),
        )
