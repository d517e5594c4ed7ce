"""Payments as the books tell them now, against what was kept: planned, kept, each change dated.

Nothing is asked here: it goes by what was last pulled.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.billing.incoming import BookFamily, BookPayment, PaymentKind
from app.billing.invoice import InvoiceState
from app.billing.issuer import Company
from app.operations.office import Office
from app.operations.posting_plan import PlanAction, PlanRecord, digest_of
from app.store import audit
from app.store.audit import Action, Entry
from app.store.invoice_heads import invoice_heads
from app.store.links import LinkKind, our_ids
from app.store.payment_events import PaymentEvent, PaymentEventKind, add_events
from app.store.payments import (
    StoredAllocation,
    StoredPayment,
    all_payments,
    keep_payment,
    paid_by_invoice,
)
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.plain_form import plain_of

STANDING: Final = "standing"
PAYMENT: Final = "payment"
"""The kind of these records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentChange:
    """A payment that is otherwise than it was kept."""

    before: StoredPayment | None
    now: StoredPayment

    @property
    def is_ours(self) -> bool:
        """Whether it is of a customer or on an invoice of ours."""
        return any(
            each.account_number is not None
            or any(part.invoice_number is not None for part in each.allocations)
            for each in (self.before, self.now)
            if each is not None
        )

    @property
    def version(self) -> str:
        """A hash of what was kept and what is told."""
        return digest_of({"before": plain_of(self.before), "now": plain_of(self.now)})


def payment_changes(conn: Transaction, key: str) -> list[PaymentChange]:
    """Every payment of the last pull that is otherwise than it was kept, by its id."""
    invoices = our_ids(conn, key, LinkKind.INVOICE)
    accounts = our_ids(conn, key, LinkKind.CUSTOMER)
    kept = all_payments(conn, key)
    found = []
    for told in records_of(conn, key, BookFamily.PAYMENTS.value, BookPayment, gone=True):
        now = _stored(told, invoices, accounts)
        before = kept.get(told.source_id)
        if before != now:
            found.append(PaymentChange(before=before, now=now))
    return found


def _stored(
    told: BookPayment, invoices: Mapping[str, str], accounts: Mapping[str, str]
) -> StoredPayment:
    state = "deleted" if told.is_gone else "void" if told.is_void else STANDING
    return StoredPayment(
        source_id=told.source_id,
        kind=told.kind.value,
        state=state,
        account_number=accounts.get(told.customer_id or ""),
        customer_id=told.customer_id,
        paid_on=told.paid_on,
        total=told.total,
        unapplied=told.unapplied,
        currency=told.currency or "",
        reference=told.reference,
        method=told.method,
        allocations=tuple(
            StoredAllocation(
                document_id=each.document_id,
                invoice_number=None if each.is_credit_note else invoices.get(each.document_id),
                amount=each.amount,
                applied_on=each.applied_on,
                uses_credit=each.is_credit_note,
            )
            for each in told.allocations
        ),
    )


def payment_records(changes: Collection[PaymentChange]) -> list[PlanRecord]:
    """What keeping these would change, of those that are ours."""
    return [_record(each) for each in changes if each.is_ours]


def _record(change: PaymentChange) -> PlanRecord:
    before, now = change.before, change.now
    was = {} if before is None else _shown(before)
    shown = _shown(now)
    differing = [name for name in shown if was.get(name) != shown[name]]
    action = PlanAction.CREATE if before is None else PlanAction.UPDATE
    return PlanRecord(
        kind=PAYMENT,
        our_id=now.source_id,
        their_id=now.source_id,
        action=action,
        before={name: was[name] for name in differing if name in was},
        after={name: shown[name] for name in differing},
        reason=_reason(before, now),
        amount=now.total,
        document={"account_number": now.account_number, **shown},
        version=change.version,
    )


def _shown(payment: StoredPayment) -> dict[str, Any]:
    facts: dict[str, Any] = plain_of(payment)
    del facts["source_id"]
    facts["allocations"] = [
        {"invoice": each.invoice_number or each.document_id, "amount": plain_of(each.amount)}
        for each in payment.allocations
    ]
    return facts


def _reason(before: StoredPayment | None, now: StoredPayment) -> str:
    if before is None:
        return "The books have it, and it is not here yet."
    if before.state != now.state:
        words = {"deleted": "It was deleted there.", "void": "It was made void there: it bounced."}
        return words.get(now.state, "It stands there again.")
    if before.total != now.total:
        return f"Its amount is {now.total} there, and was {before.total}."
    if before.allocations != now.allocations:
        return "It lies on other invoices now."
    return "It was changed there."


def keep_payments(
    office: Office, conn: Transaction, key: str, *, only: Collection[str] | None = None
) -> tuple[StoredPayment, ...]:
    """Keeps payments as they are told now; those that changed. ``only``: of these versions alone.

    What is nobody's of ours is kept in any case: it shows nowhere and settles nothing.
    """
    changes = [
        each
        for each in payment_changes(conn, key)
        if only is None or not each.is_ours or each.version in only
    ]
    if not changes:
        return ()
    at = office.clock.now()
    ledger = _ledger(office, conn, key)
    entries, events = [], []
    for each in changes:
        keep_payment(conn, key, each.now, at=at)
        if each.now.account_number is not None:
            entries.append(_entry(key, each))
        if each.is_ours:
            events += ledger.events(each)
    audit.record(conn, entries, stamp=office.stamp("collect_payments"))
    add_events(conn, events)
    return tuple(each.now for each in changes)


def _entry(key: str, change: PaymentChange) -> Entry:
    return Entry(
        area="payments",
        record=f"{key}/{change.now.source_id}",
        action=Action.CHANGED if change.before else Action.ADDED,
        before=None if change.before is None else _facts(change.before),
        after=_facts(change.now),
    )


def _facts(payment: StoredPayment) -> dict[str, object]:
    return {
        "account_number": payment.account_number,
        "state": payment.state,
        "total": payment.total,
        "unapplied": payment.unapplied,
        "invoices": [
            f"{each.invoice_number or each.document_id}: {each.amount}"
            for each in payment.allocations
        ],
    }


# ------------------------------------------------------------------------------------- the events


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ledger:
    """What our invoices ask for and what lies on them, as payments are gone through."""

    system: str
    now: datetime
    today: date
    owed: Mapping[str, Decimal]
    paid: dict[str, Decimal]

    def events(self, change: PaymentChange) -> list[PaymentEvent]:
        """What has happened, a line for each change; the ledger then goes by it."""
        before, now = change.before, change.now
        found = list(self._whole(before, now))
        was, will = _on_invoices(before), _on_invoices(now)
        ended = before is not None and before.state == STANDING and now.state != STANDING
        for number in dict.fromkeys([*was, *will]):
            old, new = was.get(number, ZERO), will.get(number, ZERO)
            if old != new:
                self.paid[number] = self.paid.get(number, ZERO) + new - old
                if not ended:
                    found.append(self._placed(now, number, old, new))
        return found

    def _whole(self, before: StoredPayment | None, now: StoredPayment) -> Iterator[PaymentEvent]:
        """The events of the payment itself."""
        kinds = PaymentEventKind
        if before is None or (before.state != STANDING and now.state == STANDING):
            if now.state != STANDING:
                yield self._event(now, _ended(now), ZERO, words="It had ended before.")
            elif now.kind == PaymentKind.REFUND.value:
                yield self._event(now, kinds.REFUND, now.total, words="Money was given back.")
            elif now.kind != PaymentKind.CREDIT.value:
                yield self._event(now, kinds.RECEIVED, now.total, words="Money came in.")
        elif before.state != now.state:
            words = "It was deleted." if now.state == "deleted" else "It did not stay: it is void."
            yield self._event(now, _ended(now), -before.total, was=before.total, words=words)
        elif before.total != now.total:
            yield self._event(
                now,
                kinds.AMOUNT_EDITED,
                now.total - before.total,
                was=before.total,
                words="Its amount was changed.",
            )
        if now.state == STANDING:
            yield from self._kept(before, now)

    def _kept(self, before: StoredPayment | None, now: StoredPayment) -> Iterator[PaymentEvent]:
        """What lies on no invoice, and what of its other fields was changed."""
        unapplied = ZERO if before is None else before.unapplied
        if now.unapplied != unapplied and now.kind != PaymentKind.REFUND.value:
            words = "It lies on no invoice." if now.unapplied else "All of it lies on invoices now."
            yield self._event(
                now,
                PaymentEventKind.UNAPPLIED,
                now.unapplied - unapplied,
                was=unapplied,
                will=now.unapplied,
                words=words,
            )
        names = ("paid_on", "reference", "method", "customer_id")
        if before is not None and any(getattr(before, n) != getattr(now, n) for n in names):
            changed = ", ".join(
                f"{name.replace('_', ' ')}: {getattr(before, name)}, now {getattr(now, name)}"
                for name in names
                if getattr(before, name) != getattr(now, name)
            )
            yield self._event(now, PaymentEventKind.CHANGED, ZERO, words=f"Changed: {changed}.")

    def _placed(self, now: StoredPayment, number: str, old: Decimal, new: Decimal) -> PaymentEvent:
        """The event of a part on an invoice: it grew, or was taken off."""
        kinds = PaymentEventKind
        left = self.owed.get(number, ZERO) - self.paid[number]
        if new < old:
            kind, words = kinds.REALLOCATED, f"{old - new} was taken off {number}."
        elif now.kind == PaymentKind.CREDIT.value:
            kind, words = kinds.CREDIT, f"Credit was put on {number}: {left} is open."
        elif left < 0:
            kind, words = kinds.OVER, f"{number} has {-left} more than it asks for."
        elif left:
            kind, words = kinds.PART, f"Of {number}, {left} is open."
        else:
            kind, words = kinds.PAID, f"{number} is paid."
        return self._event(now, kind, new - old, was=old, will=new, number=number, words=words)

    def _event(
        self,
        now: StoredPayment,
        kind: PaymentEventKind,
        amount: Decimal,
        *,
        was: Decimal | None = None,
        will: Decimal | None = None,
        number: str | None = None,
        words: str = "",
    ) -> PaymentEvent:
        is_new = kind in {PaymentEventKind.RECEIVED, PaymentEventKind.REFUND}
        applied = [e.applied_on for e in now.allocations if e.invoice_number == number and number]
        day = next(iter(applied), None) or (now.paid_on if is_new or number else None)
        return PaymentEvent(
            system=self.system,
            source_id=now.source_id,
            event=kind,
            account_number=now.account_number,
            invoice_number=number,
            happened_on=day or self.today,
            learned_at=self.now,
            amount=amount,
            before=was,
            after=will if will is not None else None if was is None else was + amount,
            currency=now.currency,
            reference=now.reference,
            words=words,
        )


def _ended(payment: StoredPayment) -> PaymentEventKind:
    is_deleted = payment.state == "deleted"
    return PaymentEventKind.DELETED if is_deleted else PaymentEventKind.BOUNCED


def _on_invoices(payment: StoredPayment | None) -> dict[str, Decimal]:
    """What a standing payment settles, by number of our invoice."""
    found: dict[str, Decimal] = {}
    if payment is None or payment.state != STANDING:
        return found
    for each in payment.allocations:
        if each.invoice_number is not None and not each.uses_credit:
            found[each.invoice_number] = found.get(each.invoice_number, ZERO) + each.amount
    return found


def _ledger(office: Office, conn: Transaction, key: str) -> _Ledger:
    company = next(iter(load(conn, Company)), None)
    return _Ledger(
        system=key,
        now=office.clock.now(),
        today=office.clock.today(ZoneInfo(company.timezone if company else "UTC")),
        owed={
            each.invoice_number: ZERO if each.state is InvoiceState.VOID else each.total
            for each in invoice_heads(conn)
        },
        paid=dict(paid_by_invoice(conn)),
    )
