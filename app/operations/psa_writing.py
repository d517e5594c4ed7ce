"""What a PSA is told: our account numbers, what we bill, and how far its invoices are paid.

Planned from what was last pulled, so that every line is seen first; each is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.connectors.dealings import Ability, PaymentNews, Posted
from app.connectors.ports import PsaPort
from app.customers.incoming import PsaCustomer, PsaFamily, PsaInvoice
from app.customers.matching import MatchState, Pairing
from app.errors import NotAllowed
from app.operations.map_view import pairing_words, pairings_of
from app.operations.office import Office
from app.operations.posting_errands import (
    Outcome,
    PostingResult,
    Result,
    Sender,
    Stopped,
    waiting,
)
from app.operations.posting_plan import (
    Plan,
    PlanAction,
    PlanRecord,
    Verb,
    sealed,
    taken_plan,
)
from app.operations.psa_marks import (
    MARKS,
    mark_records,
    note_mark,
    relayed_payments,
    send_mark,
)
from app.operations.system_connection import NETWORK, ConnectedSystem, Ways, connected_system
from app.progress import Progress, Silent
from app.store.connections import watermark
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.payments import last_paid_on, paid_by_invoice
from app.store.remote_records import records_of
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.plain_form import plain_of, value_of


def plan_psa_writing(
    office: Office,
    key: str,
    *,
    linked_alone: bool = False,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> Plan:
    """What the PSA would be told; NotAllowed where it was never pulled.

    ``linked_alone``: our number goes to customers that are linked; that one is exact is not enough
    where nobody sees the plan before it is applied.
    """
    connected = connected_system(office, key, ways=ways)
    (progress or Silent()).step(0, 0, "Looking at what was pulled")
    with connected.psa() as port:
        company = port.company()
    connected.check_company(company)
    with office.file.read() as conn:
        if watermark(conn, key, PsaFamily.CUSTOMERS.value).pulled_at is None:
            raise NotAllowed(
                f"Nothing was read from {connected.system.title} yet.", "", f"pull FILE {key}."
            )
        records = [
            *_customers(conn, connected, linked_alone=linked_alone),
            *mark_records(conn, connected),
            *_payments(conn, connected),
            *relayed_payments(conn, connected),
        ]
    return sealed(
        Plan(
            system=key,
            company=company.name,
            fingerprint=company.fingerprint,
            made_at=office.clock.now(),
            run_id=None,
            records=tuple(records),
        )
    )


def _customers(
    conn: Transaction, connected: ConnectedSystem, *, linked_alone: bool
) -> list[PlanRecord]:
    told = records_of(conn, connected.key, PsaFamily.CUSTOMERS.value, PsaCustomer)
    customers = {each.source_id: each for each in told}
    can = Ability.EXTERNAL_ID in connected.system.abilities
    title = connected.system.title
    return [
        _unlinked(each, each.ours.id)
        if linked_alone and each.state is MatchState.EXACT
        else _customer(each, each.ours.id, customers, title=title, can=can)
        for each in pairings_of(conn, connected.key)
        if each.ours is not None
    ]


def _unlinked(pairing: Pairing, number: str) -> PlanRecord:
    """Who is surely it there, and is not linked: that is said in the customer map."""
    return PlanRecord(
        kind="customer",
        our_id=number,
        action=PlanAction.SKIP,
        their_id=pairing.theirs.id if pairing.theirs is not None else None,
        reason="It is exact, and not linked yet.",
    )


def _customer(
    pairing: Pairing,
    number: str,
    customers: Mapping[str, PsaCustomer],
    *,
    title: str,
    can: bool,
) -> PlanRecord:
    is_clear = pairing.state in {MatchState.LINKED, MatchState.EXACT}
    there = customers.get(pairing.theirs.id) if is_clear and pairing.theirs is not None else None
    if there is None:
        return _nobody(pairing, number, title)
    kept = there.external_id or ""
    if kept == number:
        action, reason = PlanAction.SKIP, "It bears our number."
    elif not can:
        action, reason = PlanAction.SKIP, "This system has no place for our number."
    elif kept:
        action, reason = PlanAction.CONFLICT, f"It bears another number: {kept}."
    else:
        action, reason = PlanAction.UPDATE, "It is this account, and bears no number."
    is_written = action is PlanAction.UPDATE
    return PlanRecord(
        kind="customer",
        our_id=number,
        action=action,
        verb=Verb.WRITE if is_written else Verb.NONE,
        their_id=there.source_id,
        before={"external_id": kept, "name": there.name} if is_written else {},
        after={"external_id": number, "name": there.name} if is_written else {},
        reason=reason,
        document={"external_id": number} if is_written else {},
    )


def _nobody(pairing: Pairing, number: str, title: str) -> PlanRecord:
    """Who is nobody there, or not clear."""
    is_asked = pairing.state in {MatchState.LIKELY, MatchState.AMBIGUOUS}
    if is_asked:
        reason = pairing_words(pairing, title)
    elif pairing.state is MatchState.LINKED:
        reason = "It is no longer there."
    else:
        is_new = pairing.state is MatchState.NEW
        reason = "No active customer there is it." if is_new else f"{pairing.why}."
    return PlanRecord(
        kind="customer",
        our_id=number,
        action=PlanAction.CONFLICT if is_asked else PlanAction.SKIP,
        reason=reason,
    )


def _payments(conn: Transaction, connected: ConnectedSystem) -> list[PlanRecord]:
    """The PSA's own invoices that bear one of our numbers, and what was paid of those."""
    if Ability.PAYMENT_STATUS not in connected.system.abilities:
        return []
    heads = {each.invoice_number: each for each in invoice_heads(conn)}
    paid = paid_by_invoice(conn)
    days = last_paid_on(conn)
    return [
        _payment(each, heads[each.our_number], paid[each.our_number], days[each.our_number])
        for each in records_of(conn, connected.key, PsaFamily.INVOICES.value, PsaInvoice)
        if each.our_number in heads and paid.get(each.our_number, ZERO) > 0
    ]


def _payment(there: PsaInvoice, head: InvoiceHead, paid: Decimal, paid_on: date) -> PlanRecord:
    news = PaymentNews(
        invoice_number=head.invoice_number,
        paid_on=paid_on,
        amount=paid,
        is_settled=paid >= head.total,
        reference=f"{head.invoice_number} {paid}",
    )
    known = None if there.total is None or there.balance is None else there.total - there.balance
    is_told = there.is_closed or there.paid_on is not None or known == paid
    return PlanRecord(
        kind="psa_invoice",
        our_id=head.invoice_number,
        action=PlanAction.SKIP if is_told else PlanAction.UPDATE,
        verb=Verb.NONE if is_told else Verb.WRITE,
        their_id=there.source_id,
        before={} if is_told else {"balance": plain_of(there.balance), "status": there.status},
        after={} if is_told else {"paid": plain_of(paid), "settled": news.is_settled},
        reason="It is told already." if is_told else "Accounting has its payment.",
        amount=paid,
        document=plain_of(news),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    port: PsaPort
    sender: Sender


def write_to_psa(
    office: Office,
    key: str,
    source: Path | Plan,
    *,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> PostingResult:
    """Applies a plan, or that of a file; may be started again at any point."""
    connected = connected_system(office, key, ways=ways)
    known = connected.stored
    plan = taken_plan(source, key, company=known.company, fingerprint=known.fingerprint)
    outcomes: list[Outcome] = []
    told = progress or Silent()
    with connected.psa() as port:
        connected.check_company(port.company())
        desk = _Desk(port=port, sender=Sender(office=office, system=key, plan=plan.seal))
        for place, record in enumerate(plan.records):
            told.step(place, len(plan.records), "Writing")
            try:
                outcomes.append(_written(desk, record))
            except Stopped as stop:
                why = str(stop.problem)
                rest = plan.records[place + 1 :]
                outcomes += [*stop.outcomes, *waiting(rest, why)]
                return PostingResult(system=key, outcomes=tuple(outcomes), stopped=why)
    return PostingResult(system=key, outcomes=tuple(outcomes))


def _written(desk: _Desk, record: PlanRecord) -> Outcome:
    their_id = record.their_id or ""
    if record.verb is not Verb.WRITE:
        conflict = record.action is PlanAction.CONFLICT
        result = Result.CONFLICT if conflict else Result.SKIPPED
        return Outcome(record=record, result=result, their_id=record.their_id, why=record.reason)

    def send(_key: str) -> Posted:
        if record.kind == "customer":
            desk.port.put_external_id(their_id, str(record.document["external_id"]))
        elif record.kind in MARKS:
            return send_mark(desk.port, record)
        else:
            news = value_of(PaymentNews, record.document)
            desk.port.put_payment(their_id, news)
        return Posted(id=their_id, number=record.our_id, total=record.amount)

    # Writing the same once more changes nothing there, so that sending is looking too.
    outcome = desk.sender.once(record, sent=record.document, look=lambda: None, send=send)
    if record.kind in MARKS:
        note_mark(desk.sender.office, desk.sender.system, outcome)
    return outcome
