from pathlib import Path

from app.billing.bill_run import RunState
from app.billing.invoice import InvoiceState
from app.operations.issuing import issue
from app.operations.office import Office
from app.store import audit
from app.store.bill_runs import load_runs
from app.store.invoice_heads import invoice_heads
from tests.operations.billed import approved


def test_issuing_one_makes_its_run_final_and_doing_it_twice_does_it_once(
    office: Office, tmp_path: Path
) -> None:
    approved(office, tmp_path)
    with office.write() as conn:
        assert issue(office, conn, [1], how="mail", operation="test") == ["CF-1043"]
        assert issue(office, conn, [1], how="mail", operation="test") == []
    with office.file.read() as conn:
        states = {head.invoice_number: head.state for head in invoice_heads(conn)}
        assert states == {"CF-1043": InvoiceState.ISSUED, "CF-1044": InvoiceState.APPROVED}
        assert load_runs(conn)[-1].state == RunState.FINAL.value
        assert len(audit.entries_by(conn, "invoices", action=audit.Action.ISSUED)) == 1
