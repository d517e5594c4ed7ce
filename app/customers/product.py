"""Products: what is sold, under which GL code and tax category."""

from dataclasses import dataclass
from decimal import Decimal

from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is sold."""

    product_code: str = column(Kind.TEXT, "The product's code", required=True, example="SEAT-STD")
    name: str = column(
        Kind.TEXT, "Name on the invoice", required=True, example="Hosted voice seat, Standard"
    )
    tax_category: str = column(
        Kind.TEXT, "What it is for taxes", required=True, example="VOIP_FIXED"
    )
    gl_code: str = column(Kind.TEXT, "Revenue account in the books", required=True, example="4010")
    price: Decimal = column(Kind.MONEY, "Price of one", default=Decimal(0), example="21.95")
    billed: str = column(
        Kind.TEXT,
        "How often",
        default="monthly",
        choices=("monthly", "quarterly", "yearly", "once", "usage"),
        example="monthly",
    )
    in_advance: bool = column(Kind.YES_NO, "Billed before its period", default=True, example="yes")
    prorate: bool = column(
        Kind.YES_NO, "Part of a period costs a part", default=True, example="yes"
    )
    line_kind: str = column(
        Kind.TEXT,
        "What it counts as for fees per line",
        default="none",
        choices=("none", "line", "trunk", "call_path", "did"),
        example="line",
    )
    lines_per_unit: Decimal = column(
        Kind.QUANTITY, "How many lines one of it is", default=Decimal(1), example="1"
    )


PRODUCTS = Sheet(name="products", row=Product, key=("product_code",), doc="What you sell")
