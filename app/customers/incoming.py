"""Customers, agreements, time and charges as a PSA tells them, in our words.

Source: ``psa-apis.md`` section 6. None stands for what a system does not tell; a field never holds
a guess. Days are the days written there, never moved by a time zone; their ends lie outside
(half-open) as everywhere here. Amounts are in the record's currency, or the company's where none
is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from app.values.foreign_record import NO_ADDRESS, ForeignRecord, PostalAddress


class PsaFamily(Enum):
    """The kinds of record that are read from a PSA, in the order in which they are read."""

    TERMS = "terms"
    PRODUCTS = "products"
    CUSTOMERS = "customers"
    SITES = "sites"
    CONTACTS = "contacts"
    AGREEMENTS = "agreements"
    AGREEMENT_LINES = "agreement_lines"
    TIME = "time"
    CHARGES = "charges"
    INVOICES = "invoices"
    """Those that the PSA made itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaTerms(ForeignRecord):
    """Terms of payment."""

    name: str = ""
    days: int | None = None
    """Days from the invoice's day until it is due."""
    due_rule: str = ""
    """How the due day is counted, in the system's words, where it is not days alone."""
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaProduct(ForeignRecord):
    """What is sold."""

    code: str = ""
    name: str = ""
    description: str = ""
    unit_price: Decimal | None = None
    gl_code: str | None = None
    category: str = ""
    is_taxable: bool | None = None
    tax_code: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaCustomer(ForeignRecord):
    """Who is served, and perhaps billed."""

    code: str = ""
    """Its short name or number there."""
    name: str = ""
    is_active: bool = True
    status: str = ""
    """Its state in the system's words."""
    external_id: str | None = None
    """Our number, where the system keeps it; blank where it has the place and nothing in it."""
    parent_id: str | None = None
    bill_to_id: str | None = None
    """The customer who is billed in its place; None: itself."""
    billing_address: PostalAddress | None = None
    billing_site_id: str | None = None
    billing_contact_id: str | None = None
    billing_email: str | None = None
    billing_copy_email: str | None = None
    phone: str | None = None
    tax_code: str | None = None
    tax_number: str | None = None
    is_tax_exempt: bool | None = None
    currency: str | None = None
    """ISO 4217 where it can be told."""
    terms_id: str | None = None
    terms_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaSite(ForeignRecord):
    """A place where a customer is served."""

    customer_id: str = ""
    name: str = ""
    address: PostalAddress = NO_ADDRESS
    phone: str | None = None
    is_billing: bool = False
    is_primary: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaContact(ForeignRecord):
    """A person at a customer."""

    customer_id: str = ""
    site_id: str | None = None
    first_name: str = ""
    last_name: str = ""
    email: str | None = None
    phone: str | None = None
    is_billing: bool = False
    is_primary: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaAgreement(ForeignRecord):
    """What a customer has agreed to pay regularly."""

    customer_id: str = ""
    bill_to_id: str | None = None
    billing_contact_id: str | None = None
    billing_site_id: str | None = None
    site_id: str | None = None
    number: str = ""
    name: str = ""
    purchase_order: str | None = None
    kind: str = ""
    """Its type, in the system's words."""
    status: str = ""
    is_active: bool = True
    starts_on: date | None = None
    ends_on: date | None = None
    """The first day on which it no longer runs; None: it has no end."""
    cycle: str = ""
    """How often it is billed, in the system's words."""
    base_amount: Decimal | None = None
    """Per cycle, beside its lines; None where it consists of lines alone."""
    covered_hours: Decimal | None = None
    covered_amount: Decimal | None = None
    terms_id: str | None = None
    currency: str | None = None
    is_taxable: bool | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaAgreementLine(ForeignRecord):
    """One line of an agreement: so many of a product, at a price, for a time."""

    agreement_id: str = ""
    customer_id: str | None = None
    site_id: str | None = None
    product_id: str | None = None
    product_code: str = ""
    description: str = ""
    """What is to stand on the invoice."""
    quantity: Decimal = Decimal(0)
    """How many are billed: what is included is taken off, and never below 0."""
    quantity_total: Decimal | None = None
    """How many there are, included ones too, where it is told."""
    quantity_included: Decimal | None = None
    unit_price: Decimal | None = None
    is_billable: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    """The first day on which it is no longer billed; None: it has no end."""
    cycle: str | None = None
    is_taxable: bool | None = None
    tax_code: str | None = None
    serial_number: str | None = None
    """A telephone or serial number, where the line names one."""
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaTimeEntry(ForeignRecord):
    """Work that was done."""

    customer_id: str | None = None
    agreement_id: str | None = None
    site_id: str | None = None
    ticket_id: str | None = None
    worker: str = ""
    work_type: str = ""
    worked_on: date | None = None
    hours: Decimal = Decimal(0)
    """As worked."""
    billable_hours: Decimal | None = None
    """As billed; None where the system tells it only later."""
    rate: Decimal | None = None
    """Per hour; None where the system tells it only later, as after approval."""
    amount: Decimal | None = None
    is_billable: bool = False
    is_approved: bool = False
    is_billed: bool = False
    """Billed by the PSA or by another program; our own billing is known to us, not read here."""
    billed_reference: str | None = None
    """The invoice or moment by which it was billed."""
    text: str = ""
    is_taxable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaCharge(ForeignRecord):
    """A one-time charge: goods, an expense, a set-up fee."""

    kind: str = ""
    """Which of the system's several kinds; its id is unique across them: ``kind:id`` there."""
    customer_id: str | None = None
    agreement_id: str | None = None
    site_id: str | None = None
    ticket_id: str | None = None
    product_id: str | None = None
    product_code: str = ""
    description: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    charged_on: date | None = None
    is_billable: bool = False
    is_billed: bool = False
    billed_reference: str | None = None
    is_taxable: bool | None = None
    tax_code: str | None = None
    external_id: str | None = None
    """Our reference, where the system keeps one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PsaInvoice(ForeignRecord):
    """An invoice that the PSA made itself."""

    customer_id: str | None = None
    number: str = ""
    dated_on: date | None = None
    due_on: date | None = None
    currency: str | None = None
    total: Decimal | None = None
    balance: Decimal | None = None
    status: str = ""
    is_closed: bool = False
    paid_on: date | None = None
    our_number: str | None = None
    """Our invoice's number, where the system keeps it."""


PSA_RECORDS: Final[Mapping[PsaFamily, type[ForeignRecord]]] = {
    PsaFamily.TERMS: PsaTerms,
    PsaFamily.PRODUCTS: PsaProduct,
    PsaFamily.CUSTOMERS: PsaCustomer,
    PsaFamily.SITES: PsaSite,
    PsaFamily.CONTACTS: PsaContact,
    PsaFamily.AGREEMENTS: PsaAgreement,
    PsaFamily.AGREEMENT_LINES: PsaAgreementLine,
    PsaFamily.TIME: PsaTimeEntry,
    PsaFamily.CHARGES: PsaCharge,
    PsaFamily.INVOICES: PsaInvoice,
}
"""What a pull of each family yields."""
