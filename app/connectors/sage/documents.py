"""Invoices and credit notes of Sage Accounting: looked for, made, changed, made void, applied.

There is no key by which a second sending would be known, and references may be twice: so each is
looked for before it is made. There are no versions: the last stamp is compared before a change.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar
from urllib.parse import quote

from app.billing.incoming import (
    BookCreditNote,
    BookInvoice,
    BookPayment,
    DocumentStanding,
)
from app.billing.outgoing import CreditUse, OutgoingCreditNote, OutgoingInvoice
from app.connectors.dealings import Posted
from app.connectors.row_values import Row, text, translated
from app.connectors.sage.lists import TITLE, Lists, Walk
from app.connectors.sage.pulling import CREDIT_NOTES, INVOICES, SETTLED_TOO, Receipts, kind_of
from app.connectors.sage.reading import credit_note, invoice
from app.connectors.sage.settling import allocation, contact_of, is_on, payment, put_on
from app.connectors.sage.writing import LONGEST_REASON, credit_note_body, invoice_body, use_body
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded

D = TypeVar("D", BookInvoice, BookCreditNote)

_LOG = logging.getLogger(__name__)

_TWO: Final = 2
_DOUBLE: Final = "It arrived twice"
_NO_REASON: Final = "Made void by Switchbook"
_SIGNS: Final = (-1, 1)
"""How the credit's part of an allocation is signed; which of them is taken, no document tells."""


class Documents:
    """What is billed and credited in one business."""

    def __init__(self, lists: Lists, *, untaxed: Callable[[], str]) -> None:
        """``untaxed``: the id of the rate that is no tax; asked where a document is made."""
        self._lists = lists
        self._untaxed = untaxed
        self._absent: set[tuple[str, str]] = set()
        """Lists and numbers that were looked for and were not there."""
        self._sent: dict[tuple[str, str], str] = {}
        """What was sent by lists and numbers, with the ids that were answered; blank: none was."""

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """By our numbers, one after the other: a search takes one word."""
        found = [each for number in numbers for each in self._numbered(INVOICES, number, invoice)]
        return _each_once(found)

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """As of ``find_invoices``."""
        return _each_once(
            [e for number in numbers for e in self._numbered(CREDIT_NOTES, number, credit_note)]
        )

    def _numbered(self, walk: Walk, number: str, read: Callable[[Row], D]) -> list[D]:
        search = Walk(path=walk.path, query=(*walk.query, ("search", number)))
        found = [
            each
            for rows, _ in self._lists.all(search)
            # A search finds parts of numbers, and names of contacts too.
            for each in _read_all([row for row in rows if text(row, "reference") == number], read)
        ]
        if not found:
            self._absent.add((walk.path, number))
        return self._without_doubles(walk, _each_once(found), number)

    def _without_doubles(self, walk: Walk, found: list[D], number: str) -> list[D]:
        """Takes back what arrived twice of one sending of ours; there is no key to hinder it.

        Only what is equal to the cent, of the same contact, and not settled.
        """
        answered = self._sent.get((walk.path, number))
        standing = [each for each in found if _stands(each)]
        if answered is None or len(standing) < _TWO:
            return found
        kept = next((e for e in standing if e.source_id == answered), standing[0])
        for each in standing:
            is_same = (each.total, each.customer_id) == (kept.total, kept.customer_id)
            if each is kept or not is_same or _open_amount(each) != each.total:
                continue
            words = f"Taking back the second {number}"
            self._lists.delete(_path(walk, each.source_id), words, ("void_reason", _DOUBLE))
            found = [other for other in found if other is not each]
        return found

    def _made(
        self,
        walk: Walk,
        body: Mapping[str, Any],
        number: str,
        read: Callable[[Row], D],
        *,
        words: str,
    ) -> Posted:
        """Makes a document, and looks whether it arrived once."""
        mark = (walk.path, number)
        self._sent[mark] = ""
        posted = self._posted(walk, self._lists.post(walk.path, body, words), read)
        self._sent[mark] = posted.id
        try:
            self._numbered(walk, number, read)
        except (RemoteUnavailable, RemoteRefused, SignInNeeded):
            # It is made all the same; whoever reads it back looks again.
            _LOG.warning("%s: made, and not to be looked for", TITLE)
        return posted

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands; None where it was deleted."""
        row = self._lists.one(INVOICES.path, invoice_id, SETTLED_TOO)
        if row is None:
            return None
        found = _read_one(row, invoice)
        return None if found.standing is DocumentStanding.DELETED else found

    def create_invoice(self, made: OutgoingInvoice) -> Posted:
        """Makes an invoice, unless its number is there."""
        words = f"Invoice {made.number}"
        self._check_absent(INVOICES, made.number, invoice, words)
        body = invoice_body(made, tax_rate_id=self._untaxed())
        return self._made(INVOICES, body, made.number, invoice, words=words)

    def create_credit_note(self, note: OutgoingCreditNote) -> Posted:
        """Makes a credit note, as of ``create_invoice``."""
        words = f"Credit note {note.number}"
        self._check_absent(CREDIT_NOTES, note.number, credit_note, words)
        body = credit_note_body(note, tax_rate_id=self._untaxed())
        return self._made(CREDIT_NOTES, body, note.number, credit_note, words=words)

    def _check_absent(self, walk: Walk, number: str, read: Callable[[Row], D], words: str) -> None:
        """Looks, unless the caller has just looked; one look is good for one making."""
        if (walk.path, number) not in self._absent and self._numbered(walk, number, read):
            raise RemoteRefused(
                f"{words}: {TITLE} has a document of that number already.",
                "",
                "Look at it there; if it is ours, it is to be linked.",
            )
        self._absent.discard((walk.path, number))

    def update_invoice(self, invoice_id: str, made: OutgoingInvoice, *, version: str) -> Posted:
        """Writes an invoice anew on which nothing is settled, and which nobody has changed."""
        words = f"Invoice {made.number}"
        found = self._there(invoice_id, words)
        _check_unsettled(words, found, doing="changed")
        if version and version != found.version:
            raise RemoteRefused(
                f"{words}: somebody has changed it in {TITLE} meanwhile.",
                "",
                "Pull, look at it, and plan anew.",
            )
        body = invoice_body(made, tax_rate_id=self._untaxed())
        row = self._lists.put(_path(INVOICES, invoice_id), body, words)
        return self._posted(INVOICES, row, invoice)

    def void_invoice(self, invoice_id: str, *, reason: str) -> Posted:
        """Makes an invoice void with a reason, or deletes a draft; void already is done."""
        words = "The invoice to be made void"
        row = self._lists.one(INVOICES.path, invoice_id, SETTLED_TOO)
        if row is None:
            return _gone(invoice_id)
        found = _read_one(row, invoice)
        _check_unsettled(f"Invoice {found.number}", found, doing="made void")
        return self._ended(INVOICES, found, invoice, words=words, reason=reason)

    def void_credit_note(self, credit_note_id: str, *, reason: str) -> Posted:
        """Makes a credit note void of which nothing is used, as of ``void_invoice``."""
        words = "The credit note to be made void"
        row = self._lists.one(CREDIT_NOTES.path, credit_note_id, SETTLED_TOO)
        if row is None:
            return _gone(credit_note_id)
        found = _read_one(row, credit_note)
        if _stands(found) and found.remaining != found.total:
            raise RemoteRefused(
                f"Credit note {found.number} cannot be made void: "
                f"{found.total - found.remaining} of it is used.",
                "",
                f"Take it off the invoices in {TITLE} first.",
            )
        return self._ended(CREDIT_NOTES, found, credit_note, words=words, reason=reason)

    def _ended(
        self, walk: Walk, found: D, read: Callable[[Row], D], *, words: str, reason: str
    ) -> Posted:
        """Void or deleted, and how it then stands."""
        if not _stands(found):
            return _as_posted(found)
        why = (reason.strip() or _NO_REASON)[:LONGEST_REASON]
        is_draft = found.standing is DocumentStanding.DRAFT
        query = () if is_draft else (("void_reason", why),)
        self._lists.delete(_path(walk, found.source_id), words, *query)
        row = self._lists.read_back(walk.path, found.source_id)
        return _gone(found.source_id) if row is None else _as_posted(_read_one(row, read))

    def apply_credit(self, use: CreditUse) -> Posted:
        """Puts credit on an invoice by an allocation.

        Which sign the credit's part has is not documented: a refusal leaves nothing behind, so the
        other is tried.
        """
        words = f"The use of credit note {use.credit_note_id}"
        refusal: RemoteRefused | None = None
        for sign in _SIGNS:
            body = use_body(use, credit_sign=sign)
            try:
                row = self._lists.post("/contact_allocations", body, words)
            except RemoteRefused as problem:
                refusal = refusal or problem
                continue
            if not row.get("allocated_artefacts"):
                row = self._lists.read_back("/contact_allocations", text(row, "id")) or row
            made = _read_one(row, lambda each: allocation(each, kind_of(self._lists)))
            put = put_on([row], credit_note_id=use.credit_note_id, invoice_id=use.invoice_id)
            return Posted(
                id=made.source_id,
                number="",
                total=put,
                version=made.version,
                raw=made.raw,
            )
        raise refusal or RemoteRefused(f"{words}: {TITLE} takes it in no way.")

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit note is on an invoice, by the allocations of its contact."""
        row = self._lists.one(CREDIT_NOTES.path, credit_note_id)
        contact_id = None if row is None else contact_of(row)
        if contact_id is None:
            return Decimal(0)
        walk = Receipts(contact_id=contact_id).allocations
        found = [row for rows, _ in self._lists.all(walk) for row in rows]
        return put_on(found, credit_note_id=credit_note_id, invoice_id=invoice_id)

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """The receipts and allocations of its contact that lie on an invoice."""
        row = self._lists.one(INVOICES.path, invoice_id)
        contact_id = None if row is None else contact_of(row)
        if contact_id is None:
            return []
        receipts = Receipts(contact_id=contact_id)
        of = kind_of(self._lists)
        found: list[BookPayment] = []
        for walk in receipts.payments[:1]:
            for rows, _ in self._lists.all(walk):
                on = [row for row in rows if is_on(row, invoice_id)]
                found += _read_all(on, lambda each: payment(each, of))
        for rows, _ in self._lists.all(receipts.allocations):
            on = [row for row in rows if is_on(row, invoice_id)]
            found += _read_all(on, lambda each: allocation(each, of))
        return list({each.source_id: each for each in found}.values())

    def _there(self, invoice_id: str, words: str) -> BookInvoice:
        found = self.read_invoice(invoice_id)
        if found is None:
            raise RemoteRefused(
                f"{words}: {TITLE} has it no more.",
                f"Its id was {invoice_id}.",
                "Pull, and look at it.",
            )
        return found

    def _posted(self, walk: Walk, row: Row, read: Callable[[Row], D]) -> Posted:
        """What was answered to a write; read again where the answer is not whole."""
        if "total_amount" not in row or not isinstance(row.get("status"), dict):
            row = self._lists.read_back(walk.path, text(row, "id")) or row
        return _as_posted(_read_one(row, read))


R = TypeVar("R")


def _read_all(rows: Sequence[Row], read: Callable[[Row], R]) -> list[R]:
    return translated(rows, read, words=TITLE)


def _read_one(row: Row, read: Callable[[Row], R]) -> R:
    return _read_all([row], read)[0]


def _each_once(found: Sequence[D]) -> list[D]:
    """A walk that moves gives rows again."""
    return list({each.source_id: each for each in found}.values())


def _path(walk: Walk, source_id: str) -> str:
    return f"{walk.path}/{quote(source_id, safe='')}"


def _stands(found: BookInvoice | BookCreditNote) -> bool:
    return found.standing not in {DocumentStanding.VOID, DocumentStanding.DELETED}


def _check_unsettled(words: str, found: BookInvoice, *, doing: str) -> None:
    if not _stands(found) and doing == "changed":
        raise RemoteRefused(f"{words} is void, and cannot be {doing}.")
    if _stands(found) and found.has_settlements:
        raise RemoteRefused(
            f"{words} cannot be {doing}: something is paid or credited on it.",
            f"{found.balance} of {found.total} is open.",
            "Write a credit note, or take the payment off it first.",
        )


def _gone(source_id: str) -> Posted:
    return Posted(id=source_id, number="", total=Decimal(0), balance=Decimal(0))


def _open_amount(found: BookInvoice | BookCreditNote) -> Decimal:
    return found.balance if isinstance(found, BookInvoice) else found.remaining


def _as_posted(found: BookInvoice | BookCreditNote) -> Posted:
    return Posted(
        id=found.source_id,
        number=found.number,
        total=found.total,
        balance=_open_amount(found),
        version=found.version,
        raw=found.raw,
    )
