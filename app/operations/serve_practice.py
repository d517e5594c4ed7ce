"""Practice systems: stand-ins of the seven on this computer, served, and found again by others.

Who serves them notes their addresses in a file, so that ``connect --practice`` in another process
finds them. They hold a made-up company's data and nothing else.
"""

import atexit
import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from app.connectors.sign_in import redirected
from app.connectors.system import Tenant
from app.errors import InputError, NotAllowed
from app.host.clock import Clock, PassingClock
from app.host.paths import cache_folder
from app.operations.connect_systems import ConnectionState, SignIn, connect_system
from app.operations.office import Office
from app.operations.system_connection import Ways

_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    # Our setting or secret, and what the vendor calls it.
    "connectwise": {
        "company_id": "companyId",
        "public_key": "publicKey",
        "private_key": "privateKey",
        "client_id": "clientId",
    },
    "halopsa": {"client_id": "client_id", "client_secret": "client_secret", "tenant": "tenant"},
    "autotask": {
        "username": "UserName",
        "secret": "Secret",
        "integration_code": "ApiIntegrationCode",
    },
    "revio": {"api_key": "apiKey", "host": "X-Revio-Host"},
    "quickbooks": {"client_id": "client_id", "client_secret": "client_secret"},
    "xero": {"client_id": "client_id"},
    "sage": {"client_id": "client_id", "client_secret": "client_secret"},
}
_AT_THE_ROOT: Final[Mapping[str, Mapping[str, str]]] = {
    # Addresses of the system, below the root at which everything of it is served.
    "connectwise": {"site_url": ""},
    "halopsa": {"site_url": ""},
    "autotask": {"zone_url": "/atservicesrest"},
    "revio": {"api_url": "", "psac_url": ""},
    "quickbooks": {"api_url": "", "revoke_url": "/v2/oauth2/tokens/revoke"},
    "xero": {"api_url": "", "revoke_url": "/connect/revocation"},
    "sage": {"api_url": "/v3.1", "revoke_url": "/revoke"},
}


@contextmanager
def serving_practice(
    clock: Clock, *, port: int | None = None, faults: Sequence[str] = ()
) -> Iterator[Mapping[str, Any]]:
    """Serves all systems on loopback while the context lasts; what each client needs, by system.

    InputError for a fault that is none, or a port that is taken.
    """
    from app.practice.clock import RunningClock
    from app.practice.registry import practice_systems
    from app.practice.serving import serve
    from app.practice.world import world

    systems = practice_systems(RunningClock(clock.now), world())
    try:
        for each in systems.values():
            each.switch.arm(list(faults))
    except ValueError as problem:
        raise InputError("There is no such fault.", f"{problem}.") from None
    try:
        with serve(systems, port) as served:
            told = served.told()
            note = _note()
            note.write_text(json.dumps(told), encoding="utf-8")
            try:
                yield told
            finally:
                note.unlink(missing_ok=True)
    except OSError as problem:
        raise InputError(
            "The practice systems cannot be served.", f"{problem}.", "Give another --port."
        ) from None


def practice_settings(key: str) -> dict[str, str]:
    """What connects a system to the practice one that is served on this computer.

    NotAllowed where none is.
    """
    told = _served().get(key)
    if told is None or key not in _NAMES:
        raise NotAllowed(
            f"No practice system {key} is served on this computer.",
            "",
            "Start them: switchbook practice serve. Then connect in another window.",
        )
    return _given(key, told)


def _given(key: str, told: Mapping[str, Any]) -> dict[str, str]:
    """Our settings and secrets of a system that is told of as clients need it."""
    parts = urlsplit(told["state_url"])
    root = f"{parts.scheme}://{parts.netloc}"
    given = {name: root + path for name, path in _AT_THE_ROOT[key].items()}
    credentials = told["credentials"]
    given |= {ours: credentials[name] for ours, name in _NAMES[key].items() if name in credentials}
    if told["authorize_url"]:
        given |= {
            "authorize_url": told["authorize_url"],
            "token_url": told["token_url"],
            "way_back": "paste",
        }
    return given


def practice_sign_in(key: str) -> SignIn:
    """The consent of a practice system, which asks nobody; its first company."""
    return _sign_in(_served().get(key, {}).get("tenant", ""))


def _sign_in(wanted: str) -> SignIn:
    def choose(found: Sequence[Tenant]) -> str:
        return wanted if wanted in {each.id for each in found} else found[0].id

    return SignIn(browse=redirected, paste=redirected, choose=choose)


def is_practised(key: str) -> bool:
    """Whether there is a practice system of that name."""
    return key in _NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Practice systems that one process serves for itself, and that nobody else finds."""

    systems: Mapping[str, Any]
    told: Mapping[str, Any]
    ways: Ways

    def connect(self, office: Office, key: str) -> ConnectionState:
        """Connects a company to one of them; its consent asks nobody."""
        told = self.told[key]
        sign_in = _sign_in(told["tenant"])
        return connect_system(office, key, _given(key, told), sign_in=sign_in, ways=self.ways)

    def act(self, key: str, act: str, number: str, amount: Decimal | None = None) -> None:
        """Somebody does something there: pay, edit, void or delete; ValueError where it cannot be.

        Time goes on before and after, as it would.
        """
        from app.practice.serving import somebody_else

        self.ways.sleep(1)
        somebody_else(self.systems[key], act, number, amount)
        self.ways.sleep(1)


@contextmanager
def rehearsing(clock: PassingClock, keys: Sequence[str]) -> Iterator[Rehearsal]:
    """Serves these systems on loopback while the context lasts, all on a time that only passes.

    Waiting takes no time, so that what a vendor's limits stretch over minutes is done at once.
    """
    from app.practice.registry import MAKERS
    from app.practice.serving import serve
    from app.practice.world import world

    systems = {key: MAKERS[key](clock, world()) for key in keys}
    with serve(systems) as served:
        ways = Ways(elapsed=clock.elapsed, sleep=clock.sleep)
        yield Rehearsal(systems=systems, told=served.told(), ways=ways)


class _Ground:
    """The practice systems that this process serves, if it does."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self._lock = threading.Lock()
        self.is_served = False

    def begin(self, clock: Clock) -> bool:
        """Serves them, unless they are served already; whether it began now."""
        with self._lock:
            if self.is_served or _answers():
                return False
            self._held.enter_context(serving_practice(clock))
            self.is_served = True
            return True

    def end(self) -> None:
        """Serves them no more."""
        with self._lock:
            self.is_served = False
            self._held.close()


_GROUND: Final = _Ground()
atexit.register(_GROUND.end)


def begin_practice(clock: Clock) -> bool:
    """Serves the practice systems as long as this process lives; whether it began now.

    Where this process or another one on this computer serves them already, nothing is done.
    """
    return _GROUND.begin(clock)


def end_practice() -> None:
    """Serves them no more, where this process does."""
    _GROUND.end()


def practice_answers() -> bool:
    """Whether practice systems are served on this computer now."""
    return _answers()


def _answers() -> bool:
    """Whether what the note tells of is there: who served them may have ended without a word."""
    for each in _served().values():
        parts = urlsplit(each["state_url"])
        try:
            with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
                return True
        except OSError:
            return False
    return False


def _note() -> Path:
    return cache_folder() / "practice.json"


def _served() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_note().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
