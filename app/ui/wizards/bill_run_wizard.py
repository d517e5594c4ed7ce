"""Run bills: period, gates, draft, review, approval, documents; left at any page and resumed."""

from datetime import date
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.billing.bill_run import RunState
from app.billing.gates import can_approve
from app.operations.review_bills import Review
from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.wizards.bill_run.approve_page import ApprovePage
from app.ui.wizards.bill_run.documents_page import DocumentsPage
from app.ui.wizards.bill_run.draft_page import DraftPage
from app.ui.wizards.bill_run.gates_page import GatesPage
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.bill_run.period_page import PeriodPage
from app.ui.wizards.bill_run.review_page import ReviewPage
from app.ui.wizards.stepped_wizard import SteppedWizard

PERIOD: Final = 0
GATES: Final = 1
DRAFT: Final = 2
REVIEW: Final = 3
APPROVE: Final = 4
DOCUMENTS: Final = 5


class BillRunWizard(SteppedWizard):
    """Leads through a run, from wherever it was left."""

    go = Signal(str, object)
    """Another page of the window is wanted: the wizard closes and is resumed later."""

    def __init__(self, desk: Desk, kept: KeptReview, parent: QWidget | None = None) -> None:
        self.desk = desk
        self.kept = kept
        self.period_page = PeriodPage(desk, kept)
        self.gates_page = GatesPage(desk, kept)
        self.draft_page = DraftPage(desk, kept, self._invoice_date)
        self.review_page = ReviewPage(desk, kept)
        self.approve_page = ApprovePage(desk, kept)
        self.documents_page = DocumentsPage(desk, kept)
        super().__init__(
            "Run bills",
            [
                self.period_page,
                self.gates_page,
                self.draft_page,
                self.review_page,
                self.approve_page,
                self.documents_page,
            ],
            parent,
        )
        self._error: ErrorPanel | None = None
        self.gates_page.fix_wanted.connect(self._leave_for)
        self.review_page.full_wanted.connect(self._leave_for)
        self.approve_page.gates_wanted.connect(self._to_gates)
        kept.approved.connect(self._approved)
        kept.failed.connect(self._failed)
        self.begin_at(self._place())

    @Slot()
    def _to_gates(self) -> None:
        self.begin_at(GATES)

    def _invoice_date(self) -> date | None:
        return self.period_page.invoice_date

    # ---- where it was left

    def _place(self) -> int:
        """The page it was left at, as far as the file allows it."""
        kept = self.desk.kept(self._drawer())
        place = int(str(kept)) if kept is not None and str(kept).isdigit() else PERIOD
        review = self.kept.review
        furthest = self._furthest(review)
        if furthest == DOCUMENTS and review is not None and not review.waiting:
            # All of it is approved, here or elsewhere: only the documents are left.
            return DOCUMENTS
        return min(place, furthest)

    def _furthest(self, review: Review | None) -> int:
        if review is None or review.state is None:
            return DRAFT
        if review.state is not RunState.DRAFT:
            return DOCUMENTS
        return APPROVE if can_approve(review.gates) else REVIEW

    def _drawer(self) -> str:
        return f"bill_run/{self.desk.period}"

    def entered(self, place: int) -> None:
        """Keeps the page: the wizard is resumed here."""
        if self.desk.company is not None:
            self.desk.keep(self._drawer(), place)

    @Slot(str, object)
    def _leave_for(self, page: str, target: object) -> None:
        self.reject()
        self.go.emit(page, target)

    # ---- when work ends

    @Slot(object)
    def _approved(self, _: object) -> None:
        if self.currentId() == APPROVE:
            self.go_on()

    @Slot(object)
    def _failed(self, error: object) -> None:
        if not self.isVisible():
            return
        if self._error is not None:
            self._error.deleteLater()
        self._error = ErrorPanel(told(error))
        self.page_shown.body.addWidget(self._error)
