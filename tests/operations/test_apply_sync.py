import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.errors import InputError
from app.operations.adjust_invoices import void_invoice
from app.operations.apply_sync import applied_outcomes, apply_sync, saved_sync_plan
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.sync_company import plan_company, sync_company
from app.operations.sync_plan import SyncPlan, SyncResult, read_sync_plan, sync_plan_text
from app.store.database import CompanyFile
from app.store.outbox import open_errands
from app.store.sync_plans import PlanState, drop_plans, plan_heads, saved_plan
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, GRANITE, change, copied, dump
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def results(result: SyncResult) -> dict[str, Result]:
    return {
        f"{each.record.kind} {each.record.our_id}": each.result
        for flow in result.flows
        for each in flow.outcomes
        if flow.part.system == BOOKS
    }


def state(office: Office, plan: SyncPlan) -> PlanState:
    with office.file.read() as conn:
        found = saved_plan(conn, plan.id or 0)
    assert found is not None
    return found.head.state


def test_exactly_the_plan_of_the_file_is_applied_and_twice_is_once(
    office: Office, sides: Sides, tmp_path: Path
) -> None:
    plan = plan_company(office)
    path = tmp_path / "plan.json"
    path.write_text(sync_plan_text(plan), encoding="utf-8")
    assert read_sync_plan(path) == plan
    assert set(results(apply_sync(office, path)).values()) == {Result.DONE}
    assert state(office, plan) is PlanState.APPLIED
    before, calls = dump(office, "sync_plans"), list(sides.books.calls)
    again = results(apply_sync(office, path))
    assert set(again.values()) == {Result.ALREADY}
    assert (dump(office, "sync_plans"), sides.books.calls) == (before, calls)


def test_the_saved_plan_is_the_plan(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    assert saved_sync_plan(office, plan.id or 0) == plan
    assert apply_sync(office, saved_sync_plan(office, plan.id or 0)).is_clear
    assert len(sides.books.invoices) == 2
    told = {each.record.our_id: each.their_id for _, each in applied_outcomes(office, plan.id or 0)}
    assert told["CF-1043"] in sides.books.invoices
    with pytest.raises(InputError, match="no plan 99"):
        saved_sync_plan(office, 99)


def test_another_plan_does_nothing_where_an_earlier_one_was_applied(
    office: Office, sides: Sides
) -> None:
    first, second = plan_company(office), plan_company(office)
    apply_sync(office, first)
    calls = list(sides.books.calls)
    assert set(results(apply_sync(office, second)).values()) == {Result.ALREADY}
    assert sides.books.calls == calls


def test_what_changed_meanwhile_stops_that_record_alone(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    void_invoice(office, "CF-1043", why="Wrong")
    change(office, accounts=[replace(GRANITE, name="Granite Peak CU")])
    found = results(apply_sync(office, plan))
    assert found == {
        "customer 100": Result.STALE,
        "customer 200": Result.DONE,
        "invoice CF-1043": Result.STALE,
        "invoice CF-1044": Result.DONE,
    }
    assert [each.number for each in sides.books.invoices.values()] == ["CF-1044"]


def test_what_somebody_took_there_meanwhile_is_stale(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    other = plan_company(office, flows=["invoices"])
    apply_sync(office, other)
    (made,) = [e for e in sides.books.invoices.values() if e.number == "CF-1044"]
    sides.books.invoices.pop(made.source_id)
    sides.books.invoices["X"] = replace(made, source_id="X", total=Decimal(5), balance=Decimal(5))
    found = results(apply_sync(office, plan))
    assert found["invoice CF-1044"] is Result.STALE
    assert found["invoice CF-1043"] is Result.ALREADY


def test_a_payment_told_otherwise_since_is_left_alone(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    payment = sides.books.pay("CF-1043", Decimal(10))
    plan = plan_company(office, flows=["payments"])
    sides.books.unpay(payment)
    plan_company(office, flows=["payments"])
    found = results(apply_sync(office, plan))
    assert found == {f"payment {payment}": Result.STALE}
    with office.file.read() as conn:
        assert plan_heads(conn)[0].state is not PlanState.PARTLY


def test_what_waits_is_done_by_the_next_apply(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    sides.books.befalls = ["", "", "away"]
    first = apply_sync(office, plan)
    assert results(first)["invoice CF-1043"] is Result.WAITING
    assert state(office, plan) is PlanState.PARTLY
    again = results(apply_sync(office, plan))
    assert again["invoice CF-1043"] is Result.DONE
    assert again["customer 100"] is Result.ALREADY
    assert state(office, plan) is PlanState.APPLIED


def test_books_that_do_not_answer_leave_it_all_waiting(office: Office, sides: Sides) -> None:
    plan = plan_company(office)
    sides.books.is_down = True
    found = results(apply_sync(office, plan))
    assert set(found.values()) == {Result.WAITING}
    assert sides.psa.customers["1"].external_id == "100"
    sides.books.is_down = False
    assert set(results(apply_sync(office, plan)).values()) == {Result.DONE}


@pytest.mark.parametrize(
    ("old", "new"), [("44.24", "4.24"), ("CF-1043", "CF-9"), ("automatic", "off")]
)
def test_a_plan_that_was_changed_is_refused(
    office: Office, sides: Sides, tmp_path: Path, old: str, new: str
) -> None:
    path = tmp_path / "plan.json"
    text = sync_plan_text(plan_company(office))
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match="was changed since it was made"):
        apply_sync(office, path)
    assert sides.books.calls == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "switchbook-sync-plan-1"}'])
def test_what_is_no_plan_is_said(office: Office, tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.json"):
        apply_sync(office, path)


def test_a_plan_of_another_company_is_refused(
    office: Office, sides: Sides, template: Path, tmp_path: Path
) -> None:
    plan = plan_company(office)
    assert sides.books.calls == []
    with (
        copied(template, tmp_path / "other.switchbook", clock=CLOCK) as other,
        pytest.raises(InputError, match="another company file"),
    ):
        apply_sync(other, plan)


def test_a_plan_that_was_cleared_away_can_still_be_applied(
    office: Office, sides: Sides, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(sync_plan_text(plan_company(office)), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["counts"]["create"] == 4
    with office.write() as conn:
        assert drop_plans(conn, made_before=CLOCK.now().replace(year=2027)) == 1
    assert apply_sync(office, path).count(Result.DONE) == 6
    assert len(sides.books.invoices) == 2


class ProgramEnded(BaseException):
    """The program was ended at a write."""


@pytest.mark.parametrize("after", [False, True])
def test_ended_at_any_write_and_applied_again_each_thing_is_there_once(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    for number in range(1, 60):
        path = tmp_path / f"{number}.switchbook"
        with memory_keyring(), copied(template, path) as office:
            sides = connect_both(approved(office, tmp_path), monkeypatch)
            plan = plan_company(office)
            with monkeypatch.context() as patch:
                patch.setattr(CompanyFile, "write", _deadly(number, after=after))
                try:
                    apply_sync(office, plan)
                    ended = False
                except ProgramEnded:
                    ended = True
            again = apply_sync(office, plan)
            assert again.count(Result.STALE) + again.count(Result.WAITING) == 0
            assert sorted(each.number for each in sides.books.invoices.values()) == [
                "CF-1043",
                "CF-1044",
            ]
            assert len(sides.books.customers) == 2
            assert sides.psa.customers["1"].external_id == "100"
            assert state(office, plan) is PlanState.APPLIED
            with office.file.read() as conn:
                assert open_errands(conn, BOOKS) == []
        if not ended:
            assert number > 10
            return
    raise AssertionError


def _deadly(number: int, *, after: bool) -> object:
    """A way to write that ends the program at that transaction: taken back, or kept."""
    written = CompanyFile.write
    count = 0

    @contextmanager
    def write(file: CompanyFile) -> Iterator[Connection]:
        nonlocal count
        count += 1
        mine = count
        with written(file) as conn:
            yield conn
            if mine == number and not after:
                raise ProgramEnded
        if mine == number:
            raise ProgramEnded

    return write
