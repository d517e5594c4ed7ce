"""Queries for reports: calls added up by hour, destination and customer."""

from dataclasses import dataclass
from decimal import Decimal

from app.store.database import raw
from app.store.month_facts import Stretch
from app.store.transaction import Transaction
from app.usage.table import Status
from app.values.money import from_counts

_QUARTER: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSum:
    """Calls of one kind added up."""

    key: str
    calls: int
    seconds: int
    """As they were billed."""
    charge: Decimal
    cost: Decimal | None
    """What the carrier took, as far as files tell it; None where none does."""


def calls_by_quarter(conn: Transaction, stretch: Stretch) -> dict[int, tuple[int, int]]:
    """By quarter of an hour since 1970 the calls that begin in it, and their seconds."""
    rows = raw(conn).execute(
        "SELECT started_at / ?, count(*), sum(raw_seconds) FROM calls "
        "WHERE started_at >= ? AND started_at < ? AND status <> ? GROUP BY 1",
        (_QUARTER, stretch.start, stretch.end, int(Status.DUPLICATE)),
    )
    return {quarter * _QUARTER: (calls, seconds) for quarter, calls, seconds in rows}


def calls_by_destination(conn: Transaction, stretch: Stretch) -> list[CallSum]:
    """Rated calls by the destination of their rate, the dearest first."""
    rows = raw(conn).execute(
        "SELECT coalesce(rates.destination, rates.prefix), count(*), sum(calls.billed_seconds), "
        "sum(calls.charge), sum(calls.cost) FROM calls JOIN rates ON rates.id = calls.rate_id "
        "WHERE calls.started_at >= ? AND calls.started_at < ? AND calls.status = ? "
        "GROUP BY 1 ORDER BY 4 DESC, 1",
        (stretch.start, stretch.end, int(Status.RATED)),
    )
    return [_sum(row) for row in rows]


def calls_by_customer(conn: Transaction, stretch: Stretch) -> list[CallSum]:
    """Rated calls by account number, the dearest first."""
    return _by_account(conn, stretch, "calls.status = ?", (int(Status.RATED),))


def unbilled_by_customer(conn: Transaction, stretch: Stretch) -> list[CallSum]:
    """Rated calls on no invoice, by account number."""
    where = "calls.status = ? AND calls.invoice_id IS NULL"
    return _by_account(conn, stretch, where, (int(Status.RATED),))


def suspended_by_source(conn: Transaction, stretch: Stretch) -> list[CallSum]:
    """Calls in suspense by the source they came from."""
    rows = raw(conn).execute(
        "SELECT imports.source, count(*), sum(calls.raw_seconds), 0, sum(calls.cost) FROM calls "
        "JOIN imports ON imports.id = calls.import_id WHERE calls.started_at >= ? "
        "AND calls.started_at < ? AND calls.status = ? GROUP BY 1 ORDER BY 2 DESC",
        (stretch.start, stretch.end, int(Status.SUSPENDED)),
    )
    return [_sum(row) for row in rows]


def _by_account(
    conn: Transaction, stretch: Stretch, where: str, values: tuple[int, ...]
) -> list[CallSum]:
    rows = raw(conn).execute(
        "SELECT numbers.account_number, count(*), sum(calls.billed_seconds), sum(calls.charge), "  # noqa: S608
        "sum(calls.cost) FROM calls JOIN numbers ON numbers.id = calls.number_id "
        f"WHERE calls.started_at >= ? AND calls.started_at < ? AND {where} "
        "GROUP BY 1 ORDER BY 4 DESC, 1",
        (stretch.start, stretch.end, *values),
    )
    return [_sum(row) for row in rows]


def _sum(row: tuple[str, int, int, int, int | None]) -> CallSum:
    key, calls, seconds, charge, cost = row
    return CallSum(
        key=key,
        calls=calls,
        seconds=seconds,
        charge=from_counts(charge),
        cost=None if cost is None else from_counts(cost),
    )
