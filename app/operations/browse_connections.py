"""The systems a company works with: what was decided, what is connected, and how each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from app.billing.decision import ACCOUNTING, NONE, PSA, QUESTIONS, question_of
from app.billing.flows import FLOW_KEY, FLOWS, Direction, FlowSetting, setting_of
from app.connectors.registry import system_of, tax_system
from app.host.keychain import secret_of
from app.operations.connect_systems import ConnectionState, connection_states
from app.operations.mail_service import KEY
from app.operations.office import Office
from app.store.connections import StoredConnection, connections, last_pulled
from app.store.decisions import answers
from app.store.inbox import InboxEntry, open_entries
from app.store.mail_settings import mail_settings
from app.store.tax_service import company_id, stored_service
from app.store.transaction import Transaction
from app.values.money import ZERO

OLD: Final = timedelta(days=1)
"""What was read longer ago is told with its day."""
SYNC: Final = "sync"
"""The question of how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine:
    """One flow of a system, and when it is applied."""

    name: str
    title: str
    direction: Direction
    setting: FlowSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """One place for a system."""

    role: str
    """psa, accounting, tax or mail."""
    title: str
    """The system's name; blank: nobody decided."""
    state: str
    """connected, no_secret, sign_in, ends, unreachable, turned_away or missing."""
    note: str = ""
    key: str = ""
    """The system's name in commands; blank: none is connected here."""
    company: str = ""
    """As the other side names it."""
    connected_at: datetime | None = None
    pulled_at: datetime | None = None
    """When all of it was last read; None: never."""
    days_left: int | None = None
    """Until its sign-in ends, where that is near."""
    problems: int = 0
    """Entries of the inbox that are open."""
    money: Decimal = ZERO
    """What they are about."""
    is_practice: bool = False
    by_files: bool = False
    flows: tuple[FlowLine, ...] = ()

    @property
    def is_connected(self) -> bool:
        """Whether it can be read and told."""
        return bool(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """Every place, and how often they are read."""

    now: datetime
    rows: tuple[ConnectionRow, ...]
    often: str
    """minute, quarter_hour, hourly, daily or by_hand."""
    is_decided: bool
    """Whether somebody decided how often."""

    @property
    def systems(self) -> tuple[ConnectionRow, ...]:
        """The PSA and accounting systems that are connected."""
        return tuple(each for each in self.rows if each.is_connected)


def list_connections(office: Office) -> Connections:
    """Every place, filled or not; no network is asked."""
    states = {each.system: each for each in connection_states(office)}
    with office.file.read() as conn:
        given = answers(conn)
        known = connections(conn)
        pulled = last_pulled(conn)
        problems: dict[str, list[InboxEntry]] = {}
        for each in open_entries(conn):
            problems.setdefault(each.problem.system, []).append(each)
        rest = _rest(conn)
    rows: list[ConnectionRow] = []
    for role in (PSA, ACCOUNTING):
        mine = [each for each in known if each.role == role]
        rows += [
            _connected(each, states[each.system], pulled, problems.get(each.system, []), given)
            for each in mine
        ]
        if not mine:
            rows.append(_decided(role, given.get(role, "")))
    often = given.get(SYNC, "")
    return Connections(
        now=office.clock.now(),
        rows=(*rows, *rest),
        often=often or question_of(SYNC).usual,
        is_decided=bool(often),
    )


def _connected(
    stored: StoredConnection,
    state: ConnectionState,
    pulled: Mapping[str, datetime],
    entries: Sequence[InboxEntry],
    given: Mapping[str, str],
) -> ConnectionRow:
    kinds = {each.problem.kind: each for each in entries if _is_of_connection(each)}
    row = ConnectionRow(
        role=stored.role,
        title=state.title,
        state="connected",
        key=stored.system,
        company=stored.company,
        connected_at=stored.connected_at,
        pulled_at=pulled.get(stored.system),
        days_left=state.days_left,
        problems=len(entries),
        money=sum((abs(each.problem.amount or ZERO) for each in entries), ZERO),
        is_practice=any("127.0.0.1" in each for each in stored.settings.values()),
        by_files=system_of(stored.system).by_files,
        flows=tuple(
            FlowLine(
                name=each.name,
                title=each.title,
                direction=each.direction,
                setting=setting_of(each, given),
            )
            for each in FLOWS
            if each.role == stored.role
        ),
    )
    for kind, named in (
        ("sign_in_needed", "sign_in"),
        ("unreachable", "unreachable"),
        ("turned_away", "turned_away"),
    ):
        if kind in kinds:
            return replace(row, state=named, note=kinds[kind].problem.why)
    if state.missing_secrets:
        lacking = ", ".join(state.missing_secrets)
        return replace(row, state="no_secret", note=f"This computer's keyring lacks: {lacking}.")
    return replace(row, state="ends") if state.days_left is not None else row


def _is_of_connection(entry: InboxEntry) -> bool:
    return entry.problem.record == f"connection {entry.problem.system}"


def _rest(conn: Transaction) -> list[ConnectionRow]:
    """Taxes and mail."""
    service, settings, identity = stored_service(conn), mail_settings(conn), company_id(conn)
    rows = []
    if service is None:
        rows.append(ConnectionRow(role="tax", title="Own tax tables", state="connected"))
    else:
        has = secret_of(service.company_id, service.service) is not None
        title = tax_system(service.service).title
        note = f"{title} works taxes out, through your own account there."
        state = "connected" if has else "no_secret"
        rows.append(ConnectionRow(role="tax", title=title, state=state, note=note))
    if settings.is_set:
        has = not settings.user or secret_of(identity, KEY) is not None
        rows.append(
            ConnectionRow(
                role="mail",
                title=settings.server,
                state="connected" if has else "no_secret",
                note=f"Invoices come from {settings.sender}.",
            )
        )
    else:
        rows.append(ConnectionRow(role="mail", title="No mail server", state="missing"))
    return rows


def _decided(key: str, answer: str) -> ConnectionRow:
    """What was answered to one of the questions, while no such system is connected."""
    question = next(each for each in QUESTIONS if each.key == key)
    chosen = next((each for each in question.choices if each.value == answer), None)
    if chosen is None:
        return ConnectionRow(role=key, title="", state="missing")
    note = f"{chosen.follows[:1].upper()}{chosen.follows[1:]}." if chosen.follows else ""
    if answer == NONE:
        return ConnectionRow(role=key, title="None", state="missing", note=note)
    return ConnectionRow(role=key, title=chosen.title, state="missing", note=note)


def flow_key(name: str) -> str:
    """The decision by which a flow is set."""
    return f"{FLOW_KEY}{name}"
