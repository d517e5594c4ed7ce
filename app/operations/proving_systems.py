"""What other systems have of a period, for its proof: by what was last read, nothing is asked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.billing.flows import FlowSetting, flow_of, setting_of
from app.billing.incoming import BookCreditNote, BookFamily, BookInvoice, DocumentStanding
from app.billing.invoice import InvoiceState
from app.billing.posting import stands
from app.billing.proof_systems import (
    BookedDocument,
    BooksProof,
    Hold,
    PaidProof,
    PsaProof,
    RelayedInvoice,
    SettledDocument,
)
from app.connectors.registry import system_of
from app.customers.incoming import PsaFamily, PsaInvoice
from app.operations.payment_keeping import payment_changes
from app.operations.posting_holds import held_back
from app.operations.posting_relays import Relay
from app.operations.system_connection import ACCOUNTING, PSA
from app.store.connections import connections, watermark
from app.store.decisions import answers
from app.store.drifts import settled_drifts
from app.store.inbox import open_entries
from app.store.invoice_heads import InvoiceHead, invoice_heads
from app.store.links import LinkKind
from app.store.mapping import not_needed
from app.store.outbox import OutboxState
from app.store.posted_sums import (
    LinkedRecord,
    linked_records,
    psa_lines,
    settled_by_kind,
    unapplied_of,
)
from app.store.psa_billing import billed_lines
from app.store.record_marks import ErrandMark, errand_marks
from app.store.remote_records import records_of
from app.store.transaction import Transaction
from app.values.money import ZERO, cents

_ADJUSTMENTS = "adjustment_"
_CREDIT = "credit"
_WAITS = "It goes with the next batch."
_ENDED = frozenset({DocumentStanding.VOID, DocumentStanding.DELETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """One linked document as the books have it."""

    asks: Decimal | None
    """Signed as ours; None: nothing stands there."""
    balance: Decimal | None
    is_read: bool
    is_void: bool = False
    """Whether we made it void there, and nobody has read it since."""


def books_of(
    conn: Transaction, period: str, relays: Mapping[str, Sequence[Relay]]
) -> tuple[BooksProof, ...]:
    """Each accounting system against the invoices of a period; ``relays`` by system."""
    heads = sorted(
        (each for each in invoice_heads(conn) if each.period == period),
        key=lambda each: each.id,
    )
    return tuple(
        _books(conn, each.system, heads, period, relays.get(each.system, ()))
        for each in connections(conn)
        if each.role == ACCOUNTING
    )


def accounting_systems(conn: Transaction) -> list[str]:
    """The accounting systems that are connected."""
    return [each.system for each in connections(conn) if each.role == ACCOUNTING]


def _books(
    conn: Transaction,
    system: str,
    heads: Sequence[InvoiceHead],
    period: str,
    relays: Sequence[Relay],
) -> BooksProof:
    there = _documents_there(conn, system)
    taken = {number: each.amount for number, each in settled_drifts(conn, system).items()}
    holds = _holds(conn, system, heads)
    documents = []
    for head in heads:
        number = head.invoice_number
        known = there.get(number)
        hold, why = holds.get(number, (Hold.WAITING, _WAITS))
        documents.append(
            BookedDocument(
                number=number,
                account_number=head.account_number,
                total=head.total,
                is_void=head.state is InvoiceState.VOID,
                is_linked=known is not None,
                there=_asks(known, head.total),
                is_read=known.is_read if known else False,
                taken=taken.get(number, ZERO),
                hold=hold,
                why="" if known else why,
            )
        )
    return BooksProof(
        system=system,
        title=system_of(system).title,
        documents=tuple(documents),
        relayed=_relayed(conn, system, period, relays),
        read_at=watermark(conn, system, BookFamily.INVOICES.value).pulled_at,
    )


def _asks(there: _There | None, ours: Decimal) -> Decimal | None:
    """What a document asks for there; as ours where posting told no total of what it read back."""
    if there is None or there.asks is not None or there.is_read or there.is_void:
        return there.asks if there else None
    return ours


# -------------------------------------------------------------------------------- what stands there


def _documents_there(conn: Transaction, system: str) -> dict[str, _There]:
    """By number of ours what is linked, as last read or as posting it was answered."""
    found = {}
    invoices = linked_records(
        conn, system, LinkKind.INVOICE, BookFamily.INVOICES.value, record=BookInvoice
    )
    marks = errand_marks(conn, system, "invoice")
    read_at = watermark(conn, system, BookFamily.INVOICES.value).pulled_at
    for number, link in invoices.items():
        record = link.record
        if record is None or _is_later(marks.get(number), read_at):
            found[number] = _as_answered(link, marks.get(number), sign=1)
        elif link.is_gone or not stands(record):
            found[number] = _There(asks=None, balance=ZERO, is_read=True)
        else:
            found[number] = _There(asks=record.total, balance=record.balance, is_read=True)
    notes = linked_records(
        conn, system, LinkKind.CREDIT_NOTE, BookFamily.CREDIT_NOTES.value, record=BookCreditNote
    )
    marks = errand_marks(conn, system, "credit_note")
    read_at = watermark(conn, system, BookFamily.CREDIT_NOTES.value).pulled_at
    for number, each in notes.items():
        note = each.record
        if note is None or _is_later(marks.get(number), read_at):
            found[number] = _as_answered(each, marks.get(number), sign=-1)
        elif each.is_gone or note.standing in _ENDED:
            found[number] = _There(asks=None, balance=ZERO, is_read=True)
        else:
            found[number] = _There(asks=-note.total, balance=-note.remaining, is_read=True)
    return found


def _is_later(mark: ErrandMark | None, read_at: datetime | None) -> bool:
    """Whether something was done about a document since its kind was last read."""
    if read_at is None:
        return True
    return mark is not None and mark.state is OutboxState.DONE and mark.changed_at > read_at


def _as_answered(
    link: LinkedRecord[BookInvoice] | LinkedRecord[BookCreditNote],
    mark: ErrandMark | None,
    *,
    sign: int,
) -> _There:
    is_void = mark is not None and mark.verb == "void" and mark.state is OutboxState.DONE
    asks = None if is_void or link.total is None else sign * abs(link.total)
    return _There(asks=asks, balance=None, is_read=False, is_void=is_void)


# -------------------------------------------------------------------------------- what is not there


def _holds(
    conn: Transaction, system: str, heads: Sequence[InvoiceHead]
) -> dict[str, tuple[Hold, str]]:
    """By number why an invoice is not there, where it is for more than the next batch."""
    is_off = setting_of(flow_of("invoices"), answers(conn)) is FlowSetting.OFF
    back = held_back(conn, system, heads)
    unneeded = not_needed(conn, system)
    marks = {**errand_marks(conn, system, "invoice"), **errand_marks(conn, system, "credit_note")}
    conflicts = _conflicts(conn, system)
    found = {}
    for head in heads:
        number = head.invoice_number
        hand = conflicts.get(f"invoice {number}") or conflicts.get(f"credit_note {number}")
        hand = hand or conflicts.get(f"customer {head.account_number}")
        if number in back:
            is_unneeded = head.account_number in unneeded
            hold = Hold.NOT_NEEDED if is_unneeded else Hold.BEFORE_GO_LIVE
            found[number] = (hold, back[number])
        elif not head.total:
            found[number] = (Hold.NOTHING, "It comes to 0.")
        elif (told := _told(marks.get(number))) is not None:
            found[number] = told
        elif hand is not None:
            found[number] = (Hold.CONFLICT, hand)
        elif is_off:
            found[number] = (Hold.OFF, "Posting is off.")
    return found


def _told(mark: ErrandMark | None) -> tuple[Hold, str] | None:
    """What became of an errand that did not end well."""
    if mark is None or mark.state is OutboxState.DONE:
        return None
    if mark.state is OutboxState.REFUSED:
        return Hold.REFUSED, mark.last_error or "It was not taken there."
    return Hold.UNKNOWN, mark.last_error or "It was sent, and no answer came."


def _conflicts(conn: Transaction, system: str) -> dict[str, str]:
    """By record why it waits for somebody, as the inbox has it."""
    found: dict[str, str] = {}
    for entry in open_entries(conn, system=system, flow="invoices"):
        names = entry.problem.facts.get("records") or [entry.problem.record]
        for name in names:
            found.setdefault(str(name), entry.problem.why)
    return found


# ------------------------------------------------------------------------------ invoices of the PSA


def _relayed(
    conn: Transaction, system: str, period: str, relays: Sequence[Relay]
) -> tuple[RelayedInvoice, ...]:
    """The PSA's own invoices dated in the month: those in the books, and those to be relayed."""
    there = linked_records(
        conn, system, LinkKind.PSA_INVOICE, BookFamily.INVOICES.value, record=BookInvoice
    )
    totals = _psa_totals(conn, there, period)
    found = []
    for our_id, total in sorted(totals.items()):
        link = there[our_id]
        book = link.record
        is_known = book is not None and not link.is_gone and stands(book)
        asks = link.total if book is None else book.total if is_known else None
        found.append(
            RelayedInvoice(
                number=our_id.partition(":")[2],
                total=total,
                is_linked=True,
                there=asks,
                paid=book.total - book.balance if book is not None and is_known else ZERO,
            )
        )
    found += [
        RelayedInvoice(
            number=each.there.number,
            total=cents(each.there.total or ZERO),
            is_linked=False,
            there=None,
        )
        for each in relays
        if each.their_id is None and _is_in(each.there, period)
    ]
    return tuple(found)


def _psa_totals(conn: Transaction, linked: Collection[str], period: str) -> dict[str, Decimal]:
    """Of those that are linked and dated in the month the totals, as the PSA has them."""
    wanted = {each.partition(":")[0] for each in linked}
    return {
        f"{psa}:{each.number}": cents(each.total or ZERO)
        for psa in sorted(wanted)
        for each in records_of(conn, psa, PsaFamily.INVOICES.value, PsaInvoice, gone=True)
        if f"{psa}:{each.number}" in linked and _is_in(each, period)
    }


def _is_in(invoice: PsaInvoice, period: str) -> bool:
    return invoice.dated_on is not None and f"{invoice.dated_on:%Y-%m}" == period


# ----------------------------------------------------------------------------------------- payments


def paid_of(conn: Transaction, books: Sequence[BooksProof]) -> PaidProof:
    """What settles the posted invoices, and those that are void and were paid all the same."""
    documents = {each.number: each for book in books for each in book.documents if each.is_linked}
    settled = settled_by_kind(conn, list(documents))
    balances = _balances(conn, books)
    behind = _behind(conn, books)
    found = []
    for number, each in documents.items():
        balance = balances.get(number)
        is_note = each.ours < 0
        kinds = settled.get(number, {})
        found.append(
            SettledDocument(
                number=number,
                owed=each.ours,
                money=_of(kinds, lambda kind: kind != _CREDIT and not _is_adjustment(kind)),
                credits=_of(kinds, lambda kind: kind == _CREDIT),
                adjusted=_of(kinds, _is_adjustment),
                used=balance - each.ours if is_note and balance is not None else ZERO,
                balance=balance,
                is_behind=number in behind,
            )
        )
    accounts = {each.account_number for book in books for each in book.documents}
    return PaidProof(documents=tuple(found), unapplied=unapplied_of(conn, accounts))


def _is_adjustment(kind: str) -> bool:
    return kind.startswith(_ADJUSTMENTS)


def _of(kinds: Mapping[str, Decimal], wanted: Callable[[str], bool]) -> Decimal:
    return sum((amount for kind, amount in kinds.items() if wanted(kind)), ZERO)


def _balances(conn: Transaction, books: Sequence[BooksProof]) -> dict[str, Decimal]:
    """What is open of each there, where it was read, stands as ours, and is in one place alone."""
    found: dict[str, Decimal] = {}
    twice: set[str] = set()
    for book in books:
        there = _documents_there(conn, book.system)
        for each in book.documents:
            known = there.get(each.number)
            if known is None:
                continue
            if each.number in found:
                twice.add(each.number)
            if known.balance is not None and not each.difference:
                found[each.number] = known.balance
    return {number: balance for number, balance in found.items() if number not in twice}


def _behind(conn: Transaction, books: Sequence[BooksProof]) -> set[str]:
    """Invoices on which payments lie otherwise than was taken in, by what was last read."""
    return {
        part.invoice_number
        for book in books
        for change in payment_changes(conn, book.system)
        for payment in (change.before, change.now)
        if payment is not None
        for part in payment.allocations
        if part.invoice_number is not None
    }


# ---------------------------------------------------------------------------------- work of the PSA


def psas_of(conn: Transaction, period: str) -> tuple[PsaProof, ...]:
    """Each PSA's time and charges on the invoices of a period, and our ledger of them."""
    return tuple(
        PsaProof(
            system=each.system,
            title=system_of(each.system).title,
            lines=psa_lines(conn, each.system, period),
            ledger={
                one.reference: one.amount
                for one in billed_lines(conn, each.system).values()
                if one.period == period
            },
        )
        for each in connections(conn)
        if each.role == PSA
    )
