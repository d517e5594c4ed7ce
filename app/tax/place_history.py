"""What was known of a location's place, from which day on, and where each fact came from.

The columns of the sheet ``locations`` are the newest facts. A location whose facts changed on a
day has its dated rows beside them; one that has none is where the sheet says, on every day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Final

from app.customers.location import ServiceLocation
from app.tax.jurisdiction import county_code

BEGINNING: Final = date.min
"""From when facts hold that were never otherwise."""

SHEET: Final = "sheet locations"

History = Sequence["DatedFacts"]
"""Of one location, the oldest first, no two from one day."""


class Method(Enum):
    """How somebody came to know a place."""

    ZIP_SINGLE = "ZIP_SINGLE"
    """Its ZIP code lies in one county."""
    USER = "USER"
    """Somebody said so."""
    BOUNDARY_FILE = "BOUNDARY_FILE"
    """A boundary file of the state."""
    TAX_SERVICE = "TAX_SERVICE"
    """The answer of a tax service."""
    OVERRIDE = "OVERRIDE"
    """Somebody said so with a reason, against whatever files and services say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """What taxes ask of a place; None is not known."""

    county_fips: str | None = None
    place_fips: str | None = None
    inside_city: bool | None = None
    district: str | None = None
    """Districts, separated by ``|``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFacts:
    """Facts that hold from a day on, until the next."""

    effective_from: date
    facts: PlaceFacts
    method: Method
    reason: str = ""
    source: str = ""
    """The sheet, command, file or service that told them."""


def facts_of(location: ServiceLocation) -> PlaceFacts:
    """The facts in the location's own columns."""
    return PlaceFacts(
        county_fips=location.county_fips,
        place_fips=location.place_fips,
        inside_city=location.inside_city,
        district=location.district,
    )


def with_facts(location: ServiceLocation, facts: PlaceFacts) -> ServiceLocation:
    """The location with these facts in its columns."""
    return replace(
        location,
        county_fips=facts.county_fips,
        place_fips=facts.place_fips,
        inside_city=facts.inside_city,
        district=facts.district,
    )


def same_facts(one: PlaceFacts, other: PlaceFacts, *, region: str) -> bool:
    """Whether two rows of facts say the same, however they are written."""
    return settled(one, region) == settled(other, region)


def settled(facts: PlaceFacts, region: str) -> PlaceFacts:
    """The facts in one way of writing: three digits of a county, districts in order."""
    county = (facts.county_fips or "").strip()
    districts = {part.strip() for part in (facts.district or "").split("|")} - {""}
    return PlaceFacts(
        county_fips=(county_code(county, region) or county) or None,
        place_fips=(facts.place_fips or "").strip() or None,
        inside_city=facts.inside_city,
        district="|".join(sorted(districts)) or None,
    )


def newest(history: History) -> DatedFacts | None:
    """The last row; None where there is none."""
    return history[-1] if history else None


def row_on(history: History, day: date) -> DatedFacts | None:
    """The row in force on a day; None where the sheet's columns hold."""
    return next((row for row in reversed(history) if row.effective_from <= day), None)


def location_on(location: ServiceLocation, history: History, day: date) -> ServiceLocation:
    """The location as it was on a day."""
    row = row_on(history, day)
    return location if row is None else with_facts(location, row.facts)


def locations_on(
    locations: Mapping[str, ServiceLocation], histories: Mapping[str, History], day: date
) -> Mapping[str, ServiceLocation]:
    """All locations as they were on a day, by code."""
    if not histories:
        return locations
    changed = {
        code: location_on(locations[code], history, day)
        for code, history in histories.items()
        if code in locations
    }
    return {**locations, **changed}


def with_row(
    location: ServiceLocation, history: History, row: DatedFacts
) -> tuple[DatedFacts, ...]:
    """The history with a row added, or put in the place of the one from its day.

    Where there was none the sheet's facts come first: they held from the beginning.
    """
    before = list(history)
    if not before and row.effective_from > BEGINNING:
        before = [
            DatedFacts(
                effective_from=BEGINNING,
                facts=facts_of(location),
                method=Method.USER,
                source=SHEET,
            )
        ]
    kept = [each for each in before if each.effective_from != row.effective_from]
    return tuple(sorted([*kept, row], key=lambda each: each.effective_from))
