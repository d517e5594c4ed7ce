"""Openings of systems for tests: secrets in memory, time that passes at once, any way in."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from app.connectors.pacing import Pacer
from app.connectors.system import AccountingSystem, Opening, PsaSystem, checked_settings
from app.connectors.timing import Timing

START = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)


class MemorySecrets:
    """The secrets of one connection, kept until the test ends."""

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self.kept = dict(secrets or {})
        self.changes: list[str] = []

    def read(self, name: str) -> str | None:
        return self.kept.get(name)

    def keep(self, name: str, secret: str) -> None:
        self.changes.append(name)
        self.kept[name] = secret

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@dataclass
class VirtualTime:
    """A clock that goes on only by waiting."""

    start: datetime = START
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    @property
    def timing(self) -> Timing:
        return Timing(now=self.now, elapsed=self.elapsed, sleep=self.sleep)


def opening_of(
    system: PsaSystem | AccountingSystem,
    settings: Mapping[str, str],
    *,
    secrets: MemorySecrets | Mapping[str, str],
    transport: httpx.BaseTransport | None = None,
    time: VirtualTime | None = None,
) -> Opening:
    """An opening on virtual time; ``transport`` leads into this process in place of the network."""
    time = time or VirtualTime()
    checked = checked_settings(system, settings)
    lock = threading.Lock()

    @contextmanager
    def held() -> Iterator[None]:
        with lock:
            yield

    return Opening(
        settings=checked,
        secrets=secrets if isinstance(secrets, MemorySecrets) else MemorySecrets(secrets),
        timing=time.timing,
        pacer=Pacer(system.limits(checked), time.timing, title=system.title),
        refresh_lock=held,
        transport=transport,
    )
