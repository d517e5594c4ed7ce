"""Systems: one external system declared as a value. Its form, its words, how it opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from app.billing.incoming import BookFamily
from app.connectors.auth import RefreshLock, Secrets
from app.connectors.dealings import Ability
from app.connectors.http import API_PATIENCE, Client, Host, Patience
from app.connectors.oauth import OAuthApp, OAuthSigner
from app.connectors.pacing import Limit, Pacer
from app.connectors.ports import AccountingPort, PsaPort, Settings, TaxService
from app.connectors.timing import Timing
from app.customers.incoming import PsaFamily
from app.errors import InputError
from app.tax.service_answer import ServiceAnswer
from app.tax.service_document import TaxDocument

if TYPE_CHECKING:
    import httpx

    Transport: TypeAlias = httpx.BaseTransport
else:
    Transport = object


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One field of the form by which a system is connected."""

    name: str
    doc: str
    default: str | None = ""
    """None: it must be given."""
    choices: tuple[str, ...] = ()
    is_number: bool = False
    """Whether it is a number above zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSystem:
    """A tax service: its form, and what turns our documents into its words and back."""

    key: str
    title: str
    source: str
    """What the tax lines it answers are marked with."""
    settings: tuple[Setting, ...]
    secret: str
    """What the secret is, in words."""
    written: Callable[[TaxDocument, Settings], str]
    """The request of one document."""
    read: Callable[[str, str], ServiceAnswer]
    """The answer, from a document's request and what came back for it."""
    open: Callable[[Settings, str], TaxService]
    """The service at work, by settings and secret."""


class SignInKind(Enum):
    """How a connection proves who it is."""

    NONE = "none"
    """Files: nothing to prove."""
    KEYS = "keys"
    """Secrets that the user gives once."""
    CONSENT = "consent"
    """OAuth with the user's consent in a browser, beside the secrets given once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretField:
    """One secret that the user gives; kept in the keyring and nowhere else."""

    name: str
    doc: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A company that a sign-in may reach."""

    id: str
    name: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a system gets when it is opened. Nothing in it is asked before it is needed."""

    settings: Settings
    """All of them, checked."""
    secrets: Secrets = field(repr=False)
    timing: Timing
    pacer: Pacer
    """By the system's own limits, shared by whatever asks the same company."""
    refresh_lock: RefreshLock
    transport: Transport | None = None
    """Another way than the network, for every host of the system."""

    def client(self, host: Host, *, patience: Patience = API_PATIENCE) -> Client:
        """A client on this opening's time and way; ``host.pacer`` is the declaration's matter."""
        return Client(
            host,
            patience=patience,
            sleep=self.timing.sleep,
            clock=self.timing.elapsed,
            transport=self.transport,
        )

    def oauth_signer(self, app: OAuthApp, fixed: Mapping[str, str] | None = None) -> OAuthSigner:
        """A signer by the tokens of this connection."""
        return OAuthSigner(
            app,
            self.secrets,
            timing=self.timing,
            lock=self.refresh_lock,
            transport=self.transport,
            fixed=fixed,
        )


P = TypeVar("P", PsaPort, AccountingPort)


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Generic[P]):
    """A PSA or an accounting system: all that is to know of it before it is asked anything."""

    key: str
    title: str
    settings: tuple[Setting, ...]
    secrets: tuple[SecretField, ...] = ()
    sign_in: SignInKind = SignInKind.KEYS
    families: tuple[PsaFamily, ...] | tuple[BookFamily, ...]
    """What it is read for, in order; a family not here is not in the system."""
    abilities: frozenset[Ability]
    limits: Callable[[Settings], Sequence[Limit]]
    """How fast it may be asked; by settings, where a plan or price tier decides."""
    open: Callable[[Opening], P]
    """The system at work; asks nobody. InputError for settings that cannot be used."""
    oauth: Callable[[Settings, Secrets], OAuthApp] | None = None
    """Of CONSENT: the program as it is registered there."""
    tenants: Callable[[Opening], Sequence[Tenant]] | None = None
    """Of CONSENT: the companies to choose from, once signed in; None: the redirect names it."""
    tenant_setting: str = ""
    """The setting that holds the company's id; blank: the system has one company a host."""
    batch_size: int = 1
    """How many invoices one request may hold."""
    by_files: bool = False
    """Whether it is read and written by files, not over the network."""


PsaSystem = System[PsaPort]
AccountingSystem = System[AccountingPort]

CONSENT_SETTINGS: Final = (
    Setting(
        name="way_back",
        doc="How the browser's answer comes back: to this computer, by a relay page, or pasted",
        default="loopback",
        choices=("loopback", "relay", "paste"),
    ),
    Setting(
        name="redirect_uri",
        doc="The redirect address as it is registered; blank: http://localhost and the port",
    ),
    Setting(
        name="callback_port",
        doc="The port of this computer to which the browser comes back",
        default="53682",
        is_number=True,
    ),
)
"""What every system of CONSENT lets the user set."""


def redirect_of(settings: Settings) -> str:
    """The redirect address as it is registered."""
    return settings["redirect_uri"] or f"http://localhost:{settings['callback_port']}/callback"


def checked_settings(
    system: TaxSystem | PsaSystem | AccountingSystem, given: Mapping[str, str]
) -> dict[str, str]:
    """The settings of a system, all of them; InputError names what is unknown, wrong or missing."""
    known = {setting.name: setting for setting in system.settings}
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise InputError(
                f"{system.title} has no setting “{name}”.",
                f"Settings are: {', '.join(known)}.",
                f"Did you mean {near[0]}?" if near else "",
            )
    found = {}
    for name, setting in known.items():
        value = given.get(name, "").strip() or setting.default
        if value is None:
            raise InputError(
                f"{system.title} needs {name}.", f"{setting.doc}.", f"Add --set {name}=VALUE."
            )
        _check(system, setting, value)
        found[name] = value
    return found


def _check(system: TaxSystem | PsaSystem | AccountingSystem, setting: Setting, value: str) -> None:
    if setting.choices and value not in setting.choices:
        raise InputError(
            f"{setting.name} of {system.title} cannot be “{value}”.",
            f"{setting.doc}.",
            f"Use one of: {', '.join(setting.choices)}.",
        )
    if setting.is_number and not _is_above_zero(value):
        raise InputError(
            f"{setting.name} of {system.title} cannot be “{value}”.",
            f"{setting.doc}.",
            "Use a number above zero.",
        )


def _is_above_zero(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and number > 0
