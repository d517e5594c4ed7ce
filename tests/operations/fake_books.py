"""Books in memory behind our own port: exact, stateful, and broken on demand.

Each call may be told beforehand what befalls it: lost before it arrived, lost after it was carried
out, turned away. Numbers may be used twice by others, as the strictest of the real ones forbid and
the laxest allow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from app.billing.incoming import (
    Allocation,
    BookAccount,
    BookAccountKind,
    BookBalance,
    BookCreditNote,
    BookCustomer,
    BookFamily,
    BookInvoice,
    BookItem,
    BookLine,
    BookPayment,
    BookTaxCode,
    DocumentStanding,
    PaymentKind,
)
from app.billing.outgoing import (
    CreditUse,
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingItem,
)
from app.connectors import registry
from app.connectors.dealings import Ability, Choices, Company, Foreseen, Page, Posted, Right
from app.connectors.pacing import Limit
from app.connectors.ports import Settings
from app.connectors.system import AccountingSystem, Opening, SecretField, Setting, System
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from app.operations.connect_systems import SignIn, connect_system
from app.operations.office import Office
from app.values.foreign_record import ForeignRecord

KEY = "fakebooks"
ENDED = {DocumentStanding.VOID, DocumentStanding.DELETED}


@dataclass
class FakeBooks:
    """The other side: what it holds, and what befalls the next calls."""

    tenant: str = "T1"
    needs_items: bool = False
    has_keys: bool = True
    """Whether it remembers keys, and answers a second call of one as it did the first."""
    batch: int = 1
    adds_tax: Decimal = Decimal(0)
    customers: dict[str, BookCustomer] = field(default_factory=dict)
    invoices: dict[str, BookInvoice] = field(default_factory=dict)
    notes: dict[str, BookCreditNote] = field(default_factory=dict)
    payments: dict[str, BookPayment] = field(default_factory=dict)
    items: dict[str, BookItem] = field(default_factory=dict)
    befalls: list[str] = field(default_factory=list)
    """Of the next writes: lost_before, lost_after, away, refused, signed_out or blank."""
    is_down: bool = False
    calls: list[str] = field(default_factory=list)
    keys: dict[str, Posted] = field(default_factory=dict)
    serial: int = 0
    walks: int = 0
    """How often customers were looked for in the whole list."""
    abilities: frozenset[Ability] = frozenset(Ability)
    journal: list[tuple[str, Decimal]] = field(default_factory=list)
    """What customers owe by no document."""

    def next_id(self) -> str:
        self.serial += 1
        return f"B{self.serial}"

    def befallen(self, what: str) -> str:
        """What befalls this write; raises where it never arrives."""
        self.calls.append(what)
        self.look()
        fate = self.befalls.pop(0) if self.befalls else ""
        if fate == "lost_before":
            raise RemoteUnavailable("Lost.", may_have_happened=True)
        if fate == "away":
            raise RemoteUnavailable("Too many calls.")
        if fate == "signed_out":
            raise SignInNeeded("Signed out.")
        if fate == "refused":
            raise RemoteRefused("Refused.", "It does not like it.")
        return fate

    def look(self) -> None:
        if self.is_down:
            raise RemoteUnavailable("It is down.")

    def standing(self, number: str) -> list[BookInvoice]:
        return [e for e in self.invoices.values() if e.number == number and e.standing not in ENDED]

    # ---------------------------------------------------------------- by somebody else

    def pay(self, number: str, amount: Decimal, *, unapplied: Decimal = Decimal(0)) -> str:
        (invoice,) = self.standing(number)
        balance = invoice.balance - amount
        standing = DocumentStanding.PAID if balance <= 0 else DocumentStanding.PART_PAID
        self.invoices[invoice.source_id] = replace(
            invoice,
            balance=balance,
            standing=standing,
            has_settlements=True,
            version=self.next_id(),
        )
        payment_id = self.next_id()
        self.payments[payment_id] = BookPayment(
            source_id=payment_id,
            customer_id=invoice.customer_id,
            total=amount + unapplied,
            unapplied=unapplied,
            allocations=(Allocation(document_id=invoice.source_id, amount=amount),),
            raw="{}",
        )
        return payment_id

    def unpay(self, payment_id: str) -> None:
        payment = self.payments[payment_id]
        self.payments[payment_id] = replace(payment, is_gone=True)
        for part in payment.allocations:
            invoice = self.invoices[part.document_id]
            balance = invoice.balance + part.amount
            standing = DocumentStanding.OPEN
            settled = any(
                each.document_id == invoice.source_id
                for other in self.payments.values()
                if not other.is_gone
                for each in other.allocations
            )
            if settled:
                standing = DocumentStanding.PART_PAID
            self.invoices[part.document_id] = replace(
                invoice, balance=balance, standing=standing, has_settlements=settled
            )

    def put_on(self, note: BookCreditNote, invoice: BookInvoice, amount: Decimal) -> str:
        self.notes[note.source_id] = replace(note, remaining=note.remaining - amount)
        self.invoices[invoice.source_id] = replace(
            invoice, balance=invoice.balance - amount, has_settlements=True
        )
        payment_id = self.next_id()
        self.payments[payment_id] = BookPayment(
            source_id=payment_id,
            kind=PaymentKind.CREDIT,
            customer_id=note.customer_id,
            total=amount,
            credit_note_id=note.source_id,
            allocations=(Allocation(document_id=invoice.source_id, amount=amount),),
            raw="{}",
        )
        return payment_id

    def take_off(self, payment_id: str) -> None:
        """Somebody takes credit off an invoice again."""
        payment = self.payments[payment_id]
        note = self.notes[str(payment.credit_note_id)]
        self.notes[note.source_id] = replace(note, remaining=note.remaining + payment.total)
        self.unpay(payment_id)

    def end(self, number: str, standing: DocumentStanding) -> None:
        for invoice in self.standing(number):
            self.invoices[invoice.source_id] = replace(
                invoice,
                standing=standing,
                balance=Decimal(0),
                total=Decimal(0),
                version=self.next_id(),
            )

    def edit(self, number: str, amount: Decimal) -> None:
        for invoice in self.standing(number):
            line = BookLine(description="by hand", amount=amount)
            self.invoices[invoice.source_id] = replace(
                invoice, total=amount, balance=amount, lines=(line,), version=self.next_id()
            )


@dataclass
class FakePort:
    """The port over the books."""

    books: FakeBooks

    def company(self) -> Company:
        self.books.look()
        return Company(tenant_id=self.books.tenant, name="Cedar Fork Books", currency="USD")

    def rights(self) -> list[Right]:
        return [Right(name="reads customers", is_given=True)]

    def choices(self) -> Choices:
        self.books.look()
        return Choices(
            accounts=(
                *(
                    BookAccount(
                        source_id=f"A{code}", code=code, name=code, kind=BookAccountKind.INCOME
                    )
                    for code in ("4010", "4050", "4060")
                ),
                BookAccount(
                    source_id="A9", code="2200", name="Taxes", kind=BookAccountKind.LIABILITY
                ),
            ),
            items=tuple(self.books.items.values()),
            tax_codes=(BookTaxCode(source_id="NON", code="NON", is_untaxed=True),),
            needs_items=self.books.needs_items,
        )

    def pull(self, family: BookFamily, *, since: str | None) -> Iterator[Page]:
        self.books.look()
        held: Mapping[BookFamily, Mapping[str, ForeignRecord]] = {
            BookFamily.CUSTOMERS: self.books.customers,
            BookFamily.INVOICES: self.books.invoices,
            BookFamily.CREDIT_NOTES: self.books.notes,
            BookFamily.PAYMENTS: self.books.payments,
        }
        rows = list(held[family].values())
        half = len(rows) // 2
        is_whole = since is None
        yield Page(records=rows[:half], is_whole=is_whole)
        yield Page(records=rows[half:], mark=str(self.books.serial), is_whole=is_whole)

    def balances(self) -> Iterator[Sequence[BookBalance]]:
        self.books.look()
        open_ = dict.fromkeys(self.books.customers, Decimal(0))
        owed = [
            *((e.customer_id, e.balance) for e in self.books.invoices.values() if _stands(e)),
            *((e.customer_id, -e.remaining) for e in self.books.notes.values() if _stands(e)),
            *((e.customer_id, -e.unapplied) for e in self.books.payments.values() if _stands(e)),
            *self.books.journal,
        ]
        for customer_id, amount in owed:
            if customer_id is not None:
                open_[customer_id] = open_.get(customer_id, Decimal(0)) + amount
        yield [BookBalance(customer_id=each, open=amount) for each, amount in open_.items()]

    def find_customers(self, customer: OutgoingCustomer) -> list[BookCustomer]:
        self.books.look()
        return [
            each
            for each in self.books.customers.values()
            if each.number == customer.number or each.name == customer.name
        ]

    def find_all_customers(self, customers: Sequence[OutgoingCustomer]) -> list[list[BookCustomer]]:
        self.books.walks += 1
        return [self.find_customers(each) for each in customers]

    def create_customer(self, customer: OutgoingCustomer, *, key: str) -> Posted:
        fate = self.books.befallen(f"create customer {customer.number}")
        if key in self.books.keys:
            return self.books.keys[key]
        if any(each.name == customer.name for each in self.books.customers.values()):
            raise RemoteRefused("Duplicate name.")
        made = BookCustomer(
            source_id=self.books.next_id(), name=customer.name, number=customer.number
        )
        self.books.customers[made.source_id] = made
        return self._told(fate, key, Posted(id=made.source_id, number=customer.number))

    def update_customer(
        self, customer_id: str, customer: OutgoingCustomer, *, version: str, key: str
    ) -> Posted:
        del version, key
        fate = self.books.befallen(f"update customer {customer.number}")
        known = self.books.customers[customer_id]
        self.books.customers[customer_id] = replace(known, name=customer.name)
        return self._told(fate, "", Posted(id=customer_id, number=customer.number))

    def create_item(self, item: OutgoingItem, *, key: str) -> Posted:
        fate = self.books.befallen(f"create item {item.name}")
        for each in self.books.items.values():
            if each.name == item.name:
                return Posted(id=each.source_id, number=item.name)
        made = BookItem(
            source_id=self.books.next_id(),
            name=item.name,
            account_id=item.account_id,
            is_taxable=False,
        )
        self.books.items[made.source_id] = made
        return self._told(fate, key, Posted(id=made.source_id, number=item.name))

    def find_invoices(self, numbers: Sequence[str]) -> list[BookInvoice]:
        assert len(numbers) <= max(self.books.batch, 1)
        self.books.look()
        return [each for each in self.books.invoices.values() if each.number in numbers]

    def read_invoice(self, invoice_id: str) -> BookInvoice | None:
        self.books.look()
        found = self.books.invoices.get(invoice_id)
        return None if found is None or found.standing is DocumentStanding.DELETED else found

    def foresee(self, document: OutgoingInvoice | OutgoingCreditNote, choices: Choices) -> Foreseen:
        del choices
        problems = ("Its number is too long.",) if len(document.number) > 21 else ()
        return Foreseen(total=document.total, problems=problems)

    def create_invoice(self, invoice: OutgoingInvoice, *, key: str) -> Posted:
        (answer,) = self.create_invoices([(invoice, key)])
        if isinstance(answer, RemoteRefused):
            raise answer
        return answer

    def create_invoices(
        self, invoices: Sequence[tuple[OutgoingInvoice, str]]
    ) -> list[Posted | RemoteRefused]:
        numbers = " ".join(invoice.number for invoice, _ in invoices)
        fate = self.books.befallen(f"create {numbers}")
        answers: list[Posted | RemoteRefused] = []
        for invoice, key in invoices:
            answers.append(self._made(invoice, key))
        if fate == "lost_after":
            raise RemoteUnavailable("Lost.", may_have_happened=True)
        return answers

    def _made(self, invoice: OutgoingInvoice, key: str) -> Posted | RemoteRefused:
        if self.books.has_keys and key in self.books.keys:
            return self.books.keys[key]
        if invoice.customer_id not in self.books.customers:
            return RemoteRefused(f"No customer {invoice.customer_id}.")
        total = invoice.total + self.books.adds_tax
        made = BookInvoice(
            source_id=self.books.next_id(),
            number=invoice.number,
            customer_id=invoice.customer_id,
            dated_on=invoice.dated_on,
            due_on=invoice.due_on,
            currency=invoice.currency,
            total=total,
            tax_total=self.books.adds_tax,
            balance=total,
            lines=tuple(BookLine(amount=line.amount) for line in invoice.lines),
            version=self.books.next_id(),
        )
        self.books.invoices[made.source_id] = made
        answer = Posted(id=made.source_id, number=made.number, total=total, version=made.version)
        self.books.keys[key] = answer
        return answer

    def update_invoice(
        self, invoice_id: str, invoice: OutgoingInvoice, *, version: str, key: str
    ) -> Posted:
        fate = self.books.befallen(f"update {invoice.number}")
        known = self.books.invoices[invoice_id]
        if known.version != version or known.has_settlements:
            raise RemoteRefused("Stale.")
        now = replace(
            known,
            total=invoice.total,
            balance=invoice.total,
            lines=tuple(BookLine(amount=line.amount) for line in invoice.lines),
            version=self.books.next_id(),
        )
        self.books.invoices[invoice_id] = now
        answer = Posted(id=invoice_id, number=now.number, total=now.total, version=now.version)
        return self._told(fate, key, answer)

    def void_invoice(self, invoice_id: str, *, version: str, reason: str) -> Posted:
        del version, reason
        known = self.books.invoices[invoice_id]
        fate = self.books.befallen(f"void {known.number}")
        if known.has_settlements:
            raise RemoteRefused("It is paid.")
        self.books.invoices[invoice_id] = replace(
            known, standing=DocumentStanding.VOID, balance=Decimal(0)
        )
        return self._told(fate, "", Posted(id=invoice_id, number=known.number))

    def find_credit_notes(self, numbers: Sequence[str]) -> list[BookCreditNote]:
        self.books.look()
        return [each for each in self.books.notes.values() if each.number in numbers]

    def create_credit_note(self, note: OutgoingCreditNote, *, key: str) -> Posted:
        fate = self.books.befallen(f"create {note.number}")
        made = BookCreditNote(
            source_id=self.books.next_id(),
            number=note.number,
            customer_id=note.customer_id,
            total=note.total,
            remaining=note.total,
        )
        self.books.notes[made.source_id] = made
        return self._told(
            fate, key, Posted(id=made.source_id, number=note.number, total=note.total)
        )

    def void_credit_note(self, credit_note_id: str, *, version: str, reason: str) -> Posted:
        del version, reason
        known = self.books.notes[credit_note_id]
        fate = self.books.befallen(f"void {known.number}")
        self.books.notes[credit_note_id] = replace(known, standing=DocumentStanding.VOID)
        return self._told(fate, "", Posted(id=credit_note_id, number=known.number))

    def applied(self, credit_note_id: str, invoice_id: str) -> Decimal:
        self.books.look()
        return sum(
            (
                part.amount
                for each in self.books.payments.values()
                if each.credit_note_id == credit_note_id and not each.is_gone
                for part in each.allocations
                if part.document_id == invoice_id
            ),
            Decimal(0),
        )

    def apply_credit(self, use: CreditUse, *, key: str) -> Posted:
        fate = self.books.befallen(f"apply {use.amount}")
        if key in self.books.keys and self.books.has_keys:
            return self.books.keys[key]
        note = self.books.notes[use.credit_note_id]
        invoice = self.books.invoices[use.invoice_id]
        if use.amount > min(note.remaining, invoice.balance):
            raise RemoteRefused("It is too much.")
        made = self.books.put_on(note, invoice, use.amount)
        return self._told(fate, key, Posted(id=made, number="", total=use.amount))

    def payments_of(self, invoice_id: str) -> list[BookPayment]:
        return [
            each
            for each in self.books.payments.values()
            if any(part.document_id == invoice_id for part in each.allocations)
        ]

    def close(self) -> None:
        return

    def _told(self, fate: str, key: str, answer: Posted) -> Posted:
        if key:
            self.books.keys[key] = answer
        if fate == "lost_after":
            raise RemoteUnavailable("Lost.", may_have_happened=True)
        return answer


def _stands(each: BookInvoice | BookCreditNote | BookPayment) -> bool:
    return not each.is_gone and getattr(each, "standing", None) not in ENDED


def fake_system(books: FakeBooks) -> AccountingSystem:
    def limits(_settings: Settings) -> tuple[Limit, ...]:
        return ()

    def opened(_opening: Opening) -> FakePort:
        return FakePort(books)

    return System(
        key=KEY,
        title="The Books",
        settings=(Setting(name="api_url", doc="Where", default="https://books.example"),),
        secrets=(SecretField(name="api_key", doc="The key"),),
        families=(
            BookFamily.CUSTOMERS,
            BookFamily.INVOICES,
            BookFamily.CREDIT_NOTES,
            BookFamily.PAYMENTS,
        ),
        abilities=books.abilities,
        limits=limits,
        open=opened,
        batch_size=books.batch,
    )


def nobody() -> SignIn:
    def never(*_: object) -> str:
        raise AssertionError

    return SignIn(browse=never, paste=never, choose=never)


def connect_books(office: Office, books: FakeBooks, patch: pytest.MonkeyPatch) -> FakeBooks:
    """The company connected to these books; the keyring must be one of tests."""
    patch.setitem(registry.ACCOUNTING_SYSTEMS, KEY, fake_system(books))
    connect_system(office, KEY, {"api_key": "hush-of-books"}, sign_in=nobody())
    return books
