"""What approved runs came to: invoices and money by run, and who approved them."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from app.billing.invoice import InvoiceState
from app.store.audit import Action
from app.store.database import raw
from app.values.money import ZERO, from_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSum:
    """The invoices of one run."""

    invoices: int = 0
    """Those that are not void."""
    total: Decimal = ZERO
    issued: int = 0
    void: int = 0


def run_sums(conn: Connection) -> dict[int, RunSum]:
    """The sums of every run that has invoices, by its number."""
    found: dict[int, RunSum] = {}
    rows = raw(conn).execute(
        "SELECT run_id, count(*), sum(state <> ?), sum(total) FILTER (WHERE state <> ?),"
        " sum(state = ?) FROM invoices GROUP BY run_id",
        (InvoiceState.VOID.value, InvoiceState.VOID.value, InvoiceState.ISSUED.value),
    )
    for run_id, count, standing, total, issued in rows:
        found[run_id] = RunSum(
            invoices=standing,
            total=from_counts(total or 0),
            issued=issued,
            void=count - standing,
        )
    return found


def approvers(conn: Connection) -> dict[int, str]:
    """Who approved each run last, by its number."""
    rows = raw(conn).execute(
        "SELECT record, actor FROM audit WHERE area = 'bill_runs' AND action = ? ORDER BY id",
        (Action.APPROVED.value,),
    )
    return {int(record): actor for record, actor in rows if record.isdigit()}
