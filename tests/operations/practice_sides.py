"""A company between a practice PSA and practice books, in this process, on one virtual time."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx

from app.connectors.json_value import read_json
from app.operations.connect_systems import SignIn, connect_system
from app.operations.office import Office
from app.operations.system_connection import Ways
from app.practice.records import World
from app.practice.registry import MAKERS
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.connectors.openings import VirtualTime
from tests.connectors.proving_ground import practice_given
from tests.practice.transport import PracticeTransport


class ProgramEnded(BaseException):
    """The program was ended in the middle of a request."""


class Roads(httpx.BaseTransport):
    """The way to each practice system by its port; the program may end at any request."""

    def __init__(self, ways: Mapping[int, httpx.BaseTransport]) -> None:
        self._ways = ways
        self.asked: list[str] = []
        self.left: int | None = None
        self.arrives = False
        self.is_cut = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            message = "there is no network"
            raise httpx.ConnectError(message, request=request)
        way = self._ways[request.url.port or 0]
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                if self.arrives:
                    with suppress(httpx.HTTPError):
                        way.handle_request(request)
                raise ProgramEnded
        self.asked.append(f"{request.method} {request.url.path}")
        return way.handle_request(request)


@dataclass
class PracticeSides:
    """Practice systems beside one company, by their keys."""

    time: VirtualTime
    systems: dict[str, PracticeSystem]
    addresses: dict[str, str]
    roads: Roads
    ways: Ways = field(init=False)

    def __post_init__(self) -> None:
        self.ways = Ways(elapsed=self.time.elapsed, sleep=self.time.sleep, transport=self.roads)

    def connect(self, office: Office, key: str) -> None:
        """The user signs in."""

        def led_to(url: str) -> str:
            with httpx.Client(transport=self.roads) as client:
                return str(client.get(url).headers["location"])

        system = self.systems[key]
        sign_in = SignIn(browse=led_to, paste=led_to, choose=lambda _: system.tenant)
        given = practice_given(system, self.addresses[key])
        connect_system(office, key, given, sign_in=sign_in, ways=self.ways)

    def arm(self, key: str, *faults: str) -> None:
        """Arms one of them with exactly these."""
        self.systems[key].switch.arm(list(faults))

    def state(self, key: str) -> Any:  # noqa: ANN401  JSON
        """All that it holds."""
        return self._control(key, "GET", "/_practice/state")

    def act(self, key: str, act: str, number: str, amount: Decimal | None = None) -> Any:  # noqa: ANN401
        """Somebody else does something there."""
        order: dict[str, str] = {"act": act, "number": number}
        if amount is not None:
            order["amount"] = str(amount)
        self.time.sleep(1)
        found = self._control(key, "POST", "/_practice/faults", content=json.dumps(order))
        self.time.sleep(1)
        return found

    def _control(self, key: str, method: str, path: str, **more: Any) -> Any:  # noqa: ANN401
        with httpx.Client(transport=PracticeTransport(self.systems[key].app)) as client:
            answer = client.request(
                method,
                self.addresses[key] + path,
                headers={"content-type": "application/json"},
                **more,
            )
        assert answer.status_code == 200, answer.text
        return read_json(answer.text)


def practice_sides(*keys: str, of: World | None = None) -> PracticeSides:
    """Practice systems of one world and one time, not connected yet."""
    time, told = VirtualTime(), of or world()
    systems = {key: MAKERS[key](time, told) for key in keys}
    ports = {key: 5050 + place for place, key in enumerate(keys)}
    return PracticeSides(
        time=time,
        systems=systems,
        addresses={key: f"http://127.0.0.1:{port}" for key, port in ports.items()},
        roads=Roads({port: PracticeTransport(systems[key].app) for key, port in ports.items()}),
    )
