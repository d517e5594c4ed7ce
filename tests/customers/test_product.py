from decimal import Decimal

from app.customers.product import PRODUCTS, Product


def test_a_product_asks_for_what_a_line_needs() -> None:
    assert [name for name, column in PRODUCTS.columns.items() if column.required] == [
        "product_code",
        "name",
        "tax_category",
        "gl_code",
    ]


def test_a_blank_is_a_monthly_charge_in_advance() -> None:
    seat = Product(product_code="SEAT", name="Seat", tax_category="VOIP_FIXED", gl_code="4010")
    assert (seat.billed, seat.in_advance, seat.prorate) == ("monthly", True, True)
    assert (seat.price, seat.line_kind, seat.lines_per_unit) == (Decimal(0), "none", Decimal(1))


def test_fixed_values_are_those_of_the_contract() -> None:
    assert PRODUCTS.columns["billed"].choices == (
        "monthly",
        "quarterly",
        "yearly",
        "once",
        "usage",
    )
    assert PRODUCTS.columns["line_kind"].choices == ("none", "line", "trunk", "call_path", "did")
