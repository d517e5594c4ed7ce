"""The review by variance, in short: what differs most, approved or held one by one or all."""

from PySide6.QtCore import Signal, Slot

from app.billing.bill_run import RunState
from app.billing.review import Limits, MarkKind, ReviewRow, ReviewState
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.controls import Button, beside, label
from app.ui.wizards.bill_run.bill_words import CAUSE_WORDS, state_badge, why
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.stepped_wizard import StepPage


class ReviewPage(StepPage):
    """The drafts, the biggest change first."""

    full_wanted = Signal(str, object)
    """The page of bills is wanted, where each invoice stands beside its numbers."""

    def __init__(self, desk: Desk, kept: KeptReview) -> None:
        super().__init__("Review", "Review")
        self.desk = desk
        self.kept = kept
        columns = (
            GridColumn(key="name", title="Customer", value=_name, width=170, stretches=True),
            GridColumn(key="before", title="Last time", value=_before, kind=Kind.MONEY, width=90),
            GridColumn(
                key="now", title="This time", value=_now, kind=Kind.MONEY, width=90, is_summed=True
            ),
            GridColumn(
                key="change",
                title="Change",
                value=_change,
                kind=Kind.CHANGE,
                width=84,
                is_summed=True,
            ),
            GridColumn(key="part", title="%", value=_part, kind=Kind.PERCENT, width=64),
            GridColumn(key="why", title="Why", value=why, width=110),
            GridColumn(key="state", title="State", value=state_badge, kind=Kind.BADGE, width=110),
        )
        self.grid = Grid("wizard review", columns, desk.tasks, noun="invoice", find="Customer")
        self.grid.columns_button.hide()
        self.grid.view.letters = frozenset({"space", "h"})
        self.grid.letter.connect(self._letter)
        self.grid.add_combo(
            "limits",
            {"": "All invoices", "over": "Over the limits", "to_review": "To review"},
            self._choose,
            name="Which to show",
        )
        self.causes = label("", "muted", wraps=True)
        self.all_button = Button("Approve the rest", icon_name="check-check")
        self.all_button.clicked.connect(self.approve_rest)
        self.full = Button("Look at each with its invoice", icon_name="file-text")
        self.full.clicked.connect(self._full)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.causes)
        self.body.addLayout(beside(self.all_button, self.full, None))
        kept.changed.connect(self._show)

    def enter(self) -> None:
        """Shows the draft."""
        self.kept.want()
        self._show()
        self.grid.setFocus()

    def act(self) -> bool:
        """Goes on where there is a draft, or an approved run."""
        review = self.kept.review
        return review is not None and review.state is not None

    def note(self) -> str:
        """The keys of the list."""
        return "Space approves, H holds with a reason."

    @Slot()
    def _show(self) -> None:
        review = self.kept.review
        rows = list(review.rows) if review is not None else []
        order = sorted(rows, key=lambda row: (-abs(row.difference), row.name))
        here = self.grid.current_row()
        self.grid.show_rows(order)
        if isinstance(here, ReviewRow):
            number = here.account_number
            self.grid.select_where(lambda row: row.account_number == number)
        elif order:
            self.grid.view.select_line(0)
        is_draft = review is not None and review.state is RunState.DRAFT
        left = len(review.to_review) if review is not None and is_draft else 0
        self.all_button.say(f"Approve the other {words.count(left)}" if left else "All approved")
        self.all_button.setEnabled(bool(left))
        if review is None or review.state is None:
            self.say("Nothing is drafted yet", "Go back and draft the period.")
            self.causes.setText("")
        else:
            sums = review.sums
            count = words.plural(sums.invoices, "invoice")
            self.say(
                f"{words.count(left)} of {count} to look at" if left else f"{count} looked at",
                f"{words.money(sums.before)} last time, {words.money(sums.now)} this time, "
                f"{words.change(sums.difference)}.",
            )
            self.causes.setText(
                ", ".join(
                    f"{CAUSE_WORDS[cause]} {words.change(amount)}"
                    for cause, amount in sums.by_cause.items()
                    if amount
                )
            )
        self.said.emit()

    def _choose(self, value: str) -> None:
        limits = Limits()
        keep = {"over": limits.exceeded_by, "to_review": _is_to_review}.get(value)
        self.grid.model.keep = keep
        self.grid.model.arrange()

    def _rows(self) -> list[ReviewRow]:
        sayable = {ReviewState.TO_REVIEW, ReviewState.APPROVED, ReviewState.ON_HOLD}
        rows = [row for row in self.grid.selected_rows() if isinstance(row, ReviewRow)]
        return [row for row in rows if row.state in sayable]

    @Slot(str, list)
    def _letter(self, letter: str, _: list[object]) -> None:
        rows = self._rows()
        if not rows:
            return
        if letter == "h":
            self._hold(rows)
        else:
            again = len(rows) == 1 and rows[0].state is ReviewState.APPROVED
            self.grid.view.select_line(self.grid.view.currentIndex().row() + 1)
            self.kept.mark(rows, None if again else MarkKind.APPROVED)

    def _hold(self, rows: list[ReviewRow]) -> None:
        if all(row.state is ReviewState.ON_HOLD for row in rows):
            self.kept.mark(rows, None)
            return
        who = rows[0].name if len(rows) == 1 else words.plural(len(rows), "bill")
        reason = ask_reason(
            self,
            ReasonWish(
                title=f"Hold {who}?",
                text="What is held is left out of the approval and stays to be billed.",
                verb=f"Hold {who}",
            ),
        )
        if reason:
            self.kept.mark(rows, MarkKind.HELD, reason=reason)

    @Slot()
    def approve_rest(self) -> None:
        """Approves every draft of which nothing was said yet."""
        review = self.kept.review
        if review is not None and review.to_review:
            self.kept.mark(review.to_review, MarkKind.APPROVED)

    @Slot()
    def _full(self) -> None:
        self.full_wanted.emit("bills", "review")


def _is_to_review(row: ReviewRow) -> bool:
    return row.state is ReviewState.TO_REVIEW


def _name(row: ReviewRow) -> object:
    return row.name


def _before(row: ReviewRow) -> object:
    return row.before


def _now(row: ReviewRow) -> object:
    return row.now


def _change(row: ReviewRow) -> object:
    return row.difference


def _part(row: ReviewRow) -> object:
    return row.part
