"""Gates, causes and states of a review in the words of the window, and where each gate leads."""

from collections.abc import Mapping
from typing import Final

from app.billing.bill_run import RunState
from app.billing.gates import Gate, GateName
from app.billing.review import ReviewRow, ReviewState
from app.billing.variance import Cause
from app.operations.find_anything import Found
from app.operations.review_bills import LeftOutRow
from app.ui import words
from app.ui.parts.badge import Badge

GATE_WORDS: Final[Mapping[GateName, str]] = {
    GateName.SUSPENDED_USAGE: "Calls in suspense",
    GateName.ACCOUNTS_NOT_READY: "Customers not ready",
    GateName.PROBABLE_DUPLICATES: "Calls that may be here twice",
    GateName.EXPIRED_TABLES: "Tables that ended",
    GateName.NO_TAX_RULES: "No tax table",
    GateName.NOT_REGISTERED: "Taxes not collected for want of a registration",
    GateName.USF_FACTOR_MISSING: "Universal service factor missing",
    GateName.UNDECIDED_CHARGE: "Charges nobody decided how to tax",
    GateName.SHARE_MISSING: "Interstate share missing",
    GateName.TAX_SERVICE: "No answer from the tax service",
    GateName.HELD_IN_REVIEW: "On hold in review",
    GateName.BILLED_IN_BOTH: "Billed by a PSA too",
    GateName.PSA_LEFT_OUT: "Work of a PSA that no invoice holds",
    GateName.PERIOD_NOT_OVER: "The month is not over",
}
"""What each gate is."""

_FIX: Final[Mapping[GateName, tuple[str, str, object]]] = {
    GateName.SUSPENDED_USAGE: ("Clear suspense", "usage", "suspense"),
    GateName.ACCOUNTS_NOT_READY: ("Show who", "bills", "left out"),
    GateName.PROBABLE_DUPLICATES: ("Decide", "usage", "suspense"),
    GateName.EXPIRED_TABLES: ("Bring new ones", "rates", None),
    GateName.NO_TAX_RULES: ("Bring tax table", "taxes", None),
    GateName.NOT_REGISTERED: ("Show taxes", "taxes", "registrations"),
    GateName.USF_FACTOR_MISSING: ("Show taxes", "taxes", None),
    GateName.UNDECIDED_CHARGE: ("Show who", "bills", "left out"),
    GateName.SHARE_MISSING: ("Show taxes", "taxes", "shares"),
    GateName.TAX_SERVICE: ("Show service", "connections", None),
    GateName.HELD_IN_REVIEW: ("Show holds", "bills", "review"),
    GateName.BILLED_IN_BOTH: ("Show inbox", "connections", "inbox"),
    GateName.PSA_LEFT_OUT: ("Show work", "bills", "left out"),
    GateName.PERIOD_NOT_OVER: ("", "", None),
}
"""The words of its button, the page it leads to, and what is to be shown there."""

WAIVED_BY_WAITING: Final = frozenset({GateName.HELD_IN_REVIEW})
"""Gates that nobody waives: what is held stays out."""

CAUSE_WORDS: Final[Mapping[Cause, str]] = {
    Cause.NEW: "New",
    Cause.ENDED: "Ended",
    Cause.QUANTITY: "Quantity",
    Cause.PRICE: "Price",
    Cause.USAGE: "Usage",
    Cause.PRORATION: "Other days",
    Cause.TAX: "Tax",
    Cause.CREDIT: "Credit",
}

_STATES: Final[Mapping[ReviewState, Badge]] = {
    ReviewState.TO_REVIEW: Badge("To review", "circle-dashed", "idle"),
    ReviewState.APPROVED: Badge("Approved", "check", "ok"),
    ReviewState.ON_HOLD: Badge("On hold", "pause", "warn"),
    ReviewState.LEFT_OUT: Badge("Left out", "octagon-alert", "bad"),
    ReviewState.NOTHING: Badge("No invoice", "minus", "idle"),
    ReviewState.BILLED: Badge("Billed", "circle-check", "ok"),
    ReviewState.WAITING: Badge("Not drafted", "circle-dashed", "idle"),
}

RUN_BADGES: Final[Mapping[RunState, Badge]] = {
    RunState.DRAFT: Badge("Draft", "pencil", "idle", "Worked out, nothing is numbered"),
    RunState.APPROVED: Badge("Approved", "check", "ok", "Numbered and sealed"),
    RunState.FINAL: Badge("Sent", "send", "ok", "Invoices left the house"),
    RunState.UNDONE: Badge("Taken back", "undo-2", "idle"),
}


def fix_of(gate: GateName) -> tuple[str, str, object]:
    """The words of its button, the page it leads to, and what is to be shown there."""
    return _FIX[gate]


def gate_badge(gate: Gate) -> Badge:
    """Open, clear, or waived with the reason."""
    if gate.is_clear:
        return Badge("Clear", "check", "ok")
    if gate.waiver is not None:
        return Badge("Waived", "shield-check", "ok", gate.waiver)
    if gate.warns:
        return Badge("Look", "triangle-alert", "warn", "It holds nothing")
    return Badge("Open", "circle-alert", "bad")


def gate_detail(gate: Gate, names: Mapping[str, str]) -> str:
    """What stands in the way, by name; of calls their keys say nothing to a reader."""
    if gate.waiver is not None and not gate.is_clear:
        return gate.waiver
    if gate.name in {GateName.SUSPENDED_USAGE, GateName.PROBABLE_DUPLICATES}:
        return "They wait to be billed; what is not cleared is billed as late usage"
    shown = [names.get(record, record) for record in gate.records[:3]]
    more = len(gate.records) - len(shown)
    text = ", ".join(shown)
    return f"{text} and {words.count(more)} more" if more > 0 else text


def state_badge(row: ReviewRow) -> Badge:
    """Where a row stands, and who said so."""
    badge = _STATES[row.state]
    mark = row.mark
    if mark is None:
        return badge
    if row.state is ReviewState.TO_REVIEW and row.is_changed:
        tip = f"Changed since {mark.marked_by} approved it on {words.day(mark.marked_at.date())}"
        return Badge("Changed", "git-compare", "warn", tip)
    tip = f"{mark.marked_by}, {words.day(mark.marked_at.date())}"
    if mark.reason:
        tip = f"{mark.reason} ({tip})"
    if row.state is ReviewState.ON_HOLD and row.is_changed:
        tip += ". The draft changed since"
    return Badge(badge.word, badge.icon, badge.role, tip)


def why(row: ReviewRow) -> str:
    """The largest causes of a difference, in words."""
    if row.is_new and row.invoice is not None:
        return "First invoice"
    named = [CAUSE_WORDS[cause] for cause in row.causes]
    return ", ".join([named[0], *(name.lower() for name in named[1:])]) if named else ""


def left_out_why(row: LeftOutRow) -> str:
    """Why a customer is left out, in a line."""
    return row.findings[0].message if row.findings else GATE_WORDS[row.gates[0]]


def left_out_fix(row: LeftOutRow) -> tuple[str, str, object]:
    """The words of its button, the page, and the very record that is to be mended."""
    gate = row.gates[0]
    if gate is GateName.HELD_IN_REVIEW:
        return ("Show hold", "bills", Found("customer", row.account_number, row.name, "", ""))
    if gate in {GateName.USF_FACTOR_MISSING, GateName.SHARE_MISSING}:
        return ("Fix", "taxes", None)
    if gate is GateName.TAX_SERVICE:
        return ("Fix", "connections", None)
    finding = row.findings[0] if row.findings else None
    if finding is not None and finding.sheet == "locations":
        record = finding.record
        return ("Fix", "customers", Found("location", record, record, "", row.account_number))
    number = row.account_number
    return ("Fix", "customers", Found("customer", number, row.name, number, number))
