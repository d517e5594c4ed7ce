"""Plans a sync: every flow of every system, field by field, under one seal; it changes nothing.

It goes by what was last pulled, and asks a system only where something is to go out to it. One
system's trouble is a part that waits, and stops no other.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.billing.flows import FLOWS, Flow, FlowSetting, flow_of, setting_of
from app.connectors.registry import system_of
from app.errors import (
    AppError,
    InputError,
    NotAllowed,
    RemoteRefused,
    RemoteUnavailable,
    SignInNeeded,
)
from app.operations.office import Office
from app.operations.payment_keeping import payment_changes, payment_records
from app.operations.plan_incoming import plan_incoming
from app.operations.plan_posting import plan_posting
from app.operations.posting_needs import (
    PostingNeeds,
    pairs_fact,
    pairs_mark,
    posting_needs,
    settled_numbers,
)
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, Verb, sealed
from app.operations.posting_relays import relays
from app.operations.psa_writing import plan_psa_writing
from app.operations.sync_plan import (
    INCOMING,
    SyncPart,
    SyncPlan,
    flow_of_kind,
    sealed_sync,
    sync_plan_facts,
)
from app.operations.system_connection import NETWORK, Ways
from app.progress import Progress, Silent
from app.store.connections import StoredConnection, connections
from app.store.decisions import answers
from app.store.facts import note_fact
from app.store.sync_plans import add_plan
from app.store.tax_service import company_id

TROUBLE: Final = (SignInNeeded, RemoteRefused, RemoteUnavailable, NotAllowed)
"""What one system meets, and what touches no other."""

Wanted = Callable[[PlanRecord], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a sync is planned."""

    systems: Collection[str] | None = None
    """None: every one."""
    waiting: Mapping[str, str] = field(default_factory=dict)
    """Systems that are known not to answer, and why."""
    only: Wanted | None = None
    """Leaves out other records."""
    whole: bool = False
    """Whether every document is looked at there, not only those that need it."""
    linked_alone: bool = False
    """Whether a PSA is told our numbers of linked customers alone: nobody sees the plan first."""
    is_still: bool = False
    """Whether nothing has moved since such a plan found nothing to do: nothing is looked at."""


EVERYTHING: Final = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    office: Office
    ways: Ways
    progress: Progress
    scope: Scope
    flows: frozenset[str]
    """Those that are asked for, and are not off."""
    incoming: dict[str, list[PlanRecord]] = field(default_factory=dict)
    """What each PSA tells, once it was worked out: all flows of it at once."""


def plan_sync(
    office: Office,
    *,
    flows: Collection[str] | None = None,
    scope: Scope = EVERYTHING,
    save: bool = True,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> SyncPlan:
    """What a sync would do, of these flows or of all; sealed, and kept in the file, where saved.

    InputError for a flow that is none, or a company without any connection.
    """
    wanted = [flow_of(each) for each in flows] if flows is not None else list(FLOWS)
    with office.file.read() as conn:
        known = connections(conn)
        given = answers(conn)
        company = company_id(conn)
    if not known:
        raise InputError("No system is connected.", "", "Connect one: connect FILE SYSTEM.")
    desk = _Desk(
        office=office,
        ways=ways,
        progress=progress or Silent(),
        scope=scope,
        flows=frozenset(
            each.name for each in wanted if setting_of(each, given) is not FlowSetting.OFF
        ),
    )
    inside = [e for e in known if scope.systems is None or e.system in scope.systems]
    parts = [
        _part(desk, flow, each, setting=setting_of(flow, given))
        for flow in FLOWS
        for each in inside
        if flow in wanted and each.role == flow.role and flow.name in _MAKERS
    ]
    plan = SyncPlan(made_at=office.clock.now(), company=company, parts=tuple(parts))
    return kept_plan(office, plan) if save else plan


def kept_plan(office: Office, plan: SyncPlan) -> SyncPlan:
    """The plan with its seal and number, saved."""
    plan = sealed_sync(plan)
    stamp = office.stamp("plan_sync")
    with office.write() as conn:
        number = add_plan(
            conn,
            sync_plan_facts(plan),
            seal=plan.seal,
            title=plan.words,
            at=stamp.at,
            by=stamp.actor,
        )
    return replace(plan, id=number)


def _part(desk: _Desk, flow: Flow, stored: StoredConnection, *, setting: FlowSetting) -> SyncPart:
    part = SyncPart(
        flow=flow.name,
        system=stored.system,
        title=system_of(stored.system).title,
        setting=setting,
        plan=None,
        waits=desk.scope.waiting.get(stored.system, ""),
    )
    if part.waits or setting is FlowSetting.OFF:
        return part
    if desk.scope.is_still:
        return replace(part, plan=_of_file(desk, stored, ()))
    try:
        plan = _MAKERS[flow.name](desk, stored, flow)
    except TROUBLE as problem:
        return replace(part, waits=str(problem))
    if (only := desk.scope.only) is not None:
        plan = sealed(replace(plan, records=tuple(e for e in plan.records if only(e))))
    return replace(part, plan=plan)


def trouble_of(problem: AppError) -> str:
    """The kind of entry that a system's trouble makes."""
    if isinstance(problem, SignInNeeded):
        return "sign_in_needed"
    return "unreachable" if isinstance(problem, RemoteUnavailable) else "turned_away"


# ------------------------------------------------------------------------------ one flow, one plan


def _of_file(desk: _Desk, stored: StoredConnection, records: Sequence[PlanRecord]) -> Plan:
    """A plan made from the file alone; the seal of the whole is over it."""
    return Plan(
        system=stored.system,
        company=stored.company,
        fingerprint=stored.fingerprint,
        made_at=desk.office.clock.now(),
        run_id=None,
        records=tuple(records),
    )


def _incoming(desk: _Desk, stored: StoredConnection, flow: Flow) -> Plan:
    if stored.system not in desk.incoming:
        wanted = [each for each in INCOMING if each in desk.flows]
        told = plan_incoming(desk.office, stored.system, flows=wanted)
        desk.incoming[stored.system] = told
    records = [e for e in desk.incoming[stored.system] if flow_of_kind(e.kind) == flow.name]
    return _of_file(desk, stored, records)


def _payments(desk: _Desk, stored: StoredConnection, flow: Flow) -> Plan:
    del flow
    with desk.office.file.read() as conn:
        records = payment_records(payment_changes(conn, stored.system))
    return _of_file(desk, stored, records)


def _invoices(desk: _Desk, stored: StoredConnection, flow: Flow) -> Plan:
    del flow
    with desk.office.file.read() as conn:
        needs = posting_needs(conn, stored.system)
    is_whole = desk.scope.whole or needs.is_all
    if needs.is_empty and not is_whole:
        return _of_file(desk, stored, ())
    plan = _asked(desk, stored, needs, is_whole=is_whole)
    if is_whole:
        with desk.office.write() as conn:
            note_fact(conn, pairs_fact(stored.system), pairs_mark(conn, stored.system))
    with desk.office.file.read() as conn:
        settled = settled_numbers(conn, stored.system)
    records = [
        _taken_over(each) if each.our_id in settled and _is_drift(each) else each
        for each in plan.records
    ]
    return sealed(replace(plan, records=tuple(records)))


def _asked(desk: _Desk, stored: StoredConnection, needs: PostingNeeds, *, is_whole: bool) -> Plan:
    more: dict[str, Any] = {"ways": desk.ways, "progress": desk.progress}
    if is_whole:
        return plan_posting(desk.office, stored.system, relay=False, **more)
    return plan_posting(
        desk.office,
        stored.system,
        numbers=needs.numbers,
        accounts=needs.accounts,
        relay=False,
        **more,
    )


def _is_drift(record: PlanRecord) -> bool:
    """Whether it was posted, and was changed there since."""
    is_known = record.kind == "invoice" and record.their_id is not None
    return is_known and record.action is PlanAction.CONFLICT and bool(record.before)


def _taken_over(record: PlanRecord) -> PlanRecord:
    """A change there that somebody has settled: nothing is left to do about it."""
    return replace(
        record,
        action=PlanAction.SKIP,
        verb=Verb.NONE,
        before={},
        after={},
        reason="It was changed there, and that was settled here.",
    )


def _relay(desk: _Desk, stored: StoredConnection, flow: Flow) -> Plan:
    """What PSAs billed themselves, with the customers and items that it needs."""
    del flow
    if not any(desk.scope.whole or e.their_id is None for e in relays(desk.office, stored.system)):
        return _of_file(desk, stored, ())
    more: dict[str, Any] = {"ways": desk.ways, "progress": desk.progress}
    return plan_posting(desk.office, stored.system, numbers=(), relay=True, **more)


def _status(desk: _Desk, stored: StoredConnection, flow: Flow) -> Plan:
    del flow
    more: dict[str, Any] = {"ways": desk.ways, "progress": desk.progress}
    linked_alone = desk.scope.linked_alone
    return plan_psa_writing(desk.office, stored.system, linked_alone=linked_alone, **more)


_Maker = Callable[[_Desk, StoredConnection, Flow], Plan]
_MAKERS: Final[dict[str, _Maker]] = {
    "customers": _incoming,
    "contracts": _incoming,
    "work": _incoming,
    "payments": _payments,
    "invoices": _invoices,
    "relay": _relay,
    "status": _status,
}
"""What plans each flow."""
