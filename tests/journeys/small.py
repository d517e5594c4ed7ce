"""A small company written out by hand, to be changed a row at a time."""

from pathlib import Path
from typing import Any

from tests.journeys.cli import as_json, switchbook, usage_rows
from tests.journeys.world_sheets import Row, write_sheets

HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"


def small_sheets() -> dict[str, list[Row]]:
    """One account in Denver with two numbers, one plan of 6/6 over a deck of 1 and 44."""
    address = {"address_line1": "1 Oak Street", "city": "Denver", "region": "CO"}
    address["postal_code"] = "80202"
    return {
        "company": [{"name": "Cedar", **address, "timezone": "America/Denver"}],
        "accounts": [
            {"account_number": "A1", "name": "One", **address, "delivery": "none"},
            {"account_number": "A2", "name": "Two", **address, "delivery": "none"},
        ],
        "locations": [
            {
                "location_code": f"L{at}",
                "account_number": f"A{at}",
                **address,
                "county_fips": "031",
                "place_fips": "20000",
                "inside_city": "yes",
            }
            for at in (1, 2)
        ],
        "products": [
            {
                "product_code": "CALLS",
                "name": "Calls",
                "tax_category": "TOLL_INTERSTATE",
                "gl_code": "4100",
                "billed": "usage",
            },
            {
                "product_code": "SEAT",
                "name": "Seat",
                "tax_category": "VOIP_FIXED",
                "gl_code": "4010",
                "price": "100",
            },
        ],
        "rate_plans": [
            {
                "plan_code": "P",
                "name": "Plan",
                "deck_code": "D",
                "initial_seconds": "6",
                "increment_seconds": "6",
                "usage_product": "CALLS",
                "directory_assistance_fee": "1.25",
            },
        ],
        "rates": [
            {"deck_code": "D", "prefix": prefix, "rate": rate, "valid_from": "2020-01-01"}
            for prefix, rate in (("1", "0.02"), ("44", "0.1"), ("1900", "2"), ("1876", "0.3"))
        ],
        "numbers": [
            {
                "number": "3035550142",
                "account_number": "A1",
                "location_code": "L1",
                "rate_plan": "P",
                "starts_on": "2026-01-01",
            },
            {
                "number": "7205550150",
                "account_number": "A2",
                "location_code": "L2",
                "rate_plan": "P",
                "starts_on": "2026-01-01",
            },
        ],
    }


def company_of(folder: Path, sheets: dict[str, list[Row]]) -> Path:
    """The company file of the sheets."""
    write_sheets(folder / "workbook", sheets)
    company = folder / "small.switchbook"
    switchbook("new", company, "--workbook", folder / "workbook")
    return company


def row_of(call_id: str = "c1", **cells: str) -> str:
    """A line of a call file: an answered minute from Denver to New York."""
    call = {
        "call_id": call_id,
        "started_at": "2026-10-05T12:00:00Z",
        "billing_number": "",
        "caller": "3035550142",
        "called": "2125550145",
        "duration_seconds": "60",
        "direction": "out",
        "disposition": "",
    }
    return ",".join((call | cells).values())


def outcomes(company: Path, *lines: str, name: str = "calls.csv", **words: str) -> list[Row]:
    """The rows of the export after the lines were imported as a file."""
    path = company.parent / name
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8", newline="")
    switchbook("import", company, path, *(w for k, v in words.items() for w in (f"--{k}", v)))
    return usage_rows(company, company.parent / "usage.csv")


def told(company: Path, month: str, *words: str) -> dict[str, Any]:
    """An approved run."""
    return as_json("bill", company, "--period", month, "--approve", *words)
