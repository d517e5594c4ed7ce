"""Settles an entry of the inbox that asks whose value fields keep; it is gone when all is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.billing.flows import Direction, flow_of
from app.errors import InputError
from app.operations.decide import decide
from app.operations.inbox_notes import note_plan
from app.operations.office import Office
from app.operations.plan_sync import Scope, plan_sync
from app.operations.row_editing import Edited
from app.operations.settle_incoming import Keep, settle_field
from app.store.inbox import Problem, entry_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySettled:
    """What was decided."""

    edits: tuple[Edited, ...]
    """What it changed here; nothing where ours stayed."""
    is_solved: bool
    words: str

    def summary(self) -> str:
        """What came of it, in a line."""
        return self.words


def settle_fields(office: Office, number: int, keep: Mapping[str, Keep]) -> EntrySettled:
    """Keeps our value of each field, or takes theirs; the entry goes when nothing is asked more.

    InputError for an entry that is not there, or asks nothing of the kind; NotAllowed where a value
    of theirs cannot be taken.
    """
    with office.file.read() as conn:
        entry = entry_of(conn, number)
    asked = dict(entry.problem.facts.get("fields") or {}) if entry is not None else {}
    if entry is None or not asked:
        raise InputError(f"Entry {number} asks for no field.", "", "List the inbox again.")
    problem = entry.problem
    kind, our_id = str(problem.facts["kind"]), str(problem.facts["our_id"])
    edits = []
    for name, whose in keep.items():
        edited = settle_field(
            office, problem.system, kind=kind, our_id=our_id, field=name, keep=whose
        )
        edits += [edited] if edited.edits else []
    is_solved = _looked_again(office, number, problem)
    taken = sum(each is Keep.THEIRS for each in keep.values())
    kept = len(keep) - taken
    words = [
        f"{count} {'field' if count == 1 else 'fields'} {verb}"
        for count, verb in ((taken, "taken from there"), (kept, "kept as ours"))
        if count
    ]
    return EntrySettled(
        edits=tuple(edits),
        is_solved=is_solved,
        words=", ".join(words),
    )


def decide_entry(office: Office, number: int, key: str, value: str) -> EntrySettled:
    """Answers the question that an entry waits for; all that wait for it are looked at again.

    InputError for an entry that is not there, or an answer that the question does not have.
    """
    with office.file.read() as conn:
        entry = entry_of(conn, number)
    if entry is None:
        raise InputError(f"Entry {number} is not there.", "", "List the inbox again.")
    decide(office, key, value)
    return EntrySettled(
        edits=(),
        is_solved=_looked_again(office, number, entry.problem),
        words=f"Decided: {value}",
    )


def _looked_again(office: Office, number: int, problem: Problem) -> bool:
    """Whether an entry is gone, by a plan of what comes in; nothing is asked over the network."""
    if flow_of(problem.flow).direction is Direction.IN:
        scope = Scope(systems=(problem.system,))
        plan = plan_sync(office, flows=(problem.flow,), scope=scope, save=False)
        with office.write() as conn:
            for part in plan.parts:
                note_plan(office, conn, part)
    with office.file.read() as conn:
        now = entry_of(conn, number)
    return now is not None and now.solved_at is not None
