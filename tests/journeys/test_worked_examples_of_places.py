"""The worked examples E13 to E18 of ``telecom-tax.md`` through a workbook and `bill --json`.

Certificates, kinds of customers, provinces and the full mixed invoice. Each tax line is asserted
with base, units and rate; where the contract (``setup-workbook.md``, how an invoice is taxed)
chooses otherwise the test asserts the contract and says so.
"""

from pathlib import Path

import pytest

from tests.journeys.cli import switchbook
from tests.journeys.example_company import (
    approved,
    billed,
    charge,
    company_of,
    company_sheets,
    facts_of,
    fusf,
    not_taxed,
    number,
    per_unit,
    percentage,
    product,
    service,
)
from tests.journeys.world_sheets import Row

HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"
SEAT = product("SEAT", "VOIP_FIXED")
FET = percentage("FET", "0.03", family="FET", state="", category="LOCAL")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-06-15T12:00:00Z")


def certificate(family: str, kind: str, expires_on: str = "") -> Row:
    """A certificate of the account that is valid from 2026 on."""
    return {
        "account_number": "A1",
        "certificate_number": f"C-{family}",
        "kind": kind,
        "family": family,
        "effective_from": "2026-01-01",
        "expires_on": expires_on,
    }


FULL = [
    ("FUSF", "19.47", None, "0.376", "7.32"),
    ("SALES", "37.32", None, "0.06", "2.24"),
    ("XX-911", None, "1", "1.25", "1.25"),
]
WITHOUT_SALES = [FULL[0], ("SALES", "0", None, "0.06", "0.00"), FULL[2]]


@pytest.mark.parametrize(
    ("exemptions", "on", "expected", "total"),
    [
        pytest.param(
            [
                certificate("FUSF", "FCC_RESELLER"),
                certificate("SALES", "RESALE_SALES_TAX"),
                certificate("E911", "OTHER"),
            ],
            "2026-02-01",
            [
                ("FUSF", "0", None, "0.376", "0.00"),
                ("SALES", "0", None, "0.06", "0.00"),
                ("XX-911", None, "0", "1.25", "0.00"),
            ],
            "0.00",
            id="a-reseller",
        ),
        pytest.param(
            [certificate("SALES", "RESALE_SALES_TAX")],
            "2026-02-01",
            WITHOUT_SALES,
            "8.57",
            id="b-resale-certificate-only",
        ),
        pytest.param(
            [certificate("SALES", "STATE_LOCAL_GOV")],
            "2026-02-01",
            WITHOUT_SALES,
            "8.57",
            id="c-government",
        ),
        pytest.param(
            [certificate("SALES", "NONPROFIT", "2026-01-31")],
            "2026-02-01",
            FULL,
            "10.81",
            id="d-expired",
        ),
        pytest.param(
            [certificate("SALES", "NONPROFIT", "2026-01-31")],
            "2026-01-31",
            WITHOUT_SALES,
            "8.57",
            id="d-last-day",
        ),
    ],
)
def test_e13_exemptions(
    tmp_path: Path, exemptions: list[Row], on: str, expected: list[object], total: str
) -> None:
    sheets = company_sheets()
    sheets["products"] += [SEAT]
    sheets["services"] = [service("SEAT", "30.00")]
    sales = percentage("SALES", "0.06", base_includes="FUSF")
    sheets["taxes"] = [fusf(), sales, FET, per_unit("XX-911", "1.25")]
    sheets["exemptions"] = exemptions
    invoice = billed(tmp_path, sheets, ("--period", "2026-01", "--invoice-date", on))
    assert facts_of(invoice) == expected
    assert invoice["taxes"] == total


def test_e13_what_is_exempt_stands_on_the_line_with_its_certificate(tmp_path: Path) -> None:
    sheets = company_sheets()
    sheets["products"] += [SEAT]
    sheets["services"] = [service("SEAT", "30.00")]
    sheets["taxes"] = [fusf(), percentage("SALES", "0.06", base_includes="FUSF")]
    sheets["exemptions"] = [certificate("FUSF", "FCC_RESELLER"), certificate("SALES", "OTHER")]
    invoice = billed(tmp_path, sheets)
    told = [
        (tax["tax_code"], tax["exempt_amount"], tax["certificate_number"])
        for tax in invoice["tax_lines"]
    ]
    assert told == [("FUSF", "19.47", "C-FUSF"), ("SALES", "30.00", "C-SALES")]


FLORIDA = [
    percentage("FL-CST", "0.0492", state="FL"),
    percentage("FL-CST", "0", state="FL", customer_class="residential"),
    percentage("FL-GRT", "0.0252", state="FL"),
    percentage("FL-GRT", "0.0237", state="FL", customer_class="residential"),
    percentage("FL-LOCAL", "0.0522", state="FL", county_fips="086"),
]


@pytest.mark.parametrize(
    ("customer_class", "expected", "total"),
    [
        (
            "business",
            [
                ("FL-CST", "100", None, "0.0492", "4.92"),
                ("FL-GRT", "100", None, "0.0252", "2.52"),
                ("FL-LOCAL", "100", None, "0.0522", "5.22"),
            ],
            "12.66",
        ),
        (
            "residential",
            [
                ("FL-GRT", "100", None, "0.0237", "2.37"),
                ("FL-LOCAL", "100", None, "0.0522", "5.22"),
            ],
            "7.59",
        ),
    ],
)
def test_e14_florida_by_kind_of_customer(
    tmp_path: Path, customer_class: str, expected: list[object], total: str
) -> None:
    sheets = company_sheets("FL", customer_class=customer_class)
    sheets["products"] += [product("LINE", "LOCAL")]
    sheets["services"] = [service("LINE", "100.00")]
    sheets["taxes"] = FLORIDA
    invoice = billed(tmp_path, sheets)
    assert facts_of(invoice) == expected
    assert invoice["taxes"] == total


@pytest.mark.parametrize(
    ("category", "expected"),
    [("LOCAL", [("FET", "25", None, "0.03", "0.75")]), ("VOIP_FIXED", [])],
)
def test_e15_federal_excise_tax(tmp_path: Path, category: str, expected: list[object]) -> None:
    sheets = company_sheets()
    sheets["products"] += [product("LINE", category)]
    sheets["services"] = [service("LINE", "25.00")]
    sheets["taxes"] = [FET, not_taxed()]
    assert facts_of(billed(tmp_path, sheets)) == expected


def test_e16_a_state_fund_by_the_inverse_safe_harbour(tmp_path: Path) -> None:
    sheets = company_sheets("TX")
    lifeline = product("LIFELINE", "FEE_LIFELINE", line_kind="line")
    sheets["products"] += [SEAT, lifeline]
    sheets["services"] = [service("SEAT", "30.00"), service("LIFELINE", "10.00", name="S2")]
    fund = {"state": "TX", "family": "SUSF", "bill_label": "Texas Universal Service"}
    sheets["taxes"] = [
        percentage("TX-USF", "0.05", base_kind="INTRASTATE", **fund),
        percentage("TX-USF", "0", category="FEE_LIFELINE", **fund),
    ]
    invoice = billed(tmp_path, sheets)
    assert facts_of(invoice) == [("TX-USF", "10.53", None, "0.05", "0.53")]
    assert invoice["tax_lines"][0]["bill_label"] == "Texas Universal Service"


def province(code: str, rate: str, state: str, **cells: str) -> Row:
    """A tax of a province on all that is sold there."""
    return percentage(code, rate, country="CA", state=state, family=code, **cells)


CANADA = [
    province("HST", "0.13", "ON"),
    province("HST", "0.15", "NS", effective_to="2025-03-31"),
    province("HST", "0.14", "NS", effective_from="2025-04-01"),
    province("GST", "0.05", "QC"),
    province("GST", "0.05", "BC"),
    province("QST", "0.09975", "QC"),
    province("PST", "0.07", "BC"),
]


@pytest.mark.parametrize(
    ("state", "on", "expected", "total"),
    [
        ("ON", "2026-02-01", [("HST", "50", None, "0.13", "6.50")], "56.50"),
        ("NS", "2025-03-15", [("HST", "50", None, "0.15", "7.50")], "57.50"),
        ("NS", "2025-04-15", [("HST", "50", None, "0.14", "7.00")], "57.00"),
        (
            "QC",
            "2026-02-01",
            [("GST", "50", None, "0.05", "2.50"), ("QST", "50", None, "0.09975", "4.99")],
            "57.49",
        ),
        (
            "BC",
            "2026-02-01",
            [("GST", "50", None, "0.05", "2.50"), ("PST", "50", None, "0.07", "3.50")],
            "56.00",
        ),
    ],
)
def test_e17_canada(
    tmp_path: Path, state: str, on: str, expected: list[object], total: str
) -> None:
    sheets = company_sheets(state)
    sheets["products"] += [SEAT]
    sheets["services"] = [service("SEAT", "50.00")]
    sheets["taxes"] = CANADA
    words = ("--period", on[:7], "--invoice-date", on)
    invoice = billed(tmp_path, sheets, words)
    assert facts_of(invoice) == expected
    assert invoice["total"] == total


def test_e17_a_call_from_ontario_to_nova_scotia_is_taxed_in_ontario(tmp_path: Path) -> None:
    sheets = company_sheets("ON")
    sheets["taxes"] = CANADA
    sheets["numbers"] = [number("4165550142", kind="main", starts_on="2020-01-01")]
    company = company_of(tmp_path, sheets)
    call = "c1,2026-01-05T15:00:00Z,,4165550142,9025550142,30000,out,"
    calls = tmp_path / "calls.csv"
    calls.write_text(f"{HEADER}\n{call}\n", encoding="utf-8", newline="")
    switchbook("import", company, calls)
    invoice = approved(company, "--period", "2026-01")
    assert facts_of(invoice) == [("HST", "10", None, "0.13", "1.30")]


def test_e18_the_full_mixed_invoice(tmp_path: Path) -> None:
    sheets = company_sheets()
    sheets["products"] += [
        SEAT,
        product("TOLLFREE", "TOLL_FREE", billed="once"),
        product("INTERNET", "INTERNET_ACCESS"),
        product("PHONE", "EQUIP_SALE", billed="once"),
        product("INSTALL", "INSTALL", billed="once"),
    ]
    sheets["services"] = [
        service("SEAT", "24.95", quantity="5"),
        service("INTERNET", "79.00", name="S2"),
    ]
    sheets["charges"] = [
        charge("TOLLFREE", "12.40", name="C1"),
        charge("PHONE", "89.00", name="C2"),
        charge("INSTALL", "150.00", name="C3"),
    ]
    voice = {"category": "VOIP_*|TOLL_*"}
    sheets["taxes"] = [
        fusf(),
        percentage("TELECOM", "0.06", base_includes="FUSF", **voice),
        percentage("UUT", "0.02", family="UUT", place_fips="20000", **voice),
        per_unit("XX-911", "1.25", category="VOIP_FIXED", county_fips="031"),
        per_unit("XX-988", "0.12", category="VOIP_FIXED", family="988"),
        percentage("EQUIPMENT", "0.07", category="EQUIP_*"),
        not_taxed(category="INTERNET_ACCESS|INSTALL"),
    ]
    words = ("--period", "2026-01", "--invoice-date", "2026-02-10")
    invoice = billed(tmp_path, sheets, words)
    assert facts_of(invoice) == [
        ("EQUIPMENT", "89", None, "0.07", "6.23"),
        ("FUSF", "89.01035", None, "0.376", "33.47"),
        ("TELECOM", "170.62", None, "0.06", "10.24"),
        ("UUT", "137.15", None, "0.02", "2.74"),
        ("XX-911", None, "5", "1.25", "6.25"),
        ("XX-988", None, "5", "0.12", "0.60"),
    ]
    assert (invoice["charges"], invoice["taxes"], invoice["total"]) == ("455.15", "59.53", "514.68")
