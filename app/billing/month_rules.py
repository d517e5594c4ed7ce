"""How a month stands, step by step, from what is known of it; pure.

A step never forbids a later one to be looked at. What stands in the way of approval are the gates,
and a gate passes when it is clear or waived with a reason.
"""

from dataclasses import replace
from typing import Final

from app.billing.gates import WARNING, GateName
from app.billing.month_steps import (
    BACKUP_AGE,
    OF_CALLS,
    InvoiceSum,
    MonthFacts,
    MonthState,
    RowState,
    Step,
    StepName,
    StepRow,
    StepState,
    Waiver,
)
from app.billing.month_systems import system_steps
from app.billing.run_summary import GateSum
from app.usage.table import Reason
from app.values.money import ZERO


def month_state(facts: MonthFacts) -> MonthState:
    """The ten steps of a month, from what is known of it."""
    calls = _calls(facts)
    exceptions = _exceptions(facts, calls)
    draft = _draft(facts, exceptions)
    review = _review(facts, exceptions, draft)
    found = {
        StepName.OPEN: _open(facts),
        StepName.CALLS: calls,
        StepName.EXCEPTIONS: exceptions,
        StepName.DRAFT: draft,
        StepName.REVIEW: review,
        StepName.CLOSE: _close(facts, review),
        **system_steps(facts),
    }
    steps = [found.get(name) or _unconnected(name) for name in StepName]
    return MonthState(
        label=facts.label,
        closed=facts.closed,
        steps=tuple(_finished(step, facts) for step in steps),
    )


def _finished(step: Step, facts: MonthFacts) -> Step:
    """The step with its times; of a closed month nothing needs anybody."""
    state = step.state
    if facts.closed is not None and state is not StepState.NOT_CONNECTED:
        state = StepState.DONE
    return replace(
        step,
        state=state,
        waits_for=step.waits_for if state is not StepState.DONE else None,
        seconds=facts.seconds.get(step.name.value, 0),
        seconds_before=facts.seconds_before.get(step.name.value, 0),
    )


def _unconnected(name: StepName) -> Step:
    return Step(name=name, state=StepState.NOT_CONNECTED)


def _row(facts: MonthFacts, row: StepRow) -> StepRow:
    """An open row as waived, where its item is."""
    waiver = facts.waivers.get(row.item) if row.item else None
    if waiver is None or row.state is not RowState.OPEN:
        return row
    return replace(row, state=RowState.WAIVED, waiver=waiver)


def _open(facts: MonthFacts) -> Step:
    backup, checked = facts.backed_up_at, facts.checked_at
    young = backup is not None and facts.now - backup < BACKUP_AGE
    was_checked = checked is not None and facts.now - checked < BACKUP_AGE
    rows = (
        StepRow(
            kind="checked",
            name="",
            state=RowState.CLEAR if was_checked else RowState.OPEN,
            at=checked,
        ),
        StepRow(
            kind="backup",
            name=facts.backed_up_to,
            state=RowState.CLEAR if young else RowState.OPEN,
            at=backup,
        ),
    )
    done = young and was_checked
    return Step(
        name=StepName.OPEN,
        state=StepState.DONE if done else StepState.NEEDS_YOU,
        count=sum(row.state is RowState.OPEN for row in rows),
        rows=rows,
    )


def _calls(facts: MonthFacts) -> Step:
    rows = [
        _row(
            facts,
            StepRow(
                kind="source",
                name=each.source,
                state=RowState.OPEN if each.missing or not each.calls else RowState.CLEAR,
                count=each.calls,
                days=each.missing,
                item=f"source:{each.source}",
            ),
        )
        for each in facts.sources
    ]
    if facts.unread_rows:
        rows.append(StepRow(kind="unread", name="", state=RowState.LOOK, count=facts.unread_rows))
    calls = sum(each.calls for each in facts.sources)
    lacking = [row for row in rows if row.state is RowState.OPEN]
    needs = bool(lacking) or not facts.sources
    return Step(
        name=StepName.CALLS,
        state=StepState.NEEDS_YOU if needs else StepState.DONE,
        count=len(lacking) if calls and needs else calls,
        rows=tuple(rows),
    )


def _exceptions(facts: MonthFacts, calls: Step) -> Step:
    rows = [
        _row(
            facts,
            StepRow(
                kind="suspense",
                name=each.reason.name.lower(),
                state=RowState.OPEN,
                count=each.calls,
                amount=each.amount,
                parties=each.parties,
                item=gate_of(each.reason).value,
            ),
        )
        for each in facts.exceptions
    ]
    rows.sort(key=lambda row: row.state is RowState.WAIVED)
    if facts.held:
        rows.append(StepRow(kind="held", name="", state=RowState.LOOK, count=facts.held))
    waiting = [row for row in rows if row.state is RowState.OPEN]
    nothing = not rows and not any(each.calls for each in facts.sources)
    if nothing and not facts.runs:
        state, waits_for = StepState.WAITS, calls.name
    else:
        state, waits_for = (StepState.NEEDS_YOU if waiting else StepState.DONE), None
    return Step(
        name=StepName.EXCEPTIONS,
        state=state,
        count=sum(row.count for row in waiting),
        amount=sum((row.amount or ZERO for row in waiting), ZERO) if waiting else None,
        waits_for=waits_for,
        rows=tuple(rows),
    )


def gate_of(reason: Reason) -> GateName:
    """The gate that calls of a reason hold."""
    if reason is Reason.PROBABLE_DUPLICATE:
        return GateName.PROBABLE_DUPLICATES
    return GateName.SUSPENDED_USAGE


def _draft(facts: MonthFacts, exceptions: Step) -> Step:
    draft = facts.draft
    summary = draft.summary if draft is not None else facts.approved
    if summary is None and facts.runs:
        return _approved(facts)
    if summary is None:
        holds = exceptions.needs_person
        return Step(
            name=StepName.DRAFT,
            state=StepState.WAITS if holds else StepState.NEEDS_YOU,
            waits_for=exceptions.name if holds else None,
        )
    rows = tuple(_gate_row(facts, gate) for gate in summary.gates if gate.name not in OF_CALLS)
    stale = draft is not None and draft.is_stale
    is_open = any(row.state is RowState.OPEN for row in rows)
    state = StepState.DONE
    if stale:
        state = StepState.NEEDS_YOU
    elif is_open:
        state = StepState.BLOCKED
    standing = _standing(facts)
    invoices = summary.invoices if draft is not None else sum(each.count for each in standing)
    total = summary.total if draft is not None else sum((each.total for each in standing), ZERO)
    blocked = state is StepState.BLOCKED
    waiting = [row for row in rows if row.state is RowState.OPEN]
    return Step(
        name=StepName.DRAFT,
        state=state,
        count=sum(row.count for row in waiting) if blocked else 0 if stale else invoices,
        amount=sum((row.amount or ZERO for row in waiting), ZERO)
        if blocked
        else None
        if stale
        else total,
        rows=tuple(sorted(rows, key=lambda row: _ORDER[row.state])),
        is_stale=stale,
        invoices=invoices,
        total=total,
    )


def _approved(facts: MonthFacts) -> Step:
    """The draft step of a run that was approved before summaries were kept."""
    standing = _standing(facts)
    total = sum((each.total for each in standing), ZERO)
    count = sum(each.count for each in standing)
    return Step(
        name=StepName.DRAFT,
        state=StepState.DONE,
        count=count,
        amount=total,
        invoices=count,
        total=total,
    )


def _gate_row(facts: MonthFacts, gate: GateSum) -> StepRow:
    row = StepRow(
        kind="gate",
        name=gate.name.value,
        state=RowState.OPEN if gate.count else RowState.CLEAR,
        count=gate.count,
        amount=gate.amount,
        records=gate.records,
        item=gate.name.value,
    )
    if gate.count and gate.name in WARNING:
        return replace(row, state=RowState.LOOK, item="")
    if gate.held is not None:
        # Held back in review: the reasons of the holds are its waiver, and are let go there.
        return replace(row, state=RowState.WAIVED, item="", waiver=Waiver(why=gate.held))
    return _row(facts, row)


_ORDER: Final = {
    RowState.OPEN: 0,
    RowState.WAIVED: 1,
    RowState.LOOK: 2,
    RowState.CLEAR: 3,
}


def _standing(facts: MonthFacts) -> list[InvoiceSum]:
    return [each for state, each in facts.invoices.items() if state != "void"]


def _review(facts: MonthFacts, exceptions: Step, draft: Step) -> Step:
    name = StepName.REVIEW
    if facts.runs and facts.draft is None:
        return Step(
            name=name,
            state=StepState.DONE,
            count=sum(each.count for each in _standing(facts)),
            amount=sum((each.total for each in _standing(facts)), ZERO),
        )
    if draft.state is not StepState.DONE:
        return Step(name=name, state=StepState.WAITS, waits_for=draft.name)
    if exceptions.needs_person:
        return Step(
            name=name,
            state=StepState.WAITS,
            count=draft.count,
            amount=draft.amount,
            waits_for=exceptions.name,
        )
    return Step(name=name, state=StepState.NEEDS_YOU, count=draft.count, amount=draft.amount)


def _close(facts: MonthFacts, review: Step) -> Step:
    name = StepName.CLOSE
    issued = facts.invoices.get("issued", InvoiceSum())
    waiting = facts.invoices.get("approved", InvoiceSum())
    if facts.runs:
        rows: tuple[StepRow, ...] = (
            StepRow(
                kind="to_send",
                name="",
                state=RowState.OPEN if waiting.count else RowState.CLEAR,
                count=waiting.count,
                amount=waiting.total,
            ),
            StepRow(
                kind="sent",
                name="",
                state=RowState.CLEAR if issued.count else RowState.LOOK,
                count=issued.count,
                amount=issued.total,
            ),
            StepRow(
                kind="closed",
                name=facts.closed.closed_by if facts.closed else "",
                state=RowState.CLEAR if facts.closed else RowState.OPEN,
                at=facts.closed.closed_at if facts.closed else None,
            ),
        )
        rows += tuple(
            StepRow(kind="reopened", name=each.by, state=RowState.LOOK, at=each.at, waiver=each)
            for each in facts.reopened
        )
    else:
        rows = ()
    if review.state is not StepState.DONE and not waiting.count:
        return Step(name=name, state=StepState.WAITS, waits_for=review.name, rows=rows)
    sent = not waiting.count
    return Step(
        name=name,
        state=StepState.NEEDS_YOU,
        count=issued.count if sent else waiting.count,
        amount=None if sent else waiting.total,
        rows=rows,
    )
