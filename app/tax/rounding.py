"""Rounding once, and sharing the cents to rows and charges (how an invoice is taxed, 9)."""

from collections.abc import Sequence
from fractions import Fraction

Exact = int | Fraction
"""An exact value. Whole ones stay integers, for speed."""


def share_cents(total: int, numerators: Sequence[int], denominator: int) -> list[int]:
    """``total`` cents shared to exact values by largest remainder, ties to the earlier.

    The values, in cents, are the numerators over the one denominator, and ``total`` is their
    rounded sum; so each value becomes the whole cent below or above it. Where the sum is
    negative, sharing works on negated values. A total that is lower than rounding makes it, as
    under a ceiling, takes cents from the smallest remainders first, round after round.
    """
    if len(numerators) == 1:
        return [total]
    if sum(numerators) < 0:
        negated = share_cents(-total, [-value for value in numerators], denominator)
        return [-part for part in negated]
    parts = [value // denominator for value in numerators]
    left = total - sum(parts)
    if not left:
        return parts
    order = sorted(range(len(parts)), key=lambda i: (parts[i] * denominator - numerators[i], i))
    if left < 0:
        order.reverse()
    step = 1 if left > 0 else -1
    for turn in range(abs(left)):
        parts[order[turn % len(order)]] += step
    return parts
