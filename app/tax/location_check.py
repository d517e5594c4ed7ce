"""Whether a location is known well enough to be taxed."""

from app.tax.book import TaxBook
from app.tax.place import TaxPlace, with_county


def place_problem(place: TaxPlace, book: TaxBook) -> str | None:
    """Why the location's account must be left out, in words; None where nothing is missing.

    A US location must say whether it lies inside a city while a city row exists for its state
    (and county, if the row names one), and its county while a county row exists for its state
    and its ZIP does not lie in one county alone (``setup-workbook.md``, how an invoice is taxed,
    2). A ZIP that no table knows counts as one of several counties.
    """
    if place.country != "US":
        return None
    if place in book.place_problems:
        return book.place_problems[place]
    found = book.place_problems[place] = _problem(place, book)
    return found


def _problem(place: TaxPlace, book: TaxBook) -> str | None:
    settled = with_county(place, book.counties_of_zip)
    if not settled.county_fips:
        code = _county_row(settled, book)
        if code is not None:
            return (
                f"location {place.location_code} has no county_fips, but {code} is taken by county"
            )
    if settled.inside_city is None:
        code = _city_row(settled, book)
        if code is not None:
            return (
                f"nobody has said whether location {place.location_code} lies inside the city's "
                f"limits (inside_city), but {code} is taken by city"
            )
    return None


def _county_row(place: TaxPlace, book: TaxBook) -> str | None:
    """The code of a row that could reach the place, were its county known."""
    for group in book.groups:
        where = group.jurisdiction
        if not where.county or (where.country, where.state) != ("US", place.region):
            continue
        if where.place and place.inside_city is False:
            continue
        return group.code
    return None


def _city_row(place: TaxPlace, book: TaxBook) -> str | None:
    for group in book.groups:
        where = group.jurisdiction
        if not where.place or (where.country, where.state) != ("US", place.region):
            continue
        if not where.county or where.county == place.county_fips:
            return group.code
    return None
