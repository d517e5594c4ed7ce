"""Bundles: one product taxed as several categories."""

from dataclasses import dataclass
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleComponent:
    """One component of a bundle, and its weight in the price."""

    product_code: str = column(
        Kind.TEXT,
        "The bundled product",
        required=True,
        refers="products.product_code",
        example="OFFICE-PACK",
    )
    component_no: int = column(Kind.INTEGER, "Its place in the bundle", required=True, example="1")
    category: str = column(Kind.TEXT, "What it is for taxes", required=True, example="VOIP_FIXED")
    method: str = column(
        Kind.TEXT,
        "How the price is split",
        required=True,
        default="SSP",
        choices=("SSP", "FIXED_PCT", "ALL_TELECOM", "COMPONENT_PRICE"),
        example="SSP",
    )
    weight: Decimal | None = column(
        Kind.MONEY, "Stand-alone price, percent, or component price", example="30.00"
    )


BUNDLES = Sheet(
    name="bundles", row=BundleComponent, key=("product_code", "component_no"), doc="Bundles"
)
