"""Left out: who is not billed, why, the money at stake, and the way to the very place."""

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.gates import GateName
from app.operations.review_bills import LeftOutRow
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.bills.psa_left_out import PsaLeftOut
from app.ui.parts.badge import Badge
from app.ui.parts.controls import ElidedLabel
from app.ui.wizards.bill_run.bill_words import GATE_WORDS, left_out_fix, left_out_why
from app.ui.wizards.bill_run.kept_review import KeptReview


class LeftOutPart(QWidget):
    """The list of customers that a run leaves out."""

    fix_wanted = Signal(object)
    """A ``LeftOutRow``."""
    customer_wanted = Signal(str)

    def __init__(self, desk: Desk, page: Page, kept: KeptReview) -> None:
        super().__init__()
        self.desk = desk
        self.kept = kept
        columns = (
            GridColumn(key="name", title="Customer", value=_name, width=190),
            GridColumn(key="account", title="Account", value=_account, width=84),
            GridColumn(key="gate", title="Why", value=_gate, kind=Kind.BADGE, width=170),
            GridColumn(
                key="what", title="What is missing", value=left_out_why, width=260, stretches=True
            ),
            GridColumn(
                key="money",
                title="Charges",
                value=_money,
                kind=Kind.MONEY,
                width=100,
                is_summed=True,
                tip="What is at stake, before tax",
            ),
            GridColumn(key="fix", title="", value=_fix, kind=Kind.BUTTON, width=90),
        )
        self.grid = page.keep_layout(
            Grid("left out", columns, desk.tasks, noun="customer", find="Customer, what is missing")
        )
        self.grid.opened.connect(self.fix_wanted)
        self.grid.view.clicked.connect(self._clicked)
        self.grid.selected.connect(self._selected)
        self.way_out = ElidedLabel("", "muted")
        self.grid.foot.setContentsMargins(12, 8, 12, 8)
        self.grid.foot.addWidget(self.way_out, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.psa = PsaLeftOut(desk, page)
        self.psa.customer_wanted.connect(self.customer_wanted)
        column.setSpacing(12)
        column.addWidget(self.grid, 1)
        column.addWidget(self.psa, 1)
        self.setFocusProxy(self.grid)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Reads what of the PSA is left out, when it comes into view."""
        super().showEvent(event)
        if self.desk.company is not None:
            self.psa.read()

    def show_review(self) -> None:
        """Shows whom the run leaves out, those held in review too."""
        if self.isVisible():
            self.psa.read()
        review = self.kept.review
        rows = list(review.left_out) if review is not None else []
        month = words.period(self.desk.period)
        if review is None or (review.state is None and not rows):
            self.grid.empty.say(f"{month} has no draft yet", "A draft tells who is left out.")
        else:
            self.grid.empty.say(
                "Nobody is left out",
                f"Every customer with something to bill is in the run of {month}.",
                icon_name="circle-check",
            )
        self.grid.show_rows(rows)
        if rows and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])

    def current(self) -> LeftOutRow | None:
        """The row the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, LeftOutRow) else None

    @Slot()
    def fix(self) -> None:
        """Goes to where the chosen customer is mended."""
        row = self.current()
        if row is not None:
            self.fix_wanted.emit(row)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if self.grid.model.columns[index.column()].key == "fix":
            self.fix()

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.current()
        found = [each.way_out for each in row.findings if each.way_out] if row else []
        self.way_out.setText(found[0] if found else "")


def _name(row: LeftOutRow) -> object:
    return row.name


def _account(row: LeftOutRow) -> object:
    return row.account_number


def _gate(row: LeftOutRow) -> object:
    gate = row.gates[0]
    tip = ", ".join(GATE_WORDS[each] for each in row.gates)
    if gate is GateName.HELD_IN_REVIEW:
        return Badge("On hold", "pause", "warn", tip)
    words_ = "Not ready" if gate is GateName.ACCOUNTS_NOT_READY else GATE_WORDS[gate]
    return Badge(words_, "octagon-alert", "bad", tip)


def _money(row: LeftOutRow) -> object:
    return row.amount


def _fix(row: LeftOutRow) -> object:
    return left_out_fix(row)[0]
