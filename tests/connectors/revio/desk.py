"""A Rev.io PSA of answers written by hand, and the one of practice."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from app.connectors.ports import PsaPort
from app.connectors.revio.declaration import REVIO
from app.practice.clock import VirtualClock
from app.practice.revio import practice_system
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.connectors.openings import START, VirtualTime, opening_of
from tests.practice.transport import PracticeTransport

ROOT = "http://localhost"
HOST = "cedarfork.psarev.io"
KEY = "a-key-of-ours"
CUSTOMERS = "/billing/api/v1/customers"


def jwt(ends_at: datetime, serial: int = 1) -> str:
    """A token with its end as a claim."""
    claims = {"exp": int(ends_at.timestamp()), "jti": serial}
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{middle}.sig{serial}"


@dataclass
class Desk(httpx.BaseTransport):
    """Answers by path; the exchange gives tokens of an hour, numbered."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)
    time: VirtualTime = field(default_factory=VirtualTime)
    tokens: int = 0
    token_seconds: int = 3600

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        path = request.url.path
        made = self.answers.get(path)
        if made is None and path.endswith("/exchange"):
            self.tokens += 1
            ends = datetime.fromtimestamp(
                START.timestamp() + self.time.seconds + self.token_seconds, UTC
            )
            made = {"data": {"token": jwt(ends, self.tokens)}}
        if callable(made):
            made = made(request)
        if made is None:
            made = httpx.Response(404, json={"message": "Resource not found"})
        return made if isinstance(made, httpx.Response) else httpx.Response(200, json=made)

    def paths(self) -> list[str]:
        """The paths asked, in order."""
        return [each.url.path for each in self.asked]


Answerer = Callable[[httpx.Request], Any]


def port_of(desk: Desk, **settings: str) -> PsaPort:
    """The connector over answers of a desk."""
    given = {"host": HOST, "api_url": ROOT, **settings}
    secrets = {"api_key": KEY}
    opening = opening_of(REVIO, given, secrets=secrets, transport=desk, time=desk.time)
    return REVIO.open(opening)


def practice() -> PracticeSystem:
    """The sample company's Rev.io PSA."""
    return practice_system(VirtualClock(datetime(2026, 11, 2, 16, tzinfo=UTC)), world())


def practice_port(system: PracticeSystem) -> PsaPort:
    """The connector over the practice system."""
    opening = opening_of(
        REVIO,
        {"host": system.credentials["X-Revio-Host"], "api_url": ROOT},
        secrets={"api_key": system.credentials["apiKey"]},
        transport=PracticeTransport(system.app),
    )
    return REVIO.open(opening)
