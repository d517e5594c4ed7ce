"""Runs: every bill run with its state and money; the latest approval can be taken back."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.bill_run import RunState
from app.operations.browse_bills import RunRow, list_runs
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.controls import ElidedLabel
from app.ui.wizards.bill_run.bill_words import RUN_BADGES
from app.ui.wizards.bill_run.kept_review import KeptReview


class RunsPart(QWidget):
    """The list of runs."""

    opened = Signal(object)
    """A run that is to be looked at."""
    draft_wanted = Signal()
    told = Signal()
    """The list is another, or another run is chosen."""

    def __init__(self, desk: Desk, page: Page, kept: KeptReview) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.kept = kept
        self.rows: list[RunRow] = []
        columns = (
            GridColumn(key="id", title="Run", value=_id, kind=Kind.COUNT, width=60),
            GridColumn(key="period", title="Period", value=_period, width=140, stretches=True),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=120),
            GridColumn(key="count", title="Invoices", value=_count, kind=Kind.COUNT, width=90),
            GridColumn(key="money", title="Money", value=_money, kind=Kind.MONEY, width=120),
            GridColumn(key="sent", title="Sent", value=_sent, kind=Kind.COUNT, width=80),
            GridColumn(
                key="left",
                title="Left out",
                value=_left_out,
                kind=Kind.COUNT,
                width=90,
                tip="Customers that the draft leaves out",
            ),
            GridColumn(key="drafted", title="Drafted", value=_drafted, kind=Kind.MOMENT, width=160),
            GridColumn(
                key="approved", title="Approved", value=_approved, kind=Kind.MOMENT, width=160
            ),
            GridColumn(key="by", title="By", value=_by, width=110),
        )
        self.grid = page.keep_layout(
            Grid("runs", columns, desk.tasks, noun="run", find="Period, state")
        )
        self.grid.opened.connect(self.opened)
        self.grid.selected.connect(self._selected)
        self.note = ElidedLabel("", "muted")
        self.grid.foot.setContentsMargins(12, 8, 12, 8)
        self.grid.foot.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)

    def read(self) -> None:
        """Reads the runs."""
        self.grid.model.zone = self.desk.zone
        month = words.period(self.desk.period)
        self.grid.empty.say(
            "Nothing was billed yet",
            f"A draft of {month} shows what every customer would be billed. It numbers nothing.",
            icon_name="receipt",
            button=f"Draft {month}",
            on_press=self.draft_wanted.emit,
        )
        self.desk.read(list_runs, self._show, key="bill runs", failed=self.page.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if isinstance(found, list):
            self.rows = found
            self.grid.show_rows(found)
            if found and not self.grid.selected_rows():
                self.grid.view.select_line(0)
            self._selected([])

    def current(self) -> RunRow | None:
        """The run the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, RunRow) else None

    def run_of(self, period: str) -> RunRow | None:
        """The newest run of a period."""
        return next((row for row in self.rows if row.period == period), None)

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        row = self.current()
        if row is None:
            self.note.setText("")
        elif row.state is RunState.DRAFT:
            self.note.setText("A draft: nothing is numbered. Enter opens its review.")
        elif row.undo_refused:
            self.note.setText(f"Run {row.id} stays as it is. {row.undo_refused}")
        else:
            self.note.setText(f"Run {row.id} can be taken back: none of its invoices was sent.")
        self.told.emit()

    @Slot()
    def take_back(self) -> None:
        """Takes the approval of the chosen run back, with a reason."""
        row = self.current()
        if row is None or not row.can_undo:
            return
        month = words.period(row.period)
        wish = ReasonWish(
            title=f"Take back run {row.id} of {month}, {words.plural(row.invoices, 'invoice')}, "
            f"{words.money(row.total)}?",
            text="Its numbers return to the series and its calls can be billed again; the draft "
            "stands as before. Ctrl+Z approves it again.",
            verb=f"Take back {words.plural(row.invoices, 'invoice')}",
            hint="A rate was wrong",
        )
        why = ask_reason(self, wish)
        if why:
            self.kept.undo_run(row, why=why)


def _id(row: RunRow) -> object:
    return row.id


def _period(row: RunRow) -> object:
    return words.period(row.period)


def _state(row: RunRow) -> object:
    return RUN_BADGES[row.state]


def _count(row: RunRow) -> object:
    return row.invoices


def _money(row: RunRow) -> object:
    return row.total


def _sent(row: RunRow) -> object:
    return row.issued or None


def _left_out(row: RunRow) -> object:
    return row.left_out


def _drafted(row: RunRow) -> object:
    return row.drafted_at


def _approved(row: RunRow) -> object:
    return row.approved_at


def _by(row: RunRow) -> object:
    return row.approved_by
