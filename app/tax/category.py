"""Service categories: what every product is for taxes (``telecom-tax.md`` 3.1)."""

import re
from collections.abc import Iterable

CATEGORIES = frozenset(
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
        "INTERNET_ACCESS",
        "DATA_PRIVATE",
        "EQUIP_SALE",
        "EQUIP_RENT",
        "PROF_SERVICE",
        "INSTALL",
        "FEATURE",
        "PREPAID_CALLING",
        "NON_TAXABLE",
    }
)
"""The closed part of the list; the family ``FEE_`` is open."""

INTERNET_ACCESS = "INTERNET_ACCESS"

ANY = "*"

_FEE = re.compile(r"FEE_[A-Z0-9_]+")


def is_category(text: str) -> bool:
    """Whether the text, in any case, is a category a product can have."""
    name = text.strip().upper()
    return name in CATEGORIES or _FEE.fullmatch(name) is not None


def patterns_of(text: str | None) -> tuple[str, ...]:
    """The patterns of a ``|`` list in capitals; blank is ``*``."""
    names = tuple(part.strip().upper() for part in (text or "").split("|") if part.strip())
    return names or (ANY,)


def is_pattern(pattern: str) -> bool:
    """Whether a pattern can match any category: ``*`` stands alone or at the end."""
    if ANY not in pattern:
        return is_category(pattern)
    stem = pattern.removesuffix(ANY)
    if ANY in stem:
        return False
    return stem.startswith("FEE_") or any(name.startswith(stem) for name in {*CATEGORIES, "FEE_"})


def pattern_reaches(pattern: str, category: str) -> bool:
    """Whether a pattern matches a category; both in capitals."""
    if pattern.endswith(ANY):
        return category.startswith(pattern[:-1])
    return pattern == category


def share_a_category(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether any category is matched by a pattern of both; all in capitals."""
    others = tuple(others)
    return any(
        pattern_reaches(other, one.removesuffix(ANY))
        or pattern_reaches(one, other.removesuffix(ANY))
        for one in some
        for other in others
    )


def specificity(pattern: str) -> tuple[int, int]:
    """How exactly a pattern speaks; the greater is the more specific.

    A category in full before ``X_*``, a longer pattern before a shorter, ``*`` last
    (``setup-workbook.md``, how an invoice is taxed, 3).
    """
    return (0, len(pattern)) if pattern.endswith(ANY) else (1, 0)
