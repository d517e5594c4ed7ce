"""Xero at work: the organisation, its lists, contacts and items."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, TypeVar

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
from app.connectors.customer_lookup import matched
from app.connectors.dealings import Choices, Company, Foreseen, Page, Posted, Right
from app.connectors.http import Client
from app.connectors.xero.documents import Documents
from app.connectors.xero.fields import TITLE, Row, at, day, read_all, read_one, rows, text
from app.connectors.xero.lists import Lists, Walk, only
from app.connectors.xero.pulling import ARCHIVED_TOO, account_codes, pull
from app.connectors.xero.reading import account, balance, customer, item, tax_code
from app.connectors.xero.writing import contact_name, customer_body, foreseen, item_body, item_code
from app.errors import RemoteRefused, SignInNeeded

_READS: Final[Mapping[str, str]] = {
    "customers": "Contacts",
    "invoices": "Invoices",
    "credit notes": "CreditNotes",
    "payments": "Payments",
    "overpayments": "Overpayments",
    "prepayments": "Prepayments",
    "accounts": "Accounts",
    "tax codes": "TaxRates",
    "items": "Items",
}
_UNPAGED: Final = frozenset({"Accounts", "TaxRates", "Items"})
_WRITES: Final[Mapping[str, tuple[str, ...]]] = {
    "customers": ("accounting.contacts",),
    "items": ("accounting.settings",),
    "invoices": ("accounting.invoices", "accounting.transactions"),
    "credit notes": ("accounting.invoices", "accounting.transactions"),
}
"""What is written, and which of the scopes allow it."""
_FEW: Final = 4
"""So many customers are looked for one by one, with two calls each."""
_UNKNOWN: Final = "It is told only when something is written."

R = TypeVar("R")


class Xero:
    """An organisation of Xero, by one client."""

    def __init__(self, client: Client, *, tenant_id: str, scopes: str) -> None:
        """Of ``XERO.open``; ``scopes``: those that consent was asked for."""
        self._client = client
        self._tenant_id = tenant_id
        self._scopes = frozenset(scopes.split())
        self._lists = Lists(client)
        self._documents = Documents(self._lists)
        self._currency = ""
        self._locked_until: date | None = None

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def company(self) -> Company:
        """Whose books these are."""
        row = self._organisation()
        return Company(
            tenant_id=self._tenant_id,
            name=text(row, "Name") or text(row, "LegalName"),
            country=text(row, "CountryCode"),
            currency=text(row, "BaseCurrency"),
            words=" ".join(
                filter(None, (text(row, "Version"), text(row, "Edition"), text(row, "Class")))
            ),
        )

    def _organisation(self) -> Row:
        answer = self._lists.get("Organisation", "The look at the organisation")
        found = rows(answer.value, "Organisations")
        if not found:
            raise RemoteRefused(f"The look at the organisation: {TITLE} names none.")
        row = found[0]
        self._currency = text(row, "BaseCurrency")
        locks = (day(row, "PeriodLockDate"), day(row, "EndOfYearLockDate"))
        self._locked_until = max(filter(None, locks), default=None)
        return row

    def rights(self) -> list[Right]:
        """What may be read, by asking; what may be written, as far as the scopes tell."""
        self._organisation()
        reads = [self._read_right(f"reads {what}", path) for what, path in _READS.items()]
        writes = [self._write_right(f"writes {what}", any_of) for what, any_of in _WRITES.items()]
        return [*reads, *writes]

    def _read_right(self, name: str, path: str) -> Right:
        paging = () if path in _UNPAGED else (("page", "1"), ("pageSize", "1"))
        try:
            self._lists.get(path, f"Whether it {name}", *paging)
        except (RemoteRefused, SignInNeeded) as refusal:
            return Right(name=name, is_given=False, why=refusal.why)
        return Right(name=name, is_given=True)

    def _write_right(self, name: str, any_of: tuple[str, ...]) -> Right:
        if self._scopes.isdisjoint(any_of):
            why = f"Consent was not asked for {' or '.join(any_of)}."
            return Right(name=name, is_given=False, why=why, is_needed=not name.endswith("items"))
        return Right(name=name, is_given=True, why=_UNKNOWN)

    def choices(self) -> Choices:
        """The accounts, items and tax rates; terms are each contact's own."""
        organisation = self._organisation()
        accounts = self._all("Accounts", account)
        codes = {each.code: each.source_id for each in accounts if each.code}
        return Choices(
            accounts=accounts,
            items=self._all("Items", partial(item, accounts=codes)),
            tax_codes=self._all("TaxRates", tax_code),
            closed_through=self._locked_until,
            warnings=tuple(_warnings(organisation)),
        )

    def _all(self, path: str, read: Callable[[Row], R]) -> tuple[R, ...]:
        pages = self._lists.all(Walk(path=path, is_paged=False))
        return tuple(each for page, _ in pages for each in read_all(page, read))

    def pull(self, family: BookFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family; voided and deleted ones come with their standing."""
        return pull(self._lists, family, since=since)

    def balances(self) -> Iterator[Sequence[BookBalance]]:
        """What each contact owes."""
        for page, _ in self._lists.all(Walk(path="Contacts", query=(ARCHIVED_TOO,))):
            yield read_all(page, balance)

    def find_customers(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        """By our number, which contacts keep, and by name."""
        numbered = self._lists.one("Contacts", customer.number)
        named = Walk(
            path="Contacts",
            query=(("searchTerm", contact_name(customer.name)), ARCHIVED_TOO),
        )
        wanted = contact_name(customer.name).casefold()
        found = [] if numbered is None else [read_one(numbered, _customer)]
        for page, _ in self._lists.all(named):
            found += [each for each in read_all(page, _customer) if each.name.casefold() == wanted]
        return list({each.source_id: each for each in found}.values())

    def find_all_customers(self, customers: Sequence[OutgoingCustomer]) -> list[list[BookCustomer]]:
        """Of a few each by its own look-ups; of more by one walk of the contacts."""
        if len(customers) <= _FEW:
            return [self.find_customers(each) for each in customers]
        pages = self._lists.all(Walk(path="Contacts", query=(ARCHIVED_TOO,)))
        held = [each for page, _ in pages for each in read_all(page, _customer)]
        return matched(customers, held, names=lambda ours: (contact_name(ours.name),))

    def create_customer(self, customer: OutgoingCustomer, *, key: str) -> Posted:
        """Makes a contact; a name that is taken is refused, as it is put and not posted."""
        words = f"Customer {customer.number}"
        body = {"Contacts": [customer_body(customer)]}
        return _customer_posted(only(self._lists.put("Contacts", body, words, key=key), words))

    def update_customer(
        self, customer_id: str, customer: OutgoingCustomer, *, version: str, key: str
    ) -> Posted:
        """Changes what we send and no more, where nobody has changed the contact meanwhile."""
        words = f"Customer {customer.number}"
        row = self._lists.one("Contacts", customer_id)
        if row is None:
            raise RemoteRefused(f"{words}: {TITLE} has it no more.", f"Its id was {customer_id}.")
        found = read_one(row, _customer)
        _check_contact(found, words, version=version)
        body = {**customer_body(customer), "ContactID": customer_id}
        if found.is_active != customer.is_active:
            body["ContactStatus"] = "ACTIVE" if customer.is_active else "ARCHIVED"
        path = f"Contacts/{customer_id}"
        changed = self._lists.post(path, {"Contacts": [body]}, words, key=key)
        return _customer_posted(only(changed, words))

    def create_item(self, item: OutgoingItem, *, key: str) -> Posted:
        """Makes an item; one of that code is answered if it leads to the same account."""
        words = f"Item {item.name}"
        codes = account_codes(self._lists)
        for page, _ in self._lists.all(Walk(path="Items", is_paged=False)):
            for row in page:
                if text(row, "Code").casefold() == item_code(item.name).casefold():
                    return _equal_item(row, item, codes)
        named = [code for code, account_id in codes.items() if account_id == item.account_id]
        if not named:
            raise RemoteRefused(
                f"{words}: its account has no code in {TITLE}, and items go by codes.",
                "",
                "Give the account a code there.",
            )
        body = {"Items": [item_body(item, account_code=named[0])]}
        made = only(self._lists.put("Items", body, words, key=key), words)
        return _equal_item(made, item, codes)

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """By our numbers, in one request."""
        return self._documents.find_invoices(numbers)

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands."""
        return self._documents.read_invoice(invoice_id)

    def foresee(self, document: OutgoingInvoice | OutgoingCreditNote, choices: Choices) -> Foreseen:
        """What the document would come to."""
        return foreseen(document, choices, currency=self._currency, locked_until=self._locked_until)

    def create_invoice(self, invoice: OutgoingInvoice, *, key: str) -> Posted:
        """Makes an invoice."""
        return self._documents.create_invoice(invoice, key=key)

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Makes up to 50 invoices in one request."""
        return self._documents.create_invoices(invoices)

    def update_invoice(
        self, invoice_id: str, invoice: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """Writes an invoice anew."""
        return self._documents.update_invoice(invoice_id, invoice, version=version, key=key)

    def void_invoice(self, invoice_id: str, *, version: str, reason: str) -> Posted:
        """Makes an invoice void, or deletes a draft; the books keep no reason."""
        del reason
        return self._documents.void_invoice(invoice_id, version=version)

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """By our numbers."""
        return self._documents.find_credit_notes(numbers)

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Makes a credit note."""
        return self._documents.create_credit_note(note, key=key)

    def void_credit_note(self, credit_note_id: str, *, version: str, reason: str) -> Posted:
        """Makes a credit note void; the books keep no reason."""
        del reason
        return self._documents.void_credit_note(credit_note_id, version=version)

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit note is on an invoice."""
        return self._documents.applied(credit_note_id, invoice_id)

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """Puts credit on an invoice by an allocation."""
        return self._documents.apply_credit(use, key=key)

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """What settles an invoice."""
        return self._documents.payments_of(invoice_id)


_customer = customer
"""The reader, where a customer of ours has its name."""


def _customer_posted(row: Row) -> Posted:
    made = read_one(row, customer)
    return Posted(
        id=made.source_id,
        number=made.number or "",
        balance=made.balance,
        version=made.version,
        raw=made.raw,
    )


def _check_contact(found: BookCustomer, words: str, *, version: str) -> None:
    if found.merged_into_id is not None:
        raise RemoteRefused(
            f"{words}: {TITLE} has merged the contact with another.",
            f"It went into {found.merged_into_id}.",
            "Link the customer with that one.",
        )
    if version and version != found.version:
        raise RemoteRefused(
            f"{words}: somebody has changed the contact in {TITLE} meanwhile.",
            "",
            "Pull, look at it, and plan anew.",
        )


def _equal_item(row: Row, wanted: OutgoingItem, codes: dict[str, str]) -> Posted:
    found = read_one(row, lambda each: item(each, accounts=codes))
    if found.account_id != wanted.account_id:
        raise RemoteRefused(
            f"Item {wanted.name}: {TITLE} has one of that code, and it leads to another account.",
            "",
            "Pair the code with it by hand, or mend it there.",
        )
    return Posted(id=found.source_id, number=found.code, raw=found.raw)


def _warnings(organisation: Row) -> Iterator[str]:
    """What of the organisation stands against exact posting."""
    if at(organisation, "IsDemoCompany") is True:
        yield "This is Xero's demo company: what is posted there is for trying out."
    for name, what in (("PeriodLockDate", "period"), ("EndOfYearLockDate", "year")):
        locked = day(organisation, name)
        if locked is not None:
            yield f"The {what} is locked up to {locked}: earlier documents are refused."
