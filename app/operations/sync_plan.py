"""A plan of a whole sync: a part for each flow and system, one seal over all of it; and its result.

What a part holds is a plan as of ``posting_plan``; this module neither makes nor applies any.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final

from app.billing.flows import Flow, FlowSetting, flow_of
from app.errors import InputError
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, seal_of
from app.store.remote_records import Counts
from app.values.money import ZERO
from app.values.plain_form import plain_of, value_of

_FORMAT: Final = "switchbook-sync-plan-1"
GOOD: Final = frozenset({Result.DONE, Result.LINKED, Result.ALREADY, Result.SKIPPED})
"""Outcomes that need no hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPart:
    """What one flow does at one system."""

    flow: str
    system: str
    title: str
    """Of the system."""
    setting: FlowSetting
    plan: Plan | None
    """None where it could not be made."""
    waits: str = ""
    """Why it could not: the system does not answer, wants a sign-in, leads to another company."""

    @property
    def records(self) -> tuple[PlanRecord, ...]:
        """Its records; none where it waits."""
        return () if self.plan is None else self.plan.records

    @property
    def is_idle(self) -> bool:
        """Whether applying it would do nothing."""
        return all(not acts(each) for each in self.records)


def acts(record: PlanRecord) -> bool:
    """Whether applying the record does something: here, there, or to what is known as ours."""
    skips = record.action is PlanAction.SKIP and record.verb.value != "link"
    return not skips and record.action is not PlanAction.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    """All of it."""

    made_at: datetime
    company: str
    """The id of the company file."""
    parts: tuple[SyncPart, ...]
    takes_back: int | None = None
    """The number of the plan whose postings it takes back."""
    seal: str = ""
    id: int | None = None
    """Its number in the company file; not under the seal."""

    @property
    def records(self) -> tuple[PlanRecord, ...]:
        """The records of every part."""
        return tuple(each for part in self.parts for each in part.records)

    def count(self, action: PlanAction) -> int:
        """How many records have that action."""
        return sum(each.action is action for each in self.records)

    def money(self, action: PlanAction) -> Decimal:
        """What the records of an action come to."""
        return money_of(each for each in self.records if each.action is action)

    @property
    def words(self) -> str:
        """What it is, for lists: flows and systems."""
        what = ", ".join(dict.fromkeys(flow_of(each.flow).name for each in self.parts))
        where = ", ".join(dict.fromkeys(each.title for each in self.parts))
        begins = f"Take back plan {self.takes_back}: " if self.takes_back else ""
        return f"{begins}{what} \u00b7 {where}"


class FlowState(Enum):
    """How a flow of a sync ended."""

    APPLIED = "applied"
    PLANNED = "planned"
    """It is for the next batch: planned, and not applied."""
    NOTHING = "nothing"
    """Both sides agree."""
    WAITING = "waiting"
    """Its system does not answer, or wants a sign-in."""
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowResult:
    """What became of one part."""

    part: SyncPart
    state: FlowState
    outcomes: tuple[Outcome, ...] = ()
    why: str = ""

    @property
    def flow(self) -> Flow:
        """Its flow."""
        return flow_of(self.part.flow)

    def count(self, result: Result) -> int:
        """How many records ended so."""
        return sum(each.result is result for each in self.outcomes)

    @property
    def is_clear(self) -> bool:
        """Whether nothing of it needs a hand."""
        needs = any(each.action is PlanAction.CONFLICT for each in self.part.records)
        if self.state is FlowState.WAITING or needs:
            return False
        return all(each.result in GOOD for each in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """What a sync has come to."""

    flows: tuple[FlowResult, ...]
    plans: tuple[int, ...] = ()
    """Numbers of the plans that were saved."""
    pulled: Mapping[str, Counts] = field(default_factory=dict)
    """What was read, by system."""
    opened: int = 0
    """Entries of the inbox that came."""
    solved: int = 0
    """Entries that went away."""
    waiting_problems: int = 0
    """Entries that are open now."""

    def count(self, result: Result) -> int:
        """How many records ended so."""
        return sum(each.count(result) for each in self.flows)

    def money(self, action: PlanAction) -> Decimal:
        """What was done by action, in money: records whose outcome is good."""
        return money_of(
            each.record
            for flow in self.flows
            for each in flow.outcomes
            if each.record.action is action and each.result in GOOD
        )

    @property
    def is_clear(self) -> bool:
        """Whether nothing needs a hand."""
        return all(each.is_clear for each in self.flows)


def money_of(records: Iterable[PlanRecord]) -> Decimal:
    """What records come to."""
    return sum((each.amount for each in records if each.amount is not None), ZERO)


def sealed_sync(plan: SyncPlan) -> SyncPlan:
    """The plan with the seal over all that stands in it."""
    return replace(plan, seal=_seal(plan))


def _seal(plan: SyncPlan) -> str:
    return seal_of(plain_of(replace(plan, seal="", id=None)))


def sync_plan_facts(plan: SyncPlan) -> dict[str, Any]:
    """The plan as a JSON object, with counts and money of each action."""
    found: dict[str, Any] = plain_of(plan)
    for part, facts in zip(plan.parts, found["parts"], strict=True):
        shown = [] if facts["plan"] is None else facts["plan"]["records"]
        for record, each in zip(part.records, shown, strict=True):
            each["amount"] = None if record.amount is None else f"{record.amount:.2f}"
    counts = {each.value: plan.count(each) for each in PlanAction}
    money = {each.value: f"{plan.money(each):.2f}" for each in PlanAction}
    return {"counts": counts, "money": money, **found}


def sync_plan_text(plan: SyncPlan) -> str:
    """The plan as the text of a file."""
    facts = {"format": _FORMAT, **sync_plan_facts(plan)}
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def read_sync_plan(path: Path) -> SyncPlan:
    """The plan of a file; InputError where it is none, or was changed since it was made."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        is_plan = isinstance(found, dict) and found.pop("format", None) == _FORMAT
        if not is_plan:
            raise InputError(
                f"{path.name} is no plan of a sync.", "", "Make one: sync FILE --plan OUT.json."
            )
        plan = sync_plan_of(found)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as problem:
        raise InputError(
            f"{path.name} cannot be read as a plan.",
            f"{type(problem).__name__}: {problem}.",
            "Make it again: sync FILE --plan OUT.json.",
        ) from None
    check_seal(plan, path.name)
    return plan


def sync_plan_of(found: Mapping[str, Any]) -> SyncPlan:
    """The plan of a JSON object; ValueError or TypeError where it is none."""
    facts = {name: each for name, each in found.items() if name not in {"counts", "money"}}
    return value_of(SyncPlan, facts)


def check_seal(plan: SyncPlan, name: str) -> None:
    """InputError where the plan was changed since it was made."""
    if plan.seal != _seal(plan):
        raise InputError(
            f"{name} was changed since it was made.",
            "What is applied must be what was shown.",
            "Make it again: sync FILE --plan OUT.json.",
        )


INCOMING: Final = ("customers", "contracts", "work")
"""The flows that a PSA's records come in by."""
_FLOW_OF_KIND: Final[Mapping[str, str]] = {
    "service": "contracts",
    "charge": "work",
    "time": "work",
}


def flow_of_kind(kind: str) -> str:
    """By which of ``INCOMING`` a record of that kind comes in: else as a customer's."""
    return _FLOW_OF_KIND.get(kind, "customers")
