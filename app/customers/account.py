"""Accounts: who is billed."""

from dataclasses import dataclass
from datetime import date

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is billed, how, and when. None stands for what another field or the company says."""

    account_number: str = column(Kind.TEXT, "The account's number", required=True, example="10042")
    name: str = column(
        Kind.TEXT, "The customer's name", required=True, example="Granite Peak Credit Union"
    )
    parent_account_number: str | None = column(
        Kind.TEXT, "The account above it", refers="accounts.account_number"
    )
    btn: str | None = column(Kind.PHONE, "Billing telephone number", example="(303) 555-0142")
    billing_name: str | None = column(Kind.TEXT, "Name on the invoice; blank: the name")
    address_line1: str = column(
        Kind.TEXT, "Billing street", required=True, example="88 Quarry Street"
    )
    address_line2: str | None = column(Kind.TEXT, "Suite, floor")
    city: str = column(Kind.TEXT, "Billing city", required=True, example="Lakewood")
    region: str = column(Kind.TEXT, "State or province, two letters", required=True, example="CO")
    postal_code: str = column(Kind.TEXT, "ZIP or postal code", required=True, example="80226")
    country: str = column(Kind.TEXT, "Country, two letters", default="US", example="US")
    contact_name: str | None = column(Kind.TEXT, "Whom to write to", example="Accounts Payable")
    billing_email: str | None = column(
        Kind.TEXT, "Where invoices are sent", example="ap@granitepeak.example"
    )
    phone: str | None = column(Kind.TEXT, "Telephone of the contact")
    bill_to_parent: bool = column(
        Kind.YES_NO, "yes: its lines stand on the parent's invoice", default=False, example="no"
    )
    terms: str | None = column(Kind.TEXT, "Payment terms; blank: the company's", example="Net 30")
    bill_cycle_day: int = column(
        Kind.INTEGER, "Day on which its period begins, 1 to 28", default=1, example="1"
    )
    timezone: str | None = column(Kind.TEXT, "Time zone; blank: the company's")
    customer_class: str = column(
        Kind.TEXT,
        "Kind of customer, for taxes",
        default="business",
        choices=("business", "residential", "government", "nonprofit", "reseller"),
        example="business",
    )
    delivery: str = column(
        Kind.TEXT,
        "How invoices go out",
        default="email",
        choices=("email", "print", "both", "none"),
        example="email",
    )
    consolidated: bool = column(
        Kind.YES_NO, "Telecom and PSA charges on one invoice", default=True, example="yes"
    )
    opened_on: date | None = column(Kind.DATE, "First day as a customer", example="2024-03-01")
    closed_on: date | None = column(Kind.DATE, "First day no longer a customer")
    psa_id: str | None = column(Kind.TEXT, "Its id in the PSA")
    accounting_id: str | None = column(Kind.TEXT, "Its id in accounting")
    contract_reference: str | None = column(Kind.TEXT, "Contract or purchase order")


ACCOUNTS = Sheet(name="accounts", row=Account, key=("account_number",), doc="Who is billed")
