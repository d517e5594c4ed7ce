from datetime import date
from pathlib import Path

from app.billing.tax_reports.window import month_window
from app.operations.call_reports import by_hour, by_source_and_day, margin, unbilled
from app.operations.office import Office
from app.operations.report_drawing import Shape
from tests.operations.companies import BILLABLE, OCTOBER, take_in

MONTH = month_window("2026-10")


def test_days_that_a_source_lacks_are_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    made = by_source_and_day(office, MONTH)
    assert made.drawing is not None
    assert made.drawing.shape is Shape.CALENDAR
    rows = made.report.rows
    assert len(rows) == 31
    assert sum(int(str(row[2])) for row in rows) == len(BILLABLE)
    assert (date(2026, 10, 1), "pbx", 0, "missing") in rows
    assert made.report.notes[0].startswith("pbx lacks")


def test_a_day_has_24_hours_with_every_call_in_one(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    rows = by_hour(office, MONTH).report.rows
    assert [row[0] for row in rows] == [f"{hour:02}:00" for hour in range(24)]
    assert sum(int(str(row[1])) for row in rows) == len(BILLABLE)


def test_margin_says_where_the_cost_is_not_known(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    made = margin(office, MONTH)
    assert {row[0] for row in made.report.rows} == {"100", "200"}
    assert made.report.notes == ("2 customers have calls whose cost no file tells.",)
    assert made.accounts == 0


def test_what_is_in_suspense_stands_beside_what_is_unbilled(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    states = {row[2] for row in unbilled(office, MONTH).report.rows}
    assert states == {"unbilled", "in suspense"}
