import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rating.allowance import settle
from app.rating.explain import CallFacts, explain
from app.rating.kernel import price_calls
from app.usage.assignment import PayerRule
from app.usage.table import CallClass, Direction, Reason, Status
from app.values.money import from_counts
from tests.rating.builders import (
    a_call,
    a_period,
    a_plan,
    a_rate,
    a_tier,
    a_world,
    area_codes,
    book_of,
    call_frame,
)
from tests.rating.oracle import Call, World
from tests.rating.worlds import calls, worlds


def facts_of(world: World, made: Sequence[Call], **changed: Any) -> list[CallFacts]:  # noqa: ANN401
    """What the program would know of each call after settling."""
    frame, book = call_frame(made, world), book_of(world)
    rows = settle(frame.hstack(price_calls(frame, book)), book).to_dicts()
    return [fact(world, call, row, changed) for call, row in zip(made, rows, strict=True)]


def fact(world: World, call: Call, row: dict[str, Any], changed: dict[str, Any]) -> CallFacts:
    tier_ms = row["tier_ms"]
    values: dict[str, Any] = {
        "call_id": call.call_id,
        "source": call.source,
        "started_at": call.started_at.astimezone(ZoneInfo(call.zone)),
        "timezone": call.zone,
        "raw_seconds": call.raw_seconds,
        "caller": f"+{call.caller}" if call.caller > 0 else "",
        "called": f"+{call.called}" if call.called > 0 else str(-call.called),
        "direction": call.direction,
        "status": Status(row["status"]),
        "reason": Reason(row["reason"]),
        "payer_rule": PayerRule.CALLER,
        "number": f"+{call.number}",
        "account_number": "10042",
        "account_name": "Granite Peak",
        "plan": world.plan(call.plan_code),
        "period": None if row["period"] is None else world.periods[row["period"]],
        "tiers": tuple(t for t in world.tiers if t.plan_code == call.plan_code),
        "row": None if row["rate_id"] is None else world.rates[row["rate_id"]],
        "caller_area": area_codes().area(f"+{call.caller}"),
        "called_area": area_codes().area(f"+{call.called}"),
        "call_class": CallClass(row["call_class"]),
        "rate": None if row["rate"] is None else from_counts(row["rate"]),
        "billed_seconds": row["billed_seconds"],
        "allowance_seconds": Decimal(row["allowance_ms"]) / 1000,
        "tier_seconds": None if tier_ms is None else Decimal(tier_ms) / 1000,
        "charge": from_counts(row["charge"]),
        "gross_charge": from_counts(row["gross_charge"]),
    }
    return CallFacts(**values | changed)


def told(world: World, *made: Call, **changed: Any) -> list[str]:  # noqa: ANN401
    """The sentences about the last of the calls."""
    return explain(facts_of(world, made, **changed)[-1])


COLORADO_NEW_YORK = a_rate(
    "1212", "0.03", destination="New York City", interstate_rate=Decimal("0.02")
)


def test_a_call_told_from_end_to_end() -> None:
    plan = a_plan(
        name="Business",
        initial_seconds=30,
        connect_fee=Decimal("0.01"),
        deck_multiplier=Decimal("1.50"),
    )
    assert told(a_world(COLORADO_NEW_YORK, plan=plan), a_call(raw_seconds=95)) == [
        (
            "On Tuesday, October 13, 2026, at 12:00 pm Denver time, (303) 555-0142 called"
            " (212) 555-0100."
        ),
        "It lasted 1 minute 35 seconds.",
        (
            "It belongs to (303) 555-0142, account 10042 (Granite Peak), because that number placed"
            " the call."
        ),
        "It is priced by the rate plan Business (BASIC).",
        (
            "It is a call to another state: by the numbers, the caller is in CO (area code 303) and"
            " the called party in NY (area code 212)."
        ),
        (
            "The rate deck STANDARD takes 0.02 USD a minute for calls to another state to numbers"
            " that begin with 1212 (New York City), from January 1, 2026."
        ),
        "The plan multiplies the deck's rates by 1.5.",
        (
            "Time is counted as the first 30 seconds in full, then in steps of 6 seconds: 1 minute"
            " 35 seconds become 1 minute 36 seconds."
        ),
        "That time comes to 0.048 USD.",
        "For the connection 0.01 USD is added.",
        "The call costs 0.058 USD.",
    ]


def test_allowance_and_what_it_would_cost_without() -> None:
    plan = a_plan(allowance_minutes=Decimal("0.5"))
    world = a_world(a_rate(rate="0.06", in_allowance=True), plan=plan)
    assert told(world, a_call())[-5:] == [
        (
            "Of the 0.5 minutes that the plan includes, 30 seconds go to this call;"
            " 30 seconds are left to charge."
        ),
        "That time comes to 0.03 USD.",
        "The call costs 0.03 USD.",
        "Without included minutes it would cost 0.06 USD.",
        "Until the period is billed, other calls of it may still change this.",
    ]


def test_wholly_included() -> None:
    plan = a_plan(allowance_minutes=Decimal(5))
    world = a_world(a_rate(in_allowance=True), plan=plan)
    sentences = told(world, a_call())
    assert "Of the 5 minutes that the plan includes, 1 minute goes to this call." in sentences
    assert "As no time is left to charge, the call costs nothing." in sentences


def test_tiers_inside_a_call() -> None:
    world = a_world(a_rate(rate="0.06"), tiers=(a_tier("1", "0.5"),))
    assert (
        "By the minutes of the period so far, the call counts 1 minute at the full rate and"
        " 2 minutes at 0.5 times the rate." in told(world, a_call(raw_seconds=180))
    )


def test_tiers_by_volume() -> None:
    world = a_world(a_rate(rate="0.06"), tiers=(a_tier("1", "0.5", kind="volume"),))
    assert "By the minutes of the whole period, the rate is multiplied by 0.5." in told(
        world, a_call()
    )


def test_period_and_rounding() -> None:
    world = a_world(a_rate(rate="0.03333333"), periods=(a_period(from_="00:00", to_="24:00"),))
    sentences = told(world, a_call())
    assert "The call began in the period Evening, which multiplies the rate by 0.5." in sentences
    assert (
        "That time comes to 0.0167 USD, rounded to the nearer step, halves up, to 4 decimals."
        in sentences
    )


def test_the_last_day_of_a_row_is_the_day_before_the_one_it_ends_on() -> None:
    world = a_world(a_rate("1", "0.03", valid_to=date(2026, 11, 1)))
    assert (
        "The rate deck STANDARD takes 0.03 USD a minute for numbers that begin with 1, from January"
        " 1, 2026 until the end of October 31, 2026." in told(world, a_call())
    )


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (a_plan(minimum_seconds=90), "A call counts for at least 1 minute 30 seconds."),
        (a_plan(minimum_charge=Decimal("0.05")), "A call costs at least 0.05 USD."),
        (a_plan(maximum_charge=Decimal("0.005")), "A call costs at most 0.005 USD."),
    ],
)
def test_bounds_of_the_plan(plan: Any, sentence: str) -> None:  # noqa: ANN401
    assert sentence in told(a_world(plan=plan), a_call())


def test_jamaica() -> None:
    sentences = told(a_world(a_rate("1876", "0.22")), a_call(called=18765550144))
    assert (
        "It is an international call: area code 876 is dialled like a domestic one but lies in"
        " another country (JM)." in sentences
    )


def test_a_caller_whose_place_is_not_known() -> None:
    sentences = told(a_world(), a_call(caller=0), unknown_caller="intrastate")
    assert "a withheld number called" in sentences[0]
    assert sentences[4] == (
        "The caller's number tells no place, and a call from such a number counts as a call inside"
        " the state."
    )


def test_a_call_in_on_a_toll_free_number() -> None:
    plan = a_plan(toll_free_rate=Decimal("0.019"))
    call = a_call(called=18005550199, number=18005550199, direction=Direction.IN)
    sentences = told(a_world(plan=plan), call)
    assert "a call came in from (303) 555-0142 to (800) 555-0199." in sentences[0]
    assert "It is an incoming call on a toll-free number." in sentences
    assert "The plan takes 0.019 USD a minute for incoming calls on toll-free numbers." in sentences


@pytest.mark.parametrize("multiplier", ["0.5", "1"])
@pytest.mark.parametrize("kind", ["volume", "graduated"])
def test_tiers_are_not_told_of_calls_that_the_deck_does_not_price(
    kind: str, multiplier: str
) -> None:
    plan = a_plan(inbound_rate=Decimal("0.01"))
    call = a_call(number=13035550143, called=13035550143, direction=Direction.IN)
    tier = a_tier("0", multiplier, kind=kind)
    sentences = told(a_world(plan=plan, tiers=(tier,)), call)
    assert "The plan takes 0.01 USD a minute for incoming calls." in sentences
    assert [each for each in sentences if "period" in each] == []


def test_a_tier_at_the_full_rate_is_not_told() -> None:
    world = a_world(a_rate(rate="0.06"), tiers=(a_tier("100", "0.5", kind="volume"),))
    assert [each for each in told(world, a_call()) if each.startswith("By the minutes")] == []


@pytest.mark.parametrize(
    ("seconds", "steps", "sentence"),
    [
        (30, (30, 6), "as the first 30 seconds in full, then in steps of 6 seconds: 30 seconds"),
        (1, (1, 1), "in steps of 1 second: 1 second stays as it is."),
        (90, (1, 1), "in steps of 1 second: 1 minute 30 seconds stay as they are."),
        (60, (60, 7), "in steps of 7 seconds: 1 minute stays as it is."),
        (1, (6, 6), "in steps of 6 seconds: 1 second becomes 6 seconds."),
        (3601, (60, 60), "in steps of 1 minute: 1 hour 1 second become 1 hour 1 minute."),
        (7200, (60, 60), "in steps of 1 minute: 2 hours stay as they are."),
    ],
)
def test_how_time_is_counted(seconds: int, steps: tuple[int, int], sentence: str) -> None:
    plan = a_plan(initial_seconds=steps[0], increment_seconds=steps[1])
    (counted,) = (
        each
        for each in told(a_world(plan=plan), a_call(raw_seconds=seconds))
        if each.startswith("Time is counted")
    )
    assert sentence in counted


def test_a_length_below_zero_is_told_as_the_record_has_it() -> None:
    sentences = told(
        a_world(), a_call(raw_seconds=-5), status=Status.SUSPENDED, reason=Reason.BAD_DURATION
    )
    assert sentences[1] == "By its record it lasted minus 5 seconds."


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Argentina/Buenos_Aires", "12:00 pm Buenos Aires time,"),
        ("UTC", "12:00 pm UTC,"),
    ],
)
def test_the_zone_is_told_by_its_city(zone: str, words: str) -> None:
    assert words in told(a_world(), a_call(), timezone=zone)[0]


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("asked the carrier", "It is held back: asked the carrier."),
        ("", "It is held back."),
    ],
)
def test_a_call_that_is_held_says_why(why: str, sentence: str) -> None:
    sentences = told(
        a_world(),
        a_call(),
        status=Status.SUSPENDED,
        reason=Reason.TOO_LONG,
        held=True,
        held_why=why,
    )
    assert sentences[-1] == sentence


def test_directory_assistance() -> None:
    plan = a_plan(directory_assistance_fee=Decimal("1.25"))
    assert "Directory assistance costs 1.25 USD, however long the call." in told(
        a_world(plan=plan), a_call(called=-411)
    )


def test_a_call_that_is_not_charged() -> None:
    sentences = told(a_world(), a_call(called=-911))
    assert sentences[-1] == "It is not charged: emergency calls are free."


def test_a_call_in_suspense_that_has_no_payer() -> None:
    sentences = told(
        a_world(), a_call(), number="", status=Status.SUSPENDED, reason=Reason.NO_CUSTOMER
    )
    assert sentences[2:] == ["It waits for review: nobody had the number to bill at that time."]


def test_a_call_that_was_written_off() -> None:
    sentences = told(a_world(), a_call(), status=Status.WRITTEN_OFF, reason=Reason.NO_RATE)
    assert sentences[-1] == "It was written off and will not be billed."


def test_a_duplicate() -> None:
    sentences = told(a_world(), a_call(), status=Status.DUPLICATE)
    assert sentences[-1] == "It is not charged: an earlier record of the same call counts."


def test_a_call_on_an_invoice_says_so() -> None:
    assert told(a_world(), a_call(), invoice_number="CF-1043")[-1] == "It is on invoice CF-1043."


AMOUNT = re.compile(r"(-?[0-9.]+) USD")


def added_up(sentences: Sequence[str]) -> Decimal:
    """The total that the sentences lead to."""
    total = Decimal(0)
    for sentence in sentences:
        amount = AMOUNT.search(sentence)
        if amount is None:
            continue
        if sentence.startswith(("That time comes to", "For the connection")):
            total += Decimal(amount[1])
        elif sentence.startswith(("Directory", "A call costs at")):
            total = Decimal(amount[1])
    return total


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(st.data())
def test_the_sentences_add_up_to_the_charge(data: st.DataObject) -> None:
    world = data.draw(worlds())
    each = facts_of(world, data.draw(calls(world)))
    assert [added_up(explain(facts)) for facts in each] == [facts.charge for facts in each]
