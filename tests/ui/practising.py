"""A company in the window beside practice systems of this process; time passes by waiting alone."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from app.connectors.json_value import read_json
from app.host.clock import Clock
from app.operations import serve_practice, system_connection
from app.operations.connecting import connect_practice
from app.operations.make_company import open_company
from app.operations.map_customers import accept_exact
from app.operations.office import Office
from app.operations.pull_records import pull_records
from app.operations.run_bills import bill
from app.operations.serve_practice import end_practice
from app.operations.sync_company import sync_company
from app.progress import Silent
from tests.journeys.posting_company import posting_company
from tests.journeys.practice_user import PassingTime
from tests.keyrings import MemoryKeyring, memory_keyring

PERIOD = "2026-10"


@dataclass
class Ground:
    """Time, secrets and the practice systems of one test."""

    time: PassingTime
    keyring: MemoryKeyring
    folder: Path
    made: list[Path] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        """By which the program and the practice systems go."""
        return cast("Clock", self.time)

    def billed(self) -> Path:
        """A small company whose October is approved; nothing of it is connected."""
        path = posting_company(self.folder)
        with open_company(path, self.clock, write=True) as office:
            bill(office, PERIOD, approve=True, progress=Silent())
        return path

    def connected(self, *systems: str, go: bool = True) -> Path:
        """The same connected, its exact customers linked; with ``go`` everything posted too."""
        path = self.billed()
        with open_company(path, self.clock, write=True) as office:
            for key in systems:
                connect(office, key)
            if go:
                sync_company(office, go=True)
        return path

    def told(self, system: str) -> Mapping[str, Any]:
        """What is served of a system."""
        served: Mapping[str, Any] = vars(serve_practice)["_served"]()[system]
        return served

    def state(self, system: str) -> dict[str, Any]:
        """All that a practice system holds."""
        answer = httpx.get(self.told(system)["state_url"], trust_env=False, timeout=30)
        return cast("dict[str, Any]", read_json(answer.text))

    def somebody(self, system: str, act: str, number: str, amount: str | None = None) -> None:
        """Somebody else does something there, a while later."""
        self.time.sleep(90)
        order = {"act": act, "number": number} | ({} if amount is None else {"amount": amount})
        answer = httpx.post(
            self.told(system)["faults_url"], json=order, trust_env=False, timeout=30
        )
        assert answer.status_code == httpx.codes.OK, answer.text
        self.time.sleep(90)

    def arm(self, system: str, *faults: str) -> None:
        """Lets a system misbehave."""
        url = self.told(system)["faults_url"]
        httpx.post(url, json={"faults": list(faults)}, trust_env=False, timeout=30)


def connect(office: Office, key: str) -> None:
    """Connects a practice system and links the customers that are exactly the same."""
    connect_practice(office, key)
    pull_records(office, key)
    accept_exact(office, key)


@contextmanager
def practising(patch: pytest.MonkeyPatch, folder: Path) -> Iterator[Ground]:
    """Practice systems on one time with the program, and a keyring in memory."""
    time = PassingTime()
    cache = folder / "cache"
    cache.mkdir()
    patch.setattr(serve_practice, "cache_folder", lambda: cache)
    patch.setattr(system_connection, "cache_folder", lambda: cache)
    patch.setattr("app.practice.clock.RunningClock", lambda _: time)
    network = system_connection.NETWORK
    before = network.elapsed, network.sleep
    _go_by(time.elapsed, time.sleep)
    try:
        with memory_keyring() as keyring:
            yield Ground(time=time, keyring=keyring, folder=folder)
    finally:
        end_practice()
        _go_by(*before)
        vars(system_connection)["_PACERS"] = type(vars(system_connection)["_PACERS"])()
        shutil.rmtree(cache, ignore_errors=True)


def _go_by(elapsed: object, sleep: object) -> None:
    # Operations take this value as it is, wherever it is named.
    object.__setattr__(system_connection.NETWORK, "elapsed", elapsed)
    object.__setattr__(system_connection.NETWORK, "sleep", sleep)
