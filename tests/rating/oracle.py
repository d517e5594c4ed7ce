"""A slow, plain rater: one call at a time, fractions, no columns; written from the contract alone.

It shares the row classes and the closed lists of words with the program, nothing else. Its steps
are those of ``setup-workbook.md``, "How a call is priced".
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.usage.table import CallClass, Direction, Jurisdiction, Reason, Status

AREA_CODE_TABLE = Path(__file__).parents[2] / "resources" / "area_codes.csv"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A believed call with a payer. Parties are codes (``app/usage/parties.py``)."""

    call_id: str = "1"
    source: str = "pbx"
    account: int = 1
    plan_code: str = "BASIC"
    number: int = 13035550142
    zone: str = "America/Denver"
    started_at: datetime
    raw_seconds: int = 60
    caller: int = 13035550142
    called: int = 12125550100
    direction: Direction = Direction.OUT
    answered: bool = True
    own_both: bool = False
    bill_period: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that prices calls. The place of a rate in its deck is its id."""

    plans: tuple[RatePlan, ...]
    periods: tuple[RatePeriod, ...] = ()
    tiers: tuple[RateTier, ...] = ()
    rates: tuple[Rate, ...] = ()
    unknown_caller: str = "intrastate"

    def plan(self, code: str) -> RatePlan:
        return next(plan for plan in self.plans if plan.plan_code == code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a call."""

    status: Status
    reason: Reason = Reason.NONE
    call_class: CallClass = CallClass.NONE
    jurisdiction: Jurisdiction = Jurisdiction.NONE
    rate: Decimal | None = None
    row: Rate | None = None
    period: RatePeriod | None = None
    billed_seconds: int = 0
    charge: Fraction = Fraction(0)


@dataclass(slots=True)
class Settled:
    """What allowance and tiers make of a call."""

    allowance_seconds: Fraction = Fraction(0)
    charge: Fraction = Fraction(0)
    gross_charge: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Place:
    """What a party's number tells."""

    kind: str
    """A class of the area code table, or ``no_number``, ``abroad``, ``unlisted``."""
    country: str = ""
    region: str = ""
    exchange: str = ""
    line: str = ""

    @property
    def is_foreign(self) -> bool:
        return self.kind in {"abroad", "nanp_foreign"}

    @property
    def state(self) -> str:
        """The state, province or territory; blank where none is known."""
        if self.kind not in {"geographic", "us_territory"} or self.exchange == "976":
            return ""
        return f"{self.country}/{self.region}"


@dataclass(slots=True)
class AreaTable:
    """The rows of the area code table by code."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with AREA_CODE_TABLE.open(encoding="utf-8") as file:
            next(file)
            self.rows = {row["npa"]: row for row in csv.DictReader(file)}

    def place(self, party: int) -> Place:
        if party <= 0:
            return Place("no_number")
        digits = str(party)
        if digits[0] != "1":
            return Place("abroad")
        row = self.rows.get(digits[1:4]) if len(digits) == 11 else None
        if row is None:
            return Place("unlisted", exchange=digits[4:7], line=digits[7:])
        return Place(row["class"], row["country"], row["region"], digits[4:7], digits[7:])


AREAS = AreaTable()


def price(call: Call, world: World) -> Outcome:  # noqa: PLR0911  one for each way out
    """Steps 3 to 5 and 8, with no allowance and no tier."""
    plan = world.plan(call.plan_code)
    reason = not_chargeable(call, plan)
    if reason is not Reason.NONE:
        return Outcome(status=Status.NOT_CHARGEABLE, reason=reason)
    local = call.started_at.astimezone(ZoneInfo(call.zone))
    period = period_of(local, [p for p in world.periods if p.plan_code == plan.plan_code])
    if call.direction is Direction.IN:
        return inbound(call, plan, period)
    if is_assistance(call.called):
        return assistance(call, plan)
    called = AREAS.place(call.called)
    if called.kind == "no_number":
        return suspended(Reason.BAD_NUMBER)
    if called.kind == "unlisted":
        return suspended(Reason.UNKNOWN_JURISDICTION)
    own = [rate for rate in world.rates if rate.deck_code == plan.deck_code]
    row = row_of(str(call.called), local.date(), called, own)
    call_class = class_of(AREAS.place(call.caller), called, world.unknown_caller)
    rate = rate_of(row, call_class) if row else None
    if row is None or rate is None:
        return suspended(Reason.NO_RATE)
    billed = billed_seconds(call, plan, row)
    per_minute = Fraction(rate) * Fraction(plan.deck_multiplier) * multiplier(period)
    return Outcome(
        status=Status.RATED,
        call_class=call_class,
        jurisdiction=jurisdiction(call),
        rate=rate,
        row=row,
        period=period,
        billed_seconds=billed,
        charge=charge(plan, row, [(Fraction(billed), per_minute)], per_minute),
    )


def suspended(reason: Reason) -> Outcome:
    return Outcome(status=Status.SUSPENDED, reason=reason)


def not_chargeable(call: Call, plan: RatePlan) -> Reason:  # noqa: PLR0911  as many reasons
    if not call.answered:
        return Reason.NOT_ANSWERED
    if call.raw_seconds == 0:
        return Reason.ZERO_DURATION
    if call.direction is Direction.INTERNAL:
        return Reason.INTERNAL
    if call.called == -911:
        return Reason.EMERGENCY
    if -(10**9) < call.called <= -(10**6):
        return Reason.FEATURE_CODE
    if call.called in {-211, -311, -511, -611, -711, -811, -988}:
        return Reason.FREE_SERVICE
    if call.direction is Direction.OUT and AREAS.place(call.called).kind == "toll_free":
        return Reason.TOLL_FREE_CALLED
    if call.own_both and plan.on_net == "free":
        return Reason.ON_NET
    if call.raw_seconds < plan.free_below_seconds:
        return Reason.FREE_BELOW
    return Reason.NONE


def inbound(call: Call, plan: RatePlan, period: RatePeriod | None) -> Outcome:
    toll_free = AREAS.place(call.number).kind == "toll_free"
    rate = plan.toll_free_rate if toll_free else plan.inbound_rate
    billed = billed_seconds(call, plan, None)
    per_minute = Fraction(rate) * multiplier(period)
    return Outcome(
        status=Status.RATED,
        call_class=CallClass.TOLL_FREE_INBOUND if toll_free else CallClass.INBOUND,
        jurisdiction=jurisdiction(call),
        rate=rate,
        period=period,
        billed_seconds=billed,
        charge=charge(plan, None, [(Fraction(billed), per_minute)], per_minute),
    )


def is_assistance(called: int) -> bool:
    place = AREAS.place(called)
    npa_line = len(str(called)) == 11 and place.exchange == "555" and place.line == "1212"
    is_npa = npa_line and str(called)[0] == "1" and str(called)[1] in "23456789"
    return called == -411 or (is_npa and place.kind != "toll_free")


def assistance(call: Call, plan: RatePlan) -> Outcome:
    if plan.directory_assistance_fee is None:
        return suspended(Reason.NO_RATE)
    return Outcome(
        status=Status.RATED,
        call_class=CallClass.DIRECTORY_ASSISTANCE,
        jurisdiction=jurisdiction(call),
        billed_seconds=billed_seconds(call, plan, None),
        charge=Fraction(plan.directory_assistance_fee),
    )


def row_of(called: str, day: date, place: Place, rates: Iterable[Rate]) -> Rate | None:
    """The longest prefix in force; of one prefix the latest first day."""
    at_home = place.kind == "us_territory" or place.country in {"US", "CA"}
    fitting = [
        rate
        for rate in rates
        if called.startswith(rate.prefix)
        and rate.valid_from <= day
        and (rate.valid_to is None or day < rate.valid_to)
        and (at_home or len(rate.prefix) >= 4 or not rate.prefix.startswith("1"))
    ]
    return max(fitting, key=lambda rate: (len(rate.prefix), rate.valid_from), default=None)


def class_of(caller: Place, called: Place, unknown_caller: str) -> CallClass:
    if called.is_foreign:
        return CallClass.INTERNATIONAL
    if called.kind == "premium" or called.exchange == "976":
        return CallClass.PREMIUM
    if not called.state:
        return CallClass.OTHER
    if caller.is_foreign:
        return CallClass.INTERNATIONAL
    if not caller.state:
        return CallClass[unknown_caller.upper()]
    return CallClass.INTRASTATE if caller.state == called.state else CallClass.INTERSTATE


def rate_of(row: Rate, call_class: CallClass) -> Decimal | None:
    own = {
        CallClass.INTRASTATE: row.intrastate_rate,
        CallClass.INTERSTATE: row.interstate_rate,
        CallClass.INDETERMINATE: row.indeterminate_rate,
    }
    if call_class in own:
        return row.rate if own[call_class] is None else own[call_class]
    return row.interstate_rate if row.rate is None else row.rate


def jurisdiction(call: Call) -> Jurisdiction:
    """By the two ends; a short code is no end."""
    if -999 <= call.called < 0:
        return Jurisdiction.NONE
    caller, called = AREAS.place(call.caller), AREAS.place(call.called)
    if caller.is_foreign or called.is_foreign:
        return Jurisdiction.INTERNATIONAL
    if not caller.state or not called.state:
        return Jurisdiction.INDETERMINATE
    return Jurisdiction.INTRASTATE if caller.state == called.state else Jurisdiction.INTERSTATE


def period_of(local: datetime, periods: Iterable[RatePeriod]) -> RatePeriod | None:
    clock = local.strftime("%H:%M")
    today, yesterday = WEEKDAYS[local.weekday()], WEEKDAYS[(local.weekday() - 1) % 7]
    for period in periods:
        days = days_of(period.days)
        if period.from_ < period.to_:
            inside = today in days and period.from_ <= clock < period.to_
        else:
            begun = today in days and clock >= period.from_
            inside = begun or (yesterday in days and clock < period.to_)
        if inside:
            return period
    return None


def days_of(text: str) -> set[str]:
    if text == "all":
        return set(WEEKDAYS)
    days: set[str] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        at = WEEKDAYS.index(first)
        days.add(first)
        while last and WEEKDAYS[at] != last:
            at = (at + 1) % 7
            days.add(WEEKDAYS[at])
    return days


def multiplier(period: RatePeriod | None) -> Fraction:
    return Fraction(1) if period is None else Fraction(period.multiplier)


def billed_seconds(call: Call, plan: RatePlan, row: Rate | None) -> int:
    initial, increment = plan.initial_seconds, plan.increment_seconds
    if row is not None and row.initial_seconds is not None:
        initial = row.initial_seconds
    if row is not None and row.increment_seconds is not None:
        increment = row.increment_seconds
    billed = initial
    while billed < max(call.raw_seconds, plan.minimum_seconds):
        billed += increment
    return billed


def charge(
    plan: RatePlan, row: Rate | None, parts: Sequence[tuple[Fraction, Fraction]], price: Fraction
) -> Fraction:
    """Step 8: seconds with their prices, rounded once, plus fee, in the plan's bounds."""
    own_fee = None if row is None else row.connect_fee
    free = price == 0 or (bool(parts) and all(each == 0 for _, each in parts))
    fee = Fraction(own_fee) if own_fee is not None else Fraction(0 if free else plan.connect_fee)
    if not parts:
        amount = fee if plan.allowance_connect_fee else Fraction(0)
    else:
        exact = sum((seconds * each / 60 for seconds, each in parts), Fraction(0))
        amount = rounded(exact, plan.call_decimals, plan.call_rounding) + fee
        if not free and plan.minimum_charge is not None:
            amount = max(amount, Fraction(plan.minimum_charge))
    if plan.maximum_charge is not None:
        amount = min(amount, Fraction(plan.maximum_charge))
    return amount


def rounded(value: Fraction, decimals: int, mode: str) -> Fraction:
    steps = abs(value) * 10**decimals
    below = steps.numerator // steps.denominator
    rest = steps - below
    half = Fraction(1, 2)
    up = {
        "half_up": rest >= half,
        "half_even": rest > half or (rest == half and below % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[mode]
    size = Fraction(below + up, 10**decimals)
    return -size if value < 0 else size


def settle(calls: Sequence[Call], world: World) -> list[Settled]:
    """Steps 6 to 8 for calls of whole bill periods; one entry a call, in their order."""
    outcomes = [price(call, world) for call in calls]
    settled = [Settled(charge=o.charge, gross_charge=o.charge) for o in outcomes]
    groups: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for index, (call, outcome) in enumerate(zip(calls, outcomes, strict=True)):
        if outcome.row is not None:
            groups[call.account, call.plan_code, call.bill_period].append(index)
    for (_, plan_code, _), own in groups.items():
        own.sort(key=lambda i: (calls[i].started_at, calls[i].call_id, calls[i].source))
        used = allowance(own, calls, outcomes, world.plan(plan_code))
        nothing = dict.fromkeys(own, Fraction(0))
        net, gross = (tiered(own, outcomes, world, plan_code, paid) for paid in (used, nothing))
        for index in own:
            settled[index] = Settled(used[index], net[index], gross[index])
    return settled


def allowance(
    own: Sequence[int], calls: Sequence[Call], outcomes: Sequence[Outcome], plan: RatePlan
) -> dict[int, Fraction]:
    left: dict[int, Fraction] = {}
    used: dict[int, Fraction] = {}
    for index in own:
        pool = calls[index].number if plan.allowance_scope == "number" else 0
        left.setdefault(pool, Fraction(plan.allowance_minutes) * 60)
        row = outcomes[index].row
        wish = outcomes[index].billed_seconds if row is not None and row.in_allowance else 0
        used[index] = min(Fraction(wish), left[pool])
        left[pool] -= used[index]
    return used


def tiered(
    own: Sequence[int],
    outcomes: Sequence[Outcome],
    world: World,
    plan_code: str,
    used: dict[int, Fraction],
) -> dict[int, Fraction]:
    plan = world.plan(plan_code)
    tiers = sorted(
        (tier for tier in world.tiers if tier.plan_code == plan_code),
        key=lambda tier: tier.from_minutes,
    )
    total = sum((outcomes[i].billed_seconds - used[i] for i in own), Fraction(0))
    before = Fraction(0)
    charged = {}
    for index in own:
        outcome = outcomes[index]
        left = outcome.billed_seconds - used[index]
        price_of_one = (
            Fraction(outcome.rate or 0)
            * Fraction(plan.deck_multiplier)
            * multiplier(outcome.period)
        )
        if tiers and tiers[0].kind == "volume":
            factor = tier_at(tiers, total)
            parts = [(left, price_of_one * factor)] if left else []
            price_of_one *= factor
        else:
            parts = [(size, price_of_one * factor) for size, factor in slices(tiers, before, left)]
        charged[index] = charge(plan, outcome.row, parts, price_of_one)
        before += left
    return charged


def tier_at(tiers: Sequence[RateTier], seconds: Fraction) -> Fraction:
    reached = [t for t in tiers if Fraction(t.from_minutes) * 60 <= seconds]
    return Fraction(reached[-1].multiplier) if reached else Fraction(1)


def slices(
    tiers: Sequence[RateTier], before: Fraction, left: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """The time left, cut where tiers begin, each part with its multiplier."""
    cuts = [Fraction(t.from_minutes) * 60 for t in tiers]
    edges = sorted({before, before + left, *(c for c in cuts if before < c < before + left)})
    return [(end - start, tier_at(tiers, start)) for start, end in pairwise(edges)]
