"""Sage Accounting at work: the business, its lists, contacts and services."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar
from urllib.parse import quote

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookBalance,
    BookCreditNote,
    BookCustomer,
    BookFamily,
    BookInvoice,
    BookPayment,
    BookTaxCode,
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
from app.connectors.row_values import Row, day, identity, text, translated
from app.connectors.sage.documents import Documents
from app.connectors.sage.faults import LIABILITY_REMEDY
from app.connectors.sage.lists import TITLE, Lists, Walk
from app.connectors.sage.pulling import (
    ACCOUNTS,
    CONTACTS,
    PRODUCTS,
    RATES,
    SERVICES,
    pull,
)
from app.connectors.sage.reading import (
    account,
    balance,
    customer,
    id_in,
    product,
    service,
    tax_code,
)
from app.connectors.sage.writing import contact_body, contact_name, foreseen, service_body
from app.errors import RemoteRefused, SignInNeeded

READ_ONLY: Final = "readonly"

_READS: Final[Mapping[str, str]] = {
    "customers": "/contacts",
    "invoices": "/sales_invoices",
    "credit notes": "/sales_credit_notes",
    "payments": "/contact_payments",
    "allocations": "/contact_allocations",
    "accounts": "/ledger_accounts",
    "tax codes": "/tax_rates",
    "items": "/services",
}
_WRITES: Final = ("customers", "invoices", "credit notes", "items")
_FEW: Final = 4
"""So many customers are looked for one by one, with two calls each."""
_UNKNOWN: Final = "It is told only when something is written."
_PROBE: Final = "posts taxes to liability accounts"
_EVERYBODY: Final = Walk(path="/contacts", query=(("nested_attributes", "all"),))

R = TypeVar("R")


class Sage:
    """A business of Sage Accounting, by one client."""

    def __init__(self, lists: Lists, *, business_id: str, country: str, scope: str) -> None:
        """Of ``SAGE.open``; ``scope``: what consent was asked for."""
        self._lists = lists
        self._business_id = business_id
        self._country = country.upper()
        self._scope = scope
        self._documents = Documents(lists, untaxed=self._untaxed)
        self._rate = ""
        self._currency = ""
        self._locked_until: date | None = None

    def close(self) -> None:
        """Ends the connection."""
        self._lists.close()

    def company(self) -> Company:
        """Whose books these are; RemoteRefused where the sign-in does not reach the business."""
        found = [row for row in businesses(self._lists) if identity(row) == self._business_id]
        if not found:
            raise RemoteRefused(
                f"{TITLE} does not list the business {self._business_id}.",
                "The sign-in reaches others.",
                "Sign in as somebody who may see it, or choose another business.",
            )
        self._look_at_settings()
        return Company(
            tenant_id=self._business_id,
            name=text(found[0], "displayed_as", "name"),
            country=self._country,
            currency=self._currency,
        )

    def _look_at_settings(self) -> None:
        answer = self._lists.get("/financial_settings", "The look at the financial settings")
        row: Row = answer.value if isinstance(answer.value, Mapping) else {}
        (facts,) = translated([row], _financial_facts, words="The financial settings")
        self._currency, self._locked_until = facts

    def rights(self) -> list[Right]:
        """What may be read, by asking; what may be written, as far as the scope tells."""
        reads = [self._read_right(f"reads {what}", path) for what, path in _READS.items()]
        writes = [self._write_right(f"writes {what}") for what in _WRITES]
        return [*reads, *writes, self._liability_right()]

    def _read_right(self, name: str, path: str) -> Right:
        try:
            self._lists.first(path, f"Whether it {name}")
        except (RemoteRefused, SignInNeeded) as refusal:
            return Right(name=name, is_given=False, why=refusal.why)
        return Right(name=name, is_given=True)

    def _write_right(self, name: str) -> Right:
        is_needed = not name.endswith("items")
        if self._scope == READ_ONLY:
            why = "Consent was asked for reading alone: set scope to full_access, and sign in."
            return Right(name=name, is_given=False, why=why, is_needed=is_needed)
        return Right(name=name, is_given=True, why=_UNKNOWN, is_needed=is_needed)

    def _liability_right(self) -> Right:
        """Looks for liability accounts among those of sales lines; it posts none to try it."""
        try:
            found = self._all(ACCOUNTS, account)
        except (RemoteRefused, SignInNeeded) as refusal:
            return Right(name=_PROBE, is_given=False, why=refusal.why, is_needed=False)
        if _sales_liabilities(found):
            return Right(name=_PROBE, is_given=True, why=_UNKNOWN, is_needed=False)
        why = f"No liability account is visible in sales. {LIABILITY_REMEDY}"
        return Right(name=_PROBE, is_given=False, why=why, is_needed=False)

    def choices(self) -> Choices:
        """The accounts, services, products and rates; terms are each contact's own."""
        self._look_at_settings()
        accounts = self._all(ACCOUNTS, account)
        return Choices(
            accounts=accounts,
            items=(*self._all(SERVICES, service), *self._all(PRODUCTS, product)),
            tax_codes=self._tax_codes(),
            warnings=tuple(self._warnings(accounts)),
        )

    def _warnings(self, accounts: Sequence[BookAccount]) -> Iterator[str]:
        if not _sales_liabilities(accounts):
            yield f"No liability account is visible in sales. {LIABILITY_REMEDY}"
        if self._locked_until is not None:
            yield f"The books are locked up to {self._locked_until}: earlier ones are refused."

    def _tax_codes(self) -> tuple[BookTaxCode, ...]:
        """Those that are no tax at all first, so that they are taken before exempt ones."""
        found = self._all(RATES, tax_code)
        return tuple(sorted(found, key=lambda each: not each.source_id.endswith("NO_TAX")))

    def _untaxed(self) -> str:
        """The rate for lines that name none; its id differs by country, so it is read."""
        if not self._rate:
            usable = [each for each in self._tax_codes() if each.is_untaxed and each.is_active]
            if not usable:
                raise RemoteRefused(
                    f"{TITLE} has no tax rate for: not taxed.",
                    "Lines of an invoice need one.",
                    "Make a rate for it visible there, then pull the tax rates again.",
                )
            self._rate = usable[0].source_id
        return self._rate

    def _all(self, walk: Walk, read: Callable[[Row], R]) -> tuple[R, ...]:
        words = f"The list {walk.path} of {TITLE}"
        found = {text(row, "id"): row for rows, _ in self._lists.all(walk) for row in rows}
        return tuple(translated(found.values(), read, words=words))

    def pull(self, family: BookFamily, *, since: str | None) -> Iterator[Page]:
        """The records of a family, what was deleted too."""
        return pull(self._lists, family, since=since)

    def balances(self) -> Iterator[Sequence[BookBalance]]:
        """What each contact owes."""
        for rows, _ in self._lists.all(CONTACTS):
            yield translated(rows, balance, words=f"The balances of {TITLE}")

    def find_customers(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        """By our number, which contacts keep, and by name; suppliers of that name too."""
        wanted = contact_name(customer.name).casefold()
        found: dict[str, BookCustomer] = {}
        for words in (customer.number, contact_name(customer.name)):
            search = Walk(path=_EVERYBODY.path, query=(*_EVERYBODY.query, ("search", words)))
            for each in self._all(search, _customer):
                if each.number == customer.number or each.name.casefold() == wanted:
                    found[each.source_id] = each
        return list(found.values())

    def find_all_customers(self, customers: Sequence[OutgoingCustomer]) -> list[list[BookCustomer]]:
        """Of a few each by its own look-ups; of more by one walk of the contacts."""
        if len(customers) <= _FEW:
            return [self.find_customers(each) for each in customers]
        held = self._all(_EVERYBODY, _customer)
        return matched(customers, held, names=lambda ours: (contact_name(ours.name),))

    def create_customer(self, customer: OutgoingCustomer, *, key: str) -> Posted:
        """Makes a contact; looks first, as names may be twice there."""
        del key  # Sage takes none
        words = f"Customer {customer.name}"
        if self.find_customers(customer):
            raise RemoteRefused(
                f"{words}: {TITLE} has a contact of that name or number already.",
                "",
                "Link the customer with it, or give one of them another name.",
            )
        row = self._lists.post("/contacts", contact_body(customer, is_new=True), words)
        return self._contact_posted(row, words)

    def update_customer(
        self, customer_id: str, customer: OutgoingCustomer, *, version: str, key: str
    ) -> Posted:
        """Brings a contact up to date, unless somebody has changed it since ``version``."""
        del key
        words = f"Customer {customer.name}"
        row = self._lists.one("/contacts", customer_id)
        if row is None:
            raise RemoteRefused(
                f"{words}: {TITLE} has no such contact any more.",
                f"Its id was {customer_id}.",
                "Link the customer anew.",
            )
        (found,) = translated([row], _customer, words=words)
        if version and version != found.version:
            raise RemoteRefused(
                f"{words}: somebody has changed the contact in {TITLE} meanwhile.",
                "",
                "Pull, look at it, and plan anew.",
            )
        path = f"/contacts/{quote(customer_id, safe='')}"
        changed = self._lists.put(path, contact_body(customer, is_new=False), words)
        return self._contact_posted(changed, words)

    def _contact_posted(self, row: Row, words: str) -> Posted:
        if "name" not in row:
            row = self._lists.read_back("/contacts", text(row, "id")) or row
        (made,) = translated([row], _customer, words=words)
        return Posted(
            id=made.source_id,
            number=made.number or "",
            balance=made.balance,
            version=made.version,
            raw=made.raw,
        )

    def create_item(self, item: OutgoingItem, *, key: str) -> Posted:
        """Makes a service; one of that name is answered if it leads to the same account."""
        del key
        words = f"Item {item.name}"
        search = Walk(path=SERVICES.path, query=(("search", item.name),))
        for each in self._all(search, service):
            if item.name not in {each.code, each.name}:
                continue
            if each.account_id != item.account_id:
                raise RemoteRefused(
                    f"{words}: {TITLE} has one of that name, and it leads to another account.",
                    "",
                    "Pair the code with it by hand, or mend it there.",
                )
            return Posted(id=each.source_id, number=each.code, raw=each.raw)
        row = self._lists.post(
            SERVICES.path, service_body(item, tax_rate_id=self._untaxed()), words
        )
        return Posted(id=text(row, "id"), number=item.name)

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        """By our numbers."""
        return self._documents.find_invoices(numbers)

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        """An invoice as it stands."""
        return self._documents.read_invoice(invoice_id)

    def foresee(self, document: OutgoingInvoice | OutgoingCreditNote, choices: Choices) -> Foreseen:
        """What the document would come to."""
        return foreseen(document, choices, currency=self._currency, locked_until=self._locked_until)

    def create_invoice(self, invoice: OutgoingInvoice, *, key: str) -> Posted:
        """Makes an invoice; Sage takes no key."""
        del key
        return self._documents.create_invoice(invoice)

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        """Makes them one after the other; there is no request for several."""
        outcomes: list[Posted | RemoteRefused] = []
        for made, key in invoices:
            try:
                outcomes.append(self.create_invoice(made, key=key))
            except RemoteRefused as refusal:
                outcomes.append(refusal)
        return outcomes

    def update_invoice(
        self, invoice_id: str, invoice: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        """Writes an invoice anew."""
        del key
        return self._documents.update_invoice(invoice_id, invoice, version=version)

    def void_invoice(self, invoice_id: str, *, version: str, reason: str) -> Posted:
        """Makes an invoice void, or deletes a draft."""
        del version  # there is none; void already is done
        return self._documents.void_invoice(invoice_id, reason=reason)

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        """By our numbers."""
        return self._documents.find_credit_notes(numbers)

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        """Makes a credit note; Sage takes no key."""
        del key
        return self._documents.create_credit_note(note)

    def void_credit_note(self, credit_note_id: str, *, version: str, reason: str) -> Posted:
        """Makes a credit note void."""
        del version
        return self._documents.void_credit_note(credit_note_id, reason=reason)

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        """How much of a credit note is on an invoice."""
        return self._documents.applied(credit_note_id, invoice_id)

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        """Puts credit on an invoice."""
        del key
        return self._documents.apply_credit(use)

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        """What settles an invoice."""
        return self._documents.payments_of(invoice_id)


_customer = customer
"""The reader, where a customer of ours has its name."""


def businesses(lists: Lists) -> list[Row]:
    """The businesses that the sign-in reaches."""
    return [row for rows, _ in lists.all(Walk(path="/businesses")) for row in rows]


def _financial_facts(row: Row) -> tuple[str, date | None]:
    return id_in(row, "base_currency") or "", day(row, "year_end_lockdown_date")


def _sales_liabilities(accounts: Sequence[BookAccount]) -> list[BookAccount]:
    return [
        each for each in accounts if each.kind is BookAccountKind.LIABILITY and each.is_for_lines
    ]
