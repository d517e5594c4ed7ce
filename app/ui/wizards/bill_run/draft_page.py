"""The draft: worked out with progress, cancelled at a safe point, told in numbers."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QProgressBar

from app.billing.bill_run import RunState
from app.operations.review_bills import Review
from app.ui import words
from app.ui.desk import Desk
from app.ui.parts.controls import Button, Card, beside, label
from app.ui.tasks import Task
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.stepped_wizard import StepPage
from app.values.money import ZERO


class DraftPage(StepPage):
    """Drafts the period."""

    def __init__(
        self, desk: Desk, kept: KeptReview, invoice_date: Callable[[], date | None]
    ) -> None:
        super().__init__("Draft", "Draft")
        self.desk = desk
        self.kept = kept
        self._invoice_date = invoice_date
        self._task: Task | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the draft is")
        self.how_far = label("", "muted")
        self.cancel = Button("Cancel", icon_name="x", on_press=self._cancel)
        self.cancel_note = label("Cancel keeps the draft as it was.", "muted")
        self.work = Card()
        self.work.rows.addWidget(self.how_far)
        self.work.rows.addWidget(self.bar)
        self.work.rows.addLayout(beside(self.cancel, self.cancel_note, None))
        self.figures = Card()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(2, 1)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(6)
        self.figures.rows.addLayout(self._grid)
        self._values = []
        names = ("Invoices", "Charges", "Taxes and fees", "Total", "Left out", "On hold")
        for place, name in enumerate(names):
            value = label("", "strong")
            self._grid.addWidget(label(name, "muted"), place, 0)
            self._grid.addWidget(value, place, 1)
            self._values.append(value)
        self.body.addWidget(self.work)
        self.body.addWidget(self.figures)
        self.body.addStretch(1)
        kept.changed.connect(self._show)

    def enter(self) -> None:
        """Shows the draft where there is a fresh one."""
        self.kept.want()
        self._show()

    def verb(self) -> str:
        """Drafts, unless the draft stands."""
        if self._needs_draft():
            return f"Draft {words.period(self.desk.period)}"
        return "Review the draft"

    def act(self) -> bool:
        """Begins the draft, or goes on to its review."""
        if self.kept.is_working:
            return False
        if not self._needs_draft():
            return True
        self.kept.make_draft(self._invoice_date())
        return False

    def note(self) -> str:
        """What a draft is."""
        return "A draft numbers nothing and can be made as often as you like."

    def _needs_draft(self) -> bool:
        review = self.kept.review
        day = self._invoice_date()
        if review is None or self.kept.is_stale:
            return True
        if day is not None and review.made.invoice_date != day and review.waiting:
            return True
        return review.state is None or (review.state is not RunState.DRAFT and review.waiting > 0)

    @Slot()
    def _show(self) -> None:
        review, working = self.kept.review, self.kept.is_working
        self._follow(self.kept.task)
        self.work.setVisible(working and self.kept.is_drafting)
        drafted = review is not None and review.state is not None and not working
        self.figures.setVisible(drafted)
        month = words.period(self.desk.period)
        if working and self.kept.is_drafting:
            self.say(f"Drafting {month}…", "You can leave; the work goes on and is kept.")
        elif working:
            self.say(f"Working out what {month} bills…")
        elif review is not None and review.state is RunState.DRAFT and not self.kept.is_stale:
            count = words.plural(review.sums.invoices, "invoice")
            self.say(f"{month} is drafted: {count}, {words.money(review.sums.now)}")
        elif review is not None and self.kept.is_stale:
            self.say(f"The draft of {month} is out of date", "Something changed since.")
        elif review is not None and review.state is not None and not review.waiting:
            self.say(f"{month} is approved; nothing is left to draft")
        else:
            waiting = review.waiting if review is not None else 0
            self.say(f"{words.plural(waiting, 'invoice')} of {month} can be drafted")
        if drafted and review is not None:
            self._fill(review)
        self.said.emit()

    def _fill(self, review: Review) -> None:
        rows = [row for row in review.rows if row.counts and row.invoice is not None]
        charges = sum((row.invoice.charges for row in rows if row.invoice), ZERO)
        taxes = sum((row.invoice.taxes for row in rows if row.invoice), ZERO)
        sums = review.sums
        left = sum((each.amount for each in review.left_out), ZERO)
        texts = (
            words.count(sums.invoices),
            words.money(charges),
            words.money(taxes),
            words.money(sums.now),
            f"{words.plural(len(review.left_out), 'customer')}, {words.money(left)}",
            f"{words.plural(sums.held, 'invoice')}, {words.money(sums.held_amount)}",
        )
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)

    def _follow(self, task: Task | None) -> None:
        if task is not None and task is not self._task:
            task.progressed.connect(self._tell)
        self._task = task
        self._tell()

    @Slot()
    def _tell(self) -> None:
        task = self._task
        if task is None:
            return
        total = max(task.units_total, 0)
        self.bar.setMaximum(1000 if total else 0)
        self.bar.setValue(round(1000 * task.units_done / total) if total else 0)
        left = words.left(task.seconds_left)
        self.how_far.setText(
            ", ".join(text for text in (task.note or task.job.title, left) if text)
        )

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
