"""How much of a category is interstate, international and intrastate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxShare:
    """The shares of one category from a day on; ``effective_to`` is the last day covered."""

    category: str = column(Kind.TEXT, "The product category", required=True, example="VOIP_FIXED")
    effective_from: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    effective_to: date | None = column(Kind.DATE, "Last day")
    interstate: Decimal | None = column(
        Kind.MONEY,
        "Interstate part as a fraction; needed unless the source is actual",
        example="0.649",
    )
    international: Decimal = column(
        Kind.MONEY, "International part", default=Decimal(0), example="0"
    )
    source: str = column(
        Kind.TEXT,
        "Where the shares come from",
        default="safe_harbor",
        choices=("safe_harbor", "study", "actual", "fixed"),
        example="safe_harbor",
    )


TAX_SHARES = Sheet(
    name="tax_shares", row=TaxShare, key=("category", "effective_from"), doc="Interstate shares"
)
