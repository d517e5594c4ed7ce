"""Which agreements of a PSA are about telecom, and which of them are signed."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from app.customers.incoming import PsaAgreement, PsaAgreementLine
from app.customers.product import Product

TELECOM_CATEGORIES: Final = frozenset(
    {
        "VOIP_FIXED",
        "VOIP_NOMADIC",
        "VOIP_NON_INTERCONNECTED",
        "LOCAL",
        "TOLL_INTRASTATE",
        "TOLL_INTERSTATE",
        "TOLL_INTL",
        "TOLL_FREE",
        "DID",
        "E911_SERVICE",
        "SMS",
        "PREPAID_CALLING",
    }
)
"""Tax categories of telephone service; internet access, equipment and work are none."""

_WORDS: Final = re.compile(r"voice|voip|telecom|teleph|\bphones?\b|\bsip\b|\btrunk", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[|,;]")


def kind_names(answer: str) -> frozenset[str]:
    """The kinds of agreement that were chosen as telecom, folded; none: nobody chose."""
    return frozenset(part.strip().casefold() for part in _SEPARATOR.split(answer)) - {""}


def telecom_products(products: Iterable[Product], paired: Mapping[str, str]) -> frozenset[str]:
    """What telecom products are called there: our codes, folded, and the ids paired with them.

    ``paired``: their ids by our product code.
    """
    codes = [
        each.product_code
        for each in products
        if each.tax_category.strip().upper() in TELECOM_CATEGORIES
    ]
    ids = {paired[code] for code in codes if code in paired}
    return frozenset({code.casefold() for code in codes} | ids)


def is_telecom(
    agreement: PsaAgreement,
    lines: Iterable[PsaAgreementLine],
    *,
    products: Collection[str],
    kinds: Collection[str] = (),
) -> bool:
    """Whether an agreement is about telecom: by a line's product, or by its kind.

    ``kinds``: those that were chosen, folded; where none were, the words of kind and name tell.
    """
    sold = any(
        line.product_code.casefold() in products or (line.product_id or "") in products
        for line in lines
    )
    if sold:
        return True
    if kinds:
        return agreement.kind.strip().casefold() in kinds
    return bool(_WORDS.search(f"{agreement.kind} {agreement.name}"))


def is_signed(agreement: PsaAgreement, today: date) -> bool:
    """Whether an agreement is signed and has not ended; it may begin later."""
    ended = agreement.ends_on is not None and agreement.ends_on <= today
    return agreement.is_active and not agreement.is_gone and not ended


def reference_of(agreements: Iterable[PsaAgreement]) -> str:
    """How a customer's agreements are named on papers: their numbers, or names."""
    names = {each.number or each.name for each in agreements} - {""}
    return ", ".join(sorted(names))
