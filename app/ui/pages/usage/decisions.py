"""Decisions about calls in suspense, done on a worker and kept so that they can be taken back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from app.operations.browse_usage.suspense import SuspenseRow
from app.operations.changes import Changes
from app.operations.clear_suspense import (
    Cleared,
    Decided,
    Selection,
    accept_suspense,
    assign_suspense,
    decided_before,
    hold_suspense,
    retry_suspense,
    take_back_decision,
    write_off_suspense,
)
from app.operations.office import Office
from app.ui import words
from app.ui.desk import Desk, Step
from app.ui.tasks import Task

CHANGED: Final = Changes.USAGE | Changes.MONTH
"""What clearing suspense changes."""

Verb = Callable[[Office, Selection], Cleared]


class Done:
    """A decision and what was before."""

    def __init__(self, cleared: Cleared, before: Sequence[Decided]) -> None:
        self.cleared = cleared
        self.before = before

    def summary(self) -> str:
        """The decision in a line."""
        return self.cleared.summary()


def selections(rows: Sequence[SuspenseRow]) -> list[Selection]:
    """The selections that mean exactly these rows."""
    return [
        Selection(reason=row.reason.name.lower(), party=row.party, source=row.source)
        for row in rows
    ]


def decide(desk: Desk, title: str, chosen: Sequence[Selection], verb: Verb) -> Task:
    """Decides about calls; it can be taken back."""

    def work(office: Office) -> Done:
        before = [decided_before(office, each) for each in chosen]
        done = [verb(office, each) for each in chosen]
        total = Cleared(calls=sum(d.calls for d in done), left=sum(d.left for d in done))
        return Done(total, before)

    def done(found: object) -> None:
        if isinstance(found, Done):
            desk.did(Step(title, partial(_undo, title, found.before), CHANGED))

    return desk.do(title, lambda office, _: work(office), changes=CHANGED, done=done)


def _undo(title: str, before: Sequence[Decided], office: Office) -> Step:
    now = [take_back_decision(office, each) for each in before]
    return Step(title, partial(_undo, title, now), CHANGED)


def hold_or_release(desk: Desk, rows: Sequence[SuspenseRow]) -> Task:
    """Lets calls wait, or wait no more where all of them do."""
    calls = words.plural(sum(row.calls for row in rows), "call")
    if all(row.held == row.calls for row in rows):
        return decide(desk, f"Hold {calls} no more", selections(rows), retry_suspense)
    return decide(desk, f"Hold {calls}", selections(rows), _hold)


def accept(desk: Desk, rows: Sequence[SuspenseRow]) -> Task:
    """Bills calls that are real after all."""
    calls = words.plural(sum(row.calls for row in rows), "call")
    return decide(desk, f"Accept {calls}", selections(rows), _accept)


def write_off(desk: Desk, rows: Sequence[SuspenseRow], why: str) -> Task:
    """Gives calls up, with a reason."""
    calls = words.plural(sum(row.calls for row in rows), "call")
    return decide(desk, f"Write off {calls}", selections(rows), partial(_write_off, why))


def _hold(office: Office, chosen: Selection) -> Cleared:
    return hold_suspense(office, chosen, why="")


def _accept(office: Office, chosen: Selection) -> Cleared:
    return accept_suspense(office, chosen, why="")


def _write_off(why: str, office: Office, chosen: Selection) -> Cleared:
    return write_off_suspense(office, chosen, why=why)


def assign_once(desk: Desk, title: str, rows: Sequence[SuspenseRow], number: str) -> Task:
    """Gives calls to a number, this once."""
    return decide(desk, title, selections(rows), partial(_assign, number))


def _assign(number: str, office: Office, chosen: Selection) -> Cleared:
    return assign_suspense(office, chosen, number=number, why="")
