from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.posting_plan import (
    Plan,
    PlanAction,
    PlanRecord,
    Verb,
    digest_of,
    plan_facts,
    plan_text,
    read_plan,
    seal_of,
    sealed,
)

RECORD = PlanRecord(
    kind="invoice",
    our_id="CF-1",
    action=PlanAction.CREATE,
    verb=Verb.CREATE,
    after={"total": Decimal("44.20")},
    reason="No invoice there has this number.",
    amount=Decimal("44.20"),
    document={"number": "CF-1", "lines": [{"amount": "44.2"}]},
)
PLAN = sealed(
    Plan(
        system="xero",
        company="Cedar Fork",
        fingerprint="T1|US|USD",
        made_at=datetime(2026, 11, 2, tzinfo=UTC),
        run_id=3,
        records=(RECORD,),
        warnings=("Look.",),
    )
)


def test_a_plan_survives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan_text(PLAN), encoding="utf-8")
    found = read_plan(path)
    assert (found.seal, found.records[0].document) == (PLAN.seal, RECORD.document)
    assert found.records[0].amount == Decimal("44.20")
    assert found.count(PlanAction.CREATE) == 1


def test_a_seal_is_the_hash_of_the_same_text() -> None:
    document = {"ü": [1, None, {"b": "é\n", "a": True}], "total": "44.20"}
    assert seal_of(document) == digest_of(document)


def test_a_plan_tells_its_counts() -> None:
    assert plan_facts(PLAN)["counts"] == {"create": 1, "update": 0, "skip": 0, "conflict": 0}


@pytest.mark.parametrize("change", [("CF-1", "CF-2"), ("44.2", "44.3"), ("T1", "T2")])
def test_a_plan_that_was_touched_is_no_plan(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan_text(PLAN).replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match="was changed since it was made"):
        read_plan(path)


def test_what_is_no_plan_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with pytest.raises(InputError, match="cannot be read as a plan"):
        read_plan(path)
    path.write_text('{"format": "switchbook-plan-1"}', encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as a plan"):
        read_plan(path)


def test_the_same_content_is_the_same_thing_whatever_its_order() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1}) != digest_of({"a": 1})
