"""Territories: where a company has customers, so that rows of elsewhere need not be looked at.

A table may hold the rates of every city and district of many states; few of them ever reach a
customer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.tax.jurisdiction import Jurisdiction
from app.tax.place import TaxPlace


@dataclass(slots=True)
class _State:
    """What is known of all places in one state or province."""

    counties: set[str] = field(default_factory=set)
    """Blank among them: a place whose county nobody gave."""
    cities: set[str] = field(default_factory=set)
    maybe_inside: bool = False
    """Whether nobody has said of some place if it lies inside a city."""
    districts: set[str] = field(default_factory=set)


class Territory:
    """All places of a company, as far as it matters which rows may reach them."""

    def __init__(self, places: Iterable[TaxPlace]) -> None:
        """Of all locations, also as they were before."""
        self._states: dict[tuple[str, str], _State] = {}
        self._countries: set[str] = set()
        for place in places:
            self._add(place)

    def _add(self, place: TaxPlace) -> None:
        self._countries.add(place.country)
        state = self._states.setdefault((place.country, place.region), _State())
        state.counties.add(place.county_fips)
        if place.inside_city is None:
            state.maybe_inside = True
        elif place.inside_city:
            state.cities.add(place.place_fips)
        state.districts.update(place.districts)

    def knows(self, country: str, state: str) -> bool:
        """Whether there is a place in a state or province; in the country, where it is blank."""
        return (country, state) in self._states if state else country in self._countries

    def may_reach(self, jurisdiction: Jurisdiction) -> bool:
        """Whether a jurisdiction may reach one of the places, or asks what is not known of it.

        A county and a city that no single place has together may pass for one: that costs a row,
        and changes nothing.
        """
        if not jurisdiction.state:
            return jurisdiction.country in self._countries
        state = self._states.get((jurisdiction.country, jurisdiction.state))
        if state is None:
            return False
        county, city, district = jurisdiction.county, jurisdiction.place, jurisdiction.district
        return (
            (not county or county in state.counties or "" in state.counties)
            and (not city or city in state.cities or state.maybe_inside)
            and (not district or district in state.districts)
        )
