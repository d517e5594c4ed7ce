from datetime import UTC, datetime, timedelta

from app.store.database import CompanyFile
from app.store.sync_plans import (
    PlanState,
    add_plan,
    drop_plans,
    note_outcomes,
    plan_heads,
    plan_of_seal,
    saved_plan,
)

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)
PLAN = {"seal": "a", "parts": [{"flow": "invoices", "plan": None}]}


def test_a_plan_is_kept_as_it_was_sealed_and_once(company: CompanyFile) -> None:
    with company.write() as conn:
        number = add_plan(conn, PLAN, seal="a", title="invoices", at=AT, by="ann")
        assert add_plan(conn, {}, seal="a", title="x", at=AT, by="bob") == number
        found = saved_plan(conn, number)
        assert plan_of_seal(conn, "a") == found
        assert plan_of_seal(conn, "b") is None
        assert saved_plan(conn, 99) is None
    assert found is not None
    assert (found.plan, found.outcomes) == (PLAN, [])
    assert (found.head.state, found.head.made_by) == (PlanState.OPEN, "ann")


def test_what_became_of_it_stands_with_it(company: CompanyFile) -> None:
    told = [{"part": 0, "record": 0, "result": "done"}]
    with company.write() as conn:
        number = add_plan(conn, PLAN, seal="a", title="invoices", at=AT, by="ann")
        note_outcomes(conn, number, told, state=PlanState.PARTLY, at=AT)
        found = saved_plan(conn, number)
    assert found is not None
    assert (found.outcomes, found.head.state, found.head.applied_at) == (
        told,
        PlanState.PARTLY,
        AT,
    )


def test_old_plans_that_nobody_applied_are_taken_out(company: CompanyFile) -> None:
    with company.write() as conn:
        for place, seal in enumerate("abc"):
            at = AT + timedelta(days=place)
            add_plan(conn, PLAN, seal=seal, title=seal, at=at, by="ann")
        note_outcomes(conn, 1, [], state=PlanState.APPLIED, at=AT)
        assert drop_plans(conn, made_before=AT + timedelta(days=2)) == 1
        assert [each.seal for each in plan_heads(conn)] == ["c", "a"]
        assert [each.seal for each in plan_heads(conn, most=1)] == ["c"]
