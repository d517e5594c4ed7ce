"""An invoice that was changed over there: shown field by field, and settled as somebody decides.

The sealed invoice here is never touched. What of theirs is taken counts beside it as a credit or a
charge on that very invoice, in the same ledger as payments: their books have it in the invoice
already, so that a line on the next bill would count it there twice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.drift import Drift, DriftChoice, Settlement, digest_of_invoice, settlement
from app.billing.incoming import BookFamily, BookInvoice
from app.billing.issuer import Company
from app.billing.outgoing import OutgoingInvoice
from app.connectors.dealings import Ability
from app.errors import NotAllowed, RemoteRefused
from app.operations.known_drifts import KnownDrift, drift_of_number
from app.operations.office import Office
from app.operations.payment_keeping import STANDING
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import Outcome
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, Verb, sealed
from app.operations.sync_company import look_at_systems
from app.operations.sync_plan import GOOD
from app.operations.system_connection import NETWORK, ConnectedSystem, Ways, connected_system
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.drifts import SettledDrift, drop_drift, keep_drift
from app.store.payment_events import PaymentEvent, PaymentEventKind, add_events
from app.store.payments import (
    StoredAllocation,
    StoredPayment,
    drop_payment,
    keep_payment,
    payment_of,
)
from app.store.remote_records import keep_records, last_walk
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.plain_form import plain_of

CREDIT: Final = "adjustment_credit"
CHARGE: Final = "adjustment_charge"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftCard:
    """A drift with what each choice comes to."""

    system: str
    title: str
    """Of the system."""
    drift: Drift
    account_number: str
    period: str
    ours: Settlement
    theirs: Settlement
    may_write: bool
    """Whether it can be set back there."""
    why_not: str
    """Why it cannot; blank: it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSettled:
    """What was done."""

    choice: DriftChoice
    settlement: Settlement
    outcome: Outcome | None
    """Of what was written there; None: nothing was."""


def show_drift(office: Office, system: str, number: str) -> DriftCard:
    """The card of one invoice; NotAllowed where both sides agree, by what was last pulled."""
    known = _known(office, system, number)
    connected = connected_system(office, system)
    why_not = _why_not(connected, known)
    return DriftCard(
        system=system,
        title=connected.system.title,
        drift=known.drift,
        account_number=known.head.account_number,
        period=known.head.period,
        ours=settlement(known.drift, known.sent, DriftChoice.OURS),
        theirs=settlement(known.drift, known.sent, DriftChoice.THEIRS),
        may_write=not why_not,
        why_not=why_not,
    )


def show_split(office: Office, system: str, number: str, *, keep: Collection[int]) -> Settlement:
    """What a split comes to in which these lines are as ours."""
    known = _known(office, system, number)
    return settlement(known.drift, known.sent, DriftChoice.SPLIT, keep=keep)


def settle_drift(
    office: Office,
    system: str,
    number: str,
    choice: DriftChoice,
    *,
    keep: Collection[int] = (),
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> DriftSettled:
    """Settles the drift of an invoice; ``keep``: of a split, the lines that are to be as ours.

    It is looked at there first: NotAllowed where it has changed since it was last pulled, or cannot
    be written anew; RemoteRefused where it is not taken.
    """
    known = _known(office, system, number)
    connected = connected_system(office, system, ways=ways)
    there = _looked(connected, known)
    if digest_of_invoice(there) != known.drift.digest:
        raise NotAllowed(
            f"Invoice {number} has changed there once more.", "", "Sync, and look at it again."
        )
    found = settlement(known.drift, known.sent, choice, keep=keep)
    outcome = None
    if found.write is not None:
        if why_not := _why_not(connected, known):
            raise NotAllowed(f"Invoice {number} was left as it is.", why_not)
        outcome = _written(office, connected, known, found.write, ways, progress or Silent())
        there = _looked(connected, known)
    with office.write() as conn:
        _keep(office, conn, connected, known, there, found, choice)
    look_at_systems(office)
    return DriftSettled(choice=choice, settlement=found, outcome=outcome)


def _known(office: Office, system: str, number: str) -> KnownDrift:
    with office.file.read() as conn:
        known = drift_of_number(conn, system, number)
    if known is None:
        raise NotAllowed(f"Invoice {number} is the same on both sides.", "", "Sync, to be sure.")
    return known


def _why_not(connected: ConnectedSystem, known: KnownDrift) -> str:
    """Why it cannot be written anew there; blank: it can."""
    if Ability.UPDATE_INVOICES not in connected.system.abilities:
        return f"{connected.system.title} is not told so from here: set it back there by hand."
    if known.drift.is_paid:
        return "Something is paid or credited on it there: take that off it first."
    if not known.is_sent_whole:
        return "It was entered there by somebody else: its accounts are not known here."
    return ""


def _looked(connected: ConnectedSystem, known: KnownDrift) -> BookInvoice:
    with connected.books() as port:
        connected.check_company(port.company())
        found = port.read_invoice(known.drift.their_id)
    if found is None:
        raise NotAllowed(f"Invoice {known.drift.number} is there no more.", "", "Sync again.")
    return found


def _written(
    office: Office,
    connected: ConnectedSystem,
    known: KnownDrift,
    write: OutgoingInvoice,
    ways: Ways,
    progress: Progress,
) -> Outcome:
    document = plain_of(write)
    drift = known.drift
    record = PlanRecord(
        kind="invoice",
        our_id=drift.number,
        action=PlanAction.UPDATE,
        verb=Verb.UPDATE,
        their_id=drift.their_id,
        before={"total": plain_of(drift.there_total)},
        after={"total": plain_of(write.total)},
        reason="It was changed there, and is set back.",
        amount=write.total,
        document=document,
        version=drift.version,
    )
    plan = Plan(
        system=connected.key,
        company=connected.stored.company,
        fingerprint=connected.stored.fingerprint,
        made_at=office.clock.now(),
        run_id=None,
        records=(record,),
    )
    result = post_invoices(office, connected.key, sealed(plan), ways=ways, progress=progress)
    (outcome,) = result.outcomes
    if outcome.result not in GOOD:
        raise RemoteRefused(f"Invoice {drift.number} was not set back.", outcome.why)
    return outcome


def _keep(
    office: Office,
    conn: Transaction,
    connected: ConnectedSystem,
    known: KnownDrift,
    there: BookInvoice,
    found: Settlement,
    choice: DriftChoice,
) -> None:
    """Keeps what stands there now, what was decided, and what counts here from now on."""
    key, number = connected.key, known.drift.number
    stamp = office.stamp("settle_drift")
    walk = last_walk(conn, key, BookFamily.INVOICES.value)
    keep_records(conn, key, BookFamily.INVOICES.value, [there], walk=walk, at=stamp.at)
    _take(office, conn, connected, known, found.taken)
    if choice is DriftChoice.OURS:
        drop_drift(conn, key, number)
    else:
        decided = SettledDrift(
            invoice_number=number,
            digest=digest_of_invoice(there),
            choice=choice.value,
            amount=found.taken,
            settled_at=stamp.at,
            settled_by=stamp.actor,
        )
        keep_drift(conn, key, decided)
    entry = Entry(
        area="invoices",
        record=number,
        action=Action.CORRECTED,
        before={"system": key, "there": known.drift.there_total, "here": known.drift.ours_total},
        after={"choice": choice.value, "taken": found.taken, "there": there.total},
        reason=found.words,
    )
    audit.record(conn, [entry], stamp=stamp)


def _take(
    office: Office,
    conn: Transaction,
    connected: ConnectedSystem,
    known: KnownDrift,
    taken: Decimal,
) -> None:
    """Keeps the credit or charge beside the invoice, in place of an earlier one."""
    key, head = connected.key, known.head
    source_id = f"drift/{head.invoice_number}"
    before = payment_of(conn, key, source_id)
    was = ZERO if before is None else before.allocations[0].amount
    now = -taken
    if was == now:
        return
    at, today = office.clock.now(), _today(office, conn)
    words = f"Changed in {connected.system.title}"
    if now:
        payment = StoredPayment(
            source_id=source_id,
            kind=CREDIT if now > 0 else CHARGE,
            state=STANDING,
            account_number=head.account_number,
            customer_id=known.sent.customer_id,
            paid_on=today,
            total=abs(now),
            unapplied=ZERO,
            currency=head.currency,
            reference=words,
            method="",
            allocations=(
                StoredAllocation(
                    document_id=known.drift.their_id,
                    invoice_number=head.invoice_number,
                    amount=now,
                    applied_on=today,
                    uses_credit=False,
                ),
            ),
        )
        keep_payment(conn, key, payment, at=at)
    else:
        drop_payment(conn, key, source_id)
    event = PaymentEvent(
        system=key,
        source_id=source_id,
        event=PaymentEventKind.TAKEN_OVER,
        account_number=head.account_number,
        invoice_number=head.invoice_number,
        happened_on=today,
        learned_at=at,
        amount=now - was,
        before=was,
        after=now,
        currency=head.currency,
        reference=words,
        words=f"{'Credit' if now >= was else 'Charge'} of {abs(now - was)}: {words.lower()}.",
    )
    add_events(conn, [event])


def _today(office: Office, conn: Transaction) -> date:
    company = next(iter(load(conn, Company)), None)
    return office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
