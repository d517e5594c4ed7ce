"""One payment: what it lies on, and each change of it with its day."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.operations.list_payments import ListedPayment, PaymentEvent
from app.ui import words
from app.ui.pages.payments.badges import EVENTS, STANDINGS
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, Card, ElidedLabel, beside, label, line
from app.ui.parts.scrolled import scrolled

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PaymentPane(Card):
    """What is known of a payment."""

    invoice_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self.setAccessibleName("The payment chosen")
        self.row: ListedPayment | None = None
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "check", "ok"))
        self.second = label("", "muted", wraps=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.setSpacing(4)
        top = beside(self.title, self.badge)
        top.setStretch(0, 1)
        head.addLayout(top)
        head.addWidget(self.second)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        self._area = scrolled(QWidget(), "What it lies on, and what happened")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.addWidget(self._area, 1)
        self.open_button = Button("Show the invoice", icon_name="file-text")
        self.open_button.clicked.connect(self.show_invoice)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        foot.rows.addLayout(beside(self.open_button, None))
        self.rows.addWidget(foot)
        self.show_payment(None)

    def show_payment(self, row: ListedPayment | None) -> None:
        """Shows a payment; None: none is chosen."""
        self.row = row
        self.badge.setVisible(row is not None)
        self.open_button.setEnabled(bool(self._invoice()))
        if row is None:
            self.title.setText("No payment chosen")
            self.second.setText("Choose one in the list.")
            self._area.setWidget(QWidget())
            return
        payment = row.payment
        self.title.setText(f"{row.name or 'Somebody'}, {words.money(payment.total)}")
        self.badge.show_badge(STANDINGS[row.standing])
        told = (words.day(payment.paid_on), payment.method, payment.reference, row.title)
        self.second.setText(", ".join(each for each in told if each))
        inside = _facts(row)
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)
        number = self._invoice()
        self.open_button.say(f"Show {number}" if number else "Show the invoice")

    def _invoice(self) -> str:
        parts = self.row.payment.allocations if self.row is not None else ()
        return next((each.invoice_number for each in parts if each.invoice_number), "")

    @Slot()
    def show_invoice(self) -> None:
        """Asks for the first invoice that it lies on."""
        number = self._invoice()
        if self.row is not None and number:
            self.invoice_wanted.emit(number, self.row.payment.account_number or "")


def _facts(row: ListedPayment) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addWidget(label("Lies on", "strong"))
    column.addLayout(_allocations(row))
    column.addSpacing(6)
    column.addWidget(label("What happened", "strong"))
    for event in row.events:
        column.addLayout(_event(event))
    if not row.events:
        column.addWidget(label("Nothing is known of it yet.", "muted", wraps=True))
    column.addStretch(1)
    return inside


def _allocations(row: ListedPayment) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    lines = [
        (each.invoice_number or "A document made elsewhere", each.amount)
        for each in row.payment.allocations
    ]
    if row.payment.unapplied or not lines:
        lines.append(("On no invoice", row.payment.unapplied))
    for place, (title, amount) in enumerate(lines):
        grid.addWidget(ElidedLabel(title), place, 0)
        money = label(words.money(amount))
        money.setAlignment(_RIGHT)
        grid.addWidget(money, place, 1)
    return grid


def _event(event: PaymentEvent) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.addWidget(BadgeLabel(EVENTS[event.event]), 0, 0)
    grid.addWidget(label(words.day(event.happened_on), "muted"), 0, 1)
    if event.amount:
        money = label(words.change(event.amount))
        money.setAlignment(_RIGHT)
        grid.addWidget(money, 0, 2)
    if event.words:
        grid.addWidget(label(event.words, "caption", wraps=True), 1, 0, 1, 3)
    return grid
