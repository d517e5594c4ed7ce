"""What a world is made of: plain values in no vendor's words; ``world.py`` makes them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Billable(StrEnum):
    """Whether something is charged."""

    YES = "yes"
    NO = "no"
    NO_CHARGE = "no_charge"
    """Shown to the customer at no charge."""


class TimeState(StrEnum):
    """How far a time entry is on its way to a bill."""

    OPEN = "open"
    APPROVED = "approved"
    BILLED = "billed"
    WRITTEN_OFF = "written_off"


class Standing(StrEnum):
    """Where an agreement stands."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; ``region`` is the state's or province's code, ``country`` two letters."""

    line1: str
    line2: str = ""
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of a customer."""

    id: int
    name: str
    address: Address
    phone: str
    """Ten digits, or ''."""
    is_primary: bool
    is_billing: bool
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at a customer."""

    id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    is_billing: bool
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When an invoice is due."""

    id: int
    name: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is sold; ``billed`` is monthly, quarterly, yearly or once."""

    id: int
    code: str
    name: str
    gl_code: str
    price: Decimal
    billed: str
    is_taxable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GlAccount:
    """An account of the ledger; ``kind`` is income, bank, receivable, liability or expense."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A recurring line of an agreement."""

    id: int
    product: Product
    description: str
    quantity: Decimal
    included: Decimal
    """Units that the agreement's base amount already covers."""
    unit_price: Decimal
    billable: Billable
    starts_on: date
    ends_on: date | None
    is_taxable: bool
    site_id: int | None
    numbers: tuple[str, ...] = ()
    """The telephone numbers (ten digits) really provisioned for it."""
    is_counted: bool = False
    """Systems that count linked records count ``numbers`` for this line's quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a customer signed; ``cycle`` is monthly, quarterly or yearly."""

    id: int
    number: str
    name: str
    kind: str
    standing: Standing
    starts_on: date
    ends_on: date | None
    cycle: str
    is_in_advance: bool
    base_amount: Decimal
    covered_hours: Decimal
    """Hours of work a month that the base amount covers."""
    site_id: int | None
    lines: tuple[Line, ...]
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Work done for a customer; ``amount`` is what is to be charged, 0 when covered."""

    id: int
    ticket: int
    agreement_id: int | None
    member: str
    started_at: datetime
    hours: Decimal
    billable_hours: Decimal
    rate: Decimal
    amount: Decimal
    billable: Billable
    state: TimeState
    invoice_number: str
    """The invoice that the PSA itself billed it on, or ''."""
    text: str
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Something charged once."""

    id: int
    agreement_id: int | None
    product: Product
    description: str
    quantity: Decimal
    unit_price: Decimal
    charged_on: date
    billable: Billable
    is_cancelled: bool
    invoice_number: str
    reference: str
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer as the PSA knows it."""

    id: int
    code: str
    """Short, unique, seen by users: ``REDSTONEPH``."""
    account: str
    """Our account number where somebody wrote it in, else ''."""
    name: str
    is_active: bool
    is_deleted: bool
    phone: str
    billing_email: str
    website: str
    terms_id: int
    is_tax_exempt: bool
    currency: str
    bill_to_id: int | None
    """Another customer who gets the bills."""
    sites: tuple[Site, ...]
    contacts: tuple[Contact, ...]
    agreements: tuple[Agreement, ...]
    times: tuple[Time, ...]
    charges: tuple[Charge, ...]
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """A line of an older invoice."""

    product: Product
    description: str
    quantity: Decimal
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity by price, to the cent."""
        return (self.quantity * self.unit_price).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An older invoice, without tax; ``customer_id`` is of the side that holds it."""

    id: int
    number: str
    customer_id: int
    dated_on: date
    due_on: date
    lines: tuple[InvoiceLine, ...]
    paid: Decimal
    """What PSA users marked as paid; in the accounting system the payments tell."""
    modified_at: datetime

    @property
    def total(self) -> Decimal:
        """The sum of its lines."""
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCustomer:
    """A customer as the accounting system knows it."""

    id: int
    name: str
    account: str
    """Our account number where somebody wrote it in, else ''."""
    contact: str
    email: str
    phone: str
    address: Address
    terms_id: int
    currency: str
    is_active: bool
    is_tax_exempt: bool
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPayment:
    """Money in; what is not allocated is the customer's credit."""

    id: int
    customer_id: int
    paid_on: date
    amount: Decimal
    reference: str
    allocations: tuple[tuple[int, Decimal], ...]
    """Pairs of invoice id and amount."""
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything; the accounting side's ids are its own, unlike the PSA's."""

    company: str
    customers: tuple[Customer, ...]
    terms: tuple[Terms, ...]
    products: tuple[Product, ...]
    gl_accounts: tuple[GlAccount, ...]
    members: tuple[str, ...]
    psa_invoices: tuple[Invoice, ...]
    """Made by the PSA itself before we billed."""
    book_customers: tuple[BookCustomer, ...]
    book_invoices: tuple[Invoice, ...]
    book_payments: tuple[BookPayment, ...]
