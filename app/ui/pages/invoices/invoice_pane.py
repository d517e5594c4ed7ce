"""The pane beside the list: one invoice, how it went out, its page, and what can be done."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.operations.browse_invoices import InvoiceRow
from app.operations.invoice_papers import PrintChoices
from app.operations.preview_invoice import Preview, preview_invoice
from app.operations.sync_states import SyncState
from app.ui import words
from app.ui.desk import Desk
from app.ui.pages.invoices.telling import STATE_BADGES, mail_line
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, ElidedLabel, beside, label, line
from app.ui.parts.pdf_view import PdfView, PrintWork, printed_words
from app.ui.parts.sync_badge import sync_line

_PAUSE_MS = 60
"""How long the keyboard rests on a row before its page is drawn."""


class InvoicePane(QFrame):
    """One invoice as its document is."""

    printed = Signal(object)
    """An ``InvoiceRow`` whose pages went to a printer."""
    void_wanted = Signal()
    credit_wanted = Signal()
    customer_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "card")
        self.row: InvoiceRow | None = None
        self.name = ElidedLabel("", "pane")
        self.amount = label("", "pane")
        self.state = BadgeLabel(Badge("Issued", "check", "ok"))
        self.facts = ElidedLabel("", "muted")
        self.mail = label("", "", wraps=True)
        self.sync = ElidedLabel("", "muted")
        self.there = Button("Open there", kind="quiet", icon_name="external-link")
        self.there.clicked.connect(self.open_there)
        self.states: Mapping[str, SyncState] = {}
        self.pdf = PdfView("Invoice", bare=True)
        self.pdf.print_wanted.connect(self._print)
        self.void = Button("Void…", icon_name="ban", on_press=self.void_wanted.emit)
        self.credit = Button("Credit…", icon_name="undo-2", on_press=self.credit_wanted.emit)
        self.customer = Button("Customer", icon_name="users", on_press=self.customer_wanted.emit)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self._build()
        self.show_row(None)

    def _build(self) -> None:
        head = QWidget()
        texts = QVBoxLayout(head)
        texts.setContentsMargins(14, 12, 14, 8)
        texts.setSpacing(4)
        first = beside(self.name, self.amount, self.state)
        first.setStretchFactor(self.name, 1)
        texts.addLayout(first)
        texts.addWidget(self.facts)
        texts.addWidget(self.mail)
        there = beside(self.sync, self.there)
        there.setStretchFactor(self.sync, 1)
        texts.addLayout(there)
        foot = QWidget()
        row = beside(self.customer, None, self.credit, self.void)
        row.setContentsMargins(12, 8, 12, 10)
        foot.setLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(line())
        whole.addWidget(self.pdf, 1)
        whole.addWidget(line())
        whole.addWidget(foot)

    def show_states(self, states: Mapping[str, SyncState]) -> None:
        """How invoices stand at the books."""
        self.states = states
        self._show_state()

    def _show_state(self) -> None:
        state = self.states.get(self.row.invoice_number) if self.row is not None else None
        self.sync.setVisible(state is not None)
        self.there.setVisible(state is not None and bool(state.link))
        if state is not None:
            self.sync.setText(sync_line(state, self.desk.zone))

    @Slot()
    def open_there(self) -> None:
        """Opens the invoice's page in the books."""
        state = self.states.get(self.row.invoice_number) if self.row is not None else None
        if state is not None and state.link:
            QDesktopServices.openUrl(QUrl(state.link))

    def show_row(self, row: InvoiceRow | None) -> None:
        """Shows an invoice; its page follows once the keyboard rests."""
        same = row is not None and self.row is not None and row == self.row
        self.row = row
        for button in (self.void, self.credit):
            button.setEnabled(row is not None and not row.is_void)
        self.customer.setEnabled(row is not None)
        self._show_state()
        self.state.setVisible(row is not None)
        if row is None:
            for text in (self.name, self.amount, self.facts, self.mail):
                text.setText("")
            self._pause.stop()
            self.pdf.say("Choose an invoice to look at")
            return
        self.name.setText(f"{row.invoice_number}, {row.customer}")
        self.amount.setText(words.money(row.total))
        self.state.show_badge(STATE_BADGES[row.state])
        facts = f"{words.period(row.period)}, due {words.day(row.due_date)}"
        if row.late:
            facts += f", {words.plural(row.late, 'day')} late"
        self.facts.setText(facts)
        self.mail.setText(mail_line(row, self.desk.zone))
        if not same:
            self._pause.start()

    @Slot()
    def _draw(self) -> None:
        row = self.row
        if row is None or self.desk.company is None:
            return
        number, choices = row.invoice_number, PrintChoices(detail=False)
        self.desk.read(
            lambda office: preview_invoice(office, number, choices=choices),
            self._drawn,
            key=f"invoice page {id(self)}",
            failed=self._not_drawn,
        )

    @Slot(object)
    def _drawn(self, found: object) -> None:
        row = self.row
        if isinstance(found, Preview) and row is not None:
            self.pdf.show_pdf(found.content, found.name)

    @Slot(object)
    def _not_drawn(self, error: object) -> None:
        self.pdf.say(str(error))

    @Slot(object)
    def _print(self, work: object) -> None:
        row = self.row
        if isinstance(work, PrintWork) and row is not None:
            self.desk.look(
                work.title,
                lambda _, progress: work.run(progress),
                lambda _: self.printed.emit(row),
                told=printed_words,
            )
