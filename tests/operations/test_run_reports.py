from pathlib import Path

import pytest

from app.billing.tax_reports.window import month_window
from app.errors import InputError
from app.operations.office import Office
from app.operations.run_reports import list_reports, run_report
from tests.operations.companies import BILLABLE, DECEMBER, approve, later, take_in


@pytest.mark.parametrize("name", [each.name for each in list_reports()])
def test_every_report_is_made_and_ties_to_the_journal(
    office: Office, tmp_path: Path, name: str
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    for label in ("2026-10", "2026-11"):
        made = run_report(office, name, month_window(label))
        assert made.report.does_tie
        assert made.report.title
        assert all(len(row) == len(made.report.columns) for row in made.report.rows)


def test_an_empty_company_has_reports_too(office: Office) -> None:
    with later(office, DECEMBER) as december:
        for each in list_reports():
            run_report(december, each.name, month_window("2026-12"))


def test_a_report_nobody_knows_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="no report"):
        run_report(office, "weather", month_window("2026-10"))
