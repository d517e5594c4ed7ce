from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from app.practice.clock import VirtualClock
from app.practice.halopsa import practice_system
from app.practice.halopsa.access import LIMITED_ID, LIMITED_SECRET
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.practice.transport import PracticeTransport

HOST = "http://practice.test"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC))


@pytest.fixture
def system(clock: VirtualClock) -> PracticeSystem:
    return practice_system(clock, world())


@pytest.fixture
def bare(system: PracticeSystem) -> Iterator[httpx.Client]:
    with httpx.Client(transport=PracticeTransport(system.app), base_url=HOST) as made:
        yield made


@pytest.fixture
def client(system: PracticeSystem) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {system.access_token}"}
    with httpx.Client(
        transport=PracticeTransport(system.app), base_url=f"{HOST}/api", headers=headers
    ) as made:
        yield made


@pytest.fixture
def limited(system: PracticeSystem, bare: httpx.Client) -> Iterator[httpx.Client]:
    form = {
        "grant_type": "client_credentials",
        "client_id": LIMITED_ID,
        "client_secret": LIMITED_SECRET,
        "scope": "all",
    }
    token = bare.post("/auth/token?tenant=cedarfork", data=form).json()["access_token"]
    with httpx.Client(
        transport=PracticeTransport(system.app),
        base_url=f"{HOST}/api",
        headers={"Authorization": f"Bearer {token}"},
    ) as made:
        yield made
