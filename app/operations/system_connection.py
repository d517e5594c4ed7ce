"""A PSA or accounting system of a company, ready to be asked."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Final

from app.connectors.dealings import Company
from app.connectors.pacing import Pacer
from app.connectors.ports import AccountingPort, PsaPort
from app.connectors.registry import ACCOUNTING_SYSTEMS, PSA_SYSTEMS, system_of
from app.connectors.system import (
    AccountingSystem,
    Opening,
    PsaSystem,
    Transport,
    checked_settings,
)
from app.connectors.timing import Timing
from app.errors import NotAllowed, RemoteRefused
from app.host.keychain import forget_secret, keep_secret, secret_of
from app.host.one_at_a_time import one_at_a_time
from app.host.paths import cache_folder
from app.operations.office import Office
from app.store.connections import StoredConnection, connection_to
from app.store.tax_service import company_id

PSA: Final = "psa"
ACCOUNTING: Final = "accounting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How other systems are reached, and how time passes meanwhile."""

    elapsed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    transport: Transport | None = None
    """Another way than the network, for every system."""


NETWORK: Final = Ways()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringSecrets:
    """The secrets of one connection in this computer's keyring."""

    company: str
    """The company file's own id."""
    system: str

    def read(self, name: str) -> str | None:
        """The secret of that name; None where this computer keeps none."""
        return secret_of(self.company, f"{self.system}/{name}")

    def keep(self, name: str, secret: str) -> None:
        """Keeps a secret in place of an earlier one."""
        keep_secret(self.company, f"{self.system}/{name}", secret)

    def forget(self, name: str) -> None:
        """Takes a secret out, if it is there."""
        forget_secret(self.company, f"{self.system}/{name}")


class _Pacers:
    """One pacer a company and system in this process: what is counted once is counted for all."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, str], tuple[Pacer, Ways]] = {}
        self._lock = threading.Lock()

    def of(
        self,
        system: PsaSystem | AccountingSystem,
        company: str,
        settings: Mapping[str, str],
        timing: Timing,
        ways: Ways,
    ) -> Pacer:
        tenant = settings.get(system.tenant_setting, "") if system.tenant_setting else ""
        key = (system.key, company, tenant)
        with self._lock:
            known = self._made.get(key)
            if known is None or known[1] is not ways:
                pacer = Pacer(system.limits(settings), timing, title=system.title)
                self._made[key] = (pacer, ways)
                return pacer
            return known[0]


_PACERS: Final = _Pacers()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedSystem:
    """A system with its settings, ready to be opened."""

    system: PsaSystem | AccountingSystem
    stored: StoredConnection
    secrets: KeyringSecrets = field(repr=False)
    opening: Opening = field(repr=False)

    @property
    def key(self) -> str:
        """The system's name in commands and tables."""
        return self.system.key

    @contextmanager
    def psa(self) -> Iterator[PsaPort]:
        """The PSA at work; NotAllowed where it is none."""
        found = PSA_SYSTEMS.get(self.key)
        if found is None:
            raise NotAllowed(f"{self.system.title} is no PSA.")
        port = found.open(self.opening)
        try:
            yield port
        finally:
            port.close()

    @contextmanager
    def books(self) -> Iterator[AccountingPort]:
        """The books at work; NotAllowed where it is no accounting system."""
        found = ACCOUNTING_SYSTEMS.get(self.key)
        if found is None:
            raise NotAllowed(f"{self.system.title} is no accounting system.")
        port = found.open(self.opening)
        try:
            yield port
        finally:
            port.close()

    def check_company(self, found: Company) -> None:
        """RemoteRefused where the connection now leads to another company than it was made for."""
        if self.stored.fingerprint and found.fingerprint != self.stored.fingerprint:
            raise RemoteRefused(
                f"{self.system.title} leads to another company than before: {found.name}.",
                f"It was connected to {self.stored.company}; nothing was written.",
                "Connect it again if that is meant.",
            )


def connected_system(office: Office, key: str, *, ways: Ways = NETWORK) -> ConnectedSystem:
    """A system that the company is connected to; NotAllowed where it is not."""
    system = system_of(key)
    with office.file.read() as conn:
        stored = connection_to(conn, key)
        company = company_id(conn)
    if stored is None:
        raise NotAllowed(
            f"{system.title} is not connected.", "", f"Connect it: connect FILE {key}."
        )
    return opened_system(office, system, stored, company=company, ways=ways)


def opened_system(
    office: Office,
    system: PsaSystem | AccountingSystem,
    stored: StoredConnection,
    *,
    company: str,
    ways: Ways,
) -> ConnectedSystem:
    """A system by these settings; ``company`` is the company file's own id."""
    secrets = KeyringSecrets(company=company, system=system.key)
    settings = checked_settings(system, stored.settings)
    timing = Timing(now=office.clock.now, elapsed=ways.elapsed, sleep=ways.sleep)
    opening = Opening(
        settings=settings,
        secrets=secrets,
        timing=timing,
        pacer=_PACERS.of(system, company, settings, timing, ways),
        refresh_lock=_refresh_lock(company, system.key),
        transport=ways.transport,
    )
    return ConnectedSystem(system=system, stored=stored, secrets=secrets, opening=opening)


def _refresh_lock(company: str, key: str) -> Callable[[], AbstractContextManager[None]]:
    name = re.sub(r"[^A-Za-z0-9-]", "-", f"{company}-{key}")

    def hold() -> AbstractContextManager[None]:
        path = cache_folder() / f"sign-in-{name}.lock"
        return one_at_a_time(path, doing="refreshing a sign-in")

    return hold


def role_of(system: PsaSystem | AccountingSystem) -> str:
    """What a system is for: psa or accounting."""
    return PSA if system.key in PSA_SYSTEMS else ACCOUNTING


def is_psa(key: str) -> bool:
    """Whether a system is a PSA; InputError for a name that no system has."""
    return role_of(system_of(key)) == PSA
