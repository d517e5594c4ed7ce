from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.rating.allowance import settle
from app.rating.kernel import price_calls
from app.usage.table import Direction
from app.values.money import SCALE, from_counts
from tests.rating import oracle
from tests.rating.builders import (
    a_call,
    a_period,
    a_plan,
    a_rate,
    a_tier,
    a_world,
    book_of,
    call_frame,
)
from tests.rating.oracle import Call, World
from tests.rating.worlds import calls, worlds

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
TEN = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)


def rated(world: World, made: list[Call]) -> pl.DataFrame:
    frame = call_frame(made, world)
    return frame.hstack(price_calls(frame, book_of(world)))


def settled(world: World, *made: Call) -> list[dict[str, Any]]:
    return settle(rated(world, list(made)), book_of(world)).to_dicts()


def as_row(each: oracle.Settled) -> tuple[Fraction, Fraction, Fraction]:
    return each.allowance_seconds * 1000, each.charge * SCALE, each.gross_charge * SCALE


def agrees(world: World, made: list[Call]) -> None:
    found = [(r["allowance_ms"], r["charge"], r["gross_charge"]) for r in settled(world, *made)]
    assert found == [as_row(each) for each in oracle.settle(made, world)]


@settings(max_examples=120, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_allowances_and_tiers_equal_the_oracle_row_by_row(data: st.DataObject) -> None:
    world = data.draw(worlds())
    agrees(world, data.draw(calls(world)))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_they_equal_the_oracle_over_many_worlds(data: st.DataObject) -> None:
    world = data.draw(worlds(huge=data.draw(st.booleans())))
    agrees(world, data.draw(calls(world)))


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_they_equal_the_oracle_where_products_pass_128_bits(data: st.DataObject) -> None:
    world = data.draw(worlds(huge=True))
    agrees(world, data.draw(calls(world)))


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_the_order_in_which_calls_arrive_changes_nothing(data: st.DataObject) -> None:
    world = data.draw(worlds())
    made = data.draw(calls(world))
    mixed = data.draw(st.permutations(made))
    rows = dict(zip([id(c) for c in made], settled(world, *made), strict=True))
    assert [rows[id(call)] for call in mixed] == settled(world, *mixed)


def minutes(*lengths: int, **changed: Any) -> list[Call]:  # noqa: ANN401
    """Calls of so many minutes, one an hour."""
    return [
        a_call(started_at=TEN.replace(hour=hour), raw_seconds=60 * length, **changed)
        for hour, length in enumerate(lengths, start=8)
    ]


INCLUDED = a_rate(rate="0.06", in_allowance=True)


def test_calls_outside_the_allowance_leave_it_alone() -> None:
    world = a_world(INCLUDED, a_rate("1720", "0.06"), plan=a_plan(allowance_minutes=Decimal(1)))
    rows = settled(world, *minutes(1, called=17205550100), *minutes(2))
    assert [row["allowance_ms"] for row in rows] == [0, 60_000]


def test_calls_in_take_no_part() -> None:
    plan = a_plan(allowance_minutes=Decimal(1), inbound_rate=Decimal("0.06"))
    rows = settled(a_world(INCLUDED, plan=plan), *minutes(1, direction=Direction.IN))
    assert [from_counts(row["charge"]) for row in rows] == [Decimal("0.06")]


def test_each_account_plan_and_period_has_its_own() -> None:
    plans = tuple(a_plan(plan_code=code, allowance_minutes=Decimal(1)) for code in "AB")
    world = World(plans=plans, rates=(INCLUDED,))
    each = [("A", 1, 1), ("B", 1, 1), ("A", 2, 1), ("A", 1, 2)]
    made = [
        a_call(plan_code=code, account=account, bill_period=period)
        for code, account, period in each
    ]
    assert [row["allowance_ms"] for row in settled(world, *made)] == [60_000] * 4


@pytest.mark.parametrize(("scope", "paid"), [("account", [60_000, 0]), ("number", [60_000] * 2)])
def test_scope_says_who_shares(scope: str, paid: list[int]) -> None:
    plan = a_plan(allowance_minutes=Decimal(1), allowance_scope=scope)
    made = [*minutes(1, call_id="1"), *minutes(1, call_id="2", number=13035550143)]
    rows = settled(a_world(INCLUDED, plan=plan), *made)
    assert [row["allowance_ms"] for row in rows] == paid


def test_call_ids_order_by_code_point_then_sources() -> None:
    plan = a_plan(allowance_minutes=Decimal(1))
    names = [("\U0001f600", "pbx"), ("\uffee", "pbx"), ("10", "pbx"), ("10", "b"), ("2", "a")]
    made = [a_call(call_id=call_id, source=source) for call_id, source in names]
    rows = settled(a_world(INCLUDED, plan=plan), *made)
    assert [row["allowance_ms"] for row in rows] == [0, 0, 0, 60_000, 0]


@pytest.mark.parametrize(
    ("rate", "own_fee", "also", "charge"),
    [
        ("0.06", None, False, "0"),
        ("0.06", None, True, "0.25"),
        ("0.06", "0.40", False, "0"),
        ("0.06", "0.40", True, "0.30"),
        ("0", None, True, "0"),
        ("0", "0.20", True, "0.20"),
    ],
)
def test_the_connect_fee_of_calls_wholly_included(
    rate: str,
    own_fee: str | None,
    *,
    also: bool,
    charge: str,
) -> None:
    plan = a_plan(
        allowance_minutes=Decimal(1),
        connect_fee=Decimal("0.25"),
        allowance_connect_fee=also,
        minimum_charge=Decimal("0.28"),
        maximum_charge=Decimal("0.30"),
    )
    own = None if own_fee is None else Decimal(own_fee)
    world = a_world(a_rate(rate=rate, in_allowance=True, connect_fee=own), plan=plan)
    (row,) = settled(world, *minutes(1))
    assert from_counts(row["charge"]) == Decimal(charge)


def test_gross_is_the_whole_period_without_allowance() -> None:
    world = a_world(
        INCLUDED, plan=a_plan(allowance_minutes=Decimal(2)), tiers=(a_tier("3", "0.5"),)
    )
    rows = settled(world, *minutes(2, 2, 2))
    assert [from_counts(row["charge"]) for row in rows] == [
        Decimal(0),
        Decimal("0.12"),
        Decimal("0.09"),
    ]
    assert [from_counts(row["gross_charge"]) for row in rows] == [
        Decimal("0.12"),
        Decimal("0.09"),
        Decimal("0.06"),
    ]


def test_volume_takes_the_tier_that_the_total_reaches() -> None:
    tiers = (a_tier("2", "0.5", kind="volume"), a_tier("4", "0.25", kind="volume"))
    rows = settled(a_world(INCLUDED, tiers=tiers), *minutes(1, 3))
    assert [from_counts(row["charge"]) for row in rows] == [Decimal("0.015"), Decimal("0.045")]


def test_below_the_first_tier_the_multiplier_is_1() -> None:
    tiers = (a_tier("5", "0.5", kind="volume"),)
    (row,) = settled(a_world(INCLUDED, tiers=tiers), *minutes(4))
    assert from_counts(row["charge"]) == Decimal("0.24")


def test_a_tier_of_zero_takes_the_plans_fee_away_and_leaves_the_rows() -> None:
    plan = a_plan(connect_fee=Decimal(1))
    world = a_world(
        INCLUDED, a_rate("1720", "1", connect_fee=Decimal(2)), plan=plan, tiers=(a_tier("0", "0"),)
    )
    rows = settled(world, *minutes(1), *minutes(1, called=17205550100, call_id="2"))
    assert [from_counts(row["charge"]) for row in rows] == [Decimal(0), Decimal(2)]


def test_tiers_tell_the_time_they_go_by() -> None:
    graduated = settled(a_world(INCLUDED, tiers=(a_tier("1", "0.5"),)), *minutes(1, 2))
    volume = settled(a_world(INCLUDED, tiers=(a_tier("1", "0.5", kind="volume"),)), *minutes(1, 2))
    plain = settled(a_world(INCLUDED), *minutes(1, 2))
    told = [[row["tier_ms"] for row in rows] for rows in (graduated, volume, plain)]
    assert told == [[0, 60_000], [180_000, 180_000], [None, None]]


def test_the_period_multiplier_holds_inside_tiers() -> None:
    world = a_world(
        INCLUDED, periods=(a_period(from_="00:00", to_="24:00"),), tiers=(a_tier("0", "0.5"),)
    )
    (row,) = settled(world, *minutes(1))
    assert from_counts(row["charge"]) == Decimal("0.015")


def test_an_allowance_need_not_be_whole_seconds() -> None:
    world = a_world(INCLUDED, plan=a_plan(allowance_minutes=Decimal("0.0001")))
    (row,) = settled(world, *minutes(1))
    assert (row["allowance_ms"], from_counts(row["charge"])) == (6, Decimal("0.06"))


def sealed(
    world: World, made: list[Call], seals: list[tuple[int, int, int] | None]
) -> pl.DataFrame:
    """Calls of which some are sealed with allowance, charge and gross charge."""
    frame = rated(world, made)
    parts = [seal or (None, None, None) for seal in seals]
    return frame.with_columns(
        sealed=pl.Series([seal is not None for seal in seals]),
        allowance_ms=pl.Series([part[0] for part in parts], dtype=pl.Int64),
        gross_charge=pl.Series([part[2] for part in parts], dtype=pl.Int64),
        charge=pl.Series(
            [
                full if part[1] is None else part[1]
                for part, full in zip(parts, frame["charge"], strict=True)
            ]
        ),
    )


def test_sealed_calls_keep_what_they_got_and_stand_before_earlier_ones() -> None:
    world = a_world(INCLUDED, plan=a_plan(allowance_minutes=Decimal(3)))
    frame = sealed(world, minutes(2, 2), [None, (120_000, 7, 9)])
    rows = settle(frame, book_of(world)).to_dicts()
    told = [(row["allowance_ms"], row["charge"], row["gross_charge"]) for row in rows]
    assert told == [(60_000, 6_000_000, 12_000_000), (120_000, 7, 9)]


def test_sealed_parts_of_a_second_are_counted_though_the_plan_has_none_left() -> None:
    world = a_world(INCLUDED, plan=a_plan(allowance_minutes=Decimal(1)))
    frame = sealed(world, minutes(1, 1), [(6, 0, 0), None])
    rows = settle(frame, book_of(world)).to_dicts()
    assert [row["allowance_ms"] for row in rows] == [6, 59_994]


def test_a_plan_that_is_not_in_the_book_leaves_its_calls_alone() -> None:
    world = a_world(INCLUDED, plan=a_plan(allowance_minutes=Decimal(1)))
    frame = rated(world, minutes(1)).with_columns(plan=pl.lit(None, pl.Int32))
    (row,) = settle(frame, book_of(world)).to_dicts()
    assert (row["allowance_ms"], row["charge"], row["gross_charge"]) == (0, 6_000_000, 6_000_000)


def test_no_calls_give_no_rows() -> None:
    assert settled(a_world(INCLUDED, plan=a_plan(allowance_minutes=Decimal(1)))) == []


def test_more_time_than_can_be_counted_is_refused_in_words() -> None:
    plan = a_plan(allowance_minutes=Decimal(1), minimum_seconds=2**55, maximum_charge=Decimal(1))
    with pytest.raises(InputError, match="more time than can be counted"):
        settled(a_world(INCLUDED, plan=plan), *minutes(1))


def test_a_call_with_no_second_left_falls_in_no_graduated_tier_and_keeps_its_price() -> None:
    plan = a_plan(
        allowance_minutes=Decimal(1), connect_fee=Decimal("0.25"), allowance_connect_fee=True
    )
    world = a_world(INCLUDED, plan=plan, tiers=(a_tier("0", "0"),))
    (row,) = settled(world, *minutes(1))
    assert from_counts(row["charge"]) == Decimal("0.25")


def test_by_volume_the_periods_tier_of_zero_makes_the_price_0() -> None:
    plan = a_plan(
        allowance_minutes=Decimal(1), connect_fee=Decimal("0.25"), allowance_connect_fee=True
    )
    world = a_world(INCLUDED, plan=plan, tiers=(a_tier("0", "0", kind="volume"),))
    (row,) = settled(world, *minutes(1))
    assert from_counts(row["charge"]) == Decimal(0)
