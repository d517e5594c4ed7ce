"""The sheets in which a PSA is written down: one for each kind of record.

Ids are whatever the PSA or the user calls its records; they tie the sheets together. Last days are
written as people write them: the last day that still counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.customers.incoming import PsaFamily
from app.values.sheet import Kind, Sheet, column


def _id(what: str, example: str) -> str:
    found: str = column(Kind.TEXT, f"Id of the {what}, each once", required=True, example=example)
    return found


def _text(doc: str, example: str = "") -> str | None:
    found: str | None = column(Kind.TEXT, doc, example=example)
    return found


def _of_customer() -> str:
    found: str = column(
        Kind.TEXT, "Whose it is", required=True, example="201", refers="customers.id"
    )
    return found


def _yes(doc: str) -> bool:
    found: bool = column(Kind.YES_NO, doc, default=True, example="yes")
    return found


def _no(doc: str) -> bool:
    found: bool = column(Kind.YES_NO, doc, default=False, example="no")
    return found


def _known(doc: str) -> bool | None:
    found: bool | None = column(Kind.YES_NO, f"{doc}; blank: not known")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRow:
    """Terms of payment."""

    id: str = _id("terms", "3")
    name: str = column(Kind.TEXT, "Name", required=True, example="Net 30")
    days: int | None = column(Kind.INTEGER, "Days until due", example="30")
    due_rule: str | None = _text("How the due day is counted, where it is not days alone")
    active: bool = _yes("Still in use?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """What is sold."""

    id: str = _id("product", "DID")
    code: str | None = _text("Code; blank: its id", "DID")
    name: str = column(Kind.TEXT, "Name", required=True, example="Telephone number")
    description: str | None = _text("Description")
    unit_price: Decimal | None = column(Kind.MONEY, "Price of one", example="2.50")
    gl_code: str | None = _text("GL code", "4010")
    category: str | None = _text("Category")
    taxable: bool | None = _known("Taxable?")
    tax_code: str | None = _text("Tax code")
    active: bool = _yes("Still sold?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """Who is served."""

    id: str = _id("customer", "201")
    number: str | None = _text("Short name or number in the PSA", "ALDER")
    name: str = column(Kind.TEXT, "Name", required=True, example="Alder Creek Dental")
    active: bool = _yes("Still a customer?")
    status: str | None = _text("Its state in the PSA's words")
    external_id: str | None = _text("Our account number", "10001")
    parent_id: str | None = _text("Id of the customer above it")
    bill_to_id: str | None = _text("Id of the customer who is billed in its place")
    address_line1: str | None = _text("Billing address: street", "5610 Olde Mill Road")
    address_line2: str | None = _text("Suite, floor")
    address_line3: str | None = _text("Third line")
    city: str | None = _text("City", "Arvada")
    region: str | None = _text("State or province", "CO")
    postal_code: str | None = _text("ZIP or postal code", "80002")
    country: str | None = _text("Country, two letters", "US")
    billing_site_id: str | None = _text("Id of the site to which is billed")
    billing_contact_id: str | None = _text("Id of the contact who gets the invoices")
    billing_email: str | None = _text("Address for invoices", "ap@aldercreek.example")
    billing_copy_email: str | None = _text("Address for copies of them")
    phone: str | None = _text("Telephone number", "303-555-0106")
    tax_code: str | None = _text("Tax code")
    tax_number: str | None = _text("Tax number")
    tax_exempt: bool | None = _known("Exempt from tax?")
    currency: str | None = _text("Currency, three letters", "USD")
    terms_id: str | None = _text("Id of its terms", "3")
    terms_days: int | None = column(Kind.INTEGER, "Days until due", example="30")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """Where a customer is served."""

    id: str = _id("site", "1010")
    customer_id: str = _of_customer()
    name: str | None = _text("Name", "Arvada")
    address_line1: str | None = _text("Street", "5610 Olde Mill Road")
    address_line2: str | None = _text("Suite, floor")
    address_line3: str | None = _text("Third line")
    city: str | None = _text("City", "Arvada")
    region: str | None = _text("State or province", "CO")
    postal_code: str | None = _text("ZIP or postal code", "80002")
    country: str | None = _text("Country, two letters", "US")
    phone: str | None = _text("Telephone number")
    billing: bool = _no("Are invoices sent there?")
    primary: bool = _no("The main site?")
    active: bool = _yes("Still in use?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A person at a customer."""

    id: str = _id("contact", "3010")
    customer_id: str = _of_customer()
    site_id: str | None = _text("Id of the site")
    first_name: str | None = _text("First name", "Jo")
    last_name: str | None = _text("Last name", "Dunmore")
    email: str | None = _text("E-mail address", "jo@aldercreek.example")
    phone: str | None = _text("Telephone number")
    billing: bool = _no("Gets the invoices?")
    primary: bool = _no("The main contact?")
    active: bool = _yes("Still there?")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """What a customer has agreed to pay regularly."""

    id: str = _id("agreement", "505")
    customer_id: str = _of_customer()
    bill_to_id: str | None = _text("Id of the customer who is billed in its place")
    billing_contact_id: str | None = _text("Id of the contact who gets the invoices")
    billing_site_id: str | None = _text("Id of the site to which is billed")
    site_id: str | None = _text("Id of the site that is served")
    number: str | None = _text("Number", "CF-2024-001")
    name: str | None = _text("Name", "Voice services")
    purchase_order: str | None = _text("The customer's purchase order")
    kind: str | None = _text("Type, in the PSA's words")
    status: str | None = _text("State, in the PSA's words")
    active: bool = _yes("Does it run?")
    starts_on: date | None = column(Kind.DATE, "First day", example="2024-06-01")
    last_day: date | None = column(Kind.DATE, "Last day on which it runs; blank: it has no end")
    cycle: str | None = _text("How often it is billed", "monthly")
    base_amount: Decimal | None = column(Kind.MONEY, "Amount of each cycle beside its lines")
    covered_hours: Decimal | None = column(Kind.QUANTITY, "Hours that it covers")
    covered_amount: Decimal | None = column(Kind.MONEY, "Amount that it covers")
    terms_id: str | None = _text("Id of its terms")
    currency: str | None = _text("Currency, three letters")
    taxable: bool | None = _known("Taxable?")
    external_id: str | None = _text("Our reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of an agreement."""

    id: str = _id("line", "20050")
    agreement_id: str = column(
        Kind.TEXT, "Id of its agreement", required=True, example="505", refers="agreements.id"
    )
    customer_id: str | None = _text("Id of the customer; blank: the agreement's")
    site_id: str | None = _text("Id of the site")
    product_id: str | None = _text("Id of the product", "DID")
    product_code: str | None = _text("Code of the product", "DID")
    description: str | None = _text("What is to stand on the invoice", "Telephone number")
    quantity: Decimal = column(Kind.QUANTITY, "How many", required=True, example="10")
    quantity_included: Decimal | None = column(
        Kind.QUANTITY, "How many of them are included and not billed"
    )
    unit_price: Decimal | None = column(Kind.MONEY, "Price of one", example="2.50")
    billable: bool = _yes("Is it billed?")
    valid_from: date | None = column(Kind.DATE, "First day", example="2024-06-01")
    last_day: date | None = column(Kind.DATE, "Last day; blank: it has no end")
    cycle: str | None = _text("How often it is billed; blank: as the agreement")
    taxable: bool | None = _known("Taxable?")
    tax_code: str | None = _text("Tax code")
    serial_number: str | None = _text("Telephone or serial number")
    external_id: str | None = _text("Our reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """Work that was done."""

    id: str = _id("time entry", "216020")
    customer_id: str = _of_customer()
    agreement_id: str | None = _text("Id of the agreement")
    site_id: str | None = _text("Id of the site")
    ticket_id: str | None = _text("Number of the ticket", "21602")
    worker: str | None = _text("Who worked", "Sam Whitlock")
    work_type: str | None = _text("Work type", "Technician time")
    worked_on: date = column(Kind.DATE, "Day", required=True, example="2026-10-31")
    hours: Decimal = column(Kind.QUANTITY, "Hours worked", required=True, example="1.5")
    billable_hours: Decimal | None = column(Kind.QUANTITY, "Hours to bill", example="1.5")
    rate: Decimal | None = column(Kind.MONEY, "Rate of an hour", example="125.00")
    amount: Decimal | None = column(Kind.MONEY, "Amount", example="187.50")
    billable: bool = column(Kind.YES_NO, "Is it billed?", required=True, example="yes")
    approved: bool = _no("Approved?")
    billed: bool = _no("Billed already?")
    billed_reference: str | None = _text("By which invoice")
    text: str | None = _text("What was done", "Voicemail greetings")
    taxable: bool | None = _known("Taxable?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRow:
    """A one-time charge."""

    id: str = _id("charge", "4401")
    kind: str | None = _text("Which kind of charge it is there")
    customer_id: str = _of_customer()
    agreement_id: str | None = _text("Id of the agreement")
    site_id: str | None = _text("Id of the site")
    ticket_id: str | None = _text("Number of the ticket")
    product_id: str | None = _text("Id of the product")
    product_code: str | None = _text("Code of the product", "PHONE")
    description: str | None = _text("What is to stand on the invoice", "Desk phone")
    quantity: Decimal = column(Kind.QUANTITY, "How many", default=Decimal(1), example="2")
    unit_price: Decimal | None = column(Kind.MONEY, "Price of one", example="129.00")
    amount: Decimal | None = column(Kind.MONEY, "Amount", example="258.00")
    charged_on: date | None = column(Kind.DATE, "Day", example="2026-09-11")
    billable: bool = column(Kind.YES_NO, "Is it billed?", required=True, example="yes")
    billed: bool = _no("Billed already?")
    billed_reference: str | None = _text("By which invoice")
    taxable: bool | None = _known("Taxable?")
    tax_code: str | None = _text("Tax code")
    external_id: str | None = _text("Our reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """An invoice that the PSA made itself."""

    id: str = _id("invoice", "5001")
    customer_id: str = _of_customer()
    number: str = column(Kind.TEXT, "Number", required=True, example="PSA-5001")
    dated_on: date | None = column(Kind.DATE, "Day", example="2026-09-07")
    due_on: date | None = column(Kind.DATE, "Day on which it is due", example="2026-10-07")
    currency: str | None = _text("Currency, three letters")
    total: Decimal | None = column(Kind.MONEY, "Total", example="187.50")
    balance: Decimal | None = column(Kind.MONEY, "What is still owed", example="0.00")
    status: str | None = _text("State, in the PSA's words")
    closed: bool = _no("Closed?")
    paid_on: date | None = column(Kind.DATE, "Day on which it was paid")
    our_number: str | None = _text("Our invoice's number")


PSA_SHEETS: Final[Mapping[PsaFamily, Sheet]] = {
    PsaFamily.TERMS: Sheet(name="terms", row=TermsRow, key=("id",), doc="Terms of payment"),
    PsaFamily.PRODUCTS: Sheet(name="products", row=ProductRow, key=("id",), doc="What is sold"),
    PsaFamily.CUSTOMERS: Sheet(name="customers", row=CustomerRow, key=("id",), doc="Who is served"),
    PsaFamily.SITES: Sheet(name="sites", row=SiteRow, key=("id",), doc="Where they are served"),
    PsaFamily.CONTACTS: Sheet(
        name="contacts", row=ContactRow, key=("id",), doc="People at customers"
    ),
    PsaFamily.AGREEMENTS: Sheet(
        name="agreements", row=AgreementRow, key=("id",), doc="What is paid regularly"
    ),
    PsaFamily.AGREEMENT_LINES: Sheet(
        name="agreement_lines", row=LineRow, key=("id",), doc="The lines of agreements"
    ),
    PsaFamily.TIME: Sheet(name="time", row=TimeRow, key=("id",), doc="Work that was done"),
    PsaFamily.CHARGES: Sheet(name="charges", row=ChargeRow, key=("id",), doc="One-time charges"),
    PsaFamily.INVOICES: Sheet(
        name="invoices", row=InvoiceRow, key=("id",), doc="Invoices that the PSA made"
    ),
}
"""A sheet for each family, in the order in which they are read."""
