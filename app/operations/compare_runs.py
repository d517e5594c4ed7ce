"""What changed against the last run, from approved invoices or, before approval, from the draft."""

from app.billing.bill_run import RunState
from app.billing.invoice import InvoiceState
from app.billing.variance import Variance
from app.operations.office import Office
from app.operations.run_making import make_run, variances
from app.progress import Silent
from app.store.bill_runs import load_runs
from app.store.invoices import load_invoices
from app.store.run_records import load_run_records


def compare_period(office: Office, label: str) -> list[Variance]:
    """Every account of a period against its last invoice before it, by account number.

    While no run of the period is approved, the run is worked out as the file now is. InputError
    for a period that is none.
    """
    with office.file.read() as conn:
        approved = {
            run.id
            for run in load_runs(conn)
            if run.period == label and run.state != RunState.DRAFT.value
        }
        if not approved:
            made = make_run(office, conn, label, invoice_date=None, waivers=None, progress=Silent())
            return list(made.variances)
        billed = [
            stored.invoice
            for stored in load_invoices(conn)
            if stored.run_id in approved and stored.invoice.state is not InvoiceState.VOID
        ]
        return variances(load_run_records(conn), billed, label)
