"""A company of one customer, written a row at a time, and the tax lines that `bill` tells of it."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from tests.journeys.cli import as_json, switchbook
from tests.journeys.world_sheets import Row, write_sheets

FEBRUARY: Final = ("--period", "2026-01", "--invoice-date", "2026-02-01")
"""The run whose invoices have the date of most examples."""

PLACES: Final = {
    "CO": ("Denver", "80202", "031", "20000", "US"),
    "CA": ("San Francisco", "94103", "075", "67000", "US"),
    "FL": ("Miami", "33130", "086", "45000", "US"),
    "MA": ("Boston", "02108", "025", "07000", "US"),
    "MO": ("St. Louis", "63103", "510", "65000", "US"),
    "NY": ("New York", "10001", "061", "51000", "US"),
    "TX": ("Austin", "78701", "453", "05000", "US"),
    "BC": ("Vancouver", "V6B 1A1", "", "", "CA"),
    "NS": ("Halifax", "B3H 0A1", "", "", "CA"),
    "ON": ("Toronto", "M5V 1J1", "", "", "CA"),
    "QC": ("Montreal", "H2T 1S1", "", "", "CA"),
}
"""By state or province: city, postal code, county, place and country."""

PLAN: Final = {
    "plan_code": "P",
    "name": "Plan",
    "deck_code": "D",
    "initial_seconds": "6",
    "increment_seconds": "6",
    "usage_product": "CALLS",
}

Facts = tuple[str, str | None, str | None, str | None, str]
"""Tax code, base, units, rate and amount of a tax line."""


def company_sheets(*places: str, **account: str) -> dict[str, list[Row]]:
    """One account with a location L1, L2 in each of the places; nothing sold, nothing taxed."""
    address = {"address_line1": "1 Oak Street", "city": "Denver", "region": "CO"}
    address["postal_code"] = "80202"
    given = places or ("CO",)
    return {
        "company": [{"name": "Cedar", **address, "timezone": "America/Denver"}],
        "accounts": [
            {"account_number": "A1", "name": "One", **address, "delivery": "none", **account}
        ],
        "locations": [_location(f"L{at}", place) for at, place in enumerate(given, start=1)],
        "rate_plans": [PLAN],
        "rates": [{"deck_code": "D", "prefix": "1", "rate": "0.02", "valid_from": "2020-01-01"}],
        "numbers": [number("3035550142", kind="main", starts_on="2020-01-01")],
        "products": [product("CALLS", "VOIP_FIXED", billed="usage", line_kind="")],
        "services": [],
        "charges": [],
        "taxes": [],
        "tax_shares": [_share(each) for each in ("VOIP_FIXED", "TOLL_FREE")],
        "registrations": [
            {"country": land, "family": "*", "effective_from": "2020-01-01"}
            for land in ("US", "CA")
        ],
    }


def number(numbers: str, *, kind: str, **cells: str) -> Row:
    """A number of the account, or a range of them."""
    return {
        "number": numbers,
        "account_number": "A1",
        "location_code": "L1",
        "kind": kind,
        "rate_plan": "P",
        **cells,
    }


def _location(code: str, place: str) -> Row:
    city, postal_code, county, fips, country = PLACES[place]
    return {
        "location_code": code,
        "account_number": "A1",
        "address_line1": "1 Oak Street",
        "city": city,
        "region": place,
        "postal_code": postal_code,
        "country": country,
        "county_fips": county,
        "place_fips": fips,
        "inside_city": "yes" if country == "US" else "",
    }


def _share(category: str) -> Row:
    return {
        "category": category,
        "effective_from": "2020-01-01",
        "interstate": "0.649",
        "source": "safe_harbor",
    }


def product(code: str, category: str, **cells: str) -> Row:
    """A product that is billed a month in advance."""
    return {
        "product_code": code,
        "name": code.title(),
        "tax_category": category,
        "gl_code": "4000",
        "line_kind": "line" if category in {"VOIP_FIXED", "LOCAL"} else "",
        **cells,
    }


def service(code: str, price: str, *, quantity: str = "1", name: str = "S", **cells: str) -> Row:
    """A service that began long ago."""
    return {
        "service_code": name,
        "account_number": "A1",
        "location_code": "L1",
        "product_code": code,
        "quantity": quantity,
        "unit_price": price,
        "starts_on": "2020-01-01",
        **cells,
    }


def charge(code: str, price: str, *, name: str = "C", **cells: str) -> Row:
    """A charge of the middle of January 2026."""
    return {
        "reference": name,
        "account_number": "A1",
        "location_code": "L1",
        "product_code": code,
        "charged_on": "2026-01-15",
        "unit_price": price,
        **cells,
    }


def percentage(code: str, rate: str, *, family: str = "SALES", **cells: str) -> Row:
    """A tax of so much of a charge, in Colorado unless said."""
    return {
        "tax_code": code,
        "tax_name": code,
        "class": "TAX",
        "family": family,
        "country": "US",
        "state": "CO",
        "effective_from": "2020-01-01",
        "calc_method": "PCT",
        "rate": rate,
        "base_kind": "CHARGE",
        **cells,
    }


def per_unit(code: str, amount: str, *, kind: str = "LINE", **cells: str) -> Row:
    """A fee of so much a unit, rounded at each location."""
    return percentage(
        code,
        "",
        family="E911",
        calc_method="PER_UNIT",
        unit_amount=amount,
        unit_kind=kind,
        base_kind="COUNT",
        round_level="LOCATION_TAX",
    ) | dict(cells)


def fusf(factor: str = "0.376", first: str = "2026-01-01", last: str = "2026-03-31") -> Row:
    """The federal universal service charge of a quarter."""
    return percentage(
        "FUSF",
        factor,
        family="FUSF",
        state="",
        category="VOIP_*|TOLL_*",
        base_kind="INTERSTATE_INTL",
        effective_from=first,
        effective_to=last,
        calc_seq="10",
    ) | {"class": "PASS_THROUGH"}


def not_taxed(state: str = "CO", category: str = "*") -> Row:
    """The row by which a state decides that it takes nothing."""
    return percentage("NOT-TAXED", "0", state=state, category=category)


def company_of(folder: Path, sheets: dict[str, list[Row]]) -> Path:
    """The company file of the sheets, made by `new`."""
    write_sheets(folder / "workbook", sheets)
    company = folder / "example.switchbook"
    switchbook("new", company, "--workbook", folder / "workbook")
    return company


def approved(company: Path, *words: str) -> dict[str, Any]:
    """The one invoice of a run, approved."""
    told = as_json("bill", company, *words, "--approve")
    (invoice,) = told["invoices"]
    return dict(invoice)


def billed(
    folder: Path, sheets: dict[str, list[Row]], words: tuple[str, ...] = FEBRUARY
) -> dict[str, Any]:
    """The one invoice of the sheets' company."""
    return approved(company_of(folder, sheets), *words)


def facts_of(invoice: dict[str, Any]) -> list[Facts]:
    """The tax lines of an invoice by code, location and rate: base, units, rate, amount."""
    lines = sorted(
        invoice["tax_lines"],
        key=lambda tax: (tax["tax_code"], tax["location_code"] or "", tax["rate"]),
    )
    return [
        (
            tax["tax_code"],
            _bare(tax["base"]),
            _bare(tax["units"]),
            _bare(tax["rate"]),
            tax["amount"],
        )
        for tax in lines
    ]


def _bare(text: str | None) -> str | None:
    """A decimal without zeros at its end."""
    return None if text is None else f"{Decimal(text).normalize():f}"
