"""Applies a saved plan of postings to the books: exactly that, record by record, each once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.billing.invoice import InvoiceState
from app.billing.outgoing import (
    TO_BE_MADE,
    OutgoingCreditNote,
    OutgoingInvoice,
)
from app.billing.posting import differences, stands
from app.connectors.dealings import Posted
from app.connectors.ports import AccountingPort
from app.errors import AppError, NotAllowed
from app.operations.map_writing import settle_link
from app.operations.office import Office
from app.operations.posting_batch import post_batch, posted_of
from app.operations.posting_credits import post_credit_note, void_posted_credit
from app.operations.posting_customers import TheirCustomers, post_item
from app.operations.posting_errands import Outcome, PostingResult, Result, Sender, Stopped, waiting
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, Verb, taken_plan
from app.operations.posting_relays import PSA_INVOICE
from app.operations.posting_uses import CREDIT_USE, keep_use_found, post_credit_use
from app.operations.system_connection import NETWORK, Ways, connected_system
from app.progress import Progress, Silent
from app.store.invoices import load_invoices
from app.store.links import Link, LinkKind, keep_link, links
from app.store.outbox import end_creations, open_errands
from app.values.plain_form import value_of

_THERE: Final = frozenset({Result.DONE, Result.LINKED, Result.ALREADY})


@dataclass(slots=True, kw_only=True)
class _Desk:
    """Who applies a plan."""

    office: Office
    port: AccountingPort
    sender: Sender
    batch: int
    customers: TheirCustomers
    items: dict[str, str]
    documents: dict[tuple[str, str], str]
    """Their ids of invoices and credit notes, by kind and our number."""
    void: frozenset[str]
    """Numbers of invoices that are void now."""
    open: frozenset[tuple[str, str]]
    """Kinds and our ids of what was sent once, and nobody knew what became of it."""
    outcomes: list[Outcome] = field(default_factory=list)

    def note(self, outcomes: Sequence[Outcome]) -> None:
        """Notes the ids of documents that are there now, for what is put on them."""
        for each in outcomes:
            if each.result in _THERE and each.their_id is not None:
                self.documents[each.record.kind, each.record.our_id] = each.their_id
            elif each.result is not Result.SKIPPED:
                self.documents.pop((each.record.kind, each.record.our_id), None)


def post_invoices(
    office: Office,
    key: str,
    source: Path | Plan,
    *,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> PostingResult:
    """Applies a plan, or that of a file. May be started again: what is done stays done.

    InputError for a plan that is none or of another system or company; RemoteRefused where the
    connection leads to another company. What one record meets is its outcome, not an error.
    """
    connected = connected_system(office, key, ways=ways)
    known = connected.stored
    plan = taken_plan(source, key, company=known.company, fingerprint=known.fingerprint)
    with connected.books() as port:
        connected.check_company(port.company())
        sender = Sender(office=office, system=key, plan=plan.seal)
        with office.file.read() as conn:
            desk = _Desk(
                office=office,
                port=port,
                sender=sender,
                batch=max(connected.system.batch_size, 1),
                customers=TheirCustomers(
                    port=port,
                    sender=sender,
                    ids=_ids(links(conn, key, LinkKind.CUSTOMER)),
                    records=plan.records,
                ),
                items=_ids(links(conn, key, LinkKind.ITEM)),
                documents={
                    (kind.value, our): link.their_id
                    for kind in (LinkKind.INVOICE, LinkKind.CREDIT_NOTE)
                    for our, link in links(conn, key, kind).items()
                },
                void=frozenset(
                    str(each.invoice.invoice_number)
                    for each in load_invoices(conn, run_id=plan.run_id, lean=True)
                    if each.invoice.state is InvoiceState.VOID
                ),
                open=frozenset((e.errand.kind, e.errand.our_id) for e in open_errands(conn, key)),
            )
        return _applied(desk, plan, progress or Silent())


def _ids(found: Mapping[str, Link]) -> dict[str, str]:
    return {our: link.their_id for our, link in found.items()}


def _applied(desk: _Desk, plan: Plan, progress: Progress) -> PostingResult:
    stopped = ""
    left = list(plan.records)
    while left:
        progress.step(len(desk.outcomes), len(plan.records), "Posting")
        together = _next(left, desk.batch)
        try:
            told = _apply(desk, together)
            desk.note(told)
            desk.outcomes += told
        except Stopped as stop:
            stopped = str(stop.problem)
            desk.outcomes += stop.outcomes
            known = {id(each.record) for each in desk.outcomes}
            desk.outcomes += waiting([e for e in left if id(e) not in known], stopped)
            break
        left = left[len(together) :]
    in_order = {id(each): place for place, each in enumerate(plan.records)}
    outcomes = sorted(desk.outcomes, key=lambda each: in_order.get(id(each.record), 0))
    return PostingResult(system=plan.system, outcomes=tuple(outcomes), stopped=stopped)


def _next(left: Sequence[PlanRecord], batch: int) -> Sequence[PlanRecord]:
    """The next record, or as many new invoices as go out in one request."""
    count = 0
    while count < min(batch, len(left)) and _is_new_invoice(left[count]):
        count += 1
    return left[: max(count, 1)]


def _is_new_invoice(record: PlanRecord) -> bool:
    return record.kind in {"invoice", PSA_INVOICE} and record.verb is Verb.CREATE


def _apply(desk: _Desk, records: Sequence[PlanRecord]) -> list[Outcome]:
    first = records[0]
    if _is_new_invoice(first):
        return _new_invoices(desk, records)
    if first.action is PlanAction.CONFLICT:
        if first.verb is Verb.LINK:
            # What has to be done by hand there is told, and is told no second time.
            _linked(desk, first)
        return [Outcome(record=first, result=Result.CONFLICT, why=first.reason)]
    if first.verb is Verb.LINK:
        is_use = first.kind == CREDIT_USE
        return [keep_use_found(desk.sender, first) if is_use else _linked(desk, first)]
    if first.verb is Verb.NONE:
        if (first.kind, first.our_id) in desk.open:
            desk.sender.close(first, first.their_id)
        return [
            Outcome(record=first, result=Result.SKIPPED, their_id=first.their_id, why=first.reason)
        ]
    return [_HANDLERS[first.kind, first.verb](desk, first)]


def _linked(desk: _Desk, record: PlanRecord) -> Outcome:
    """What was there before us, known as ours from now on; nothing is sent."""
    their_id = str(record.their_id)
    link = Link(
        kind=LinkKind(record.kind),
        our_id=record.our_id,
        their_id=their_id,
        version=record.version,
        total=record.amount,
        sent=dict(record.document),
    )
    with desk.office.write() as conn:
        at = desk.office.clock.now()
        keep_link(conn, desk.sender.system, link, at=at)
        system = desk.sender.system
        if link.kind is LinkKind.CUSTOMER:
            settle_link(conn, system, ours=record.our_id, theirs=their_id, at=at)
        # Perhaps the program ended after it was made, and before it was told so.
        end_creations(conn, system, record.kind, record.our_id, at=at, their_id=their_id)
    if record.kind == "customer":
        desk.customers.ids[record.our_id] = their_id
    elif record.kind == "item":
        desk.items[record.our_id] = their_id
    return Outcome(record=record, result=Result.LINKED, their_id=their_id, why=record.reason)


# ---------------------------------------------------------------------------- items and customers


def _item(desk: _Desk, record: PlanRecord) -> Outcome:
    outcome = post_item(desk.port, desk.sender, record)
    if outcome.their_id is not None:
        desk.items[record.our_id] = outcome.their_id
    return outcome


def _customer(desk: _Desk, record: PlanRecord) -> Outcome:
    return desk.customers.make(record)


def _customer_update(desk: _Desk, record: PlanRecord) -> Outcome:
    return desk.customers.update(record)


# -------------------------------------------------------------------------------------- documents


def _new_invoices(desk: _Desk, records: Sequence[PlanRecord]) -> list[Outcome]:
    ready: list[tuple[PlanRecord, OutgoingInvoice]] = []
    outcomes: list[Outcome] = []
    for record in records:
        document = _resolved(desk, record.document)
        if record.our_id in desk.void:
            why = "It was made void since the plan was made."
            outcomes.append(Outcome(record=record, result=Result.CONFLICT, why=why))
        elif document is None:
            outcomes += waiting([record], "Its customer or an item of its lines was not made.")
        else:
            ready.append((record, value_of(OutgoingInvoice, document)))
    try:
        return outcomes + (post_batch(desk.port, desk.sender, ready) if ready else [])
    except Stopped:
        desk.outcomes += outcomes
        raise


def _resolved(desk: _Desk, document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The document with the ids of what the plan has made; None where something was not."""
    customer = _their(document["customer_id"], desk.customers.ids)
    lines = []
    for line in document["lines"]:
        item = line["item_id"] and _their(line["item_id"], desk.items)
        if line["item_id"] and item is None:
            return None
        lines.append({**line, "item_id": item})
    return None if customer is None else {**document, "customer_id": customer, "lines": lines}


def _their(named: str, made: Mapping[str, str]) -> str | None:
    if named.startswith(TO_BE_MADE):
        return made.get(named.removeprefix(TO_BE_MADE))
    return named


def _invoice_update(desk: _Desk, record: PlanRecord) -> Outcome:
    document = _resolved(desk, record.document)
    if document is None:
        return waiting([record], "Its customer or an item of its lines was not made.")[0]
    invoice = value_of(OutgoingInvoice, document)
    their_id = str(record.their_id)
    try:
        there = desk.port.read_invoice(their_id)
    except NotAllowed as refusal:
        return Outcome(record=record, result=Result.REFUSED, their_id=their_id, why=str(refusal))
    except AppError as problem:
        raise Stopped(problem) from None
    if there is not None and there.has_settlements:
        why = "It was paid or credited there since the plan was made."
        return Outcome(record=record, result=Result.CONFLICT, their_id=their_id, why=why)
    if there is None or not stands(there):
        why = "It is void or deleted there since the plan was made."
        return Outcome(record=record, result=Result.CONFLICT, their_id=their_id, why=why)

    def look() -> Posted | None:
        now = desk.port.read_invoice(their_id)
        is_ours = now is not None and now.version != there.version
        if now is None or not is_ours or differences(invoice, now):
            return None
        return posted_of(now)

    return desk.sender.once(
        record,
        sent=document,
        look=look,
        send=lambda key: desk.port.update_invoice(
            their_id, invoice, version=there.version, key=key
        ),
    )


def _invoice_void(desk: _Desk, record: PlanRecord) -> Outcome:
    their_id = str(record.their_id)

    def look() -> Posted | None:
        now = desk.port.read_invoice(their_id)
        if now is None:
            return Posted(id=their_id, number=record.our_id)
        return None if stands(now) else posted_of(now)

    def send(_key: str) -> Posted:
        now = desk.port.read_invoice(their_id)
        version = now.version if now is not None else record.version
        return desk.port.void_invoice(their_id, version=version, reason=record.reason)

    return desk.sender.once(record, sent={}, look=look, send=send)


def _credit_note(desk: _Desk, record: PlanRecord) -> Outcome:
    document = _resolved(desk, record.document)
    if document is None:
        return waiting([record], "Its customer or an item of its lines was not made.")[0]
    note = value_of(OutgoingCreditNote, document)
    return post_credit_note(desk.port, desk.sender, record, note=note, sent=document)


def _credit_use(desk: _Desk, record: PlanRecord) -> Outcome:
    def resolved(kind: str, named: str) -> str | None:
        if not named.startswith(TO_BE_MADE):
            return named
        number = named.removeprefix(TO_BE_MADE)
        if kind == "customer":
            return desk.customers.ids.get(number)
        return desk.documents.get((kind, number))

    return post_credit_use(desk.port, desk.sender, record, resolved=resolved)


def _credit_void(desk: _Desk, record: PlanRecord) -> Outcome:
    return void_posted_credit(desk.port, desk.sender, record)


_Handler = Callable[[_Desk, PlanRecord], Outcome]
_HANDLERS: Mapping[tuple[str, Verb], _Handler] = {
    ("item", Verb.CREATE): _item,
    ("customer", Verb.CREATE): _customer,
    ("customer", Verb.UPDATE): _customer_update,
    ("invoice", Verb.UPDATE): _invoice_update,
    ("invoice", Verb.VOID): _invoice_void,
    ("credit_note", Verb.CREATE): _credit_note,
    ("credit_note", Verb.VOID): _credit_void,
    (CREDIT_USE, Verb.CREATE): _credit_use,
}
