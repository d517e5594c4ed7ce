import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.bill_run import (
    BillRun,
    Move,
    NumberSeries,
    RunState,
    moved_invoice,
    series_start,
    undone,
)
from app.billing.invoice import InvoiceState
from app.errors import NotAllowed

APPROVED = BillRun(number=7, label="2026-10", state=RunState.APPROVED)


@pytest.mark.parametrize(
    ("state", "move", "after"),
    [
        (RunState.DRAFT, Move.APPROVE, RunState.APPROVED),
        (RunState.APPROVED, Move.ISSUE, RunState.FINAL),
        (RunState.FINAL, Move.ISSUE, RunState.FINAL),
        (RunState.APPROVED, Move.UNDO, RunState.UNDONE),
    ],
)
def test_the_moves_there_are(state: RunState, move: Move, after: RunState) -> None:
    assert BillRun(number=7, label="2026-10", state=state).moved(move).state is after


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (RunState.DRAFT, Move.ISSUE),
        (RunState.DRAFT, Move.UNDO),
        (RunState.APPROVED, Move.APPROVE),
        (RunState.FINAL, Move.APPROVE),
        (RunState.FINAL, Move.UNDO),
        (RunState.UNDONE, Move.APPROVE),
        (RunState.UNDONE, Move.ISSUE),
        (RunState.UNDONE, Move.UNDO),
    ],
)
def test_any_other_move_is_refused(state: RunState, move: Move) -> None:
    with pytest.raises(NotAllowed, match="Run 7"):
        BillRun(number=7, label="2026-10", state=state).moved(move)


def test_the_latest_run_can_be_undone() -> None:
    invoices = [("CF-1", InvoiceState.APPROVED)]
    assert undone(APPROVED, latest=7, invoices=invoices).state is RunState.UNDONE


def test_an_earlier_run_cannot_be_undone() -> None:
    with pytest.raises(NotAllowed, match="Run 8 was approved after it"):
        undone(APPROVED, latest=8, invoices=[])


@pytest.mark.parametrize("state", [InvoiceState.ISSUED, InvoiceState.VOID])
def test_a_run_of_which_an_invoice_left_the_house_names_it(state: InvoiceState) -> None:
    invoices = [("CF-1", InvoiceState.APPROVED), ("CF-2", state)]
    with pytest.raises(NotAllowed, match="CF-2"):
        undone(APPROVED, latest=7, invoices=invoices)


def test_many_invoices_are_not_all_named() -> None:
    invoices = [(f"CF-{number}", InvoiceState.ISSUED) for number in range(1, 6)]
    with pytest.raises(NotAllowed, match="CF-1, CF-2, CF-3 and 2 more were"):
        undone(APPROVED, latest=7, invoices=invoices)


def test_a_draft_has_nothing_to_undo() -> None:
    with pytest.raises(NotAllowed):
        undone(BillRun(number=7, label="2026-10"), latest=7, invoices=[])


def test_an_issued_invoice_can_be_made_void() -> None:
    found = moved_invoice("CF-1", InvoiceState.ISSUED, to=InvoiceState.VOID)
    assert found is InvoiceState.VOID


def test_a_void_invoice_stays_void() -> None:
    with pytest.raises(NotAllowed, match="CF-1"):
        moved_invoice("CF-1", InvoiceState.VOID, to=InvoiceState.ISSUED)


def test_numbers_carry_the_prefix() -> None:
    numbers, after = NumberSeries(prefix="CF-", next_number=1043).taken(2)
    assert (numbers, after.next_number) == (["CF-1043", "CF-1044"], 1045)


@given(start=st.integers(1, 10**6), count=st.integers(0, 50))
def test_numbers_that_return_are_given_again(start: int, count: int) -> None:
    series = NumberSeries(prefix="", next_number=start)
    numbers, after = series.taken(count)
    assert after.returned(count).taken(count)[0] == numbers


@pytest.mark.parametrize(
    ("planned", "has_invoices", "after"),
    [(5, False, 5), (5, True, 10), (12, True, 12)],
)
def test_the_company_sheet_sets_the_series(planned: int, after: int, *, has_invoices: bool) -> None:
    assert series_start(planned, current=10, has_invoices=has_invoices) == after
