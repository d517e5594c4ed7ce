"""The overview of a customer: what makes it ready to bill, its facts, what recurs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.findings import Finding
from app.operations.browse_customers.customer import CustomerView
from app.ui import words
from app.ui.pages.customers.elsewhere import NOTHING, Elsewhere
from app.ui.pages.customers.onboarding_card import OnboardingCard
from app.ui.pages.customers.owner_lock import OwnerLock
from app.ui.pages.customers.upright import Upright
from app.ui.parts.controls import Button, ElidedLabel, label, line
from app.ui.parts.ready_list import ReadyList
from app.values.phone_number import pretty

_AHEAD: Final = {"quarterly": "a quarter", "yearly": "a year"}
_LOCKED: Final = (
    "A lock shows who owns a field. Press F4 on it, or click it, to see where to change it."
)


class Overview(QScrollArea):
    """What makes it ready, beside what it is."""

    fix = Signal(object)
    """A finding that is to be mended."""
    edit = Signal(str)
    """A field of the customer that is to be edited."""
    note_wanted = Signal(object)
    """An onboarding question of which something is to be noted."""
    provision_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.zone: tzinfo = UTC
        """The company's time zone."""
        self.card: OnboardingCard | None = None
        self.locks: list[OwnerLock] = []
        self.owner_line = label("", "caption", wraps=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("Overview")
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ready = ReadyList()

    def show_view(self, view: CustomerView, elsewhere: Elsewhere = NOTHING) -> None:
        """Shows a customer, and what other systems have to do with it."""
        place = self.verticalScrollBar().value()
        inside = QWidget()
        inside.setAutoFillBackground(False)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.ready = ReadyList()
        self.ready.fix.connect(self.fix)
        self.ready.show_view(view)
        row.addWidget(self._left(view, elsewhere), 5)
        row.addWidget(Upright())
        row.addLayout(self._facts(view, elsewhere), 4)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.verticalScrollBar().setValue(place)

    def next_finding(self) -> Finding | None:
        """What is to be mended next."""
        return self.ready.next_finding()

    def _left(self, view: CustomerView, elsewhere: Elsewhere) -> QWidget:
        """What makes it ready, and below it what only people know."""
        self.card = None
        if elsewhere.card is None:
            return self.ready
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.card = OnboardingCard(elsewhere.card, today=view.today, zone=self.zone)
        self.card.note_wanted.connect(self.note_wanted)
        self.card.provision_wanted.connect(self.provision_wanted)
        column.addWidget(self.ready)
        column.addWidget(self.card)
        column.addStretch(1)
        return left

    # ---- what it is

    def _facts(self, view: CustomerView, elsewhere: Elsewhere) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(label("Customer", "strong"))
        self.locks = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, fact in enumerate(_facts(view)):
            grid.addWidget(label(fact.title, "muted"), place, 0)
            owner = elsewhere.account.get(fact.column or fact.field, "")
            if fact.text:
                grid.addWidget(ElidedLabel(fact.text), place, 1, 1, 1 if owner else 2)
            else:
                link = Button("missing", kind="quiet", on_press=_asker(self, fact.field))
                link.setAccessibleName(f"{fact.title}: missing, fill it in")
                grid.addWidget(link, place, 1, Qt.AlignmentFlag.AlignLeft)
            if owner:
                lock = OwnerLock(fact.title, owner)
                lock.asked.connect(self._tell_owner)
                self.locks.append(lock)
                grid.addWidget(lock, place, 2, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
        self.owner_line = label(_LOCKED if self.locks else "", "caption", wraps=True)
        self.owner_line.setVisible(bool(self.locks))
        column.addWidget(self.owner_line)
        column.addWidget(line())
        column.addLayout(_recurring(view))
        column.addStretch(1)
        return column

    def _tell_owner(self, told: str) -> None:
        self.owner_line.setText(told)
        self.owner_line.setAccessibleName(told)

    def tell_owner(self) -> None:
        """Tells who owns the first field that is owned elsewhere."""
        if self.locks:
            self.locks[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.locks[0].tell()


@dataclass(frozen=True, slots=True)
class _Fact:
    title: str
    text: str
    field: str
    column: str = ""
    """What tells who owns it; blank: the field."""


def _facts(view: CustomerView) -> list[_Fact]:
    account = view.account
    plans = sorted({each.rate_plan for each in view.numbers if each.ends_on is None})
    found = [
        _Fact("Name", account.name, "name"),
        _Fact(
            "Billing",
            account.contact_name or account.billing_name or account.name,
            "name",
            "contact_name",
        ),
        _Fact("E-mail", account.billing_email or "", "billing_email"),
        _Fact("Terms", view.terms, "terms"),
        _Fact("Address", f"{account.address_line1}, {account.city}", "address_line1"),
        _Fact("Rate plan", ", ".join(plans) or words.NOT_APPLICABLE, "name", "rate_plan"),
    ]
    if view.payer == account.account_number:
        whole = "One for everything" if account.consolidated else "Telecom alone"
        found.append(_Fact("Invoice", whole, "consolidated"))
    else:
        whose = f"On that of {view.parent_name or view.payer}"
        found.append(_Fact("Invoice", whose, "name", "bill_to_parent"))
    if account.btn:
        found.append(_Fact("Main number", pretty(account.btn), "btn"))
    found.append(_Fact("Kind", account.customer_class, "customer_class"))
    if account.closed_on is not None:
        found.append(_Fact("Closed", words.day(account.closed_on), "closed_on"))
    return found


def _recurring(view: CustomerView) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    part = view.covered.days not in {0, view.days.days}
    begins = view.covered.start > view.days.start
    since = f", from {words.day(view.covered.start, today=view.today)}" if part and begins else ""
    column.addWidget(label(f"Recurring{since}", "strong"))
    if not view.recurring:
        column.addWidget(label("Nothing recurs. Add a service in Services.", "muted", wraps=True))
        return column
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for place, each in enumerate(view.recurring):
        quantity = each.service.quantity
        times = f" \u00d7{quantity.normalize():f}" if quantity != 1 else ""
        each_time = f", {_AHEAD[each.billed]}" if each.billed in _AHEAD else ""
        grid.addWidget(ElidedLabel(f"{each.name}{times}{each_time}"), place, 0)
        _right(grid, place, each.amount)
    column.addLayout(grid)
    column.addWidget(line())
    sums = QGridLayout()
    sums.setColumnStretch(0, 1)
    sums.addWidget(label("A month", "strong"), 0, 0)
    _right(sums, 0, view.a_month, "strong")
    month = words.period(view.period)
    days = f"{view.covered.days} of {view.days.days} days, and what is billed ahead"
    bill = ElidedLabel(f"On the bill of {month}", "muted")
    bill.setAccessibleDescription(
        "; ".join(f"{each.description}: {words.money(each.amount)}" for each in view.lines)
    )
    sums.addWidget(bill, 1, 0)
    _right(sums, 1, view.due, "muted")
    if part:
        sums.addWidget(label(days, "caption", wraps=True), 2, 0)
    column.addLayout(sums)
    return column


def _right(grid: QGridLayout, place: int, amount: Decimal, kind: str = "") -> None:
    made = label(words.money(amount), kind)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(made, place, 1)


def _asker(overview: Overview, field: str) -> Callable[[], None]:
    def ask() -> None:
        overview.edit.emit(field)

    return ask
