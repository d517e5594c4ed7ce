"""Payments from the books onto our invoices, and what was done to our invoices there.

What the books tell is read first, then worked out anew from all that is known: so a payment that
is told twice counts once, and one that was changed or deleted there is so here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.billing.incoming import (
    BookBalance,
    BookCreditNote,
    BookFamily,
    BookInvoice,
    DocumentStanding,
)
from app.billing.invoice import InvoiceState
from app.billing.posting import stands
from app.connectors.dealings import Ability, Page
from app.findings import Finding, warning
from app.operations.compare_balances import balance_findings
from app.operations.office import Office
from app.operations.payment_keeping import keep_payments
from app.operations.posting_needs import settled_numbers
from app.operations.record_walk import walk_family
from app.operations.system_connection import NETWORK, ConnectedSystem, Ways, connected_system
from app.progress import Progress, Silent
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import LinkKind, our_ids
from app.store.payments import (
    StoredPayment,
    paid_by_invoice,
    payments_in,
)
from app.store.remote_records import Counts, records_of
from app.store.transaction import Transaction
from app.values.money import ZERO

_NAMED: Final = 5
"""So many accounts are named in one finding."""
_FAMILIES: Final = (BookFamily.INVOICES, BookFamily.CREDIT_NOTES, BookFamily.PAYMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What collecting has brought."""

    system: str
    counts: Mapping[str, Counts]
    """What was read, by family."""
    changed: tuple[StoredPayment, ...]
    """Payments that are new or otherwise than before."""
    settled: Mapping[str, Decimal]
    """By number of our posted invoices: what payments and credits settle of them."""
    open: Mapping[str, Decimal]
    """The same: what is left to pay; below 0 where more was paid."""
    unapplied: Decimal
    """Money of our customers that is on no invoice yet."""
    findings: tuple[Finding, ...]


def collect_payments(
    office: Office, key: str, *, ways: Ways = NETWORK, progress: Progress | None = None
) -> Collected:
    """Reads payments, credits and invoices of the books since the last time, and works them out.

    The errors of ``AccountingPort`` where the other side does not answer; what was read is kept.
    """
    connected = connected_system(office, key, ways=ways)
    counts, balances = _read(office, connected, progress or Silent())
    with office.write() as conn:
        changed = keep_payments(office, conn, key)
        told = _told(conn, key, counts, changed)
        differing = () if balances is None else balance_findings(conn, key, balances)
        return replace(told, findings=(*told.findings, *differing))


def _read(
    office: Office, connected: ConnectedSystem, progress: Progress
) -> tuple[dict[str, Counts], dict[str, BookBalance] | None]:
    """What was read by family; and the balances by customer, None where the books tell none."""
    counts = {}
    balances = None
    with connected.books() as port:
        connected.check_company(port.company())
        for family in _FAMILIES:
            if family not in connected.system.families:
                continue

            def pull(since: str | None, family: BookFamily = family) -> Iterator[Page]:
                return port.pull(family, since=since)

            counts[family.value] = walk_family(
                office, connected.key, family.value, pull=pull, full=False, progress=progress
            )
        if Ability.BALANCES in connected.system.abilities:
            with office.file.read() as conn:
                ours = our_ids(conn, connected.key, LinkKind.CUSTOMER)
            balances = {
                each.customer_id: each
                for page in port.balances()
                for each in page
                if each.customer_id in ours
            }
    return counts, balances


def _told(
    conn: Transaction,
    key: str,
    counts: Mapping[str, Counts],
    changed: tuple[StoredPayment, ...],
) -> Collected:
    linked = our_ids(conn, key, LinkKind.INVOICE)
    heads = {each.invoice_number: each for each in invoice_heads(conn)}
    ours = {number: heads[number] for number in linked.values() if number in heads}
    paid = paid_by_invoice(conn)
    settled = {number: paid.get(number, ZERO) for number in sorted(ours)}
    findings = [
        *_changed_there(conn, key, linked, ours, settled=settled_numbers(conn, key)),
        *_overpaid(ours, settled),
        *_unknown(conn, key),
    ]
    standing = [
        each
        for each in payments_in(conn, key)
        if each.state == "standing" and each.account_number is not None
    ]
    return Collected(
        system=key,
        counts=counts,
        changed=changed,
        settled=settled,
        open={number: _owed(head) - settled[number] for number, head in ours.items()},
        unapplied=sum((each.unapplied for each in standing), ZERO),
        findings=tuple(findings),
    )


def _owed(head: InvoiceHead) -> Decimal:
    return ZERO if head.state is InvoiceState.VOID else head.total


def _changed_there(
    conn: Transaction,
    key: str,
    linked: Mapping[str, str],
    ours: Mapping[str, InvoiceHead],
    *,
    settled: Collection[str],
) -> list[Finding]:
    """Our posted invoices that somebody made void, deleted or changed there.

    ``settled``: those whose change somebody has decided about; they are no finding any more.
    """
    findings = []
    for there in records_of(conn, key, BookFamily.INVOICES.value, BookInvoice, gone=True):
        number = linked.get(there.source_id)
        head = ours.get(number or "")
        if number is None or head is None:
            continue
        if not stands(there) and head.state is not InvoiceState.VOID:
            is_void = there.standing is DocumentStanding.VOID and not there.is_gone
            words = f"Invoice {number} was {'made void' if is_void else 'deleted'} in the books."
            way_out = f"Make it void here too: a new run of {head.period} bills it anew."
            findings.append(_finding("void_in_books", number, words, way_out))
        elif stands(there) and there.total != head.total and number not in settled:
            words = (
                f"Invoice {number} was changed in the books: {there.total} there, "
                f"{head.total} here."
            )
            findings.append(_finding("changed_in_books", number, words, "Mend it there."))
    return findings


def _overpaid(ours: Mapping[str, InvoiceHead], settled: Mapping[str, Decimal]) -> list[Finding]:
    return [
        _finding(
            "overpaid",
            number,
            f"Invoice {number} comes to {_owed(head)}, and {settled[number]} was put on it.",
            "Take the rest off it in the books.",
        )
        for number, head in ours.items()
        if settled[number] > _owed(head)
    ]


def _unknown(conn: Transaction, key: str) -> list[Finding]:
    """How many payments of our customers lie on documents that are not ours."""
    notes = {
        each.source_id
        for each in records_of(conn, key, BookFamily.CREDIT_NOTES.value, BookCreditNote, gone=True)
    }
    accounts = [
        payment.account_number
        for payment in payments_in(conn, key)
        if payment.account_number is not None
        and payment.state == "standing"
        and any(
            each.invoice_number is None and each.document_id not in notes
            for each in payment.allocations
        )
    ]
    if not accounts:
        return []
    named = sorted(set(accounts))
    more = f" and {len(named) - _NAMED} others" if len(named) > _NAMED else ""
    message = (
        f"{len(accounts)} payments are on documents that were made elsewhere, of "
        f"{', '.join(named[:_NAMED])}{more}."
    )
    return [_finding("not_ours", "", message, "They count on no invoice of ours.")]


def _finding(code: str, record: str, message: str, way_out: str) -> Finding:
    return warning(code, message, way_out=way_out, record=record, sheet="payments")
