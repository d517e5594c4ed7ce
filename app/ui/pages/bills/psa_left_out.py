"""What of the PSA is billable and on no invoice of the month, thing by thing, with why."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.left_out import LeftOutList, LeftOutThing, left_out
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.controls import ElidedLabel

_KINDS: Final = {"time": "Time", "charge": "Charge", "agreement_line": "Agreement"}


class PsaLeftOut(QWidget):
    """The list; hidden where no PSA is connected, or nothing is left out."""

    customer_wanted = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        columns = (
            GridColumn(key="customer", title="Customer", value=_customer, width=170),
            GridColumn(key="day", title="Day", value=_day, kind=Kind.DAY, width=104),
            GridColumn(key="kind", title="What", value=_kind, width=84),
            GridColumn(key="text", title="Words", value=_text, width=190, stretches=True),
            GridColumn(
                key="money",
                title="Money",
                value=_money,
                kind=Kind.MONEY,
                width=92,
                is_summed=True,
            ),
            GridColumn(key="why", title="Why it is on no invoice", value=_why, width=290),
        )
        self.grid = page.keep_layout(
            Grid("psa left out", columns, desk.tasks, noun="thing", find="Customer, words")
        )
        self.grid.opened.connect(self._opened)
        self.line = ElidedLabel("", "muted")
        self.grid.foot.setContentsMargins(12, 6, 12, 6)
        self.grid.foot.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.hide()

    def read(self) -> None:
        """Reads what is left out of the month that is worked on."""
        period = self.desk.period
        self.desk.read(
            lambda office: left_out(office, period), self._took, key=f"psa left out {id(self)}"
        )

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, LeftOutList):
            return
        self.grid.sums.label = f"Of the PSA, up to {words.period(found.period)}"
        self.grid.show_rows(sorted(found.things, key=lambda each: -each.amount))
        covered = words.plural(len(found.not_owed), "thing")
        self.line.setText(
            f"{covered} more are covered, not billable or of nothing: nobody owes them."
            if found.not_owed
            else "Everything else of the PSA is on an invoice."
        )
        self.setVisible(bool(found.things))
        if found.things and not self.grid.selected_rows():
            self.grid.view.select_line(0)

    @Slot(object)
    def _opened(self, row: object) -> None:
        if isinstance(row, LeftOutThing) and row.account_number:
            self.customer_wanted.emit(row.account_number)


def _customer(row: LeftOutThing) -> str:
    return row.customer


def _day(row: LeftOutThing) -> object:
    return row.day


def _kind(row: LeftOutThing) -> str:
    return _KINDS.get(row.kind, row.kind)


def _text(row: LeftOutThing) -> str:
    return row.text


def _money(row: LeftOutThing) -> object:
    return row.amount


def _why(row: LeftOutThing) -> str:
    return row.words
