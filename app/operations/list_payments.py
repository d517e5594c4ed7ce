"""Payments for a list: what happened to them by day, and what customers owe by age.

Ageing goes by invoices less what lies on them; nobody's balance is taken on trust.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.incoming import PaymentKind
from app.billing.invoice import InvoiceState
from app.billing.issuer import Company
from app.billing.receivables import Age, Ageing, Owed, age_of, ageing, days_late
from app.connectors.registry import ACCOUNTING_SYSTEMS
from app.customers.account import Account
from app.operations.office import Office
from app.operations.payment_keeping import STANDING
from app.store.connections import connections
from app.store.invoice_heads import invoice_heads
from app.store.payment_events import PaymentEvent, PaymentEventKind, payment_events
from app.store.payments import StoredAllocation, StoredPayment, all_payments, paid_by_invoice
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO

__all__ = [
    "AgedCustomer",
    "AgedInvoice",
    "ListedPayment",
    "PaymentEvent",
    "PaymentEventKind",
    "PaymentStanding",
    "Payments",
    "StoredAllocation",
    "StoredPayment",
    "list_payments",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedInvoice:
    """An invoice of which something is open, or on which lies too much."""

    invoice_number: str
    due_date: date
    total: Decimal
    paid: Decimal
    open: Decimal
    days_late: int
    age: Age


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedCustomer:
    """What one customer owes."""

    account_number: str
    name: str
    ageing: Ageing
    unapplied: Decimal
    """Money that lies on no invoice; it is not taken off what is owed."""
    invoices: tuple[AgedInvoice, ...]


class PaymentStanding(Enum):
    """How a payment stands, by what is most to be known of it."""

    PAID = "paid"
    """It settles all of its invoices."""
    PART = "part"
    OVER = "over"
    UNAPPLIED = "unapplied"
    CREDIT = "credit"
    REFUND = "refund"
    BOUNCED = "bounced"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPayment:
    """A payment of one of our customers, with what happened to it."""

    system: str
    title: str
    """The system's."""
    name: str
    """The customer's."""
    payment: StoredPayment
    standing: PaymentStanding
    is_edited: bool
    """Whether its amount, its invoices or a field of it was changed after it came."""
    events: tuple[PaymentEvent, ...]
    """The newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """All of it."""

    today: date
    events: tuple[PaymentEvent, ...]
    """The newest first."""
    payments: Mapping[str, tuple[StoredPayment, ...]]
    """By system, those of our customers, by day."""
    customers: tuple[AgedCustomer, ...]
    """Who owes or has money lying there, the most first."""
    ageing: Ageing
    unapplied: Decimal
    books: Mapping[str, str]
    """Titles of the accounting systems that are connected, by name."""
    names: Mapping[str, str]
    """Of all customers, by account number."""

    def listed(self) -> tuple[ListedPayment, ...]:
        """Each payment with what happened to it, the newest first."""
        by_payment: dict[tuple[str, str], list[PaymentEvent]] = {}
        for event in self.events:
            by_payment.setdefault((event.system, event.source_id), []).append(event)
        found = [
            _listed(self, system, each, tuple(by_payment.get((system, each.source_id), ())))
            for system, payments in self.payments.items()
            for each in payments
        ]
        newest = sorted(found, key=lambda each: each.payment.source_id)
        return tuple(
            sorted(newest, key=lambda each: each.payment.paid_on or date.min, reverse=True)
        )


def list_payments(office: Office, *, account: str | None = None) -> Payments:
    """Payments, their events and the ageing: of all customers, or of one account."""
    with office.file.read() as conn:
        today = _today(office, conn)
        systems = [each.system for each in connections(conn)]
        kept = {system: all_payments(conn, system) for system in systems}
        ours = {
            key: tuple(
                sorted(
                    (e for e in found.values() if _is_of(e, account)),
                    key=lambda each: (each.paid_on or date.min, each.source_id),
                )
            )
            for key, found in kept.items()
        }
        owed = _owed(conn, account)
        names = {each.account_number: each.name for each in load(conn, Account)}
        events = payment_events(conn, account_number=account)
    customers = _customers(owed, ours, names, today)
    return Payments(
        today=today,
        events=tuple(events),
        payments=ours,
        customers=customers,
        ageing=ageing(owed, today),
        unapplied=sum((each.unapplied for each in customers), ZERO),
        books={key: ACCOUNTING_SYSTEMS[key].title for key in systems if key in ACCOUNTING_SYSTEMS},
        names=names,
    )


_CHANGES: Final = frozenset(
    {PaymentEventKind.AMOUNT_EDITED, PaymentEventKind.REALLOCATED, PaymentEventKind.CHANGED}
)
_ENDED: Final = {"deleted": PaymentStanding.DELETED, "void": PaymentStanding.BOUNCED}
_KINDS: Final = {
    PaymentKind.CREDIT.value: PaymentStanding.CREDIT,
    PaymentKind.REFUND.value: PaymentStanding.REFUND,
}


def _listed(
    found: Payments, system: str, payment: StoredPayment, events: tuple[PaymentEvent, ...]
) -> ListedPayment:
    return ListedPayment(
        system=system,
        title=found.books.get(system, system),
        name=found.names.get(payment.account_number or "", ""),
        payment=payment,
        standing=_standing(payment, events),
        is_edited=any(each.event in _CHANGES for each in events),
        events=events,
    )


def _standing(payment: StoredPayment, events: tuple[PaymentEvent, ...]) -> PaymentStanding:
    """By its end, its kind, what lies nowhere, and the last event on each of its invoices."""
    told = _ENDED.get(payment.state) or _KINDS.get(payment.kind)
    if told is not None:
        return told
    last: dict[str, PaymentEventKind] = {}
    for each in events:
        if each.invoice_number is not None:
            last.setdefault(each.invoice_number, each.event)
    if PaymentEventKind.OVER in last.values():
        return PaymentStanding.OVER
    if payment.unapplied:
        return PaymentStanding.UNAPPLIED
    is_part = PaymentEventKind.PART in last.values()
    return PaymentStanding.PART if is_part else PaymentStanding.PAID


def _is_of(payment: StoredPayment, account: str | None) -> bool:
    if payment.account_number is None:
        return False
    return account is None or payment.account_number == account


def _owed(conn: Transaction, account: str | None) -> list[Owed]:
    paid = paid_by_invoice(conn)
    return [
        Owed(
            invoice_number=head.invoice_number,
            account_number=head.account_number,
            due_date=head.due_date,
            total=ZERO if head.state is InvoiceState.VOID else head.total,
            paid=paid.get(head.invoice_number, ZERO),
        )
        for head in invoice_heads(conn, account=account)
    ]


def _customers(
    owed: list[Owed],
    payments: Mapping[str, tuple[StoredPayment, ...]],
    names: Mapping[str, str],
    today: date,
) -> tuple[AgedCustomer, ...]:
    by_account: dict[str, list[Owed]] = {}
    for each in owed:
        if each.open:
            by_account.setdefault(each.account_number, []).append(each)
    unapplied: dict[str, Decimal] = {}
    for found in payments.values():
        for payment in found:
            number = payment.account_number
            if number is not None and payment.state == STANDING and payment.unapplied:
                unapplied[number] = unapplied.get(number, ZERO) + payment.unapplied
    customers = [
        AgedCustomer(
            account_number=number,
            name=names.get(number, ""),
            ageing=ageing(by_account.get(number, ()), today),
            unapplied=unapplied.get(number, ZERO),
            invoices=tuple(_aged(each, today) for each in by_account.get(number, ())),
        )
        for number in {**by_account, **unapplied}
    ]
    return tuple(sorted(customers, key=lambda each: (-each.ageing.total, each.account_number)))


def _aged(owed: Owed, today: date) -> AgedInvoice:
    return AgedInvoice(
        invoice_number=owed.invoice_number,
        due_date=owed.due_date,
        total=owed.total,
        paid=owed.paid,
        open=owed.open,
        days_late=days_late(owed.due_date, today),
        age=age_of(owed.due_date, today),
    )


def _today(office: Office, conn: Transaction) -> date:
    company = next(iter(load(conn, Company)), None)
    return office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
