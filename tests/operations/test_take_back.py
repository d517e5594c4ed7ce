from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookInvoice, DocumentStanding
from app.connectors import registry
from app.connectors.dealings import Ability
from app.errors import NotAllowed
from app.operations.adjust_invoices import void_invoice
from app.operations.apply_sync import apply_sync
from app.operations.keep_inbox import list_inbox
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction
from app.operations.sync_company import plan_company, sync_company
from app.operations.sync_plan import SyncPlan
from app.operations.take_back import plan_take_back
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import approve
from tests.operations.fake_books import KEY, fake_system
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def applied(office: Office) -> int:
    plan = plan_company(office, flows=["invoices"])
    apply_sync(office, plan)
    return plan.id or 0


def told(plan: SyncPlan) -> dict[str, PlanAction]:
    return {f"{each.kind} {each.our_id}": each.action for each in plan.records}


def test_a_posted_batch_is_taken_back(office: Office, sides: Sides) -> None:
    plan = plan_take_back(office, applied(office))
    assert told(plan) == {
        "invoice CF-1044": PlanAction.UPDATE,
        "invoice CF-1043": PlanAction.UPDATE,
        "customer 200": PlanAction.SKIP,
        "customer 100": PlanAction.SKIP,
    }
    assert {e.standing for e in sides.books.invoices.values()} == {DocumentStanding.OPEN}
    result = apply_sync(office, plan)
    assert (result.count(Result.DONE), result.count(Result.SKIPPED)) == (2, 2)
    assert {e.standing for e in sides.books.invoices.values()} == {DocumentStanding.VOID}
    calls = list(sides.books.calls)
    assert apply_sync(office, plan).count(Result.ALREADY) == 2
    assert sides.books.calls == calls


def test_what_is_paid_there_says_so_and_the_rest_goes(office: Office, sides: Sides) -> None:
    number = applied(office)
    sides.books.pay("CF-1043", Decimal(10))
    plan = plan_take_back(office, number)
    assert told(plan)["invoice CF-1043"] is PlanAction.CONFLICT
    reasons = {each.our_id: each.reason for each in plan.records}
    assert reasons["CF-1043"] == "10.00 is paid or credited on it there: take that off it first."
    apply_sync(office, plan)
    assert [e.number for e in sides.books.invoices.values() if e.standing.value == "void"] == [
        "CF-1044"
    ]


def test_what_was_paid_since_the_plan_is_refused_there(office: Office, sides: Sides) -> None:
    plan = plan_take_back(office, applied(office))
    sides.books.pay("CF-1043", Decimal(10))
    result = apply_sync(office, plan)
    assert (result.count(Result.DONE), result.count(Result.REFUSED)) == (1, 1)


def test_who_is_not_told_so_is_told_by_hand(
    office: Office, sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = applied(office)
    sides.books.abilities -= {Ability.VOID_INVOICES}
    monkeypatch.setitem(registry.ACCOUNTING_SYSTEMS, KEY, fake_system(sides.books))
    plan = plan_take_back(office, number)
    assert told(plan)["invoice CF-1043"] is PlanAction.CONFLICT
    assert all("by hand" in each.reason for each in plan.records if each.kind == "invoice")


def test_a_plan_that_posted_nothing_is_not_taken_back(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    assert sides.books.calls == []
    with pytest.raises(NotAllowed, match="has posted nothing"):
        plan_take_back(office, plan.id or 0)


def test_what_was_only_read_stays(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sides.books.pay("CF-1043", Decimal(10))
    plan = plan_company(office, flows=["payments", "status"])
    apply_sync(office, plan)
    with pytest.raises(NotAllowed):
        plan_take_back(office, plan.id or 0)


def test_what_was_taken_back_is_billed_anew_under_another_number(
    office: Office, sides: Sides
) -> None:
    plan = plan_take_back(office, applied(office))
    assert "under a new number" in plan.parts[0].plan.warnings[0]  # type: ignore[union-attr]
    apply_sync(office, plan)
    sync_company(office)
    entries = [each.problem for each in list_inbox(office).open]
    assert {each.title for each in entries} == {
        "Invoice CF-1043 was taken back there",
        "Invoice CF-1044 was taken back there",
    }
    assert entries[0].remedy == (
        "Make it void here too: a new run of 2026-10 then bills it anew, under a new number."
    )
    void_invoice(office, "CF-1043", why="taken back")
    approve(office)
    sync_company(office, go=True)
    standing = {n: e.standing.value for n, e in _by_number(sides).items()}
    assert standing == {"CF-1043": "void", "CF-1044": "void", "CF-1045": "open"}
    assert [each.problem.record for each in list_inbox(office).open] == ["invoice CF-1044"]


def _by_number(sides: Sides) -> dict[str, BookInvoice]:
    return {each.number: each for each in sides.books.invoices.values()}
