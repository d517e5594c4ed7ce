"""What somebody says of a place, made a dated row of facts."""

from dataclasses import dataclass, replace
from datetime import date

from app.customers.location import ServiceLocation
from app.errors import InputError
from app.tax.jurisdiction import STATE_FIPS, county_code, is_place_code
from app.tax.place_history import (
    BEGINNING,
    DatedFacts,
    History,
    Method,
    PlaceFacts,
    facts_of,
    newest,
    row_on,
    settled,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPlace:
    """What somebody says of a place; None leaves a fact as it is."""

    county: str | None = None
    inside_city: bool | None = None
    place: str | None = None
    district: str | None = None
    """Blank takes the districts away."""
    begins: date | None = None
    """None: mends what is known now."""
    is_override: bool = False
    why: str


def told_row(
    location: ServiceLocation, history: History, told: TellPlace
) -> tuple[DatedFacts, PlaceFacts]:
    """The row that is said, and the facts before it.

    InputError for a county or city that cannot be.
    """
    last = newest(history)
    if told.begins is None:
        in_force, begins = last, last.effective_from if last else BEGINNING
    else:
        in_force, begins = row_on(history, told.begins), told.begins
    before = settled(in_force.facts if in_force else facts_of(location), location.region)
    row = DatedFacts(
        effective_from=begins,
        facts=_with_told(location, before, told),
        method=Method.OVERRIDE if told.is_override else Method.USER,
        reason=told.why,
        source="tax place",
    )
    return row, before


def _with_told(location: ServiceLocation, before: PlaceFacts, told: TellPlace) -> PlaceFacts:
    facts = before
    if told.county is not None:
        county = county_code(told.county.strip(), location.region)
        if county is None or location.region not in STATE_FIPS:
            raise InputError(
                f"{told.county!r} is no county of {location.region}.",
                "",
                "Write its three digits, or five with the state's in front.",
            )
        facts = replace(facts, county_fips=county)
    if told.place is not None:
        if not is_place_code(told.place.strip()):
            raise InputError(f"{told.place!r} is no place.", "", "Write its five digits.")
        facts = replace(facts, place_fips=told.place.strip())
    if told.inside_city is not None:
        facts = replace(facts, inside_city=told.inside_city)
    if told.district is not None:
        facts = replace(facts, district=told.district)
    if facts.inside_city and facts.place_fips is None:
        raise InputError(
            f"Inside which city's limits is {location.location_code}?",
            "Its place_fips is not known.",
            "Name the city with --place and its five digits.",
        )
    return settled(facts, location.region)
