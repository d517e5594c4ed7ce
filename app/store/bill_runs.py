"""Queries of bill runs: drafts, approvals, the periods they closed, and the number series."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.store.billing_tables import (
    bill_run_accounts,
    bill_runs,
    number_series,
    run_traffic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A bill run as it lies in the file."""

    id: int
    period: str
    invoice_date: date | None
    state: str
    waivers: Mapping[str, str]
    drafted_at: datetime | None
    approved_at: datetime | None
    first_number: int | None
    """The number series as it lay before the approval; None: there was none."""
    earlier_draft: "StoredRun | None"
    """The draft in whose place it was approved."""
    summary: str | None = None
    """What it came to when it was worked out, as JSON (``app/billing/run_summary.py``)."""


def load_runs(conn: Connection) -> list[StoredRun]:
    """All bill runs, the oldest first."""
    rows = conn.execute(select(bill_runs).order_by(bill_runs.c.id)).mappings()
    return [_read_run(dict(row)) for row in rows]


def _read_run(values: dict[str, Any]) -> StoredRun:
    values["waivers"] = json.loads(values["waivers"])
    draft = values["earlier_draft"]
    values["earlier_draft"] = _draft_of(json.loads(draft)) if draft else None
    return StoredRun(**values)


def _draft_of(facts: Mapping[str, Any]) -> StoredRun:
    day = facts["invoice_date"]
    return StoredRun(
        id=facts["id"],
        period=facts["period"],
        invoice_date=date.fromisoformat(day) if day else None,
        state=facts["state"],
        waivers=facts["waivers"],
        drafted_at=datetime.fromisoformat(facts["drafted_at"]),
        approved_at=None,
        first_number=None,
        earlier_draft=None,
        summary=facts.get("summary"),
    )


def _draft_text(run: StoredRun) -> str:
    return json.dumps(
        {
            "id": run.id,
            "period": run.period,
            "invoice_date": run.invoice_date.isoformat() if run.invoice_date else None,
            "state": run.state,
            "waivers": dict(run.waivers),
            "drafted_at": run.drafted_at.isoformat() if run.drafted_at else None,
            "summary": run.summary,
        },
        sort_keys=True,
    )


def save_run(conn: Connection, run: StoredRun) -> None:
    """Writes a run in the place of the one with its id."""
    values = {
        "id": run.id,
        "period": run.period,
        "invoice_date": run.invoice_date,
        "state": run.state,
        "waivers": json.dumps(dict(run.waivers), sort_keys=True),
        "drafted_at": run.drafted_at,
        "approved_at": run.approved_at,
        "first_number": run.first_number,
        "earlier_draft": _draft_text(run.earlier_draft) if run.earlier_draft else None,
        "summary": run.summary,
    }
    conn.execute(
        sqlite_insert(bill_runs)
        .values(values)
        .on_conflict_do_update(index_elements=[bill_runs.c.id], set_=values)
    )


def delete_run(conn: Connection, run_id: int) -> None:
    """Removes a run that holds no invoices."""
    conn.execute(delete(bill_run_accounts).where(bill_run_accounts.c.run_id == run_id))
    conn.execute(delete(run_traffic).where(run_traffic.c.run_id == run_id))
    conn.execute(delete(bill_runs).where(bill_runs.c.id == run_id))


def next_run_id(conn: Connection) -> int:
    """The number the next run takes."""
    return int(conn.execute(select(func.coalesce(func.max(bill_runs.c.id), 0))).scalar_one()) + 1


def set_next_number(conn: Connection, number: int | None) -> None:
    """Writes the series; None: there is none yet."""
    conn.execute(delete(number_series))
    if number is not None:
        conn.execute(insert(number_series), {"id": 1, "next_number": number})


def stored_number(conn: Connection) -> int | None:
    """The series as it lies in the file."""
    return conn.execute(select(number_series.c.next_number)).scalar_one_or_none()


def close_accounts(conn: Connection, run_id: int, account_numbers: Sequence[str]) -> None:
    """Marks the run's period as closed for the accounts."""
    if account_numbers:
        conn.execute(
            insert(bill_run_accounts),
            [{"run_id": run_id, "account_number": number} for number in account_numbers],
        )


def closed_periods(conn: Connection) -> set[tuple[str, str]]:
    """Account number and period label of every period an approved run closed."""
    rows = conn.execute(
        select(bill_run_accounts.c.account_number, bill_runs.c.period).join(
            bill_runs, bill_runs.c.id == bill_run_accounts.c.run_id
        )
    )
    return {(row.account_number, row.period) for row in rows}
