"""Companies that bill round sums of telecommunications, for filings of a quarter or a year."""

from pathlib import Path
from typing import Any

from tests.journeys.cli import as_json
from tests.journeys.small import company_of, small_sheets
from tests.journeys.world_sheets import Row

NOT_TAXED: Row = {
    "tax_code": "CO-NONE",
    "bill_label": "Not taxed",
    "class": "TAX",
    "family": "SALES",
    "state": "CO",
    "effective_from": "2019-01-01",
    "calc_method": "PCT",
    "rate": "0",
    "base_kind": "CHARGE",
}
"""Colorado taxes nothing here, which is a decision."""

REGISTERED: Row = {"country": "US", "family": "*", "effective_from": "2019-01-01"}


def fusf(rate: str, first: str, last: str, **more: str) -> Row:
    """A federal universal service row on interstate and international revenue."""
    return {
        "tax_code": "FUSF",
        "bill_label": "Federal Universal Service Charge",
        "class": "PASS_THROUGH",
        "family": "FUSF",
        "effective_from": first,
        "effective_to": last,
        "calc_method": "PCT",
        "rate": rate,
        "base_kind": "INTERSTATE_INTL",
        **more,
    }


def product(code: str, category: str, gl_code: str = "4100") -> Row:
    """Something sold once."""
    return {
        "product_code": code,
        "name": code,
        "tax_category": category,
        "gl_code": gl_code,
        "billed": "once",
    }


def charge(product_code: str, amount: str, day: str, *, account: str = "A1", **more: str) -> Row:
    """A charge of an amount on a day."""
    return {
        "reference": f"{product_code}-{account}-{day}",
        "account_number": account,
        "location_code": f"L{account[1:]}",
        "product_code": product_code,
        "charged_on": day,
        "unit_price": amount,
        **more,
    }


def sheets_of(
    products: list[Row], charges: list[Row], taxes: list[Row] | None = None, **more: list[Row]
) -> dict[str, list[Row]]:
    """The small company without calls, with these products and charges."""
    sheets = small_sheets()
    for name in ("rate_plans", "rates", "numbers"):
        sheets[name] = []
    return {
        **sheets,
        "products": products,
        "charges": charges,
        "taxes": [NOT_TAXED, *(taxes or [])],
        "registrations": [REGISTERED],
        **more,
    }


def billed_company(folder: Path, sheets: dict[str, list[Row]], *runs: tuple[str, str]) -> Path:
    """The company with its runs approved: bill period and invoice date of each."""
    company = company_of(folder, sheets)
    for period, day in runs:
        as_json("bill", company, "--period", period, "--invoice-date", day, "--approve")
    return company


def report(company: Path, name: str, *words: str, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    """A report as the command line tells it."""
    return as_json("tax", "report", name, company, *words, codes=codes)


def row_where(facts: dict[str, Any], **cells: str) -> dict[str, Any]:
    """The one row with these cells."""
    (found,) = [
        row for row in facts["rows"] if all(row[name] == text for name, text in cells.items())
    ]
    assert isinstance(found, dict)
    return found
