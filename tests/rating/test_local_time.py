from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.rating.local_time import local_seconds

ZONES = (
    "America/Denver",
    "America/New_York",
    "America/St_Johns",  # turned its clocks one minute after midnight until 2011
    "America/Caracas",  # half an hour, twice
    "Africa/Casablanca",  # turns its clocks for Ramadan
    "Asia/Pyongyang",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Apia",  # skipped a day
    "Antarctica/Troll",  # by two hours
    "UTC",
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2037, 1, 1, tzinfo=UTC).timestamp())


def by_zoneinfo(seconds: int, zone: str) -> int:
    local = (EPOCH + timedelta(seconds=seconds)).astimezone(ZoneInfo(zone))
    return (local.replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1)


def local(moments: list[int], zones: list[int]) -> list[int]:
    started = np.array(moments, np.int64) * 1_000_000 + 999_999
    found: list[int] = local_seconds(started, np.array(zones, np.int32), ZONES).tolist()
    return found


@given(
    st.lists(
        st.tuples(st.integers(FIRST, LAST), st.integers(0, len(ZONES) - 1)),
        min_size=1,
        max_size=20,
    )
)
def test_the_clock_on_the_wall_is_that_of_zoneinfo(pairs: list[tuple[int, int]]) -> None:
    moments, zones = [at for at, _ in pairs], [zone for _, zone in pairs]
    assert local(moments, zones) == [by_zoneinfo(at, ZONES[zone]) for at, zone in pairs]


def test_the_seconds_around_every_change_of_a_clock() -> None:
    year = int(datetime(2010, 1, 1, tzinfo=UTC).timestamp())
    wrong = []
    for zone, name in enumerate(ZONES):
        hours = [year + 3600 * hour for hour in range(2 * 8784)]
        told = local(hours, [zone] * len(hours))
        for before, after, sooner, later in zip(hours, hours[1:], told, told[1:], strict=False):
            if later - sooner != after - before:
                near = list(range(before, after + 1))
                wrong += [
                    (name, at)
                    for at, found in zip(near, local(near, [zone] * len(near)), strict=True)
                    if found != by_zoneinfo(at, name)
                ]
    assert wrong == []


def test_no_moments_have_no_local_time() -> None:
    assert local([], []) == []
