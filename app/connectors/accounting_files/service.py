"""Accounting programs without a connection: what is written to files, and what comes back by them.

What we have written is known by the ledger of the folder; what the program did with it, by what the
user exports from it. Source: ``accounting-apis.md`` 4.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Final

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
from app.connectors.accounting_files.books import Books
from app.connectors.accounting_files.filing import Filing
from app.connectors.accounting_files.foreseeing import foreseen
from app.connectors.accounting_files.ledger import LEDGER, OUT, Ledger
from app.connectors.accounting_files.paper import (
    Document,
    Layout,
    Manner,
    name_in_file,
    plain,
)
from app.connectors.accounting_files.reading import (
    accounts,
    items,
    tax_codes,
    terms,
)
from app.connectors.accounting_files.tables import IN, digest_of, files_of
from app.connectors.customer_lookup import matched
from app.connectors.dealings import Choices, Company, Foreseen, Page, Posted, Right
from app.errors import NotAllowed, RemoteRefused
from app.values.foreign_record import ForeignRecord

_LISTS: Final = {
    "accounts": ("accounts",),
    "customers": ("customers", "contacts"),
    "items": ("items", "products"),
    "payments": ("payments", "receipts", "audit", "invoices"),
}
"""What is read, and how the names of its files begin."""
_PAGE: Final = 500


class NotByFile(NotAllowed, RemoteRefused):
    """What no import file can do: it is done by hand in the program."""


class AccountingFiles:
    """A program's books, by the files of one folder."""

    def __init__(self, manner: Manner, lock: Callable[[], AbstractContextManager[None]]) -> None:
        """``lock``: held while files are written, by one at a time."""
        self._manner = manner
        self._layout = manner.layout
        self._folder = manner.folder
        self._lock = lock
        self._ledger = Ledger(
            folder=manner.folder, layout=manner.layout.key, company=manner.company
        )
        self._books = Books(manner=manner, ledger=self._ledger)
        self._filing = Filing(manner=manner, ledger=self._ledger, lock=lock)

    def close(self) -> None:
        """Nothing stays open."""

    def company(self) -> Company:
        """Whose files these are; RemoteRefused where the folder is another's."""
        if not self._folder.is_dir():
            raise RemoteRefused(
                f"There is no folder {self._folder}.", "", "Make it, or set another."
            )
        self._ledger.read()
        return Company(
            tenant_id=f"{self._layout.key}:{self._manner.company}",
            name=self._manner.company,
            country=self._manner.country,
            currency=self._manner.frame.currency,
            words=self._layout.title,
        )

    def rights(self) -> list[Right]:
        """Which lists were exported, and what the program takes by file."""
        reads = [self._read_right(what, kinds) for what, kinds in _LISTS.items()]
        return [*reads, *self._write_rights()]

    def _read_right(self, what: str, kinds: tuple[str, ...]) -> Right:
        is_needed = {
            "accounts": True,
            # Where the program makes customers itself, names alone join them.
            "customers": not self._layout.makes_customers,
            "items": self._layout.needs_items,
            "payments": False,
        }[what]
        name = f"reads {what}"
        if files_of(self._folder, *kinds):
            return Right(name=name, is_given=True, is_needed=is_needed)
        why = f"{IN} holds no file whose name begins with {' or '.join(kinds)}: export the list."
        return Right(name=name, is_given=False, why=why, is_needed=is_needed)

    def _write_rights(self) -> Iterator[Right]:
        layout = self._layout
        why = "" if self._folder.is_dir() else f"There is no folder {self._folder}."
        yield Right(name="writes invoices", is_given=not why, why=why)
        yield Right(
            name="writes customers",
            is_given=layout.makes_customers,
            why="" if layout.makes_customers else f"{layout.title} takes none with its invoices.",
            is_needed=False,
        )
        yield Right(
            name="writes credit notes",
            is_given=layout.takes_credit_notes,
            why="" if layout.takes_credit_notes else f"{layout.title} takes none by this file.",
            is_needed=False,
        )

    def choices(self) -> Choices:
        """The lists as they were exported."""
        return Choices(
            accounts=tuple(accounts(self._folder, self._layout)),
            items=tuple(items(self._folder)),
            tax_codes=tuple(tax_codes(self._folder, self._manner.frame.tax_code)),
            terms=tuple(terms(self._folder)),
            needs_items=self._layout.needs_items,
            needs_tax_code=self._layout.needs_tax_code or self._manner.frame.has_tax_columns,
            warnings=(_once(self._layout), self._layout.advice),
        )

    def pull(self, family: BookFamily, *, since: str | None) -> Iterator[Page]:
        """All there is of a family; nothing where no file has changed since the mark."""
        mark = digest_of(self._folder, self._folder / LEDGER)
        if since == mark:
            yield Page(records=(), mark=mark)
            return
        found: Sequence[ForeignRecord] = self._books.family(family)
        for start in range(0, max(len(found), 1), _PAGE):
            is_last = start + _PAGE >= len(found)
            yield Page(
                records=found[start : start + _PAGE],
                mark=mark if is_last else None,
                is_whole=True,
            )

    def balances(self) -> Iterator[Sequence[BookBalance]]:
        """What customers owe by our invoices, credit notes and the payments that came back."""
        yield self._books.balances()

    def find_customers(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        """By our number, and by name."""
        (found,) = self.find_all_customers([customer])
        return found

    def find_all_customers(self, customers: Sequence[OutgoingCustomer]) -> list[list[BookCustomer]]:
        """The files are read once for all of them."""
        return matched(customers, self._books.customers(), names=_names)

    def create_customer(self, customer: OutgoingCustomer, *, key: str) -> Posted:
        """Keeps a customer for the next file, where the program makes customers by it."""
        del key
        words = f"Customer {customer.name}"
        if not self._layout.makes_customers:
            raise NotByFile(
                f"{words}: {self._layout.title} takes no customers with its invoices.",
                f"It must know one of the id {customer.number} before they are imported.",
                f"Make it there, and export the list of customers to {IN}.",
            )
        customer_id = name_in_file(customer)
        with self._lock():
            if self.find_customers(customer):
                raise RemoteRefused(
                    f"{words}: there is one of that name or number already.",
                    "",
                    "Link the customer with it, or give one of them another name.",
                )
            kept = self._ledger.read()
            self._ledger.add_customer(customer_id, customer, kept)
        return Posted(id=customer_id, number=customer.number)

    def update_customer(
        self, customer_id: str, customer: OutgoingCustomer, *, version: str, key: str
    ) -> Posted:
        """NotAllowed: what is there already is not changed by a file."""
        del customer, version, key
        raise self._by_hand(f"Customer {customer_id}", "change it")

    def create_item(self, item: OutgoingItem, *, key: str) -> Posted:
        """An equal one of the list is answered; none is made by a file."""
        del key
        for each in items(self._folder):
            if item.name in {each.code, each.name} and each.account_id == item.account_id:
                return Posted(id=each.source_id, number=each.code)
        raise self._by_hand(
            f"Item {item.name}", f"make it on the account {item.account_id}, export the items"
        )

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """Those that stand in any file."""
        return self._books.invoices(numbers)

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice that was written, with what came back for it."""
        return next(iter(self._books.invoices([invoice_id])), None)

    def foresee(self, document: Document, choices: Choices) -> Foreseen:
        """What the document would come to."""
        return foreseen(document, choices, self._layout, currency=self._manner.frame.currency)

    def create_invoice(self, invoice: OutgoingInvoice, *, key: str) -> Posted:
        """Writes a file with one invoice."""
        (outcome,) = self.create_invoices([(invoice, key)])
        if isinstance(outcome, RemoteRefused):
            raise outcome
        return outcome

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Writes as few files as the program's limits allow; none twice in any."""
        return self._filing.written(list(invoices), is_credit_note=False)

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Writes a file with a credit note, where the program takes it."""
        if not self._layout.takes_credit_notes:
            raise self._by_hand(f"Credit note {note.number}", "enter it")
        (outcome,) = self._filing.written([(note, key)], is_credit_note=True)
        if isinstance(outcome, RemoteRefused):
            raise outcome
        return outcome

    def update_invoice(
        self, invoice_id: str, invoice: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """NotAllowed: a second file would make a second invoice."""
        del invoice, version, key
        raise self._by_hand(f"Invoice {invoice_id}", "change it")

    def void_invoice(self, invoice_id: str, *, version: str, reason: str) -> Posted:
        """NotAllowed: no file takes an invoice back."""
        del version, reason
        raise self._by_hand(f"Invoice {invoice_id}", "make it void")

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """Those that stand in any file."""
        return self._books.credit_notes(numbers)

    def void_credit_note(self, credit_note_id: str, *, version: str, reason: str) -> Posted:
        """NotAllowed: no file takes a credit note back."""
        del version, reason
        raise self._by_hand(f"Credit note {credit_note_id}", "make it void")

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """Nothing that we know of: it is done by hand, and no export tells it."""
        del credit_note_id, invoice_id
        return Decimal(0)

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """NotAllowed: credit is put on an invoice by hand."""
        del key
        raise self._by_hand(
            f"Credit note {use.credit_note_id}", f"put it on invoice {use.invoice_id}"
        )

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """The payments that came back for an invoice."""
        return [
            each
            for each in self._books.payments()
            if any(part.document_id == invoice_id for part in each.allocations)
        ]

    def _by_hand(self, what: str, doing: str) -> NotByFile:
        title = self._layout.title
        return NotByFile(
            f"{what}: {title} is not told so by a file.", "", f"In {title}, {doing} by hand."
        )


def _names(customer: OutgoingCustomer) -> tuple[str, ...]:
    return plain(customer.name), name_in_file(customer)


def _once(layout: Layout) -> str:
    return (
        f"{layout.title} does not look whether a file was imported before: import each file of "
        f"{OUT} once, and back up first."
    )
