from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.flows import FlowSetting
from app.errors import InputError
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import Plan, PlanAction, PlanRecord, Verb, sealed
from app.operations.sync_plan import (
    FlowResult,
    FlowState,
    SyncPart,
    SyncPlan,
    SyncResult,
    acts,
    check_seal,
    read_sync_plan,
    sealed_sync,
    sync_plan_facts,
    sync_plan_of,
    sync_plan_text,
)

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)
MADE = PlanRecord(
    kind="invoice",
    our_id="CF-1",
    action=PlanAction.CREATE,
    verb=Verb.CREATE,
    reason="New.",
    amount=Decimal("40.10"),
    document={"number": "CF-1"},
)
ASKED = PlanRecord(
    kind="customer", our_id="100", action=PlanAction.CONFLICT, reason="Two.", amount=Decimal(3)
)
KNOWN = PlanRecord(kind="customer", our_id="200", action=PlanAction.SKIP, reason="Linked.")


def part(*records: PlanRecord, **changed: object) -> SyncPart:
    plan = sealed(
        Plan(
            system="xero",
            company="Cedar Fork Books",
            fingerprint="T|US|USD",
            made_at=AT,
            run_id=None,
            records=records,
        )
    )
    values: dict[str, object] = {
        "flow": "invoices",
        "system": "xero",
        "title": "Xero",
        "setting": FlowSetting.NEXT_BATCH,
        "plan": plan,
    }
    return SyncPart(**(values | changed))  # type: ignore[arg-type]


def plan_of(*parts: SyncPart) -> SyncPlan:
    return sealed_sync(SyncPlan(made_at=AT, company="c0ffee", parts=parts))


def test_a_plan_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    waits = part(plan=None, waits="It is away.")
    plan = replace(plan_of(part(MADE, ASKED, KNOWN), waits), id=7)
    path = tmp_path / "plan.json"
    path.write_text(sync_plan_text(plan), encoding="utf-8")
    found = read_sync_plan(path)
    assert found == plan
    assert sync_plan_of(sync_plan_facts(plan)) == plan


def test_counts_and_money_are_told_by_action() -> None:
    facts = sync_plan_facts(plan_of(part(MADE, ASKED, KNOWN)))
    assert facts["counts"] == {"create": 1, "update": 0, "skip": 1, "conflict": 1}
    assert facts["money"] == {
        "create": "40.10",
        "update": "0.00",
        "skip": "0.00",
        "conflict": "3.00",
    }
    assert facts["parts"][0]["plan"]["records"][0]["amount"] == "40.10"


def test_the_seal_is_over_all_but_the_number() -> None:
    plan = plan_of(part(MADE))
    check_seal(replace(plan, id=9), "It")
    others = (
        replace(plan, company="other"),
        replace(plan, takes_back=3),
        replace(plan, parts=(part(replace(MADE, amount=Decimal(41))),)),
        replace(plan, parts=(part(MADE, setting=FlowSetting.AUTOMATIC),)),
    )
    for each in others:
        with pytest.raises(InputError, match="changed since it was made"):
            check_seal(each, "It")


def test_a_part_that_only_asks_or_skips_is_idle() -> None:
    assert part(ASKED, KNOWN).is_idle
    assert part().is_idle
    assert not part(MADE).is_idle
    assert acts(replace(KNOWN, verb=Verb.LINK))
    assert part(plan=None).records == ()


def test_words_name_flows_and_systems() -> None:
    plan = plan_of(part(MADE), part(flow="payments"))
    assert plan.words == "invoices, payments \u00b7 Xero"
    assert replace(plan, takes_back=4).words.startswith("Take back plan 4: ")


def test_a_result_counts_what_was_done() -> None:
    done = Outcome(record=MADE, result=Result.DONE)
    lost = Outcome(record=MADE, result=Result.REFUSED)
    good = FlowResult(part=part(MADE), state=FlowState.APPLIED, outcomes=(done,))
    bad = FlowResult(part=part(MADE), state=FlowState.APPLIED, outcomes=(done, lost))
    result = SyncResult(flows=(good, bad))
    assert (result.count(Result.DONE), result.count(Result.REFUSED)) == (2, 1)
    assert result.money(PlanAction.CREATE) == Decimal("80.20")
    assert good.is_clear
    assert not result.is_clear
    assert good.flow.name == "invoices"


def test_what_waits_or_asks_is_not_clear() -> None:
    assert not FlowResult(part=part(plan=None), state=FlowState.WAITING).is_clear
    assert not FlowResult(part=part(ASKED), state=FlowState.NOTHING).is_clear
    assert FlowResult(part=part(KNOWN), state=FlowState.OFF).is_clear
