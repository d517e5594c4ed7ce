"""Closed months: by whom, since when, with which proof; and those that were opened again.

What they hold is told here, once: ``refuse_closed`` for runs and invoices, ``held_calls`` for
calls, ``charges_held`` for one-time charges.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, Integer, Text, insert, select, update

from app.billing.charge import OneTimeCharge
from app.billing.closing import ClosedMonth, charge_findings, refusal
from app.billing.cycle import FIRST_CYCLE_DAY, bill_period
from app.errors import NotAllowed
from app.findings import Finding
from app.store.audit import Action, Entry, Stamp, record
from app.store.columns import Moment
from app.store.database import raw
from app.store.rating_setup import start_of_day_us
from app.store.tables import table
from app.values.sheet import SheetRow

_MICROS: Final = 1_000_000

TABLE: Final = table(
    "closed_months",
    Column("id", Integer, primary_key=True),
    Column("period", Text, nullable=False),
    Column("closed_at", Moment, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("last_import", Integer, nullable=False),  # what came later is no part of the month
    Column("proof", Text, nullable=False),  # JSON: the sums with which it closed
    Column("reopened_at", Moment),
    Column("reopened_by", Text),
    Column("reopened_why", Text),
)
"""Each closing, with its reopening where there was one; rows are never taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One closing of a month, and its reopening where there was one."""

    month: ClosedMonth
    proof: Mapping[str, str]
    """The sums with which it closed, by name."""
    reopened_at: datetime | None
    reopened_by: str | None
    reopened_why: str | None


def closings(conn: Connection) -> list[Closing]:
    """All closings, the oldest first."""
    rows = conn.execute(select(TABLE).order_by(TABLE.c.id)).mappings()
    return [
        Closing(
            month=ClosedMonth(
                label=row["period"],
                closed_at=row["closed_at"],
                closed_by=row["closed_by"],
                last_import=row["last_import"],
            ),
            proof=json.loads(row["proof"]),
            reopened_at=row["reopened_at"],
            reopened_by=row["reopened_by"],
            reopened_why=row["reopened_why"],
        )
        for row in rows
    ]


def closed_months(conn: Connection) -> dict[str, ClosedMonth]:
    """The months that are closed now, by label."""
    return {each.month.label: each.month for each in closings(conn) if each.reopened_at is None}


def refuse_closed(conn: Connection, label: str, *, what: str, credit: bool = False) -> None:
    """Lets nothing pass that changes a closed month; NotAllowed names it and the way out.

    ``what`` is the sentence that says what was not done; ``credit``: whether a credit is the way.
    """
    month = closed_months(conn).get(label)
    if month is not None:
        raise refusal(month, what=what, credit=credit)


def held_calls(conn: Connection) -> tuple[str, tuple[object, ...]] | None:
    """The condition for ``calls`` dated in closed months, with its parameters; None: none is.

    A call lies in the bill period of its number's account, else in the calendar month of the
    company's zone. Calls of files that came after the closing are not among them.
    """
    return _held_by(conn, list(closed_months(conn).values()))


def _held_by(
    conn: Connection, months: Sequence[ClosedMonth]
) -> tuple[str, tuple[object, ...]] | None:
    if not months:
        return None
    db = raw(conn)
    zone = (db.execute("SELECT timezone FROM company").fetchone() or ("UTC",))[0]
    cycles = db.execute(
        "SELECT DISTINCT bill_cycle_day, coalesce(timezone, ?) FROM accounts", (zone,)
    ).fetchall()
    own = (
        "calls.number_id IN (SELECT numbers.id FROM numbers JOIN accounts USING (account_number)"
        " WHERE bill_cycle_day = ? AND coalesce(timezone, ?) = ?)"
    )
    parts: list[str] = []
    values: list[object] = []
    for month in months:
        for cycle_day, its_zone in cycles:
            parts.append(f"{own} AND {_DATED}")
            values += [cycle_day, zone, its_zone, *_dated(month, cycle_day, its_zone)]
        parts.append(f"calls.number_id IS NULL AND {_DATED}")
        values += _dated(month, FIRST_CYCLE_DAY, zone)
    return " OR ".join(f"({part})" for part in parts), tuple(values)


_DATED: Final = "calls.started_at >= ? AND calls.started_at < ? AND calls.import_id <= ?"


def _dated(month: ClosedMonth, cycle_day: int, zone: str) -> tuple[int, int, int]:
    days = bill_period(month.label, cycle_day)
    return (
        start_of_day_us(days.start, zone) // _MICROS,
        start_of_day_us(days.end, zone) // _MICROS,
        month.last_import,
    )


def month_held_by(conn: Connection, import_id: int) -> ClosedMonth | None:
    """The closed month that holds calls of an import; None where none does."""
    for _, month in sorted(closed_months(conn).items()):
        where, values = _held_by(conn, [month]) or ("0", ())
        found = raw(conn).execute(
            f"SELECT 1 FROM calls WHERE import_id = ? AND ({where}) LIMIT 1",  # noqa: S608
            (import_id, *values),
        )
        if found.fetchone() is not None:
            return month
    return None


def charges_held(
    conn: Connection, rows: Iterable[tuple[int | None, SheetRow | None]]
) -> list[Finding]:
    """A finding for each of these rows, with its number, that is a charge in a closed month."""
    months = closed_months(conn)
    charges = [(number, row) for number, row in rows if isinstance(row, OneTimeCharge)]
    if not months or not charges:
        return []
    cycle_days = dict(
        raw(conn).execute("SELECT account_number, bill_cycle_day FROM accounts").fetchall()
    )
    return charge_findings(
        [
            (
                number,
                row.reference,
                row.charged_on,
                cycle_days.get(row.account_number, FIRST_CYCLE_DAY),
            )
            for number, row in charges
        ],
        months,
    )


def write_closing(
    conn: Connection, month: ClosedMonth, *, proof: Mapping[str, str], stamp: Stamp
) -> None:
    """Closes a month, with its audit entry."""
    conn.execute(
        insert(TABLE),
        {
            "period": month.label,
            "closed_at": month.closed_at,
            "closed_by": month.closed_by,
            "last_import": month.last_import,
            "proof": json.dumps(dict(proof), sort_keys=True),
        },
    )
    entry = Entry(area="months", record=month.label, action=Action.CLOSED, after=proof)
    record(conn, [entry], stamp=stamp)


def write_reopening(conn: Connection, label: str, *, why: str, stamp: Stamp) -> None:
    """Opens a closed month again, with its audit entry; NotAllowed where it is not closed."""
    month = closed_months(conn).get(label)
    if month is None:
        raise NotAllowed(f"{label} is not closed.", "Nothing holds it.")
    conn.execute(
        update(TABLE)
        .where(TABLE.c.period == label, TABLE.c.reopened_at.is_(None))
        .values(reopened_at=stamp.at, reopened_by=stamp.actor, reopened_why=why)
    )
    entry = Entry(
        area="months",
        record=label,
        action=Action.REOPENED,
        before={"closed_at": month.closed_at, "closed_by": month.closed_by},
        reason=why,
    )
    record(conn, [entry], stamp=stamp)
