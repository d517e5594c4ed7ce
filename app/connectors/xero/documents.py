"""Invoices and credit notes of Xero: looked for, made, changed, made void, allocated."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.billing.incoming import BookCreditNote, BookInvoice, BookPayment, DocumentStanding
from app.billing.outgoing import CreditUse, OutgoingCreditNote, OutgoingInvoice
from app.connectors.dealings import Posted
from app.connectors.xero.fields import TITLE, Row, money, read_all, read_one, rows, text
from app.connectors.xero.lists import FOUR_PLACES, Lists, Walk, only, outcome_of
from app.connectors.xero.reading import (
    RECEIVABLE_CREDIT,
    RECEIVABLE_INVOICE,
    credit_note,
    invoice,
)
from app.connectors.xero.settling import applied_to, credit, overpayment, payment, prepayment
from app.connectors.xero.writing import credit_note_body, invoice_body, use_body
from app.errors import RemoteRefused

BATCH: Final = 50
"""As many documents as one request should hold."""

_KEYS: Final = uuid.UUID("5f8d3f0e-1b7c-5c53-8a44-6d2f0f9d7b11")
_ENDED: Final = frozenset({DocumentStanding.VOID, DocumentStanding.DELETED})
_SETTLED_BY: Final = (
    ("Payments", "PaymentID", payment),
    ("CreditNotes", "CreditNoteID", credit),
    ("Overpayments", "OverpaymentID", overpayment),
    ("Prepayments", "PrepaymentID", prepayment),
)


class Documents:
    """What is billed and credited in one organisation."""

    def __init__(self, lists: Lists) -> None:
        """Of one organisation."""
        self._lists = lists

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """By our numbers, exactly so written; void ones hold theirs."""
        if not numbers:
            return []
        query = (("InvoiceNumbers", ",".join(numbers)), FOUR_PLACES)
        found = self._found(Walk(path="Invoices", query=query), RECEIVABLE_INVOICE)
        return [each for each in read_all(found, invoice) if each.number in numbers]

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """As of ``find_invoices``; there is no filter with a name of its own for these."""
        if not numbers:
            return []
        where = " OR ".join(f'CreditNoteNumber=="{_escaped(number)}"' for number in numbers)
        walk = Walk(path="CreditNotes", query=(("where", where), FOUR_PLACES))
        found = self._found(walk, RECEIVABLE_CREDIT)
        return [each for each in read_all(found, credit_note) if each.number in numbers]

    def _found(self, walk: Walk, kind: str) -> list[Row]:
        pages = self._lists.all(walk)
        found = [row for page, _ in pages for row in page if text(row, "Type") == kind]
        return list({text(row, f"{walk.path[:-1]}ID"): row for row in found}.values())

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands; None where it was deleted."""
        row = self._lists.one("Invoices", invoice_id, FOUR_PLACES)
        found = None if row is None else read_one(row, invoice)
        is_there = found is not None and found.standing is not DocumentStanding.DELETED
        return found if is_there else None

    def create_invoice(self, made: OutgoingInvoice, *, key: str) -> Posted:
        """Makes an invoice; one of its number is refused, as it is put and not posted."""
        words = f"Invoice {made.number}"
        body = {"Invoices": [invoice_body(made)]}
        return _invoice_posted(only(self._lists.put("Invoices", body, words, key=key), words))

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Makes several in one request; the answer tells of each, in order."""
        if not invoices:
            return []
        body = {"Invoices": [invoice_body(made) for made, _ in invoices]}
        words = f"{len(invoices)} invoices"
        # Of all keys in order, so that the same batch has the same.
        key = str(uuid.uuid5(_KEYS, ",".join(key for _, key in invoices)))
        back = self._lists.put("Invoices", body, words, key=key)
        results: list[Posted | RemoteRefused] = []
        for place, (made, _) in enumerate(invoices):
            row = back[place] if len(back) == len(invoices) else _of_number(back, made.number)
            outcome = outcome_of(row, f"Invoice {made.number}")
            if isinstance(outcome, RemoteRefused):
                results.append(outcome)
            else:
                results.append(_invoice_posted(outcome))
        return results

    def update_invoice(
        self, invoice_id: str, made: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """Writes an invoice anew; lines that are not sent are removed."""
        words = f"Invoice {made.number}"
        found = self._at_hand(invoice_id, words)
        if found.standing in _ENDED:
            raise RemoteRefused(f"{words} is void, and cannot be changed.")
        _check_free(found, words, version=version, doing="changed")
        body = {"Invoices": [{**invoice_body(made), "InvoiceID": invoice_id}]}
        changed = self._lists.post(f"Invoices/{invoice_id}", body, words, key=key)
        return _invoice_posted(only(changed, words))

    def void_invoice(self, invoice_id: str, *, version: str) -> Posted:
        """Makes an invoice void, or deletes a draft; one that is so already is answered."""
        found = self._at_hand(invoice_id, "The invoice to be made void")
        words = f"Invoice {found.number}"
        if found.standing in _ENDED:
            return _posted_invoice(found)
        _check_free(found, words, version=version, doing="made void")
        status = "DELETED" if found.standing is DocumentStanding.DRAFT else "VOIDED"
        body = {"Invoices": [{"InvoiceID": invoice_id, "Status": status}]}
        changed = self._lists.post(f"Invoices/{invoice_id}", body, words, key="")
        return _invoice_posted(only(changed, words))

    def _at_hand(self, invoice_id: str, words: str) -> BookInvoice:
        row = self._lists.one("Invoices", invoice_id, FOUR_PLACES)
        if row is None:
            raise RemoteRefused(f"{words}: {TITLE} has it no more.", f"Its id was {invoice_id}.")
        return read_one(row, invoice)

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Makes a credit note; no rule there keeps its number from being twice, so it looks."""
        words = f"Credit note {note.number}"
        if self.find_credit_notes([note.number]):
            raise RemoteRefused(
                f"{words}: {TITLE} has a document of that number already.",
                "",
                "Look at it there; if it is ours, it is to be linked.",
            )
        body = {"CreditNotes": [credit_note_body(note)]}
        return _credit_posted(only(self._lists.put("CreditNotes", body, words, key=key), words))

    def void_credit_note(self, credit_note_id: str, *, version: str) -> Posted:
        """Makes a credit note void of which nothing is used, as of ``void_invoice``."""
        row = self._note(credit_note_id)
        found = read_one(row, credit_note)
        words = f"Credit note {found.number}"
        if found.standing in _ENDED:
            return _credit_posted(row)
        if found.remaining != found.total:
            raise RemoteRefused(
                f"{words} cannot be made void: {found.total - found.remaining} of it is used.",
                "",
                f"Take it off the invoices in {TITLE} first.",
            )
        _check_version(words, found.version, version)
        status = "DELETED" if found.standing is DocumentStanding.DRAFT else "VOIDED"
        body = {"CreditNotes": [{"CreditNoteID": credit_note_id, "Status": status}]}
        changed = self._lists.post(f"CreditNotes/{credit_note_id}", body, words, key="")
        return _credit_posted(only(changed, words))

    def _note(self, credit_note_id: str) -> Row:
        row = self._lists.one("CreditNotes", credit_note_id, FOUR_PLACES)
        if row is None:
            raise RemoteRefused(
                f"The credit note: {TITLE} has it no more.", f"Its id was {credit_note_id}."
            )
        return row

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit note is on an invoice."""
        return applied_to(self._note(credit_note_id), invoice_id)

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """Puts credit on an invoice; ``total`` is what the answer says was put."""
        words = f"The use of credit note {use.credit_note_id}"
        path = f"CreditNotes/{use.credit_note_id}/Allocations"
        row = only(self._lists.put(path, use_body(use), words, key=key), words)
        return Posted(
            id=text(row, "AllocationID") or use.credit_note_id,
            number="",
            total=money(row, "Amount"),
        )

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """What settles an invoice, each read whole; the invoice itself holds it thin."""
        row = self._lists.one("Invoices", invoice_id, FOUR_PLACES)
        found = []
        for kind, id_name, read in _SETTLED_BY:
            for each in rows(row, kind) if row is not None else []:
                whole = self._lists.one(kind, text(each, id_name))
                told = None if whole is None else read_one(whole, read)
                if told is not None:
                    found.append(told)
        return found


def _of_number(back: Sequence[Row], number: str) -> Row | None:
    return next((row for row in back if text(row, "InvoiceNumber") == number), None)


def _check_free(found: BookInvoice, words: str, *, version: str, doing: str) -> None:
    if found.has_settlements:
        raise RemoteRefused(
            f"{words} cannot be {doing}: something is paid or credited on it.",
            f"{found.balance} of {found.total} is open.",
            "Write a credit note, or take the payment off it first.",
        )
    _check_version(words, found.version, version)


def _check_version(words: str, now: str, known: str) -> None:
    """There are no versions there, and the last to write wins: so it is looked at before."""
    if known and known != now:
        raise RemoteRefused(
            f"{words}: somebody has changed it in {TITLE} meanwhile.",
            "",
            "Pull, look at it, and plan anew.",
        )


def _invoice_posted(row: Row) -> Posted:
    return _posted_invoice(read_one(row, invoice))


def _posted_invoice(made: BookInvoice) -> Posted:
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


def _escaped(number: str) -> str:
    return number.replace("\\", "\\\\").replace('"', '\\"')
