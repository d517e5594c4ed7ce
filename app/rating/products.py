"""Exact products in columns: time * rate * multipliers, divided and rounded once.

Most fit 64 bits and are taken there; what may not is taken in 128 bits, and what may not fit those
either in Python's own integers. Which it is, is decided by integer bounds, never by trying.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

import numpy as np
import numpy.typing as npt
import polars as pl

from app.values.money import Rounding, round_ratio

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int32]

LIMIT: Final = 1 << 61
"""Products are cut off here, in counts: some 23 billion of currency for one call.

Below it a fee can be added without leaving 64 bits.
"""

_NARROW: Final = 1 << 62
_WIDE: Final = 1 << 125
_NOT_AT_ALL: Final = -1
_LARGEST: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What ``weight * rate`` is multiplied and divided by, and how the quotient is rounded."""

    numerator: int
    denominator: int
    """Above zero."""
    step: int
    """How many counts one unit of the quotient is."""
    rounding: Rounding


def products(
    weights: Ints | npt.NDArray[np.object_],
    rates: Ints,
    *,
    slots: Indexes,
    factors: Sequence[Factor],
) -> Ints:
    """``weight * rate * numerator / denominator``, rounded, times ``step``; in counts.

    ``slots``: the place of each row's factor in ``factors``. Weights beyond 64 bits come as Python
    integers. What passes ``LIMIT`` is cut off there.
    """
    result = np.zeros(len(rates), np.int64)
    if not len(rates):
        return result
    every = np.arange(len(rates))
    if not _are_ints(weights):
        return _one_by_one(weights, rates, slots, factors, every, result)
    heaviest = max(int(weights.max()), -int(weights.min()), 1)
    size = np.abs(rates)
    narrow = size <= _limits(factors, _NARROW, heaviest)[slots]
    if narrow.all():
        return _narrow(weights, rates, slots, factors)
    few = np.flatnonzero(narrow)
    result[few] = _narrow(weights[few], rates[few], slots[few], factors)
    wide = ~narrow & (size <= _limits(factors, _WIDE, heaviest)[slots])
    some = np.flatnonzero(wide)
    result[some] = _wide(weights[some], rates[some], slots[some], factors)
    rest = np.flatnonzero(~narrow & ~wide)
    return _one_by_one(weights, rates, slots, factors, rest, result)


def _are_ints(weights: Ints | npt.NDArray[np.object_]) -> TypeGuard[Ints]:
    return weights.dtype == np.int64


def _limits(factors: Sequence[Factor], bound: int, heaviest: int) -> Ints:
    """By slot the largest rate with which no number on the way reaches the bound."""
    limits = []
    for factor in factors:
        numerator = abs(factor.numerator)
        if max(factor.denominator, numerator) < bound // 2:
            in_counts = -(-numerator * factor.step // factor.denominator)
            limits.append(min(bound // (heaviest * max(numerator, in_counts, 1)), _LARGEST))
        else:
            limits.append(_NOT_AT_ALL)
    return np.array(limits, np.int64)


def _narrow(weights: Ints, rates: Ints, slots: Indexes, factors: Sequence[Factor]) -> Ints:
    def by_row(values: list[int]) -> Ints | np.int64:
        if len(set(values)) == 1:
            return np.int64(values[0] if values[0] < _NARROW else 1)
        fitting = [value if abs(value) < _NARROW else 1 for value in values]
        return np.array(fitting, np.int64)[slots]

    numerator = weights * rates * by_row([factor.numerator for factor in factors])
    denominator = by_row([factor.denominator for factor in factors])
    size = np.abs(numerator)
    quotient = size // denominator
    rest = size - quotient * denominator
    modes = {factor.rounding for factor in factors}
    for mode in modes:
        up = _up(mode, rest, denominator, quotient)
        if len(modes) > 1:
            up &= np.array([factor.rounding is mode for factor in factors])[slots]
        quotient += up
    signed = np.where(numerator < 0, -quotient, quotient)
    counts: Ints = np.clip(signed * by_row([factor.step for factor in factors]), -LIMIT, LIMIT)
    return counts


def _up(mode: Rounding, rest: Ints, denominator: Ints | np.int64, quotient: Ints) -> Bools:
    twice = 2 * rest
    up: Bools = np.zeros(len(rest), np.bool_)
    if mode is Rounding.HALF_UP:
        up = twice >= denominator
    elif mode is Rounding.HALF_EVEN:
        up = (twice > denominator) | ((twice == denominator) & (quotient % 2 == 1))
    elif mode is Rounding.UP:
        up = rest > 0
    return up


def _wide(weights: Ints, rates: Ints, slots: Indexes, factors: Sequence[Factor]) -> Ints:
    """The same in 128 bits; polars has them, numpy has not."""

    def by_row(values: list[int]) -> pl.Series:
        fitting = [value if abs(value) < _WIDE else 1 for value in values]
        return pl.Series(fitting, dtype=pl.Int128).gather(slots)

    large = pl.Int128
    frame = pl.DataFrame(
        {
            "product": pl.Series(weights).cast(large) * pl.Series(rates).cast(large),
            "numerator": by_row([factor.numerator for factor in factors]),
            "denominator": by_row([factor.denominator for factor in factors]),
            "step": by_row([factor.step for factor in factors]),
            "mode": pl.Series([factor.rounding.value for factor in factors]).gather(slots),
        }
    ).with_columns(signed=pl.col("product") * pl.col("numerator"))
    size, denominator = pl.col("signed").abs(), pl.col("denominator")
    frame = frame.with_columns(quotient=size // denominator).with_columns(
        twice=2 * (size - pl.col("quotient") * denominator)
    )
    mode, twice = pl.col("mode"), pl.col("twice")
    half = twice == denominator
    up = (
        pl.when(mode == Rounding.HALF_UP.value)
        .then((twice > denominator) | half)
        .when(mode == Rounding.HALF_EVEN.value)
        .then((twice > denominator) | (half & (pl.col("quotient") % 2 == 1)))
        .otherwise((mode == Rounding.UP.value) & (twice > 0))
    )
    steps = (pl.col("quotient") + up.cast(large)).clip(0, LIMIT)
    counts = (steps * pl.col("step")).clip(0, LIMIT).cast(pl.Int64)
    signed = pl.when(pl.col("signed") < 0).then(-counts).otherwise(counts)
    return frame.select(signed.alias("counts"))["counts"].to_numpy()


def _one_by_one(
    weights: Ints | npt.NDArray[np.object_],
    rates: Ints,
    slots: Indexes,
    factors: Sequence[Factor],
    rows: npt.NDArray[np.intp],
    result: Ints,
) -> Ints:
    for row in rows.tolist():
        factor = factors[int(slots[row])]
        numerator = int(weights[row]) * int(rates[row]) * factor.numerator
        steps = round_ratio(numerator, factor.denominator, factor.rounding)
        result[row] = max(-LIMIT, min(LIMIT, steps * factor.step))
    return result
