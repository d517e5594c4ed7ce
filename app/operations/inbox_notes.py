"""The inbox as plans, applies and looks fill and empty it: one open entry for a record and kind.

What is found again is told anew; what is found no more has solved itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.customers.account import Account
from app.operations.office import Office
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.sync_plan import GOOD, SyncPart, money_of
from app.store.inbox import ITSELF, InboxEntry, Problem, open_entries, open_entry, solve_entries
from app.store.setup import load_of_account
from app.store.transaction import Transaction

LOOK: Final = "look"
"""The flow of entries that no flow opens, but a look at what was pulled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """How the inbox has changed."""

    opened: int = 0
    solved: int = 0

    def __add__(self, other: "Noted") -> "Noted":
        """Both together."""
        return Noted(opened=self.opened + other.opened, solved=self.solved + other.solved)


_NOUNS: Final[Mapping[str, str]] = {
    "item": "Item",
    "customer": "Customer",
    "account": "Account",
    "location": "Location",
    "contact": "Contact",
    "terms": "Terms",
    "service": "Service",
    "charge": "Charge",
    "time": "Time entry",
    "invoice": "Invoice",
    "credit_note": "Credit note",
    "credit_use": "Credit",
    "psa_invoice": "PSA invoice",
    "payment": "Payment",
    "exemption": "Exemption of",
    "payer": "Payer of",
}
_PLURALS: Final[Mapping[str, str]] = {
    "Time entry": "Time entries",
    "Exemption of": "Exemptions",
    "Payer of": "Payers",
}
_TOGETHER: Final = 3
"""From so many on, records that wait for the same thing are one entry."""
_ENDINGS: Final[Mapping[str, str]] = {
    "refused": "was not taken",
    "differs": "came out otherwise than it was sent",
    "unknown": "was sent, and no answer came",
    "conflict": "needs a decision",
    "ambiguous": "may be several",
    "billed_twice": "would be billed twice",
    "closed_period": "falls into a closed period",
}
_REMEDIES: Final[Mapping[str, str]] = {
    "refused": "Mend what it says, then try it again.",
    "differs": "Look at it there, then try it again.",
    "unknown": "Try it again: it is looked for before anything is sent.",
    "conflict": "Decide, then try it again.",
    "ambiguous": "Link it to the one that is meant, under Customer map.",
    "billed_twice": "Take it off one of the two.",
    "closed_period": "Open the period there, or let it be dated on the next open day.",
}


def record_name(record: PlanRecord) -> str:
    """What an entry is of: kind and our id."""
    return f"{record.kind} {record.our_id}"


def note_plan(
    office: Office, conn: Transaction, part: SyncPart, *, only: str | None = None
) -> Noted:
    """Opens what a part of a plan cannot do without a hand, and closes what is so no more.

    ``only``: the one record of which the plan tells all.
    """
    if part.plan is None:
        return Noted()
    at = office.clock.now()
    by_name = {record_name(each): each for each in part.records}
    entries = [
        each
        for each in open_entries(conn, system=part.system, flow=part.flow)
        if only is None or each.problem.record == only
    ]
    elsewhere = {e.problem.record for e in open_entries(conn, system=part.system, flow=LOOK)}
    undecided = [
        each
        for each in part.records
        if each.action is PlanAction.CONFLICT and record_name(each) not in elsewhere
    ]
    problems = [e for e in _grouped(part, undecided) if only is None or e.record == only]
    found = {(each.kind, each.record) for each in problems}
    over = [each.id for each in entries if _is_over(each, by_name, found)]
    solved = solve_entries(conn, over, at=at, by=ITSELF)
    return Noted(opened=_opened(office, conn, problems, entries), solved=solved)


def _grouped(part: SyncPart, records: Sequence[PlanRecord]) -> list[Problem]:
    """An entry for each record; one for all of a kind that wait for one and the same thing."""
    same: dict[tuple[str, str], list[PlanRecord]] = {}
    for each in records:
        same.setdefault((each.kind, each.reason), []).append(each)
    problems = []
    for (kind, reason), together in same.items():
        if len(together) < _TOGETHER:
            problems += [
                problem_of(part, each, kind=_conflict_kind(each), why=reason) for each in together
            ]
            continue
        one = problem_of(part, together[0], kind=_conflict_kind(together[0]), why=reason)
        noun = _NOUNS.get(kind, kind.replace("_", " "))
        plural = noun if noun.endswith("s") else _PLURALS.get(noun, f"{noun}s")
        problems.append(
            replace(
                one,
                record=f"{kind}: {reason}",
                title=f"{len(together)} {plural.lower()} wait for one decision",
                amount=money_of(together) or None,
                account_number=None,
                facts={
                    "system_title": part.title,
                    "kind": kind,
                    "records": [record_name(each) for each in together],
                },
            )
        )
    return problems


def _is_over(
    entry: InboxEntry, records: Mapping[str, PlanRecord], found: Collection[tuple[str, str]]
) -> bool:
    """Whether an entry is so no more, by a plan that has looked at everything."""
    if (entry.problem.kind, entry.problem.record) in found:
        return False
    record = records.get(entry.problem.record)
    if record is None or record.action is PlanAction.SKIP:
        return True
    # What was refused stays until it was taken; a decision that is needed no more is over.
    return entry.problem.kind not in {"refused", "differs", "unknown"}


def note_outcomes(
    office: Office, conn: Transaction, part: SyncPart, outcomes: Sequence[Outcome], *, by: str
) -> Noted:
    """Opens what did not go well, and closes what did."""
    at = office.clock.now()
    entries = open_entries(conn, system=part.system, flow=part.flow)
    well = {record_name(each.record) for each in outcomes if each.result in GOOD}
    kinds = {Result.REFUSED: "refused", Result.DIFFERS: "differs", Result.UNKNOWN: "unknown"}
    problems = [
        problem_of(part, each.record, kind=kinds[each.result], why=each.why)
        for each in outcomes
        if each.result in kinds
    ]
    problems += [
        problem_of(part, each.record, kind=_conflict_kind(each.record), why=each.why)
        for each in outcomes
        if each.result is Result.CONFLICT and each.record.action is not PlanAction.CONFLICT
    ]
    over = [each.id for each in entries if each.problem.record in well]
    solved = solve_entries(conn, over, at=at, by=by)
    return Noted(opened=_opened(office, conn, problems, entries), solved=solved)


def note_look(
    office: Office,
    conn: Transaction,
    system: str,
    problems: Iterable[Problem],
    *,
    counts: bool = True,
) -> Noted:
    """Brings the entries of a look at one system up to date: these are all there are."""
    at = office.clock.now()
    told = list(problems)
    entries = open_entries(conn, system=system, flow=LOOK)
    found = {(each.kind, each.record) for each in told}
    over = [e.id for e in entries if (e.problem.kind, e.problem.record) not in found]
    solved = solve_entries(conn, over, at=at, by=ITSELF)
    return Noted(opened=_opened(office, conn, told, entries, counts=counts), solved=solved)


def _opened(
    office: Office,
    conn: Transaction,
    problems: Sequence[Problem],
    entries: Sequence[InboxEntry],
    *,
    counts: bool = True,
) -> int:
    """How many of these are new."""
    known = {(each.problem.kind, each.problem.record) for each in entries}
    for each in problems:
        open_entry(conn, _of_ours(conn, each), at=office.clock.now(), counts=counts)
    return len({(each.kind, each.record) for each in problems} - known)


def _of_ours(conn: Transaction, problem: Problem) -> Problem:
    """The problem; one of a customer who is not here is of no account."""
    number = problem.account_number
    if number is None or load_of_account(conn, Account, number):
        return problem
    return replace(problem, account_number=None)


def _conflict_kind(record: PlanRecord) -> str:
    """What kind of decision a record needs, as far as its reason tells."""
    said = record.reason.casefold()
    if "closed" in said and "next open" in said:
        return "closed_period"
    if "billed" in said and ("already" in said or "twice" in said):
        return "billed_twice"
    is_who = record.kind in {"customer", "account"} and record.verb is Verb.NONE
    several = ("several", "more than one", "may be", "this name")
    if is_who and any(each in said for each in several):
        return "ambiguous"
    return "conflict"


def problem_of(part: SyncPart, record: PlanRecord, *, kind: str, why: str) -> Problem:
    """A record's trouble in words."""
    noun = _NOUNS.get(record.kind, record.kind.replace("_", " ").capitalize())
    if record.kind == "account" and not record.document.get("account_number"):
        # Who is told of by the PSA, and is no account of ours as yet.
        noun = _NOUNS["customer"]
    ending = "was not posted" if kind == "refused" and record.kind == "invoice" else _ENDINGS[kind]
    document = record.document
    account = document.get("customer_number") or document.get("account_number")
    if account is None and record.kind in {"customer", "account"}:
        account = record.our_id
    return Problem(
        system=part.system,
        kind=kind,
        record=record_name(record),
        flow=part.flow,
        title=f"{noun} {record.our_id} {ending}",
        why=why,
        remedy=_REMEDIES[kind],
        amount=record.amount,
        account_number=account,
        facts={
            "system_title": part.title,
            "kind": record.kind,
            "our_id": record.our_id,
            "their_id": record.their_id,
            "before": dict(record.before),
            "after": dict(record.after),
            "fields": document.get("fields", {}),
        },
    )
