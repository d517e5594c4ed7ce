"""Queries of measured shares: what approved runs went by, and what the calls of a period say."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select

from app.store.billing_tables import bill_runs, run_traffic
from app.store.database import raw
from app.store.period_usage import Window, in_windows
from app.store.transaction import Transaction
from app.tax.traffic import CallSeconds, Traffic
from app.usage.table import CallClass, Jurisdiction, Status


def call_seconds(conn: Transaction, windows: Sequence[Window]) -> list[CallSeconds]:
    """Billed seconds of the rated calls of the windows, billed already or not.

    One entry for calls to toll-free numbers, one for all others.
    """
    sql, values = in_windows(
        "SELECT c.call_class = ?, c.jurisdiction, sum(c.billed_seconds)",
        "WHERE c.status = ? GROUP BY 1, 2",
        windows,
    )
    parameters = (values, int(CallClass.TOLL_FREE_INBOUND), int(Status.RATED))
    rows = raw(conn).execute(sql, parameters)
    sums = {(bool(kind), place): seconds for kind, place, seconds in rows}
    return [
        CallSeconds(
            interstate=sums.get((kind, Jurisdiction.INTERSTATE), 0),
            international=sums.get((kind, Jurisdiction.INTERNATIONAL), 0),
            intrastate=sums.get((kind, Jurisdiction.INTRASTATE), 0),
            is_toll_free=kind,
        )
        for kind in (False, True)
    ]


def write_traffic(conn: Connection, run_id: int, traffic: Iterable[Traffic]) -> None:
    """Keeps what a run went by."""
    rows = [
        {
            "run_id": run_id,
            "category": each.category,
            "interstate_seconds": each.interstate,
            "international_seconds": each.international,
            "intrastate_seconds": each.intrastate,
        }
        for each in traffic
    ]
    if rows:
        conn.execute(insert(run_traffic), rows)


def load_traffic(conn: Connection) -> dict[str, dict[str, Traffic]]:
    """By period and category what the first approved run of the period went by.

    Later runs of a period go by the same.
    """
    found: dict[str, dict[str, Traffic]] = {}
    rows = conn.execute(
        select(bill_runs.c.period, run_traffic)
        .join(bill_runs, bill_runs.c.id == run_traffic.c.run_id)
        .order_by(bill_runs.c.approved_at, bill_runs.c.id)
    ).mappings()
    for row in rows:
        found.setdefault(row["period"], {}).setdefault(
            row["category"],
            Traffic(
                category=row["category"],
                interstate=row["interstate_seconds"],
                international=row["international_seconds"],
                intrastate=row["intrastate_seconds"],
            ),
        )
    return found
