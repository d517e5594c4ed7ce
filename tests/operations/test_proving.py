from decimal import Decimal
from pathlib import Path

from app.operations.office import Office
from app.operations.prove_period import prove_period
from app.operations.proving import proof_of
from tests.operations.companies import OCTOBER, approve, take_in


def test_the_proof_in_a_transaction_is_the_proof_of_the_period(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    approve(office, suspended_usage="one stranger")
    with office.file.read() as conn:
        assert proof_of(office, conn, "2026-10") == prove_period(office, "2026-10")


def test_invoices_of_other_periods_are_left_out(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    approve(office, suspended_usage="one stranger")
    with office.file.read() as conn:
        found = proof_of(office, conn, "2026-09")
    assert found.invoices.total == Decimal(0)
    assert found.closes
