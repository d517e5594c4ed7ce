"""Where the work of a step or a line is done, and the words of its button."""

from dataclasses import replace
from typing import Final

from app.billing.gates import GateName
from app.billing.month_steps import MonthState, Step, StepName, StepRow, StepState
from app.operations.changes import Changes
from app.ui import words
from app.usage.table import Reason

STEP_OF_WORK: Final = (
    (Changes.USAGE, StepName.CALLS),
    (Changes.RUNS, StepName.DRAFT),
    (Changes.INVOICES, StepName.CLOSE),
    (Changes.CONNECTIONS, StepName.SYSTEMS),
)
"""Running work that changes these areas shows as running at this step."""

_OF_GATES: Final[dict[GateName, tuple[str, object]]] = {
    GateName.SUSPENDED_USAGE: ("usage", "suspense"),
    GateName.PROBABLE_DUPLICATES: ("usage", "duplicates"),
    GateName.ACCOUNTS_NOT_READY: ("bills", "left_out"),
    GateName.EXPIRED_TABLES: ("taxes", "rules"),
    GateName.NO_TAX_RULES: ("taxes", "rules"),
    GateName.NOT_REGISTERED: ("taxes", "registrations"),
    GateName.USF_FACTOR_MISSING: ("taxes", "factors"),
    GateName.UNDECIDED_CHARGE: ("bills", "left_out"),
    GateName.SHARE_MISSING: ("taxes", "shares"),
    GateName.TAX_SERVICE: ("connections", None),
    GateName.HELD_IN_REVIEW: ("bills", "review"),
    GateName.BILLED_IN_BOTH: ("connections", "inbox"),
    GateName.PSA_LEFT_OUT: ("bills", "left_out"),
}


_OF_STEPS: Final[dict[StepName, tuple[str, object]]] = {
    StepName.CALLS: ("usage", "imports"),
    StepName.EXCEPTIONS: ("usage", "suspense"),
    StepName.REVIEW: ("bills", "review"),
    StepName.SYSTEMS: ("connections", "systems"),
    StepName.MAP: ("connections", "customer_map"),
    StepName.COUNTS: ("connections", "counts"),
    StepName.POST: ("connections", "plans"),
}


def target_of(step: Step) -> tuple[str, object] | None:
    """The page and part where a step's work is done; None: on the month's own page."""
    if step.state is StepState.NOT_CONNECTED:
        return "connections", None
    if step.name is StepName.CLOSE and step.amount is not None:
        return "invoices", None
    return _OF_STEPS.get(step.name)


def leads_away(step: Step) -> bool:
    """Whether the work of a step is done on another page."""
    return target_of(step) is not None


_OF_ROWS: Final[dict[str, tuple[str, object]]] = {
    "source": ("usage", "imports"),
    "unread": ("usage", "imports"),
    "held": ("usage", "suspense"),
    "sent": ("invoices", None),
    "unlinked": ("connections", "customer_map"),
    "counts": ("connections", "counts"),
    "to_post": ("connections", "plans"),
    "posted": ("invoices", None),
}


def target_of_row(row: StepRow) -> tuple[str, object] | None:
    """The page and part where a line is cleared."""
    if row.kind == "gate":
        return _OF_GATES.get(GateName(row.name))
    if row.kind == "suspense" and row.name == "probable_duplicate":
        return _OF_GATES[GateName.PROBABLE_DUPLICATES]
    if row.kind == "suspense":
        return "usage", Reason[row.name.upper()]
    if row.kind == "system":
        return "connections", row.records[0]
    if row.kind == "inbox":
        return "connections", ("inbox", row.records[0])
    return _OF_ROWS.get(row.kind)


def verb_of(step: Step, month: MonthState) -> str:
    """The words of a step's button; blank: there is nothing to do."""
    if step.state is StepState.NOT_CONNECTED:
        return "Set up…"
    if step.name is StepName.CLOSE:
        return _verb_of_close(step, month)
    if month.closed is not None or (step.name is StepName.REVIEW and step.state is StepState.WAITS):
        return ""
    return {
        StepName.OPEN: "Check and back up",
        StepName.CALLS: "Open imports",
        StepName.EXCEPTIONS: "Open suspense",
        StepName.DRAFT: f"Draft {words.period(month.label)}",
        StepName.REVIEW: "Open review",
        StepName.SYSTEMS: "Open systems",
        StepName.MAP: "Open customer map",
        StepName.COUNTS: "Open counts",
        StepName.POST: "" if step.state is StepState.WAITS else "Open plans",
    }[step.name]


def _verb_of_close(step: Step, month: MonthState) -> str:
    if month.closed is not None:
        return f"Reopen {words.period(month.label)}…"
    if step.amount is not None:
        return f"Send {words.plural(step.count, 'invoice')}"
    return f"Close {words.period(month.label)}…" if step.needs_person else ""


def with_seconds(month: MonthState, name: StepName, seconds: int) -> MonthState:
    """The month with more time on a step, before it is read again."""
    return replace(
        month,
        steps=tuple(
            replace(step, seconds=step.seconds + seconds) if step.name is name else step
            for step in month.steps
        ),
    )
