from datetime import UTC, datetime

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.faults import Fault
from app.practice.registry import MAKERS, practice_systems
from app.practice.serving import serve
from app.practice.world import world

KEYS = ["connectwise", "halopsa", "autotask", "revio", "quickbooks", "xero", "sage"]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC))


def test_all_seven_are_served_and_tell_their_state(clock: VirtualClock) -> None:
    systems = practice_systems(clock, world())
    assert list(systems) == KEYS
    assert [system.key for system in systems.values()] == KEYS
    with serve(systems) as serving, httpx.Client(timeout=20) as client:
        told = serving.told()
        assert len({serving.address(key) for key in told}) == len(KEYS)
        for key, one in told.items():
            assert one["api_url"].startswith(serving.address(key))
            assert one["credentials"]
            state = client.get(one["state_url"]).json()
            assert state["system"] == key
            assert state["customers"]
            faults = client.post(one["faults_url"], json={"faults": list(Fault)})
            assert faults.json() == {"faults": list(Fault)}


@pytest.mark.parametrize("key", KEYS)
def test_faults_are_worded_by_each_vendor(key: str, clock: VirtualClock) -> None:
    system = MAKERS[key](clock, world())
    with serve({key: system}) as serving, httpx.Client(timeout=20) as client:
        told = serving.told()[key]
        faults = {"faults": ["too_many_requests:1", "server_error:1", "html_gateway:1"]}
        client.post(told["faults_url"], json=faults)
        statuses = [client.get(told["api_url"]).status_code for _ in range(3)]
    assert statuses == [429, 500, 502]
