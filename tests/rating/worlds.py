"""Hypothesis: worlds of plans and decks, and calls that hit their edges."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.usage.table import Direction
from tests.rating.builders import ZONES
from tests.rating.oracle import Call, World

PARTIES = (
    13035550142,  # Colorado
    17205550142,
    12125550100,  # New York
    16465550100,
    14165550100,  # Ontario
    19025550100,  # Nova Scotia or Prince Edward Island
    17825550100,
    17875550100,  # Puerto Rico
    19395550100,
    16715550100,  # Guam
    18765550144,  # Jamaica
    18769765144,
    18095550144,
    19005550100,  # premium
    13039761234,
    15005550100,  # 5YY
    15335550100,
    16005550100,  # Canada, non-geographic
    17005550100,
    17105550100,
    18005550199,  # toll-free
    18225550199,
    13035551212,  # directory assistance
    18005551212,
    18765551212,
    19005551212,
    12005550100,  # no area code
    12115551212,
    11235550100,
    1303555014,
    130355501421,
    442079460123,  # abroad
    447940000000,
    44794,
    5,
    37112345678,
    52155512345678,
    123456789012345678,
    999999999999999999,
    0,
    -911,
    -411,
    -211,
    -988,
    -311,
    -123,
    -1_000_001,
    -1_000_000_007,
    -1_000_005_550_142,
)
PREFIXES = (
    "1",
    "13",
    "130",
    "1303",
    "1303555",
    "13035550142",
    "130355501421",
    "1212",
    "1416",
    "1787",
    "1876",
    "18",
    "19",
    "1900",
    "1600",
    "1500",
    "1999",
    "2",
    "4",
    "44",
    "447",
    "44794",
    "447940",
    "4479400000001",
    "5",
    "52",
    "52155512345678901",
    "123456789012345678",
    "1234567890123456789",
    "9",
    "0",
    "037",
    "3711234567",
)
DAYS = (
    date(2026, 1, 1),
    date(2026, 3, 8),
    date(2026, 10, 31),
    date(2026, 11, 1),
    date(2026, 11, 2),
    date(2027, 1, 1),
)
EDGES = (
    datetime(2026, 3, 8, 9, 0, tzinfo=UTC),  # daylight time begins in Denver
    datetime(2026, 3, 8, 5, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 8, 0, tzinfo=UTC),  # and ends
    datetime(2026, 11, 1, 6, 0, tzinfo=UTC),  # in New York
    datetime(2026, 11, 1, 4, 0, tzinfo=UTC),  # midnight in New York
    datetime(2026, 11, 1, 2, 30, tzinfo=UTC),  # and in St. John's
    datetime(2010, 11, 7, 2, 31, tzinfo=UTC),  # St. John's turned its clocks at 00:01
    datetime(2011, 12, 30, 10, 0, tzinfo=UTC),  # Apia skipped a day
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # half an hour in Lord Howe
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    datetime(2026, 10, 16, 1, 0, tzinfo=UTC),
)
# Sets of periods of one plan that do not overlap.
WEEKS = (
    (),
    (("all", "19:00", "08:00"),),
    (("mon-fri", "08:00", "19:00"), ("sat,sun", "00:00", "24:00")),
    (("fri", "18:00", "18:00"),),
    (("sun-mon", "22:00", "02:00"), ("wed", "00:00", "00:30")),
    (("sat-tue", "00:00", "00:00"), ("wed,fri", "12:01", "12:02")),
)


def money(most: str) -> st.SearchStrategy[Decimal]:
    return st.one_of(
        st.just(Decimal(0)),
        st.decimals(0, Decimal(most), places=8, allow_nan=False),
        st.sampled_from([Decimal("0.02"), Decimal("0.005"), Decimal("0.025")]),
    )


T = TypeVar("T")


def maybe(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | values


def mostly(usual: T, *others: T) -> st.SearchStrategy[T]:
    """The usual value six times of seven."""
    return st.integers(0, 6).flatmap(
        lambda chance: st.just(usual) if chance else st.sampled_from(others)
    )


usually = st.integers(0, 6).map(bool)
seldom = st.integers(0, 6).map(lambda chance: chance == 0)

multipliers = st.sampled_from(
    [Decimal(text) for text in ("1", "0", "0.5", "1.25", "0.3333", "0.9999", "2")]
)
huge_multipliers = st.sampled_from(
    [
        Decimal(text)
        for text in ("1", "0", "0.9999", "0.0001", "0.0317", "60000000", "123456789012.3457")
    ]
)
minutes = st.sampled_from(
    [Decimal(text) for text in ("0", "0.5", "1", "2.5", "10", "33.3333", "0.0001", "100")]
)


@st.composite
def plans(draw: st.DrawFn, code: str, *, huge: bool) -> RatePlan:
    bounds = money("20000000000" if huge else "2")
    low, high = sorted(draw(st.tuples(bounds, bounds)))
    return RatePlan(
        plan_code=code,
        name=code,
        deck_code=draw(mostly("STANDARD", "OTHER", "EMPTY")),
        initial_seconds=draw(st.sampled_from([1, 6, 20, 30, 60])),
        increment_seconds=draw(st.sampled_from([1, 6, 60, 7])),
        minimum_seconds=draw(st.sampled_from([0, 0, 30, 45])),
        free_below_seconds=draw(st.sampled_from([0, 0, 6])),
        connect_fee=draw(money("1")),
        deck_multiplier=draw(huge_multipliers if huge else multipliers),
        call_decimals=draw(st.integers(2, 6)),
        call_rounding=draw(st.sampled_from(["half_up", "half_even", "up", "down"])),
        minimum_charge=draw(maybe(st.just(low))),
        maximum_charge=high if huge else draw(maybe(st.just(high))),
        inbound_rate=draw(money("90000000000" if huge else "1")),
        toll_free_rate=draw(money("1")),
        on_net=draw(st.sampled_from(["free", "rated"])),
        directory_assistance_fee=draw(maybe(money("2"))),
        allowance_minutes=draw(minutes),
        allowance_scope=draw(st.sampled_from(["account", "number"])),
        allowance_connect_fee=draw(st.booleans()),
        usage_product="CALLS",
    )


@st.composite
def rates(draw: st.DrawFn, prefix: str | None = None, *, huge: bool) -> Rate:
    amounts = money("90000000000" if huge else "1")
    shape = draw(st.sampled_from(["general", "three", "interstate", "all"]))
    begins = draw(st.sampled_from(DAYS[:-1])) if prefix is None else date(2000, 1, 1)
    return Rate(
        deck_code=draw(mostly("STANDARD", "OTHER")),
        prefix=draw(st.sampled_from(PREFIXES)) if prefix is None else prefix,
        destination=None,
        rate=draw(amounts) if shape in {"general", "all"} else None,
        interstate_rate=draw(amounts) if shape in {"three", "interstate", "all"} else None,
        intrastate_rate=draw(amounts) if shape in {"three", "all"} else None,
        indeterminate_rate=draw(amounts) if shape in {"three", "all"} else None,
        connect_fee=draw(maybe(money("1"))),
        initial_seconds=draw(maybe(st.sampled_from([1, 30, 60]))),
        increment_seconds=draw(maybe(st.sampled_from([1, 6, 60]))),
        in_allowance=draw(usually),
        valid_from=begins,
        valid_to=draw(maybe(st.sampled_from([day for day in DAYS if day > begins]))),
    )


@st.composite
def weeks(draw: st.DrawFn, code: str, *, huge: bool) -> tuple[RatePeriod, ...]:
    return tuple(
        RatePeriod(
            plan_code=code,
            name=f"period {place}",
            days=days,
            from_=begin,
            to_=end,
            multiplier=draw(huge_multipliers if huge else multipliers),
        )
        for place, (days, begin, end) in enumerate(draw(st.sampled_from(WEEKS)))
    )


@st.composite
def tiers(draw: st.DrawFn, code: str, *, huge: bool) -> tuple[RateTier, ...]:
    kind = draw(st.sampled_from(["graduated", "volume"]))
    starts = draw(st.lists(minutes, max_size=3, unique=True))
    return tuple(
        RateTier(
            plan_code=code,
            kind=kind,
            from_minutes=start,
            multiplier=draw(huge_multipliers if huge else multipliers),
        )
        for start in starts
    )


@st.composite
def worlds(draw: st.DrawFn, *, huge: bool = False) -> World:
    codes = ["A", "B"][: draw(st.integers(1, 2))]
    usual = draw(mostly(("1", "1900", "1876", "1500", "4", "5"), ()))
    rows = draw(st.lists(rates(huge=huge), max_size=14))
    rows += [draw(rates(prefix, huge=huge)) for prefix in usual]
    by_key = {(rate.deck_code, rate.prefix, rate.valid_from): rate for rate in rows}
    return World(
        plans=tuple(draw(plans(code, huge=huge)) for code in codes),
        periods=tuple(period for code in codes for period in draw(weeks(code, huge=huge))),
        tiers=tuple(tier for code in codes for tier in draw(tiers(code, huge=huge))),
        rates=tuple(by_key.values()),
        unknown_caller=draw(st.sampled_from(["intrastate", "interstate", "indeterminate"])),
    )


@st.composite
def calls(draw: st.DrawFn, world: World) -> list[Call]:
    """Calls of all kinds; most of them go out and are answered."""
    ordinary = st.sampled_from(PARTIES[:9])
    party = st.one_of(ordinary, st.sampled_from(PARTIES))
    moments = st.builds(
        lambda edge, seconds: edge + timedelta(seconds=seconds),
        st.sampled_from(EDGES),
        st.one_of(st.integers(-2, 2), st.integers(-90_000, 90_000)),
    )
    each = st.builds(
        Call,
        call_id=st.sampled_from(["1", "2", "10", "a", "\u00e9", "\U0001f600", "\uffee"]),
        source=st.sampled_from(["pbx", "carrier"]),
        account=mostly(1, 2),
        plan_code=mostly(*[plan.plan_code for plan in world.plans], "A"),
        number=st.sampled_from([13035550142, 12125550100, 18005550199, 442079460123]),
        zone=st.sampled_from(ZONES),
        started_at=moments,
        raw_seconds=st.one_of(
            st.sampled_from([1, 5, 6, 7, 60, 61, 120, 600, 43_200]), mostly(59, 0, 43_199)
        ),
        caller=party,
        called=party,
        direction=mostly(Direction.OUT, Direction.IN, Direction.INTERNAL),
        answered=usually,
        own_both=seldom,
        bill_period=mostly(0, 1),
    )
    found: list[Call] = draw(
        st.lists(
            each, min_size=1, max_size=12, unique_by=lambda c: (c.started_at, c.call_id, c.source)
        )
    )
    return found
