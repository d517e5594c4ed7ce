"""The ten steps of a month, from the file as it stands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.billing.gates import GateName
from app.billing.month_steps import MonthState, RowState, StepName, StepState
from app.operations.close_month import close_month, reopen_month
from app.operations.keep_backups import back_up_now
from app.operations.keep_steps import check_file, keep_step_time, waive_item
from app.operations.office import Office
from app.operations.run_bills import bill
from app.operations.show_month import show_month
from tests.operations.closed_month import send
from tests.operations.companies import (
    BILLABLE,
    DECEMBER,
    GRANITE,
    LATE,
    OCTOBER,
    STRANGER,
    approve,
    change,
    dump,
    later,
    take_in,
)

PERIOD = "2026-10"
GRANITE_WITHOUT_TERMS = replace(GRANITE, terms="when we like")


def states(month: MonthState) -> dict[str, str]:
    return {
        step.name.value: step.state.value
        for step in month.steps
        if step.state is not StepState.NOT_CONNECTED
    }


def test_a_month_of_which_nothing_came_in_waits_for_calls(office: Office) -> None:
    month = show_month(office, PERIOD)
    assert states(month) == {
        "open": "needs_you",
        "calls": "needs_you",
        "exceptions": "waits",
        "draft": "needs_you",
        "review": "waits",
        "close": "waits",
    }
    assert month.next_need is not None
    assert month.next_need.name is StepName.OPEN


def test_steps_of_systems_are_not_connected_and_hold_nothing(office: Office) -> None:
    month = show_month(office, PERIOD)
    names = [step.name.value for step in month.steps if step.state is StepState.NOT_CONNECTED]
    assert names == ["systems", "map", "counts", "post"]
    assert not any(month.step(StepName(name)).needs_person for name in names)


def test_nothing_is_written_by_looking(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    before = dump(office)
    show_month(office, PERIOD)
    assert dump(office) == before


def test_missing_days_are_told_by_source(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    step = show_month(office, PERIOD).step(StepName.CALLS)
    (row,) = step.rows
    assert (row.name, row.count, row.state) == ("pbx", 6, RowState.OPEN)
    assert len(row.days) == 27
    assert row.days[:2] == (date(2026, 10, 1), date(2026, 10, 2))
    assert date(2026, 10, 5) not in row.days


def test_missing_days_are_waived_with_a_reason(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    waive_item(office, PERIOD, "source:pbx", why="a small office")
    step = show_month(office, PERIOD).step(StepName.CALLS)
    assert step.state is StepState.DONE
    waiver = step.rows[0].waiver
    assert waiver is not None
    assert (waiver.why, waiver.at) == ("a small office", office.clock.now())


def test_a_source_that_has_nothing_of_the_month_is_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with later(office, DECEMBER) as december:
        step = show_month(december, "2026-11").step(StepName.CALLS)
    assert step.state is StepState.NEEDS_YOU
    assert [(row.name, row.count, row.days) for row in step.rows] == [("pbx", 0, ())]


def test_days_to_come_are_not_missed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LATE.replace("2026-10-31", "2026-11-01"))
    (row,) = show_month(office, "2026-11").step(StepName.CALLS).rows
    assert row.days == ()


def test_exceptions_are_the_calls_that_the_gates_count(office: Office, tmp_path: Path) -> None:
    repeat = STRANGER.replace("s1", "s2")
    take_in(office, tmp_path, *OCTOBER, repeat)
    gates = {gate.name: gate for gate in bill(office, PERIOD).gates}
    step = show_month(office, PERIOD).step(StepName.EXCEPTIONS)
    found: dict[str, tuple[int, Decimal]] = {}
    for row in step.rows:
        count, amount = found.get(row.item, (0, Decimal(0)))
        found[row.item] = (count + row.count, amount + (row.amount or Decimal(0)))
    for name in (GateName.SUSPENDED_USAGE, GateName.PROBABLE_DUPLICATES):
        gate = gates[name]
        assert found.get(name.value, (0, Decimal(0))) == (gate.count, gate.amount)
    assert step.state is StepState.NEEDS_YOU


def test_rows_that_could_not_be_read_are_told_and_hold_nothing(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    rows = show_month(office, PERIOD).step(StepName.CALLS).rows
    assert [(row.count, row.state) for row in rows if row.kind == "unread"] == [(1, RowState.LOOK)]


def test_the_draft_step_reads_what_the_draft_left(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    waive_item(office, PERIOD, "source:pbx", why="a small office")
    bill(office, PERIOD)
    month = show_month(office, PERIOD)
    draft = month.step(StepName.DRAFT)
    assert (draft.state, draft.count, draft.amount) == (StepState.DONE, 2, Decimal("65.65"))
    review = month.step(StepName.REVIEW)
    assert (review.state, review.count, review.amount) == (
        StepState.NEEDS_YOU,
        2,
        Decimal("65.65"),
    )


def test_a_draft_is_stale_once_something_changed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    bill(office, PERIOD)
    take_in(office, tmp_path, LATE, name="more.csv")
    step = show_month(office, PERIOD).step(StepName.DRAFT)
    assert (step.state, step.is_stale) == (StepState.NEEDS_YOU, True)
    bill(office, PERIOD)
    assert show_month(office, PERIOD).step(StepName.DRAFT).state is StepState.DONE


def test_a_waiver_makes_no_draft_stale(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    bill(office, PERIOD)
    waive_item(office, PERIOD, "suspended_usage", why="one stranger")
    month = show_month(office, PERIOD)
    assert not month.step(StepName.DRAFT).is_stale
    exceptions = month.step(StepName.EXCEPTIONS)
    assert exceptions.state is StepState.DONE
    assert [row.waiver.why for row in exceptions.rows if row.waiver] == ["one stranger"]


def test_a_draft_of_a_month_that_has_ended_since_is_stale(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, LATE.replace("2026-10-31", "2026-11-01"))
    bill(office, "2026-11")
    blocked = show_month(office, "2026-11").step(StepName.DRAFT)
    assert blocked.state is StepState.BLOCKED
    assert [row.name for row in blocked.open_rows] == ["period_not_over"]
    with later(office, DECEMBER) as december:
        assert show_month(december, "2026-11").step(StepName.DRAFT).is_stale


def test_a_gate_of_the_draft_blocks_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    change(office, accounts=[GRANITE_WITHOUT_TERMS])
    bill(office, PERIOD)
    month = show_month(office, PERIOD)
    step = month.step(StepName.DRAFT)
    assert step.state is StepState.BLOCKED
    (row,) = step.open_rows
    assert (row.name, row.count, row.records) == ("accounts_not_ready", 1, ("100",))
    assert (step.count, step.amount) == (row.count, row.amount)
    assert month.step(StepName.REVIEW).waits_for is StepName.DRAFT
    waive_item(office, PERIOD, "accounts_not_ready", why="Granite is asked")
    assert show_month(office, PERIOD).step(StepName.REVIEW).state is StepState.NEEDS_YOU


def test_an_approved_month_waits_for_sending_then_closing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    waive_item(office, PERIOD, "source:pbx", why="a small office")
    check_file(office)
    back_up_now(office)
    approve(office)
    month = show_month(office, PERIOD)
    close = month.step(StepName.CLOSE)
    assert (close.state, close.count, close.amount) == (
        StepState.NEEDS_YOU,
        2,
        Decimal("65.65"),
    )
    assert (month.needing, month.things, month.money) == (1, 2, Decimal("65.65"))
    send(office, tmp_path / "out")
    close = show_month(office, PERIOD).step(StepName.CLOSE)
    assert (close.state, close.amount) == (StepState.NEEDS_YOU, None)
    close_month(office, PERIOD)
    month = show_month(office, PERIOD)
    assert (month.done, month.needing) == (6, 0)
    reopen_month(office, PERIOD, why="a look")
    month = show_month(office, PERIOD)
    assert month.needing == 1
    reopened = [row for row in month.step(StepName.CLOSE).rows if row.kind == "reopened"]
    assert [row.waiver.why for row in reopened if row.waiver] == ["a look"]


def test_the_first_step_is_done_by_a_check_and_a_young_backup(office: Office) -> None:
    check_file(office)
    made = back_up_now(office)
    step = show_month(office, PERIOD).step(StepName.OPEN)
    assert step.state is StepState.DONE
    assert {row.kind: row.at for row in step.rows} == {
        "checked": office.clock.now(),
        "backup": office.clock.now(),
    }
    assert step.rows[1].name == str(made.path)
    with later(office, DECEMBER) as december:
        assert show_month(december, PERIOD).step(StepName.OPEN).state is StepState.NEEDS_YOU


def test_times_of_this_month_stand_beside_the_last(office: Office) -> None:
    keep_step_time(office, "2026-09", StepName.CALLS, seconds=90)
    keep_step_time(office, PERIOD, StepName.CALLS, seconds=30)
    keep_step_time(office, PERIOD, StepName.DRAFT, seconds=12)
    month = show_month(office, PERIOD)
    step = month.step(StepName.CALLS)
    assert (step.seconds, step.seconds_before) == (30, 90)
    assert (month.seconds, month.seconds_before) == (42, 90)
