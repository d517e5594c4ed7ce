"""A practice Autotask of the sample company in process, and a client with its headers."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from app.practice.autotask import practice_system
from app.practice.clock import VirtualClock
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.practice.transport import PracticeTransport


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def system(clock: VirtualClock) -> PracticeSystem:
    return practice_system(clock, world())


@pytest.fixture
def api(system: PracticeSystem) -> Iterator[httpx.Client]:
    with httpx.Client(
        transport=PracticeTransport(system.app),
        base_url="http://practice.test/atservicesrest/v1.0/",
        headers=dict(system.credentials),
    ) as client:
        yield client
