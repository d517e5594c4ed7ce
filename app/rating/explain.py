"""Why a call costs what it costs, in sentences that can be read to a customer over the telephone.

Explains what the columns hold; it decides nothing. The order of the sentences is that of the steps
by which the call was priced.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from app.rating.area_codes import Area, AreaClass
from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.rating.reasons import SENTENCES
from app.usage.assignment import PayerRule
from app.usage.table import CallClass, Direction, Reason, Status
from app.values.money import CENT_PLACES, Rounding, plain, round_exact
from app.values.phone_number import pretty

_ROUNDED: Final = {
    "half_up": "to the nearer step, halves up,",
    "half_even": "to the nearer step, halves to the even one,",
    "up": "up",
    "down": "down",
}
_PAYER: Final = {
    PayerRule.BILLING_NUMBER: "because the call record names that number as the one to bill",
    PayerRule.CALLER: "because that number placed the call",
    PayerRule.CALLED: "because that number received the call",
    PayerRule.BILLING_ALIAS: "because the name to bill in the call record stands for it",
    PayerRule.CALLER_ALIAS: "because the caller's name in the call record stands for it",
    PayerRule.CALLED_ALIAS: "because the called name in the call record stands for it",
    PayerRule.BY_HAND: "because it was assigned to that number by hand",
}
_CLASSES: Final = {
    CallClass.INTRASTATE: "a call inside the state",
    CallClass.INTERSTATE: "a call to another state",
    CallClass.INDETERMINATE: "a call from a place that is not known",
    CallClass.INTERNATIONAL: "an international call",
    CallClass.PREMIUM: "a call to a premium number",
    CallClass.OTHER: "a call to a number that belongs to no place",
    CallClass.INBOUND: "an incoming call",
    CallClass.TOLL_FREE_INBOUND: "an incoming call on a toll-free number",
    CallClass.DIRECTORY_ASSISTANCE: "a call to directory assistance",
}
_NOON: Final = 12
_BETWEEN_STATES: Final = (CallClass.INTRASTATE, CallClass.INTERSTATE)
_OWN_RATES: Final = {
    CallClass.INTRASTATE: ("intrastate_rate", "inside the state"),
    CallClass.INTERSTATE: ("interstate_rate", "to another state"),
    CallClass.INDETERMINATE: ("indeterminate_rate", "from a place that is not known"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """All that explains one call. Amounts are in ``currency``, rates for a minute."""

    call_id: str
    source: str
    started_at: datetime
    """In the account's time zone."""
    timezone: str
    raw_seconds: int
    caller: str
    """E.164, or the text of the record; blank: withheld."""
    called: str
    direction: Direction
    status: Status
    reason: Reason = Reason.NONE
    currency: str = "USD"
    payer_rule: PayerRule = PayerRule.NONE
    number: str = ""
    """The number that pays; blank where none was found."""
    account_number: str = ""
    account_name: str = ""
    plan: RatePlan | None = None
    period: RatePeriod | None = None
    tiers: tuple[RateTier, ...] = ()
    row: Rate | None = None
    """The deck row, of calls priced by the deck."""
    caller_area: Area | None = None
    called_area: Area | None = None
    unknown_caller: str = ""
    """The company's choice, where it named the class."""
    call_class: CallClass = CallClass.NONE
    rate: Decimal | None = None
    billed_seconds: int = 0
    allowance_seconds: Decimal = Decimal(0)
    tier_seconds: Decimal | None = None
    """As ``settle`` tells it: chargeable time before the call, or by volume of the whole period."""
    charge: Decimal = Decimal(0)
    gross_charge: Decimal = Decimal(0)
    invoice_number: str = ""
    """Of the approved invoice that holds the call."""
    held: bool = False
    """Whether someone decided that the call shall wait in suspense."""
    held_why: str = ""
    """The reason that was given for it."""

    @property
    def deck_tiers(self) -> tuple[RateTier, ...]:
        """The tiers that count for the call: they touch calls that the deck prices alone."""
        return self.tiers if self.row is not None else ()


def explain(facts: CallFacts) -> list[str]:
    """The sentences, in order."""
    return list(_sentences(facts))


def _sentences(facts: CallFacts) -> Iterator[str]:
    yield from _what_happened(facts)
    if facts.number:
        yield (
            f"It belongs to {pretty(facts.number)}, account {facts.account_number}"
            f" ({facts.account_name}), {_PAYER.get(facts.payer_rule, 'as recorded')}."
        )
    if facts.status is not Status.RATED or facts.plan is None:
        yield from _why_without_price(facts)
        return
    yield f"It is priced by the rate plan {facts.plan.name} ({facts.plan.plan_code})."
    yield _class_and_why(facts)
    if facts.call_class is CallClass.DIRECTORY_ASSISTANCE:
        yield f"Directory assistance costs {_money(facts.charge, facts)}, however long the call."
    else:
        yield _where_the_rate_is_from(facts)
        yield from _times(facts, facts.plan)
        yield from _increments(facts, facts.plan)
        yield from _sums(facts, facts.plan)
    yield from _result(facts)


def _what_happened(facts: CallFacts) -> Iterator[str]:
    day = f"{facts.started_at:%A}, {_day(facts.started_at.date())}"
    when = f"On {day}, at {_clock(facts.started_at)} {_zone_words(facts.timezone)},"
    caller = pretty(facts.caller) or "a withheld number"
    called = pretty(facts.called) or "an unknown number"
    if facts.direction is Direction.IN:
        yield f"{when} a call came in from {caller} to {called}."
    else:
        yield f"{when} {caller} called {called}."
    if facts.raw_seconds < 0:
        yield f"By its record it lasted minus {_length(-facts.raw_seconds)}."
    else:
        yield f"It lasted {_length(facts.raw_seconds)}."


def _why_without_price(facts: CallFacts) -> Iterator[str]:
    if facts.status is Status.DUPLICATE:
        yield "It is not charged: an earlier record of the same call counts."
        return
    yield SENTENCES[facts.reason]
    if facts.status is Status.WRITTEN_OFF:
        yield "It was written off and will not be billed."
    elif facts.held:
        why = facts.held_why.strip().rstrip(".")
        yield f"It is held back: {why}." if why else "It is held back."


def _class_and_why(facts: CallFacts) -> str:
    kind = _CLASSES[facts.call_class]
    caller, called = facts.caller_area, facts.called_area
    if facts.unknown_caller:
        return (
            "The caller's number tells no place, and a call from such a number counts as"
            f" {_CLASSES[facts.call_class]}."
        )
    if facts.call_class in _BETWEEN_STATES and caller is not None and called is not None:
        return (
            f"It is {kind}: by the numbers, the caller is in {_place(caller)}"
            f" and the called party in {_place(called)}."
        )
    if (
        facts.call_class is CallClass.INTERNATIONAL
        and called is not None
        and called.class_ is AreaClass.NANP_FOREIGN
    ):
        return (
            f"It is {kind}: area code {called.npa} is dialled like a domestic one but lies in"
            f" another country ({called.country})."
        )
    return f"It is {kind}."


def _place(area: Area) -> str:
    return f"{area.region} (area code {area.npa})"


def _where_the_rate_is_from(facts: CallFacts) -> str:
    rate = f"{_money(facts.rate or Decimal(0), facts)} a minute"
    if facts.row is None:
        toll_free = facts.call_class is CallClass.TOLL_FREE_INBOUND
        kind = "incoming calls on toll-free numbers" if toll_free else "incoming calls"
        return f"The plan takes {rate} for {kind}."
    row = facts.row
    name, where = _OWN_RATES.get(facts.call_class, ("", ""))
    own = bool(name) and getattr(row, name) is not None
    which = f"calls {where} to numbers" if own else "numbers"
    destination = f" ({row.destination})" if row.destination else ""
    until = f" until the end of {_day_before(row.valid_to)}" if row.valid_to else ""
    return (
        f"The rate deck {row.deck_code} takes {rate} for {which} that begin with"
        f" {row.prefix}{destination}, from {_day(row.valid_from)}{until}."
    )


def _times(facts: CallFacts, plan: RatePlan) -> Iterator[str]:
    if facts.row is not None and plan.deck_multiplier != 1:
        yield f"The plan multiplies the deck's rates by {plain(plan.deck_multiplier)}."
    if facts.period is not None and facts.period.multiplier != 1:
        yield (
            f"The call began in the period {facts.period.name}, which multiplies the rate by"
            f" {plain(facts.period.multiplier)}."
        )


def _increments(facts: CallFacts, plan: RatePlan) -> Iterator[str]:
    initial, increment = plan.initial_seconds, plan.increment_seconds
    if facts.row is not None and facts.row.initial_seconds is not None:
        initial = facts.row.initial_seconds
    if facts.row is not None and facts.row.increment_seconds is not None:
        increment = facts.row.increment_seconds
    if facts.raw_seconds < plan.minimum_seconds:
        yield f"A call counts for at least {_length(plan.minimum_seconds)}."
    how = f"in steps of {_length(increment)}"
    if initial != increment:
        how = f"as the first {_length(initial)} in full, then {how}"
    raw, billed = facts.raw_seconds, facts.billed_seconds
    if raw == billed:
        change = "stays as it is" if _is_one(raw) else "stay as they are"
    else:
        change = f"{'becomes' if _is_one(raw) else 'become'} {_length(billed)}"
    yield f"Time is counted {how}: {_length(raw)} {change}."


def _sums(facts: CallFacts, plan: RatePlan) -> Iterator[str]:
    """Allowance, tiers, the exact amount and its rounding, fee, minimum and maximum."""
    left = Fraction(facts.billed_seconds) - Fraction(facts.allowance_seconds)
    if facts.allowance_seconds:
        yield (
            f"Of the {_counted(plain(plan.allowance_minutes), 'minute')} that the plan includes,"
            f" {_length(facts.allowance_seconds)} {_goes(facts.allowance_seconds)} to this call"
            + (f"; {_length(left)} {_is(left)} left to charge." if left else ".")
        )
    price = Fraction(facts.rate or 0)
    if facts.row is not None:
        price *= Fraction(plan.deck_multiplier)
    if facts.period is not None:
        price *= Fraction(facts.period.multiplier)
    parts = tier_parts(facts.deck_tiers, facts.tier_seconds, left)
    if any(factor != 1 for _, factor in parts):
        yield _tier_sentence(facts.deck_tiers, parts)
    free = price == 0 or (bool(parts) and not any(factor for _, factor in parts))
    exact = sum((time * factor for time, factor in parts), Fraction(0)) * price / 60
    amount = round_exact(exact, plan.call_decimals, Rounding(plan.call_rounding))
    if left:
        yield _time_charge(facts, plan, exact, amount)
    yield from _fee_and_bounds(facts, plan, amount, free=free, covered=not left)


def _time_charge(facts: CallFacts, plan: RatePlan, exact: Fraction, amount: Decimal) -> str:
    if exact == Fraction(amount):
        return f"That time comes to {_money(amount, facts)}."
    return (
        f"That time comes to {_money(amount, facts)}, rounded {_ROUNDED[plan.call_rounding]} to"
        f" {plan.call_decimals} decimals."
    )


def _fee_and_bounds(
    facts: CallFacts, plan: RatePlan, amount: Decimal, *, free: bool, covered: bool
) -> Iterator[str]:
    own = None if facts.row is None else facts.row.connect_fee
    fee = own if own is not None else (Decimal(0) if free else plan.connect_fee)
    if covered and not plan.allowance_connect_fee:
        yield "As no time is left to charge, the call costs nothing."
        return
    if fee:
        yield f"For the connection {_money(fee, facts)} is added."
    total = amount + fee
    least = plan.minimum_charge
    if not free and not covered and least is not None and total < least:
        yield f"A call costs at least {_money(least, facts)}."
        total = least
    if plan.maximum_charge is not None and total > plan.maximum_charge:
        yield f"A call costs at most {_money(plan.maximum_charge, facts)}."


def tier_parts(
    tiers: tuple[RateTier, ...], tier_seconds: Decimal | None, left: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """The time left of a call, cut where tiers begin, each part with its multiplier."""
    if not left:
        return []
    if not tiers or tier_seconds is None:
        return [(left, Fraction(1))]
    starts = sorted((Fraction(t.from_minutes) * 60, Fraction(t.multiplier)) for t in tiers)

    def at(seconds: Fraction) -> Fraction:
        return next((factor for start, factor in reversed(starts) if start <= seconds), Fraction(1))

    before = Fraction(tier_seconds)
    if tiers[0].kind == "volume":
        return [(left, at(before))]
    end = before + left
    edges = sorted({before, end, *(start for start, _ in starts if before < start < end)})
    return [(later - sooner, at(sooner)) for sooner, later in pairwise(edges)]


def _tier_sentence(tiers: tuple[RateTier, ...], parts: list[tuple[Fraction, Fraction]]) -> str:
    if tiers[0].kind == "volume":
        factor = _number(parts[0][1])
        return f"By the minutes of the whole period, the rate is multiplied by {factor}."
    shares = [f"{_length(time)} at {_rate_words(factor)}" for time, factor in parts]
    *first, last = shares
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"By the minutes of the period so far, the call counts {listed}."


def _rate_words(factor: Fraction) -> str:
    return "the full rate" if factor == 1 else f"{_number(factor)} times the rate"


def _result(facts: CallFacts) -> Iterator[str]:
    yield f"The call costs {_money(facts.charge, facts)}."
    if facts.gross_charge != facts.charge:
        yield f"Without included minutes it would cost {_money(facts.gross_charge, facts)}."
    if facts.invoice_number:
        yield f"It is on invoice {facts.invoice_number}."
    elif facts.deck_tiers or facts.allowance_seconds:
        yield "Until the period is billed, other calls of it may still change this."


def _money(amount: Decimal, facts: CallFacts) -> str:
    """The amount with at least cents."""
    exact = plain(amount)
    in_cents = round_exact(exact, CENT_PLACES, Rounding.DOWN)
    return f"{in_cents if in_cents == exact else exact:f} {facts.currency}"


def _length(seconds: Fraction | Decimal | int) -> str:
    """``1 minute 35 seconds``; with hours from 60 minutes on."""
    minutes, rest = divmod(Fraction(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    if minutes:
        parts.append(_counted(minutes, "minute"))
    if rest or not parts:
        parts.append(_counted(_number(rest), "second"))
    return " ".join(parts)


def _counted(number: Decimal | int | str, unit: str) -> str:
    return f"{number} {unit}" if str(number) == "1" else f"{number} {unit}s"


def _is_one(seconds: Fraction | Decimal | int) -> bool:
    """Whether a length is one of something, and so takes the singular."""
    return seconds in {1, 60, 3600}


def _is(seconds: Fraction | Decimal | int) -> str:
    return "is" if _is_one(seconds) else "are"


def _goes(seconds: Fraction | Decimal | int) -> str:
    return "goes" if _is_one(seconds) else "go"


def _clock(moment: datetime) -> str:
    """``10:05 am``."""
    half = "am" if moment.hour < _NOON else "pm"
    return f"{moment.hour % _NOON or _NOON}:{moment.minute:02} {half}"


def _zone_words(zone: str) -> str:
    """``Denver time`` for America/Denver."""
    *region, city = zone.split("/")
    words = city.replace("_", " ")
    return f"{words} time" if region else words


def _number(value: Fraction) -> str:
    """A value of at most four decimals."""
    return f"{plain(Decimal(value.numerator) / value.denominator):f}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _day_before(day: date) -> str:
    return _day(date.fromordinal(day.toordinal() - 1))
