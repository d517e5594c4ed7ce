"""QuickBooks Online at work: the company, its lists, customers and items."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
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
from app.connectors.json_value import write_json
from app.connectors.quickbooks.documents import Documents, answered
from app.connectors.quickbooks.faults import DUPLICATE_NAME, has_code
from app.connectors.quickbooks.fields import TITLE, Row, at, read_all, read_one, text
from app.connectors.quickbooks.pulling import UNITED_STATES, company_row, pull, tax_codes
from app.connectors.quickbooks.queries import Queries, one_of, quoted
from app.connectors.quickbooks.reading import account, balance, customer, item, terms
from app.connectors.quickbooks.writing import (
    customer_body,
    display_name,
    foreseen,
    item_body,
    numbered_name,
    sparse,
)
from app.errors import RemoteRefused, SignInNeeded

_READS: Final[Mapping[str, str]] = {
    "customers": "Customer",
    "invoices": "Invoice",
    "credit notes": "CreditMemo",
    "payments": "Payment",
    "accounts": "Account",
    "items": "Item",
    "tax codes": "TaxCode",
    "terms": "Term",
}
_WRITES: Final = ("customers", "items", "invoices", "credit notes")
R = TypeVar("R")
_UNKNOWN: Final = "It is told only when something is written."


class QuickBooks:
    """A company of QuickBooks Online, by one client."""

    def __init__(self, client: Client, *, realm: str) -> None:
        """Of ``QUICKBOOKS.open``; ``realm``: the company's id."""
        self._client = client
        self._queries = Queries(client, realm=realm)
        self._documents = Documents(self._queries, home_currency=self._home_currency)
        self._currency = ""
        self._trails: dict[str, list[str]] | None = None

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def company(self) -> Company:
        """Whose books these are, with the currency that its preferences tell."""
        row = company_row(self._queries)
        self._currency = text(self._preferences(), "CurrencyPrefs", "HomeCurrency", "value")
        return Company(
            tenant_id=self._queries.realm,
            name=text(row, "CompanyName") or text(row, "LegalName"),
            country=text(row, "Country"),
            currency=self._currency,
            words=f"Company {self._queries.realm}, {text(row, 'LegalName')}".rstrip(", "),
        )

    def rights(self) -> list[Right]:
        """What may be read, by asking for one record of each; what may be written shows later."""
        company_row(self._queries)
        reads = [
            self._right(f"reads {what}", entity, is_needed=what != "terms")
            for what, entity in _READS.items()
        ]
        writes = [Right(name=f"writes {what}", is_given=True, why=_UNKNOWN) for what in _WRITES]
        return [*reads, *writes]

    def _right(self, name: str, entity: str, *, is_needed: bool) -> Right:
        query = f"SELECT * FROM {entity} STARTPOSITION 1 MAXRESULTS 1"  # noqa: S608  names of ours
        try:
            self._queries.get("query", f"Whether it {name}", ("query", query))
        except (RemoteRefused, SignInNeeded) as refusal:
            return Right(name=name, is_given=False, why=refusal.why, is_needed=is_needed)
        return Right(name=name, is_given=True, is_needed=is_needed)

    def choices(self) -> Choices:
        """The accounts, items, tax codes and terms, and what of the settings is in the way."""
        preferences = self._preferences()
        self._currency = text(preferences, "CurrencyPrefs", "HomeCurrency", "value")
        return Choices(
            accounts=self._all("Account", account),
            items=self._all("Item", item),
            tax_codes=tuple(tax_codes(self._queries)),
            terms=self._all("Term", terms),
            needs_items=True,
            closed_through=_closed_through(preferences),
            warnings=tuple(_warnings(preferences, company_row(self._queries))),
        )

    def _all(self, entity: str, read: Callable[[Row], R]) -> tuple[R, ...]:
        pages = self._queries.walk(entity)
        found = {text(row, "Id"): row for page, _ in pages for row in page}
        return tuple(read_all(list(found.values()), read))

    def _preferences(self) -> object:
        answer = self._queries.get("preferences", "The look at the company's settings")
        return at(answer.value, "Preferences")

    def _home_currency(self) -> str:
        """The company's currency, asked once."""
        if not self._currency:
            preferences = self._preferences()
            self._currency = text(preferences, "CurrencyPrefs", "HomeCurrency", "value")
        return self._currency

    def pull(self, family: BookFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family; deletes come from change data."""
        return pull(self._queries, family, since=since)

    def balances(self) -> Iterator[Sequence[BookBalance]]:
        """What each customer owes at its own level."""
        for found, _ in self._queries.walk("Customer"):
            yield read_all(found, balance)

    def find_customers(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        """By name, by name and number, and by the trail of our number in the notes."""
        names = [display_name(customer.name), numbered_name(customer)]
        found = self._customers(one_of("DisplayName", names))
        known = {each.source_id for each in found}
        traced = [each for each in self._traced(customer.number) if each not in known]
        if traced:
            found += self._customers(one_of("Id", traced))
        return list({each.source_id: each for each in found}.values())

    def find_all_customers(self, customers: Sequence[OutgoingCustomer]) -> list[list[BookCustomer]]:
        """By one walk of the list, which one look by our number needs too."""
        if not customers:
            return []
        pages = self._queries.walk("Customer")
        held = [each for page, _ in pages for each in read_all(page, customer)]
        return matched(
            customers,
            held,
            names=lambda ours: (display_name(ours.name), numbered_name(ours)),
        )

    def _traced(self, number: str) -> list[str]:
        """The ids of customers whose notes hold a number; no query finds those, so one walk does.

        What is made later on this connection is found by its name.
        """
        if self._trails is None:
            trails: dict[str, list[str]] = {}
            for page, _ in self._queries.walk("Customer"):
                for each in read_all(page, customer):
                    if each.number is not None:
                        trails.setdefault(each.number, []).append(each.source_id)
            self._trails = trails
        return self._trails.get(number, [])

    def _customers(self, where: str) -> list[BookCustomer]:
        found = self._queries.select("Customer", where, words="The look for a customer")
        return read_all(found, customer)

    def create_customer(self, customer: OutgoingCustomer, *, key: str) -> Posted:
        """Makes a customer; where a vendor or employee has its name, with our number behind it."""
        name = display_name(customer.name)
        try:
            return self._create_customer(customer, name=name, key=key)
        except RemoteRefused as refusal:
            if not has_code(refusal, DUPLICATE_NAME):
                raise
            if self._customers(f"DisplayName = {quoted(name)}"):
                raise
            # Names are one list with those of vendors and employees, which we do not read. The
            # answer to the first key is kept there, so the second try has another.
            name = numbered_name(customer)
            return self._create_customer(customer, name=name, key=f"{key}-n")

    def _create_customer(self, customer: OutgoingCustomer, *, name: str, key: str) -> Posted:
        body = customer_body(customer, name=name)
        words = f"Customer {customer.number}"
        return _customer_posted(
            answered(self._queries.post("customer", body, words, requestid=key), "Customer", words)
        )

    def update_customer(
        self, customer_id: str, customer: OutgoingCustomer, *, version: str, key: str
    ) -> Posted:
        """Changes what we send and no more; the name stays where it carries our number."""
        words = f"Customer {customer.number}"
        before = self._queries.select("Customer", f"Id = {quoted(customer_id)}", words=words)
        if not before:
            raise RemoteRefused(f"{words}: {TITLE} has it no more.", f"Its id was {customer_id}.")
        name = display_name(customer.name)
        if text(before[0], "DisplayName") == numbered_name(customer):
            name = numbered_name(customer)
        body = sparse(
            customer_body(customer, name=name, notes=text(before[0], "Notes")),
            source_id=customer_id,
            version=version or text(before[0], "SyncToken"),
        )
        return _customer_posted(
            answered(self._queries.post("customer", body, words, requestid=key), "Customer", words)
        )

    def create_item(self, item: OutgoingItem, *, key: str) -> Posted:
        """Makes an item; one of that name is answered if it leads to the same account."""
        words = f"Item {item.name}"
        same = self._queries.select("Item", f"Name = {quoted(display_name(item.name))}")
        for row in same:
            return _equal_item(row, item)
        answer = self._queries.post("item", item_body(item), words, requestid=key)
        return _item_posted(answered(answer, "Item", words))

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """By our numbers, in one query."""
        return self._documents.find_invoices(numbers)

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands."""
        return self._documents.read_invoice(invoice_id)

    def foresee(self, document: OutgoingInvoice | OutgoingCreditNote, choices: Choices) -> Foreseen:
        """What the document would come to."""
        return foreseen(document, choices, currency=self._currency)

    def create_invoice(self, invoice: OutgoingInvoice, *, key: str) -> Posted:
        """Makes an invoice."""
        return self._documents.create_invoice(invoice, key=key)

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Makes up to 30 invoices in one request."""
        return self._documents.create_invoices(invoices)

    def update_invoice(
        self, invoice_id: str, invoice: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """Writes an invoice anew."""
        return self._documents.update_invoice(invoice_id, invoice, version=version, key=key)

    def void_invoice(self, invoice_id: str, *, version: str, reason: str) -> Posted:
        """Makes an invoice void; the books keep no reason."""
        del reason
        return self._documents.void_invoice(invoice_id, version=version)

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """By our numbers, in one query."""
        return self._documents.find_credit_notes(numbers)

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Makes a credit memo."""
        return self._documents.create_credit_note(note, key=key)

    def void_credit_note(self, credit_note_id: str, *, version: str, reason: str) -> Posted:
        """Deletes a credit memo, as it has no void; the books keep no reason."""
        del reason
        return self._documents.delete_credit_note(credit_note_id, version=version)

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit memo is on an invoice."""
        return self._documents.applied(credit_note_id, invoice_id)

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """Puts credit on an invoice by a payment of zero."""
        return self._documents.apply_credit(use, key=key)

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """The payments to which an invoice is linked."""
        return self._documents.payments_of(invoice_id)


def _customer_posted(row: Row) -> Posted:
    made = read_one(row, customer)
    return Posted(
        id=made.source_id,
        number=made.number or "",
        balance=made.balance,
        version=made.version,
        raw=write_json(row),
    )


def _item_posted(row: Row) -> Posted:
    made = read_one(row, item)
    return Posted(id=made.source_id, number=made.name, version=text(row, "SyncToken"), raw=made.raw)


def _equal_item(row: Row, wanted: OutgoingItem) -> Posted:
    found = read_one(row, item)
    if found.account_id == wanted.account_id and found.is_active and not found.is_gone:
        return _item_posted(row)
    why = "leads to another account" if found.is_active else "is not active"
    raise RemoteRefused(
        f"Item {wanted.name}: {TITLE} has one of that name, and it {why}.",
        "",
        "Pair the code with it by hand, or mend it there.",
    )


def _closed_through(preferences: object) -> date | None:
    """The last closed day; None where none is set, or it is written in another way."""
    closed = text(preferences, "AccountingInfoPrefs", "BookCloseDate")
    try:
        return date.fromisoformat(closed) if closed else None
    except ValueError:
        return None


def _warnings(preferences: object, company: Row) -> Iterator[str]:
    """What of the settings stands against exact posting."""
    if at(preferences, "TaxPrefs", "PartnerTaxEnabled") is not None:
        yield "Automated sales tax is on: each line goes out as not taxed, and totals are compared."
    if text(company, "Country") not in UNITED_STATES:
        yield "The company is not in the United States: each line needs a code that is not taxed."
    if at(preferences, "SalesFormsPrefs", "CustomTxnNumbers") is False:
        yield "Custom transaction numbers are off: switch them on, so that ours are kept."
    if at(preferences, "SalesFormsPrefs", "AutoApplyCredit") is True:
        yield "Credits are applied by the books themselves: they come back as payments of zero."
    closed = text(preferences, "AccountingInfoPrefs", "BookCloseDate")
    if closed:
        yield f"The books are closed up to {closed}: earlier documents are refused."
    if at(preferences, "CurrencyPrefs", "MultiCurrencyEnabled") is True:
        yield "The books have several currencies: only customers of the home currency are posted."
