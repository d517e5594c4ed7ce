"""A plan of what is to go out to another system, record by record; saved, shown, then applied.

The plan holds the very documents that are sent, and a seal over all of it: what is applied is what
was shown.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final

from app.errors import InputError
from app.values.plain_form import plain_of, value_of

_FORMAT: Final = "switchbook-plan-1"
_LETTERS: Final = 32
_CANONICAL: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


class PlanAction(Enum):
    """What applying the plan does with a record."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    CONFLICT = "conflict"


class Verb(Enum):
    """Which call does it."""

    CREATE = "create"
    UPDATE = "update"
    VOID = "void"
    LINK = "link"
    """Nothing is sent: it is there already, and is known as ours from then on."""
    WRITE = "write"
    """One field of a record of theirs."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """One record: what happens to it, what it changes, and why."""

    kind: str
    """item, customer, invoice, credit_note, credit_use, or of a PSA: customer, psa_invoice."""
    our_id: str
    action: PlanAction
    verb: Verb = Verb.NONE
    their_id: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    """There now: the fields that change."""
    after: Mapping[str, Any] = field(default_factory=dict)
    reason: str
    amount: Decimal | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
    """What is sent, in plain form."""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All of it."""

    system: str
    company: str
    fingerprint: str
    made_at: datetime
    run_id: int | None
    records: tuple[PlanRecord, ...]
    warnings: tuple[str, ...] = ()
    seal: str = ""

    def count(self, action: PlanAction) -> int:
        """How many records have that action."""
        return sum(each.action is action for each in self.records)


def sealed(plan: Plan) -> Plan:
    """The plan with the seal over all that stands in it."""
    return replace(plan, seal=_seal(plan))


def plan_text(plan: Plan) -> str:
    """The plan as JSON."""
    facts = {"format": _FORMAT, **plan_facts(plan)}
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def plan_facts(plan: Plan) -> dict[str, Any]:
    """The plan as a JSON object, with the count of each action."""
    counts = {each.value: plan.count(each) for each in PlanAction}
    found: dict[str, Any] = plain_of(plan)
    for record, each in zip(plan.records, found["records"], strict=True):
        each["amount"] = None if record.amount is None else f"{record.amount:.2f}"
    return {"counts": counts, **found}


def read_plan(path: Path) -> Plan:
    """The plan of a file; InputError where it is none, or was changed since it was made."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        is_plan = isinstance(found, dict) and found.pop("format", None) == _FORMAT
        if not is_plan:
            raise InputError(
                f"{path.name} is no plan.", "", "Make one: post FILE SYSTEM --plan OUT.json."
            )
        del found["counts"]
        plan = value_of(Plan, found)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as problem:
        raise InputError(
            f"{path.name} cannot be read as a plan.",
            f"{type(problem).__name__}: {problem}.",
            "Make it again: post FILE SYSTEM --plan OUT.json.",
        ) from None
    if plan.seal != _seal(plan):
        raise InputError(
            f"{path.name} was changed since it was made.",
            "What is applied must be what was shown.",
            "Make it again: post FILE SYSTEM --plan OUT.json.",
        )
    return plan


def taken_plan(source: Path | Plan, system: str, *, company: str, fingerprint: str) -> Plan:
    """A plan, or the one of a file; InputError where it is of another system or company."""
    if isinstance(source, Path):
        name, plan = source.name, read_plan(source)
    else:
        name, plan = "This", source
    if plan.system != system or plan.fingerprint != fingerprint:
        raise InputError(
            f"{name} is a plan for {plan.company} in {plan.system}.",
            f"This is {company} in {system}.",
            "Make a plan for it.",
        )
    return plan


def digest_of(document: Mapping[str, Any]) -> str:
    """A hash of what is sent: other content is another thing to do."""
    return hashlib.sha256(_CANONICAL.encode(document).encode()).hexdigest()[:_LETTERS]


def seal_of(plan: Mapping[str, Any]) -> str:
    """The same hash of a whole plan, piece by piece.

    A plan of thousands that is written at once stops every other thread meanwhile.
    """
    found = hashlib.sha256()
    for piece in _CANONICAL.iterencode(plan):
        found.update(piece.encode())
    return found.hexdigest()[:_LETTERS]


def _seal(plan: Plan) -> str:
    return seal_of(plain_of(replace(plan, seal="")))
