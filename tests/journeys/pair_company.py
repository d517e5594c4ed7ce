"""A small company between a PSA and books that know its customers; its workbook and a call file.

The posting company, and customers more: one with nine numbers of the ten it signed for, one that
the books know by another name, and two numbers that make calls.
"""

from pathlib import Path
from typing import Final

from tests.journeys.cli import switchbook
from tests.journeys.posting_company import NAMES, posting_sheets
from tests.journeys.small import HEADER, row_of
from tests.journeys.world_sheets import Row, write_sheets

FURTHER: Final = {"10027": "Northfield Orthopedics", "10051": "Dunmore Legal LLP"}
STREETS: Final = {
    "10027": ("8250 Northfield Drive", "Denver", "CO", "80216"),
    "10051": ("1700 Lincoln Walk", "Denver", "CO", "80202"),
}
"""Where they are, here as there: with the name that makes an exact pair."""
ALL_NAMES: Final = {**NAMES, **FURTHER}
ELSEWHERE_UNKNOWN: Final = ("10070", "10071")
"""Customers that neither the PSA nor the books have heard of."""
CALLERS: Final = {"10042": "3035550142", "10027": "3035550180", "10070": "7205550190"}
DIDS: Final = 9
"""How many direct numbers Dunmore Legal has; it signed for one more."""
_FIRST_DID: Final = 7205550169


def pair_company(folder: Path) -> Path:
    """The company file, its workbook and its October calls read."""
    write_sheets(folder / "workbook", _sheets())
    company = folder / "pair.switchbook"
    switchbook("new", company, "--workbook", folder / "workbook")
    calls = folder / "calls.csv"
    calls.write_text("\n".join((HEADER, *_calls())) + "\n", encoding="utf-8", newline="")
    return company


def call_file(company: Path) -> Path:
    """The October calls of the company."""
    return company.parent / "calls.csv"


def _sheets() -> dict[str, list[Row]]:
    sheets = posting_sheets()
    sheets["accounts"] += [
        {"account_number": number, "name": name, **_address(number), "delivery": "none"}
        for number, name in FURTHER.items()
    ]
    main = sheets["locations"][0]
    sheets["locations"] += [
        {
            **main,
            **_address(number),
            "location_code": f"{number}-MAIN",
            "account_number": number,
        }
        for number in FURTHER
    ]
    sheets["products"] += [
        {
            "product_code": code,
            "name": name,
            "tax_category": tax,
            "gl_code": gl_code,
            "price": price,
            "billed": billed,
        }
        for code, name, tax, gl_code, price, billed in (
            ("CALLS", "Calls", "TOLL_INTERSTATE", "4060", "", "usage"),
            ("DID", "Direct number", "VOIP_FIXED", "4010", "2.50", "monthly"),
            ("NET-200", "Managed internet 200/20", "EQUIP_RENT", "4020", "129.00", "monthly"),
        )
    ]
    sheets["services"].append(
        {
            "service_code": "10051-DID",
            "account_number": "10051",
            "location_code": "10051-MAIN",
            "product_code": "DID",
            "quantity": str(DIDS),
            "starts_on": "2025-01-01",
        }
    )
    sheets["rate_plans"] = [
        {
            "plan_code": "P",
            "name": "Plan",
            "deck_code": "D",
            "initial_seconds": "6",
            "increment_seconds": "6",
            "usage_product": "CALLS",
        }
    ]
    sheets["rates"] = [
        {"deck_code": "D", "prefix": prefix, "rate": rate, "valid_from": "2020-01-01"}
        for prefix, rate in (("1", "0.0215"), ("44", "0.1"))
    ]
    numbers = [*CALLERS.items(), *(("10051", str(_FIRST_DID + each)) for each in range(DIDS))]
    sheets["numbers"] = [
        {
            "number": number,
            "account_number": account,
            "location_code": f"{account}-MAIN",
            "rate_plan": "P",
            "starts_on": "2025-01-01",
        }
        for account, number in numbers
    ]
    return sheets


def _address(number: str) -> Row:
    columns = ("address_line1", "city", "region", "postal_code")
    return dict(zip(columns, STREETS[number], strict=True))


def _calls() -> list[str]:
    """Calls of every caller, one from nobody's number, and one that is told twice."""
    lines = [
        row_of(
            f"{account}-{place}",
            started_at=f"2026-10-{5 + place:02}T12:00:00Z",
            caller=number,
            called="011442079460100" if place == 3 else "2125550145",
            duration_seconds=str(47 + 61 * place),
        )
        for account, number in CALLERS.items()
        for place in range(5)
    ]
    return [*lines, lines[0], row_of("stranger", caller="4155550123")]
