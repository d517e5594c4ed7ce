"""Exact values written out, as lines have them: at most eight decimals, cents with two."""

from decimal import Decimal

from app.tax.rounding import Exact
from app.tax.rule_row import CENTS
from app.values.money import CENT_PLACES, SCALE, Rounding, from_counts, round_ratio


def written(value: Exact, steps: int = 1) -> Decimal:
    """An exact value, given in ``steps`` to one, rounded half up to at most eight decimals."""
    return ratio_written(value.numerator, value.denominator * steps)


def ratio_written(numerator: int, denominator: int) -> Decimal:
    """The same of a ratio; the denominator is positive."""
    if denominator == CENTS and numerator % 10:
        return cents_written(numerator)
    if denominator == 1:
        return Decimal(numerator)
    return from_counts(round_ratio(numerator * SCALE, denominator, Rounding.HALF_UP))


def cents_written(cents: int) -> Decimal:
    """Whole cents, with both decimals."""
    return Decimal(cents).scaleb(-CENT_PLACES)
