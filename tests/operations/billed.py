"""October of the small company, approved: CF-1043 of 44.24, CF-1044 of 21.41."""

from pathlib import Path

from app.operations.office import Office
from tests.operations.companies import BILLABLE, approve, take_in


def approved(office: Office, folder: Path) -> Office:
    """The company with its two invoices."""
    take_in(office, folder, *BILLABLE)
    approve(office)
    return office
