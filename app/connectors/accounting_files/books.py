"""What the files of a folder tell: our documents by the ledger, the rest by exported lists."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from app.billing.incoming import (
    Allocation,
    BookBalance,
    BookCreditNote,
    BookCustomer,
    BookFamily,
    BookInvoice,
    BookLine,
    BookPayment,
    DocumentStanding,
    PaymentKind,
)
from app.billing.outgoing import OutgoingInvoice, OutgoingLine
from app.connectors.accounting_files.ledger import Entry, Ledger
from app.connectors.accounting_files.paper import Manner
from app.connectors.accounting_files.reading import (
    accounts,
    as_book_customer,
    customers,
    items,
    tax_codes,
    terms,
)
from app.connectors.accounting_files.receipts import payments
from app.connectors.json_value import write_json
from app.values.foreign_record import ForeignRecord
from app.values.plain_form import plain_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The books as far as a folder tells of them."""

    manner: Manner
    ledger: Ledger

    def family(self, family: BookFamily) -> Sequence[ForeignRecord]:
        """Every record of a family."""
        choices: dict[BookFamily, Callable[[], Sequence[ForeignRecord]]] = {
            BookFamily.ACCOUNTS: lambda: accounts(self.manner.folder, self.manner.layout),
            BookFamily.TAX_CODES: lambda: tax_codes(self.manner.folder, self.manner.frame.tax_code),
            BookFamily.ITEMS: lambda: items(self.manner.folder),
            BookFamily.TERMS: lambda: terms(self.manner.folder),
            BookFamily.CUSTOMERS: self.customers,
            BookFamily.INVOICES: partial(self.invoices, None),
            BookFamily.CREDIT_NOTES: partial(self.credit_notes, None),
            BookFamily.PAYMENTS: self.payments,
        }
        return choices[family]()

    def customers(self) -> list[BookCustomer]:
        """Those of the list, and those that we have made and no list shows yet."""
        made = self.ledger.read().customers
        found = {each.source_id: each for each in customers(self.manner.folder, self.manner.layout)}
        for customer_id, customer in made.items():
            listed = found.get(customer_id)
            ours = as_book_customer(customer_id, customer)
            # Programs that know customers by name keep no number of ours.
            found[customer_id] = ours if listed is None else replace(listed, number=customer.number)
        return list(found.values())

    def payments(self) -> list[BookPayment]:
        """The payments that came back by lists."""
        kept = self.ledger.read()
        known = [each.document.number for each in kept.all(is_credit_note=False)]
        return payments(self.manner.folder, self.manner.frame.days, known)

    def invoices(self, numbers: Sequence[str] | None) -> list[BookInvoice]:
        """Our invoices of these numbers, None: all, with what came back for them."""
        kept = self.ledger.read()
        entries = (
            kept.all(is_credit_note=False)
            if numbers is None
            else kept.find(numbers, is_credit_note=False)
        )
        paid = _paid(self.payments()) if entries else {}
        return [_invoice(each, paid.get(each.document.number, Decimal(0))) for each in entries]

    def credit_notes(self, numbers: Sequence[str] | None) -> list[BookCreditNote]:
        """Our credit notes of these numbers, None: all."""
        kept = self.ledger.read()
        entries = (
            kept.all(is_credit_note=True)
            if numbers is None
            else kept.find(numbers, is_credit_note=True)
        )
        return [_credit_note(each) for each in entries]

    def balances(self) -> list[BookBalance]:
        """What customers owe by our invoices, credit notes and the payments that came back."""
        open_: dict[str, Decimal] = {}
        for invoice in self.invoices(None):
            whose = invoice.customer_id or ""
            open_[whose] = open_.get(whose, Decimal(0)) + invoice.balance
        for note in self.credit_notes(None):
            whose = note.customer_id or ""
            open_[whose] = open_.get(whose, Decimal(0)) - note.remaining
        for payment in self.payments():
            whose = payment.customer_id or ""
            if payment.unapplied and not payment.is_void:
                open_[whose] = open_.get(whose, Decimal(0)) - payment.unapplied
        currency = self.manner.frame.currency
        return [
            BookBalance(customer_id=whose, open=amount, currency=currency)
            for whose, amount in open_.items()
        ]


def _paid(found: Iterable[BookPayment]) -> dict[str, Decimal]:
    paid: dict[str, Decimal] = {}
    for payment in found:
        if payment.is_void or payment.kind is PaymentKind.REFUND:
            continue
        for part in payment.allocations:
            paid[part.document_id] = paid.get(part.document_id, Decimal(0)) + _of(part)
    return paid


def _of(part: Allocation) -> Decimal:
    return -part.amount if part.is_credit_note else part.amount


def _invoice(entry: Entry, paid: Decimal) -> BookInvoice:
    made = entry.document
    left = made.total - paid
    standing = DocumentStanding.OPEN
    if paid:
        standing = DocumentStanding.PART_PAID if left > 0 else DocumentStanding.PAID
    return BookInvoice(
        source_id=made.number,
        number=made.number,
        reference=made.reference,
        memo=made.memo,
        customer_id=made.customer_id,
        customer_name=made.customer_id,
        dated_on=made.dated_on,
        due_on=made.due_on if isinstance(made, OutgoingInvoice) else None,
        currency=made.currency,
        total=made.total,
        balance=max(left, Decimal(0)),
        standing=standing,
        lines=tuple(map(_line, made.lines)),
        has_settlements=bool(paid),
        version=entry.file_name,
        raw=write_json(plain_of(made)),
    )


def _credit_note(entry: Entry) -> BookCreditNote:
    made = entry.document
    return BookCreditNote(
        source_id=made.number,
        number=made.number,
        reference=made.reference,
        memo=made.memo,
        customer_id=made.customer_id,
        dated_on=made.dated_on,
        currency=made.currency,
        total=made.total,
        remaining=made.total,
        lines=tuple(map(_line, made.lines)),
        version=entry.file_name,
        raw=write_json(plain_of(made)),
    )


def _line(line: OutgoingLine) -> BookLine:
    return BookLine(
        description=line.description,
        quantity=Decimal(1),
        unit_price=line.amount,
        amount=line.amount,
        account_id=line.account_id,
        item_id=line.item_id,
        tax_code_id=line.tax_code_id,
    )
