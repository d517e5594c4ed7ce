"""What a service location's address says of its place: whether its parts agree.

A post office box is no place of service; the state must be one that the ZIP code lies in, the
province the postal code's. A county elsewhere than the ZIP code's is only odd: the tables of ZIP
codes follow the mail and lag behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.customers.address import is_post_box, zip_parts
from app.customers.location import ServiceLocation
from app.tax.jurisdiction import STATE_FIPS, county_code
from app.tax.location_check import counties_in_words
from app.tax.place import place_of
from app.tax.postal_provinces import provinces_of
from app.tax.zip_counties import counties_of_zip, county_name, states_of_zip

_CONNECTICUT: Final = "CT"
"""Its counties have no taxes and two sets of codes: either is right."""


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """What is wrong or odd about a location's address."""

    column: str
    code: str
    message: str
    """Without the period at its end."""
    way_out: str


def place_errors(location: ServiceLocation) -> Iterator[PlaceFault]:
    """What makes a location no place of service."""
    for column in ("address_line1", "address_line2"):
        line = getattr(location, column)
        if line is not None and is_post_box(line):
            message = f"{column} is {line!r}, a post office box; service is used at a street"
            way_out = "Write the street where service is used; the box may stand on the account."
            yield PlaceFault(column, "post_box", message, way_out)
    if location.country == "US":
        states, what, code = states_of_zip(location.postal_code), "ZIP code", "state_of_zip"
    elif location.country == "CA":
        states, what, code = provinces_of(location.postal_code), "Postal code", "province_of_code"
    else:
        return
    if states and location.region not in states:
        given = location.postal_code
        message = f"{what} {given} lies in {_or(states)}, but region is {location.region}"
        yield PlaceFault("region", code, message, f"Write {_or(states)}, or mend postal_code.")


def place_oddities(location: ServiceLocation) -> Iterator[PlaceFault]:
    """What somebody should look at."""
    given = location.postal_code
    if location.country == "CA" and not provinces_of(given):
        message = f"postal_code {given!r} of location {location.location_code} is no postal code"
        yield PlaceFault("postal_code", "unknown_postal_code", message, "Write it as in M5V 2A1.")
    if location.country != "US":
        return
    if zip_parts(given) is None:
        message = f"postal_code {given!r} of location {location.location_code} is no ZIP code"
        yield PlaceFault("postal_code", "unknown_postal_code", message, "Write it as in 80226.")
    elif not states_of_zip(given):
        message = f"ZIP code {given} of location {location.location_code} is in no table"
        way_out = "Look whether it is right; if it is new, fill in county_fips."
        yield PlaceFault("postal_code", "unknown_postal_code", message, way_out)
    else:
        yield from _county_elsewhere(location)


def _county_elsewhere(location: ServiceLocation) -> Iterator[PlaceFault]:
    place = place_of(location)
    known = counties_of_zip(place.postal_code)
    code = county_code(place.county_fips, place.region)
    if code is None or not known or place.region == _CONNECTICUT:
        return
    whole = f"{STATE_FIPS.get(place.region, '')}{code}"
    if whole not in known:
        name = county_name(whole) or "no county we know"
        message = (
            f"Location {location.location_code} is in county {code} ({name}), where ZIP code"
            f" {place.postal_code} does not lie"
        )
        way_out = f"It lies in {counties_in_words(place)}; look which of the two is wrong."
        yield PlaceFault("county_fips", "county_of_zip", message, way_out)


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(names)
