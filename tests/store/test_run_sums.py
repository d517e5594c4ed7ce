from decimal import Decimal
from pathlib import Path

from app.host.user import user_name
from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.store.run_sums import RunSum, approvers, run_sums
from tests.operations.companies import BILLABLE, approve, take_in


def test_a_run_is_summed_up_without_its_void_invoices(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        assert run_sums(conn) == {1: RunSum(invoices=2, total=Decimal("65.65"))}
        assert approvers(conn) == {1: user_name()}
    void_invoice(office, "CF-1044", why="typed twice")
    with office.file.read() as conn:
        assert run_sums(conn) == {1: RunSum(invoices=1, total=Decimal("44.24"), void=1)}


def test_a_file_without_runs_has_none(office: Office) -> None:
    with office.file.read() as conn:
        assert (run_sums(conn), approvers(conn)) == ({}, {})
