"""Our posted invoices that stand otherwise in the books, by what was last pulled."""

from dataclasses import dataclass, replace

from app.billing.drift import Drift, digest_of_invoice, drift_of
from app.billing.incoming import BookFamily, BookInvoice
from app.billing.invoice import Invoice, InvoiceState
from app.billing.outgoing import OutgoingInvoice, OutgoingLine
from app.billing.posting import line_words, stands
from app.store.drifts import settled_drifts
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.invoices import load_invoices
from app.store.links import Link, LinkKind, links
from app.store.outbox import OutboxState
from app.store.record_marks import errand_marks
from app.store.remote_records import record_of, records_of
from app.store.transaction import Transaction
from app.values.plain_form import value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDrift:
    """An invoice that was changed there, and what we sent of it."""

    head: InvoiceHead
    link: Link
    drift: Drift
    sent: OutgoingInvoice
    is_sent_whole: bool
    """Whether it is known with its accounts there, so that it can be written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An invoice that stands here, and was made void or deleted there."""

    head: InvoiceHead
    their_id: str
    is_deleted: bool
    is_taken_back: bool = False
    """Whether it was made void there from here."""


def known_drifts(conn: Transaction, key: str) -> tuple[list[KnownDrift], list[Ended]]:
    """Every posted invoice that was changed there and not settled since; and those that ended."""
    settled = settled_drifts(conn, key)
    heads = {each.invoice_number: each for each in invoice_heads(conn)}
    by_id = {each.their_id: each for each in links(conn, key, LinkKind.INVOICE).values()}
    drifts, ended = [], []
    for there in records_of(conn, key, BookFamily.INVOICES.value, BookInvoice, gone=True):
        link = by_id.get(there.source_id)
        head = None if link is None else heads.get(link.our_id)
        if link is None or head is None or head.state is InvoiceState.VOID or not head.total:
            continue
        if not stands(there):
            ended.append(
                Ended(
                    head=head,
                    their_id=there.source_id,
                    is_deleted=there.is_gone,
                )
            )
            continue
        decided = settled.get(link.our_id)
        if decided is not None and decided.digest == digest_of_invoice(there):
            continue
        found = _drift(conn, head, link, there)
        if found is not None:
            drifts.append(found)
    return drifts, _taken_back(conn, key, ended)


def _taken_back(conn: Transaction, key: str, ended: list[Ended]) -> list[Ended]:
    """The same, told apart by whether we made them void there ourselves."""
    last = errand_marks(conn, key, "invoice") if ended else {}
    ours = {
        number
        for number, each in last.items()
        if each.verb == "void" and each.state is OutboxState.DONE
    }
    return [
        replace(each, is_taken_back=each.head.invoice_number in ours and not each.is_deleted)
        for each in ended
    ]


def drift_of_number(conn: Transaction, key: str, number: str) -> KnownDrift | None:
    """The drift of one invoice, settled or not; None where both agree or it is not there."""
    link = links(conn, key, LinkKind.INVOICE).get(number)
    head = next((each for each in invoice_heads(conn) if each.invoice_number == number), None)
    if link is None or head is None:
        return None
    there = record_of(conn, key, BookFamily.INVOICES.value, BookInvoice, source_id=link.their_id)
    return None if there is None else _drift(conn, head, link, there)


def _drift(
    conn: Transaction, head: InvoiceHead, link: Link, there: BookInvoice
) -> KnownDrift | None:
    is_whole = "lines" in link.sent
    if is_whole:
        sent = value_of(OutgoingInvoice, link.sent)
    elif there.total == head.total:
        # It was there before us: what of it is otherwise was so from the beginning.
        return None
    else:
        (stored,) = load_invoices(conn, numbers=[head.invoice_number])
        sent = _as_sent(stored.invoice, there)
    drift = drift_of(sent, there)
    if drift is None:
        return None
    return KnownDrift(head=head, link=link, drift=drift, sent=sent, is_sent_whole=is_whole)


def _as_sent(invoice: Invoice, there: BookInvoice) -> OutgoingInvoice:
    """An invoice of ours that somebody else entered there, as we would have sent it."""
    lines = [
        OutgoingLine(description=line_words(each), amount=each.amount, account_id="")
        for each in invoice.lines
        if each.amount
    ]
    sums: dict[str, OutgoingLine] = {}
    for tax in invoice.tax_lines:
        before = sums.get(tax.bill_label)
        amount = tax.amount + (before.amount if before else 0)
        sums[tax.bill_label] = OutgoingLine(
            description=tax.bill_label, amount=amount, account_id=""
        )
    return OutgoingInvoice(
        number=invoice.invoice_number or "",
        customer_id=there.customer_id or "",
        customer_number=invoice.account_number,
        dated_on=invoice.invoice_date,
        due_on=invoice.due_date,
        currency=invoice.currency,
        lines=(*lines, *(each for each in sums.values() if each.amount)),
    )
