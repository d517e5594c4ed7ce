from pathlib import Path

from app.billing.bill_run import RunState
from app.operations.office import Office
from app.operations.run_bills import bill
from app.store.bill_runs import closed_periods, stored_number
from app.store.tax_documents import documents_of
from tests.operations.companies import BILLABLE, take_in
from tests.operations.serviced import serviced


def test_approval_takes_numbers_and_closes_the_period(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    result = bill(office, "2026-10", approve=True)
    assert (result.state, result.blocked) == (RunState.APPROVED, False)
    with office.file.read() as conn:
        assert stored_number(conn) == 1045
        assert closed_periods(conn) == {("100", "2026-10"), ("200", "2026-10")}


def test_filed_documents_are_tied_to_their_invoices(template: Path, tmp_path: Path) -> None:
    with serviced(template, tmp_path) as company:
        bill(company.office, "2026-10", approve=True)
        with company.office.file.read() as conn:
            tied = [each.account_number for each in documents_of(conn, [1, 2])]
    assert tied == ["100", "200"]
