from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.apply_sync import apply_sync
from app.operations.browse_sync import field_pairs, list_plans, plan_preview, show_plan
from app.operations.office import Office
from app.operations.posting_plan import PlanAction
from app.operations.sync_company import plan_company
from app.store.sync_plans import PlanState
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import GRANITE, change
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def test_a_plan_tells_count_and_money_of_what_it_would_do(office: Office, sides: Sides) -> None:
    del sides
    plan = plan_company(office, flows=["invoices"])
    view = show_plan(office, plan.id or 0)
    assert view.row.state is PlanState.OPEN
    assert dict(view.to_do) == {"invoice": 2, "customer": 2}
    assert view.to_do[0][0] == "invoice"
    assert view.to_do_money == Decimal("65.65")
    assert (view.goes_out, view.can_take_back) == (True, False)
    tiles = {each.action: each.count for each in view.tiles}
    assert tiles == {
        PlanAction.CREATE: 4,
        PlanAction.UPDATE: 0,
        PlanAction.SKIP: 0,
        PlanAction.CONFLICT: 0,
    }
    line = next(each for each in view.lines if each.our_id == "CF-1043")
    assert line.account_number == "100"
    assert line.who
    assert plan_preview(office, plan) == view.lines


def test_once_it_is_applied_nothing_is_left_and_it_can_be_taken_back(
    office: Office, sides: Sides
) -> None:
    del sides
    plan = plan_company(office, flows=["invoices"])
    apply_sync(office, plan)
    view = show_plan(office, plan.id or 0)
    assert (view.to_do, view.can_take_back) == ((), True)
    assert {each.result for each in view.lines} == {"done"}
    assert [each.state for each in list_plans(office)] == [PlanState.APPLIED]


def test_what_has_changed_since_is_stale(office: Office, sides: Sides) -> None:
    del sides
    plan = plan_company(office, flows=["invoices"])
    change(office, accounts=[replace(GRANITE, name="Granite Peak CU")])
    apply_sync(office, plan)
    view = show_plan(office, plan.id or 0)
    (stale,) = [each for each in view.lines if each.is_stale]
    assert (stale.our_id, stale.is_to_do) == ("100", False)


def test_a_plan_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="no plan 7"):
        show_plan(office, 7)


def test_fields_are_told_in_words() -> None:
    before = {"name": "Old", "address": {"city": "Arvada", "line2": None}, "is_active": True}
    pairs = {each.name: (each.before, each.after) for each in field_pairs(before, {"name": "New"})}
    assert pairs["Name"] == ("Old", "New")
    assert pairs["Address"] == ("City Arvada", "")
    assert pairs["Is active"][0] == "yes"
