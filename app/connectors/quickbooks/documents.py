"""Invoices and credit memos of QuickBooks Online: looked for, made, changed, made void, applied."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeVar

from app.billing.incoming import (
    BookCreditNote,
    BookInvoice,
    BookPayment,
    DocumentStanding,
    PaymentKind,
)
from app.billing.outgoing import CreditUse, OutgoingCreditNote, OutgoingInvoice
from app.connectors.dealings import Posted
from app.connectors.quickbooks.faults import fault_of, is_unclear, why_of
from app.connectors.quickbooks.fields import TITLE, Row, at, read_all, read_one, rows, text
from app.connectors.quickbooks.queries import Queries, one_of, quoted
from app.connectors.quickbooks.reading import credit_note, invoice
from app.connectors.quickbooks.settling import linked_payments, payment, put_on
from app.connectors.quickbooks.writing import credit_note_body, invoice_body, sparse, use_body
from app.connectors.reply import Answer
from app.errors import RemoteRefused, RemoteUnavailable

R = TypeVar("R")

BATCH: Final = 30
"""As many payloads as one batch should hold."""
BATCHES: Final = "batch"
"""What calls of the batch address count to."""

_KEYS: Final = uuid.UUID("0b1c4a52-6f0e-5f0a-9d53-2a1f4be0c7d1")


class Documents:
    """What is billed and credited in one company."""

    def __init__(self, queries: Queries, *, home_currency: Callable[[], str]) -> None:
        """``home_currency``: of the company; asked where a document is made."""
        self._queries = queries
        self._home_currency = home_currency

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """By our numbers, exactly so written; void ones hold theirs."""
        return [
            each for each in self._numbered("Invoice", invoice, numbers) if each.number in numbers
        ]

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """As of ``find_invoices``."""
        found = self._numbered("CreditMemo", credit_note, numbers)
        return [each for each in found if each.number in numbers]

    def _numbered(self, entity: str, read: Callable[[Row], R], numbers: Sequence[str]) -> list[R]:
        if not numbers:
            return []
        where = one_of("DocNumber", numbers)
        return read_all(self._queries.select(entity, where, words="The look by number"), read)

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands; None where it was deleted."""
        row = self._row("Invoice", invoice_id)
        return None if row is None else read_one(row, invoice)

    def _row(self, entity: str, source_id: str) -> Row | None:
        # A query answers nothing for what is deleted, where a read by id is a fault.
        found = self._queries.select(entity, f"Id = {quoted(source_id)}")
        return found[0] if found else None

    def create_invoice(self, made: OutgoingInvoice, *, key: str) -> Posted:
        """Makes an invoice; whether numbers may be twice is a company's setting, so it looks."""
        words = f"Invoice {made.number}"
        self._check_currency(words, made.currency)
        if self.find_invoices([made.number]):
            raise _taken(words)
        answer = self._queries.post("invoice", invoice_body(made), words, requestid=key)
        return _invoice_posted(answered(answer, "Invoice", words))

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Makes several in one request, each under a mark of its own; refusals stand alone."""
        if not invoices:
            return []
        for made, _ in invoices:
            self._check_currency(f"Invoice {made.number}", made.currency)
        there = {each.number for each in self.find_invoices([made.number for made, _ in invoices])}
        results: dict[int, Posted | RemoteRefused] = {}
        sent: dict[str, tuple[int, OutgoingInvoice]] = {}
        for place, (made, _) in enumerate(invoices):
            if made.number in there:
                results[place] = _taken(f"Invoice {made.number}")
            else:
                sent[str(place + 1)] = (place, made)
                there.add(made.number)
        results |= self._batch(sent, keys=[key for _, key in invoices])
        return [results[place] for place in range(len(invoices))]

    def _batch(
        self, sent: Mapping[str, tuple[int, OutgoingInvoice]], *, keys: Sequence[str]
    ) -> dict[int, Posted | RemoteRefused]:
        if not sent:
            return {}
        items = [
            {"bId": mark, "operation": "create", "Invoice": invoice_body(made)}
            for mark, (_, made) in sent.items()
        ]
        # Of all keys in order, so that the same batch has the same; 36 characters are the most.
        key = str(uuid.uuid5(_KEYS, ",".join([*keys, *sent])))
        words = f"The batch of {len(items)} invoices"
        answer = self._queries.post(
            "batch", {"BatchItemRequest": items}, words, requestid=key, counts=BATCHES
        )
        back = {text(row, "bId"): row for row in rows(answer.value, "BatchItemResponse")}
        return {
            place: _batch_result(back.get(mark), f"Invoice {made.number}")
            for mark, (place, made) in sent.items()
        }

    def update_invoice(
        self, invoice_id: str, made: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """Writes an invoice anew; its lines are replaced whole, other fields stay."""
        words = f"Invoice {made.number}"
        row = self._row("Invoice", invoice_id)
        if row is None:
            raise _missing(words, invoice_id)
        self._check_unsettled(words, read_one(row, invoice), doing="changed")
        body = sparse(
            invoice_body(made), source_id=invoice_id, version=version or text(row, "SyncToken")
        )
        answer = self._queries.post("invoice", body, words, requestid=key)
        return _invoice_posted(answered(answer, "Invoice", words))

    def void_invoice(self, invoice_id: str, *, version: str) -> Posted:
        """Makes an invoice void; one that is void already is answered."""
        row = self._row("Invoice", invoice_id)
        if row is None:
            raise _missing("The invoice to be made void", invoice_id)
        found = read_one(row, invoice)
        words = f"Invoice {found.number}"
        if found.standing is DocumentStanding.VOID:
            return _invoice_posted(row)
        self._check_unsettled(words, found, doing="made void")
        body = {"Id": invoice_id, "SyncToken": version or found.version}
        answer = self._queries.post("invoice", body, words, operation="void")
        return _invoice_posted(answered(answer, "Invoice", words))

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Makes a credit memo, as of ``create_invoice``."""
        words = f"Credit note {note.number}"
        self._check_currency(words, note.currency)
        if self.find_credit_notes([note.number]):
            raise _taken(words)
        answer = self._queries.post("creditmemo", credit_note_body(note), words, requestid=key)
        return _credit_posted(answered(answer, "CreditMemo", words))

    def delete_credit_note(self, credit_note_id: str, *, version: str) -> Posted:
        """Deletes a credit memo of which nothing is used; one that is not there is done."""
        row = self._row("CreditMemo", credit_note_id)
        gone = Posted(id=credit_note_id, number="", total=Decimal(0), balance=Decimal(0))
        if row is None:
            return gone
        found = read_one(row, credit_note)
        words = f"Credit note {found.number}"
        if found.remaining != found.total:
            raise RemoteRefused(
                f"{words} cannot be made void: {found.total - found.remaining} of it is used.",
                "",
                f"Take it off the invoices in {TITLE} first.",
            )
        body = {"Id": credit_note_id, "SyncToken": version or found.version}
        answer = self._queries.post("creditmemo", body, words, operation="delete")
        answered(answer, "CreditMemo", words)
        return gone

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """Puts credit on an invoice; ``total`` is what the answer says was put."""
        words = f"The use of credit note {use.credit_note_id}"
        answer = self._queries.post("payment", use_body(use), words, requestid=key)
        row = answered(answer, "Payment", words)
        made = read_one(row, payment)
        return Posted(
            id=made.source_id,
            number=made.reference,
            total=made.total,
            balance=made.unapplied,
            version=made.version,
            raw=made.raw,
        )

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit memo is on an invoice, through any payment."""
        return put_on(
            self.payments_of(invoice_id), credit_note_id=credit_note_id, invoice_id=invoice_id
        )

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """The payments to which an invoice is linked, whole."""
        row = self._row("Invoice", invoice_id)
        ids = linked_payments(row) if row is not None else []
        if not ids:
            return []
        found = read_all(self._queries.select("Payment", one_of("Id", ids)), payment)
        return [each for each in found if each.kind is not PaymentKind.REFUND]

    def _check_currency(self, words: str, currency: str) -> None:
        """Refuses what would be taken for the home currency without a word."""
        home = self._home_currency()
        if home and currency != home:
            raise RemoteRefused(
                f"{words} is in {currency}, and the books are in {home}.",
                "Other currencies are not posted.",
                "Post it by hand.",
            )

    def _check_unsettled(self, words: str, found: BookInvoice, *, doing: str) -> None:
        if found.standing is DocumentStanding.VOID:
            raise RemoteRefused(f"{words} is void, and cannot be {doing}.")
        if found.has_settlements:
            raise RemoteRefused(
                f"{words} cannot be {doing}: something is paid or credited on it.",
                f"{found.balance} of {found.total} is open.",
                "Write a credit note, or take the payment off it first.",
            )


def answered(answer: Answer, entity: str, words: str) -> Row:
    """The record in an answer; RemoteUnavailable where a write was answered without one."""
    found = at(answer.value, entity)
    if not isinstance(found, Mapping):
        raise RemoteUnavailable(
            f"{words}: {TITLE} gave an answer that is none.",
            f"It holds no {entity}.",
            "Look whether it is there before it is sent again.",
            may_have_happened=True,
        )
    return found


def _batch_result(row: Row | None, words: str) -> Posted | RemoteRefused:
    """What came of one invoice of a batch; RemoteUnavailable where that is not told."""
    fault = None if row is None else fault_of(row)
    if fault is not None and not is_unclear(fault):
        return RemoteRefused(f"{words}: {TITLE} refused it.", why_of(fault), "Mend what it names.")
    made = at(row, "Invoice")
    if not isinstance(made, Mapping):
        raise RemoteUnavailable(
            f"{words}: {TITLE} does not tell what came of it.",
            why_of(fault) if fault is not None else "The answer to the batch leaves it out.",
            "Look whether it is there before it is sent again.",
            may_have_happened=True,
        )
    return _invoice_posted(made)


def _invoice_posted(row: Row) -> Posted:
    made = read_one(row, invoice)
    return Posted(
        id=made.source_id,
        number=made.number,
        total=made.total,
        balance=made.balance,
        version=made.version,
        raw=made.raw,
    )


def _credit_posted(row: Row) -> Posted:
    made = read_one(row, credit_note)
    return Posted(
        id=made.source_id,
        number=made.number,
        total=made.total,
        balance=made.remaining,
        version=made.version,
        raw=made.raw,
    )


def _taken(words: str) -> RemoteRefused:
    return RemoteRefused(
        f"{words}: {TITLE} has a document of that number already.",
        "",
        "Look at it there; if it is ours, it is to be linked.",
    )


def _missing(words: str, source_id: str) -> RemoteRefused:
    return RemoteRefused(
        f"{words}: {TITLE} has it no more.", f"Its id was {source_id}.", "Pull, and look at it."
    )
