"""October of the small company, approved: CF-1043 of 44.24, CF-1044 of 21.41."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from app.operations.adjust_invoices import credit_line
from app.operations.office import Office
from tests.operations.companies import (
    BILLABLE,
    DECEMBER,
    GRANITE_SEATS,
    approve,
    change,
    later,
    take_in,
)


def approved(office: Office, folder: Path) -> Office:
    """The company with its two invoices."""
    take_in(office, folder, *BILLABLE)
    approve(office)
    return office


def credited(office: Office) -> None:
    """November approved in December: CF-1045 gives 44.00 of CF-1043 back; CF-1046 of 21.00."""
    credit_line(office, "CF-1043", line=1, amount=None, why="no service")
    # Nothing new is billed to Granite Peak, so that what is given back is all there is.
    change(office, services=[replace(GRANITE_SEATS, ends_on=date(2026, 12, 1))])
    with later(office, DECEMBER) as december:
        approve(december, "2026-11")
