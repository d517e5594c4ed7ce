"""Queries for the month end: what came in, what stands in the way, what was billed and sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.billing.month_steps import ExceptionSum, InvoiceSum, SourceDays
from app.store.database import raw
from app.store.suspense import price_of_a_second, worth
from app.store.transaction import Transaction
from app.usage.table import Direction, Reason, Status
from app.values.money import from_counts


def newest_change(conn: Transaction) -> int:
    """The newest entry of the audit that a bill run may depend on; 0: none.

    Not among them: drafts and waivers of runs, and what only tells that something left the house.
    """
    found = raw(conn).execute(
        "SELECT id FROM audit WHERE area NOT IN ('bill_runs', 'months', 'profiles', 'decisions')"
        " AND action NOT IN ('issued', 'sent', 'unmasked') ORDER BY id DESC LIMIT 1"
    )
    return int((found.fetchone() or (0,))[0])


def newest_import(conn: Transaction) -> int:
    """The newest call file; 0: none."""
    return int(raw(conn).execute("SELECT coalesce(max(id), 0) FROM imports").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of seconds since 1970 in UTC, with where its days begin."""

    start: int
    end: int
    days: Mapping[date, int]
    """The first second of each of its days."""


def calls_by_day(conn: Transaction, stretch: Stretch) -> dict[str, dict[date, int]]:
    """Of each source how many records it brought on which day; days without one are left out."""
    firsts = sorted((start, day) for day, start in stretch.days.items())
    found: dict[str, dict[date, int]] = {}
    # By the quarter of an hour: the days of every zone begin and end on one.
    rows = raw(conn).execute(
        "SELECT imports.source, calls.started_at / 900, count(*) FROM calls"
        " JOIN imports ON imports.id = calls.import_id"
        " WHERE calls.started_at >= ? AND calls.started_at < ? AND calls.status <> ?"
        " GROUP BY 1, 2 ORDER BY 2",
        (stretch.start, stretch.end, int(Status.DUPLICATE)),
    )
    place = 0
    for source, quarter, count in rows:
        while place + 1 < len(firsts) and firsts[place + 1][0] <= quarter * 900 + 450:
            place += 1
        days = found.setdefault(source, {})
        days[firsts[place][1]] = days.get(firsts[place][1], 0) + count
    return found


def sources_of(conn: Transaction, stretch: Stretch, *, until: date) -> list[SourceDays]:
    """What each source that ever brought calls brought in a stretch, and which days it lacks.

    Days after ``until`` are not missed yet.
    """
    by_day = calls_by_day(conn, stretch)
    known = {source for (source,) in raw(conn).execute("SELECT DISTINCT source FROM imports")}
    return [
        SourceDays(
            source=source,
            calls=sum(by_day.get(source, {}).values()),
            missing=tuple(
                day
                for day in sorted(stretch.days)
                if source in by_day and day <= until and day not in by_day[source]
            ),
        )
        for source in sorted(known)
    ]


def unread_rows(conn: Transaction, stretch: Stretch) -> int:
    """Rows that could not be read, of files with calls of the stretch."""
    found = raw(conn).execute(
        "SELECT count(*) FROM malformed_rows WHERE import_id IN (SELECT id FROM imports WHERE"
        " EXISTS (SELECT 1 FROM calls WHERE calls.import_id = imports.id"
        " AND calls.started_at >= ? AND calls.started_at < ?))",
        (stretch.start, stretch.end),
    )
    return int(found.fetchone()[0])


def exceptions_before(conn: Transaction, end: int) -> list[ExceptionSum]:
    """What keeps the run of a period that ends then from approval, by reason, most money first.

    The very calls that its gates of suspense count: answered, not held, begun before the end; a
    date that is not believed says nothing of the period.
    """
    price = price_of_a_second(conn)
    rows = raw(conn).execute(
        "SELECT reason, count(*), sum(max(raw_seconds, 0)), count(DISTINCT CASE"
        " WHEN billing_number <> 0 THEN billing_number WHEN direction = ? THEN called"
        " ELSE caller END) FROM calls"
        " LEFT JOIN call_decisions ON call_decisions.call_id = calls.id"
        " WHERE status = ? AND answered = 1 AND coalesce(held, 0) = 0"
        " AND (started_at < ? OR reason = ?) GROUP BY reason",
        (int(Direction.IN), int(Status.SUSPENDED), end, int(Reason.BAD_TIMESTAMP)),
    )
    found = [
        ExceptionSum(
            reason=Reason(reason), calls=calls, parties=parties, amount=worth(seconds, price)
        )
        for reason, calls, seconds, parties in rows
    ]
    return sorted(found, key=lambda each: (-each.amount, -each.calls, each.reason))


def held_before(conn: Transaction, end: int) -> int:
    """Answered calls in suspense that the user holds, begun before then."""
    found = raw(conn).execute(
        "SELECT count(*) FROM call_decisions JOIN calls ON calls.id = call_id"
        " WHERE held = 1 AND status = ? AND answered = 1 AND started_at < ?",
        (int(Status.SUSPENDED), end),
    )
    return int(found.fetchone()[0])


def invoices_by_state(conn: Transaction, period: str) -> dict[str, InvoiceSum]:
    """How many invoices of a period are in which state, and their totals."""
    rows = raw(conn).execute(
        "SELECT state, count(*), sum(total) FROM invoices WHERE period = ? GROUP BY state",
        (period,),
    )
    return {
        state: InvoiceSum(count=count, total=from_counts(total)) for state, count, total in rows
    }


def cycle_days(conn: Transaction) -> tuple[int, ...]:
    """The days on which bill cycles of accounts begin."""
    rows = raw(conn).execute("SELECT DISTINCT bill_cycle_day FROM accounts ORDER BY 1")
    return tuple(day for (day,) in rows)
