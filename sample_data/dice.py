"""Chance that falls the same on every machine: seeded by words, whole numbers only."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of whole numbers, the same for the same words.

    Built on ``getrandbits`` alone, whose bits no version of Python has changed; no float is drawn.
    """

    def __init__(self, *words: object) -> None:
        """``words`` name the stream."""
        seed = hashlib.sha256("/".join(str(word) for word in words).encode()).digest()
        self._random = random.Random(int.from_bytes(seed[:8], "big"))

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, ``limit``."""
        bits = limit.bit_length()
        drawn = self._random.getrandbits(bits)
        while drawn >= limit:
            drawn = self._random.getrandbits(bits)
        return drawn

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both inside."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices, all alike."""
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[T], weights: Sequence[int]) -> T:
        """One of the choices, by whole-number weights."""
        left = self.below(sum(weights))
        for choice, weight in zip(choices, weights, strict=True):
            if left < weight:
                return choice
            left -= weight
        raise AssertionError  # the weights sum to more than what was drawn

    def hexadecimal(self, digits: int) -> str:
        """So many hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` split by weights into whole parts, by largest remainder."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
