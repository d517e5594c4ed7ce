"""The seller: the one row of the ``company`` sheet."""

from dataclasses import dataclass

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who sells and bills."""

    name: str = column(
        Kind.TEXT, "The name your customers know", required=True, example="Cedar Fork Voice"
    )
    legal_name: str | None = column(
        Kind.TEXT, "The registered name", example="Cedar Fork Voice LLC"
    )
    address_line1: str = column(Kind.TEXT, "Street", required=True, example="1200 Foundry Way")
    address_line2: str | None = column(Kind.TEXT, "Suite, floor", example="Suite 210")
    city: str = column(Kind.TEXT, "City", required=True, example="Denver")
    region: str = column(Kind.TEXT, "State or province, two letters", required=True, example="CO")
    postal_code: str = column(Kind.TEXT, "ZIP or postal code", required=True, example="80216")
    country: str = column(Kind.TEXT, "Country, two letters", default="US", example="US")
    phone: str | None = column(Kind.TEXT, "Main telephone number", example="(800) 555-0150")
    support_phone: str | None = column(
        Kind.TEXT, "Number for questions and disputes, on each invoice", example="(800) 555-0150"
    )
    email: str | None = column(
        Kind.TEXT, "E-mail for billing questions", example="billing@cedarfork.example"
    )
    website: str | None = column(Kind.TEXT, "Web address", example="cedarfork.example")
    currency: str = column(Kind.TEXT, "Currency, three letters", default="USD", example="USD")
    timezone: str = column(
        Kind.TEXT, "Time zone, as in America/Denver", required=True, example="America/Denver"
    )
    invoice_prefix: str | None = column(
        Kind.TEXT, "What stands before each invoice number", example="CF-"
    )
    next_invoice_number: int = column(
        Kind.INTEGER, "The number of the next invoice", default=1, example="1043"
    )
    terms: str = column(Kind.TEXT, "Payment terms", default="Net 30", example="Net 30")
    unknown_caller: str = column(
        Kind.TEXT,
        "How a call is rated whose caller's place is unknown",
        default="intrastate",
        choices=("intrastate", "interstate", "indeterminate"),
        example="intrastate",
    )
    remit_to: str | None = column(
        Kind.TEXT, "Where checks go, if elsewhere", example="PO Box 100, Denver, CO 80216"
    )


COMPANY = Sheet(name="company", row=Company, key=(), doc="Your own company: one row")
