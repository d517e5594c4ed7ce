"""The worked examples of ``rating-and-cdr.md`` section 3, by number.

Where the contract chooses another policy than an example, its result is what is held here and the
docstring names the policy. Example 28 (proration) is billing's; 27 (adjustment after an invoice)
too, but for what rating has to do with it.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.rating.allowance import settle
from app.rating.kernel import price_calls
from app.usage.table import CallClass, Direction, Jurisdiction, Reason, Status
from app.values.money import from_counts
from tests.rating.builders import (
    a_call,
    a_period,
    a_plan,
    a_rate,
    a_tier,
    a_world,
    book_of,
    call_frame,
    priced,
)
from tests.rating.oracle import Call, World

TEN = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)
NEW_YORK = "America/New_York"


def increments(initial: int, further: int, **changed: Any) -> Any:  # noqa: ANN401
    return a_plan(initial_seconds=initial, increment_seconds=further, **changed)


def cost(world: World, seconds: int, **changed: Any) -> tuple[int, Decimal]:  # noqa: ANN401
    """Billed seconds and charge of one call."""
    (row,) = priced(world, a_call(raw_seconds=seconds, **changed))
    return row["billed_seconds"], from_counts(row["charge"])


def settled(world: World, *calls: Call) -> list[dict[str, Any]]:
    frame = call_frame(calls, world)
    book = book_of(world)
    return settle(frame.hstack(price_calls(frame, book)), book).to_dicts()


def charges(world: World, *calls: Call) -> list[Decimal]:
    return [from_counts(row["charge"]) for row in settled(world, *calls)]


@pytest.mark.parametrize(
    ("seconds", "billed", "charge"),
    [(1, 6, "0.0025"), (6, 6, "0.0025"), (7, 12, "0.005"), (61, 66, "0.0275"), (95, 96, "0.04")],
)
def test_example_01_six_by_six(seconds: int, billed: int, charge: str) -> None:
    assert cost(a_world(a_rate(rate="0.0250")), seconds) == (billed, Decimal(charge))


@pytest.mark.parametrize(
    ("seconds", "billed", "charge"),
    [
        (1, 30, "0.003"),
        (30, 30, "0.003"),
        (32, 36, "0.0036"),
        (57, 60, "0.006"),
        (75, 78, "0.0078"),
    ],
)
def test_example_02_thirty_by_six(seconds: int, billed: int, charge: str) -> None:
    world = a_world(a_rate(rate="0.006"), plan=increments(30, 6))
    assert cost(world, seconds) == (billed, Decimal(charge))


@pytest.mark.parametrize(
    ("increment", "seconds", "billed", "charge"),
    [
        ((60, 60), 1, 60, "0.05"),
        ((60, 60), 60, 60, "0.05"),
        ((60, 60), 61, 120, "0.10"),
        ((60, 60), 126, 180, "0.15"),
        ((60, 6), 61, 66, "0.0550"),
        ((60, 6), 126, 126, "0.1050"),
        ((1, 1), 61, 61, "0.0508"),
    ],
)
def test_example_03_minutes(
    increment: tuple[int, int], seconds: int, billed: int, charge: str
) -> None:
    world = a_world(a_rate(rate="0.05"), plan=increments(*increment))
    assert cost(world, seconds) == (billed, Decimal(charge))


def test_example_04_connect_fee() -> None:
    plan = a_plan(connect_fee=Decimal("0.10"))
    assert cost(a_world(plan=plan), 95) == (96, Decimal("0.1480"))


def test_example_04_connect_fee_is_charged_once_over_two_periods() -> None:
    plan = a_plan(connect_fee=Decimal("0.10"))
    world = a_world(plan=plan, periods=(a_period(multiplier=Decimal(1)),))
    begun = datetime(2026, 10, 14, 0, 59, 30, tzinfo=UTC)
    assert cost(world, 95, started_at=begun) == (96, Decimal("0.1480"))


@pytest.mark.parametrize(
    ("plan", "billed", "charge"),
    [
        (a_plan(), 12, "0.0040"),
        (a_plan(minimum_charge=Decimal("0.05")), 12, "0.0500"),
        (a_plan(minimum_seconds=30), 30, "0.0100"),
    ],
)
def test_example_05_minimum_charge_is_not_minimum_duration(
    plan: Any,  # noqa: ANN401
    billed: int,
    charge: str,
) -> None:
    assert cost(a_world(a_rate(rate="0.02"), plan=plan), 9) == (billed, Decimal(charge))


def test_example_06_initial_not_a_multiple() -> None:
    """The contract takes the remainder rule, not modulo on the total (24 s, 0.0240)."""
    world = a_world(a_rate(rate="0.06"), plan=increments(20, 6))
    assert cost(world, 21) == (26, Decimal("0.0260"))


def test_example_07_allowance_ends_inside_a_call() -> None:
    """The contract takes policy A: counted in increments first, then split."""
    plan = increments(60, 60, allowance_minutes=Decimal("2.8333"))
    world = a_world(a_rate(in_allowance=True), plan=plan)
    (row,) = settled(world, a_call(raw_seconds=437))
    # 2.8333 minutes are 169.998 seconds: with four decimals as near to 170 as a plan can be.
    assert (row["allowance_ms"], from_counts(row["charge"])) == (169_998, Decimal("0.1550"))


def test_example_08_pooled_allowance() -> None:
    world = a_world(a_rate(in_allowance=True), plan=a_plan(allowance_minutes=Decimal(10)))
    first = a_call(started_at=TEN, raw_seconds=500)
    second = a_call(
        started_at=TEN.replace(minute=5), raw_seconds=200, call_id="2", number=13035550143
    )
    rows = settled(world, first, second)
    assert [row["allowance_ms"] for row in rows] == [504_000, 96_000]
    assert [from_counts(row["charge"]) for row in rows] == [Decimal(0), Decimal("0.0540")]


def test_example_08_an_earlier_call_that_comes_later_takes_its_seconds_first() -> None:
    world = a_world(a_rate(in_allowance=True), plan=a_plan(allowance_minutes=Decimal(10)))
    first = a_call(started_at=TEN, raw_seconds=500)
    second = a_call(started_at=TEN.replace(minute=5), raw_seconds=200, call_id="2")
    late = a_call(started_at=TEN.replace(hour=15, minute=55), raw_seconds=60, call_id="3")
    rows = settled(world, first, second, late)
    assert [row["allowance_ms"] for row in rows] == [504_000, 36_000, 60_000]


HALF_OF_998_MINUTES = 499 * 60


@pytest.mark.parametrize(
    ("kind", "last", "total"), [("graduated", "0.0850", "20.0450"), ("volume", "0.075", "15.045")]
)
def test_example_09_monthly_tiers(kind: str, last: str, total: str) -> None:
    world = a_world(a_rate(rate="0.02"), tiers=(a_tier("1000", "0.75", kind=kind),))
    found = charges(
        world,
        a_call(started_at=TEN, raw_seconds=HALF_OF_998_MINUTES),
        a_call(started_at=TEN.replace(hour=17), raw_seconds=HALF_OF_998_MINUTES),
        a_call(started_at=TEN.replace(day=20), raw_seconds=300),
    )
    assert (found[2], sum(found)) == (Decimal(last), Decimal(total))


def test_example_10_the_contract_has_no_tiers_inside_one_call() -> None:
    """Tiers count the period; a first call of 13 minutes stays in the first 10 only by itself."""
    world = a_world(a_rate(rate="0.05"), plan=increments(60, 60), tiers=(a_tier("10", "0.4"),))
    assert charges(world, a_call(raw_seconds=725)) == [Decimal("0.5600")]
    again = a_call(started_at=TEN.replace(day=14), raw_seconds=725)
    assert charges(world, a_call(raw_seconds=725), again)[1] == Decimal("0.26")


def test_example_11_period_at_start_prices_the_whole_call() -> None:
    """The contract takes the period at the start, 0.1360, and splits nothing (0.0980, 0.1200)."""
    world = a_world(a_rate(rate="0.04"), periods=(a_period(),))
    begun = datetime(2026, 10, 14, 0, 58, 30, tzinfo=UTC)
    assert cost(world, 200, started_at=begun) == (204, Decimal("0.1360"))


def test_example_12_of_four_policies_the_first() -> None:
    """The contract takes 0.0400 of 0.0400, 0.0300, 0.0202, 0.0400: 120 s by the first period."""
    world = a_world(a_rate(rate="0.02"), plan=increments(60, 60), periods=(a_period(),))
    begun = datetime(2026, 10, 14, 0, 59, 59, tzinfo=UTC)
    assert cost(world, 62, started_at=begun) == (120, Decimal("0.0400"))


@pytest.mark.parametrize(
    "begun",
    [
        datetime(2026, 3, 8, 6, 50, tzinfo=UTC),  # 01:50 EST, ends 03:10 EDT
        datetime(2026, 11, 1, 5, 50, tzinfo=UTC),  # 01:50 EDT, ends 01:10 EST
    ],
)
def test_example_13_clocks_that_change_do_not_change_the_duration(begun: datetime) -> None:
    world = a_world(a_rate(rate="0.02"))
    found = cost(world, 1200, started_at=begun, zone=NEW_YORK)
    assert found == (1200, Decimal("0.4000"))


def test_example_14_the_day_is_that_of_the_accounts_zone() -> None:
    october = a_rate(rate="0.10", valid_to=date(2026, 11, 1))
    november = a_rate(rate="0.20", valid_from=date(2026, 11, 1))
    begun = datetime(2026, 11, 1, 3, 59, 30, tzinfo=UTC)
    (row,) = priced(
        a_world(october, november), a_call(started_at=begun, raw_seconds=95, zone=NEW_YORK)
    )
    assert from_counts(row["rate"]) == Decimal("0.10")


@pytest.mark.parametrize(("seconds", "charge"), [(7, "0.0020"), (6, "0.0010")])
def test_example_15_a_second_more_is_a_step_more(seconds: int, charge: str) -> None:
    """Whether 6.1 s come as 7 or 6 is said by the file's format; rating sees whole seconds."""
    assert cost(a_world(a_rate(rate="0.01")), seconds)[1] == Decimal(charge)


@pytest.mark.parametrize(
    ("increment", "billed", "charge"), [((1, 1), 43_201, "2.8801"), ((6, 6), 43_206, "2.8804")]
)
def test_example_16_hung_call(increment: tuple[int, int], billed: int, charge: str) -> None:
    """The price of a call that somebody set free; until then it is suspended (mediation)."""
    world = a_world(a_rate(rate="0.004"), plan=increments(*increment))
    assert cost(world, 43_201) == (billed, Decimal(charge))


@pytest.mark.parametrize(
    ("rate", "mode", "charge"),
    [
        ("0.0250", "half_up", "0.03"),
        ("0.0250", "half_even", "0.02"),
        ("0.0250", "up", "0.03"),
        ("0.0150", "half_up", "0.02"),
        ("0.0150", "half_even", "0.02"),
        ("0.0150", "up", "0.02"),
        ("0.1249", "half_up", "0.12"),
        ("0.1249", "half_even", "0.12"),
        ("0.1249", "up", "0.13"),
        ("0.1299", "down", "0.12"),
    ],
)
def test_example_17_half_a_cent(rate: str, mode: str, charge: str) -> None:
    plan = increments(60, 60, call_decimals=2, call_rounding=mode)
    assert cost(a_world(a_rate(rate=rate), plan=plan), 60)[1] == Decimal(charge)


@pytest.mark.parametrize(
    ("decimals", "mode", "total"),
    [(2, "half_up", "0"), (2, "up", "10.00"), (4, "half_up", "2.50")],
)
def test_example_17_a_thousand_calls(decimals: int, mode: str, total: str) -> None:
    plan = a_plan(call_decimals=decimals, call_rounding=mode)
    world = a_world(a_rate(rate="0.0250"), plan=plan)
    rows = priced(world, *[a_call(raw_seconds=6, call_id=str(i)) for i in range(1000)])
    assert from_counts(sum(row["charge"] for row in rows)) == Decimal(total)


def test_example_18_answered_for_no_time() -> None:
    (row,) = priced(a_world(plan=a_plan(connect_fee=Decimal(1))), a_call(raw_seconds=0))
    assert (row["status"], row["reason"], row["charge"]) == (
        Status.NOT_CHARGEABLE,
        Reason.ZERO_DURATION,
        0,
    )


def test_example_19_toll_free_inbound() -> None:
    """Jurisdiction is by the numbers of the record; where an 800 number rings they do not tell."""
    call = a_call(
        caller=16085550177,
        called=18005550199,
        number=18005550199,
        direction=Direction.IN,
        raw_seconds=61,
        zone=NEW_YORK,
    )
    (row,) = priced(a_world(plan=a_plan(toll_free_rate=Decimal("0.0190"))), call)
    assert from_counts(row["charge"]) == Decimal("0.0209")
    assert row["call_class"] == CallClass.TOLL_FREE_INBOUND
    assert row["jurisdiction"] == Jurisdiction.INDETERMINATE


def test_example_19_a_call_out_to_a_toll_free_number_is_free() -> None:
    (row,) = priced(a_world(), a_call(called=18005550199))
    assert (row["reason"], row["charge"]) == (Reason.TOLL_FREE_CALLED, 0)


STATES = a_rate(
    rate=None,
    intrastate_rate=Decimal("0.015"),
    interstate_rate=Decimal("0.008"),
    indeterminate_rate=Decimal("0.012"),
)


@pytest.mark.parametrize(
    ("caller", "called", "choice", "charge", "call_class"),
    [
        (12125550100, 17165550100, "intrastate", "0.0195", CallClass.INTRASTATE),
        (12125550100, 13105550100, "intrastate", "0.0104", CallClass.INTERSTATE),
        (0, 13105550100, "intrastate", "0.0195", CallClass.INTRASTATE),
        (18005550199, 13105550100, "interstate", "0.0104", CallClass.INTERSTATE),
        (0, 13105550100, "indeterminate", "0.0156", CallClass.INDETERMINATE),
    ],
)
def test_example_20_states(
    caller: int, called: int, choice: str, charge: str, call_class: CallClass
) -> None:
    world = a_world(STATES, unknown_caller=choice)
    (row,) = priced(world, a_call(caller=caller, called=called, raw_seconds=75))
    assert (from_counts(row["charge"]), row["call_class"]) == (Decimal(charge), call_class)


def test_example_21_jamaica_is_abroad() -> None:
    domestic = a_rate("1", "0.008")
    jamaica = a_rate("1876", "0.22", initial_seconds=60, increment_seconds=60)
    (row,) = priced(a_world(domestic, jamaica), a_call(called=18765550144, raw_seconds=75))
    assert (row["billed_seconds"], from_counts(row["charge"])) == (120, Decimal("0.4400"))
    assert row["call_class"] == CallClass.INTERNATIONAL


BRITAIN = (
    a_rate("44", "0.02"),
    a_rate("447", "0.05"),
    a_rate("44794", "0.11", valid_from=date(2026, 11, 1), valid_to=date(2026, 12, 1)),
)


@pytest.mark.parametrize(
    ("called", "begun", "charge"),
    [
        (442079460123, datetime(2026, 11, 5, 12, tzinfo=UTC), "0.0200"),
        (447940000000, datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC), "0.0500"),
        (447940000000, datetime(2026, 11, 1, 4, 0, 0, tzinfo=UTC), "0.1100"),
        (447940000000, datetime(2026, 12, 1, 5, 0, 0, tzinfo=UTC), "0.0500"),
    ],
)
def test_example_22_longest_prefix_with_dates(called: int, begun: datetime, charge: str) -> None:
    world = a_world(*BRITAIN, plan=increments(1, 1))
    found = cost(world, 60, called=called, started_at=begun, zone=NEW_YORK)
    assert found[1] == Decimal(charge)


def test_example_23_maximum_charge() -> None:
    plan = increments(60, 60, maximum_charge=Decimal("1.00"))
    assert cost(a_world(a_rate(rate="0.30"), plan=plan), 1200)[1] == Decimal("1.0000")


def test_example_24_multiplied_rate() -> None:
    """The contract multiplies the deck, not what the carrier charged: 0.0096 * 1.35."""
    plan = increments(60, 60, deck_multiplier=Decimal("1.35"))
    assert cost(a_world(a_rate(rate="0.0096"), plan=plan), 60)[1] == Decimal("0.0130")


def test_example_25_the_leg_of_a_forwarded_call() -> None:
    """Who pays was found before; the place of the caller is that of the caller recorded."""
    leg_in = a_call(
        caller=12125550100, called=16085550177, number=16085550177, direction=Direction.IN
    )
    leg_out = a_call(caller=12125550100, called=13105550123, number=16085550177, raw_seconds=120)
    rows = priced(a_world(), leg_in, leg_out)
    assert [from_counts(row["charge"]) for row in rows] == [Decimal(0), Decimal("0.0600")]


@pytest.mark.parametrize("called", [-411, 13035551212])
def test_example_26_directory_assistance(called: int) -> None:
    plan = a_plan(directory_assistance_fee=Decimal("1.25"), connect_fee=Decimal(1))
    world = a_world(plan=plan)
    assert cost(world, 600, called=called) == (600, Decimal("1.2500"))


def test_example_26_emergency_is_free_and_never_suspended() -> None:
    (row,) = priced(World(plans=(a_plan(),)), a_call(called=-911))
    assert (row["status"], row["reason"]) == (Status.NOT_CHARGEABLE, Reason.EMERGENCY)


def test_example_27_pricing_again_gives_the_same() -> None:
    """What differs after an invoice is final becomes an adjustment, in billing."""
    world = a_world(a_rate(rate="0.04"), periods=(a_period(),))
    call = a_call(raw_seconds=200)
    assert priced(world, call) == priced(world, call)
