"""Fees of the provider's own that stand twice: as a tax row, and as a priced product.

``telecom-tax.md`` 9: a fee exists once only, either as a rule row or as a charge of category
``FEE_*``, else sales tax hits it twice.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.customers.product import Product
from app.tax.rule_row import RuleRow, TaxClass

_FEE: Final = "FEE_"
_FILLERS: Final = frozenset(
    {"fee", "fees", "charge", "charges", "surcharge", "the", "a", "of", "and", "for", "our"}
)


@dataclass(frozen=True, slots=True)
class FeeTwice:
    """A fee of the provider's own, and a product that seems to charge the same."""

    row: RuleRow
    product: Product

    @property
    def message(self) -> str:
        """What is odd, without the period at its end."""
        return (
            f"{self.row.code} ({self.row.label}) is a fee by tax row, and product "
            f"{self.product.product_code} ({self.product.name}) seems to charge the same"
        )

    @property
    def way_out(self) -> str:
        """What to do."""
        return "Keep one of them, unless they are two different fees."


def fees_twice(rows: Iterable[RuleRow], products: Iterable[Product]) -> Iterator[FeeTwice]:
    """Each fee row with each product of category ``FEE_*`` that is the same by code or by name."""
    priced = [each for each in products if each.tax_category.strip().upper().startswith(_FEE)]
    told: set[tuple[str, str]] = set()
    for row in rows:
        if row.class_ is not TaxClass.PROVIDER_FEE:
            continue
        for product in priced:
            pair = (row.code, product.product_code)
            if pair not in told and _are_the_same(row, product):
                told.add(pair)
                yield FeeTwice(row, product)


def _are_the_same(row: RuleRow, product: Product) -> bool:
    stem = product.tax_category.strip().upper().removeprefix(_FEE)
    of_row, of_product = _words(row.label), _words(product.name)
    codes = {_letters(row.code), _initials(row.label)}
    others = {_letters(stem), _letters(product.product_code), _initials(product.name)}
    if (codes & others) - {""}:
        return True
    named = (of_row, of_product), (of_row, _words(stem)), (_words(row.code), of_product)
    return any(one and other and (one <= other or other <= one) for one, other in named)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower())) - _FILLERS


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower()).removesuffix("fee").removeprefix("fee")


def _initials(text: str) -> str:
    """``rrf`` of a Regulatory Recovery Fee; blank for a single word."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "".join(word[0] for word in words) if len(words) > 1 else ""
