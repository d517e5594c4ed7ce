"""A system's connector on its practice system, in this process, on one virtual time.

What connects the two is what the program itself connects a practice company by.
"""

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast
from unittest.mock import patch

import httpx

from app.billing.incoming import BookFamily
from app.connectors.json_value import read_json
from app.connectors.oauth import exchanged
from app.connectors.ports import AccountingPort, PsaPort
from app.connectors.registry import ACCOUNTING_SYSTEMS, PSA_SYSTEMS
from app.connectors.sign_in import begin, granted
from app.connectors.system import AccountingSystem, Opening, PsaSystem, SignInKind
from app.connectors.tokens import keep_tokens, kept_tokens
from app.customers.incoming import PsaFamily
from app.operations import serve_practice
from app.practice.records import World
from app.practice.registry import MAKERS
from app.practice.serving import PracticeSystem, described
from app.practice.world import world
from app.values.foreign_record import ForeignRecord
from tests.connectors.openings import MemorySecrets, VirtualTime, opening_of
from tests.practice.transport import PracticeTransport

ADDRESS: Final = "http://127.0.0.1:5050"
"""Where the practice system would be, were it on a socket."""

PSA_KEYS: Final = ("connectwise", "halopsa", "autotask", "revio")
BOOK_KEYS: Final = ("quickbooks", "xero", "sage")


def is_there(key: str) -> bool:
    """Whether the program has a connector of that system."""
    return key in PSA_SYSTEMS or key in ACCOUNTING_SYSTEMS


class Watched(httpx.BaseTransport):
    """A way to the practice system that notes what goes over it."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        return self._inner.handle_request(request)


@dataclass
class Ground:
    """One connector and one practice system."""

    key: str
    system: PsaSystem | AccountingSystem
    practice: PracticeSystem
    time: VirtualTime
    secrets: MemorySecrets
    settings: dict[str, str]
    way: Watched
    by_socket: bool = False
    """Whether it goes over the network, to the address in its settings."""

    def opening(self, secrets: MemorySecrets | None = None) -> Opening:
        """An opening with its own pacer, as at another start of the program."""
        return opening_of(
            self.system,
            self.settings,
            secrets=secrets or self.secrets,
            transport=None if self.by_socket else self.way,
            time=self.time,
        )

    def psa(self, secrets: MemorySecrets | None = None) -> PsaPort:
        """The PSA at work."""
        return PSA_SYSTEMS[self.key].open(self.opening(secrets))

    def books(self, secrets: MemorySecrets | None = None) -> AccountingPort:
        """The books at work."""
        return ACCOUNTING_SYSTEMS[self.key].open(self.opening(secrets))

    def port(self, secrets: MemorySecrets | None = None) -> PsaPort | AccountingPort:
        """Whichever it is."""
        return self.psa(secrets) if self.key in PSA_SYSTEMS else self.books(secrets)

    def pull(
        self,
        family: PsaFamily | BookFamily,
        *,
        since: str | None = None,
        port: PsaPort | AccountingPort | None = None,
    ) -> "Pulled":
        """A whole walk through a family."""
        pages = (port or self.port()).pull(cast("Any", family), since=since)
        found = Pulled()
        for page in pages:
            found.sizes.append(len(page.records))
            found.records += page.records
            found.marks.append(page.mark)
            found.wholes.add(page.is_whole)
        return found

    def arm(self, *faults: str) -> None:
        """Arms the practice system with exactly these."""
        self.practice.switch.arm(list(faults))

    def state(self) -> Any:  # noqa: ANN401  JSON
        """All that the practice system holds."""
        return self._control("GET", "/_practice/state")

    def act(self, act: str, number: str, amount: Decimal | None = None) -> Any:  # noqa: ANN401
        """Somebody else does something there."""
        order = {"act": act, "number": number}
        if amount is not None:
            order["amount"] = str(amount)
        self.time.sleep(1)
        found = self._control("POST", "/_practice/faults", json=order)
        self.time.sleep(1)
        return found

    def carry_over(self) -> None:
        """The user carries over what lies in files for the system; nothing does of this one."""

    def _control(self, method: str, path: str, **more: Any) -> Any:  # noqa: ANN401
        with httpx.Client(transport=PracticeTransport(self.practice.app)) as client:
            answer = client.request(method, ADDRESS + path, **more)
        assert answer.status_code == 200, answer.text
        return read_json(answer.text)


@dataclass
class Pulled:
    """What a walk has brought."""

    records: list[ForeignRecord] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    marks: list[str | None] = field(default_factory=list)
    wholes: set[bool] = field(default_factory=set)

    @property
    def mark(self) -> str | None:
        """Where the next pull goes on."""
        return self.marks[-1] if self.marks else None

    @property
    def by_id(self) -> dict[str, ForeignRecord]:
        """The records by id; a later one replaces an earlier."""
        return {each.source_id: each for each in self.records}

    @property
    def standing(self) -> dict[str, ForeignRecord]:
        """Those that are not gone."""
        return {own_id: each for own_id, each in self.by_id.items() if not each.is_gone}


def ground_of(key: str, *, of: World | None = None, signs_in: bool = True) -> Ground:
    """A connector, signed in to a practice system of its own unless told otherwise."""
    time = VirtualTime()
    practice = MAKERS[key](time, of or world())
    system = PSA_SYSTEMS.get(key) or ACCOUNTING_SYSTEMS[key]
    given = practice_given(practice)
    names = {each.name for each in system.secrets}
    ground = Ground(
        key=key,
        system=system,
        practice=practice,
        time=time,
        secrets=MemorySecrets({n: v for n, v in given.items() if n in names}),
        settings={n: v for n, v in given.items() if n not in names},
        way=Watched(PracticeTransport(practice.app)),
    )
    if signs_in and system.sign_in is SignInKind.CONSENT:
        _consent(ground)
    return ground


def practice_given(practice: PracticeSystem, address: str = ADDRESS) -> dict[str, str]:
    """The settings and secrets by which the program connects a practice system at an address."""
    with (
        TemporaryDirectory() as folder,
        patch.object(serve_practice, "cache_folder", lambda: Path(folder)),
    ):
        note = Path(folder, "practice.json")
        note.write_text(json.dumps({practice.key: described(practice, address)}), encoding="utf-8")
        return serve_practice.practice_settings(practice.key)


def _consent(ground: Ground) -> None:
    """Signs in by the consent page, and chooses the practice company."""
    system = ground.system
    assert system.oauth is not None
    opening = ground.opening()
    app = system.oauth(opening.settings, ground.secrets)
    consent = begin(app)
    with httpx.Client(transport=ground.way) as client:
        answer = client.get(consent.url)
    assert answer.has_redirect_location, answer.text
    given = granted(app, consent, answer.headers["location"])
    tokens = exchanged(
        app, given.code, verifier=consent.verifier, now=ground.time.now(), transport=ground.way
    )
    keep_tokens(ground.secrets, tokens)
    tenant = given.tenant
    if system.tenants is not None:
        found = {each.id for each in system.tenants(opening)}
        assert ground.practice.tenant in found
        tenant = ground.practice.tenant
    ground.settings[system.tenant_setting] = tenant
    ground.way.asked.clear()


def poor_secrets(ground: Ground) -> MemorySecrets:
    """Keys and tokens of the right form that open nothing."""
    poor = MemorySecrets(ground.secrets.kept)
    if ground.system.sign_in is not SignInKind.CONSENT:
        for name, value in ground.secrets.kept.items():
            poor.keep(name, value[::-1])
        return poor
    tokens = kept_tokens(ground.secrets)
    assert tokens is not None
    assert tokens.refresh is not None
    keep_tokens(poor, replace(tokens, access=tokens.access[::-1], refresh=tokens.refresh[::-1]))
    return poor
