"""The list of what makes a customer ready to bill: each thing once, with what the check found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.findings import Finding, Severity


class Ready(Enum):
    """How one thing stands."""

    DONE = "done"
    LOOK = "look"
    """Holds nothing up, but somebody should look."""
    LACKS = "lacks"
    """Leaves the customer out of the run."""
    EMPTY = "empty"
    """There is none, and none is asked for."""


class Thing(Enum):
    """What is looked at, in the order in which a customer is set up."""

    LOCATION = "Service location"
    PLACE = "Tax jurisdiction"
    CIRCUIT = "Circuit"
    NUMBERS = "Numbers"
    PLAN = "Rate plan"
    PRODUCTS = "Recurring products"
    TERMS = "Terms and GL codes"
    SENDING = "Sending"


_THINGS: Final = {
    "no_location": Thing.LOCATION,
    "post_box": Thing.LOCATION,
    "place_unknown": Thing.PLACE,
    "certificate_expired": Thing.PLACE,
    "certificate_expiring": Thing.PLACE,
    "circuit_without_numbers": Thing.CIRCUIT,
    "no_numbers": Thing.NUMBERS,
    "no_plan": Thing.PLAN,
    "usage_service": Thing.PRODUCTS,
    "closed_account": Thing.PRODUCTS,
    "no_email": Thing.SENDING,
}
"""By the code of a finding; all others are about terms and codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyItem:
    """One thing, how it stands, and what was found about it."""

    thing: Thing
    ready: Ready
    findings: tuple[Finding, ...] = ()

    @property
    def finding(self) -> Finding | None:
        """What to mend first."""
        return self.findings[0] if self.findings else None


def ready_list(findings: Iterable[Finding], *, empty: Sequence[Thing] = ()) -> list[ReadyItem]:
    """Every thing with its findings, errors first; ``empty``: things of which there is none."""
    found: dict[Thing, list[Finding]] = {thing: [] for thing in Thing}
    for finding in findings:
        found[_THINGS.get(finding.code, Thing.TERMS)].append(finding)
    return [_item(thing, those, is_empty=thing in empty) for thing, those in found.items()]


def _item(thing: Thing, findings: list[Finding], *, is_empty: bool) -> ReadyItem:
    errors = [each for each in findings if each.severity is Severity.ERROR]
    others = [each for each in findings if each.severity is not Severity.ERROR]
    if errors:
        ready = Ready.LACKS
    elif others:
        ready = Ready.LOOK
    else:
        ready = Ready.EMPTY if is_empty else Ready.DONE
    return ReadyItem(thing=thing, ready=ready, findings=(*errors, *others))
