"""What a person leaves on the way through a month."""

from pathlib import Path

import pytest

from app.billing.month_steps import StepName
from app.errors import InputError, StoreError
from app.operations.keep_steps import (
    check_file,
    keep_step_time,
    take_back_waiver,
    waive_item,
)
from app.operations.office import Office
from app.operations.run_bills import bill
from app.store import audit
from app.store.bill_runs import load_runs
from app.store.facts import CHECKED, facts
from app.store.month_waivers import load_waivers
from app.store.step_times import seconds_by_step
from tests.operations.companies import BILLABLE, OCTOBER, STRANGER, approve, dump, take_in

PERIOD = "2026-10"


def waivers(office: Office) -> list[dict[str, str]]:
    with office.file.read() as conn:
        return [dict(run.waivers) for run in load_runs(conn)]


def test_a_waiver_before_the_draft_holds_for_the_draft(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    waive_item(office, PERIOD, "suspended_usage", why=" one stranger ")
    assert waivers(office) == [{"suspended_usage": "one stranger"}]
    result = bill(office, PERIOD, approve=True)
    assert not result.blocked


def test_a_waiver_is_kept_with_the_draft_and_taken_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    bill(office, PERIOD)
    before = dump(office)
    waive_item(office, PERIOD, "suspended_usage", why="one stranger")
    assert take_back_waiver(office, PERIOD, "suspended_usage") == "one stranger"
    assert dump(office) == before
    assert bill(office, PERIOD, approve=True).blocked


def test_a_waiver_taken_back_leaves_no_empty_draft(office: Office) -> None:
    before = dump(office)
    waive_item(office, PERIOD, "no_tax_rules", why="abroad")
    take_back_waiver(office, PERIOD, "no_tax_rules")
    assert dump(office) == before


def test_a_waiver_after_the_approval_is_kept_with_its_run(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    take_in(office, tmp_path, STRANGER, name="more.csv")
    waive_item(office, PERIOD, "suspended_usage", why="one stranger")
    assert waivers(office) == [{"suspended_usage": "one stranger"}]


def test_waivers_are_in_the_audit(office: Office) -> None:
    waive_item(office, PERIOD, "suspended_usage", why="one stranger")
    take_back_waiver(office, PERIOD, "suspended_usage")
    with office.file.read() as conn:
        entries = audit.entries_of(conn, "bill_runs", record="1/suspended_usage")
    assert [(each.action, each.reason) for each in entries] == [
        ("waived", "one stranger"),
        ("undone", None),
    ]


def test_missing_days_of_a_source_are_waived_and_taken_back(office: Office) -> None:
    waive_item(office, PERIOD, "source:pbx", why="a holiday")
    with office.file.read() as conn:
        assert load_waivers(conn, PERIOD)["source:pbx"].why == "a holiday"
    assert take_back_waiver(office, PERIOD, "source:pbx") == "a holiday"
    with office.file.read() as conn:
        assert load_waivers(conn, PERIOD) == {}


@pytest.mark.parametrize(
    ("item", "why", "words"),
    [
        ("suspended_usage", "  ", "kept with its reason"),
        ("the_weather", "rain", "cannot be waived"),
        ("held_in_review", "rain", "cannot be waived"),
    ],
)
def test_a_waiver_needs_a_reason_and_a_gate(
    office: Office, item: str, why: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        waive_item(office, PERIOD, item, why=why)


def test_a_waiver_that_is_not_there_is_not_taken_back(office: Office) -> None:
    with pytest.raises(InputError, match="October 2026 is waived"):
        take_back_waiver(office, PERIOD, "suspended_usage")


def test_time_adds_up(office: Office) -> None:
    keep_step_time(office, PERIOD, StepName.REVIEW, seconds=20)
    keep_step_time(office, PERIOD, StepName.REVIEW, seconds=5)
    keep_step_time(office, PERIOD, StepName.OPEN, seconds=0)
    with office.file.read() as conn:
        assert seconds_by_step(conn, PERIOD) == {"review": 25}


def test_a_file_that_was_read_through_is_noted_as_checked(office: Office) -> None:
    check_file(office)
    with office.file.read() as conn:
        assert facts(conn)[CHECKED] == office.clock.now().isoformat()


def test_a_file_that_does_not_hold_together_is_not_noted(office: Office) -> None:
    with office.write() as conn:
        conn.exec_driver_sql("PRAGMA writable_schema = ON")
        conn.exec_driver_sql("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'step_times'")
    with pytest.raises(StoreError):
        check_file(office)
