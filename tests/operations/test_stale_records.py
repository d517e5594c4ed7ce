from dataclasses import replace
from decimal import Decimal

import pytest

from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.stale_records import changed_since, without_work

MADE = PlanRecord(
    kind="invoice",
    our_id="CF-1",
    action=PlanAction.CREATE,
    verb=Verb.CREATE,
    reason="New.",
    amount=Decimal(40),
    document={"customer_id": "new:100", "lines": [{"item_id": "new:A1", "amount": "40"}]},
)
RESOLVED = {"customer_id": "7", "lines": [{"item_id": "9", "amount": "40"}]}
IDS = {"new:100": "7", "new:A1": "9"}
THERE = replace(MADE, action=PlanAction.SKIP, verb=Verb.LINK, their_id="B1", reason="There.")
POSTED = replace(THERE, verb=Verb.NONE, reason="Posted.")


def result(planned: PlanRecord, now: PlanRecord | None) -> Result | None:
    outcome = changed_since(planned, now, IDS)
    return None if outcome is None else outcome.result


@pytest.mark.parametrize(
    ("planned", "now", "wanted"),
    [
        (MADE, MADE, None),
        # What it was to be made for has its id by now.
        (MADE, replace(MADE, document=RESOLVED), None),
        # It is there, perhaps by an attempt of ours: the look before sending tells.
        (MADE, replace(THERE, document=RESOLVED), None),
        (MADE, replace(THERE, document={"lines": []}), Result.ALREADY),
        (MADE, POSTED, Result.ALREADY),
        (MADE, replace(MADE, amount=Decimal(41)), Result.STALE),
        (MADE, replace(MADE, document={"customer_id": "8", "lines": []}), Result.STALE),
        (MADE, replace(MADE, action=PlanAction.CONFLICT, verb=Verb.NONE), Result.STALE),
        (MADE, None, Result.STALE),
        (replace(MADE, kind="item"), None, None),
        (THERE, THERE, None),
        (THERE, replace(THERE, version="2"), Result.STALE),
        (THERE, POSTED, Result.ALREADY),
        (replace(MADE, action=PlanAction.UPDATE, verb=Verb.VOID), POSTED, None),
        (replace(MADE, action=PlanAction.UPDATE, verb=Verb.NONE), None, Result.ALREADY),
    ],
)
def test_what_a_record_has_become(
    planned: PlanRecord, now: PlanRecord | None, wanted: Result | None
) -> None:
    assert result(planned, now) is wanted


def test_what_changed_is_named() -> None:
    other = replace(MADE, document={**MADE.document, "due_on": "2026-12-01"})
    outcome = changed_since(MADE, other, IDS)
    assert outcome is not None
    assert outcome.why == "It has changed since the plan was made: due_on."


def test_what_asks_or_skips_needs_no_look() -> None:
    asked = without_work(replace(POSTED, action=PlanAction.CONFLICT))
    assert asked is not None
    assert asked.result is Result.CONFLICT
    skipped = without_work(POSTED)
    assert skipped is not None
    assert (skipped.result, skipped.their_id) == (Result.SKIPPED, "B1")
    assert without_work(MADE) is None
    assert without_work(THERE) is None
    assert without_work(replace(MADE, verb=Verb.NONE)) is None
