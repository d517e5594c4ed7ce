"""Bills: runs, the review of a draft against last time, who is left out, and the proof."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.billing.bill_run import RunState
from app.billing.gates import can_approve
from app.operations.browse_bills import RunRow
from app.operations.changes import Changes
from app.operations.find_anything import Found
from app.operations.review_bills import LeftOutRow, Review
from app.ui import words
from app.ui.desk import Desk
from app.ui.messages import Question, ask
from app.ui.page import Act, Page, Tabs
from app.ui.pages.bills.acts import RunVerbs, bill_acts
from app.ui.pages.bills.left_out_part import LeftOutPart
from app.ui.pages.bills.proof_part import ProofPart
from app.ui.pages.bills.review_part import OVER, ReviewPart
from app.ui.pages.bills.runs_part import RunsPart
from app.ui.parts.key_button import KeyButton
from app.ui.wizards.bill_run.approval import approval_question
from app.ui.wizards.bill_run.bill_words import left_out_fix
from app.ui.wizards.bill_run.kept_review import kept_review
from app.ui.wizards.bill_run_wizard import BillRunWizard

RUNS: Final = "Runs"
REVIEW: Final = "Review"
LEFT_OUT: Final = "Left out"
PROOF: Final = "Proof"
_PARTS: Final = {title.casefold(): title for title in (RUNS, REVIEW, LEFT_OUT, PROOF)}


class BillsPage(Page):
    """What is billed: drafted, looked at, approved, proven."""

    name = "bills"
    title = "Bills"
    areas = (
        Changes.COMPANY
        | Changes.CUSTOMERS
        | Changes.RATES
        | Changes.TAXES
        | Changes.USAGE
        | Changes.RUNS
        | Changes.INVOICES
        | Changes.MONTH
    )
    help_text = (
        "A draft shows what every customer would be billed; it numbers nothing. Under Review each "
        "draft stands beside the last invoice, the biggest change first: Space approves it and "
        "goes on, H holds it back with a reason, E edits the line behind a change. Approve the "
        "rest with Ctrl+Shift+A, then the whole run with Ctrl+Enter. Left out tells who is not "
        "billed and leads to what is missing. Proof shows that every call and every cent is "
        "accounted for. The latest run can be taken back until one of its invoices was sent."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kept = kept_review(desk)
        self.take_back = KeyButton("Take back", key="Ctrl+Shift+U", icon_name="undo-2")
        self.rest = KeyButton("Approve the rest", key="Ctrl+Shift+A", icon_name="check-check")
        self.step_by_step = KeyButton("Step by step…", key="Ctrl+Shift+G", icon_name="list-checks")
        self.main = KeyButton("Draft", key="Ctrl+Return", kind="primary", icon_name="receipt")
        for button, run in (
            (self.step_by_step, self.open_wizard),
            (self.take_back, self.take_back_run),
            (self.rest, self.approve_rest),
            (self.main, self.go_on),
        ):
            button.clicked.connect(run)
            self.add_button(button)
        self.runs = RunsPart(desk, self, self.kept)
        self.review = ReviewPart(desk, self, self.kept)
        self.left_out = LeftOutPart(desk, self, self.kept)
        self.proof = ProofPart(desk, self)
        self.tabs = Tabs("Parts of Bills")
        for title, part in self._parts().items():
            self.tabs.add(title, part)
        self.body.addWidget(self.tabs, 1)
        self._wizard: BillRunWizard | None = None
        self._connect()
        self.tabs.show_part(REVIEW)
        box = self.review.grid.combos["limits"]
        box.setCurrentIndex(box.findData(OVER))

    def _parts(self) -> dict[str, QWidget]:
        return {
            RUNS: self.runs,
            REVIEW: self.review,
            LEFT_OUT: self.left_out,
            PROOF: self.proof,
        }

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._chosen)
        self.kept.changed.connect(self._show)
        self.kept.failed.connect(self._failed)
        self.kept.blocked.connect(self._blocked)
        self.runs.told.connect(self._dress)
        self.runs.opened.connect(self._open_run)
        self.runs.draft_wanted.connect(self.draft)
        self.review.draft_wanted.connect(self.draft)
        self.left_out.fix_wanted.connect(self._fix)
        self.left_out.customer_wanted.connect(self._to_customer)
        self.proof.told.connect(self._dress)

    # ---- what the window asks

    def read(self) -> None:
        """Reads the part that is shown; works the draft out where it is stale."""
        self.review.take_limits()
        self.runs.read()
        if self.tabs.current == PROOF:
            self.proof.read()
        else:
            self.kept.want()
        self._show()

    def try_again(self) -> None:
        """Works the draft out again."""
        self.clear_error()
        self.runs.read()
        if self.tabs.current == PROOF:
            self.proof.read()
        self.kept.want(again=True)

    def show_target(self, target: object) -> None:
        """Shows a part by its title, or a customer's draft."""
        title = _PARTS.get(str(target).replace("_", " ").casefold())
        if title is not None:
            self.tabs.show_part(title)
        elif target in {"draft", "wizard"}:
            self.open_wizard()
        elif isinstance(target, Found) and target.account_number:
            self._show_account(target.account_number)
        elif isinstance(target, Found):
            self._show_account(target.key)

    def _show_account(self, account_number: str) -> None:
        self.tabs.show_part(REVIEW)
        self.review.show_account(account_number)

    def next_need(self) -> bool:
        """The next draft to be reviewed, else the next customer left out."""
        if self.review.review is not None and self.review.next_need():
            self.tabs.show_part(REVIEW)
            return True
        return False

    def previous_need(self) -> bool:
        """The draft to be reviewed before this one."""
        if self.review.review is not None and self.review.next_need(-1):
            self.tabs.show_part(REVIEW)
            return True
        return False

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        verbs = RunVerbs(
            step_by_step=self.open_wizard,
            draft=self.draft,
            go_on=self.go_on,
            take_back=self.take_back_run,
            approve_rest=self.approve_rest,
            print_preview=self.print_preview,
            save_proof=self.save_proof,
        )
        return (*bill_acts(verbs, self.review, self.left_out), *self.tabs.acts("Bills"))

    def save_proof(self) -> None:
        """Shows the proof and asks where it is to be saved."""
        self.tabs.show_part(PROOF)
        self.proof.choose_place()

    # ---- what is shown

    @Slot()
    def _show(self) -> None:
        if self.desk.company is None:
            return
        if self.isVisible() and self.tabs.current != PROOF:
            self.kept.want()
        self.review.show_review()
        self.left_out.show_review()
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Words and places of the buttons, by what can be done next."""
        review, part = self.kept.review, self.tabs.current
        month = words.period(self.desk.period) if self.desk.company else ""
        pressing = self._pressing(review)
        self.tabs.count(REVIEW, pressing)
        self.tabs.count(LEFT_OUT, len(review.left_out) if review is not None else 0)
        self.waiting.emit(self.name, pressing, False)  # noqa: FBT003  of the signal
        is_draft = review is not None and review.state is RunState.DRAFT
        left = len(review.to_review) if review is not None and is_draft else 0
        self.rest.setVisible(part == REVIEW and is_draft)
        self.rest.setEnabled(bool(left) and not self.kept.is_working)
        self.rest.say(_rest_words(review, left))
        row = self.runs.current()
        self.take_back.setVisible(part == RUNS and row is not None and row.can_undo)
        if row is not None:
            self.take_back.say(f"Take back run {row.id}…")
        self.step_by_step.setVisible(part in {RUNS, LEFT_OUT})
        self._dress_main(review, month)
        self._say_line(review, month)

    def _dress_main(self, review: Review | None, month: str) -> None:
        part = self.tabs.current
        self.main.setVisible(part in {RUNS, REVIEW} and review is not None)
        if part == PROOF and self.proof.closes:
            self.main.setVisible(True)
            self.main.setEnabled(True)
            self.main.say(f"Close {month}…")
            self.main.fill(filled=True)
            return
        if review is None:
            return
        self.main.setEnabled(not self.kept.is_working and not self.kept.is_stale)
        left = len(review.to_review)
        if review.state is RunState.DRAFT:
            sums = review.sums
            count = words.plural(sums.invoices, "invoice")
            is_open = not can_approve(review.gates)
            gates = sum(not gate.cleared for gate in review.gates)
            text = f"Approve {count}, {words.money(sums.now)}"
            self.main.say(f"Clear {words.plural(gates, 'gate')}…" if is_open else text)
            self.main.fill(filled=part == RUNS or not left)
        else:
            rest = review.state is not None
            self.main.say(
                f"Draft the other {words.count(review.waiting)}" if rest else f"Draft {month}"
            )
            self.main.fill(filled=not rest)
            self.main.setVisible(self.main.isVisibleTo(self) and (not rest or review.waiting > 0))

    def _say_line(self, review: Review | None, month: str) -> None:
        if self.kept.is_working:
            self.say(f"Working out {month}")
        elif review is None or review.state is None:
            self.say(f"{month} is not drafted yet")
        elif self.kept.is_stale:
            self.say("Something changed since this was worked out. F5 works it out again.")
        elif review.state is RunState.DRAFT:
            sums = review.sums
            left = words.count(len(review.to_review))
            text = f"Draft of {month}: {words.plural(sums.invoices, 'invoice')}"
            self.say(f"{text}, {words.money(sums.now)}, {left} to review")
        else:
            sums = review.sums
            text = f"{month} is approved: {words.plural(sums.invoices, 'invoice')}"
            self.say(f"{text}, {words.money(sums.now)}")

    def _pressing(self, review: Review | None) -> int:
        if review is None or review.state is not RunState.DRAFT:
            return 0
        return sum(self.review.limits.exceeded_by(row) for row in review.to_review)

    @Slot(str)
    def _chosen(self, title: str) -> None:
        part = self._parts()[title]
        self.setFocusProxy(part)
        if title == PROOF and self.desk.company is not None:
            self.proof.read()
        self._show()
        if self.isVisible():
            part.setFocus()

    # ---- acting

    @Slot()
    def draft(self) -> None:
        """Drafts the period that is worked on."""
        self.clear_error()
        self.tabs.show_part(REVIEW)
        self.kept.make_draft()

    @Slot()
    def go_on(self) -> None:
        """Drafts what is not drafted; approves the run; or leads to the gates that stand open."""
        review = self.kept.review
        if self.tabs.current == PROOF:
            if self.proof.closes:
                self.go.emit("month_end", "close")
            return
        if review is None or self.kept.is_working:
            return
        if review.state is not RunState.DRAFT:
            if review.state is None or review.waiting:
                self.draft()
            return
        if not can_approve(review.gates):
            self.open_wizard()
            return
        question = approval_question(review)
        if self.kept.draft is not None and question is not None and ask(self, question):
            self.kept.approve()

    @Slot()
    def approve_rest(self) -> None:
        """Approves every draft of which nothing was said yet."""
        if self.tabs.current == REVIEW:
            self.review.approve_rest()

    @Slot()
    def take_back_run(self) -> None:
        """Takes back the run that is chosen."""
        self.tabs.show_part(RUNS)
        self.runs.take_back()

    @Slot()
    def print_preview(self) -> None:
        """Prints the invoice that is in view."""
        if self.tabs.current == REVIEW:
            self.review.pane.pdf.print_with_dialog()

    @Slot()
    def open_wizard(self) -> None:
        """Opens the wizard where it was left."""
        if self.desk.company is None:
            return
        self._wizard = BillRunWizard(self.desk, self.kept, self)
        self._wizard.go.connect(self.go)
        self._wizard.open()

    @Slot(object)
    def _open_run(self, row: RunRow) -> None:
        self.desk.choose_period(row.period)
        self.tabs.show_part(REVIEW)

    @Slot(str)
    def _to_customer(self, account_number: str) -> None:
        self.go.emit("customers", account_number)

    @Slot(object)
    def _fix(self, row: LeftOutRow) -> None:
        _, page, target = left_out_fix(row)
        if page == self.name:
            self.show_target(target)
        else:
            self.go.emit(page, target)

    @Slot(object)
    def _failed(self, error: object) -> None:
        if self.isVisible():
            self.failed(error)

    @Slot()
    def _blocked(self) -> None:
        if self.isVisible():
            gates = self.kept.review.gates if self.kept.review else ()
            count = sum(not gate.cleared for gate in gates)
            ask_nothing = Question(
                title=f"{words.plural(count, 'gate')} stand open; nothing was approved.",
                text="Something changed since the draft. The draft stands.",
                verb="Show the gates",
            )
            if ask(self, ask_nothing):
                self.open_wizard()


def _rest_words(review: Review | None, left: int) -> str:
    if review is None:
        return "Approve the rest"
    said = sum(row.mark is not None and not row.is_changed for row in review.rows)
    return f"Approve the other {words.count(left)}" if said else f"Approve all {words.count(left)}"
