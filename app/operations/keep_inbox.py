"""The inbox: what needs a hand, what solved itself, and one row tried again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.errors import InputError, NotAllowed
from app.operations.apply_sync import apply_sync
from app.operations.inbox_notes import LOOK, note_plan, record_name
from app.operations.office import Office
from app.operations.plan_sync import TROUBLE, Scope, kept_plan, plan_sync
from app.operations.posting_errands import Outcome
from app.operations.posting_plan import PlanRecord
from app.operations.pull_records import pull_records
from app.operations.sync_company import look_at_systems
from app.operations.system_connection import NETWORK, Ways
from app.progress import Progress, Silent
from app.store.inbox import (
    ITSELF,
    InboxEntry,
    entry_of,
    open_entries,
    solve_entries,
    solved_entries,
)

_SHOWN: Final = timedelta(days=31)
RETRY: Final = "retry"
"""Who solved what went well when it was tried again."""
_DEPENDS_ON: Final = frozenset({"item", "customer"})
"""Kinds that a document needs first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What is open, and what was solved within a month."""

    open: tuple[InboxEntry, ...]
    """The most money first."""
    solved: tuple[InboxEntry, ...]
    """The last one first."""

    @property
    def solved_themselves(self) -> int:
        """How many went away without anybody's doing."""
        return sum(each.solved_by == ITSELF for each in self.solved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """What came of trying a row again."""

    entry: InboxEntry
    """As it stands now."""
    outcomes: tuple[Outcome, ...]
    why: str = ""
    """Why it could not be tried; blank: it was."""

    @property
    def is_solved(self) -> bool:
        """Whether it is gone."""
        return self.entry.solved_at is not None


def list_inbox(office: Office) -> Inbox:
    """The inbox as it stands; nothing is asked or worked out."""
    with office.file.read() as conn:
        since = office.clock.now() - _SHOWN
        return Inbox(
            open=tuple(open_entries(conn)), solved=tuple(solved_entries(conn, since=since))
        )


def retry_problem(
    office: Office, number: int, *, ways: Ways = NETWORK, progress: Progress | None = None
) -> Retried:
    """Tries one row again: reads its system, plans that record anew, and applies it alone.

    InputError for an entry that is not there; NotAllowed for one that is solved.
    """
    entry = _entry(office, number)
    if entry.solved_at is not None:
        raise NotAllowed(f"Entry {number} is solved.", "", "List what is open: inbox FILE.")
    told = progress or Silent()
    problem = entry.problem
    try:
        pull_records(office, problem.system, ways=ways, progress=told)
    except TROUBLE as trouble:
        return Retried(entry=entry, outcomes=(), why=str(trouble))
    if problem.flow == LOOK:
        # What lies on our invoices is told by payments.
        scope = Scope(systems=(problem.system,))
        plan = plan_sync(office, flows=("payments",), scope=scope, save=False, ways=ways)
        if any(not each.is_idle for each in plan.parts):
            apply_sync(office, kept_plan(office, plan), by=RETRY, ways=ways, progress=told)
        look_at_systems(office)
        return Retried(entry=_entry(office, number), outcomes=())
    outcomes, why = _tried(office, entry, ways=ways, progress=told)
    now = _entry(office, number)
    return Retried(entry=now, outcomes=outcomes, why="" if now.solved_at else why)


def _tried(
    office: Office, entry: InboxEntry, *, ways: Ways, progress: Progress
) -> tuple[tuple[Outcome, ...], str]:
    problem = entry.problem

    named = {problem.record, *problem.facts.get("records", ())}

    def belongs(record: PlanRecord) -> bool:
        is_it = record_name(record) in named
        is_needed = record.kind in _DEPENDS_ON and (
            record.kind == "item" or record.our_id == problem.account_number
        )
        return is_it or is_needed

    scope = Scope(systems=(problem.system,), only=belongs, whole=True)
    plan = plan_sync(
        office, flows=(problem.flow,), scope=scope, save=False, ways=ways, progress=progress
    )
    if not plan.parts:
        with office.write() as conn:
            solve_entries(conn, [entry.id], at=office.clock.now(), by=ITSELF)
        return (), ""
    part = plan.parts[0]
    if part.waits:
        return (), part.waits
    mine = [each for each in part.records if record_name(each) in named]
    if not mine:
        with office.write() as conn:
            solve_entries(conn, [entry.id], at=office.clock.now(), by=ITSELF)
        return (), ""
    with office.write() as conn:
        note_plan(office, conn, part, only=problem.record)
    if part.is_idle:
        return (), mine[0].reason
    applied = apply_sync(office, kept_plan(office, plan), by=RETRY, ways=ways, progress=progress)
    outcomes = tuple(each for flow in applied.flows for each in flow.outcomes)
    return outcomes, next((each.why for each in outcomes if each.why), "")


def _entry(office: Office, number: int) -> InboxEntry:
    with office.file.read() as conn:
        found = entry_of(conn, number)
    if found is None:
        raise InputError(f"The inbox has no entry {number}.", "", "List it: inbox FILE.")
    return found
