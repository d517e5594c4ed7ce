"""Brings a company and its systems in step: reads, plans, and applies what is set to automatic.

What comes in is planned and applied before what goes out is planned, so that what goes out knows
it. One system's trouble stops no other's flow.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from app.billing.flows import FLOWS, Direction, FlowSetting, flow_of
from app.errors import InputError
from app.operations.apply_sync import apply_sync
from app.operations.connect_systems import connection_states
from app.operations.inbox_looks import problems_at
from app.operations.inbox_notes import Noted, note_look, note_plan
from app.operations.office import Office
from app.operations.plan_sync import TROUBLE, Scope, kept_plan, plan_sync, trouble_of
from app.operations.pull_records import pull_records
from app.operations.sync_plan import FlowResult, FlowState, SyncPart, SyncPlan, SyncResult
from app.operations.system_connection import NETWORK, Ways
from app.progress import Progress, Silent
from app.store.connections import connections
from app.store.facts import facts, note_fact
from app.store.inbox import open_entries
from app.store.remote_records import Counts
from app.store.sync_mark import sync_mark
from app.store.sync_plans import drop_plans

_KEPT: Final = timedelta(days=30)
"""So long a plan is kept that nobody applied."""


_FIRST: Final = frozenset({"customers"})
_IN: Final = frozenset(each.name for each in FLOWS if each.direction is Direction.IN)
_STAGES: Final = (_FIRST, _IN - _FIRST, frozenset(each.name for each in FLOWS) - _IN)
"""Customers come first: what comes in of them needs them, and what goes out needs all of it."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """One sync, as far as it is."""

    office: Office
    ways: Ways
    progress: Progress
    pulled: dict[str, Counts] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By system the kind and the words of what it met."""
    noted: Noted = field(default_factory=Noted)

    @property
    def more(self) -> dict[str, Any]:
        """What every operation is given."""
        return {"ways": self.ways, "progress": self.progress}


def sync_company(
    office: Office,
    *,
    go: bool = False,
    flows: Collection[str] | None = None,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> SyncResult:
    """One sync: reads every system, plans, and applies the flows that are set to automatic.

    ``go`` applies those of the next batch too. ``flows``: these alone; they are planned in any
    case, unless they are off. InputError for a flow that is none, or without any connection.
    """
    names = _wanted(flows)
    run = _Run(office=office, ways=ways, progress=progress or Silent())
    _pull(run)
    # What a look tells better than a plan does is in the inbox before the plan is.
    look_at_systems(office, troubles=run.troubles, run=run, counts=False)
    results: list[FlowResult] = []
    numbers: list[int] = []
    for stage in _STAGES:
        inside = [each for each in names if each in stage]
        if inside:
            found, number = _stage(run, inside, go=go)
            results += found
            numbers += [] if number is None else [number]
    look_at_systems(office, troubles=run.troubles, run=run)
    with office.write() as conn:
        drop_plans(conn, made_before=office.clock.now() - _KEPT)
        waiting = len(open_entries(conn))
    return SyncResult(
        flows=tuple(results),
        plans=tuple(numbers),
        pulled=run.pulled,
        opened=run.noted.opened,
        solved=run.noted.solved,
        waiting_problems=waiting,
    )


def plan_company(
    office: Office,
    *,
    flows: Collection[str] | None = None,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> SyncPlan:
    """Reads every system and plans all of a sync, saved; nothing of it is applied."""
    run = _Run(office=office, ways=ways, progress=progress or Silent())
    names = _wanted(flows)
    _pull(run)
    look_at_systems(office, troubles=run.troubles, run=run, counts=False)
    plan = plan_sync(office, flows=names, scope=Scope(waiting=run.waiting), **run.more)
    _note(run, plan)
    look_at_systems(office, troubles=run.troubles, run=run)
    return plan


def _wanted(flows: Collection[str] | None) -> list[str]:
    """The flows in their order; InputError for one that is none."""
    if flows is None:
        return [each.name for each in FLOWS]
    named = {flow_of(each).name for each in flows}
    return [each.name for each in FLOWS if each.name in named]


def _pull(run: _Run) -> None:
    """Reads every system; who does not answer waits, and the others go on."""
    with run.office.file.read() as conn:
        known = [each.system for each in connections(conn)]
    if not known:
        raise InputError("No system is connected.", "", "Connect one: connect FILE SYSTEM.")
    for key in known:
        try:
            run.pulled[key] = pull_records(run.office, key, **run.more).total
        except TROUBLE as problem:
            kept = (Counts(**each) for each in problem.kept.values())
            run.pulled[key] = sum(kept, Counts())
            run.waiting[key] = str(problem)
            run.troubles[key] = (trouble_of(problem), str(problem))


def _stage(run: _Run, names: Collection[str], *, go: bool) -> tuple[list[FlowResult], int | None]:
    """Plans these flows and applies what is to be applied; the plan's number where it was saved."""
    # A sync that goes looks at more than one by the clock, and vouches for that one too.
    gone = f"idle/{'+'.join(names)}"
    fact = gone if go else f"{gone}/by the clock"
    with run.office.file.read() as conn:
        mark = sync_mark(conn, on=run.office.clock.now().date())
        known = facts(conn)
        is_still = not run.waiting and mark in {known.get(gone), known.get(fact)}
    scope = Scope(waiting=run.waiting, is_still=is_still, linked_alone=not go)
    plan = plan_sync(run.office, flows=names, scope=scope, save=False, **run.more)
    if is_still:
        return [_rest(each) for each in plan.parts], None
    _note(run, plan)
    if all(each.is_idle for each in plan.parts):
        # A sync with nothing to do leaves no plan behind.
        if not any(each.waits for each in plan.parts):
            with run.office.write() as conn:
                note_fact(conn, fact, mark)
        return [_rest(each) for each in plan.parts], None
    plan = kept_plan(run.office, plan)
    now = {
        (each.flow, each.system)
        for each in plan.parts
        if not each.is_idle
        and (each.setting is FlowSetting.AUTOMATIC or (go and each.setting is not FlowSetting.OFF))
    }
    applied = apply_sync(run.office, plan, parts=now, **run.more)
    run.noted += Noted(opened=applied.opened, solved=applied.solved)
    by_part = {(each.part.flow, each.part.system): each for each in applied.flows}
    return [by_part.get((e.flow, e.system)) or _rest(e) for e in plan.parts], plan.id


def _rest(part: SyncPart) -> FlowResult:
    """What becomes of a part that is not applied now."""
    if part.setting is FlowSetting.OFF:
        return FlowResult(part=part, state=FlowState.OFF)
    if part.plan is None:
        return FlowResult(part=part, state=FlowState.WAITING, why=part.waits)
    if part.is_idle:
        return FlowResult(part=part, state=FlowState.NOTHING)
    return FlowResult(part=part, state=FlowState.PLANNED)


def _note(run: _Run, plan: SyncPlan) -> None:
    for part in plan.parts:
        if part.waits and part.system not in run.troubles:
            run.troubles[part.system] = ("unreachable", part.waits)
    with run.office.write() as conn:
        for part in plan.parts:
            run.noted += note_plan(run.office, conn, part)


def look_at_systems(
    office: Office,
    *,
    troubles: Mapping[str, tuple[str, str]] | None = None,
    run: _Run | None = None,
    counts: bool = True,
) -> Noted:
    """Brings the inbox up to date by what the file tells; no other system is asked."""
    days = {each.system: each.days_left for each in connection_states(office)}
    noted = Noted()
    with office.write() as conn:
        for each in connections(conn):
            trouble = (troubles or {}).get(each.system)
            found = problems_at(
                office, conn, each, days_left=days.get(each.system), trouble=trouble
            )
            noted += note_look(office, conn, each.system, found, counts=counts)
    if run is not None:
        run.noted += noted
    return noted
