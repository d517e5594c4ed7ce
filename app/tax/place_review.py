"""What is known of each location's place, how, and what is missing: for lists and checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.customers.location import ServiceLocation
from app.tax.book import TaxBook
from app.tax.jurisdiction import STATE_FIPS, Jurisdiction
from app.tax.location_check import place_problem, place_way_out
from app.tax.place import TaxPlace, place_of, with_county
from app.tax.place_history import BEGINNING, History, Method, location_on, row_on
from app.tax.zip_counties import counties_of_zip, county_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStatus:
    """Where a location lies on a day."""

    location_code: str
    account_number: str
    place: TaxPlace
    """With the county of its ZIP code where that is the only one."""
    county_name: str
    method: Method | None
    """How its county came to be known; None where it is not."""
    since: date | None
    """From when these facts hold; None: from the beginning."""
    reason: str
    source: str
    candidates: tuple[tuple[str, str], ...]
    """Code and name of each county it may lie in, the main one first; none where it is known."""
    missing: tuple[str, ...]
    """Columns that nobody has filled in."""
    history: History
    """All its dated facts, the oldest first; empty where the sheet holds on every day."""
    problem: str
    """Why it cannot be taxed; blank where it can."""
    way_out: str

    @property
    def jurisdiction(self) -> str:
        """Country, state, county, city and districts, as tax lines name them."""
        place = self.place
        where = Jurisdiction(
            country=place.country,
            state=place.region,
            county=place.county_fips,
            place=place.place_fips if place.inside_city else "",
            district="|".join(place.districts),
        )
        return where.text


def place_status(
    location: ServiceLocation, history: History, *, on: date, book: TaxBook
) -> PlaceStatus:
    """What is known of one location on a day."""
    row = row_on(history, on)
    written = place_of(location_on(location, history, on))
    settled = with_county(written, book.counties_of_zip)
    method: Method | None = row.method if row else Method.USER
    if not settled.county_fips:
        method = None if settled.country == "US" else method
    elif not written.county_fips:
        method = Method.ZIP_SINGLE
    problem = place_problem(written, book) or ""
    whole = f"{STATE_FIPS.get(settled.region, '')}{settled.county_fips}"
    return PlaceStatus(
        location_code=location.location_code,
        account_number=location.account_number,
        place=settled,
        county_name=county_name(whole) if settled.country == "US" else "",
        method=method,
        since=row.effective_from if row and row.effective_from != BEGINNING else None,
        reason=row.reason if row else "",
        source=row.source if row else "",
        candidates=_candidates(settled),
        missing=_missing(settled),
        history=tuple(history),
        problem=problem,
        way_out=place_way_out(written, book) if problem else "",
    )


def unverified_places(
    locations: Iterable[ServiceLocation],
    histories: Mapping[str, History],
    *,
    on: date,
    book: TaxBook,
) -> list[PlaceStatus]:
    """The US locations without a verified county, or without an answer about the city's limits.

    A county is verified where somebody, a boundary file or a service told it, or where the ZIP
    code lies in it alone.
    """
    statuses = (
        place_status(each, histories.get(each.location_code, ()), on=on, book=book)
        for each in locations
    )
    return [status for status in statuses if status.missing]


def _candidates(place: TaxPlace) -> tuple[tuple[str, str], ...]:
    if place.country != "US" or place.county_fips:
        return ()
    return tuple((code, county_name(code)) for code in counties_of_zip(place.postal_code))


def _missing(place: TaxPlace) -> tuple[str, ...]:
    if place.country != "US":
        return ()
    gaps = {
        "county_fips": not place.county_fips,
        "inside_city": place.inside_city is None,
        "place_fips": place.inside_city is True and not place.place_fips,
    }
    return tuple(column for column, blank in gaps.items() if blank)
