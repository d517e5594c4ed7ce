"""The names of those who tax: countries, states, provinces, and the places below them."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.customers.location import ServiceLocation
from app.tax.jurisdiction import STATE_FIPS
from app.tax.result import TaxLine
from app.tax.zip_counties import county_name

_REGIONS: Final = dict(
    each.split(" ", 1)
    for each in """\
AL Alabama
AK Alaska
AZ Arizona
AR Arkansas
CA California
CO Colorado
CT Connecticut
DE Delaware
DC District of Columbia
FL Florida
GA Georgia
HI Hawaii
ID Idaho
IL Illinois
IN Indiana
IA Iowa
KS Kansas
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts
MI Michigan
MN Minnesota
MS Mississippi
MO Missouri
MT Montana
NE Nebraska
NV Nevada
NH New Hampshire
NJ New Jersey
NM New Mexico
NY New York
NC North Carolina
ND North Dakota
OH Ohio
OK Oklahoma
OR Oregon
PA Pennsylvania
RI Rhode Island
SC South Carolina
SD South Dakota
TN Tennessee
TX Texas
UT Utah
VT Vermont
VA Virginia
WA Washington
WV West Virginia
WI Wisconsin
WY Wyoming
PR Puerto Rico
VI US Virgin Islands
GU Guam
AS American Samoa
MP Northern Mariana Islands
AB Alberta
BC British Columbia
MB Manitoba
NB New Brunswick
NL Newfoundland and Labrador
NS Nova Scotia
NT Northwest Territories
NU Nunavut
ON Ontario
PE Prince Edward Island
QC Quebec
SK Saskatchewan
YT Yukon
""".splitlines()
)
COUNTRIES: Final = {"US": "United States", "CA": "Canada"}


def authority(
    jurisdiction: str,
    *,
    locations: Mapping[str, ServiceLocation],
    names: Mapping[str, str],
) -> str:
    """Who takes a tax of ``country/state/county_fips/place_fips/district``.

    ``names`` gives the name of a jurisdiction where one is known. Else a city is known by the
    locations in it, and a county by its number.
    """
    if jurisdiction in names:
        return names[jurisdiction]
    parts = (*jurisdiction.split("/"), "", "", "", "")
    country, region, county, place, district = parts[:5]
    if district:
        return district
    if place:
        return _city(region, place, locations) or f"City {place}, {region}"
    if county:
        return f"County {county}, {region}"
    return _REGIONS.get(region, region) if region else COUNTRIES.get(country, country)


def county_authorities(lines: Iterable[TaxLine]) -> dict[str, str]:
    """The names of the counties that the lines are taken for, by jurisdiction."""
    found = {}
    for line in lines:
        _, region, county, place, district = (*line.jurisdiction.split("/"), "", "", "", "")[:5]
        if county and not place and not district:
            name = county_name(STATE_FIPS.get(region, "") + county)
            if name:
                found[line.jurisdiction] = name
    return found


def country_name(code: str) -> str:
    """A country as it stands in an address abroad."""
    return COUNTRIES.get(code, code)


def _city(region: str, place: str, locations: Mapping[str, ServiceLocation]) -> str:
    return next(
        (
            location.city
            for location in locations.values()
            if location.region == region and location.place_fips == place
        ),
        "",
    )
