from pathlib import Path

from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.store.invoice_days import invoice_days
from tests.operations.companies import BILLABLE, approve, take_in


def test_final_invoices_that_stand_with_their_days(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        found = [(each.invoice_number, str(each.invoice_date)) for each in invoice_days(conn)]
    assert found == [("CF-1043", "2026-11-01"), ("CF-1044", "2026-11-01")]
    void_invoice(office, "CF-1043", why="a mistake")
    with office.file.read() as conn:
        assert [each.account_number for each in invoice_days(conn)] == ["200"]
