"""Whether a location is known well enough to be taxed."""

from typing import Final

from app.tax.book import TaxBook
from app.tax.place import TaxPlace, with_county
from app.tax.zip_counties import counties_of_zip, county_name

_COUNTY: Final = "county_fips"
_INSIDE_CITY: Final = "inside_city"


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


def place_way_out(place: TaxPlace, book: TaxBook) -> str:
    """What to fill in of a location that has a ``place_problem``, with the counties of its ZIP."""
    missing = _missing(place, book)
    if missing is None or missing[0] == _INSIDE_CITY:
        return "Fill in inside_city of that location in the sheet locations: yes or no."
    named = counties_in_words(place)
    return f"Fill in county_fips of that location in the sheet locations{named and ': '}{named}."


def missing_column(place: TaxPlace, book: TaxBook) -> str:
    """The column that a ``place_problem`` asks for; blank where there is none."""
    missing = _missing(place, book)
    return missing[0] if missing else ""


def counties_in_words(place: TaxPlace) -> str:
    """The counties of its ZIP, as in ``08059 Jefferson County or 08031 Denver County``."""
    counties = counties_of_zip(place.postal_code)
    return " or ".join(f"{code} {county_name(code)}".rstrip() for code in counties)


def _problem(place: TaxPlace, book: TaxBook) -> str | None:
    missing = _missing(place, book)
    if missing is None:
        return None
    column, code = missing
    if column == _COUNTY:
        return f"location {place.location_code} has no county_fips, but {code} is taken by county"
    return (
        f"nobody has said whether location {place.location_code} lies inside the city's "
        f"limits (inside_city), but {code} is taken by city"
    )


def _missing(place: TaxPlace, book: TaxBook) -> tuple[str, str] | None:
    """The column that must be filled in first, and the tax code that asks for it."""
    settled = with_county(place, book.counties_of_zip)
    if not settled.county_fips:
        code = _county_row(settled, book)
        if code is not None:
            return _COUNTY, code
    if settled.inside_city is None:
        code = _city_row(settled, book)
        if code is not None:
            return _INSIDE_CITY, code
    return None


def _county_row(place: TaxPlace, book: TaxBook) -> str | None:
    """The code of a row that could reach the place, were its county known."""
    codes = [book.county_codes.get((place.region, False))]
    if place.inside_city is not False:
        codes.append(book.county_codes.get((place.region, True)))
    return min((code for code in codes if code), default=None)


def _city_row(place: TaxPlace, book: TaxBook) -> str | None:
    counties = {"", place.county_fips}
    codes = [book.city_codes.get((place.region, county)) for county in counties]
    return min((code for code in codes if code), default=None)
