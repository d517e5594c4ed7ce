from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.tax_plan import TaxPlan, plan_of
from app.errors import InputError, NotAllowed
from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.operations.prove_period import prove_period
from app.operations.review_taxes import (
    ReviewChoices,
    adjust_taxes,
    review_taxes,
    save_plan,
    saved_plan,
)
from app.operations.run_bills import undo_run
from app.store import audit
from app.store.invoices import load_invoices
from app.store.tax_adjustments import load_adjustments
from tests.operations.companies import (
    BILLABLE,
    COLORADO,
    DECEMBER,
    approve,
    change,
    dump,
    later,
    take_in,
)


@pytest.fixture
def late(office: Office, tmp_path: Path) -> Office:
    """October is approved, and Colorado's rate is another since: CF-1043 would have 2.01."""
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    change(office, taxes=[replace(COLORADO, rate=Decimal("0.05"))])
    return office


def plan_for(office: Office) -> TaxPlan:
    return plan_of(review_taxes(office).changes)


def test_a_review_tells_what_would_change_and_writes_nothing(late: Office) -> None:
    before = dump(late)
    found = review_taxes(late)
    assert [(each.invoice_number, each.billed, each.would_be) for each in found.changes] == [
        ("CF-1043", Decimal("4.02"), Decimal("2.01"))
    ]
    assert (found.invoices, found.findings, dump(late)) == (2, (), before)


@pytest.mark.parametrize(
    ("choices", "looked_at"),
    [
        (ReviewChoices(first=date(2026, 11, 2)), 0),
        (ReviewChoices(last=date(2026, 11, 1)), 2),
        (ReviewChoices(last=date(2026, 10, 31)), 0),
        (ReviewChoices(accounts={"200"}), 1),
    ],
)
def test_a_review_looks_at_the_days_and_payers_asked_for(
    late: Office, choices: ReviewChoices, looked_at: int
) -> None:
    assert review_taxes(late, choices).invoices == looked_at


def test_a_review_looks_at_the_codes_asked_for(late: Office) -> None:
    assert review_taxes(late, ReviewChoices(codes={"NY-SALES"})).changes == ()


def test_a_plan_is_applied_as_it_is_shown(late: Office) -> None:
    plan = plan_for(late)
    done = adjust_taxes(late, plan, why="the state's notice came late")
    assert (done.lines, done.invoices, done.difference) == (2, 1, Decimal("-2.01"))
    with late.file.read() as conn:
        assert load_adjustments(conn) == plan.adjustments
        (entry,) = audit.entries_of(conn, "invoices", record="CF-1043")[1:]
    assert (entry.action, entry.reason, entry.origin) == (
        "corrected",
        "the state's notice came late",
        plan.digest,
    )


def test_a_plan_is_applied_once(late: Office) -> None:
    plan = plan_for(late)
    adjust_taxes(late, plan, why="late")
    before = dump(late)
    again = adjust_taxes(late, plan, why="late")
    assert (again.applied_before, again.lines, again.invoices) == (True, 0, 0)
    assert dump(late) == before


def test_a_correction_needs_a_reason(late: Office) -> None:
    with pytest.raises(InputError, match="No tax was corrected"):
        adjust_taxes(late, plan_for(late), why=" ")


def test_a_plan_that_no_longer_holds_is_refused(late: Office) -> None:
    plan = plan_for(late)
    change(late, taxes=[replace(COLORADO, rate=Decimal("0.04"))])
    with pytest.raises(InputError, match="out of date"):
        adjust_taxes(late, plan, why="late")


def test_a_plan_of_nothing_corrects_nothing(late: Office) -> None:
    assert adjust_taxes(late, plan_of([]), why="late").lines == 0


def test_a_correction_stands_on_the_next_invoice_once_and_ties(late: Office) -> None:
    adjust_taxes(late, plan_for(late), why="late")
    with later(late, DECEMBER) as office:
        approve(office, "2026-11")
        assert prove_period(office, "2026-11").closes
        with office.file.read() as conn:
            carried = {
                each.invoice.invoice_number: [
                    (line.amount, line.parts) for line in each.invoice.tax_lines if line.adjusts
                ]
                for each in load_invoices(conn)
            }
            assert not any(each.is_open for each in load_adjustments(conn))
    assert carried.pop("CF-1045") == [(Decimal("-4.02"), ()), (Decimal("2.01"), ())]
    assert not any(carried.values())


def test_a_run_with_corrected_invoices_is_not_taken_back(late: Office) -> None:
    adjust_taxes(late, plan_for(late), why="late")
    with pytest.raises(NotAllowed, match="CF-1043 were corrected"):
        undo_run(late, 1)


def test_a_run_that_is_taken_back_opens_its_corrections_again(late: Office) -> None:
    adjust_taxes(late, plan_for(late), why="late")
    with later(late, DECEMBER) as office:
        approve(office, "2026-11")
        undo_run(office, 2)
        with office.file.read() as conn:
            assert [each.is_open for each in load_adjustments(conn)] == [True, True]


def test_a_void_invoice_is_reviewed_where_it_was_corrected(late: Office) -> None:
    adjust_taxes(late, plan_for(late), why="late")
    for number in ("CF-1043", "CF-1044"):
        void_invoice(late, number, why="billed in error")
    found = review_taxes(late)
    assert [(each.invoice_number, each.difference) for each in found.changes] == [
        ("CF-1043", Decimal("2.01"))
    ]
    assert found.invoices == 1


def test_a_plan_is_saved_and_read(late: Office, tmp_path: Path) -> None:
    plan = plan_for(late)
    save_plan(plan, tmp_path / "plan.json")
    assert saved_plan(tmp_path / "plan.json") == plan


def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        saved_plan(tmp_path / "nowhere.json")
