from datetime import UTC, datetime
from decimal import Decimal

from app.billing.month_rules import month_state
from app.billing.month_steps import MonthFacts, MonthState, Step, StepName, StepState


def test_steps_are_ten_and_know_their_place() -> None:
    now = datetime(2026, 11, 2, 16, tzinfo=UTC)
    month = month_state(MonthFacts(label="2026-10", now=now))
    assert [step.number for step in month.steps] == list(range(1, 11))
    assert [step.name for step in month.steps] == list(StepName)


def test_a_month_adds_up_what_needs_a_person_and_the_time_spent() -> None:
    done = Step(name=StepName.OPEN, state=StepState.DONE, count=2, seconds=5)
    open_ = Step(
        name=StepName.CALLS,
        state=StepState.NEEDS_YOU,
        count=3,
        amount=Decimal(7),
        seconds=6,
        seconds_before=20,
    )
    blocked = Step(name=StepName.DRAFT, state=StepState.BLOCKED)
    month = MonthState(label="2026-10", steps=(done, open_, blocked), closed=None)
    assert (month.done, month.needing, month.things, month.money) == (1, 2, 4, Decimal(7))
    assert month.next_need is open_
    assert month.step(StepName.DRAFT) is blocked
    assert (month.seconds, month.seconds_before) == (11, 20)
