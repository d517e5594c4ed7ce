from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors.pacing import Limit, Pacer, least_seconds
from app.errors import RemoteUnavailable
from tests.connectors.openings import VirtualTime

A_MINUTE = Limit(name="this minute", calls=3, seconds=Decimal(60))
A_DAY = Limit(name="today", calls=5, seconds=Decimal(86400))


def test_calls_within_the_limit_do_not_wait() -> None:
    time = VirtualTime()
    pacer = Pacer([A_MINUTE], time.timing)
    for _ in range(3):
        pacer.take()
    assert time.waits == []


def test_the_next_call_waits_until_the_first_leaves_the_window() -> None:
    time = VirtualTime()
    pacer = Pacer([A_MINUTE], time.timing)
    for _ in range(3):
        pacer.take()
        time.seconds += 10
    pacer.take()
    assert time.waits == [30.0]


def test_a_wait_of_hours_is_told_not_waited() -> None:
    time = VirtualTime()
    pacer = Pacer([A_DAY], time.timing, title="Sage")
    for _ in range(5):
        pacer.take()
    with pytest.raises(RemoteUnavailable, match="Sage takes no more calls today") as told:
        pacer.take()
    assert (told.value.may_have_happened, time.waits) == (False, [])


def test_of_a_shared_limit_only_our_part_is_used() -> None:
    shared = Limit(name="an hour", calls=10, seconds=Decimal(3600), share=Decimal("0.5"))
    assert shared.own_calls == 5
    assert Limit(name="x", calls=1, seconds=Decimal(1), share=Decimal("0.1")).own_calls == 1


def test_who_is_told_to_hold_lets_nothing_through() -> None:
    time = VirtualTime()
    pacer = Pacer([], time.timing)
    pacer.hold(Decimal(7))
    pacer.take()
    assert time.waits == [7.0]


def test_a_limit_of_its_own_counts_only_what_names_it() -> None:
    time = VirtualTime()
    batches = Limit(name="batches", calls=1, seconds=Decimal(60), counts="batch")
    pacer = Pacer([batches], time.timing)
    for counts in ("", "", "batch", ""):
        pacer.take(counts)
    assert time.waits == []
    pacer.take("batch")
    assert time.waits == [60.0]


@given(st.lists(st.floats(0, 50), min_size=1, max_size=60), st.integers(1, 7), st.integers(1, 100))
def test_no_window_ever_holds_more_than_its_calls(
    pauses: list[float], calls: int, seconds: int
) -> None:
    time = VirtualTime()
    pacer = Pacer([Limit(name="x", calls=calls, seconds=Decimal(seconds))], time.timing)
    made = []
    for pause in pauses:
        time.seconds += pause
        pacer.take()
        made.append(time.seconds)
    for place, moment in enumerate(made):
        within = [each for each in made[: place + 1] if each > moment - seconds + 1e-6]
        assert len(within) <= calls


def test_the_least_time_is_that_of_the_tightest_limit() -> None:
    assert least_seconds([A_MINUTE, A_DAY], 4) == 60
    assert least_seconds([A_MINUTE, A_DAY], 6) == 86400
    assert least_seconds([], 100) == 0
