from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.rating.kernel import price_calls
from app.usage.table import CallClass, Direction, Jurisdiction, Reason, Status
from app.values.money import SCALE, from_counts
from tests.rating import oracle
from tests.rating.builders import (
    ZONES,
    a_call,
    a_period,
    a_plan,
    a_rate,
    a_world,
    book_of,
    call_frame,
    priced,
)
from tests.rating.oracle import Call, Outcome, World
from tests.rating.worlds import calls, worlds

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def as_row(outcome: Outcome, call: Call, world: World) -> dict[str, Any]:
    """The outcome as the kernel tells it."""
    row, plan = outcome.row, world.plan(call.plan_code)
    rated = outcome.billed_seconds > 0
    fee = None if row is None or row.connect_fee is None else row.connect_fee
    initial = row and row.initial_seconds
    increment = row and row.increment_seconds
    return {
        "status": int(outcome.status),
        "reason": int(outcome.reason),
        "call_class": int(outcome.call_class),
        "jurisdiction": int(outcome.jurisdiction),
        "rate": counts(outcome.rate),
        "rate_id": None if row is None else world.rates.index(row),
        "period": None if outcome.period is None else world.periods.index(outcome.period),
        "connect_fee": counts(fee),
        "initial": (initial or plan.initial_seconds) if rated else 0,
        "increment": (increment or plan.increment_seconds) if rated else 0,
        "in_allowance": row is not None and row.in_allowance,
        "billed_seconds": outcome.billed_seconds,
        "charge": counts(outcome.charge),
    }


def counts(amount: Decimal | Fraction | None) -> int | None:
    if amount is None:
        return None
    exact = Fraction(amount) * SCALE
    assert exact.denominator == 1
    return int(exact)


def agrees(world: World, made: list[Call]) -> None:
    found = price_calls(call_frame(made, world), book_of(world)).to_dicts()
    wanted = [as_row(oracle.price(call, world), call, world) for call in made]
    assert found == wanted


@settings(max_examples=120, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_the_kernel_equals_the_oracle_row_by_row(data: st.DataObject) -> None:
    world = data.draw(worlds())
    agrees(world, data.draw(calls(world)))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_the_kernel_equals_the_oracle_over_many_worlds(data: st.DataObject) -> None:
    world = data.draw(worlds(huge=data.draw(st.booleans())))
    agrees(world, data.draw(calls(world)))


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_the_kernel_equals_the_oracle_where_products_pass_128_bits(data: st.DataObject) -> None:
    world = data.draw(worlds(huge=True))
    agrees(world, data.draw(calls(world)))


def price_one(world: World, **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    (row,) = priced(world, a_call(**changed))
    return row


BASE = a_world(
    a_rate("1", "0.03", interstate_rate=Decimal("0.02"), intrastate_rate=Decimal("0.01")),
    a_rate("1876", "0.22"),
    a_rate("44", "0.05"),
)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"answered": False, "raw_seconds": 0}, Reason.NOT_ANSWERED),
        ({"raw_seconds": 0, "direction": Direction.INTERNAL}, Reason.ZERO_DURATION),
        ({"direction": Direction.INTERNAL, "called": -911}, Reason.INTERNAL),
        ({"direction": Direction.INTERNAL, "called": 18005550199}, Reason.INTERNAL),
        ({"called": -911, "own_both": True}, Reason.EMERGENCY),
        ({"called": -1_000_001}, Reason.FEATURE_CODE),
        ({"called": -988}, Reason.FREE_SERVICE),
        ({"called": -611}, Reason.FREE_SERVICE),
        ({"called": 18225550199, "own_both": True}, Reason.TOLL_FREE_CALLED),
        ({"own_both": True, "raw_seconds": 1}, Reason.ON_NET),
        ({"own_both": True, "direction": Direction.IN}, Reason.ON_NET),
        ({"raw_seconds": 5}, Reason.FREE_BELOW),
        ({"raw_seconds": 5, "direction": Direction.IN}, Reason.FREE_BELOW),
        ({"raw_seconds": 5, "called": -411}, Reason.FREE_BELOW),
        ({"raw_seconds": 6}, Reason.NONE),
    ],
)
def test_the_first_reason_that_fits_names_why_a_call_is_free(
    changed: dict[str, Any], reason: Reason
) -> None:
    world = replace(BASE, plans=(a_plan(free_below_seconds=6),))
    row = price_one(world, **changed)
    assert row["reason"] == reason


def test_a_call_that_is_not_charged_has_no_seconds_and_no_class() -> None:
    row = price_one(BASE, answered=False)
    told = (row["billed_seconds"], row["charge"], row["call_class"], row["rate"], row["rate_id"])
    assert told == (0, 0, CallClass.NONE, None, None)


def test_internal_is_free_also_where_on_net_is_rated() -> None:
    world = replace(BASE, plans=(a_plan(on_net="rated"),))
    row = price_one(world, direction=Direction.INTERNAL, own_both=True)
    assert row["reason"] == Reason.INTERNAL


def test_on_net_calls_are_priced_where_the_plan_says_rated() -> None:
    world = replace(BASE, plans=(a_plan(on_net="rated"),))
    assert price_one(world, own_both=True)["status"] == Status.RATED


def test_a_call_in_on_a_toll_free_number_is_no_call_to_one() -> None:
    row = price_one(BASE, called=18005550199, number=18005550199, direction=Direction.IN)
    assert row["call_class"] == CallClass.TOLL_FREE_INBOUND


@pytest.mark.parametrize(
    ("caller", "called", "call_class", "jurisdiction", "rate"),
    [
        (13035550142, 17205550100, "INTRASTATE", "INTRASTATE", "0.01"),
        (13035550142, 12125550100, "INTERSTATE", "INTERSTATE", "0.02"),
        (13035550142, 14165550100, "INTERSTATE", "INTERSTATE", "0.02"),
        (17875550100, 19395550100, "INTRASTATE", "INTRASTATE", "0.01"),
        (17875550100, 16715550100, "INTERSTATE", "INTERSTATE", "0.02"),
        (19025550100, 17825550100, "INTRASTATE", "INTRASTATE", "0.01"),
        (442079460123, 13035550100, "INTERNATIONAL", "INTERNATIONAL", "0.03"),
        (18765550144, 13035550100, "INTERNATIONAL", "INTERNATIONAL", "0.03"),
        (13035550142, 18765550144, "INTERNATIONAL", "INTERNATIONAL", "0.22"),
        (13035550142, 18769765144, "INTERNATIONAL", "INTERNATIONAL", "0.22"),
        (13035550142, 442079460123, "INTERNATIONAL", "INTERNATIONAL", "0.05"),
        (13035550142, 13039761234, "PREMIUM", "INDETERMINATE", "0.03"),
        (442079460123, 13039761234, "PREMIUM", "INTERNATIONAL", "0.03"),
        (13035550142, 16005550100, "OTHER", "INDETERMINATE", "0.03"),
        (0, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (-1_000_000_007, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (-1_000_005_550_142, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (18005550199, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (19005550100, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (13039761234, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (15005550100, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (17105550100, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (12005550100, 13035550100, "INTRASTATE", "INDETERMINATE", "0.01"),
        (0, 442079460123, "INTERNATIONAL", "INTERNATIONAL", "0.05"),
    ],
)
def test_class_and_rate_by_the_two_ends(
    caller: int, called: int, call_class: str, jurisdiction: str, rate: str
) -> None:
    row = price_one(BASE, caller=caller, called=called)
    told = row["call_class"], row["jurisdiction"], from_counts(row["rate"])
    assert told == (CallClass[call_class], Jurisdiction[jurisdiction], Decimal(rate))


@pytest.mark.parametrize("called", [18765550144, 19005550100, 15005550100, 17005550100])
def test_a_short_prefix_of_1_prices_no_number_that_is_not_of_the_us_or_canada(called: int) -> None:
    assert price_one(a_world(a_rate("1"), a_rate("18")), called=called)["reason"] == Reason.NO_RATE


@pytest.mark.parametrize("called", [12005550100, 11235550100, 1303555014, 130355501421])
def test_an_area_code_in_no_table_is_suspended_before_the_deck(called: int) -> None:
    row = price_one(a_world(a_rate(str(called)[:4])), called=called)
    assert (row["status"], row["reason"]) == (Status.SUSPENDED, Reason.UNKNOWN_JURISDICTION)


def test_a_called_text_that_was_set_free_is_still_no_number() -> None:
    row = price_one(BASE, called=-1_000_000_007)
    assert (row["status"], row["reason"]) == (Status.SUSPENDED, Reason.BAD_NUMBER)


def test_interstate_stands_in_for_the_rate_of_any_other_call() -> None:
    world = a_world(a_rate("44", None, interstate_rate=Decimal("0.07")))
    row = price_one(world, called=442079460123)
    assert from_counts(row["rate"]) == Decimal("0.07")


def test_a_row_without_the_rate_of_the_class_has_no_rate() -> None:
    world = a_world(a_rate("1303", None, interstate_rate=Decimal("0.07")))
    assert price_one(world, called=13035550100)["reason"] == Reason.NO_RATE


def test_directory_assistance_without_a_fee_has_no_rate() -> None:
    assert price_one(BASE, called=-411)["reason"] == Reason.NO_RATE


def test_directory_assistance_costs_exactly_the_fee() -> None:
    plan = a_plan(
        directory_assistance_fee=Decimal("1.23456789"),
        connect_fee=Decimal(1),
        maximum_charge=Decimal("0.10"),
        minimum_seconds=30,
    )
    row = price_one(replace(BASE, plans=(plan,)), called=14165551212, raw_seconds=7)
    told = from_counts(row["charge"]), row["billed_seconds"], row["rate"], row["rate_id"]
    assert told == (Decimal("1.23456789"), 30, None, None)


def test_directory_assistance_of_a_toll_free_code_is_toll_free() -> None:
    assert price_one(BASE, called=18005551212)["reason"] == Reason.TOLL_FREE_CALLED


def test_a_call_in_takes_the_plans_terms_and_no_deck() -> None:
    plan = a_plan(
        inbound_rate=Decimal("0.10"),
        deck_multiplier=Decimal(3),
        connect_fee=Decimal("0.01"),
        initial_seconds=60,
        increment_seconds=60,
    )
    world = World(plans=(plan,), periods=(a_period(from_="00:00", to_="24:00"),))
    row = price_one(world, direction=Direction.IN, raw_seconds=61, called=13035550142)
    assert (row["billed_seconds"], from_counts(row["charge"])) == (120, Decimal("0.11"))


@pytest.mark.parametrize(
    ("own_fee", "charge"), [(None, "0"), (Decimal(0), "0"), (Decimal("0.45"), "0.45")]
)
def test_a_price_of_zero_leaves_the_deck_rows_own_fee_alone(
    own_fee: Decimal | None, charge: str
) -> None:
    plan = a_plan(connect_fee=Decimal("0.10"), minimum_charge=Decimal("0.05"))
    row = price_one(a_world(a_rate("1", "0", connect_fee=own_fee), plan=plan))
    assert from_counts(row["charge"]) == Decimal(charge)


def test_a_flat_price_per_call_is_held_to_the_maximum() -> None:
    plan = a_plan(maximum_charge=Decimal("0.30"))
    row = price_one(a_world(a_rate("1", "0", connect_fee=Decimal("0.45")), plan=plan))
    assert from_counts(row["charge"]) == Decimal("0.30")


def test_a_deck_rows_fee_of_zero_stands_before_the_plans() -> None:
    plan = a_plan(connect_fee=Decimal("0.10"))
    row = price_one(a_world(a_rate("1", "0.06", connect_fee=Decimal(0)), plan=plan))
    assert from_counts(row["charge"]) == Decimal("0.06")


def test_the_fee_is_neither_multiplied_nor_rounded() -> None:
    plan = a_plan(
        connect_fee=Decimal("0.00000001"), deck_multiplier=Decimal("1.5"), call_decimals=2
    )
    row = price_one(a_world(a_rate("1", "0.02"), plan=plan))
    assert from_counts(row["charge"]) == Decimal("0.03000001")


def test_the_deck_rows_increments_stand_before_the_plans() -> None:
    world = a_world(a_rate("1", initial_seconds=30, increment_seconds=7))
    assert price_one(world, raw_seconds=31)["billed_seconds"] == 37


def test_one_increment_of_the_row_may_stand_alone() -> None:
    world = a_world(a_rate("1", initial_seconds=30))
    row = price_one(world, raw_seconds=31)
    assert (row["initial"], row["increment"], row["billed_seconds"]) == (30, 6, 36)


def test_the_period_is_that_of_the_account_zones_clock() -> None:
    world = a_world(periods=(a_period(days="tue", from_="12:00", to_="12:01"),))
    noon = datetime(2026, 10, 13, 18, 0, 59, tzinfo=UTC)
    told = [price_one(world, started_at=noon, zone=z)["period"] for z in ZONES[:2]]
    assert told == [0, None]


def test_a_charge_beyond_what_an_amount_holds_is_refused_in_words() -> None:
    world = a_world(a_rate("1", "90000000000"))
    with pytest.raises(InputError, match="rate plan BASIC"):
        price_one(world, raw_seconds=43_200)


def test_a_maximum_charge_tames_any_rate() -> None:
    plan = a_plan(maximum_charge=Decimal(5), deck_multiplier=Decimal("999999999999.9999"))
    row = price_one(a_world(a_rate("1", "90000000000"), plan=plan), raw_seconds=43_200)
    assert from_counts(row["charge"]) == Decimal(5)


def test_increments_of_ages_are_refused_in_words() -> None:
    world = a_world(plan=a_plan(increment_seconds=2**62))
    with pytest.raises(InputError, match="more seconds than can be counted"):
        price_one(world)


def test_no_calls_give_no_rows() -> None:
    assert priced(BASE) == []


def test_a_plan_without_a_deck_has_no_rate() -> None:
    assert price_one(World(plans=(a_plan(),)))["reason"] == Reason.NO_RATE
