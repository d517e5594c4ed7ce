"""Plans, deck rows and calls with all that a test does not speak of, and the way into columns."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from app.rating.area_codes import AreaCodes
from app.rating.book import DECK_COLUMNS, RateBook
from app.rating.compiled_deck import compile_deck
from app.rating.deck import Rate
from app.rating.kernel import price_calls
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.values.money import to_counts
from tests.rating.oracle import AREA_CODE_TABLE, Call, World

MONEY = ("rate", "interstate_rate", "intrastate_rate", "indeterminate_rate", "connect_fee")
ZONES = (
    "America/Denver",
    "America/New_York",
    "America/St_Johns",
    "America/Phoenix",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)


def a_plan(**changed: Any) -> RatePlan:  # noqa: ANN401  any column of a plan
    """A plan 6/6 on the deck STANDARD with nothing special."""
    values: dict[str, Any] = {
        "plan_code": "BASIC",
        "name": "Basic",
        "deck_code": "STANDARD",
        "initial_seconds": 6,
        "increment_seconds": 6,
        "usage_product": "CALLS",
    }
    return RatePlan(**values | changed)


def a_rate(prefix: str = "1", rate: str | None = "0.03", **changed: Any) -> Rate:  # noqa: ANN401
    """A deck row in force since 2026."""
    values: dict[str, Any] = {
        "deck_code": "STANDARD",
        "prefix": prefix,
        "rate": None if rate is None else Decimal(rate),
        "valid_from": date(2026, 1, 1),
    }
    return Rate(**values | changed)


def a_period(**changed: Any) -> RatePeriod:  # noqa: ANN401  any column of a period
    values: dict[str, Any] = {
        "plan_code": "BASIC",
        "name": "Evening",
        "days": "all",
        "from_": "19:00",
        "to_": "08:00",
        "multiplier": Decimal("0.5"),
    }
    return RatePeriod(**values | changed)


def a_tier(from_minutes: str, multiplier: str, **changed: Any) -> RateTier:  # noqa: ANN401
    values: dict[str, Any] = {
        "plan_code": "BASIC",
        "kind": "graduated",
        "from_minutes": Decimal(from_minutes),
        "multiplier": Decimal(multiplier),
    }
    return RateTier(**values | changed)


def a_call(**changed: Any) -> Call:  # noqa: ANN401  any value of a call
    """A call of a minute from Denver to New York on a Tuesday noon."""
    values: dict[str, Any] = {"started_at": datetime(2026, 10, 13, 18, 0, tzinfo=UTC)}
    return Call(**values | changed)


def a_world(
    *rates: Rate,
    plan: RatePlan | None = None,
    **changed: Any,  # noqa: ANN401
) -> World:
    """One plan on one deck."""
    return World(plans=(plan or a_plan(),), rates=rates or (a_rate(),), **changed)


@cache
def area_codes() -> AreaCodes:
    """The table that the program ships."""
    return AreaCodes.parse(AREA_CODE_TABLE.read_text(encoding="utf-8"))


def deck_frame(rates: Sequence[Rate]) -> pl.DataFrame:
    """The frame of deck rows; a row's id is its place."""
    rows = []
    for place, rate in enumerate(rates):
        values = {f.name: getattr(rate, f.name) for f in fields(rate)}
        for name in MONEY:
            values[name] = None if values[name] is None else to_counts(values[name])
        rows.append(values | {"rate_id": place})
    return pl.DataFrame(rows, schema=DECK_COLUMNS) if rows else pl.DataFrame(schema=DECK_COLUMNS)


def book_of(world: World) -> RateBook:
    """The world as the program takes it."""
    codes = {plan.deck_code for plan in world.plans}
    places = [(place, rate) for place, rate in enumerate(world.rates)]
    decks = {}
    for code in codes:
        own = [place for place, rate in places if rate.deck_code == code]
        frame = deck_frame(world.rates)
        decks[code] = compile_deck(frame.filter(pl.col("rate_id").is_in(own)))
    return RateBook(
        plans=world.plans,
        periods=world.periods,
        tiers=world.tiers,
        decks=decks,
        zones=ZONES,
        area_codes=area_codes(),
        unknown_caller=world.unknown_caller,
    )


def call_frame(calls: Sequence[Call], world: World) -> pl.DataFrame:
    """The calls as the columns of kernel and settlement."""
    plans = [plan.plan_code for plan in world.plans]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    rows = [
        {
            "call_id": call.call_id,
            "source": call.source,
            "account": call.account,
            "number": call.number,
            "payer_number": call.number,
            "bill_period": call.bill_period,
            "plan": plans.index(call.plan_code),
            "zone": ZONES.index(call.zone),
            "started_us": (call.started_at - epoch) // (datetime.resolution),
            "raw_seconds": call.raw_seconds,
            "caller": call.caller,
            "called": call.called,
            "direction": int(call.direction),
            "answered": call.answered,
            "own_both": call.own_both,
        }
        for call in calls
    ]
    return pl.DataFrame(
        rows,
        schema={
            "call_id": pl.String,
            "source": pl.String,
            "account": pl.Int64,
            "number": pl.Int64,
            "payer_number": pl.Int64,
            "bill_period": pl.Int32,
            "plan": pl.Int32,
            "zone": pl.Int32,
            "started_us": pl.Int64,
            "raw_seconds": pl.Int64,
            "caller": pl.Int64,
            "called": pl.Int64,
            "direction": pl.Int8,
            "answered": pl.Boolean,
            "own_both": pl.Boolean,
        },
    )


def priced(world: World, *calls: Call) -> list[dict[str, Any]]:
    """What the kernel makes of the calls."""
    return price_calls(call_frame(calls, world), book_of(world)).to_dicts()
