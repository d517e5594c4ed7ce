"""Exact amounts: decimals in rules, integers of one scale at rest, rounding always named.

Amounts travel as ``Decimal`` in the one currency of their company; a currency of their own would
be state that could only disagree (see ``app/DECISIONS.md``).
"""

from collections.abc import Sequence
from decimal import Context, Decimal
from enum import Enum
from fractions import Fraction

SCALE_PLACES = 8
"""Decimal places of every amount and rate at rest."""

SCALE = 10**SCALE_PLACES
"""How many counts at rest make one unit of currency."""

CENT_PLACES = 2

ZERO = Decimal(0)

_WIDE = Context(prec=80)


class Rounding(Enum):
    """How a value between two steps is settled."""

    HALF_UP = "half_up"
    """To the nearer step; the half away from zero."""
    HALF_EVEN = "half_even"
    UP = "up"
    """Away from zero."""
    DOWN = "down"
    """Toward zero."""


def round_ratio(numerator: int, denominator: int, mode: Rounding) -> int:
    """The whole number next to ``numerator / denominator`` by ``mode``.

    The denominator is positive.
    """
    sign = -1 if numerator < 0 else 1
    quotient, rest = divmod(abs(numerator), denominator)
    if mode is Rounding.HALF_UP:
        up = 2 * rest >= denominator
    elif mode is Rounding.HALF_EVEN:
        up = 2 * rest > denominator or (2 * rest == denominator and quotient % 2 == 1)
    else:
        up = mode is Rounding.UP and rest > 0
    return sign * (quotient + up)


def round_exact(value: Fraction | Decimal | int, places: int, mode: Rounding) -> Decimal:
    """``value`` rounded once to ``places`` decimals."""
    exact = Fraction(value)
    steps = round_ratio(exact.numerator * 10**places, exact.denominator, mode)
    return Decimal(steps).scaleb(-places, context=_WIDE)


def cents(value: Fraction | Decimal | int, mode: Rounding = Rounding.HALF_UP) -> Decimal:
    """``value`` rounded once to whole cents."""
    return round_exact(value, CENT_PLACES, mode)


def to_counts(amount: Decimal) -> int:
    """The integer at rest of an amount or rate of at most eight places; ValueError beyond."""
    scaled = amount.scaleb(SCALE_PLACES, context=_WIDE)
    whole = int(scaled)
    if whole != scaled:
        message = f"{amount} has more than {SCALE_PLACES} decimals"
        raise ValueError(message)
    return whole


def from_counts(counts: int) -> Decimal:
    """The amount or rate that lies at rest as ``counts``, without trailing zeros past cents."""
    return plain(Decimal(counts).scaleb(-SCALE_PLACES, context=_WIDE))


def plain(value: Decimal) -> Decimal:
    """The same value without exponent and without trailing zeros."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=_WIDE)
    return value.normalize(context=_WIDE)


def share_out(total: int, weights: Sequence[Fraction]) -> list[int]:
    """``total`` whole cents split by weights, the left-over cents by largest remainder.

    Ties go to the earlier weight. Weights that sum to zero put all on the first. A negative total
    is shared as its positive and negated (``setup-workbook.md``, how an invoice is taxed, 9).
    """
    if total < 0:
        return [-part for part in share_out(-total, weights)]
    if not weights:
        return []
    whole = sum(weights, Fraction(0))
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    exact = [Fraction(total) * weight / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
