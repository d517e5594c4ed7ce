"""Applies a saved plan of a sync: exactly that, part by part, each record on its own.

Before a record is applied it is planned anew: what has changed on one of the sides since then is
left alone, and nothing else is. What was done stays done, so a plan may be applied again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.billing.flows import FLOWS, FlowSetting
from app.billing.outgoing import TO_BE_MADE
from app.errors import InputError
from app.operations.apply_incoming import apply_incoming
from app.operations.inbox_notes import Noted, note_outcomes
from app.operations.office import Office
from app.operations.payment_keeping import keep_payments
from app.operations.plan_sync import TROUBLE, Scope, plan_sync
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import Plan, PlanRecord
from app.operations.psa_writing import write_to_psa
from app.operations.stale_records import changed_since, without_work
from app.operations.sync_plan import (
    GOOD,
    FlowResult,
    FlowState,
    SyncPart,
    SyncPlan,
    SyncResult,
    check_seal,
    read_sync_plan,
    sync_plan_facts,
    sync_plan_of,
)
from app.operations.system_connection import NETWORK, Ways
from app.progress import Progress, Silent
from app.store.inbox import ITSELF, open_entries
from app.store.links import LinkKind, links
from app.store.sync_plans import PlanState, add_plan, saved_plan
from app.store.sync_plans import note_outcomes as keep_outcomes
from app.store.tax_service import company_id

_ORDER: Final = {each.name: place for place, each in enumerate(FLOWS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    office: Office
    plan: SyncPlan
    ways: Ways
    progress: Progress
    by: str
    """Who solves what is solved by this."""


def saved_sync_plan(office: Office, number: int) -> SyncPlan:
    """A plan that was saved in the file; InputError where there is none of that number."""
    with office.file.read() as conn:
        found = saved_plan(conn, number)
    if found is None:
        raise InputError(f"There is no plan {number}.", "", "List them: sync FILE --plans.")
    return replace(sync_plan_of(found.plan), id=number)


def apply_sync(
    office: Office,
    source: SyncPlan | Path,
    *,
    parts: Collection[tuple[str, str]] | None = None,
    by: str = ITSELF,
    ways: Ways = NETWORK,
    progress: Progress | None = None,
) -> SyncResult:
    """Applies a plan, or that of a file; all of it, or these flows and systems.

    May be started again: what is done stays done.

    InputError for a plan that is none, was changed, or is of another company file. What one record
    or system meets is its outcome, not an error.
    """
    plan = read_sync_plan(source) if isinstance(source, Path) else source
    check_seal(plan, "This plan")
    plan = _known(office, plan)
    desk = _Desk(office=office, plan=plan, ways=ways, progress=progress or Silent(), by=by)
    done = _done_before(office, plan)
    results: list[FlowResult] = []
    noted = Noted()
    for place in sorted(range(len(plan.parts)), key=lambda e: _ORDER[plan.parts[e].flow]):
        part = plan.parts[place]
        if parts is not None and (part.flow, part.system) not in parts:
            continue
        result = _applied(desk, part, done.get(place, {}))
        results.append(result)
        if result.state is FlowState.APPLIED:
            noted += _kept(desk, place, part, result.outcomes)
    with office.file.read() as conn:
        waiting = len(open_entries(conn))
    return SyncResult(
        flows=tuple(results),
        plans=() if plan.id is None else (plan.id,),
        opened=noted.opened,
        solved=noted.solved,
        waiting_problems=waiting,
    )


def _known(office: Office, plan: SyncPlan) -> SyncPlan:
    """The plan with its number here; one that was taken out meanwhile is saved again."""
    with office.file.read() as conn:
        company = company_id(conn)
    if plan.company != company:
        raise InputError(
            "This is a plan of another company file.", "", "Make one: sync FILE --plan OUT.json."
        )
    stamp = office.stamp("apply_sync")
    with office.write() as conn:
        facts = sync_plan_facts(plan)
        number = add_plan(
            conn, facts, seal=plan.seal, title=plan.words, at=stamp.at, by=stamp.actor
        )
    return replace(plan, id=number)


def _done_before(office: Office, plan: SyncPlan) -> dict[int, dict[int, Outcome]]:
    """What earlier applies of the plan have settled well, by part and place of the record."""
    with office.file.read() as conn:
        saved = saved_plan(conn, plan.id or 0)
    found: dict[int, dict[int, Outcome]] = {}
    for each in saved.outcomes if saved else ():
        result = Result(each["result"])
        if result not in GOOD:
            continue
        part, place = int(each["part"]), int(each["record"])
        record = plan.parts[part].records[place]
        found.setdefault(part, {})[place] = Outcome(
            record=record,
            result=Result.SKIPPED if result is Result.SKIPPED else Result.ALREADY,
            their_id=each["their_id"],
            their_number=each["their_number"],
            why=each["why"] if result is Result.SKIPPED else "It was done before.",
        )
    return found


def _applied(desk: _Desk, part: SyncPart, done: Mapping[int, Outcome]) -> FlowResult:
    if part.setting is FlowSetting.OFF:
        return FlowResult(part=part, state=FlowState.OFF)
    if part.plan is None:
        return FlowResult(part=part, state=FlowState.WAITING, why=part.waits)
    left = {place: each for place, each in enumerate(part.records) if place not in done}
    outcomes: dict[int, Outcome] = dict(done)
    why = ""
    if left:
        try:
            told, why = _settled(desk, part, list(left.values()))
        except TROUBLE as problem:
            why = str(problem)
            told = [Outcome(record=e, result=Result.WAITING, why=why) for e in left.values()]
        outcomes |= dict(zip(left, told, strict=True))
    in_order = tuple(outcomes[place] for place in sorted(outcomes))
    if why and all(each.result is Result.WAITING for each in in_order):
        return FlowResult(part=part, state=FlowState.WAITING, outcomes=in_order, why=why)
    if not in_order:
        return FlowResult(part=part, state=FlowState.NOTHING)
    return FlowResult(part=part, state=FlowState.APPLIED, outcomes=in_order, why=why)


def _settled(
    desk: _Desk, part: SyncPart, records: Sequence[PlanRecord]
) -> tuple[list[Outcome], str]:
    """What becomes of each record, in order; and why the rest waits, if it does."""
    told = _not_to_be_applied(desk, part, records)
    ready = [(place, each) for place, each in enumerate(records) if place not in told]
    why = ""
    if ready:
        if part.plan is None:
            message = "a part without a plan"
            raise RuntimeError(message)
        # Its seal stays that of all of it: what was sent once is known by it.
        plan = replace(part.plan, records=tuple(each for _, each in ready))
        found, why = _APPLIERS[part.flow](desk, plan)
        told |= {place: each for (place, _), each in zip(ready, found, strict=True)}
    return [told[place] for place in range(len(records))], why


# ------------------------------------------------------------------------ what has changed since


def _not_to_be_applied(
    desk: _Desk, part: SyncPart, records: Sequence[PlanRecord]
) -> dict[int, Outcome]:
    """By place the outcomes of records that are not to be applied: stale, or done already."""
    told = {place: done for place, e in enumerate(records) if (done := without_work(e))}
    if desk.plan.takes_back is not None or part.flow in _LOOKS_ITSELF or len(told) == len(records):
        # Whoever applies it looks at each record again.
        return told
    scope = Scope(systems=(part.system,), whole=True)
    more: dict[str, Any] = {"ways": desk.ways, "progress": desk.progress}
    again = plan_sync(desk.office, flows=(part.flow,), scope=scope, save=False, **more)
    found = again.parts[0] if again.parts else replace(part, plan=None, waits="It is off.")
    if found.plan is None:
        why = found.waits or "It is off now."
        waits = {
            place: Outcome(record=each, result=Result.WAITING, why=why)
            for place, each in enumerate(records)
        }
        return waits | told
    # What was made there and is not linked yet is found by its look.
    found_there = {f"{TO_BE_MADE}{e.our_id}": e.their_id for e in found.records if e.their_id}
    made = found_there | _made(desk.office, part.system)
    planned = {(each.kind, each.our_id): each for each in found.records}
    for place, each in enumerate(records):
        if place not in told:
            outcome = changed_since(each, planned.get((each.kind, each.our_id)), made)
            told |= {} if outcome is None else {place: outcome}
    return told


def _made(office: Office, system: str) -> dict[str, str]:
    """Their ids of what a plan was to make, by how it named them."""
    with office.file.read() as conn:
        return {
            f"{TO_BE_MADE}{our}": link.their_id
            for kind in (LinkKind.CUSTOMER, LinkKind.ITEM, LinkKind.INVOICE, LinkKind.CREDIT_NOTE)
            for our, link in links(conn, system, kind).items()
        }


# ---------------------------------------------------------------------------- one flow, one way


def _keep_payments(desk: _Desk, plan: Plan) -> tuple[list[Outcome], str]:
    only = {each.version for each in plan.records}
    with desk.office.write() as conn:
        kept = {each.source_id for each in keep_payments(desk.office, conn, plan.system, only=only)}
    return [
        Outcome(
            record=each,
            result=Result.DONE if each.our_id in kept else Result.STALE,
            their_id=each.their_id,
            why="" if each.our_id in kept else "It has changed since the plan was made.",
        )
        for each in plan.records
    ], ""


def _post(desk: _Desk, plan: Plan) -> tuple[list[Outcome], str]:
    more: dict[str, Any] = {"ways": desk.ways, "progress": desk.progress}
    result = post_invoices(desk.office, plan.system, plan, **more)
    return list(result.outcomes), result.stopped


def _write_status(desk: _Desk, plan: Plan) -> tuple[list[Outcome], str]:
    more: dict[str, Any] = {"ways": desk.ways, "progress": desk.progress}
    result = write_to_psa(desk.office, plan.system, plan, **more)
    return list(result.outcomes), result.stopped


def _take_in(desk: _Desk, plan: Plan) -> tuple[list[Outcome], str]:
    told = {id(each.record): each for each in apply_incoming(desk.office, plan)}
    why = "Nothing takes this kind of record in."
    return [
        told.get(id(each)) or Outcome(record=each, result=Result.SKIPPED, why=why)
        for each in plan.records
    ], ""


_LOOKS_ITSELF: Final = frozenset({"customers", "contracts", "work"})

_Applier = Callable[[_Desk, Plan], tuple[list[Outcome], str]]
_APPLIERS: Final[dict[str, _Applier]] = {
    "customers": _take_in,
    "contracts": _take_in,
    "work": _take_in,
    "payments": _keep_payments,
    "invoices": _post,
    "relay": _post,
    "status": _write_status,
}
"""What applies each flow: what became of each record in order, and why the rest waits."""


def _kept(desk: _Desk, place: int, part: SyncPart, outcomes: Sequence[Outcome]) -> Noted:
    """Keeps what became of a part with the plan, and brings the inbox up to date."""
    office, number = desk.office, desk.plan.id or 0
    with office.write() as conn:
        noted = note_outcomes(office, conn, part, outcomes, by=desk.by)
        saved = saved_plan(conn, number)
        others = [each for each in (saved.outcomes if saved else ()) if each["part"] != place]
        facts = [_facts(place, index, each) for index, each in enumerate(outcomes)]
        told = [*others, *facts]
        state = _state(desk.plan, told)
        keep_outcomes(conn, number, told, state=state, at=office.clock.now())
    return noted


def _facts(part: int, record: int, outcome: Outcome) -> dict[str, Any]:
    return {
        "part": part,
        "record": record,
        "kind": outcome.record.kind,
        "our_id": outcome.record.our_id,
        "result": outcome.result.value,
        "their_id": outcome.their_id,
        "their_number": outcome.their_number,
        "why": outcome.why,
    }


def _state(plan: SyncPlan, told: Sequence[Mapping[str, Any]]) -> PlanState:
    results = [Result(each["result"]) for each in told]
    tried = [each for each in results if each is not Result.SKIPPED]
    if tried and all(each is Result.STALE for each in tried):
        return PlanState.STALE
    finished = GOOD | {Result.CONFLICT, Result.STALE}
    is_whole = len(told) == len(plan.records)
    return (
        PlanState.APPLIED
        if is_whole and all(each in finished for each in results)
        else PlanState.PARTLY
    )


def applied_outcomes(office: Office, number: int) -> list[tuple[SyncPart, Outcome]]:
    """What became of the records of a saved plan, with the part that each is of."""
    plan = saved_sync_plan(office, number)
    with office.file.read() as conn:
        saved = saved_plan(conn, number)
    found = []
    for each in saved.outcomes if saved else ():
        part = plan.parts[int(each["part"])]
        outcome = Outcome(
            record=part.records[int(each["record"])],
            result=Result(each["result"]),
            their_id=each["their_id"],
            their_number=each["their_number"],
            why=each["why"],
        )
        found.append((part, outcome))
    return found
