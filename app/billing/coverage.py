"""How much of a month's charges has its place in another system, and what has none."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from app.values.money import ZERO

_TENTH: Final = Decimal("0.1")
_ALL: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What has no place there."""

    kind: str
    """customer, revenue, tax, terms or product."""
    key: str
    """Our number or code."""
    words: str
    amount: Decimal
    """Of the month's charges."""
    is_in_the_way: bool = True
    """Whether the charges do not map without it; else it is made, or nothing needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The share of a month's charges that would map."""

    period: str
    """The month, as 2026-10; blank: nothing was billed yet."""
    mapped: Decimal
    total: Decimal
    """Charges and credits, each by its size."""
    missing: tuple[Missing, ...] = ()

    @property
    def share(self) -> Decimal:
        """Percent, one place, rounded down so that 100 is all; 100 where nothing was billed."""
        if self.total == ZERO:
            return ZERO if any(each.is_in_the_way for each in self.missing) else _ALL
        return (self.mapped * 100 / self.total).quantize(_TENTH, rounding=ROUND_DOWN)

    @property
    def missing_amount(self) -> Decimal:
        """The money that would not map."""
        return self.total - self.mapped


def covered(period: str, total: Decimal, missing: Iterable[Missing]) -> Coverage:
    """The coverage of a month where a charge lacks at most one that is in its way."""
    told = sorted(missing, key=lambda each: (-each.amount, each.kind, each.key))
    lacking = sum((each.amount for each in told if each.is_in_the_way), ZERO)
    return Coverage(period=period, mapped=total - lacking, total=total, missing=tuple(told))
