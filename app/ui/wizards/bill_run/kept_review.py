"""The draft of the period that is worked on: worked out once, kept, and known to be stale.

One for each company that is open: its page, its wizard and its second window look at the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.billing.bill_run import RunState
from app.billing.gates import GateName
from app.billing.review import Mark, MarkKind, ReviewRow
from app.errors import NotAllowed
from app.operations.browse_bills import RunRow
from app.operations.changes import Changes
from app.operations.keep_steps import take_back_waiver, waive_item
from app.operations.office import Office
from app.operations.review_bills import (
    Marked,
    MarkWish,
    Review,
    mark_bills,
    marks_of,
    review_of_run,
    review_period,
    turn_marks_back,
)
from app.operations.run_bills import bill, undo_run
from app.progress import Progress
from app.ui import words
from app.ui.desk import Desk, Step
from app.ui.tasks import Task
from app.ui.wizards.bill_run.bill_words import GATE_WORDS

MADE_FROM = (
    Changes.COMPANY
    | Changes.CUSTOMERS
    | Changes.RATES
    | Changes.TAXES
    | Changes.USAGE
    | Changes.RUNS
    | Changes.INVOICES
    | Changes.CONNECTIONS
)
"""What a run is made from; marks of the review are told by ``MONTH``."""

WAIVER = Changes.RUNS | Changes.MONTH
APPROVAL = Changes.RUNS | Changes.INVOICES | Changes.USAGE | Changes.MONTH


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was worked out, or a run that was approved."""

    review: Review
    is_approved: bool = False

    def summary(self) -> str:
        """In a line."""
        sums = self.review.sums
        text = f"{words.plural(sums.invoices, 'invoice')}, {words.money(sums.now)}"
        left = len(self.review.left_out) + sums.held
        text += f", {words.count(left)} left out" if left else ""
        if self.is_approved:
            return f"Approved: {text}."
        return f"Draft of {words.period(self.review.label)}: {text}."


class KeptReview(QObject):
    """The review of the period that is worked on, as values."""

    changed = Signal()
    """The review is another, or has become stale, or is on its way."""
    failed = Signal(object)
    approved = Signal(object)
    """A run was approved: ``Drafted``."""
    blocked = Signal()
    """An approval changed nothing: a gate is in the way by now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.review: Review | None = None
        self.is_stale = True
        self.task: Task | None = None
        self._own = False
        desk.changed.connect(self._changed)
        desk.opened.connect(self.forget)
        desk.period_chosen.connect(self.forget)

    @property
    def is_working(self) -> bool:
        """Whether it is being worked out."""
        return self.task is not None

    @property
    def _is_approved(self) -> bool:
        return self.review is not None and self.review.state in {RunState.APPROVED, RunState.FINAL}

    @property
    def is_drafting(self) -> bool:
        """Whether something is being written: a draft, a waiver, an approval."""
        return self.task is not None and bool(self.task.job.changes)

    @property
    def draft(self) -> Review | None:
        """The review where it is of a draft that stands as the file is."""
        review = self.review
        if review is None or self.is_stale or review.state is not RunState.DRAFT:
            return None
        return review

    def forget(self) -> None:
        """Forgets what was worked out."""
        self.review = None
        self.is_stale = True
        self.changed.emit()

    # ---- working out

    def want(self, *, again: bool = False) -> None:
        """Works it out where it is not there, or is stale."""
        if self.desk.company is None or self.task is not None:
            return
        if self.review is not None and not self.is_stale and not again:
            return
        label = self.desk.period

        def run(office: Office, progress: Progress) -> Review:
            return review_period(office, label, progress=progress)

        title = f"Working out the bills of {words.period(label)}"
        self._begin(self.desk.look(title, run, self._take, failed=self._fail, told=_review_words))

    def make_draft(self, invoice_date: date | None = None) -> None:
        """Drafts the period and keeps the draft; without a day its invoices keep theirs."""
        if self.desk.company is None or self.task is not None:
            return
        label = self.desk.period

        def run(office: Office, progress: Progress) -> Drafted:
            result = bill(office, label, invoice_date=invoice_date, progress=progress)
            return Drafted(review_of_run(office, result.made))

        self._begin(
            self.desk.do(
                f"Drafting {words.period(label)}",
                run,
                changes=WAIVER,
                done=self._take_own,
                failed=self._fail,
                leaves="No draft was kept.",
            )
        )

    def waive(self, gate: GateName, why: str) -> None:
        """Waives a gate, with a reason; it can be undone. A waiver is kept with a draft."""
        review = self.review
        if review is None or self.task is not None:
            return
        label, title = review.label, f"Waive {GATE_WORDS[gate].lower()}"

        def run(office: Office, progress: Progress) -> Review:
            if review.state is not RunState.DRAFT:
                bill(office, label, progress=progress)
            waive_item(office, label, gate.value, why=why)
            return review_period(office, label, progress=progress)

        def done(found: object) -> None:
            self._own = True
            self._take(found)
            undo = partial(_waiver_gone, label=label, gate=gate, title=title)
            self.desk.did(Step(title, undo, WAIVER))

        task = self.desk.do(
            title, run, changes=WAIVER, failed=self._fail, told=lambda _: f"Reason: {why}"
        )
        task.done.connect(done)
        self._begin(task)

    def approve(self) -> None:
        """Approves the draft: numbers and seals its invoices."""
        draft = self.draft
        if draft is None or self.task is not None:
            return
        label, count = draft.label, draft.sums.invoices

        def run(office: Office, progress: Progress) -> Drafted:
            result = bill(office, label, approve=True, progress=progress)
            approved = result.state is not RunState.DRAFT
            return Drafted(review_period(office, label), is_approved=approved)

        self._begin(
            self.desk.do(
                f"Approving {words.plural(count, 'invoice')}",
                run,
                changes=APPROVAL,
                done=self._take_own,
                failed=self._fail,
                leaves="Nothing was approved; the draft stands.",
            )
        )

    def _begin(self, task: Task) -> None:
        self.task = task
        task.ended.connect(self._ended)
        self.changed.emit()

    @Slot()
    def _ended(self) -> None:
        self.task = None
        self.changed.emit()

    @Slot(object)
    def _take(self, found: object) -> None:
        if isinstance(found, Review) and found.label == self.desk.period:
            self.review = found
            self.is_stale = False

    @Slot(object)
    def _take_own(self, found: object) -> None:
        if not isinstance(found, Drafted):
            return
        self._own = True
        self._take(found.review)
        if found.is_approved and found.review.run_id is not None:
            self._keep_approval(found)
            self.approved.emit(found)
        elif self.task is not None and self.task.job.changes == APPROVAL:
            self.blocked.emit()

    def _fail(self, error: object) -> None:
        self.failed.emit(error)

    @Slot(object)
    def _changed(self, areas: Changes) -> None:
        own, self._own = self._own, False
        if own:
            return
        if areas & (MADE_FROM | Changes.MONTH if self._is_approved else MADE_FROM):
            self.is_stale = True
            self.changed.emit()
        elif areas & Changes.MONTH and self.review is not None and not self._is_approved:
            read = partial(_marked_again, review=self.review)
            self.desk.read(read, self._take_marks, key="review marks")

    # ---- marks

    def mark(self, rows: Sequence[ReviewRow], kind: MarkKind | None, *, reason: str = "") -> None:
        """Approves, holds or takes back what was said; it can be undone."""
        review = self.review
        wishes = [
            MarkWish(
                account_number=row.account_number, kind=kind, invoice=row.invoice, reason=reason
            )
            for row in rows
            if row.invoice is not None
        ]
        if review is None or not wishes:
            return
        title = mark_title(rows, kind)

        def run(office: Office, _: Progress) -> Marked:
            return mark_bills(office, review.label, wishes)

        def done(found: object) -> None:
            if isinstance(found, Marked):
                # What is let go after the approval is to be worked out anew: it can be drafted.
                self._own = review.state is RunState.DRAFT
                self._show_marks(found.now)
                undo = partial(_turned_back, title=title, marked=found)
                self.desk.did(Step(title, undo, Changes.MONTH))

        told = ", ".join(filter(None, (words.plural(len(wishes), "draft"), reason)))
        changes = Changes.MONTH
        task = self.desk.do(title, run, changes=changes, failed=self._fail, told=lambda _: told)
        task.done.connect(done)

    def _show_marks(self, now: Mapping[str, Mark | None]) -> None:
        review = self.review
        if review is None:
            return
        self.review = review.with_changed(now)
        self.changed.emit()

    @Slot(object)
    def _take_marks(self, found: object) -> None:
        review = self.review
        is_same = isinstance(found, Review) and review is not None and found.made is review.made
        if is_same and isinstance(found, Review):
            self.review = found
            self.changed.emit()

    # ---- taking an approval back

    def undo_run(self, row: RunRow, *, why: str) -> None:
        """Takes the approval of a run back; it can be done again."""
        run_id = row.id
        again = partial(
            _approved_again, label=row.period, waivers=row.waivers, invoice_date=row.invoice_date
        )
        step = Step(f"Take back run {run_id}", again, APPROVAL)

        def run(office: Office, _: Progress) -> Undone:
            return Undone(run_id, len(undo_run(office, run_id, why=why)))

        def done(_: object) -> None:
            self.desk.did(step)

        task = self.desk.do(
            f"Taking run {run_id} back", run, changes=APPROVAL, failed=self._fail, done=done
        )
        self._begin(task)

    def _keep_approval(self, drafted: Drafted) -> None:
        review = drafted.review
        count = words.plural(review.sums.invoices, "invoice")
        title = f"Approve {count} of {words.period(review.label)}"
        undo = partial(_run_undone, run_id=review.run_id or 0, label=review.label, title=title)
        self.desk.did(Step(title, undo, APPROVAL))


@dataclass(frozen=True, slots=True)
class Undone:
    """A run that was taken back."""

    run_id: int
    invoices: int

    def summary(self) -> str:
        """In a line."""
        numbers = words.plural(self.invoices, "invoice number")
        return f"Run {self.run_id} is taken back; {numbers} returned to the series."


def _review_words(review: Review) -> str:
    return Drafted(review).summary()


def mark_title(rows: Sequence[ReviewRow], kind: MarkKind | None) -> str:
    """What is said of some drafts, in words."""
    whose = rows[0].name if len(rows) == 1 else words.plural(len(rows), "draft")
    if kind is MarkKind.APPROVED:
        return f"Approve {whose}"
    return f"Hold {whose}" if kind is MarkKind.HELD else f"Look at {whose} again"


def _marked_again(office: Office, *, review: Review) -> Review:
    return review.with_marks(marks_of(office, review.label))


def _turned_back(office: Office, *, title: str, marked: Marked) -> Step:
    again = turn_marks_back(office, marked)
    return Step(title, partial(_turned_back, title=title, marked=again), Changes.MONTH)


def _waiver_gone(office: Office, *, label: str, gate: GateName, title: str) -> Step:
    why = take_back_waiver(office, label, gate.value)
    return Step(title, partial(_waived, label=label, gate=gate, why=why, title=title), WAIVER)


def _waived(office: Office, *, label: str, gate: GateName, why: str, title: str) -> Step:
    waive_item(office, label, gate.value, why=why)
    return Step(title, partial(_waiver_gone, label=label, gate=gate, title=title), WAIVER)


def _run_undone(office: Office, *, run_id: int, label: str, title: str) -> Step:
    undo_run(office, run_id, why="undone in the window")
    return Step(title, partial(_approved_again, label=label), APPROVAL)


def _approved_again(
    office: Office,
    *,
    label: str,
    waivers: Mapping[GateName, str] | None = None,
    invoice_date: date | None = None,
) -> Step:
    result = bill(office, label, waivers=waivers, invoice_date=invoice_date, approve=True)
    if result.state is RunState.DRAFT:
        raise NotAllowed(
            f"{words.period(label)} was not approved again.",
            "A gate is in the way by now.",
            "Clear it or waive it, and approve the draft.",
        )
    title = f"Approve {words.plural(len(result.invoices), 'invoice')} of {words.period(label)}"
    undo = partial(_run_undone, run_id=result.run_id, label=label, title=title)
    return Step(title, undo, APPROVAL)


def kept_review(desk: Desk) -> KeptReview:
    """The one of this desk."""
    found = desk.findChild(KeptReview)
    return found if isinstance(found, KeptReview) else KeptReview(desk)
