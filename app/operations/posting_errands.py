"""One thing done once at another system, whatever breaks meanwhile.

The outbox row is written first; then the thing is looked for; only what is not there is sent, with
its own key; after a time-out it is looked for before anything else. What nobody knows stays open in
the outbox and is looked for at the next posting.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar

from app.connectors.dealings import Posted
from app.errors import AppError, NotAllowed, RemoteRefused, RemoteUnavailable, SignInNeeded
from app.operations.map_writing import settle_link
from app.operations.office import Office
from app.operations.posting_plan import PlanRecord, Verb, digest_of
from app.store import audit
from app.store.audit import Action, Entry
from app.store.links import Link, LinkKind, keep_link
from app.store.outbox import (
    Errand,
    OutboxRow,
    OutboxState,
    begin_errand,
    end_creations,
    end_errand,
    open_errands,
)
from app.store.transaction import Transaction

_LOG = logging.getLogger(__name__)
_TURNS: Final = 2
"""How often a thing is sent that after a time-out was not to be found."""

T = TypeVar("T")


class Result(Enum):
    """What became of a record of a plan."""

    DONE = "done"
    LINKED = "linked"
    """It was there already, and is known as ours now."""
    ALREADY = "already"
    """It was done before."""
    SKIPPED = "skipped"
    CONFLICT = "conflict"
    REFUSED = "refused"
    DIFFERS = "differs"
    """It was made, and came out otherwise than it was sent: made void again where that went."""
    UNKNOWN = "unknown"
    """Nobody knows; the next posting looks for it."""
    WAITING = "waiting"
    """Not tried: something before it stopped the work, or has to be done first."""
    STALE = "stale"
    """Left alone: something of it has changed on one of the sides since it was planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One record of a plan, and what became of it."""

    record: PlanRecord
    result: Result
    their_id: str | None = None
    their_number: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingResult:
    """What became of every record of a plan, in its order."""

    system: str
    outcomes: tuple[Outcome, ...]
    stopped: str = ""
    """Why the rest waits; blank: it went to its end."""

    def count(self, result: Result) -> int:
        """How many records ended so."""
        return sum(each.result is result for each in self.outcomes)

    @property
    def is_clear(self) -> bool:
        """Whether nothing needs a hand."""
        good = {Result.DONE, Result.LINKED, Result.ALREADY, Result.SKIPPED}
        return not self.stopped and all(each.result in good for each in self.outcomes)


class Stopped(Exception):  # noqa: N818  not an error: the rest waits
    """The other system does not answer, or wants a sign-in: the rest waits."""

    def __init__(self, problem: AppError, outcomes: Sequence[Outcome] = ()) -> None:
        """``outcomes``: of the records at which it stopped, as far as they are known."""
        super().__init__(str(problem))
        self.problem = problem
        self.outcomes = tuple(outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who keeps the outbox and links of one system."""

    office: Office
    system: str
    plan: str
    """The seal of the plan: changing twice the same way is two things to do, making is one."""

    def begin(self, record: PlanRecord) -> OutboxRow:
        """The outbox row of a record, written before anything is asked.

        What was to be made and was sent in other words, with no end that anybody knows, counts
        among its attempts: it may be there.
        """
        errand = Errand(
            verb=record.verb.value,
            kind=record.kind,
            our_id=record.our_id,
            digest=digest_of(
                record.document
                if record.verb is Verb.CREATE
                else {"sent": record.document, "plan": self.plan}
            ),
        )
        with self.office.write() as conn:
            earlier = sum(
                each.attempts
                for each in open_errands(conn, self.system)
                if each.errand.verb == Verb.CREATE.value == errand.verb
                and (each.errand.kind, each.errand.our_id) == (errand.kind, errand.our_id)
                and each.errand.digest != errand.digest
            )
            row = begin_errand(conn, self.system, errand, at=self.office.clock.now())
        return (
            row if row.state is OutboxState.DONE else replace(row, attempts=row.attempts + earlier)
        )

    def refused(self, row: OutboxRow, record: PlanRecord, why: str) -> Outcome:
        """Notes that nothing was done, and why."""
        self._end(row, OutboxState.REFUSED, why)
        return Outcome(record=record, result=Result.REFUSED, why=why)

    def unsent(self, row: OutboxRow, record: PlanRecord, why: str) -> Outcome:
        """Notes that it surely did not go out; it waits."""
        self._end(row, OutboxState.REFUSED, why)
        return Outcome(record=record, result=Result.WAITING, why=why)

    def unknown(self, row: OutboxRow, record: PlanRecord, why: str) -> Outcome:
        """Notes that nobody knows."""
        self._end(row, OutboxState.UNKNOWN, why)
        return Outcome(record=record, result=Result.UNKNOWN, why=why)

    def _end(self, row: OutboxRow, state: OutboxState, why: str) -> None:
        with self.office.write() as conn:
            end_errand(conn, row.id, state, at=self.office.clock.now(), error=why)

    def landed(
        self,
        row: OutboxRow,
        record: PlanRecord,
        posted: Posted,
        *,
        sent: Mapping[str, Any],
        result: Result = Result.DONE,
        why: str = "",
    ) -> Outcome:
        """Keeps the link, the end of the errand and its audit entry, all at once."""
        at = self.office.clock.now()
        with self.office.write() as conn:
            end_errand(
                conn,
                row.id,
                OutboxState.DONE,
                at=at,
                their_id=posted.id,
                their_number=posted.number,
                error=why,
            )
            if record.verb is Verb.CREATE:
                end_creations(
                    conn, self.system, record.kind, record.our_id, at=at, their_id=posted.id
                )
            elif record.verb in {Verb.UPDATE, Verb.VOID}:
                self._end_earlier(conn, record, at)
            kind = _link_kind(record.kind)
            if kind is not None:
                link = Link(
                    kind=kind,
                    our_id=record.our_id,
                    their_id=posted.id,
                    version=posted.version,
                    total=posted.total,
                    sent=sent,
                )
                keep_link(conn, self.system, link, at=at)
            if kind is LinkKind.CUSTOMER:
                settle_link(conn, self.system, ours=record.our_id, theirs=posted.id, at=at)
            audit.record(
                conn,
                [_entry(self.system, record, posted, why)],
                stamp=self.office.stamp("post"),
            )
        return Outcome(
            record=record,
            result=result,
            their_id=posted.id,
            their_number=posted.number,
            why=why,
        )

    def _end_earlier(self, conn: Transaction, record: PlanRecord, at: datetime) -> None:
        """Ends the same change of an earlier plan, of which nobody knew: this one is over it."""
        wanted = (record.verb.value, record.kind, record.our_id)
        for row in open_errands(conn, self.system):
            if (row.errand.verb, row.errand.kind, row.errand.our_id) == wanted:
                end_errand(conn, row.id, OutboxState.DONE, at=at, error="A later change is there.")

    def found(self, record: PlanRecord, posted: Posted, *, why: str) -> Outcome:
        """Keeps that what was sent once, and whose end nobody knew, is there; nothing is sent."""
        self.close(record, posted.id, entries=[_entry(self.system, record, posted, why)])
        return Outcome(record=record, result=Result.LINKED, their_id=posted.id, why=why)

    def close(
        self, record: PlanRecord, their_id: str | None, *, entries: Sequence[Entry] = ()
    ) -> None:
        """Ends every errand of a record that is still open, as a look has told: done, or not.

        What was to be made and is not there was not done. What was to be changed and needs no
        change is as it is to be.
        """
        at = self.office.clock.now()
        with self.office.write() as conn:
            for row in open_errands(conn, self.system):
                if (row.errand.kind, row.errand.our_id) != (record.kind, record.our_id):
                    continue
                is_lost = row.errand.verb == Verb.CREATE.value and their_id is None
                end_errand(
                    conn,
                    row.id,
                    OutboxState.REFUSED if is_lost else OutboxState.DONE,
                    at=at,
                    their_id=their_id,
                    their_number=row.their_number,
                    error=record.reason,
                )
            audit.record(conn, entries, stamp=self.office.stamp("post"))

    def once(
        self,
        record: PlanRecord,
        *,
        sent: Mapping[str, Any],
        look: Callable[[], Posted | None],
        send: Callable[[str], Posted],
    ) -> Outcome:
        """Does one thing once: ``look`` tells whether it is done, ``send`` does it with a key.

        Raises Stopped where the other system does not answer or wants a sign-in.
        """
        row = self.begin(record)
        if row.state is OutboxState.DONE:
            return already(row, record)
        why = ""
        try:
            for _ in range(_TURNS):
                found = self.asked(row, record, look)
                if found is not None:
                    break
                row = replace(row, attempts=row.attempts + 1)
                try:
                    return self.landed(row, record, send(row.key), sent=sent)
                except RemoteRefused as refusal:
                    # Perhaps refused because an earlier attempt has arrived meanwhile.
                    found = self.asked(row, record, look)
                    if found is None:
                        return self.refused(row, record, str(refusal))
                    break
                except (SignInNeeded, RemoteUnavailable) as problem:
                    if not getattr(problem, "may_have_happened", False):
                        raise Stopped(problem, [self.unsent(row, record, str(problem))]) from None
                    _LOG.warning("%s: a write without answer; it is looked for", self.system)
                    why = str(problem)
            else:
                found = self.asked(row, record, look)
        except NotAllowed as refusal:
            # It concerns this record, and stops nothing else.
            return (self.unknown if why else self.refused)(row, record, why or str(refusal))
        if found is None:
            return self.unknown(row, record, why)
        return self._found(row, record, found, sent)

    def _found(
        self, row: OutboxRow, record: PlanRecord, found: Posted, sent: Mapping[str, Any]
    ) -> Outcome:
        """What was to be done is done: by an attempt of ours, or before us."""
        if row.attempts:
            return self.landed(row, record, found, sent=sent, why="It had arrived.")
        return self.landed(
            row, record, found, sent=sent, result=Result.LINKED, why="It was there already."
        )

    def asked(self, row: OutboxRow, record: PlanRecord, look: Callable[[], T]) -> T:
        """What a look tells; Stopped where it cannot be told, and then nobody knows."""
        try:
            return look()
        except (SignInNeeded, RemoteUnavailable, RemoteRefused) as problem:
            state = self.unknown if row.attempts else self.unsent
            raise Stopped(problem, [state(row, record, str(problem))]) from None


def already(row: OutboxRow, record: PlanRecord) -> Outcome:
    """The outcome of what was done before."""
    return Outcome(
        record=record,
        result=Result.ALREADY,
        their_id=row.their_id,
        their_number=row.their_number,
        why="It was done before.",
    )


def waiting(records: Sequence[PlanRecord], why: str) -> list[Outcome]:
    """The outcomes of records that were not tried."""
    return [Outcome(record=each, result=Result.WAITING, why=why) for each in records]


def _link_kind(kind: str) -> LinkKind | None:
    return LinkKind(kind) if kind in {each.value for each in LinkKind} else None


def _entry(system: str, record: PlanRecord, posted: Posted, why: str) -> Entry:
    total: Decimal | None = posted.total
    after: dict[str, object] = {"system": system, "did": record.verb.value, "id": posted.id}
    if posted.number:
        after["number"] = posted.number
    if total is not None:
        after["total"] = total
    return Entry(
        area=f"{record.kind}s",
        record=record.our_id,
        action=Action.SENT,
        before=None,
        after=after,
        reason=why,
    )
