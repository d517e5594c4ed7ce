"""Customers, invoices, credits, payments and lists as an accounting system tells them.

Source: ``accounting-apis.md`` section 6. None stands for what a system does not tell. Amounts are
in the record's currency and never below 0, but for the balance of an account or a customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from app.values.foreign_record import ForeignRecord, PostalAddress


class BookFamily(Enum):
    """The kinds of record that are read from an accounting system, in the order of reading."""

    ACCOUNTS = "accounts"
    TAX_CODES = "tax_codes"
    ITEMS = "items"
    TERMS = "terms"
    CUSTOMERS = "customers"
    INVOICES = "invoices"
    CREDIT_NOTES = "credit_notes"
    PAYMENTS = "payments"
    """Money in, credits applied, and refunds."""


class BookAccountKind(Enum):
    """What an account in the books is for."""

    INCOME = "income"
    LIABILITY = "liability"
    """Short-term: where taxes lie until they are paid on."""
    BANK = "bank"
    RECEIVABLE = "receivable"
    EXPENSE = "expense"
    ASSET = "asset"
    EQUITY = "equity"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAccount(ForeignRecord):
    """An account of the general ledger."""

    code: str = ""
    """Its number; blank where the company numbers none."""
    name: str = ""
    kind: BookAccountKind = BookAccountKind.OTHER
    type_words: str = ""
    """Its type in the system's words."""
    is_active: bool = True
    is_for_lines: bool = True
    """Whether an invoice line may go there: no system, bank or hidden account."""
    balance: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookItem(ForeignRecord):
    """A product or service of the books, where lines go to accounts through one."""

    code: str = ""
    name: str = ""
    account_id: str | None = None
    """The account to which its sales go."""
    is_taxable: bool | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTaxCode(ForeignRecord):
    """A tax code or rate that a line may carry."""

    code: str = ""
    name: str = ""
    rate_percent: Decimal | None = None
    is_untaxed: bool = False
    """Whether a line with it is surely not taxed: none, exempt, out of scope."""
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTerms(ForeignRecord):
    """Terms of payment."""

    name: str = ""
    days: int | None = None
    day_of_month: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCustomer(ForeignRecord):
    """A customer in the books."""

    name: str = ""
    """By which the system tells it from others."""
    company_name: str = ""
    number: str | None = None
    """Our account number, from the place or trail where the connector writes it."""
    email: str | None = None
    phone: str | None = None
    address: PostalAddress | None = None
    terms_id: str | None = None
    terms_days: int | None = None
    currency: str | None = None
    balance: Decimal | None = None
    is_active: bool = True
    merged_into_id: str | None = None
    version: str = ""


class DocumentStanding(Enum):
    """Where an invoice or credit note stands in the books."""

    DRAFT = "draft"
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    """Nothing is open; of a credit note: all of it is used."""
    VOID = "void"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One line of an invoice or credit note in the books."""

    line_id: str = ""
    description: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal = Decimal(0)
    """Without tax."""
    tax_amount: Decimal | None = None
    account_id: str | None = None
    item_id: str | None = None
    tax_code_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInvoice(ForeignRecord):
    """An invoice in the books, ours or made elsewhere."""

    number: str = ""
    reference: str = ""
    memo: str = ""
    customer_id: str | None = None
    customer_name: str = ""
    dated_on: date | None = None
    due_on: date | None = None
    currency: str | None = None
    total: Decimal = Decimal(0)
    tax_total: Decimal = Decimal(0)
    """What the other system added as tax: 0 on what we posted."""
    balance: Decimal = Decimal(0)
    """What is still open."""
    standing: DocumentStanding = DocumentStanding.OPEN
    lines: tuple[BookLine, ...] = ()
    has_settlements: bool = False
    """Whether a payment or credit is applied to it: it can then not be changed or made void."""
    version: str = ""
    """What an update must name, so that nobody's change is overwritten; or the last stamp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A part of a payment or credit, on one document."""

    document_id: str
    """Its id in the books; of an invoice unless ``is_credit_note``."""
    document_number: str = ""
    amount: Decimal = Decimal(0)
    applied_on: date | None = None
    is_credit_note: bool = False
    """On a credit note: it uses credit up, in place of settling what is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCreditNote(ForeignRecord):
    """A credit note in the books; its application comes with it, or as a payment of CREDIT kind."""

    number: str = ""
    reference: str = ""
    memo: str = ""
    customer_id: str | None = None
    dated_on: date | None = None
    currency: str | None = None
    total: Decimal = Decimal(0)
    tax_total: Decimal = Decimal(0)
    remaining: Decimal = Decimal(0)
    """What is not applied yet."""
    standing: DocumentStanding = DocumentStanding.OPEN
    lines: tuple[BookLine, ...] = ()
    version: str = ""


class PaymentKind(Enum):
    """What kind of settlement a record is."""

    PAYMENT = "payment"
    OVERPAYMENT = "overpayment"
    """Money that came beyond what was owed, kept apart by the system."""
    PREPAYMENT = "prepayment"
    CREDIT = "credit"
    """A credit note put on invoices; no money moves, ``total`` is what was put."""
    REFUND = "refund"
    """Money given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPayment(ForeignRecord):
    """Money in, or credit applied, with every invoice it settles.

    It is always told whole: a change of its allocations comes as the whole payment again, so what
    was known of it is replaced, never added to. Gone, or void with total 0: its allocations end.
    """

    kind: PaymentKind = PaymentKind.PAYMENT
    is_void: bool = False
    customer_id: str | None = None
    paid_on: date | None = None
    total: Decimal = Decimal(0)
    """Allocations on invoices and what is unapplied, together."""
    unapplied: Decimal = Decimal(0)
    currency: str | None = None
    reference: str = ""
    method: str = ""
    deposit_account_id: str | None = None
    group_id: str | None = None
    """What payments share that came as one cheque or transfer."""
    credit_note_id: str | None = None
    """Of CREDIT: the credit note that was used."""
    allocations: tuple[Allocation, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookBalance:
    """What a customer owes by the books."""

    customer_id: str
    open: Decimal
    """Owed less credit that is not applied."""
    overdue: Decimal | None = None
    currency: str | None = None


BOOK_RECORDS: Final[Mapping[BookFamily, type[ForeignRecord]]] = {
    BookFamily.ACCOUNTS: BookAccount,
    BookFamily.TAX_CODES: BookTaxCode,
    BookFamily.ITEMS: BookItem,
    BookFamily.TERMS: BookTerms,
    BookFamily.CUSTOMERS: BookCustomer,
    BookFamily.INVOICES: BookInvoice,
    BookFamily.CREDIT_NOTES: BookCreditNote,
    BookFamily.PAYMENTS: BookPayment,
}
"""What a pull of each family yields."""
