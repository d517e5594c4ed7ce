from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.usage.assignment import AliasCode, Directory, NumberInForce, PayerRule, bad_called
from app.usage.parties import FEATURE_BASE, LOCAL_BASE, TEXT_BASE
from app.usage.table import Direction, Reason

MAIN, DESK, TOLL_FREE, OTHERS = 13035550142, 13035550143, 18005550142, 12125550142
STRANGER = 19705550100
MAIN_WITHOUT_AREA = -LOCAL_BASE - 5550142
EXTENSION = -TEXT_BASE - 7
TRUNK = -TEXT_BASE - 8
FEATURE = -FEATURE_BASE - 9
ALWAYS = 2**62

NUMBERS = (
    NumberInForce(1, MAIN, 0, 0, ALWAYS),
    NumberInForce(2, DESK, 0, 1000, 2000),
    NumberInForce(3, DESK, 1, 2000, ALWAYS),
    NumberInForce(4, OTHERS, 1, 0, ALWAYS),
)
ALIASES = (AliasCode(EXTENSION, DESK), AliasCode(EXTENSION, OTHERS), AliasCode(TRUNK, MAIN))


@dataclass(frozen=True)
class Call:
    caller: int = MAIN
    called: int = STRANGER
    billing: int = 0
    direction: Direction = Direction.OUT
    started: int = 1500
    forced: int | None = None


def frame(calls: Sequence[Call]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "started_us": pl.Series([c.started for c in calls], dtype=pl.Int64),
            "caller": pl.Series([c.caller for c in calls], dtype=pl.Int64),
            "called": pl.Series([c.called for c in calls], dtype=pl.Int64),
            "billing_number": pl.Series([c.billing for c in calls], dtype=pl.Int64),
            "direction": pl.Series([int(c.direction) for c in calls], dtype=pl.Int8),
            "forced_number_id": pl.Series([c.forced for c in calls], dtype=pl.Int64),
        }
    )


def assigned(
    *calls: Call,
    numbers: Sequence[NumberInForce] = NUMBERS,
    aliases: Sequence[AliasCode] = ALIASES,
) -> list[dict[str, object]]:
    found = Directory(numbers, aliases).assign(frame(calls)).to_dicts()
    assert len(found) == len(calls)
    return found


def payer(call: Call) -> tuple[object, object, object]:
    (row,) = assigned(call)
    return row["payer_rule"], row["number_id"], row["payer_reason"]


NOBODY = (None, Reason.NO_CUSTOMER)


def test_the_caller_pays_for_a_call_out() -> None:
    assert payer(Call()) == (PayerRule.CALLER, 1, Reason.NONE)


def test_the_called_number_pays_for_a_call_in() -> None:
    call = Call(caller=STRANGER, called=MAIN, direction=Direction.IN)
    assert payer(call) == (PayerRule.CALLED, 1, Reason.NONE)


def test_the_caller_pays_for_an_internal_call() -> None:
    call = Call(called=OTHERS, direction=Direction.INTERNAL)
    assert payer(call) == (PayerRule.CALLER, 1, Reason.NONE)


def test_a_billing_number_goes_before_the_parties() -> None:
    assert payer(Call(billing=OTHERS)) == (PayerRule.BILLING_NUMBER, 4, Reason.NONE)


def test_a_billing_number_of_nobody_does_not_fall_through() -> None:
    assert payer(Call(billing=STRANGER)) == (PayerRule.BILLING_NUMBER, *NOBODY)


def test_a_billing_text_of_nobody_does_not_fall_through() -> None:
    assert payer(Call(billing=-TEXT_BASE - 99)) == (PayerRule.BILLING_NUMBER, *NOBODY)


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (Call(billing=TRUNK, caller=STRANGER), PayerRule.BILLING_ALIAS),
        (Call(caller=TRUNK), PayerRule.CALLER_ALIAS),
        (Call(caller=STRANGER, called=TRUNK, direction=Direction.IN), PayerRule.CALLED_ALIAS),
    ],
)
def test_an_alias_stands_for_its_number(call: Call, rule: PayerRule) -> None:
    assert payer(call) == (rule, 1, Reason.NONE)


def test_of_two_aliases_the_first_counts() -> None:
    (row,) = assigned(Call(caller=EXTENSION))
    assert row["payer_number"] == DESK


def test_parties_are_replaced_by_what_they_stand_for() -> None:
    (row,) = assigned(Call(caller=TRUNK, called=EXTENSION))
    assert (row["caller"], row["called"]) == (MAIN, DESK)


def test_a_billing_number_stays_as_the_file_has_it() -> None:
    (row,) = assigned(Call(billing=TRUNK))
    assert row["billing_number"] == TRUNK


def test_a_number_of_ours_stands_for_itself_whatever_an_alias_says() -> None:
    (row,) = assigned(Call(caller=OTHERS), aliases=[AliasCode(OTHERS, MAIN)])
    assert row["number_id"] == 4


def test_a_number_that_is_nobodys_may_be_an_alias() -> None:
    (row,) = assigned(Call(caller=STRANGER, called=911), aliases=[AliasCode(STRANGER, MAIN)])
    assert (row["number_id"], row["payer_rule"]) == (1, PayerRule.CALLER_ALIAS)


def test_a_dialled_feature_code_is_never_an_alias() -> None:
    (row,) = assigned(Call(called=FEATURE), aliases=[AliasCode(FEATURE, OTHERS)])
    assert row["called"] == FEATURE


def test_an_extension_may_be_written_as_a_service_code_is() -> None:
    (row,) = assigned(Call(caller=-211, called=-211), aliases=[AliasCode(-211, MAIN)])
    assert (row["caller"], row["called"]) == (MAIN, -211)


@pytest.mark.parametrize(("started", "number"), [(1000, 2), (1999, 2), (2000, 3)])
def test_the_row_in_force_at_the_start_pays(started: int, number: int) -> None:
    assert payer(Call(caller=DESK, started=started))[1] == number


def test_before_the_first_day_nobody_pays() -> None:
    assert payer(Call(caller=DESK, started=999)) == (PayerRule.CALLER, *NOBODY)


def test_two_rows_in_force_are_ambiguous() -> None:
    twice = (*NUMBERS, NumberInForce(5, MAIN, 1, 0, ALWAYS))
    (row,) = assigned(Call(), numbers=twice)
    assert (row["payer_reason"], row["number_id"]) == (Reason.AMBIGUOUS_CUSTOMER, None)


def test_a_call_assigned_by_hand_belongs_to_that_row() -> None:
    by_hand, other = assigned(Call(caller=STRANGER, forced=4), Call())
    assert (by_hand["payer_rule"], by_hand["number_id"], by_hand["payer_number"]) == (
        PayerRule.BY_HAND,
        4,
        OTHERS,
    )
    assert by_hand["payer_reason"] == Reason.NONE
    assert (other["payer_rule"], other["number_id"]) == (PayerRule.CALLER, 1)


@pytest.mark.parametrize(
    ("caller", "called", "direction"),
    [
        (STRANGER, MAIN, Direction.IN),
        (MAIN, STRANGER, Direction.OUT),
        (MAIN, OTHERS, Direction.INTERNAL),
        (STRANGER, STRANGER, Direction.OUT),
        (MAIN, MAIN_WITHOUT_AREA, Direction.INTERNAL),
        (STRANGER, MAIN_WITHOUT_AREA, Direction.OUT),
    ],
)
def test_a_file_that_does_not_tell_the_direction(
    caller: int, called: int, direction: Direction
) -> None:
    told, unknown = assigned(
        Call(), Call(caller=caller, called=called, direction=Direction.UNKNOWN)
    )
    assert (told["direction"], unknown["direction"]) == (Direction.OUT, direction)


def test_seven_digits_take_the_payers_area_code() -> None:
    (row,) = assigned(Call(called=-LOCAL_BASE - 5550199))
    assert row["called"] == 13035550199


@pytest.mark.parametrize(
    ("call", "own"),
    [
        (Call(called=DESK), True),
        (Call(called=DESK, started=2500), False),
        (Call(called=OTHERS), False),
        (Call(caller=STRANGER, billing=MAIN, called=DESK), False),
        (Call(called=-LOCAL_BASE - 5550143), True),
        (Call(caller=STRANGER), False),
    ],
)
def test_on_net_needs_both_ends_in_force_of_the_payers_account(call: Call, *, own: bool) -> None:
    (row,) = assigned(call)
    assert row["own_both"] is own


def test_calls_keep_their_order() -> None:
    rows = assigned(*(Call(started=at, caller=DESK) for at in (2500, 999, 1500)))
    assert [row["number_id"] for row in rows] == [3, None, 2]


def test_no_calls_are_no_calls() -> None:
    assert assigned() == []


@pytest.mark.parametrize(
    ("code", "bad"),
    [
        (0, True),
        (-TEXT_BASE - 1, True),
        (STRANGER, False),
        (-911, False),
        (-LOCAL_BASE - 5550142, False),
        (FEATURE, False),
    ],
)
def test_what_can_be_called(code: int, *, bad: bool) -> None:
    assert bad_called(np.array([code])).tolist() == [bad]


def test_stored_calls_show_what_their_parties_stand_for() -> None:
    calls = pl.DataFrame(
        {
            "caller": [TRUNK, -LOCAL_BASE - 5550199],
            "called": [EXTENSION, -LOCAL_BASE - 5550199],
            "billing_number": [0, 0],
            "payer_number": [MAIN, None],
        }
    )
    shown = Directory(NUMBERS, ALIASES).stand_ins(calls)
    assert shown.select("caller", "called").rows() == [
        (MAIN, DESK),
        (-LOCAL_BASE - 5550199, -LOCAL_BASE - 5550199),
    ]


class Slow:
    """A plain assignment, one call at a time, as the contract says it."""

    def __init__(self, numbers: Sequence[NumberInForce], aliases: Sequence[AliasCode]) -> None:
        self.numbers = numbers
        self.aliases = aliases

    def stands_for(self, code: int, *, is_ours: bool = True) -> int:
        """``is_ours``: our side of the call, where 211 and ``*55`` may be extensions."""
        readable = code > 0 or code <= -TEXT_BASE
        if not (readable or (is_ours and code < 0)) or any(n.number == code for n in self.numbers):
            return code
        return next((a.number for a in self.aliases if a.code == code), code)

    def rows(self, code: int, at: int) -> list[NumberInForce]:
        return [n for n in self.numbers if n.number == code and n.starts_us <= at < n.ends_us]

    def direction(self, call: Call, caller: int, called: int) -> Direction:
        if call.direction is not Direction.UNKNOWN:
            return call.direction
        payer = self.stands_for(call.billing) if call.billing else caller
        if called <= -LOCAL_BASE and payer // 10**10 == 1:
            called = payer // 10**7 * 10**7 - called - LOCAL_BASE
        if not self.rows(called, call.started):
            return Direction.OUT
        return Direction.INTERNAL if self.rows(caller, call.started) else Direction.IN

    def assign(self, call: Call) -> dict[str, object]:
        inward = call.direction is Direction.IN
        caller = self.stands_for(call.caller)
        called = self.stands_for(call.called, is_ours=inward)
        direction = self.direction(call, caller, called)
        wanted = called if direction is Direction.IN else caller
        if call.billing:
            wanted = self.stands_for(call.billing)
        fits = self.rows(wanted, call.started)
        row = fits[0] if len(fits) == 1 else None
        if call.forced is not None:
            row = next(n for n in self.numbers if n.number_id == call.forced)
        reason = Reason.NONE if row else Reason.AMBIGUOUS_CUSTOMER if fits else Reason.NO_CUSTOMER
        ends = [completed(code, row) for code in (caller, called)]
        return {
            "caller": ends[0],
            "called": ends[1],
            "direction": int(direction),
            "number_id": row.number_id if row else None,
            "account": row.account if row else None,
            "payer_number": row.number if row else None,
            "payer_reason": int(reason),
            "own_both": row is not None
            and all(
                any(n.account == row.account for n in self.rows(end, call.started)) for end in ends
            ),
        }


def completed(code: int, payer: NumberInForce | None) -> int:
    if payer is None or code > -LOCAL_BASE or payer.number // 10**10 != 1:
        return code
    return payer.number // 10**7 * 10**7 + (-code - LOCAL_BASE)


PLACES = (MAIN, DESK, TOLL_FREE, STRANGER, 442079460000)
PARTIES = st.sampled_from(
    [
        0,
        *PLACES,
        EXTENSION,
        TRUNK,
        FEATURE,
        -911,
        -LOCAL_BASE - 5550142,
        -LOCAL_BASE - 5550143,
    ]
)
ROWS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.integers(0, 2), st.integers(0, 8), st.integers(1, 9)),
    max_size=6,
).map(
    lambda rows: [
        NumberInForce(place, number, account, start, start + length)
        for place, (number, account, start, length) in enumerate(rows, 1)
    ]
)
NAMES = st.lists(st.builds(AliasCode, PARTIES, st.sampled_from(PLACES)), max_size=4)


@st.composite
def worlds(
    draw: st.DrawFn,
) -> tuple[list[NumberInForce], list[AliasCode], list[Call]]:
    numbers = draw(ROWS)
    forced = st.none() | (st.sampled_from([n.number_id for n in numbers]) if numbers else st.none())
    calls = st.builds(
        Call,
        caller=PARTIES,
        called=PARTIES,
        billing=st.just(0) | PARTIES,
        direction=st.sampled_from(Direction),
        started=st.integers(0, 12),
        forced=forced,
    )
    return numbers, draw(NAMES), draw(st.lists(calls, max_size=6))


@given(world=worlds())
def test_columns_are_assigned_as_calls_one_by_one(
    world: tuple[list[NumberInForce], list[AliasCode], list[Call]],
) -> None:
    numbers, aliases, calls = world
    expected = [Slow(numbers, aliases).assign(call) for call in calls]
    found = assigned(*calls, numbers=numbers, aliases=aliases)
    assert [
        {name: row[name] for name in told} for row, told in zip(found, expected, strict=True)
    ] == expected
