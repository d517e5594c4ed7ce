import base64
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.connectwise import practice_system
from app.practice.connectwise.access import (
    CLIENT_ID,
    COMPANY,
    LIMITED_PRIVATE_KEY,
    LIMITED_PUBLIC_KEY,
    PRIVATE_KEY,
    PUBLIC_KEY,
)
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.practice.transport import PracticeTransport

API = "http://practice.test/v4_6_release/apis/3.0"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC))


@pytest.fixture
def system(clock: VirtualClock) -> PracticeSystem:
    return practice_system(clock, world())


def client_of(system: PracticeSystem, public: str, private: str) -> httpx.Client:
    keys = base64.b64encode(f"{COMPANY}+{public}:{private}".encode()).decode()
    headers = {"Authorization": f"Basic {keys}", "clientId": CLIENT_ID}
    return httpx.Client(transport=PracticeTransport(system.app), base_url=API, headers=headers)


@pytest.fixture
def client(system: PracticeSystem) -> Iterator[httpx.Client]:
    with client_of(system, PUBLIC_KEY, PRIVATE_KEY) as made:
        yield made


@pytest.fixture
def limited(system: PracticeSystem) -> Iterator[httpx.Client]:
    with client_of(system, LIMITED_PUBLIC_KEY, LIMITED_PRIVATE_KEY) as made:
        yield made
