"""Causes of suspense and outcomes of calls in the words of the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.ui.parts.badge import Badge
from app.usage.table import CallClass, Reason, Status


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause in words."""

    title: str
    why: str
    """Why the calls wait, in a sentence."""
    mend: str
    """What to do about it."""


CAUSES: Final[Mapping[Reason, Cause]] = {
    Reason.NO_CUSTOMER: Cause(
        "Number not assigned",
        "No customer had this number when the calls were made",
        "Give it to a customer; all its calls are priced at once.",
    ),
    Reason.AMBIGUOUS_CUSTOMER: Cause(
        "Two customers have it",
        "More than one customer had this number when the calls were made",
        "End it at one of them: show the number, and fill in the day it is gone.",
    ),
    Reason.NO_RATE: Cause(
        "No rate for destination",
        "The customer's rate deck has no price for where the call went",
        "Add a rate; every call to there is priced by it.",
    ),
    Reason.TOO_LONG: Cause(
        "Longer than 12 hours",
        "A call so long is often one whose end was lost",
        "Ask the carrier. Bill it if it is real; else write it off.",
    ),
    Reason.BAD_TIMESTAMP: Cause(
        "Date not believed",
        "The call begins before the year 2000 or later than now",
        "Check the clock of the system it comes from. Write the calls off, and import them right.",
    ),
    Reason.BAD_DURATION: Cause(
        "Length below zero",
        "The file gives the call a length that cannot be",
        "Bill it if something may be charged for it; else write it off.",
    ),
    Reason.BAD_NUMBER: Cause(
        "Called number incomplete",
        "The called number is none that could be dialled",
        "Ask where the call went. Without a whole number it has no price: write it off.",
    ),
    Reason.UNKNOWN_JURISDICTION: Cause(
        "Caller's state unknown",
        "The caller's number belongs to no state, so in state or state to state cannot be told",
        "Say in Settings what such calls count as, then try all again.",
    ),
    Reason.PROBABLE_DUPLICATE: Cause(
        "Probable duplicate",
        "Another record has the same parties, start and length, and neither has an id",
        "Compare them under Duplicates: keep this one too, or drop it.",
    ),
    Reason.PARTIAL: Cause(
        "Part of a call",
        "The switch wrote this call in parts, and this is one of them",
        "Bill it if the other parts are missing; else write it off.",
    ),
    Reason.CONTROL_TOTAL: Cause(
        "File does not add up",
        "The file's own count or sum differs from its rows",
        "Ask for the file again, or bill the calls as they are.",
    ),
}

_REASONS: Final[Mapping[Reason, str]] = {
    Reason.NOT_ANSWERED: "not answered",
    Reason.ZERO_DURATION: "no length",
    Reason.INTERNAL: "inside the customer",
    Reason.EMERGENCY: "emergency",
    Reason.FEATURE_CODE: "feature code",
    Reason.FREE_SERVICE: "free service",
    Reason.TOLL_FREE_CALLED: "toll-free called",
    Reason.ON_NET: "between own numbers",
    Reason.FREE_BELOW: "too short to charge",
}

CLASSES: Final[Mapping[CallClass, str]] = {
    CallClass.NONE: "",
    CallClass.INTRASTATE: "In state",
    CallClass.INTERSTATE: "State to state",
    CallClass.INDETERMINATE: "State unknown",
    CallClass.INTERNATIONAL: "International",
    CallClass.PREMIUM: "Premium",
    CallClass.OTHER: "Other",
    CallClass.INBOUND: "Call in",
    CallClass.TOLL_FREE_INBOUND: "Toll-free in",
    CallClass.DIRECTORY_ASSISTANCE: "Directory assistance",
}

STATES: Final[Mapping[Status, Badge]] = {
    Status.RATED: Badge("Rated", "circle-check", "ok"),
    Status.NOT_CHARGEABLE: Badge("No charge", "minus", "idle"),
    Status.SUSPENDED: Badge("Suspense", "circle-alert", "warn"),
    Status.WRITTEN_OFF: Badge("Written off", "ban", "idle"),
    Status.DUPLICATE: Badge("Repeat", "equal", "idle"),
}


def reason_words(reason: Reason) -> str:
    """A reason in a few words; blank for none."""
    cause = CAUSES.get(reason)
    return cause.title if cause is not None else _REASONS.get(reason, "")


def state_badge(status: Status, reason: Reason) -> Badge:
    """What became of a call."""
    base = STATES[status]
    return Badge(base.word, base.icon, base.role, reason_words(reason).capitalize())


OUTCOMES: Final = {
    "": "All states",
    "rated": "Rated",
    "not_chargeable": "No charge",
    "suspended": "Suspense",
    "written_off": "Written off",
    "duplicate": "Repeats",
}
"""Outcomes of calls to choose from."""
