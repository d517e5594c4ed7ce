"""The pane beside the review: the changes of one draft, its page, and what to say of it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.billing.review import ReviewRow, ReviewState
from app.operations.office import Office
from app.operations.preview_invoice import Preview, preview_draft, preview_invoice
from app.operations.review_bills import Review
from app.operations.run_making import MadeRun
from app.ui import words
from app.ui.desk import Desk
from app.ui.pages.bills.change_list import ChangeList
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, ElidedLabel, beside, label, line
from app.ui.parts.key_button import KeyButton
from app.ui.parts.pdf_view import PdfView, PrintWork, printed_words
from app.ui.tasks import Job, Lane
from app.ui.wizards.bill_run.bill_words import state_badge

_PAUSE_MS = 60
"""How long the keyboard rests on a row before its page is drawn."""

_SAYABLE = {ReviewState.TO_REVIEW, ReviewState.APPROVED, ReviewState.ON_HOLD}


class ReviewPane(QFrame):
    """One draft: what changed, how it looks, approve, hold or edit."""

    approve_wanted = Signal()
    hold_wanted = Signal()
    edit_wanted = Signal(object)
    """A ``Change``; None for the largest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "card")
        self.row: ReviewRow | None = None
        self._review: Review | None = None
        self._drawn: tuple[MadeRun, str] | None = None
        self.name = ElidedLabel("", "pane")
        self.amount = label("", "pane")
        self.state = BadgeLabel(Badge("To review", "circle-dashed", "idle"))
        self.note = label("", "muted", wraps=True)
        self.changes = ChangeList(desk.tasks)
        self.changes.edit_wanted.connect(self.edit_wanted)
        self.pdf = PdfView("Invoice preview", bare=True)
        self.pdf.print_wanted.connect(self._print)
        self.approve = KeyButton("Approve", key="Space", kind="primary", icon_name="check")
        self.hold = KeyButton("Hold…", key="H")
        self.edit = KeyButton("Edit…", key="E")
        self.approve.clicked.connect(self.approve_wanted)
        self.hold.clicked.connect(self.hold_wanted)
        self.edit.clicked.connect(self._edit)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self._build()
        self.show_row(None, None)

    def _build(self) -> None:
        head = beside(self.name, self.amount, spacing=12)
        head.setStretchFactor(self.name, 1)
        head.setContentsMargins(14, 10, 14, 2)
        second = beside(self.state, self.note, spacing=10)
        second.setStretchFactor(self.note, 1)
        second.setContentsMargins(14, 0, 14, 8)
        foot = QFrame()
        foot.setProperty("kind", "foot")
        buttons = QVBoxLayout(foot)
        buttons.setContentsMargins(12, 10, 12, 10)
        buttons.addLayout(beside(self.approve, self.hold, self.edit, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(line())
        column.addWidget(self.changes)
        column.addWidget(line())
        column.addWidget(self.pdf, 1)
        column.addWidget(foot)
        for first, then in (
            (self.changes.view, self.pdf.smaller),
            (self.pdf.view, self.approve),
            (self.approve, self.hold),
            (self.hold, self.edit),
        ):
            QWidget.setTabOrder(first, then)

    # ---- what is shown

    def show_row(self, row: ReviewRow | None, review: Review | None, *, left: int = 0) -> None:
        """Shows a draft; ``left`` are those still to be reviewed."""
        before = self.row
        self.row, self._review = row, review
        self._say_head(row)
        same = before is not None and row is not None and before.changes == row.changes
        if not same:
            self.changes.show_row(row)
        sayable = row is not None and row.state in _SAYABLE
        approved = row is not None and row.state is ReviewState.APPROVED
        held = row is not None and row.state is ReviewState.ON_HOLD
        self.approve.say("Look again" if approved else "Approve")
        self.approve.fill(filled=bool(left) and not approved)
        self.hold.say("Let go" if held else "Hold…")
        for button in (self.approve, self.hold, self.edit):
            button.setEnabled(sayable)
        self._pause.start()

    def _say_head(self, row: ReviewRow | None) -> None:
        self.state.setVisible(row is not None)
        if row is None:
            self.name.setText("No customer chosen")
            self.amount.setText("")
            self.note.setText("")
            return
        badge = state_badge(row)
        self.name.setText(row.name)
        self.amount.setText(words.change(row.difference))
        self.amount.setAccessibleName(f"Change {words.change(row.difference)}")
        self.state.show_badge(badge)
        self.note.setText(badge.tip or f"Account {row.account_number}")

    # ---- its page

    @Slot()
    def _draw(self) -> None:
        row, review = self.row, self._review
        if row is None or review is None or row.invoice is None:
            self._drawn = None
            self.pdf.say(_why_no_page(row))
            return
        drawn = self._drawn
        if drawn is not None and drawn[0] is review.made and drawn[1] == row.account_number:
            return
        self._drawn = (review.made, row.account_number)
        made, number = review.made, row.invoice.invoice_number

        def run(office: Office) -> Preview:
            if number:
                return preview_invoice(office, number)
            return preview_draft(office, made, row.account_number)

        self.desk.read(run, self._show_page, key=f"preview {id(self)}", failed=self._no_page)

    @Slot(object)
    def _show_page(self, found: object) -> None:
        row = self.row
        if isinstance(found, Preview) and row and found.account_number == row.account_number:
            self.pdf.show_pdf(found.content, found.name)

    @Slot(object)
    def _no_page(self, error: object) -> None:
        self._drawn = None
        self.pdf.say(str(error))

    @Slot(object)
    def _print(self, work: PrintWork) -> None:
        self.desk.tasks.start(
            Job(run=work.run, title=work.title, lane=Lane.LOOK, told=printed_words)
        )

    def _edit(self) -> None:
        self.edit_wanted.emit(self.changes.current())


def _why_no_page(row: ReviewRow | None) -> str:
    if row is None:
        return "Choose a customer at the left."
    if row.state is ReviewState.LEFT_OUT:
        return "Left out of this run; see the tab Left out."
    return "No invoice this time: nothing falls due."
