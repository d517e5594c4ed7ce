"""Places: where a charge is taxed, and which jurisdictions reach it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.customers.location import ServiceLocation
from app.tax.jurisdiction import Jurisdiction, county_code

CountiesOfZip = Callable[[str], tuple[str, ...]]
"""The county codes, of five digits, in which a ZIP code lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPlace:
    """A service location as taxes see it. Blank texts are not known."""

    location_code: str
    country: str
    region: str
    county_fips: str = ""
    """Three digits in the US."""
    place_fips: str = ""
    inside_city: bool | None = None
    """None: nobody has said."""
    districts: tuple[str, ...] = ()
    postal_code: str = ""


def place_of(location: ServiceLocation) -> TaxPlace:
    """The tax place of a service location; codes and capitals as the tax rows have them."""
    region = location.region.strip().upper()
    county = (location.county_fips or "").strip()
    districts = (location.district or "").split("|")
    return TaxPlace(
        location_code=location.location_code,
        country=location.country.strip().upper(),
        region=region,
        county_fips=county_code(county, region) or county,
        place_fips=(location.place_fips or "").strip(),
        inside_city=location.inside_city,
        districts=tuple(sorted({part.strip() for part in districts if part.strip()})),
        postal_code=location.postal_code.strip(),
    )


def with_county(place: TaxPlace, counties_of_zip: CountiesOfZip | None) -> TaxPlace:
    """The place with the one county its ZIP lies in, where its own is blank."""
    if place.country != "US" or place.county_fips or counties_of_zip is None:
        return place
    counties = set(counties_of_zip(place.postal_code[:5]))
    if len(counties) != 1:
        return place
    county = counties.pop()
    return replace(place, county_fips=county_code(county, place.region) or "")


def reaches(jurisdiction: Jurisdiction, place: TaxPlace) -> bool:
    """Whether all filled columns of a jurisdiction match the place.

    A city needs a place that lies inside its limits (``setup-workbook.md``, how an invoice is
    taxed, 2).
    """
    if jurisdiction.country != place.country:
        return False
    if jurisdiction.state and jurisdiction.state != place.region:
        return False
    if jurisdiction.county and jurisdiction.county != place.county_fips:
        return False
    if jurisdiction.place and not (
        place.inside_city is True and jurisdiction.place == place.place_fips
    ):
        return False
    return not jurisdiction.district or jurisdiction.district in place.districts


def jurisdictions_of(place: TaxPlace) -> Iterator[Jurisdiction]:
    """All jurisdictions that reach a place, from the country down (see ``reaches``)."""
    cities = ("", place.place_fips) if place.inside_city and place.place_fips else ("",)
    for state in dict.fromkeys(("", place.region)):
        for county in dict.fromkeys(("", place.county_fips)):
            for city in cities:
                for district in dict.fromkeys(("", *place.districts)):
                    yield Jurisdiction(place.country, state, county, city, district)
