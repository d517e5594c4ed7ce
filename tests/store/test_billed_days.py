from datetime import date
from pathlib import Path

from app.operations.office import Office
from app.store.billed_days import billed_days, closed_labels
from tests.operations.companies import BILLABLE, approve, take_in


def test_the_lines_of_an_accounts_services_are_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    with office.file.read() as conn:
        (line,) = billed_days(conn, "100")
        assert (line.service_code, line.start, line.end) == (
            "100-SEATS",
            date(2026, 11, 1),
            date(2026, 12, 1),
        )
        assert (str(line.amount), line.credit) == ("40", False)
        assert closed_labels(conn, "100") == {"2026-10"}


def test_nothing_is_billed_before_the_first_run(office: Office) -> None:
    with office.file.read() as conn:
        assert billed_days(conn, "100") == []
        assert closed_labels(conn, "100") == frozenset()
