from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.operations.apply_sync import apply_sync
from app.operations.decide import decide
from app.operations.keep_inbox import list_inbox
from app.operations.office import Office
from app.operations.plan_sync import Scope, plan_sync
from app.operations.posting_plan import PlanAction
from app.operations.sync_company import plan_company, sync_company
from app.operations.sync_plan import SyncPlan
from app.store.sync_plans import plan_heads
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import GRANITE, change, dump
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_psa import KEY as PSA
from tests.operations.in_step import Sides, connect_both
from tests.operations.practice_sides import practice_sides


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def told(plan: SyncPlan, flow: str = "invoices") -> dict[str, PlanAction]:
    return {
        f"{each.kind} {each.our_id}": each.action
        for part in plan.parts
        if part.flow == flow
        for each in part.records
    }


def test_a_plan_has_a_part_for_each_flow_and_system(office: Office, sides: Sides) -> None:
    assert sides.books.calls == []
    plan = plan_sync(office)
    assert [(each.flow, each.system) for each in plan.parts] == [
        ("customers", PSA),
        ("contracts", PSA),
        ("work", PSA),
        ("payments", BOOKS),
        ("invoices", BOOKS),
        ("relay", BOOKS),
        ("status", PSA),
    ]
    with office.file.read() as conn:
        assert [each.seal for each in plan_heads(conn)] == [plan.seal]


def test_a_plan_that_is_not_saved_leaves_nothing(office: Office, sides: Sides) -> None:
    sync_company(office, flows=["status"])
    before = dump(office)
    plan = plan_sync(office, flows=["invoices", "status"], save=False)
    assert (plan.id, len(plan.parts)) == (None, 2)
    assert dump(office) == before
    assert sides.books.calls == []


def test_systems_and_records_can_be_left_out(office: Office, sides: Sides) -> None:
    scope = Scope(systems=(BOOKS,), only=lambda each: each.our_id == "CF-1044")
    plan = plan_sync(office, scope=scope)
    assert {each.system for each in plan.parts} == {BOOKS}
    assert told(plan) == {"invoice CF-1044": PlanAction.CREATE}
    waits = plan_sync(office, scope=Scope(waiting={BOOKS: "It is away."}))
    assert {e.waits for e in waits.parts if e.system == BOOKS} == {"It is away."}
    assert sides.books.calls == []


def test_what_is_in_step_is_not_looked_at_again(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    walks = sides.books.walks
    assert told(plan_sync(office)) == {}
    assert sides.books.walks == walks
    whole = told(plan_sync(office, flows=["invoices"], scope=Scope(whole=True)))
    assert set(whole.values()) == {PlanAction.SKIP}
    assert len(whole) == 4


def test_a_customer_that_changed_here_is_told_without_an_invoice(
    office: Office, sides: Sides
) -> None:
    sync_company(office, go=True)
    change(office, accounts=[replace(GRANITE, name="Granite Peak CU")])
    plan = plan_company(office, flows=["invoices"])
    assert told(plan) == {"customer 100": PlanAction.UPDATE}
    assert apply_sync(office, plan).is_clear
    assert "Granite Peak CU" in {each.name for each in sides.books.customers.values()}
    assert told(plan_company(office, flows=["invoices"])) == {}


def test_what_the_psa_owns_comes_back_before_it_goes_out(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    change(office, accounts=[replace(GRANITE, name="Granite Peak CU")])
    assert sync_company(office, go=True).is_clear
    names = {each.name for each in sides.books.customers.values()}
    assert names == {"Granite Peak Credit Union", "Harbor Light Dental"}
    assert told(plan_company(office)) == {}


@pytest.mark.parametrize("key", ["quickbooks", "xero"])
def test_a_closed_period_is_offered_the_next_open_day(
    office: Office, tmp_path: Path, key: str
) -> None:
    ours = replace(GRANITE, name="Quarry Road Credit Union")
    change(office, accounts=[ours])
    with memory_keyring():
        approved(office, tmp_path)
        practice = practice_sides(key)
        practice.connect(office, key)
        practice.act(key, "close_books", "2026-11-15")
        plan = plan_company(office, flows=["invoices"], ways=practice.ways)
        conflicts = [each for each in plan.records if each.kind == "invoice"]
        assert {each.action for each in conflicts} == {PlanAction.CONFLICT}
        assert "the next open day is 2026-11-16" in conflicts[0].reason
        assert {each.problem.kind for each in list_inbox(office).open} == {"closed_period"}
        decide(office, "closed_period", "next_open_day")
        result = sync_company(office, go=True, ways=practice.ways)
        assert result.is_clear
        assert list_inbox(office).open == ()
        days = {
            str(each.get("date") or each.get("dated_on"))[:10]
            for each in practice.state(key)["invoices"]
            if each["number"] in {"CF-1043", "CF-1044"}
        }
        assert days == {"2026-11-16"}
        # Closed up to a later day, what is there stays there as it is.
        practice.act(key, "close_books", "2026-11-30")
        again = plan_sync(office, flows=["invoices"], scope=Scope(whole=True), ways=practice.ways)
        assert {each.action for each in again.records} == {PlanAction.SKIP}
        assert sync_company(office, go=True, ways=practice.ways).is_clear
