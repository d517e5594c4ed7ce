"""Under which heading a tax line stands: tax, government fee, or the company's own surcharge."""

from collections.abc import Iterable
from enum import Enum
from typing import Final

from app.tax.result import TaxLine


class TaxGroup(Enum):
    """The headings, in their order; one line of fees and taxes together would lose refund rights.

    ``telecom-tax.md`` 6.2: taxes, government fees and provider fees stand apart.
    """

    TAXES = "Taxes"
    GOVERNMENT = "Government fees and universal service"
    COMPANY = "Company surcharges"


# Families that are levied on lines or for a fund, whoever is liable for them.
_FEE_FAMILIES: Final = frozenset(
    {"E911", "911", "988", "USF", "FUSF", "SUSF", "TRS", "RELAY", "LIFELINE", "PUC", "REG"}
)


UNIVERSAL_SERVICE: Final = frozenset({"USF", "FUSF", "SUSF"})
"""Families of universal service, which only some countries have."""


def government_words(lines: Iterable[TaxLine]) -> str:
    """The heading of government fees, with universal service only where it is among them."""
    has_fund = any(
        line.family in UNIVERSAL_SERVICE and tax_group(line) is TaxGroup.GOVERNMENT
        for line in lines
    )
    return TaxGroup.GOVERNMENT.value if has_fund else "Government fees"


def tax_group(line: TaxLine) -> TaxGroup:
    """The heading of a line.

    A PROVIDER_FEE is the company's own, never named a tax. A PASS_THROUGH is the company's duty to
    a government or its fund. A TAX is a tax, but for the families of fees and for what is counted
    instead of priced, which is a fee by its nature (911, 988, relay).
    """
    if line.class_ == "PROVIDER_FEE":
        return TaxGroup.COMPANY
    if line.class_ == "PASS_THROUGH" or line.base is None or line.family in _FEE_FAMILIES:
        return TaxGroup.GOVERNMENT
    return TaxGroup.TAXES
