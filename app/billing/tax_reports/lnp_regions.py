"""Regions of local number portability, by state: lines 503 to 509 of Form 499-A.

The form's own list of states, as of the forms of 2010 to 2025 (from knowledge of the form, not read
again: to be checked against the form of the year).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.tax_reports.form_lines import percent
from app.billing.tax_reports.revenue import RevenuePart
from app.findings import Finding, warning
from app.values.money import ZERO

SUM_OF_REGIONS: Final = "510"
"""The line of the form that sums them."""


@dataclass(frozen=True, slots=True)
class LnpRegion:
    """One region: the line of Form 499-A, its name, its states."""

    line: str
    name: str
    states: frozenset[str]


REGIONS: Final = tuple(
    LnpRegion(line, name, frozenset(states.split()))
    for line, name, states in (
        ("503", "Southeast", "AL FL GA KY LA MS NC PR SC TN VI"),
        ("504", "Western", "AK AZ CO IA ID MN MT ND NE NM OR SD UT WA WY"),
        ("505", "West Coast", "AS CA GU HI MP NV"),
        ("506", "Mid-Atlantic", "DC DE MD NJ PA VA WV"),
        ("507", "Mid-West", "IL IN MI OH WI"),
        ("508", "Northeast", "CT MA ME NH NY RI VT"),
        ("509", "Southwest", "AR KS MO OK TX"),
    )
)
"""In the order of the form."""

REGION_OF: Final[Mapping[str, LnpRegion]] = {
    state: region for region in REGIONS for state in region.states
}
"""By state or territory."""


def region_percents(parts: Iterable[RevenuePart]) -> dict[str, Decimal]:
    """The percent of revenue used in each region, by line, and their sum; empty of no revenue."""
    money: dict[str, Decimal] = {}
    for part in parts:
        region = REGION_OF.get(part.state)
        line = region.line if region else ""
        money[line] = money.get(line, ZERO) + part.amount
    whole = sum(money.values(), ZERO)
    found = {
        region.line: told
        for region in REGIONS
        if (told := percent(money.get(region.line, ZERO), whole)) is not None
    }
    if found:
        inside = sum((money.get(region.line, ZERO) for region in REGIONS), ZERO)
        found[SUM_OF_REGIONS] = percent(inside, whole) or ZERO
    return found


def without_region(parts: Iterable[RevenuePart]) -> Iterator[Finding]:
    """A warning for each state that is in no region, with its money."""
    money: dict[str, Decimal] = {}
    for part in parts:
        if part.state not in REGION_OF:
            money[part.state] = money.get(part.state, ZERO) + part.amount
    for state, own in sorted(money.items()):
        yield warning(
            "no_lnp_region",
            f"{own:.2f} was used in {state}, which is in no region of lines 503 to 509.",
            way_out="Look whether the locations there have the right region.",
            sheet="locations",
            column="region",
            record=state,
        )
