"""The company's PSA and accounting systems: connected, signed in, tested, given up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from app.connectors.dealings import Company, Right
from app.connectors.oauth import OAuthApp, exchanged, revoke
from app.connectors.registry import system_of
from app.connectors.sign_in import (
    Consent,
    Granted,
    Loopback,
    WayBack,
    asked_by_browser,
    begin,
    granted,
)
from app.connectors.system import (
    AccountingSystem,
    PsaSystem,
    SignInKind,
    Tenant,
    checked_settings,
)
from app.connectors.tokens import (
    NOTICE_DAYS,
    Tokens,
    forget_tokens,
    keep_tokens,
    kept_tokens,
    notice_of,
)
from app.errors import AppError, InputError, NotAllowed, SignInNeeded
from app.operations.office import Office
from app.operations.system_connection import (
    NETWORK,
    PSA,
    ConnectedSystem,
    KeyringSecrets,
    Ways,
    connected_system,
    opened_system,
    role_of,
)
from app.progress import Progress, Silent
from app.store import audit
from app.store.audit import Action, Entry
from app.store.connections import (
    StoredConnection,
    connection_to,
    connections,
    drop_connection,
    keep_connection,
    note_notice,
)
from app.store.links import PairKind, keep_pair, pairs
from app.store.tax_service import given_company_id

_PAIR_PREFIXES: Final = {"revenue": PairKind.REVENUE, "tax": PairKind.TAX}
_WAIT_SECONDS: Final = 300
"""How long the browser is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """How the user's consent is asked for, where a system wants it."""

    browse: Callable[[str], object]
    """Opens the system browser at an address."""
    paste: Callable[[str], str]
    """Shows an address to open, and gives the one to which the browser was then led."""
    choose: Callable[[Sequence[Tenant]], str]
    """The id of the company that is meant, of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionState:
    """A connection as it stands, without a look at the network."""

    system: str
    title: str
    role: str
    company: str
    settings: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, str] = field(default_factory=dict)
    """Where codes of ours go: ``revenue.4000`` to an account's id there."""
    missing_secrets: tuple[str, ...] = ()
    days_left: int | None = None
    """Whole days until its sign-in ends, where that is near."""


def connection_states(office: Office) -> list[ConnectionState]:
    """Every connection."""
    with office.file.read() as conn:
        keys = [each.system for each in connections(conn)]
    return [connection_state(office, key) for key in keys]


def connection_state(office: Office, key: str) -> ConnectionState:
    """One connection; NotAllowed where there is none."""
    connected = connected_system(office, key)
    tokens = _tokens(connected)
    ends = tokens.ends_at if tokens else None
    left = max((ends - office.clock.now()).days, 0) if ends else None
    with office.file.read() as conn:
        paired = {f"{kind.value}.{code}": their for (kind, code), their in pairs(conn, key).items()}
    return ConnectionState(
        system=key,
        title=connected.system.title,
        role=connected.stored.role,
        company=connected.stored.company,
        settings=connected.opening.settings,
        pairs=paired,
        missing_secrets=_missing(connected, tokens),
        days_left=left if left is not None and left <= NOTICE_DAYS[0] else None,
    )


def connect_system(
    office: Office,
    key: str,
    given: Mapping[str, str],
    *,
    sign_in: SignIn,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> ConnectionState:
    """Connects a system, or sets something of a connection; what is not given stays as it is.

    ``given`` holds settings, secrets (kept in the keyring and nowhere else) and pairs such as
    ``revenue.4000``. The other side is reached before anything is written. InputError for what is
    unknown, wrong or missing; SignInNeeded, RemoteRefused or RemoteUnavailable as it says there.
    """
    system = system_of(key)
    settings, secrets, paired = _sorted(system, given)
    with office.write() as conn:
        before = connection_to(conn, key)
        company = given_company_id(conn)
    kept = before.settings if before is not None else {}
    settings = checked_settings(system, {**_known(system, kept), **settings})
    store = KeyringSecrets(company=company, system=key)
    _check_secrets(system, store, secrets)
    for name, secret in secrets.items():
        store.keep(name, secret)
    stored = StoredConnection(
        system=key,
        role=role_of(system),
        settings=settings,
        company="",
        fingerprint="",
        connected_at=office.clock.now(),
    )
    connected = opened_system(office, system, stored, company=company, ways=ways)
    consents = system.sign_in is SignInKind.CONSENT
    if asks := consents and _needs_consent(connected, before, settings):
        connected = _consented(office, connected, sign_in, ways=ways, progress=progress)
    try:
        found = _reached(connected)
    except SignInNeeded:  # What is kept of an earlier consent is taken no more.
        if asks or not consents:
            raise
        connected = _consented(office, connected, sign_in, ways=ways, progress=progress)
        found = _reached(connected)
    _keep(office, connected, found, before=before, paired=paired)
    return connection_state(office, key)


def _sorted(
    system: PsaSystem | AccountingSystem, given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], dict[tuple[PairKind, str], str]]:
    """Settings, secrets and pairs of what was given."""
    secret_names = {each.name for each in system.secrets}
    settings: dict[str, str] = {}
    secrets: dict[str, str] = {}
    paired: dict[tuple[PairKind, str], str] = {}
    for name, value in given.items():
        prefix, dot, code = name.partition(".")
        if dot and prefix in _PAIR_PREFIXES:
            paired[_PAIR_PREFIXES[prefix], code] = value
        elif name in secret_names:
            secrets[name] = value
        else:
            settings[name] = value
    return settings, secrets, paired


def _known(system: PsaSystem | AccountingSystem, kept: Mapping[str, str]) -> dict[str, str]:
    """What was kept and still is a setting: a later version may have others."""
    names = {each.name for each in system.settings}
    return {name: value for name, value in kept.items() if name in names}


def _check_secrets(
    system: PsaSystem | AccountingSystem, store: KeyringSecrets, given: Mapping[str, str]
) -> None:
    for each in system.secrets:
        if each.is_needed and not given.get(each.name) and not store.read(each.name):
            raise InputError(
                f"{system.title} needs {each.name}.",
                f"{each.doc}.",
                f"Add --set {each.name}=VALUE; it goes to the system keyring and nowhere else.",
            )


def _needs_consent(
    connected: ConnectedSystem, before: StoredConnection | None, settings: Mapping[str, str]
) -> bool:
    """Whether the user is to be asked: nobody is signed in, or it is another program or company."""
    if before is None or kept_tokens(connected.secrets) is None:
        return True
    name = connected.system.tenant_setting
    changed = {"client_id", "token_url", *([name] if name and settings.get(name) else [])}
    return any(before.settings.get(each, "") != settings.get(each, "") for each in changed)


def _consented(
    office: Office,
    connected: ConnectedSystem,
    sign_in: SignIn,
    *,
    ways: Ways,
    progress: Progress | None,
) -> ConnectedSystem:
    """Signed in, with the company that the user chose."""
    app = _app(connected)
    consent, given = _asked(app, connected, sign_in, progress or Silent())
    tokens = exchanged(
        app,
        given.code,
        verifier=consent.verifier,
        now=office.clock.now(),
        transport=ways.transport,
        sleep=ways.sleep,
    )
    keep_tokens(connected.secrets, tokens)
    system = connected.system
    tenant = given.tenant or _chosen(connected, sign_in)
    if not system.tenant_setting:
        return connected
    named = {system.tenant_setting: tenant}
    stored = replace(connected.stored, settings={**connected.stored.settings, **named})
    return opened_system(office, system, stored, company=connected.secrets.company, ways=ways)


def _asked(
    app: OAuthApp, connected: ConnectedSystem, sign_in: SignIn, progress: Progress
) -> tuple[Consent, Granted]:
    settings = connected.opening.settings
    if WayBack(settings["way_back"]) is WayBack.PASTE:
        consent = begin(app)
        return consent, granted(app, consent, sign_in.paste(consent.url))

    def wait(listening: Loopback) -> str | None:
        for passed in range(_WAIT_SECONDS):
            progress.step(passed, _WAIT_SECONDS, "Waiting for the browser")
            if (address := listening.wait(1.0)) is not None:
                return address
        return None

    port = urlsplit(app.redirect_uri).port or int(settings["callback_port"])
    if WayBack(settings["way_back"]) is WayBack.RELAY:
        port = int(settings["callback_port"])
    return asked_by_browser(app, port=port, browse=sign_in.browse, wait=wait)


def _chosen(connected: ConnectedSystem, sign_in: SignIn) -> str:
    """The company of those that the sign-in reaches: the one set, the only one, or by choice."""
    system = connected.system
    if system.tenants is None:
        return ""
    found = list(system.tenants(connected.opening))
    wanted = connected.opening.settings.get(system.tenant_setting, "")
    if not found:
        raise SignInNeeded(
            f"The sign-in at {system.title} reaches no company.",
            "",
            "Sign in again, and choose a company on the vendor's page.",
        )
    if wanted:
        if wanted not in {each.id for each in found}:
            names = ", ".join(f"{each.name} ({each.id})" for each in found)
            raise InputError(
                f"The sign-in at {system.title} does not reach {wanted}.", f"It reaches {names}."
            )
        return wanted
    return found[0].id if len(found) == 1 else sign_in.choose(found)


def _app(connected: ConnectedSystem) -> OAuthApp:
    if connected.system.oauth is None:
        raise NotAllowed(f"{connected.system.title} has no sign-in by browser.")
    return connected.system.oauth(connected.opening.settings, connected.secrets)


def _reached(connected: ConnectedSystem) -> Company:
    if connected.stored.role == PSA:
        with connected.psa() as port:
            return port.company()
    with connected.books() as books:
        return books.company()


def _keep(
    office: Office,
    connected: ConnectedSystem,
    found: Company,
    *,
    before: StoredConnection | None,
    paired: Mapping[tuple[PairKind, str], str],
) -> None:
    stored = replace(connected.stored, company=found.name, fingerprint=found.fingerprint)
    with office.write() as conn:
        keep_connection(conn, stored)
        for (kind, code), their_id in paired.items():
            keep_pair(conn, stored.system, kind, code, their_id)
        facts = {"company": found.name, **stored.settings}
        entry = Entry(
            area="connections",
            record=stored.system,
            action=Action.CHANGED if before else Action.ADDED,
            before=None if before is None else {"company": before.company, **before.settings},
            after={**facts, **{f"{kind.value}.{code}": to for (kind, code), to in paired.items()}},
        )
        audit.record(conn, [entry], stamp=office.stamp("connect_system"))


def rights_of(office: Office, key: str, *, ways: Ways = NETWORK) -> list[Right]:
    """What the connection may do, and why not; asks the other side and changes nothing there."""
    connected = connected_system(office, key, ways=ways)
    if connected.stored.role == PSA:
        with connected.psa() as port:
            return port.rights()
    with connected.books() as books:
        return books.rights()


def due_notices(office: Office) -> list[ConnectionState]:
    """The connections whose sign-in ends soon and of which that was not told yet; told now.

    Each is told three times: 14, 7 and 2 days ahead.
    """
    now = office.clock.now()
    due = []
    with office.file.read() as conn:
        stored = connections(conn)
    for each in stored:
        tokens = _tokens(connected_system(office, each.system))
        days = None if tokens is None else notice_of(tokens, now)
        if days is not None and (each.noticed_days is None or days < each.noticed_days):
            with office.write() as conn:
                note_notice(conn, each.system, days)
            due.append(connection_state(office, each.system))
    return due


def disconnect_system(office: Office, key: str, *, ways: Ways = NETWORK) -> str:
    """Ends a connection and its sign-in, and forgets its secrets; what went wrong there, in words.

    What was read and sent stays in the file, and counts again when the same company is connected.
    """
    connected = connected_system(office, key, ways=ways)
    trouble = ""
    tokens = _tokens(connected)
    if tokens is not None:
        try:
            revoke(_app(connected), tokens, transport=ways.transport)
        except AppError as problem:
            trouble = str(problem)
    with office.write() as conn:
        drop_connection(conn, key)
        entry = Entry(
            area="connections",
            record=key,
            action=Action.REMOVED,
            before={"company": connected.stored.company},
        )
        audit.record(conn, [entry], stamp=office.stamp("disconnect_system"))
    forget_tokens(connected.secrets)
    for each in connected.system.secrets:
        connected.secrets.forget(each.name)
    return trouble


def _tokens(connected: ConnectedSystem) -> Tokens | None:
    if connected.system.sign_in is not SignInKind.CONSENT:
        return None
    return kept_tokens(connected.secrets)


def _missing(connected: ConnectedSystem, tokens: Tokens | None) -> tuple[str, ...]:
    lacking = [
        each.name
        for each in connected.system.secrets
        if each.is_needed and not connected.secrets.read(each.name)
    ]
    if connected.system.sign_in is SignInKind.CONSENT and tokens is None:
        lacking.append("sign-in")
    return tuple(lacking)
