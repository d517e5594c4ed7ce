"""A location and short ways to write its facts in tests."""

from dataclasses import replace
from datetime import date

from app.customers.location import ServiceLocation
from app.tax.place_history import BEGINNING, DatedFacts, Method, PlaceFacts

HOME = ServiceLocation(
    location_code="L",
    account_number="1",
    address_line1="88 Quarry Street",
    city="Lakewood",
    region="CO",
    postal_code="80226",
    county_fips="059",
    place_fips="43000",
    inside_city=True,
    district="RTD",
)
BARE = replace(HOME, county_fips=None, place_fips=None, inside_city=None, district=None)

JEFFERSON = PlaceFacts(county_fips="059", place_fips="43000", inside_city=True, district="RTD")
DENVER = PlaceFacts(county_fips="031", place_fips="20000", inside_city=True)
OUTSIDE = PlaceFacts(county_fips="059", inside_city=False)


def a_row(facts: PlaceFacts, begins: date = BEGINNING, method: Method = Method.USER) -> DatedFacts:
    """Facts from a day on."""
    return DatedFacts(effective_from=begins, facts=facts, method=method, source="test")
