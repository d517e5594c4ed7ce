"""Proration: part of a charge period to part of a price, exact until it is rounded once."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.values.money import cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How many days of a charge period a charge covers."""

    days: int
    period_days: int
    prorate: bool = True
    """No: one covered day costs the full price."""

    @property
    def part(self) -> Fraction:
        """The part of the full price: covered days by days of the charge period."""
        if self.days <= 0:
            return Fraction(0)
        return Fraction(self.days, self.period_days) if self.prorate else Fraction(1)


def exact_charge(quantity: Decimal, unit_price: Decimal, *, covered: Covered) -> Fraction:
    """Quantity by unit price by the covered part, not rounded."""
    return Fraction(quantity) * Fraction(unit_price) * covered.part


def prorated(quantity: Decimal, unit_price: Decimal, *, covered: Covered) -> Decimal:
    """The charge in cents, rounded once, half up (away from zero where it is negative)."""
    return cents(exact_charge(quantity, unit_price, covered=covered))
