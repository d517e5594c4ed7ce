"""Invoices that leave the house: from then on they are corrected and never taken back."""

from collections.abc import Sequence
from dataclasses import replace

from app.billing.bill_run import BillRun, Move, RunState
from app.billing.invoice import InvoiceState
from app.operations.office import Office
from app.store import audit
from app.store.audit import Action, Entry
from app.store.bill_runs import load_runs, save_run
from app.store.invoice_heads import invoice_heads
from app.store.invoices import set_state
from app.store.transaction import Transaction


def issue(
    office: Office, conn: Transaction, invoice_ids: Sequence[int], *, how: str, operation: str
) -> list[str]:
    """Marks approved invoices as issued, and their runs as final; the numbers it moved."""
    fresh = [
        each for each in invoice_heads(conn, ids=invoice_ids) if each.state is InvoiceState.APPROVED
    ]
    if not fresh:
        return []
    set_state(conn, [each.id for each in fresh], InvoiceState.ISSUED)
    touched = {each.run_id for each in fresh}
    for run in load_runs(conn):
        if run.id in touched:
            before = BillRun(number=run.id, label=run.period, state=RunState(run.state))
            save_run(conn, replace(run, state=before.moved(Move.ISSUE).state.value))
    entries = [
        Entry(
            area="invoices",
            record=each.invoice_number,
            action=Action.ISSUED,
            after={"how": how},
        )
        for each in reversed(fresh)
    ]
    audit.record(conn, entries, stamp=office.stamp(operation))
    return [each.invoice_number for each in reversed(fresh)]
