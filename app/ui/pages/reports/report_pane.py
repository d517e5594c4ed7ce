"""One report: its badge, chart, notes and table."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.tax_reports.report import ColumnKind, ReportColumn
from app.operations.report_drawing import Made
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.badge import Badge
from app.ui.parts.chart import Chart
from app.ui.parts.controls import BadgeLabel, Card, beside, label

_KINDS: Final = {
    ColumnKind.TEXT: Kind.TEXT,
    ColumnKind.WHOLE: Kind.COUNT,
    ColumnKind.MONEY: Kind.MONEY,
    ColumnKind.EXACT: Kind.RATE,
    ColumnKind.DAY: Kind.DAY,
}
_WIDTHS: Final = {
    ColumnKind.TEXT: 130,
    ColumnKind.WHOLE: 90,
    ColumnKind.MONEY: 110,
    ColumnKind.EXACT: 110,
    ColumnKind.DAY: 108,
}
_NO_TIE: Final = Badge("Nothing to tie", "minus", "idle", "The journal holds nothing of it")
_LONGEST: Final = 3
_FEW: Final = 6
"""Reports of more columns are scrolled sideways; no column gives way then."""
_TWO_PLACES: Final = frozenset({"minutes", "margin_percent"})


class ReportPane(QWidget):
    """What a report says."""

    row_wanted = Signal(object)
    """A row that was opened."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.made: Made | None = None
        self.title = label("", "pane")
        self.badge = BadgeLabel(_NO_TIE)
        self.notes = label("", "muted", wraps=True)
        self.chart = Chart()
        self.chart.table_wanted.connect(self._to_table)
        self._card = Card(margin=12)
        self._card.rows.addWidget(self.chart)
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self.grid: Grid | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(beside(self.title, self.badge, None))
        column.addWidget(self.notes)
        column.addWidget(self._card)
        column.addLayout(self._holder, 1)
        self.badge.hide()
        self.notes.hide()
        self._card.hide()

    def show_made(self, name: str, made: Made, days: str) -> None:
        """Shows a report that was made."""
        self.made = made
        report = made.report
        self.title.setText(f"{report.title}, {days}")
        self._show_tie(made)
        told = [*report.notes, *(finding.message for finding in report.findings)]
        more = (
            f" {words.plural(len(told) - _LONGEST, 'note')} more." if len(told) > _LONGEST else ""
        )
        self.notes.setText(" ".join(told[:_LONGEST]) + more)
        self.notes.setToolTip("\n".join(told))
        self.notes.setVisible(bool(told))
        self._card.setVisible(made.drawing is not None)
        self.chart.show_drawing(made.drawing)
        self._show_grid(name, made, days)

    def _show_tie(self, made: Made) -> None:
        report = made.report
        self.badge.setVisible(bool(report.ties))
        apart = [tie for tie in report.ties if tie.difference]
        codes = words.plural(len(report.ties), "code")
        tips = "\n".join(
            f"{tie.code}: reported {words.money(tie.reported)}, journal {words.money(tie.journal)}"
            for tie in apart or report.ties
        )
        if report.does_tie:
            word = f"Ties to the journal in {codes}"
            self.badge.show_badge(Badge(word, "circle-check", "ok", tips))
        else:
            word = f"{words.plural(len(apart), 'code')} apart from the journal"
            self.badge.show_badge(Badge(word, "octagon-alert", "bad", tips))

    def _show_grid(self, name: str, made: Made, days: str) -> None:
        """Puts a grid of the report's own columns in place of the one before."""
        grid = Grid(
            f"report_{name}",
            [_column(place, each, made) for place, each in enumerate(made.report.columns)],
            self.desk.tasks,
            noun="row",
            find="Find in the report",
        )
        grid.title = f"{made.report.title}, {days}"
        grid.model.zone = self.desk.zone
        grid.empty.say(
            "Nothing to report", "No record of these days belongs here. Choose other days."
        )
        grid.opened.connect(self.row_wanted)
        had_focus = self.grid is not None and self.grid.view.hasFocus()
        if self.grid is not None:
            self._holder.removeWidget(self.grid)
            self.grid.hide()
            self.grid.deleteLater()
        self.grid = grid
        self._holder.addWidget(grid)
        grid.show_rows(made.report.rows)
        if had_focus:
            grid.view.setFocus()

    @Slot()
    def _to_table(self) -> None:
        if self.grid is not None:
            self.grid.view.setFocus()


def _column(place: int, about: ReportColumn, made: Made) -> GridColumn:
    totals = made.report.totals
    summed = bool(totals) and isinstance(totals[place], Decimal | int)
    wide = about.kind is ColumnKind.TEXT and place == 1
    return GridColumn(
        key=about.name,
        title=about.title.replace("Gl code", "GL code"),
        value=_cell(place),
        kind=Kind.MONEY if about.name in _TWO_PLACES else _KINDS[about.kind],
        width=_WIDTHS[about.kind] + (70 if wide else 0),
        tip=about.doc,
        is_summed=summed,
        stretches=len(made.report.columns) <= _FEW
        and place == (1 if made.report.columns[1].kind is ColumnKind.TEXT else 0),
    )


def _cell(place: int) -> Callable[[Any], object]:
    return lambda row: row[place]
