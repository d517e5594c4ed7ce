"""What we ask of other systems, in our own words.

A document travels as the text of its request, written once: what was asked, what is kept and what
is committed are then the same, whatever has changed since.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.billing.incoming import (
    BookBalance,
    BookCreditNote,
    BookCustomer,
    BookFamily,
    BookInvoice,
    BookPayment,
)
from app.billing.outgoing import (
    CreditUse,
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingItem,
)
from app.connectors.dealings import (
    Choices,
    Company,
    Foreseen,
    Page,
    PaymentNews,
    Posted,
    Right,
)
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused
from app.tax.service_answer import ServiceAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How another system is."""

    words: str
    """Its version and time, as it tells them."""
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLists:
    """What a tax service knows, for whoever fills ``tax_service_pairs``."""

    pairs: Sequence[tuple[str, str, str]]
    """Transaction type, service type, and what they are."""
    tax_types: Sequence[tuple[str, str, str]]
    """Number, name and category."""


class TaxService(Protocol):
    """A tax service. Every method may raise SignInNeeded, RemoteRefused or RemoteUnavailable."""

    def quote(self, requests: Sequence[str]) -> list[ServiceAnswer]:
        """What the documents would be taxed, one answer each; the service keeps nothing of it.

        What is wrong with one document is a problem of its answer, and touches no other.
        """
        ...

    def commit(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        """Files a document under a code that no document had before.

        RemoteRefused where it is not answered whole, or not as expected; nothing is filed then.
        RemoteUnavailable tells whether it may have been filed; then it is voided, never sent again.
        """
        ...

    def credit(self, request: str, *, code: str, expected: ServiceAnswer) -> ServiceAnswer:
        """Files the giving back of all that a document holds; else as ``commit``.

        ``expected`` is what the document itself comes to.
        """
        ...

    def void(self, code: str) -> str:
        """Takes a document back, filed or not, known or not; what the service said.

        RemoteRefused where the service holds on to it, as after it was reported.
        """
        ...

    def health(self) -> Health:
        """Whether it answers, and takes our credentials."""
        ...

    def pick_lists(self) -> PickLists:
        """Its transaction and service types, and its tax types."""
        ...

    def close(self) -> None:
        """Ends the connection."""
        ...


class PsaPort(Protocol):
    """A PSA at work.

    Every method that asks may raise SignInNeeded, RemoteRefused, or RemoteUnavailable, whose
    ``may_have_happened`` is true only of writes that perhaps arrived.

    What it cannot be told is not among its declared abilities, and raises NotAllowed.
    """

    def company(self) -> Company:
        """Whose tickets these are; the cheapest test of a connection."""
        ...

    def rights(self) -> list[Right]:
        """What the connection may do, found out by asking and without changing anything.

        Never raises RemoteRefused: a refusal is the answer. A family that the system has not at
        all is a right that is not given and not needed.
        """
        ...

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family page by page: all there are, or those changed since a mark.

        ``since`` is a mark of an earlier ``Page`` of the same family. The walk overlaps with the
        one before, so records come again, and may come twice in one walk: who keeps them does so by
        id. Where a family has no list of changes the walk is whole also with a mark. A family that
        this system has not yields nothing. At least one page comes of any other, so that its mark
        is known. A page that cannot be read ends the walk by an error; nothing is left out of it
        in silence.
        """
        ...

    def put_external_id(self, source_id: str, number: str) -> None:
        """Writes our account number at a customer; may be repeated."""
        ...

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        """Marks time or a charge as billed by our invoice; may be repeated.

        RemoteRefused where it is billed already by another.
        """
        ...

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        """Writes our invoice's number at an agreement, charge or PSA invoice; may be repeated."""
        ...

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        """Tells how far a PSA invoice is paid; may be repeated, and then changes nothing.

        ``source_id`` is the PSA's own invoice. It looks before it writes where the system would
        count a second telling as a second payment.
        """
        ...

    def close(self) -> None:
        """Ends the connection."""
        ...


class AccountingPort(Protocol):
    """Books at work.

    Every method that asks may raise SignInNeeded, RemoteRefused, or RemoteUnavailable, whose
    ``may_have_happened`` is true only of writes that perhaps arrived.

    ``key`` is the caller's, stored before the call, and the same when the same thing is sent again:
    36 characters of hexadecimal and dashes. It is given to the system wherever that takes one. It
    is a help and no proof: after ``may_have_happened`` the caller looks by number first.
    """

    def company(self) -> Company:
        """Whose books these are; the cheapest test of a connection."""
        ...

    def rights(self) -> list[Right]:
        """What the connection may do, as of ``PsaPort.rights``; it creates no test document."""
        ...

    def choices(self) -> Choices:
        """The accounts, items, tax codes and terms there are, inactive ones too."""
        ...

    def pull(self, family: BookFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family, as of ``PsaPort.pull``.

        Payments come whole, from every kind of settlement that the system has; what is deleted or
        void comes as gone or void, wherever the system tells it. Invoices are all invoices, made by
        whomever, void and deleted ones too.
        """
        ...

    def balances(self) -> Iterator[Sequence[BookBalance]]:
        """What customers owe by the books, page by page."""
        ...

    def find_customers(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        """Customers that may be this one: by our number where it is kept, and by name.

        Inactive ones too; and whoever else holds the name, so that none of it is made twice.
        """
        ...

    def find_all_customers(self, customers: Sequence[OutgoingCustomer]) -> list[list[BookCustomer]]:
        """What ``find_customers`` tells of each, in order; of many by one walk of the list."""
        ...

    def create_customer(self, customer: OutgoingCustomer, *, key: str) -> Posted:
        """Makes a customer; RemoteRefused where the name is taken. ``number``: as it is kept."""
        ...

    def update_customer(
        self, customer_id: str, customer: OutgoingCustomer, *, version: str, key: str
    ) -> Posted:
        """Brings a customer up to date; fields that we do not send stay as they are.

        RemoteRefused where it has changed since ``version``, and the system or a look tells so.
        """
        ...

    def create_item(self, item: OutgoingItem, *, key: str) -> Posted:
        """Makes an item that is not taxed; an equal one that is there already is answered."""
        ...

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """Invoices with any of our numbers, exactly so written; void ones too where it lists them.

        At most ``batch_size`` numbers; in one request where the system can look for several.
        """
        ...

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands now; None where it was deleted or never was."""
        ...

    def foresee(self, document: OutgoingInvoice | OutgoingCreditNote, choices: Choices) -> Foreseen:
        """What the document would come to and what would be refused; asks nobody."""
        ...

    def create_invoice(self, invoice: OutgoingInvoice, *, key: str) -> Posted:
        """Makes an invoice, open and not taxed; RemoteRefused where its number is taken.

        Never changes one that is there. Sent once; sent again only where it surely did not arrive.
        """
        ...

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Makes several, each with its key, in one request where there is one; in order.

        At most as many as the system declares. A refusal of one touches no other. Where it raises,
        any of them may have happened as the error tells.
        """
        ...

    def update_invoice(
        self, invoice_id: str, invoice: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """Writes an invoice anew on which nothing is paid or credited; else RemoteRefused."""
        ...

    def void_invoice(self, invoice_id: str, *, version: str, reason: str) -> Posted:
        """Makes an invoice void, or deletes a draft; may be repeated: void already is done.

        RemoteRefused while something is paid or credited on it.
        """
        ...

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """Credit notes with any of our numbers, as of ``find_invoices``."""
        ...

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Makes a credit note, as of ``create_invoice``; ``balance`` is what is not yet used."""
        ...

    def void_credit_note(self, credit_note_id: str, *, version: str, reason: str) -> Posted:
        """Makes a credit note void, as of ``void_invoice``."""
        ...

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit note is on an invoice now."""
        ...

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """Puts so much of a credit note on an invoice; the caller looks by ``applied`` first."""
        ...

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """What settles an invoice now, as the system tells it; for looking one up by hand."""
        ...

    def close(self) -> None:
        """Ends the connection."""
        ...


Settings = Mapping[str, str]
"""What the user has set of a system, by name; never a secret."""
