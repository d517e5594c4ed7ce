from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.billing.bill_run import RunState
from app.billing.closing import ClosedMonth
from app.billing.gates import GateName
from app.billing.month_rules import gate_of, month_state
from app.billing.month_steps import (
    DraftFacts,
    ExceptionSum,
    InvoiceSum,
    MonthFacts,
    RowState,
    SourceDays,
    StepName,
    StepState,
    Waiver,
)
from app.billing.run_summary import GateSum, RunSummary
from app.usage.table import Reason

NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)
WHY = Waiver(why="a test", by="dana", at=NOW)
SUMMARY = RunSummary(
    invoices=2,
    charges=Decimal(60),
    taxes=Decimal(5),
    total=Decimal(65),
    left_out=0,
    left_out_amount=Decimal(0),
    gates=(
        GateSum(name=GateName.SUSPENDED_USAGE, count=9, amount=Decimal(9), records=()),
        GateSum(name=GateName.NO_TAX_RULES, count=0, amount=Decimal(0), records=()),
        GateSum(name=GateName.ACCOUNTS_NOT_READY, count=1, amount=Decimal(7), records=("100",)),
    ),
    mark=1,
)
CLEAR = replace(SUMMARY, gates=SUMMARY.gates[:2])
READY = MonthFacts(
    label="2026-10",
    now=NOW,
    checked_at=NOW,
    backed_up_at=NOW,
    sources=[SourceDays(source="pbx", calls=10)],
)
LONG = ExceptionSum(reason=Reason.TOO_LONG, calls=3, parties=1, amount=Decimal(46))
TWICE = ExceptionSum(reason=Reason.PROBABLE_DUPLICATE, calls=2, parties=1, amount=Decimal(1))


def draft(summary: RunSummary | None, *, stale: bool = False) -> DraftFacts:
    return DraftFacts(summary=summary, is_stale=stale)


def state(facts: MonthFacts, name: StepName) -> StepState:
    return month_state(facts).step(name).state


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({"backed_up_at": NOW - timedelta(days=1)}, ["backup"]),
        ({"checked_at": None}, ["checked"]),
        ({"checked_at": None, "backed_up_at": None}, ["checked", "backup"]),
    ],
)
def test_a_month_opens_with_a_check_and_a_backup(
    changed: dict[str, datetime | None], lacking: list[str]
) -> None:
    step = month_state(replace(READY, **changed)).step(StepName.OPEN)  # type: ignore[arg-type]
    assert step.state is StepState.NEEDS_YOU
    assert [row.kind for row in step.open_rows] == lacking


def test_a_gate_of_suspense_is_open_until_waived_and_other_reasons_stay() -> None:
    facts = replace(READY, exceptions=[LONG, TWICE], waivers={"suspended_usage": WHY})
    step = month_state(facts).step(StepName.EXCEPTIONS)
    assert [(row.name, row.state) for row in step.rows] == [
        ("probable_duplicate", RowState.OPEN),
        ("too_long", RowState.WAIVED),
    ]
    assert (step.state, step.count, step.amount) == (StepState.NEEDS_YOU, 2, Decimal(1))


def test_held_calls_are_told_and_hold_nothing() -> None:
    step = month_state(replace(READY, held=4)).step(StepName.EXCEPTIONS)
    assert step.state is StepState.DONE
    assert [(row.kind, row.state) for row in step.rows] == [("held", RowState.LOOK)]


def test_a_probable_duplicate_has_a_gate_of_its_own() -> None:
    assert gate_of(Reason.PROBABLE_DUPLICATE) is GateName.PROBABLE_DUPLICATES
    assert gate_of(Reason.NO_RATE) is GateName.SUSPENDED_USAGE


def test_a_draft_waits_for_exceptions_only_while_there_is_none() -> None:
    assert state(replace(READY, exceptions=[LONG]), StepName.DRAFT) is StepState.WAITS
    assert state(READY, StepName.DRAFT) is StepState.NEEDS_YOU
    drafted = replace(READY, exceptions=[LONG], draft=draft(CLEAR))
    assert state(drafted, StepName.DRAFT) is StepState.DONE
    review = month_state(drafted).step(StepName.REVIEW)
    assert (review.state, review.waits_for) == (StepState.WAITS, StepName.EXCEPTIONS)


def test_waivers_alone_are_no_draft() -> None:
    assert state(replace(READY, draft=draft(None)), StepName.DRAFT) is StepState.NEEDS_YOU


def test_nothing_red_is_passed_but_by_a_waiver() -> None:
    blocked = replace(READY, draft=draft(SUMMARY))
    step = month_state(blocked).step(StepName.DRAFT)
    assert (step.state, step.count, step.amount) == (StepState.BLOCKED, 1, Decimal(7))
    assert (step.invoices, step.total) == (2, Decimal(65))
    assert state(blocked, StepName.REVIEW) is StepState.WAITS
    waived = replace(blocked, waivers={"accounts_not_ready": WHY})
    assert state(waived, StepName.DRAFT) is StepState.DONE
    assert state(waived, StepName.REVIEW) is StepState.NEEDS_YOU


def test_gates_of_calls_stand_with_the_exceptions_alone() -> None:
    step = month_state(replace(READY, draft=draft(SUMMARY))).step(StepName.DRAFT)
    assert [row.name for row in step.rows] == ["accounts_not_ready", "no_tax_rules"]


def test_what_was_held_in_review_is_waived_by_its_reason_and_let_go_there() -> None:
    gate = GateSum(
        name=GateName.HELD_IN_REVIEW, count=1, amount=Decimal(9), records=(), held="a dispute"
    )
    facts = replace(READY, draft=draft(replace(CLEAR, gates=(gate,))))
    step = month_state(facts).step(StepName.DRAFT)
    (row,) = step.rows
    assert (step.state, row.state, row.item) == (StepState.DONE, RowState.WAIVED, "")
    assert row.waiver == Waiver(why="a dispute")


def test_what_a_psa_has_to_bill_is_told_and_holds_nothing() -> None:
    gate = GateSum(name=GateName.PSA_LEFT_OUT, count=2, amount=Decimal(9), records=("a", "b"))
    facts = replace(READY, draft=draft(replace(CLEAR, gates=(gate,))))
    step = month_state(facts).step(StepName.DRAFT)
    (row,) = step.rows
    assert (step.state, row.state, row.item) == (StepState.DONE, RowState.LOOK, "")


def test_a_stale_draft_needs_a_person_whatever_its_gates_say() -> None:
    step = month_state(replace(READY, draft=draft(SUMMARY, stale=True))).step(StepName.DRAFT)
    assert (step.state, step.is_stale, step.amount) == (StepState.NEEDS_YOU, True, None)


SENT = replace(
    READY,
    runs=[RunState.FINAL],
    approved=CLEAR,
    invoices={
        "issued": InvoiceSum(count=2, total=Decimal(65)),
        "void": InvoiceSum(count=1, total=Decimal(9)),
    },
)


def test_void_invoices_are_not_counted() -> None:
    month = month_state(SENT)
    assert (month.step(StepName.DRAFT).count, month.step(StepName.REVIEW).amount) == (
        2,
        Decimal(65),
    )


def test_a_second_draft_of_an_approved_month_is_reviewed_while_the_first_is_sent() -> None:
    waiting = {"approved": InvoiceSum(count=2, total=Decimal(65))}
    both = replace(SENT, draft=draft(CLEAR), invoices=waiting)
    assert state(both, StepName.REVIEW) is StepState.NEEDS_YOU
    assert state(both, StepName.CLOSE) is StepState.NEEDS_YOU
    sent = replace(both, invoices={"issued": InvoiceSum(count=2, total=Decimal(65))})
    assert state(sent, StepName.CLOSE) is StepState.WAITS


def test_an_approved_run_without_a_summary_is_not_drafted_again() -> None:
    facts = replace(SENT, approved=None)
    assert state(facts, StepName.DRAFT) is StepState.DONE


def test_of_a_closed_month_nothing_needs_anybody() -> None:
    closed = ClosedMonth(label="2026-10", closed_at=NOW, closed_by="dana", last_import=1)
    facts = replace(SENT, closed=closed, backed_up_at=None, exceptions=[LONG])
    month = month_state(facts)
    assert (month.done, month.needing, month.next_need, month.things) == (6, 0, None, 0)
    rows = {row.kind: row.state for row in month.step(StepName.CLOSE).rows}
    assert rows["closed"] is RowState.CLEAR


def test_reopenings_are_listed() -> None:
    month = month_state(replace(SENT, reopened=[WHY]))
    assert [row.waiver for row in month.step(StepName.CLOSE).rows if row.kind == "reopened"] == [
        WHY
    ]


def test_missing_days_and_absent_sources_need_a_person() -> None:
    missing = SourceDays(source="pbx", calls=3, missing=(date(2026, 10, 4),))
    facts = replace(READY, sources=[missing, SourceDays(source="sip", calls=0)])
    step = month_state(facts).step(StepName.CALLS)
    assert (step.state, step.count, len(step.open_rows)) == (StepState.NEEDS_YOU, 2, 2)
    waived = replace(facts, waivers={"source:pbx": WHY, "source:sip": WHY})
    assert state(waived, StepName.CALLS) is StepState.DONE


def test_things_and_money_are_of_what_waits_for_a_person() -> None:
    month = month_state(replace(READY, exceptions=[LONG, TWICE], backed_up_at=None))
    assert (month.needing, month.things, month.money) == (2, 6, Decimal(47))
