from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.decide import decide
from app.operations.keep_inbox import list_inbox
from app.operations.map_customers import accept_exact
from app.operations.office import Office
from app.operations.plan_sync import TROUBLE, trouble_of
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction
from app.operations.sync_company import plan_company, sync_company
from app.operations.sync_plan import FlowState, SyncResult
from app.store.payment_events import PaymentEventKind, payment_events
from app.store.payments import paid_by_invoice
from app.store.sync_plans import PlanState, plan_heads
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import dump
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_psa import KEY as PSA
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def states(result: SyncResult) -> dict[str, FlowState]:
    return {each.part.flow: each.state for each in result.flows}


def posted(sides: Sides) -> dict[str, Decimal]:
    return {each.number: each.total for each in sides.books.invoices.values()}


def test_without_a_connection_there_is_nothing_to_sync(office: Office) -> None:
    with pytest.raises(InputError, match="No system is connected"):
        sync_company(office)


def test_by_itself_nobody_is_told_a_number_who_is_not_linked(office: Office, sides: Sides) -> None:
    assert states(sync_company(office))["status"] is FlowState.NOTHING
    assert sides.psa.customers["1"].external_id is None
    assert states(sync_company(office, go=True))["status"] is FlowState.APPLIED
    assert sides.psa.customers["1"].external_id == "100"


def test_what_is_automatic_is_applied_and_the_next_batch_is_planned(
    office: Office, sides: Sides
) -> None:
    assert sync_company(office).pulled[PSA].new == 2
    accept_exact(office, PSA)
    result = sync_company(office)
    assert states(result)["invoices"] is FlowState.PLANNED
    assert states(result)["status"] is FlowState.APPLIED
    assert sides.psa.customers["1"].external_id == "100"
    assert sides.books.invoices == {}
    planned = next(each for each in result.flows if each.part.flow == "invoices")
    assert [each.action for each in planned.part.records] == [PlanAction.CREATE] * 4


def test_go_applies_the_next_batch_too_and_once(office: Office, sides: Sides) -> None:
    result = sync_company(office, go=True)
    assert posted(sides) == {"CF-1043": Decimal("44.24"), "CF-1044": Decimal("21.41")}
    assert result.money(PlanAction.CREATE) == Decimal("65.65")
    calls = list(sides.books.calls)
    again = sync_company(office, go=True)
    assert set(states(again).values()) == {FlowState.NOTHING}
    assert again.plans == ()
    assert sides.books.calls == calls


def test_a_sync_with_nothing_to_do_leaves_nothing_behind(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sync_company(office)
    assert len(sides.books.invoices) == 2
    before = dump(office, "watermarks", "remote_records")
    sync_company(office)
    assert dump(office, "watermarks", "remote_records") == before


def test_after_syncs_with_nothing_to_do_a_change_on_any_side_is_seen(
    office: Office, sides: Sides
) -> None:
    sync_company(office, go=True)
    sync_company(office, go=True)
    assert set(states(sync_company(office, go=True)).values()) == {FlowState.NOTHING}
    sides.books.pay("CF-1043", Decimal("10.00"))
    assert states(sync_company(office, go=True))["payments"] is FlowState.APPLIED
    assert set(states(sync_company(office, go=True)).values()) == {FlowState.NOTHING}
    decide(office, "flow.payments", "off")
    assert states(sync_company(office, go=True))["payments"] is FlowState.OFF


def test_payments_come_in_and_each_is_a_dated_event(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sides.books.pay("CF-1043", Decimal("44.24"))
    result = sync_company(office)
    assert states(result)["payments"] is FlowState.APPLIED
    with office.file.read() as conn:
        assert paid_by_invoice(conn) == {"CF-1043": Decimal("44.24")}
        events = payment_events(conn, invoice_number="CF-1043")
    assert [each.event for each in events] == [PaymentEventKind.PAID]


def test_one_flow_alone(office: Office, sides: Sides) -> None:
    result = sync_company(office, flows=["invoices"], go=True)
    assert list(states(result)) == ["invoices"]
    assert sides.psa.customers["1"].external_id in {None, ""}
    with pytest.raises(InputError, match="no flow wages"):
        sync_company(office, flows=["wages"])


def test_what_is_off_is_neither_planned_nor_applied(office: Office, sides: Sides) -> None:
    decide(office, "flow.status", "off")
    result = sync_company(office, go=True)
    assert states(result)["status"] is FlowState.OFF
    assert sides.psa.customers["1"].external_id in {None, ""}


def test_who_does_not_answer_waits_and_the_others_go_on(office: Office, sides: Sides) -> None:
    sides.books.is_down = True
    result = sync_company(office, go=True)
    assert states(result)["invoices"] is FlowState.WAITING
    assert states(result)["payments"] is FlowState.WAITING
    assert states(result)["status"] is FlowState.APPLIED
    (entry,) = list_inbox(office).open
    assert (entry.problem.system, entry.problem.kind) == (BOOKS, "unreachable")
    sides.books.is_down = False
    result = sync_company(office, go=True)
    assert states(result)["invoices"] is FlowState.APPLIED
    assert list_inbox(office).open == ()


def test_trouble_on_the_way_out_stops_nothing_that_comes_in(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sides.books.pay("CF-1044", Decimal("21.41"))
    sides.psa.is_lost = True
    result = sync_company(office)
    assert states(result)["payments"] is FlowState.APPLIED


def test_a_plan_of_all_changes_nothing_there(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    assert sides.books.calls == []
    assert plan.id is not None
    with office.file.read() as conn:
        (head,) = plan_heads(conn)
    assert (head.id, head.state) == (plan.id, PlanState.OPEN)


def test_every_kind_of_trouble_has_its_name() -> None:
    names = {trouble_of(each("It is so.")) for each in TROUBLE}
    assert names == {"sign_in_needed", "turned_away", "unreachable"}


def test_a_refusal_is_an_entry_until_it_is_taken(office: Office, sides: Sides) -> None:
    sides.books.befalls = ["refused"]
    result = sync_company(office, go=True)
    assert (result.count(Result.REFUSED), result.count(Result.WAITING)) == (1, 1)
    assert posted(sides) == {"CF-1044": Decimal("21.41")}
    (entry,) = list_inbox(office).open
    assert (entry.problem.kind, entry.problem.record) == ("refused", "customer 100")
    assert entry.problem.account_number == "100"
    sides.books.befalls = ["refused"]
    sync_company(office, go=True)
    (again,) = list_inbox(office).open
    assert (again.id, again.times) == (entry.id, 2)
    sync_company(office, go=True)
    found = list_inbox(office)
    assert found.open == ()
    assert found.solved_themselves == 1
