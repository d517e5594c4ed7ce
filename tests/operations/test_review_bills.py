from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.bill_run import RunState
from app.billing.gates import GateName
from app.billing.review import MarkKind, ReviewState
from app.billing.run_summary import RunSummary, read_summary
from app.errors import NotAllowed
from app.operations.office import Office
from app.operations.review_bills import (
    MarkWish,
    Review,
    mark_bills,
    marks_of,
    review_of_run,
    review_period,
    turn_marks_back,
)
from app.operations.run_bills import bill, undo_run
from app.store.bill_runs import load_runs
from tests.operations.companies import (
    BILLABLE,
    GRANITE_MAIN,
    a_charge,
    add,
    approve,
    change,
    dump,
    take_in,
)

OCTOBER = "2026-10"


@pytest.fixture
def drafted(office: Office, tmp_path: Path) -> Office:
    """September is approved, October drafted: 44.24 and 21.41."""
    approve(office, "2026-09")
    take_in(office, tmp_path, *BILLABLE)
    bill(office, OCTOBER)
    return office


def wish(
    review: Review, number: str, kind: MarkKind | None = MarkKind.APPROVED, reason: str = ""
) -> MarkWish:
    row = next(row for row in review.rows if row.account_number == number)
    assert row.invoice is not None
    return MarkWish(account_number=number, kind=kind, invoice=row.invoice, reason=reason)


def states(review: Review) -> dict[str, ReviewState]:
    return {row.account_number: row.state for row in review.rows}


def hold(office: Office, number: str = "100", why: str = "ask first") -> None:
    review = review_period(office, OCTOBER)
    mark_bills(office, OCTOBER, [wish(review, number, MarkKind.HELD, why)])


def test_without_a_draft_nothing_is_reviewed_and_nothing_written(office: Office) -> None:
    before = dump(office)
    review = review_period(office, OCTOBER)
    assert (review.state, review.rows, review.waiting) == (None, (), 2)
    assert dump(office) == before


def test_a_draft_stands_against_last_time_and_adds_up(drafted: Office) -> None:
    review = review_period(drafted, OCTOBER)
    assert states(review) == {"100": ReviewState.TO_REVIEW, "200": ReviewState.TO_REVIEW}
    sums = review.sums
    assert (sums.invoices, sums.now) == (2, Decimal("65.65"))
    assert sum(sums.by_cause.values()) == sums.difference
    assert all(
        sum(change.amount for change in row.changes) == row.difference for row in review.rows
    )


def test_a_run_just_made_is_the_same_review(drafted: Office) -> None:
    made = bill(drafted, OCTOBER).made
    assert review_of_run(drafted, made).rows == review_period(drafted, OCTOBER).rows


def test_an_approved_draft_stays_approved_until_it_changes(drafted: Office) -> None:
    mark_bills(drafted, OCTOBER, [wish(review_period(drafted, OCTOBER), "100")])
    assert states(review_period(drafted, OCTOBER))["100"] is ReviewState.APPROVED
    add(drafted, charges=[a_charge()])
    row = next(r for r in review_period(drafted, OCTOBER).rows if r.account_number == "100")
    assert (row.state, row.is_changed) == (ReviewState.TO_REVIEW, True)


def test_marks_of_a_draft_can_be_shown_without_working_it_out_again(drafted: Office) -> None:
    review = review_period(drafted, OCTOBER)
    mark_bills(drafted, OCTOBER, [wish(review, "100")])
    again = review.with_marks(marks_of(drafted, OCTOBER))
    assert again.rows == review_period(drafted, OCTOBER).rows
    assert review.with_changed(marks_of(drafted, OCTOBER)).rows == again.rows
    assert again.with_changed({"100": None}).rows == review.rows


def test_a_held_draft_is_left_out_of_the_approval_with_its_reason(drafted: Office) -> None:
    hold(drafted)
    review = review_period(drafted, OCTOBER)
    assert states(review) == {"100": ReviewState.ON_HOLD, "200": ReviewState.TO_REVIEW}
    assert (review.sums.invoices, review.sums.held) == (1, 1)
    gate = next(gate for gate in review.gates if gate.name is GateName.HELD_IN_REVIEW)
    assert (gate.count, gate.cleared, gate.waiver) == (1, True, "Held in review: ask first")
    result = approve(drafted)
    assert [each.account_number for each in result.invoices] == ["200"]


def test_what_was_held_is_billed_once_it_is_let_go(drafted: Office) -> None:
    hold(drafted)
    approve(drafted)
    review = review_period(drafted, OCTOBER)
    assert review.state is RunState.APPROVED
    assert states(review) == {"100": ReviewState.ON_HOLD, "200": ReviewState.BILLED}
    assert (review.sums.invoices, review.sums.held) == (1, 1)
    mark_bills(drafted, OCTOBER, [wish(review, "100", None)])
    again = review_period(drafted, OCTOBER)
    assert (again.waiting, states(again)["100"]) == (1, ReviewState.WAITING)
    result = approve(drafted)
    assert [each.account_number for each in result.invoices] == ["100"]


def test_a_second_draft_shows_only_what_it_bills(drafted: Office) -> None:
    hold(drafted)
    approve(drafted)
    mark_bills(drafted, OCTOBER, [wish(review_period(drafted, OCTOBER), "100", None)])
    bill(drafted, OCTOBER)
    assert states(review_period(drafted, OCTOBER)) == {"100": ReviewState.TO_REVIEW}


def test_a_hold_needs_a_reason(drafted: Office) -> None:
    before = dump(drafted)
    with pytest.raises(NotAllowed, match="held back"):
        hold(drafted, why="  ")
    assert dump(drafted) == before


def test_what_was_billed_takes_no_mark(drafted: Office) -> None:
    review = review_period(drafted, OCTOBER)
    approve(drafted)
    with pytest.raises(NotAllowed, match="billed"):
        mark_bills(drafted, OCTOBER, [wish(review, "100")])


def summary(office: Office) -> RunSummary:
    with office.file.read() as conn:
        kept = read_summary(load_runs(conn)[-1].summary)
    assert kept is not None
    return kept


def test_the_draft_s_own_summary_knows_of_a_hold(drafted: Office) -> None:
    before = summary(drafted)
    assert (before.invoices, before.total, before.left_out) == (2, Decimal("65.65"), 0)
    hold(drafted)
    held = summary(drafted)
    assert (held.invoices, held.total, held.left_out) == (1, Decimal("21.41"), 1)
    assert replace(held, mark=0) == replace(read_of_a_new_draft(drafted), mark=0)
    mark_bills(drafted, OCTOBER, [wish(review_period(drafted, OCTOBER), "100", None)])
    assert summary(drafted) == before


def read_of_a_new_draft(office: Office) -> RunSummary:
    bill(office, OCTOBER)
    return summary(office)


def test_marks_can_be_turned_back_and_again(drafted: Office) -> None:
    before = dump(drafted, "bill_runs"), summary(drafted)
    review = review_period(drafted, OCTOBER)
    wishes = [wish(review, "100", MarkKind.HELD, "ask"), wish(review, "200")]
    done = mark_bills(drafted, OCTOBER, wishes)
    after = dump(drafted, "bill_runs"), summary(drafted)
    undone = turn_marks_back(drafted, done)
    assert (dump(drafted, "bill_runs"), summary(drafted)) == before
    turn_marks_back(drafted, undone)
    assert (dump(drafted, "bill_runs"), summary(drafted)) == after


def test_an_approved_run_is_shown_with_its_invoices(drafted: Office) -> None:
    approve(drafted)
    review = review_period(drafted, OCTOBER)
    assert (review.state, review.waiting, review.may_approve) == (RunState.APPROVED, 0, False)
    assert set(states(review).values()) == {ReviewState.BILLED}
    assert [row.invoice and row.invoice.invoice_number for row in review.rows] == [
        "CF-1045",
        "CF-1046",
    ]


def test_an_undone_run_leaves_the_review_as_it_was(drafted: Office) -> None:
    review = review_period(drafted, OCTOBER)
    mark_bills(drafted, OCTOBER, [wish(review, "100")])
    before = dump(drafted)
    result = approve(drafted)
    undo_run(drafted, result.run_id)
    assert dump(drafted) == before


def test_who_is_left_out_is_named_with_the_way_out(drafted: Office) -> None:
    change(drafted, locations=[replace(GRANITE_MAIN, region="XX")])
    bill(drafted, OCTOBER)
    review = review_period(drafted, OCTOBER)
    (left,) = review.left_out
    assert (left.account_number, left.name) == ("100", "Granite Peak Credit Union")
    assert left.amount == Decimal("40.22")
    assert left.findings
    assert states(review)["100"] is ReviewState.LEFT_OUT
