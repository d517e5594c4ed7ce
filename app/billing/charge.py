"""One-time charges and credits: the ``charges`` sheet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeCharge:
    """A charge or credit of one day."""

    reference: str = column(Kind.TEXT, "Its own name", required=True, example="T-21877")
    account_number: str = column(
        Kind.TEXT, "Who pays", required=True, refers="accounts.account_number", example="10042"
    )
    location_code: str = column(
        Kind.TEXT, "Where", required=True, refers="locations.location_code", example="10042-MAIN"
    )
    product_code: str = column(
        Kind.TEXT, "What it is", required=True, refers="products.product_code", example="LABOR"
    )
    charged_on: date = column(
        Kind.DATE, "The day it belongs to", required=True, example="2026-10-07"
    )
    quantity: Decimal = column(Kind.QUANTITY, "How many", default=Decimal(1), example="1.5")
    unit_price: Decimal | None = column(
        Kind.MONEY, "Price of one; blank: the product's; negative: a reduction", example="125.00"
    )
    description: str | None = column(
        Kind.TEXT, "Words on the invoice; blank: the product's name", example="Moved 4 phones"
    )
    credits: str | None = column(
        Kind.TEXT, "What a credit reverses: a reference, or service_code@2026-10"
    )


CHARGES = Sheet(
    name="charges", row=OneTimeCharge, key=("reference",), doc="One-time charges and credits"
)
