"""The small company with October billed, sent and closed; made once, copied for each test."""

from pathlib import Path

from app.operations.close_month import ClosedOrNot, close_month
from app.operations.edit_records import edit_records
from app.operations.invoice_papers import PrintChoices
from app.operations.make_company import open_company
from app.operations.office import Office
from app.operations.print_invoices import print_invoices
from tests.operations.companies import (
    CLOCK,
    OCTOBER,
    a_charge,
    approve,
    lay_company,
    take_in,
)

PERIOD = "2026-10"


def send(office: Office, folder: Path, *, run: int = 1) -> None:
    """Writes a run's documents, which issues its invoices."""
    print_invoices(office, run, folder, choices=PrintChoices(detail=False))


def lay_closed(path: Path, folder: Path) -> ClosedOrNot:
    """October with a charge, a stranger's call that was waived; closed."""
    lay_company(path)
    with open_company(path, CLOCK, write=True) as office:
        take_in(office, folder, *OCTOBER)
        edit_records(office, [a_charge()], title="add a charge")
        approve(office, suspended_usage="one stranger")
        send(office, folder / "out")
        return close_month(office, PERIOD)
