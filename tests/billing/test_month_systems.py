from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.billing.bill_run import RunState
from app.billing.month_rules import month_state
from app.billing.month_steps import (
    CountsSum,
    InvoiceSum,
    MonthFacts,
    PostFacts,
    RowState,
    Step,
    StepName,
    StepState,
    SystemFacts,
)

NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)
BOOKS = SystemFacts(key="xero", title="Xero", is_psa=False, read_at=NOW - timedelta(hours=1))
FACTS = MonthFacts(label="2026-10", now=NOW, systems=[BOOKS])
POSTED = PostFacts(
    key="xero",
    title="Xero",
    posted=InvoiceSum(count=2, total=Decimal(30)),
    waiting=InvoiceSum(),
)


def step(facts: MonthFacts, name: StepName) -> Step:
    return month_state(facts).step(name)


def test_without_systems_nothing_is_held_up() -> None:
    facts = replace(FACTS, systems=())
    for name in (StepName.SYSTEMS, StepName.MAP, StepName.COUNTS, StepName.POST):
        assert step(facts, name).state is StepState.NOT_CONNECTED


def test_systems_are_done_while_they_were_read_today_without_trouble() -> None:
    assert step(FACTS, StepName.SYSTEMS).state is StepState.DONE
    for other in (
        replace(BOOKS, read_at=None),
        replace(BOOKS, read_at=NOW - timedelta(days=2)),
        replace(BOOKS, trouble="It does not answer."),
    ):
        facts = replace(FACTS, systems=[other])
        assert step(facts, StepName.SYSTEMS).state is StepState.NEEDS_YOU


def test_what_waits_in_the_inbox_is_counted_with_its_money() -> None:
    waiting = replace(BOOKS, problems=3, money=Decimal("40.50"))
    found = step(replace(FACTS, systems=[waiting]), StepName.SYSTEMS)
    assert (found.state, found.count, found.amount) == (StepState.NEEDS_YOU, 3, Decimal("40.50"))


def test_customers_that_nobody_linked_are_to_be_mapped() -> None:
    assert step(FACTS, StepName.MAP).state is StepState.DONE
    found = step(replace(FACTS, systems=[replace(BOOKS, unlinked=4)]), StepName.MAP)
    assert (found.state, found.count) == (StepState.NEEDS_YOU, 4)


def test_counts_need_a_contract_to_compare_with() -> None:
    assert step(FACTS, StepName.COUNTS).state is StepState.NOT_CONNECTED
    same = replace(FACTS, counts=CountsSum(differences=0, amount=Decimal(0)))
    assert step(same, StepName.COUNTS).state is StepState.DONE
    off = replace(FACTS, counts=CountsSum(differences=4, amount=Decimal(-62)))
    found = step(off, StepName.COUNTS)
    assert (found.state, found.count, found.amount) == (StepState.NEEDS_YOU, 4, Decimal(62))


def test_posting_waits_for_the_review_and_is_done_when_all_is_there() -> None:
    facts = replace(FACTS, posts=[POSTED])
    waits = step(facts, StepName.POST)
    assert (waits.state, waits.waits_for) == (StepState.WAITS, StepName.REVIEW)
    approved = replace(facts, runs=[RunState.APPROVED])
    done = step(approved, StepName.POST)
    assert (done.state, done.count, done.amount) == (StepState.DONE, 2, Decimal(30))
    more = replace(POSTED, waiting=InvoiceSum(count=1, total=Decimal(9)))
    needs = step(replace(approved, posts=[more]), StepName.POST)
    assert (needs.state, needs.count, needs.amount) == (StepState.NEEDS_YOU, 1, Decimal(9))
    assert [row.state for row in needs.rows] == [RowState.OPEN, RowState.CLEAR]
