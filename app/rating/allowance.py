"""Allowances and tiers, worked out over whole bill periods (``setup-workbook.md``, priced, 6 to 8).

Nothing of this is stored with a call before its invoice is approved, so a late file or a re-rating
cannot leave it wrong. What an approved invoice holds is sealed: those calls keep what they got and
stand before all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from app.errors import InputError
from app.rating.book import MINUTE_SECONDS, RateBook
from app.rating.call_charge import charges
from app.rating.compiled_deck import BLANK
from app.rating.plan import RateTier
from app.rating.products import products
from app.rating.week import NO_PERIOD
from app.usage.table import CallClass

Ints = npt.NDArray[np.int64]
Weights = npt.NDArray[Any]
"""Int64, or Python integers where those may not suffice."""
Bools = npt.NDArray[np.bool_]

_BY_DECK: Final = (CallClass.INTRASTATE, CallClass.OTHER)
"""The first and the last class of calls priced by the deck."""
_LARGEST: Final = 1 << 62
_GROUP: Final = ("account", "plan", "bill_period")
_MILLIS: Final = 1000


def settle(calls: pl.DataFrame, book: RateBook) -> pl.DataFrame:
    """The calls of whole bill periods with allowance and tiers taken into account.

    Takes of each call ``account`` Int64, ``plan`` Int32 (place in the book), ``number`` Int64 (the
    payer's), ``bill_period`` (any type that sorts), ``started_us``, ``call_id`` and ``source``
    String, and as the kernel gave them ``call_class``, ``rate``, ``period``, ``connect_fee``,
    ``in_allowance``, ``billed_seconds`` and ``charge``. A group of account, plan and bill period is
    there with all its calls that count: rated, and no duplicates.

    ``sealed`` Boolean may be among the columns; then ``allowance_ms`` and ``gross_charge`` are too,
    and calls that are sealed keep those and their ``charge``; the others share what they left.

    Gives the calls in their order with ``charge`` replaced and added: ``allowance_ms`` Int64, the
    billed time the allowance paid, in thousandths of a second (an allowance of so many minutes need
    not be whole seconds); ``gross_charge`` Int64; ``tier_ms`` Int64: where tiers are graduated the
    chargeable time of the period before this call, where they go by volume that of the whole
    period, else null. InputError if a call comes to more than an amount can hold.
    """
    calls = _with_seals(calls)
    sealed = calls["sealed"].to_numpy()
    charge = calls["charge"].to_numpy().copy()
    gross = np.where(sealed, calls["gross_charge"].to_numpy(), charge)
    allowance_ms = np.where(sealed, calls["allowance_ms"].to_numpy(), 0)
    tier_ms = np.full(len(charge), BLANK, np.int64)
    terms = _SharedTerms.of(book, whole_seconds=not np.any(allowance_ms % _MILLIS))
    rows = _shared(calls, terms)
    if rows.height:
        place, mine = rows["place"].to_numpy(), ~rows["sealed"].to_numpy()
        net = _Share.of(rows, rows["used"].to_numpy(), terms)
        full = _Share.of(rows, np.zeros(rows.height, np.int64), terms)
        charge[place[mine]] = net.charges(rows, book, terms)[mine]
        gross[place[mine]] = full.charges(rows, book, terms)[mine]
        allowance_ms[place[mine]] = rows["used"].to_numpy()[mine] * (_MILLIS // terms.ticks)
        tier_ms[place] = net.tier_ms(terms)
    return calls.with_columns(
        charge=pl.Series(charge),
        allowance_ms=pl.Series(allowance_ms),
        gross_charge=pl.Series(gross),
        tier_ms=pl.Series(tier_ms).replace(BLANK, None),
    )


def _with_seals(calls: pl.DataFrame) -> pl.DataFrame:
    if "sealed" in calls.columns:
        return calls.with_columns(pl.col("allowance_ms", "gross_charge").fill_null(0))
    return calls.with_columns(
        sealed=pl.lit(value=False),
        allowance_ms=pl.lit(0, pl.Int64),
        gross_charge=pl.lit(0, pl.Int64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Tiers:
    """The tiers of a plan, ascending; below the first the multiplier is 1."""

    volume: bool
    starts: tuple[int, ...]
    """In ticks; the first is 0."""
    multipliers: tuple[int, ...]
    """In parts of ``_SharedTerms.parts``."""

    def weights(self, left: Ints, *, before: Ints, total: Ints) -> Weights:
        """The time left of each call by the multiplier of the tier or tiers it falls in."""
        if self.volume:
            kind = _kind_for(int(left.max(initial=0)) * self._largest())
            at = self._reached(total)
            by_volume: Weights = _exact(left, kind) * _exact(self.multipliers, kind)[at]
            return by_volume
        worth: Weights = self._worth(before + left) - self._worth(before)
        return worth

    def costless(self, left: Ints, *, weights: Weights, total: Ints) -> Bools:
        """Whether the tiers make the price 0.

        By volume the period's tier does, also for a call with no second left; such a call falls in
        no graduated tier.
        """
        if self.volume:
            zero = np.array([multiplier == 0 for multiplier in self.multipliers], np.bool_)
            return zero[self._reached(total)]
        costless: Bools = (left > 0) & (weights == 0)
        return costless

    def _largest(self) -> int:
        return max(map(abs, self.multipliers))

    def _reached(self, ticks: Ints) -> npt.NDArray[np.intp]:
        """The place of the tier that holds each position."""
        return np.searchsorted(np.array(self.starts, np.int64), ticks, side="right") - 1

    def _worth(self, ticks: Ints) -> Weights:
        """The time from 0 to each position, each part by its multiplier."""
        bases = [0]
        steps = zip(self.starts, self.starts[1:], self.multipliers, strict=False)
        for start, end, multiplier in steps:
            bases.append(bases[-1] + (end - start) * multiplier)
        most = int(ticks.max(initial=0)) * self._largest() + max(map(abs, bases))
        kind = _kind_for(most)
        at = self._reached(ticks)
        within = _exact(ticks - np.array(self.starts, np.int64)[at], kind)
        worth: Weights = _exact(bases, kind)[at] + within * _exact(self.multipliers, kind)[at]
        return worth


def _kind_for(largest: int) -> type[np.int64 | np.object_]:
    """64 bits where all values fit, else Python's own integers."""
    return np.int64 if largest < _LARGEST else np.object_


def _exact(values: npt.ArrayLike, kind: type[np.int64 | np.object_]) -> Weights:
    return np.array(values, kind)


@dataclass(frozen=True, slots=True, eq=False)
class _SharedTerms:
    """What plans say of calls together, exact in whole ticks of a second and parts of one."""

    ticks: int
    """How many make a second, a divisor of 1000: as few as allowances and tiers, which have four
    decimals of a minute, are whole numbers of."""
    parts: int
    """How many make a tier multiplier of 1."""
    allowance: Ints
    """By plan, in ticks."""
    by_number: Bools
    """By plan: each number has an allowance of its own."""
    tiers: dict[int, _Tiers]
    """By plan, where it has any."""

    @classmethod
    def of(cls, book: RateBook, *, whole_seconds: bool) -> "_SharedTerms":
        """The terms of the plans; ``whole_seconds``: sealed allowances are such."""
        plans, tiers = book.plans, book.tiers
        minutes = [plan.allowance_minutes for plan in plans] + [t.from_minutes for t in tiers]
        ticks = lcm(*((Fraction(each) * MINUTE_SECONDS).denominator for each in minutes))
        if not whole_seconds:
            ticks = _MILLIS
        parts = lcm(*(Fraction(tier.multiplier).denominator for tier in tiers))
        own = {
            place: [t for t in tiers if t.plan_code == plan.plan_code]
            for place, plan in enumerate(plans)
        }
        return cls(
            ticks=ticks,
            parts=parts,
            allowance=np.array([_in_ticks(plan.allowance_minutes, ticks) for plan in plans]),
            by_number=np.array([plan.allowance_scope == "number" for plan in plans], np.bool_),
            tiers={place: _tiers(rows, ticks, parts) for place, rows in own.items() if rows},
        )


def _in_ticks(minutes: Decimal, ticks: int) -> int:
    return int(Fraction(minutes) * MINUTE_SECONDS * ticks)


def _tiers(rows: Sequence[RateTier], ticks: int, parts: int) -> _Tiers:
    steps = {0: parts}
    for row in sorted(rows, key=lambda row: row.from_minutes):
        steps[_in_ticks(row.from_minutes, ticks)] = int(Fraction(row.multiplier) * parts)
    return _Tiers(rows[0].kind == "volume", tuple(steps), tuple(steps.values()))


def _shared(calls: pl.DataFrame, terms: _SharedTerms) -> pl.DataFrame:
    """The calls that take part in an allowance or tiers, in order, with what allowances paid.

    ``billed`` and ``used`` are in ticks, ``place`` is where the call stands among all.
    """
    plans = [
        place for place, size in enumerate(terms.allowance) if size > 0 or place in terms.tiers
    ]
    rows = (
        calls.lazy()
        .with_row_index("place")
        .filter(pl.col("call_class").is_between(*_BY_DECK), pl.col("plan").is_in(plans))
        .collect()
    )
    plan = rows["plan"].to_numpy()
    _refuse_more_time_than_counts(rows, terms)
    rows = rows.with_columns(
        billed=pl.col("billed_seconds") * terms.ticks,
        size=pl.Series(terms.allowance[plan]),
        pool=pl.when(pl.Series(terms.by_number[plan])).then("number").otherwise(0),
    ).sort(*_GROUP, ~pl.col("sealed"), "started_us", "call_id", "source")
    wish = (
        pl.when("sealed")
        .then(pl.col("allowance_ms") * terms.ticks // _MILLIS)
        .when("in_allowance")
        .then("billed")
        .otherwise(0)
    )
    return rows.with_columns(wish=wish).with_columns(
        used=pl.when("sealed")
        .then("wish")
        .otherwise(
            pl.min_horizontal(
                "wish",
                (pl.col("size") - _before("wish", (*_GROUP, "pool"))).clip(lower_bound=0),
            )
        )
    )


def _refuse_more_time_than_counts(rows: pl.DataFrame, terms: _SharedTerms) -> None:
    """InputError if sums of time could leave 64 bits; increments of ages alone make such calls."""
    longest = rows.select(pl.col("billed_seconds").max().fill_null(0)).item()
    if longest * terms.ticks * _MILLIS * max(rows.height, 1) >= _LARGEST:
        raise InputError(
            "The calls of a bill period come to more time than can be counted.",
            f"One of them is billed as {longest} seconds.",
            "Mend the increments or the minimum seconds of its plan or deck.",
        )


def _before(column: str, group: tuple[str, ...]) -> pl.Expr:
    """The sum of the column over the calls of the group that stand before."""
    return pl.col(column).cum_sum().over(group) - pl.col(column)


@dataclass(frozen=True, slots=True, eq=False)
class _Share:
    """What of calls is left to be charged, and in which tiers it falls."""

    left: Ints
    """In ticks."""
    before: Ints
    """Ticks left of the calls of the group that stand before."""
    total: Ints
    """Ticks left of all calls of the group."""
    plan: npt.NDArray[np.int32]

    @classmethod
    def of(cls, rows: pl.DataFrame, used: Ints, terms: _SharedTerms) -> "_Share":
        left = rows["billed"].to_numpy() - used
        if not terms.tiers:
            return cls(left, left, left, rows["plan"].to_numpy())
        sums = rows.select(*_GROUP, left=pl.Series(left)).select(
            before=_before("left", _GROUP), total=pl.col("left").sum().over(_GROUP)
        )
        return cls(
            left, sums["before"].to_numpy(), sums["total"].to_numpy(), rows["plan"].to_numpy()
        )

    def charges(self, rows: pl.DataFrame, book: RateBook, terms: _SharedTerms) -> Ints:
        """Steps 7 and 8."""
        weights, costless = self._weights(terms)
        rates = rows["rate"].to_numpy()
        periods = rows["period"].fill_null(NO_PERIOD).to_numpy()
        slots = book.slots(self.plan, periods, inbound=np.zeros(len(rates), np.bool_))
        factors = book.factors(terms.ticks * terms.parts)
        nothing = np.array([factor.numerator == 0 for factor in factors], np.bool_)
        return charges(
            products(weights, rates, slots=slots, factors=factors),
            rows["connect_fee"].fill_null(BLANK).to_numpy(),
            self.plan,
            book,
            free=(rates == 0) | nothing[slots] | costless,
            covered=self.left == 0,
        )

    def _weights(self, terms: _SharedTerms) -> tuple[Weights, Bools]:
        """Time left by tier multiplier, and whether the tiers make the price 0."""
        found: list[tuple[npt.NDArray[np.intp], Weights]] = []
        costless = np.zeros(len(self.left), np.bool_)
        most = int(self.left.max(initial=0)) * terms.parts
        for plan, tiers in terms.tiers.items():
            own = np.flatnonzero(self.plan == plan)
            left, total = self.left[own], self.total[own]
            part = tiers.weights(left, before=self.before[own], total=total)
            costless[own] = tiers.costless(left, weights=part, total=total)
            found.append((own, part))
            most = max(most, int(np.abs(part).max(initial=0)))
        weights: Weights = self.left.astype(_kind_for(most)) * terms.parts
        for own, part in found:
            weights[own] = part
        return weights, costless

    def tier_ms(self, terms: _SharedTerms) -> Ints:
        """See ``settle``; ``BLANK`` where the plan has no tiers."""
        found = np.full(len(self.left), BLANK, np.int64)
        for plan, tiers in terms.tiers.items():
            own = self.plan == plan
            ticks = self.total if tiers.volume else self.before
            found[own] = ticks[own] * (_MILLIS // terms.ticks)
        return found
