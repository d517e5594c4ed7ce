"""Unverified: places whose county or city limits nobody has settled, categories no row decides."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.invoice import Line
from app.billing.tax_reports.facts import ReportFacts, entries
from app.billing.tax_reports.report import Row, TaxReport, amount, text, totals_of, whole
from app.customers.location import ServiceLocation
from app.findings import Finding, warning
from app.tax.book import TaxBook, make_book
from app.tax.category import is_category, pattern_reaches
from app.tax.jurisdiction import STATE_FIPS, Level
from app.tax.location_check import place_problem, place_way_out
from app.tax.place import place_of, reaches, with_county
from app.tax.place_check import place_errors
from app.tax.place_history import row_on
from app.tax.request import ChargeKind
from app.tax.zip_counties import counties_of_zip, county_name
from app.values.money import ZERO

_COLUMNS: Final = (
    text("what", "place or category"),
    text("record", "The location's code, or the category"),
    text("account_number", "Whose location"),
    text("region", "State or province"),
    text("postal_code", "ZIP or postal code"),
    text("county", "County, by its code and name, as far as it is known"),
    text("inside_city", "Inside the city's limits? yes, no, or blank: nobody has said"),
    text("known_by", "Where the newest facts come from"),
    text("problem", "What is not settled"),
    text("way_out", "What to do"),
    whole("invoices", "Invoices of the window that it stands on"),
    amount("charges", "Its charges on them, credits too"),
)
_NOTE: Final = (
    "Only what invoices of the window hold is looked at. A place without county or city taxes of"
    " its own may stay unsettled without harm; it is listed so that somebody knows."
)
_FIRST_ROW: Final = 2


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    charges: Decimal = ZERO
    invoices: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Trouble:
    problem: str
    way_out: str


def unverified(facts: ReportFacts) -> TaxReport:
    """The unsettled places and categories that invoices of the window bear."""
    book = make_book(
        enumerate(facts.rules, _FIRST_ROW),
        bundles=facts.bundles,
        counties_of_zip=counties_of_zip,
    )
    places: dict[str, _Sums] = {}
    categories: dict[tuple[str, str], _Sums] = {}
    for entry in entries(facts):
        number = entry.invoice.invoice_number or ""
        for line in entry.invoice.lines:
            _add(places.setdefault(line.location_code, _Sums()), line, number, entry.sign)
            if line.kind is ChargeKind.CREDIT or line.product_code in book.bundles:
                continue
            where = _undecided_in(facts, line, entry.invoice.invoice_date, book=book)
            if where is not None:
                key = (line.tax_category.strip().upper(), where)
                _add(categories.setdefault(key, _Sums()), line, number, entry.sign)
    rows: list[Row] = []
    findings: list[Finding] = []
    for code, own in sorted(places.items()):
        location = facts.location_on(code, facts.last_day)
        if location is None:
            continue
        for trouble in _troubles(location, book):
            rows.append(_place_row(facts, location, trouble, own))
            findings.append(_finding("unverified_place", "locations", code, trouble))
    for (category, where), own in sorted(categories.items()):
        trouble = _of_category(category, where)
        rows.append(_category_row(category, where, trouble, own))
        findings.append(_finding("unmapped_category", "taxes", category, trouble))
    return TaxReport(
        title="Places and categories not settled",
        columns=_COLUMNS,
        rows=tuple(rows),
        totals=totals_of(_COLUMNS, tuple(rows), "charges"),
        notes=(_NOTE,),
        findings=tuple(findings),
    )


def _add(own: _Sums, line: Line, number: str, sign: int) -> None:
    own.charges += sign * line.amount
    own.invoices.add(number)


def _troubles(location: ServiceLocation, book: TaxBook) -> Iterator[_Trouble]:
    for fault in place_errors(location):
        yield _Trouble(fault.message, fault.way_out)
    place = place_of(location)
    problem = place_problem(place, book)
    if problem is not None:
        yield _Trouble(problem, place_way_out(place, book))
    elif place.country == "US" and not with_county(place, counties_of_zip).county_fips:
        yield _Trouble(
            f"location {location.location_code} has no county_fips, and its ZIP code lies in"
            " several counties or in none that is known",
            "Fill in county_fips of that location in the sheet locations.",
        )


def _undecided_in(facts: ReportFacts, line: Line, day: date, *, book: TaxBook) -> str | None:
    """The state or country where no row decides a charge; None where one does."""
    location = facts.location_on(line.location_code, day)
    if location is None:
        return None
    place = with_county(place_of(location), counties_of_zip)
    category = line.tax_category.strip().upper()
    decided = is_category(category) and any(
        row.first <= day <= row.last
        and row.jurisdiction.level is not Level.FED
        and reaches(row.jurisdiction, place)
        and any(pattern_reaches(pattern, category) for pattern in row.patterns)
        for row in book.rows
    )
    return None if decided else f"{place.country}/{place.region}"


def _of_category(category: str, where: str) -> _Trouble:
    if not is_category(category):
        return _Trouble(
            f"{category} is no tax category", "Give the product a category of the list."
        )
    return _Trouble(
        f"no row of taxes decides {category} in {where}",
        "Add a row there; one with rate 0 says that it is not taxed.",
    )


def _place_row(facts: ReportFacts, location: ServiceLocation, trouble: _Trouble, own: _Sums) -> Row:
    place = with_county(place_of(location), counties_of_zip)
    row = row_on(facts.places.get(location.location_code, ()), facts.last_day)
    code = f"{STATE_FIPS.get(place.region, '')}{place.county_fips}" if place.county_fips else ""
    inside = {None: "", True: "yes", False: "no"}[location.inside_city]
    return (
        "place",
        location.location_code,
        location.account_number,
        location.region,
        location.postal_code,
        f"{code} {county_name(code)}".strip(),
        inside,
        "sheet locations" if row is None else row.method.value,
        trouble.problem,
        trouble.way_out,
        len(own.invoices),
        own.charges,
    )


def _category_row(category: str, where: str, trouble: _Trouble, own: _Sums) -> Row:
    _, _, region = where.partition("/")
    return (
        *("category", category, "", region, "", "", "", ""),
        trouble.problem,
        trouble.way_out,
        len(own.invoices),
        own.charges,
    )


def _finding(code: str, sheet: str, record: str, trouble: _Trouble) -> Finding:
    return warning(code, trouble.problem, way_out=trouble.way_out, sheet=sheet, record=record)
