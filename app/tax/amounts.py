"""Amounts: exact values, one for each charge, over one denominator.

Whole numbers over a shared denominator are several times as fast as a ``Fraction`` for each.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

from app.tax.rounding import Exact


class Amounts:
    """Exact values in an order that means something to whoever made them."""

    __slots__ = ("over", "parts")

    def __init__(self, parts: list[int], over: int = 1) -> None:
        """The values are ``parts`` divided by ``over``, which is positive."""
        self.parts = parts
        self.over = over

    def __getitem__(self, place: int) -> Fraction:
        """The value at a place."""
        return Fraction(self.parts[place], self.over)

    def whole(self) -> Fraction:
        """The sum of all."""
        return Fraction(sum(self.parts), self.over)

    def whole_of(self, places: Sequence[int]) -> Exact:
        """The sum of those at some places."""
        parts = self.parts
        whole = sum(parts if len(places) == len(parts) else [parts[place] for place in places])
        return whole if self.over == 1 else Fraction(whole, self.over)

    def times(self, factor: Fraction) -> "Amounts":
        """Each value times the factor."""
        numerator = factor.numerator
        return Amounts([part * numerator for part in self.parts], self.over * factor.denominator)

    def times_each(self, factors: Sequence[Exact]) -> "Amounts":
        """Each value times its own factor."""
        shared = lcm(*(factor.denominator for factor in factors))
        return Amounts(
            [
                part * factor.numerator * (shared // factor.denominator)
                for part, factor in zip(self.parts, factors, strict=True)
            ],
            self.over * shared,
        )

    def plus(self, other: "Amounts") -> "Amounts":
        """Each value and the other's value in its place."""
        if self.over == other.over:
            return Amounts([a + b for a, b in zip(self.parts, other.parts, strict=True)], self.over)
        shared = lcm(self.over, other.over)
        own, more = shared // self.over, shared // other.over
        return Amounts(
            [a * own + b * more for a, b in zip(self.parts, other.parts, strict=True)], shared
        )

    def less(self, other: "Amounts") -> "Amounts":
        """Each value without the other's value in its place."""
        return self.plus(Amounts([-part for part in other.parts], other.over))


def amounts_of(values: Sequence[Exact]) -> Amounts:
    """The values, brought over one denominator."""
    shared = lcm(*(value.denominator for value in values))
    if shared == 1:
        return Amounts([value.numerator for value in values])
    return Amounts([value.numerator * (shared // value.denominator) for value in values], shared)


class Raised:
    """What a tax raised on each charge, in exact cents, for taxes whose base it joins."""

    __slots__ = ("over", "parts")

    def __init__(self) -> None:
        """Nothing yet."""
        self.parts: dict[int, int] = {}
        self.over = 1

    def add(self, positions: Sequence[int], parts: Sequence[int], over: int) -> None:
        """Adds ``parts`` divided by ``over``, which is not 0, to charges at these positions."""
        common = gcd(over, *parts)
        if over < 0:
            common = -common
        over //= common
        shared = lcm(self.over, over)
        if shared != self.over:
            own = shared // self.over
            self.parts = {position: part * own for position, part in self.parts.items()}
            self.over = shared
        more = shared // over
        found = self.parts
        for position, part in zip(positions, parts, strict=True):
            found[position] = found.get(position, 0) + part // common * more

    def at(self, positions: Iterable[int]) -> Amounts:
        """What the charges at these positions raised."""
        found = self.parts
        return Amounts([found.get(position, 0) for position in positions], self.over)
