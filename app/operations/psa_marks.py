"""What a PSA is told of our billing: which invoice bills its time and charges, what was paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.incoming import BookFamily, BookInvoice
from app.connectors.dealings import Ability, PaymentNews, Posted
from app.connectors.ports import PsaPort
from app.customers.incoming import PsaFamily, PsaInvoice
from app.operations.office import Office
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.system_connection import ConnectedSystem
from app.store.connections import connections
from app.store.links import LinkKind, links
from app.store.payments import all_payments
from app.store.psa_billing import BilledLine, LedgerRow, billed_lines, ledger, note_told
from app.store.remote_records import records_of
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.plain_form import plain_of

MARKS: Final = frozenset({"time", "charge"})
"""Kinds of the records that mark something as billed by us."""
_KINDS: Final = {PsaFamily.TIME: "time", PsaFamily.CHARGES: "charge"}
_MARKING: Final = {
    PsaFamily.TIME: Ability.MARK_TIME_BILLED,
    PsaFamily.CHARGES: Ability.MARK_CHARGE_BILLED,
}


def mark_records(conn: Transaction, connected: ConnectedSystem) -> list[PlanRecord]:
    """Time and charges on our invoices of which the PSA was not told yet."""
    kept = ledger(conn, connected.key)
    return [
        _mark(kept[key], line, connected)
        for key, line in sorted(billed_lines(conn, connected.key).items())
        if key in kept
    ]


def _mark(row: LedgerRow, line: BilledLine, connected: ConnectedSystem) -> PlanRecord:
    family = PsaFamily(row.family)
    can = _MARKING[family] in connected.system.abilities
    if row.told_number == line.invoice_number:
        action, reason = PlanAction.SKIP, "It is told already."
    elif not can:
        action, reason = PlanAction.SKIP, "This system has no place for it: our own list knows."
    else:
        action, reason = PlanAction.UPDATE, f"{line.invoice_number} bills it."
    is_written = action is PlanAction.UPDATE
    return PlanRecord(
        kind=_KINDS[family],
        our_id=row.reference,
        action=action,
        verb=Verb.WRITE if is_written else Verb.NONE,
        their_id=row.source_id,
        before={"billed_by": row.told_number or ""} if is_written else {},
        after={"billed_by": line.invoice_number} if is_written else {},
        reason=reason,
        amount=line.amount,
        document={"family": row.family, "invoice_number": line.invoice_number}
        if is_written
        else {},
    )


def send_mark(port: PsaPort, record: PlanRecord) -> Posted:
    """Tells the PSA that one thing is billed by us."""
    number = str(record.document["invoice_number"])
    port.mark_billed(
        PsaFamily(record.document["family"]), str(record.their_id), invoice_number=number
    )
    return Posted(id=str(record.their_id), number=number, total=record.amount)


def note_mark(office: Office, system: str, outcome: Outcome) -> None:
    """Notes in our ledger that the PSA knows."""
    if outcome.result not in {Result.DONE, Result.LINKED, Result.ALREADY}:
        return
    record = outcome.record
    with office.write() as conn:
        note_told(
            conn,
            system,
            (str(record.document["family"]), str(record.their_id)),
            str(record.document["invoice_number"]),
            at=office.clock.now(),
        )


# --------------------------------------------------------------------------------- relayed invoices


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paid:
    """How far a relayed invoice is paid in the books."""

    amount: Decimal
    is_settled: bool
    paid_on: date


def relayed_payments(conn: Transaction, connected: ConnectedSystem) -> list[PlanRecord]:
    """What the books tell of the PSA's own invoices that were relayed there."""
    if Ability.PAYMENT_STATUS not in connected.system.abilities:
        return []
    paid = _paid(conn, connected.key)
    return [
        _news(each, paid[each.number])
        for each in records_of(conn, connected.key, PsaFamily.INVOICES.value, PsaInvoice)
        if each.number in paid
    ]


def _paid(conn: Transaction, psa: str) -> dict[str, _Paid]:
    """By the PSA's number what is paid of it, by what was last pulled from the books."""
    found: dict[str, _Paid] = {}
    for each in connections(conn):
        relayed = {
            link.their_id: our_id.removeprefix(f"{psa}:")
            for our_id, link in links(conn, each.system, LinkKind.PSA_INVOICE).items()
            if each.role != "psa" and our_id.startswith(f"{psa}:")
        }
        if not relayed:
            continue
        days = _last_days(conn, each.system, relayed)
        for book in records_of(conn, each.system, BookFamily.INVOICES.value, BookInvoice):
            amount = book.total - book.balance
            number = relayed.get(book.source_id)
            if number is not None and amount > ZERO:
                day = days.get(book.source_id) or book.dated_on or date.min
                found[number] = _Paid(amount=amount, is_settled=not book.balance, paid_on=day)
    return found


def _last_days(conn: Transaction, books: str, relayed: Mapping[str, str]) -> dict[str, date]:
    found: dict[str, date] = {}
    for payment in all_payments(conn, books).values():
        for part in payment.allocations:
            day = part.applied_on or payment.paid_on
            if part.document_id in relayed and day is not None:
                found[part.document_id] = max(day, found.get(part.document_id, day))
    return found


def _news(there: PsaInvoice, paid: _Paid) -> PlanRecord:
    known = None if there.total is None or there.balance is None else there.total - there.balance
    is_told = there.is_closed or there.paid_on is not None or known == paid.amount
    news = PaymentNews(
        invoice_number=there.number,
        paid_on=paid.paid_on,
        amount=paid.amount,
        is_settled=paid.is_settled,
        reference=f"{there.number} {paid.amount}",
    )
    return PlanRecord(
        kind="psa_invoice",
        our_id=there.number,
        action=PlanAction.SKIP if is_told else PlanAction.UPDATE,
        verb=Verb.NONE if is_told else Verb.WRITE,
        their_id=there.source_id,
        before={} if is_told else {"balance": plain_of(there.balance), "status": there.status},
        after={} if is_told else {"paid": plain_of(paid.amount), "settled": paid.is_settled},
        reason="It is told already." if is_told else "The books have its payment.",
        amount=paid.amount,
        document=plain_of(news),
    )
