from dataclasses import replace

import pytest

from app.customers.product import Product
from app.tax.own_fees import fees_twice
from app.tax.rule import TaxRule
from app.tax.rule_row import rule_row
from tests.tax.builders import a_fee

RRF = a_fee("RRF", "1.50", class_="PROVIDER_FEE", bill_label="Regulatory Recovery Fee")
FEE = Product(product_code="P", name="Paper bill", tax_category="FEE_PAPER", gl_code="4")


def pairs(rule: TaxRule, *products: Product) -> list[str]:
    return [each.product.product_code for each in fees_twice([rule_row(2, rule)], products)]


@pytest.mark.parametrize(
    "product",
    [
        replace(FEE, product_code="RRF"),
        replace(FEE, tax_category="FEE_RRF"),
        replace(FEE, name="Regulatory recovery"),
        replace(FEE, name="Regulatory recovery charge, monthly"),
        replace(FEE, name="Recovery", tax_category="FEE_REGULATORY_RECOVERY"),
    ],
)
def test_the_same_fee_by_code_or_name(product: Product) -> None:
    assert pairs(RRF, product) == [product.product_code]


@pytest.mark.parametrize(
    "product",
    [
        FEE,
        replace(FEE, name="Postage recovery"),
        replace(FEE, product_code="RRF", tax_category="FEATURE"),
    ],
)
def test_other_fees(product: Product) -> None:
    assert pairs(RRF, product) == []


def test_a_tax_is_no_fee_of_our_own() -> None:
    assert pairs(replace(RRF, class_="TAX"), replace(FEE, product_code="RRF")) == []


def test_both_are_named_once() -> None:
    rows = [rule_row(2, RRF), rule_row(3, replace(RRF, state="YY"))]
    [twice] = fees_twice(rows, [replace(FEE, product_code="RRF")])
    assert twice.row.number == 2
    assert twice.message == (
        "RRF (Regulatory Recovery Fee) is a fee by tax row, and product RRF (Paper bill) seems to "
        "charge the same"
    )
