"""The rate book: all that prices calls at one time, plans as arrays beside the rows they come from.

Nothing in it changes; a changed plan or deck is another book.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from app.rating.area_codes import AreaCodes
from app.rating.compiled_deck import BLANK, CompiledDeck, compile_deck
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.rating.products import LIMIT, Factor
from app.rating.week import NO_PERIOD, week_of
from app.values.money import SCALE_PLACES, Rounding, to_counts

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int32]

MINUTE_SECONDS: Final = 60

DECK_COLUMNS: Final = {
    "rate_id": pl.Int64,
    "prefix": pl.String,
    "rate": pl.Int64,
    "interstate_rate": pl.Int64,
    "intrastate_rate": pl.Int64,
    "indeterminate_rate": pl.Int64,
    "connect_fee": pl.Int64,
    "initial_seconds": pl.Int64,
    "increment_seconds": pl.Int64,
    "in_allowance": pl.Boolean,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
"""The frame that ``compile_deck`` takes; amounts are counts of 1e-8."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanColumns:
    """The plans as arrays, one entry a plan; amounts are counts of 1e-8."""

    initial_seconds: Ints
    increment_seconds: Ints
    minimum_seconds: Ints
    free_below_seconds: Ints
    connect_fee: Ints
    minimum_charge: Ints
    """``-LIMIT`` where the plan has none."""
    maximum_charge: Ints
    """``LIMIT`` where the plan has none."""
    inbound_rate: Ints
    toll_free_rate: Ints
    directory_assistance_fee: Ints
    """``BLANK`` where the plan has none."""
    on_net_free: Bools
    allowance_connect_fee: Bools


@dataclass(frozen=True)
class RateBook:
    """Plans, decks, zones, area codes and the company's choice."""

    plans: tuple[RatePlan, ...]
    """A call's ``plan`` is a place in here."""
    periods: tuple[RatePeriod, ...]
    """Of all plans; a call's ``period`` is a place in here."""
    tiers: tuple[RateTier, ...]
    """Of all plans, in any order."""
    decks: Mapping[str, CompiledDeck]
    """By deck code; a deck that is missing has no rows."""
    zones: tuple[str, ...]
    """Names of time zones; a call's ``zone`` is a place in here."""
    area_codes: AreaCodes
    unknown_caller: str
    """``intrastate``, ``interstate`` or ``indeterminate``: the class and rate of a call whose
    caller's place is unknown."""

    @cached_property
    def columns(self) -> PlanColumns:
        """The plans as arrays."""
        plans = self.plans

        def ints(name: str) -> Ints:
            return np.array([getattr(plan, name) for plan in plans], np.int64)

        def counts(name: str, blank: int) -> Ints:
            amounts = [getattr(plan, name) for plan in plans]
            return np.array([blank if a is None else to_counts(a) for a in amounts], np.int64)

        return PlanColumns(
            initial_seconds=ints("initial_seconds"),
            increment_seconds=ints("increment_seconds"),
            minimum_seconds=ints("minimum_seconds"),
            free_below_seconds=ints("free_below_seconds"),
            connect_fee=counts("connect_fee", 0),
            minimum_charge=counts("minimum_charge", -LIMIT),
            maximum_charge=counts("maximum_charge", LIMIT),
            inbound_rate=counts("inbound_rate", 0),
            toll_free_rate=counts("toll_free_rate", 0),
            directory_assistance_fee=counts("directory_assistance_fee", BLANK),
            on_net_free=np.array([plan.on_net == "free" for plan in plans], np.bool_),
            allowance_connect_fee=ints("allowance_connect_fee").astype(np.bool_),
        )

    @cached_property
    def deck_list(self) -> tuple[CompiledDeck, ...]:
        """The decks that plans name, in a fixed order."""
        nothing = compile_deck(pl.DataFrame(schema=DECK_COLUMNS))
        return tuple(self.decks.get(code, nothing) for code in self._deck_codes)

    @cached_property
    def deck_of_plan(self) -> Indexes:
        """By plan the place of its deck in ``deck_list``."""
        place = {code: index for index, code in enumerate(self._deck_codes)}
        return np.array([place[plan.deck_code] for plan in self.plans], np.int32)

    @cached_property
    def _deck_codes(self) -> tuple[str, ...]:
        return tuple(sorted({plan.deck_code for plan in self.plans}))

    @cached_property
    def weeks(self) -> Indexes:
        """The weeks of plans that have periods, by minute; the first is a week without any.

        Entries are places in ``periods``, or ``NO_PERIOD``.
        """
        return np.stack([week_of(()), *map(week_of, self._timed.values())])

    @cached_property
    def week_of_plan(self) -> Indexes:
        """By plan the place of its week in ``weeks``."""
        place = {code: index for index, code in enumerate(self._timed, start=1)}
        return np.array([place.get(plan.plan_code, 0) for plan in self.plans], np.int32)

    @cached_property
    def _timed(self) -> dict[str, list[tuple[int, RatePeriod]]]:
        """By code of each plan that has periods: its periods with their places."""
        timed: dict[str, list[tuple[int, RatePeriod]]] = {}
        for place, period in enumerate(self.periods):
            timed.setdefault(period.plan_code, []).append((place, period))
        return timed

    def slots(self, plans: Indexes, periods: Indexes, *, inbound: Bools) -> Indexes:
        """The place in ``factors`` of calls by plan, period of the day and direction."""
        outside = np.where(inbound, plans + len(self.plans), plans)
        within = periods + 2 * len(self.plans) + np.where(inbound, len(self.periods), 0)
        return np.where(periods == NO_PERIOD, outside, within).astype(np.int32)

    def factors(self, unit: int) -> tuple[Factor, ...]:
        """What ``weight * rate`` is to be multiplied and divided by, for each of ``slots``.

        ``unit``: how many weights make one second at tier multiplier 1.
        """
        plans = {plan.plan_code: plan for plan in self.plans}
        timed = [(plans[period.plan_code], Fraction(period.multiplier)) for period in self.periods]
        return (
            *(_factor(plan, Fraction(plan.deck_multiplier), unit) for plan in self.plans),
            *(_factor(plan, Fraction(1), unit) for plan in self.plans),
            *(_factor(plan, Fraction(plan.deck_multiplier) * part, unit) for plan, part in timed),
            *(_factor(plan, part, unit) for plan, part in timed),
        )

    @cached_property
    def second_factors(self) -> tuple[Factor, ...]:
        """``factors`` for weights that are whole seconds."""
        return self.factors(1)


def _factor(plan: RatePlan, multiplier: Fraction, unit: int) -> Factor:
    step = 10 ** (SCALE_PLACES - plan.call_decimals)
    exact = multiplier / (MINUTE_SECONDS * step * unit)
    return Factor(
        numerator=exact.numerator,
        denominator=exact.denominator,
        step=step,
        rounding=Rounding(plan.call_rounding),
    )
