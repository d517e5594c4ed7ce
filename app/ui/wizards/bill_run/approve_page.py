"""The approval: what it does in numbers, and the button that does it."""

from PySide6.QtCore import Signal, Slot

from app.billing.bill_run import RunState
from app.billing.gates import can_approve
from app.ui import words
from app.ui.desk import Desk
from app.ui.parts.controls import Card, IconLabel, beside, label
from app.ui.wizards.bill_run.approval import approval_question
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.stepped_wizard import StepPage


class ApprovePage(StepPage):
    """The confirmation of the run."""

    gates_wanted = Signal()
    """A gate stands open, and the user wants to see it."""

    def __init__(self, desk: Desk, kept: KeptReview) -> None:
        super().__init__("Approve", "Approve")
        self.desk = desk
        self.kept = kept
        self.sign = IconLabel("circle-check", "ok", 20)
        self.words = label("", wraps=True)
        card = Card()
        row = beside(self.sign, self.words, spacing=12)
        row.setStretchFactor(self.words, 1)
        card.rows.addLayout(row)
        self.body.addWidget(card)
        self.body.addStretch(1)
        kept.changed.connect(self._show)

    def enter(self) -> None:
        """Shows what the approval does."""
        self.kept.want()
        self._show()

    def verb(self) -> str:
        """Names the effect in numbers."""
        review = self.kept.review
        if self._is_approved():
            return "Make the documents"
        if self._stands_open():
            return "Go to the gates"
        if review is None or not review.may_approve:
            return "Approve"
        count = words.plural(review.sums.invoices, "invoice")
        return f"Approve {count}, {words.money(review.sums.now)}"

    def act(self) -> bool:
        """Approves the draft; goes on where that is done."""
        if self._is_approved():
            return True
        if self._stands_open():
            self.gates_wanted.emit()
        elif self.kept.draft is not None and self.kept.draft.may_approve:
            self.kept.approve()
        return False

    def _stands_open(self) -> bool:
        review = self.kept.review
        return (
            review is not None and review.state is RunState.DRAFT and not can_approve(review.gates)
        )

    def note(self) -> str:
        """How it is taken back."""
        return "Ctrl+Z takes the approval back until the first invoice is sent."

    def _is_approved(self) -> bool:
        review = self.kept.review
        return review is not None and review.state in {RunState.APPROVED, RunState.FINAL}

    @Slot()
    def _show(self) -> None:
        review = self.kept.review
        month = words.period(self.desk.period)
        if self.kept.is_working:
            title, text, sign = f"Working on {month}…", "", ("circle-dashed", "text_muted")
        elif review is None or review.state is None:
            title, text = "Nothing is drafted yet", "Go back and draft the period."
            sign = ("circle-alert", "warn")
        elif self._is_approved():
            count = words.plural(review.sums.invoices, "invoice")
            title = f"{count} of {month} approved, {words.money(review.sums.now)}"
            text = "They are numbered and sealed. Their documents are next."
            sign = ("circle-check", "ok")
        elif self._stands_open():
            opened = sum(not gate.cleared for gate in review.gates)
            stand = "gate stands" if opened == 1 else "gates stand"
            title = f"{words.count(opened)} {stand} open"
            text = "They are cleared or waived on their own page."
            sign = ("octagon-alert", "bad")
        else:
            question = approval_question(review)
            title = question.title if question else f"Nothing to bill in {month}"
            text = question.text if question else "Every draft is on hold or left out."
            sign = ("circle-check", "ok")
        self.say(title)
        self.words.setText(text)
        self.sign.show_icon(*sign)
        self.said.emit()
