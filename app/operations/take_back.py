"""Plans to take back what one applied plan has posted, where the other side allows; it is a plan.

Documents are made void there; what cannot be taken back says why. Applied like any plan, by
``apply_sync``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.billing.incoming import BookCreditNote, BookInvoice
from app.billing.posting import stands
from app.connectors.dealings import Ability
from app.connectors.ports import AccountingPort
from app.errors import NotAllowed
from app.operations.apply_sync import applied_outcomes
from app.operations.office import Office
from app.operations.plan_sync import TROUBLE, kept_plan
from app.operations.posting_credits import stands_as_credit
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, Verb, sealed
from app.operations.sync_plan import SyncPart, SyncPlan
from app.operations.system_connection import NETWORK, Ways, connected_system
from app.progress import Progress, Silent
from app.store.tax_service import company_id
from app.values.plain_form import plain_of

_MADE: Final = frozenset({Result.DONE, Result.ALREADY, Result.LINKED})
_STAYS: Final[Mapping[str, str]] = {
    "customer": "A customer stays there: others may use it by now.",
    "item": "An item stays there: others may use it by now.",
    "credit_use": "Credit is taken off an invoice there by hand.",
    "psa_invoice": "What the PSA was told of a payment is told anew when it changes.",
    "payment": "Payments are as the books have them: change them there.",
}
_NOT_MADE: Final[Mapping[Verb, str]] = {
    Verb.VOID: "What was made void there cannot be brought back from here.",
    Verb.UPDATE: "It was there before this plan: what it was stands in the plan.",
    Verb.LINK: "It was there before this plan, and stays.",
}
_HERE: Final = "What came in is a change here: undo it here, under History."

_ANEW: Final = (
    "What is taken back there still stands here. To bill it anew, make it void here too, and run "
    "its month again: it is billed under a new number, which is posted like any other."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    port: AccountingPort
    title: str
    may_void: bool


def plan_take_back(
    office: Office, number: int, *, ways: Ways = NETWORK, progress: Progress | None = None
) -> SyncPlan:
    """The plan that takes back what plan ``number`` has posted; saved, and nothing is done yet.

    InputError for a plan that is none; NotAllowed where it has posted nothing.
    """
    told = progress or Silent()
    by_part: dict[tuple[str, str], tuple[SyncPart, list[Outcome]]] = {}
    for part, outcome in applied_outcomes(office, number):
        if outcome.result in _MADE and outcome.record.verb is not Verb.NONE:
            by_part.setdefault((part.flow, part.system), (part, []))[1].append(outcome)
    if not by_part:
        raise NotAllowed(f"Plan {number} has posted nothing.", "", "There is nothing to take back.")
    with office.file.read() as conn:
        company = company_id(conn)
    parts = [_part(office, part, made, ways, told) for part, made in by_part.values()]
    plan = SyncPlan(
        made_at=office.clock.now(), company=company, parts=tuple(parts), takes_back=number
    )
    return kept_plan(office, plan)


def _part(
    office: Office, part: SyncPart, made: list[Outcome], ways: Ways, progress: Progress
) -> SyncPart:
    if part.flow not in {"invoices", "relay"}:
        stays = [_left(each, _STAYS.get(each.record.kind, _HERE)) for each in made]
        return _with(office, part, stays)
    try:
        connected = connected_system(office, part.system, ways=ways)
        with connected.books() as port:
            connected.check_company(port.company())
            desk = _Desk(
                port=port,
                title=part.title,
                may_void=Ability.VOID_INVOICES in connected.system.abilities,
            )
            records = []
            # What was made last is taken back first.
            for place, each in enumerate(reversed(made)):
                progress.step(place, len(made), "Looking at what was posted")
                records.append(_record(desk, each))
    except TROUBLE as problem:
        return replace(part, plan=None, waits=str(problem))
    return _with(office, part, records)


def _with(office: Office, part: SyncPart, records: list[PlanRecord]) -> SyncPart:
    if part.plan is None:
        return part
    plan = Plan(
        system=part.system,
        company=part.plan.company,
        fingerprint=part.plan.fingerprint,
        made_at=office.clock.now(),
        run_id=None,
        records=tuple(records),
        warnings=(_ANEW,) if any(each.verb is Verb.VOID for each in records) else (),
    )
    return replace(part, plan=sealed(plan))


def _left(outcome: Outcome, why: str) -> PlanRecord:
    """A record that stays as it is there."""
    record = outcome.record
    return PlanRecord(
        kind=record.kind,
        our_id=record.our_id,
        action=PlanAction.SKIP,
        their_id=outcome.their_id,
        reason=why,
        amount=record.amount,
    )


def _record(desk: _Desk, outcome: Outcome) -> PlanRecord:
    record = outcome.record
    if record.kind not in {"invoice", "credit_note"}:
        return _left(outcome, _STAYS.get(record.kind, "It stays as it is there."))
    if (why := _NOT_MADE.get(record.verb)) is not None:
        return _left(outcome, why)
    found = _found(desk, outcome)
    if found is None or not _stands(found):
        return _left(outcome, "It is void or deleted there already.")
    base = _left(outcome, "")
    if why := _why_not(desk, found):
        return replace(base, action=PlanAction.CONFLICT, version=found.version, reason=why)
    return replace(
        base,
        action=PlanAction.UPDATE,
        verb=Verb.VOID,
        version=found.version,
        before={"standing": found.standing.value, "total": plain_of(found.total)},
        after={"standing": "void"},
        document={"void": record.our_id},
        reason="It is taken back: this plan had posted it.",
    )


def _found(desk: _Desk, outcome: Outcome) -> BookInvoice | BookCreditNote | None:
    if outcome.record.kind == "invoice":
        return desk.port.read_invoice(str(outcome.their_id))
    notes = desk.port.find_credit_notes([outcome.record.our_id])
    return next((each for each in notes if each.source_id == outcome.their_id), None)


def _stands(found: BookInvoice | BookCreditNote) -> bool:
    return stands(found) if isinstance(found, BookInvoice) else stands_as_credit(found)


def _why_not(desk: _Desk, found: BookInvoice | BookCreditNote) -> str:
    """Why it cannot be made void there; blank: it can."""
    if not desk.may_void:
        return f"{desk.title} is not told so from here: make it void there by hand."
    if isinstance(found, BookInvoice):
        if found.has_settlements:
            paid = found.total - found.balance
            return f"{paid} is paid or credited on it there: take that off it first."
        return ""
    if found.remaining != found.total:
        return f"{found.total - found.remaining} of it is used there: take that off first."
    return ""
