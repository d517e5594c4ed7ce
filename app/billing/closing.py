"""Closing a month: what it takes, and what a closed month no longer lets happen.

Of a closed month nothing changes any more but by a credit, which stands on a later invoice. Held
are its runs and invoices, one-time charges dated in it, and the calls that were in the file when it
was closed and had an outcome by then. Calls that were in suspense then, and call files that come
later, may still be cleared: they are billed in a later month, as late usage.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.billing.bill_run import RunState
from app.billing.cycle import bill_period, next_label, period_of
from app.billing.gates import Gate
from app.errors import NotAllowed
from app.findings import Finding, error
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonth:
    """A bill period that is closed."""

    label: str
    closed_at: datetime
    closed_by: str
    last_import: int
    """The newest call file that was in it; 0: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """What a month must show before it is closed."""

    label: str
    runs: Sequence[RunState] = ()
    """Of its approved runs, the oldest first."""
    gates: Sequence[Gate] = ()
    """As they stand now."""
    not_billed: int = 0
    """Invoices that could be approved and were not."""
    not_billed_amount: Decimal = ZERO
    not_issued: int = 0
    """Approved invoices that have not left the house."""
    proof_closes: bool = True
    broken: Sequence[str] = ()
    """The imports and invoices that break the proof, by name."""


def closing_findings(facts: ClosingFacts) -> list[Finding]:
    """What keeps a month from being closed; none: it may be."""
    month = month_name(facts.label)
    found = [
        error(
            "gate_open",
            f"{_words(gate)}: {gate.count} in the way, {gate.amount:.2f}.",
            way_out="Clear them, or waive the gate with a reason.",
            record=gate.name.value,
        )
        for gate in facts.gates
        if not gate.cleared
    ]
    if not facts.runs:
        found.append(
            error("no_run", f"{month} has no approved bills.", way_out="Draft and approve them.")
        )
    elif facts.not_billed:
        found.append(
            error(
                "not_billed",
                f"{_invoices(facts.not_billed, month, 'is', 'are')} not approved, "
                f"{facts.not_billed_amount:.2f}.",
                way_out="Approve them, or leave their customers out.",
            )
        )
    if any(state is not RunState.FINAL for state in facts.runs) or facts.not_issued:
        count = facts.not_issued
        found.append(
            error(
                "run_not_final",
                f"{_invoices(count, month, 'has', 'have')} not left the house."
                if count
                else f"Nothing of {month}'s run has left the house.",
                way_out="Write or send them.",
            )
        )
    if not facts.proof_closes:
        named = ", ".join(facts.broken[:3])
        found.append(
            error(
                "proof_open",
                f"The proof of {month} does not close{f': {named}' if named else ''}.",
                way_out="Look at the proof: it names the records.",
            )
        )
    return found


def _words(gate: Gate) -> str:
    return gate.name.value.replace("_", " ").capitalize()


def refusal(month: ClosedMonth, *, what: str, credit: bool = False) -> NotAllowed:
    """Why a closed month does not let something happen, and the way out."""
    name = month_name(month.label)
    way = "Give a credit instead" if credit else f"Put it on {month_name(next_label(month.label))}"
    return NotAllowed(what, closed_words(month), f"{way}, or reopen {name} with a reason.")


def closed_words(month: ClosedMonth) -> str:
    """Since when and by whom a month is closed."""
    at = month.closed_at
    since = f"{at:%b} {at.day}, {at.year}"
    return f"{month_name(month.label)} is closed since {since} by {month.closed_by}."


def month_name(label: str) -> str:
    """October 2026 for 2026-10."""
    return f"{bill_period(label, 1).start:%B %Y}"


def closed_on(day: date, cycle_day: int, closed: Mapping[str, ClosedMonth]) -> ClosedMonth | None:
    """The closed month that a day lies in, by the bill cycle of its account; None: an open one."""
    return closed.get(period_of(day, cycle_day)) if closed else None


def charge_findings(
    rows: Iterable[tuple[int | None, str, date, int]], closed: Mapping[str, ClosedMonth]
) -> list[Finding]:
    """A finding for each charge that would come into, go from or change in a closed month.

    Of each: its row, its reference, the day it is dated, its account's cycle day.
    """
    found = []
    for row, reference, day, cycle_day in rows:
        month = closed_on(day, cycle_day, closed)
        if month is not None:
            opens = bill_period(next_label(month.label), cycle_day).start
            found.append(
                error(
                    "month_closed",
                    f"Charge {reference} is dated {day}. {closed_words(month)}",
                    way_out=f"Date it {opens} or later, or reopen {month_name(month.label)} "
                    "with a reason.",
                    sheet="charges",
                    row=row,
                    column="charged_on",
                    record=reference,
                )
            )
    return found


def _invoices(number: int, month: str, one: str, many: str) -> str:
    if number == 1:
        return f"1 invoice of {month} {one}"
    return f"{number} invoices of {month} {many}"
