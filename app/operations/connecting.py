"""What the window needs to connect a system: its form, rights tried, the right company, a look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from app.billing.flows import FLOWS, Direction
from app.billing.incoming import BookFamily
from app.billing.issuer import Company
from app.connectors.dealings import Company as Theirs
from app.connectors.registry import ACCOUNTING_SYSTEMS, PSA_SYSTEMS, system_of
from app.connectors.system import AccountingSystem, PsaSystem, SignInKind, Tenant
from app.customers.account import Account
from app.customers.incoming import PsaFamily
from app.operations.browse_sync import PlanLine, Tile, plan_preview, tiles_of
from app.operations.connect_systems import (
    ConnectionState,
    SignIn,
    connect_system,
    connection_states,
    rights_of,
)
from app.operations.office import Office
from app.operations.plan_sync import Scope, plan_sync
from app.operations.pull_records import pull_records
from app.operations.serve_practice import (
    begin_practice,
    is_practised,
    practice_settings,
    practice_sign_in,
)
from app.operations.system_connection import (
    ACCOUNTING,
    NETWORK,
    PSA,
    ConnectedSystem,
    Ways,
    connected_system,
)
from app.progress import Progress, Silent
from app.store.connections import connection_to
from app.store.decisions import save_answer
from app.store.remote_records import record_counts
from app.store.setup import load


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of the form by which a system is connected."""

    name: str
    title: str
    doc: str
    value: str
    """What is kept, else what is usual."""
    choices: tuple[str, ...] = ()
    is_needed: bool = False
    is_secret: bool = False
    is_kept: bool = False
    """Of a secret: whether this computer keeps one."""
    is_rare: bool = False
    """Whether few have to touch it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemForm:
    """A system that can be connected."""

    key: str
    title: str
    role: str
    fields: tuple[FormField, ...]
    asks_consent: bool
    """Whether somebody signs in on a page of the vendor's."""
    by_files: bool
    has_practice: bool
    company: str = ""
    """What it is connected to; blank: it is not."""
    is_practice: bool = False
    """Whether it is connected to a practice system."""


_RARE: Final = frozenset(
    {
        "callback_port",
        "codebase",
        "api_version",
        "calls_a_day",
        "share_percent",
        "units_on",
        "scopes",
    }
)


def system_forms(office: Office) -> list[SystemForm]:
    """Every system there is, with what is kept of those that are connected."""
    states = {each.system: each for each in connection_states(office)}
    return [
        _form(system, role, states.get(key))
        for role, systems in ((PSA, PSA_SYSTEMS), (ACCOUNTING, ACCOUNTING_SYSTEMS))
        for key, system in systems.items()
    ]


def _form(
    system: PsaSystem | AccountingSystem, role: str, state: ConnectionState | None
) -> SystemForm:
    kept = state.settings if state is not None else {}
    missing = state.missing_secrets if state is not None else ()
    fields = [
        FormField(
            name=each.name,
            title=_title(each.name),
            doc=each.doc,
            value=kept.get(each.name, each.default or ""),
            choices=each.choices,
            is_needed=each.default is None,
            is_rare=_is_rare(each.name) or each.name == system.tenant_setting,
        )
        for each in system.settings
    ]
    secrets = [
        FormField(
            name=each.name,
            title=_title(each.name),
            doc=each.doc,
            value="",
            is_needed=each.is_needed,
            is_secret=True,
            is_kept=state is not None and each.name not in missing,
        )
        for each in system.secrets
    ]
    first, rest = ([e for e in fields if e.is_needed is needed] for needed in (True, False))
    return SystemForm(
        key=system.key,
        title=system.title,
        role=role,
        fields=(*first, *secrets, *rest),
        asks_consent=system.sign_in is SignInKind.CONSENT,
        by_files=system.by_files,
        has_practice=is_practised(system.key),
        company=state.company if state is not None else "",
        is_practice=any("127.0.0.1" in each for each in kept.values()),
    )


def _is_rare(name: str) -> bool:
    """Whether few have to touch a setting: addresses other than the site's own, and limits."""
    return name in _RARE or (name.endswith(("_url", "_uri")) and name != "site_url")


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}".replace(" url", " address")


# ------------------------------------------------------------------------------------ connecting


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How whoever sits at the window is asked; called on a worker, and answered by the window."""

    browse: Callable[[str], object]
    paste: Callable[[str], str]
    choose: Callable[[Sequence[tuple[str, str]]], str]
    """Of id and name of several companies the id of the one that is meant."""


def connect_from_window(
    office: Office,
    key: str,
    given: Mapping[str, str],
    *,
    asking: Asking,
    progress: Progress | None = None,
) -> ConnectionState:
    """Connects a system by what was typed; what is blank and was kept stays as it is."""

    def choose(found: Sequence[Tenant]) -> str:
        return asking.choose([(each.id, f"{each.name} {each.words}".strip()) for each in found])

    sign_in = SignIn(browse=asking.browse, paste=asking.paste, choose=choose)
    state = connect_system(office, key, given, sign_in=sign_in, progress=progress)
    return _answered(office, state)


def connect_practice(
    office: Office, key: str, *, progress: Progress | None = None
) -> ConnectionState:
    """Connects the practice system of that name; the practice systems are begun where need be."""
    told = progress or Silent()
    told.step(0, 2, "Starting the practice systems")
    begin_practice(office.clock)
    told.step(1, 2, "Signing in")
    state = connect_system(
        office, key, practice_settings(key), sign_in=practice_sign_in(key), progress=progress
    )
    return _answered(office, state)


_ANSWERS: Final = {"psa-files": "spreadsheet", "accounting-files": "journal"}


def _answered(office: Office, state: ConnectionState) -> ConnectionState:
    """Answers the question of which system is used by the one that is connected now."""
    with office.write() as conn:
        value = _ANSWERS.get(state.system, state.system)
        save_answer(conn, state.role, value=value, stamp=office.stamp("connect_system"))
    return state


# ----------------------------------------------------------------------------- rights and company


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """One thing the connection is to do."""

    name: str
    is_given: bool
    is_needed: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsTested:
    """What came of trying each right."""

    system: str
    title: str
    company: str
    server: str
    rows: tuple[RightRow, ...]
    at: datetime

    @property
    def lacking(self) -> tuple[RightRow, ...]:
        """Rights that are not given, the needed ones first."""
        found = [each for each in self.rows if not each.is_given]
        return tuple(sorted(found, key=lambda each: not each.is_needed))

    @property
    def may_go_on(self) -> bool:
        """Whether nothing that is needed lacks."""
        return not any(each.is_needed for each in self.lacking)


def try_rights(office: Office, key: str, *, ways: Ways = NETWORK) -> RightsTested:
    """Tries each right with a harmless read; the errors of the other side as they come."""
    rows = tuple(
        RightRow(name=each.name, is_given=each.is_given, is_needed=each.is_needed, why=each.why)
        for each in rights_of(office, key, ways=ways)
    )
    connected = connected_system(office, key)
    return RightsTested(
        system=key,
        title=connected.system.title,
        company=connected.stored.company,
        server=_server(connected),
        rows=rows,
        at=office.clock.now(),
    )


def _server(connected: ConnectedSystem) -> str:
    settings = connected.stored.settings
    for name in ("site_url", "api_url", "zone_url", "psac_url"):
        host = urlsplit(settings.get(name, "")).hostname
        if host:
            return host
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCheck:
    """One sign that a connection leads to the right company."""

    title: str
    ours: str
    theirs: str
    is_same: bool | None
    """None: it cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyChecked:
    """The company at the other end."""

    title: str
    """Of the system."""
    name: str
    tenant_id: str
    words: str
    checks: tuple[CompanyCheck, ...]

    @property
    def counted(self) -> tuple[int, int]:
        """How many signs agree, of how many that can be told."""
        known = [each for each in self.checks if each.is_same is not None]
        return sum(bool(each.is_same) for each in known), len(known)


def check_right_company(office: Office, key: str, *, ways: Ways = NETWORK) -> CompanyChecked:
    """Whose books or tickets they are, and what of it is as in the company file."""
    connected = connected_system(office, key, ways=ways)
    if connected.stored.role == PSA:
        with connected.psa() as port:
            found = port.company()
    else:
        with connected.books() as books:
            found = books.company()
    with office.file.read() as conn:
        ours = next(iter(load(conn, Company)), None)
    return CompanyChecked(
        title=connected.system.title,
        name=found.name,
        tenant_id=found.tenant_id,
        words=found.words,
        checks=_checks(ours, found),
    )


def _checks(ours: Company | None, found: Theirs) -> tuple[CompanyCheck, ...]:
    if ours is None:
        return ()
    pairs = (
        ("Name", ours.name, found.name, _is_alike(ours.name, found.name)),
        ("Country", ours.country, found.country, _equal(ours.country, found.country)),
        ("Currency", ours.currency, found.currency, _equal(ours.currency, found.currency)),
    )
    return tuple(CompanyCheck(title=t, ours=o, theirs=th, is_same=s) for t, o, th, s in pairs)


def _equal(ours: str, theirs: str) -> bool | None:
    return ours.casefold() == theirs.casefold() if ours and theirs else None


_FORMS: Final = frozenset({"llc", "inc", "ltd", "corp", "co", "company", "the", "gmbh", "plc"})


def _is_alike(ours: str, theirs: str) -> bool | None:
    """Whether two names are the same but for the legal form."""
    mine, others = _words(ours), _words(theirs)
    return (mine <= others or others <= mine) if mine and others else None


def _words(name: str) -> set[str]:
    plain = "".join(mark if mark.isalnum() else " " for mark in name.casefold())
    return set(plain.split()) - _FORMS


# ------------------------------------------------------------------------------------ a first look


@dataclass(frozen=True, slots=True, kw_only=True)
class PullLook:
    """What the other side has, and what taking it over would do."""

    title: str
    counts: tuple[tuple[str, int], ...]
    """How many of each kind of record are there."""
    new: int
    """How many of them were not known before."""
    tiles: tuple[Tile, ...]
    lines: tuple[PlanLine, ...]
    waits: str
    customers_here: int


def look_first(
    office: Office, key: str, *, ways: Ways = NETWORK, progress: Progress | None = None
) -> PullLook:
    """Reads all there is, changes nothing of ours, and tells what taking it over would do."""
    pulled = pull_records(office, key, ways=ways, progress=progress)
    with office.file.read() as conn:
        stored = connection_to(conn, key)
        role = stored.role if stored is not None else PSA
        families = PsaFamily if role == PSA else BookFamily
        counts = record_counts(conn, key)
        there = [(each.value, counts.get(each.value, 0)) for each in families]
        customers = len(load(conn, Account))
    flows = [each.name for each in FLOWS if each.role == role and each.direction is Direction.IN]
    plan = plan_sync(
        office, flows=flows, scope=Scope(systems=(key,)), save=False, ways=ways, progress=progress
    )
    lines = plan_preview(office, plan)
    return PullLook(
        title=system_of(key).title,
        counts=tuple((name.replace("_", " "), number) for name, number in there if number),
        new=pulled.total.new,
        tiles=tiles_of(lines),
        lines=lines,
        waits="; ".join(part.waits for part in plan.parts if part.waits),
        customers_here=customers,
    )
