"""Calls in suspense: shown, tried again, assigned, held, accepted, written off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from app.errors import InputError, NotAllowed
from app.operations.office import Office
from app.operations.repricing import price_stored, reprice
from app.store import audit
from app.store.audit import Action, Entry
from app.store.columns import microseconds
from app.store.database import raw
from app.store.rating_setup import RatingSetup
from app.store.setup import load
from app.store.setup_changes import RowChanges, apply_setup
from app.store.suspense import SuspenseGroup, suspense_groups, waiting_calls
from app.store.touched import touched_calls
from app.store.transaction import Transaction
from app.store.usage import DECISIONS, calls_by_id, decide, decisions, set_status, text_ids
from app.usage.source import Alias
from app.usage.table import Reason, Status
from app.values.phone_number import e164

MAY_BE_ACCEPTED: Final = frozenset(
    {
        Reason.TOO_LONG,
        Reason.BAD_TIMESTAMP,
        Reason.BAD_DURATION,
        Reason.PROBABLE_DUPLICATE,
        Reason.PARTIAL,
        Reason.CONTROL_TOTAL,
    }
)
"""Doubts a user may set aside; the others need a cause mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which calls in suspense are meant; what is blank does not narrow."""

    call_ids: Sequence[str] = ()
    reason: str | None = None
    party: str | None = None
    """The text or number by which the payer was looked for; an empty text: there was none."""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What an action on suspense did."""

    calls: int
    """Calls it concerned."""
    left: int
    """Of these still in suspense."""

    def summary(self) -> str:
        """It in a line."""
        gone = self.calls - self.left
        word = "call" if gone == 1 else "calls"
        return f"{gone:,} {word} left suspense, {self.left:,} still wait"


def list_suspense(office: Office) -> list[SuspenseGroup]:
    """What waits, by reason, source and party, the most money first."""
    with office.file.read() as conn:
        return suspense_groups(conn)


def retry_suspense(office: Office, chosen: Selection) -> Cleared:
    """Tries suspended calls again by what the file says now; held ones are held no more."""
    with office.write() as conn:
        calls = _chosen(conn, chosen)
        released = calls.filter(pl.col("held") == 1)
        if released.height:
            _decide(office, conn, released, why="", held=0)
        text_ids(raw(conn), [alias.alias for alias in load(conn, Alias)])
        price_stored(office, conn, calls)
        return _done(office, conn, calls, action=Action.CHANGED, why="")


def assign_suspense(office: Office, chosen: Selection, *, number: str, why: str) -> Cleared:
    """Gives suspended calls to a number, this once.

    Raises InputError where the number is none, or nobody's at the start of one of the calls.
    """
    wanted = _number(number)
    with office.write() as conn:
        calls = _chosen(conn, chosen)
        ids = _ids_at_start(office.rating_setup(conn), calls, wanted)
        _decide(office, conn, calls, why=why, forced_number_id=pl.Series(ids, dtype=pl.Int64))
        price_stored(office, conn, calls)
        return _done(office, conn, calls, action=Action.ASSIGNED, why=why)


def remember_alias(office: Office, chosen: Selection, *, number: str, why: str) -> Cleared:
    """Lets the selection's party stand for a number from now on.

    Unbilled calls that have it at an end, the selection's and others, are priced again. Raises
    InputError without a party, and for a number that is none.
    """
    if not chosen.party:
        raise InputError(
            "Nothing was remembered.",
            "An alias is a text that stands for a number, and no text was named.",
            "Name it with --party.",
        )
    alias = Alias(alias=chosen.party, number=_number(number), source=chosen.source)
    with office.write() as conn:
        calls = _chosen(conn, chosen)
        known = (alias.alias, alias.source) in {(a.alias, a.source) for a in load(conn, Alias)}
        change = RowChanges(changed=[alias]) if known else RowChanges(added=[alias])
        stamp = office.stamp("remember_alias")
        apply_setup(conn, {"aliases": change}, stamp=stamp, origin=why or "suspense")
        touched = touched_calls(raw(conn), {"aliases": change})
        if touched is not None:
            reprice(office, conn, *touched)
        return _done(office, conn, calls, action=Action.ASSIGNED, why=why)


def hold_suspense(office: Office, chosen: Selection, *, why: str) -> Cleared:
    """Lets suspended calls wait: they hold no gate."""
    with office.write() as conn:
        calls = _chosen(conn, chosen)
        _decide(office, conn, calls, why=why, held=1)
        return _done(office, conn, calls, action=Action.HELD, why=why)


def accept_suspense(office: Office, chosen: Selection, *, why: str) -> Cleared:
    """Sets a doubt aside: the calls are real and go on.

    Raises InputError for calls whose cause has to be mended instead.
    """
    with office.write() as conn:
        calls = _chosen(conn, chosen)
        mend = calls.filter(~pl.col("reason").is_in([int(r) for r in MAY_BE_ACCEPTED]))
        if mend.height:
            words = Reason(mend["reason"][0]).name.lower()
            raise InputError(
                f"{mend.height} of these calls wait for another reason: {words}.",
                "A payer, a rate or a number cannot be accepted as it is.",
                "Mend the cause, then retry; or write the calls off.",
            )
        _decide(office, conn, calls, why=why, released=calls["reason"])
        price_stored(office, conn, calls)
        return _done(office, conn, calls, action=Action.CHANGED, why=why)


def write_off_suspense(office: Office, chosen: Selection, *, why: str) -> Cleared:
    """Gives suspended calls up, with a reason; they stay on record.

    Raises InputError without a reason.
    """
    if not why.strip():
        raise InputError(
            "Nothing was written off.", "A write-off needs a reason.", "Say why with --why."
        )
    with office.write() as conn:
        calls = _chosen(conn, chosen)
        _decide(office, conn, calls, why=why, written_off=1)
        set_status(raw(conn), calls["id"].to_list(), Status.WRITTEN_OFF)
        return _done(office, conn, calls, action=Action.WRITTEN_OFF, why=why)


@dataclass(frozen=True, slots=True)
class Decided:
    """What had been decided about calls before something else was; for taking that back."""

    decisions: pl.DataFrame
    """``DECISIONS`` columns, one row a call."""


def decided_before(office: Office, chosen: Selection) -> Decided:
    """What is decided about suspended calls now, to be kept before something else is."""
    with office.file.read() as conn:
        calls = _chosen(conn, chosen)
        return Decided(_decisions_of(conn, calls["id"].to_list()))


def take_back_decision(office: Office, before: Decided) -> Decided:
    """Puts calls back to what was decided before; what it returns does the other thing again.

    NotAllowed where one of the calls is on an invoice by now.
    """
    ids = before.decisions["id"].to_list()
    with office.write() as conn:
        calls = calls_by_id(raw(conn), ids)
        if calls["invoice_id"].drop_nulls().len():
            raise NotAllowed(
                "This cannot be taken back.",
                "One of the calls is on an invoice by now.",
                "Credit the invoice, or undo its bill run first.",
            )
        now = Decided(_decisions_of(conn, ids))
        decide(raw(conn), before.decisions, at_us=microseconds(office.clock.now()))
        given_up = before.decisions.filter(pl.col("written_off") == 1)["id"].to_list()
        set_status(raw(conn), ids, Status.SUSPENDED)
        price_stored(
            office, conn, calls_by_id(raw(conn), [i for i in ids if i not in set(given_up)])
        )
        set_status(raw(conn), given_up, Status.WRITTEN_OFF)
        entries = [
            Entry(area="calls", record=f"{row['source']}/{row['call_key']}", action=Action.UNDONE)
            for row in calls.iter_rows(named=True)
        ]
        audit.record(conn, entries, stamp=office.stamp("clear_suspense"))
    return now


def _decisions_of(conn: Transaction, ids: Sequence[int]) -> pl.DataFrame:
    wanted = pl.DataFrame({"id": pl.Series(ids, dtype=pl.Int64)})
    return (
        wanted.join(decisions(raw(conn)), on="id", how="left", maintain_order="left")
        .with_columns(
            pl.col("released", "held", "written_off").fill_null(0), pl.col("why").fill_null("")
        )
        .select(list(DECISIONS))
    )


def _number(text: str) -> str:
    """E.164 of a number a user wrote; InputError where it is none."""
    try:
        return e164(text)
    except ValueError as problem:
        raise InputError(f"{problem}.", "", "Write it as in (303) 555-0142.") from problem


def _chosen(conn: Transaction, chosen: Selection) -> pl.DataFrame:
    """The suspended calls that are meant; InputError where there are none."""
    calls = waiting_calls(conn)
    if chosen.call_ids:
        calls = calls.filter(pl.col("call_key").is_in(list(chosen.call_ids)))
    if chosen.reason:
        known = {reason.name.lower(): int(reason) for reason in Reason}
        if chosen.reason not in known:
            raise InputError(f"There is no suspense reason {chosen.reason}.")
        calls = calls.filter(pl.col("reason") == known[chosen.reason])
    if chosen.party is not None:
        calls = calls.filter(pl.col("party") == chosen.party)
    if chosen.source:
        calls = calls.filter(pl.col("source") == chosen.source)
    if calls.is_empty() and chosen != Selection():
        raise InputError("No call in suspense is meant by that.", "", "See what waits: suspense.")
    return calls


def _ids_at_start(setup: RatingSetup, calls: pl.DataFrame, number: str) -> list[int]:
    """The row of ``numbers`` in force at each call's start."""
    rows = [
        (setup.starts_us(line), setup.ends_us(line), line.number_id)
        for line in setup.numbers.values()
        if line.row.number == number
    ]
    ids = []
    for started_us, call_key in calls.select("started_us", "call_key").iter_rows():
        fits = [number_id for start, end, number_id in rows if start <= started_us < end]
        if len(fits) != 1:
            raise InputError(
                f"{number} is no number of one customer when call {call_key} began.",
                "",
                "Add it to the numbers sheet with dates that hold the call.",
            )
        ids.append(fits[0])
    return ids


def _decide(
    office: Office, conn: Transaction, calls: pl.DataFrame, *, why: str, **what: int | pl.Series
) -> None:
    """Writes what was decided about calls, keeping what was decided before."""
    db = raw(conn)
    before = decisions(db).drop("why")
    rows = (
        calls.select("id")
        .join(before, on="id", how="left", maintain_order="left")
        .with_columns(pl.col("released", "held", "written_off").fill_null(0))
        .with_columns(
            value.alias(name) if isinstance(value, pl.Series) else pl.lit(value).alias(name)
            for name, value in what.items()
        )
        .with_columns(why=pl.lit(why))
    )
    decide(db, rows.select(list(DECISIONS)), at_us=microseconds(office.clock.now()))


def _done(
    office: Office, conn: Transaction, calls: pl.DataFrame, *, action: Action, why: str
) -> Cleared:
    """Leaves an audit entry a call, and counts."""
    now = calls_by_id(raw(conn), calls["id"].to_list())
    before = dict(zip(calls["id"].to_list(), calls["reason"].to_list(), strict=True))
    entries = [
        Entry(
            area="calls",
            record=f"{row['source']}/{row['call_key']}",
            action=action,
            before={"suspended": Reason(before[row["id"]]).name.lower()},
            after={
                "status": Status(row["status"]).name.lower(),
                "reason": Reason(row["reason"]).name.lower(),
            },
            reason=why,
        )
        for row in now.iter_rows(named=True)
        if action is not Action.CHANGED or row["status"] != int(Status.SUSPENDED)
    ]
    audit.record(conn, entries, stamp=office.stamp("clear_suspense"))
    left = now.filter(pl.col("status") == int(Status.SUSPENDED)).height
    return Cleared(calls=calls.height, left=left)
