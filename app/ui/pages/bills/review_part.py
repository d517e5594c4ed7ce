"""Review: every draft against last time, the biggest change first; approved, held or edited."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.bill_run import RunState
from app.billing.cycle import previous_label
from app.billing.review import Limits, MarkKind, ReviewRow, ReviewState, over
from app.billing.variance import Change
from app.operations.review_bills import Review
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.adjustment_dialog import edit_line
from app.ui.dialogs.limits_dialog import LimitsDialog
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.bills.cause_foot import CauseFoot
from app.ui.pages.bills.review_pane import ReviewPane
from app.ui.wizards.bill_run.bill_words import state_badge, why
from app.ui.wizards.bill_run.kept_review import KeptReview

ALL: Final = "all"
OVER: Final = "over"
TO_REVIEW: Final = "to_review"
SET: Final = "set"


class ReviewPart(QWidget):
    """The work list of drafts and the pane beside it."""

    draft_wanted = Signal()

    def __init__(self, desk: Desk, page: Page, kept: KeptReview) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.kept = kept
        self.limits = Limits()
        self._widest = Decimal(1)
        self._wanted = ""
        self.grid = page.keep_layout(self._make_grid())
        self.foot = CauseFoot()
        self.pane = ReviewPane(desk)
        self.pane.approve_wanted.connect(self.approve)
        self.pane.hold_wanted.connect(self.hold)
        self.pane.edit_wanted.connect(self.edit)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.grid, 1)
        below.addWidget(self.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("review", left, self.pane, parts=(69, 31)))
        self.setFocusProxy(self.grid)
        self.grid.selected.connect(self._selected)
        self.grid.letter.connect(self._letter)
        self.grid.opened.connect(self._opened)

    def _make_grid(self) -> Grid:
        grid = Grid(
            "review",
            self._columns("Last time", "This time"),
            self.desk.tasks,
            noun="invoice",
            find="Customer, account",
        )
        grid.view.letters = frozenset({"space", "h", "e"})
        grid.view.horizontalHeader().setMinimumSectionSize(30)
        box = grid.add_combo("limits", self._choices(), self._choose, name="Which to show")
        box.setMinimumWidth(172)
        for button, name in ((grid.columns_button, "Columns"), (grid.export_button, "Export")):
            button.say("")
            button.setAccessibleName(name)
            button.setToolTip(name)
        return grid

    def _columns(self, before: str, now: str) -> tuple[GridColumn, ...]:
        return (
            GridColumn(
                key="name",
                title="Customer",
                value=_name,
                width=150,
                stretches=True,
            ),
            GridColumn(
                key="before", title=before, value=_before, kind=Kind.MONEY, width=88, is_summed=True
            ),
            GridColumn(key="now", title=now, value=_now, kind=Kind.MONEY, width=88, is_summed=True),
            GridColumn(
                key="change",
                title="Change",
                value=_change,
                kind=Kind.CHANGE,
                width=74,
                is_summed=True,
            ),
            GridColumn(key="part", title="%", value=_part, width=64, kind=Kind.PERCENT),
            GridColumn(
                key="bar", title="", value=self._bar, kind=Kind.BAR, width=54, is_sortable=False
            ),
            GridColumn(key="why", title="Why", value=why, width=98),
            GridColumn(key="state", title="State", value=state_badge, kind=Kind.BADGE, width=104),
            GridColumn(key="account", title="Account", value=_account, width=80, is_hidden=True),
            GridColumn(key="number", title="Invoice", value=_number, width=80, is_hidden=True),
        )

    def _choices(self) -> dict[str, str]:
        limits = self.limits
        money = words.money(limits.amount, places=0)
        part = words.percent(limits.part)
        return {
            ALL: "All invoices",
            OVER: f"Over $\u2009{money} or {part}",
            TO_REVIEW: "To review",
            SET: "Other limits…",
        }

    # ---- what is shown

    @property
    def review(self) -> Review | None:
        """What is shown."""
        return self.kept.review

    def current(self) -> ReviewRow | None:
        """The row the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, ReviewRow) else None

    def take_limits(self) -> None:
        """Takes the limits that this person kept for the company."""
        kept = self.desk.kept("review_limits")
        if isinstance(kept, str) and kept.count("/") == 1:
            amount, part = kept.split("/")
            self.limits = Limits(Decimal(amount), Decimal(part))
        self._name_choices()

    def _name_choices(self) -> None:
        box = self.grid.combos["limits"]
        for value, word in self._choices().items():
            box.setItemText(box.findData(value), word)

    def show_review(self) -> None:
        """Shows what was worked out, with the keyboard on the same customer as before."""
        review = self.review
        before = self.current()
        account = self._wanted or (before.account_number if before else "")
        self._say_empty(review)
        rows = list(review.rows) if review is not None else []
        self._widest = max((abs(row.difference) for row in rows), default=Decimal(1)) or Decimal(1)
        if review is not None:
            self._name_months(review.label)
        self.grid.title = f"Review {self.desk.period}"
        # A filter that hides nothing must not stand before the words of an empty list.
        value = str(self.grid.combos["limits"].currentData())
        self.grid.model.keep = self._keeper(value) if rows else None
        self.grid.show_rows(_biggest_first(rows))
        if account and self.grid.select_where(lambda row: row.account_number == account):
            self._wanted = ""
        elif rows and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        if rows and self.grid.find_field.hasFocus() and not self.grid.find_field.text():
            # It was there for want of a list.
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.foot.show_review(review)
        self._show_pane()

    def _name_months(self, label: str) -> None:
        before, now = _month(previous_label(label)), _month(label)
        model = self.grid.model
        titles = {"before": before, "now": now}
        if all(titles.get(column.key, column.title) == column.title for column in model.columns):
            return
        model.columns = tuple(
            replace(column, title=titles.get(column.key, column.title)) for column in model.columns
        )
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(model.columns) - 1)

    def _say_empty(self, review: Review | None) -> None:
        month = words.period(self.desk.period)
        if self.kept.is_working:
            self.grid.empty.say(f"Working out the bills of {month}", "A moment.")
        elif review is None or review.state is None:
            waiting = review.waiting if review is not None else 0
            self.grid.empty.say(
                f"{month} has no draft yet",
                f"{words.plural(waiting, 'invoice')} can be drafted. A draft numbers nothing and "
                "can be thrown away.",
                icon_name="receipt",
                button=f"Draft {month}",
                on_press=self.draft_wanted.emit,
            )
        else:
            self.grid.empty.say(
                f"Nothing to bill in {month}", "Nobody has a charge or a call in it."
            )

    def show_account(self, account_number: str) -> None:
        """Puts the keyboard on a customer, once its row is there."""
        self._wanted = account_number
        found = self.grid.select_where(lambda row: row.account_number == account_number)
        if not found:
            self.grid.show_all()
            found = self.grid.select_where(lambda row: row.account_number == account_number)
        if found:
            self._wanted = ""

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        self._show_pane()

    def _show_pane(self) -> None:
        review = self.review
        left = len(review.to_review) if review is not None else 0
        self.pane.show_row(self.current(), review, left=left)

    def _opened(self, _: object) -> None:
        self.pane.changes.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- filters

    def _choose(self, value: str) -> None:
        if value == SET:
            self._set_limits()
            return
        self.grid.model.keep = self._keeper(value)
        self.grid.model.arrange()
        self._show_pane()

    def _keeper(self, value: str) -> Callable[[ReviewRow], bool] | None:
        if value == OVER:
            return self.limits.exceeded_by
        if value == TO_REVIEW:
            return _is_to_review
        return None

    def _set_limits(self) -> None:
        box = self.grid.combos["limits"]
        dialog = LimitsDialog(self.limits, self)
        if dialog.exec():
            self.limits = dialog.limits
            self.desk.keep("review_limits", f"{self.limits.amount}/{self.limits.part}")
            self._name_choices()
        box.setCurrentIndex(box.findData(OVER))

    def _bar(self, row: ReviewRow) -> object:
        return float(row.difference / self._widest) if row.difference else 0.0

    # ---- what is said

    def chosen(self) -> list[ReviewRow]:
        """The drafts that are selected and of which something can be said."""
        sayable = {ReviewState.TO_REVIEW, ReviewState.APPROVED, ReviewState.ON_HOLD}
        rows = [row for row in self.grid.selected_rows() if isinstance(row, ReviewRow)]
        return [row for row in rows if row.state in sayable]

    @Slot()
    def approve(self) -> None:
        """Approves the drafts selected and goes on; one that is approved is opened again."""
        rows = self.chosen()
        if not rows or not self._is_draft():
            return
        again = len(rows) == 1 and rows[0].state is ReviewState.APPROVED
        self._go_on(rows)
        self.kept.mark(rows, None if again else MarkKind.APPROVED)

    @Slot()
    def hold(self) -> None:
        """Holds the drafts selected, with a reason; those on hold are let go."""
        rows = self.chosen()
        if rows and all(row.state is ReviewState.ON_HOLD for row in rows):
            self.kept.mark(rows, None)
            return
        if not rows or not self._is_draft():
            return
        money = words.money(sum((row.variance.now for row in rows), Decimal(0)))
        who = rows[0].name if len(rows) == 1 else words.plural(len(rows), "customer")
        wish = ReasonWish(
            title=f"Hold {who}, {money}?",
            text="What is held is left out of the approval and stays to be billed. "
            "H lets it go again.",
            verb=f"Hold {who}" if len(rows) == 1 else f"Hold {words.plural(len(rows), 'bill')}",
            hint="Asked the customer about the credit",
        )
        reason = ask_reason(self, wish)
        if reason:
            self._go_on(rows)
            self.kept.mark(rows, MarkKind.HELD, reason=reason)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def approve_rest(self) -> None:
        """Approves every draft of which nothing was said yet, shown or not."""
        review = self.review
        if review is not None and review.to_review and self._is_draft():
            self.kept.mark(review.to_review, MarkKind.APPROVED)

    @Slot(object)
    def edit(self, change: object = None) -> None:
        """Edits the line behind a change, or adds an adjustment."""
        row = self.current()
        if row is None or row.invoice is None or not self._is_draft():
            return
        chosen = change if isinstance(change, Change) else self.pane.changes.current()
        edit_line(self.desk, self.page, row, chosen)

    def _is_draft(self) -> bool:
        return self.review is not None and self.review.state is RunState.DRAFT

    def _go_on(self, rows: Sequence[ReviewRow]) -> None:
        """Puts the keyboard on the next draft to be reviewed, below or else above."""
        said = {row.account_number for row in rows}
        here = self.grid.view.currentIndex().row()
        count = self.grid.model.rowCount()
        for line in (*range(here + 1, count), *range(here)):
            row = self.grid.model.row_at(line)
            if not isinstance(row, ReviewRow) or row.account_number in said:
                continue
            if row.state is ReviewState.TO_REVIEW:
                self._wanted = row.account_number
                self.grid.view.select_line(line)
                return

    def next_need(self, step: int = 1) -> bool:
        """The next draft to be reviewed, those over the limits first; with -1 the one before."""
        review = self.review
        if review is None or not review.to_review or not self._is_draft():
            return False
        pressing = over(review.to_review, self.limits) or list(review.to_review)
        here = self.current()
        names = [row.account_number for row in _biggest_first(pressing)]
        if here is not None and here.account_number in names:
            place = names.index(here.account_number) + step
        else:
            place = min(step, 0)
        self.show_account(names[place % len(names)])
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot(str, list)
    def _letter(self, letter: str, _: list[object]) -> None:
        if letter == "space":
            self.approve()
        elif letter == "h":
            self.hold()
        else:
            self.edit()


def _biggest_first(rows: Sequence[ReviewRow]) -> list[ReviewRow]:
    return sorted(rows, key=lambda row: (-abs(row.difference), row.name))


def _is_to_review(row: ReviewRow) -> bool:
    return row.state is ReviewState.TO_REVIEW


def _month(label: str) -> str:
    return words.period(label).rpartition(" ")[0]


def _name(row: ReviewRow) -> object:
    return row.name


def _account(row: ReviewRow) -> str:
    return row.account_number


def _before(row: ReviewRow) -> object:
    return row.before


def _now(row: ReviewRow) -> object:
    return row.now


def _change(row: ReviewRow) -> object:
    return row.difference


def _part(row: ReviewRow) -> object:
    return row.part


def _number(row: ReviewRow) -> object:
    return (row.invoice.invoice_number if row.invoice else "") or ""
