"""How the steps of a month stand that other systems do: read, mapped, counted, posted; pure.

A step whose system is not connected holds nothing up.
"""

from collections.abc import Sequence

from app.billing.month_steps import (
    BACKUP_AGE,
    MonthFacts,
    RowState,
    Step,
    StepName,
    StepRow,
    StepState,
    SystemFacts,
)
from app.values.money import ZERO


def system_steps(facts: MonthFacts) -> dict[StepName, Step]:
    """The steps that other systems do, as far as they are connected."""
    if not facts.systems:
        return {}
    found = {StepName.SYSTEMS: _read(facts), StepName.MAP: _mapped(facts)}
    if facts.counts is not None:
        found[StepName.COUNTS] = _counted(facts)
    if facts.posts:
        found[StepName.POST] = _posted(facts)
    return found


def _open(is_open: object) -> RowState:
    return RowState.OPEN if is_open else RowState.CLEAR


def _step(name: StepName, rows: Sequence[StepRow]) -> Step:
    """Done where none of its lines is open; else with what waits."""
    waiting = [each for each in rows if each.state is RowState.OPEN]
    return Step(
        name=name,
        state=StepState.NEEDS_YOU if waiting else StepState.DONE,
        count=sum(max(each.count, 1) for each in waiting),
        amount=sum((each.amount or ZERO for each in waiting), ZERO) or None,
        rows=tuple(rows),
    )


def _read(facts: MonthFacts) -> Step:
    rows = [
        StepRow(
            kind="system",
            name=each.title,
            state=_open(not _is_fresh(each, facts)),
            at=each.read_at,
            records=(each.key, each.trouble),
        )
        for each in facts.systems
    ]
    rows += [
        StepRow(
            kind="inbox",
            name=each.title,
            state=RowState.OPEN,
            count=each.problems,
            amount=each.money or None,
            records=(each.key,),
        )
        for each in facts.systems
        if each.problems
    ]
    return _step(StepName.SYSTEMS, rows)


def _is_fresh(system: SystemFacts, facts: MonthFacts) -> bool:
    at = system.read_at
    return at is not None and not system.trouble and facts.now - at < BACKUP_AGE


def _mapped(facts: MonthFacts) -> Step:
    return _step(
        StepName.MAP,
        [
            StepRow(
                kind="unlinked",
                name=each.title,
                state=_open(each.unlinked),
                count=each.unlinked,
                records=(each.key,),
            )
            for each in facts.systems
        ],
    )


def _counted(facts: MonthFacts) -> Step:
    counts = facts.counts
    differences = counts.differences if counts is not None else 0
    amount = counts.amount if counts is not None else ZERO
    row = StepRow(
        kind="counts",
        name="",
        state=_open(differences),
        count=differences,
        amount=abs(amount) or None,
    )
    return _step(StepName.COUNTS, [row])


def _posted(facts: MonthFacts) -> Step:
    """It waits for the review; then every invoice of the month has to be there."""
    name = StepName.POST
    if not facts.runs:
        return Step(name=name, state=StepState.WAITS, waits_for=StepName.REVIEW)
    rows = []
    for each in facts.posts:
        rows.append(
            StepRow(
                kind="to_post",
                name=each.title,
                state=_open(each.waiting.count),
                count=each.waiting.count,
                amount=each.waiting.total,
                records=(each.key,),
            )
        )
        rows.append(
            StepRow(
                kind="posted",
                name=each.title,
                state=RowState.CLEAR if each.posted.count else RowState.LOOK,
                count=each.posted.count,
                amount=each.posted.total,
                records=(each.key,),
            )
        )
    step = _step(name, rows)
    if step.state is not StepState.DONE:
        return step
    return Step(
        name=name,
        state=StepState.DONE,
        count=sum(each.posted.count for each in facts.posts),
        amount=sum((each.posted.total for each in facts.posts), ZERO),
        rows=step.rows,
    )
