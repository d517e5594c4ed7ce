"""The worked examples E1 to E12 of ``telecom-tax.md`` through a workbook and `bill --json`.

Each tax line is asserted with base, units and rate. Where the contract (``setup-workbook.md``, how
an invoice is taxed) chooses otherwise the test asserts the contract and says so.
"""

import sqlite3
from pathlib import Path

import pytest

from tests.journeys.cli import as_json
from tests.journeys.example_company import (
    FEBRUARY,
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

SEAT = product("SEAT", "VOIP_FIXED")
RRF = per_unit(
    "RRF", "1.50", **{"class": "PROVIDER_FEE", "family": "REG", "state": "", "category": "VOIP_*"}
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-06-15T12:00:00Z")


def one_seat(price: str, *taxes: Row, state: str = "CO", **cells: str) -> dict[str, list[Row]]:
    """A company with one seat."""
    sheets = company_sheets(state)
    sheets["products"] += [SEAT]
    sheets["services"] = [service("SEAT", price, **cells)]
    sheets["taxes"] = list(taxes)
    return sheets


def test_e1_voip_safe_harbour(tmp_path: Path) -> None:
    invoice = billed(tmp_path, one_seat("30.00", fusf(), not_taxed()))
    assert facts_of(invoice) == [("FUSF", "19.47", None, "0.376", "7.32")]


def test_e2_one_line_of_the_whole_invoice_stays_under_the_ceiling(tmp_path: Path) -> None:
    sheets = one_seat("9.99", fusf(), not_taxed(), name="S1")
    sheets["services"] += [service("SEAT", "9.99", name=name) for name in ("S2", "S3")]
    company = company_of(tmp_path, sheets)
    assert facts_of(approved(company, *FEBRUARY)) == [("FUSF", "19.45053", None, "0.376", "7.31")]
    file = sqlite3.connect(company)
    parts = file.execute("SELECT amount FROM invoice_tax_parts ORDER BY line_no").fetchall()
    file.close()
    assert [amount for (amount,) in parts] == [244_000_000, 244_000_000, 243_000_000]


PACK = (("VOIP_FIXED", "30"), ("INTERNET_ACCESS", "40"), ("EQUIP_RENT", "10"))


def pack(method: str) -> dict[str, list[Row]]:
    """A company with a bundle of voice, Internet access and a telephone."""
    sheets = company_sheets()
    sheets["products"] += [product("PACK", "VOIP_FIXED")]
    sheets["services"] = [service("PACK", "49.00")]
    sheets["bundles"] = [
        {
            "product_code": "PACK",
            "component_no": str(number),
            "category": category,
            "method": method,
            "weight": weight,
        }
        for number, (category, weight) in enumerate(PACK, start=1)
    ]
    sheets["taxes"] = [
        fusf(),
        percentage("RENTAL", "0.07", category="EQUIP_*"),
        not_taxed(category="VOIP_*|INTERNET_ACCESS"),
    ]
    return sheets


def test_e3_a_bundle_split_by_stand_alone_price(tmp_path: Path) -> None:
    invoice = billed(tmp_path, pack("SSP"))
    assert facts_of(invoice) == [
        ("FUSF", "11.92862", None, "0.376", "4.49"),
        ("RENTAL", "6.12", None, "0.07", "0.43"),
    ]
    assert invoice["taxes"] == "4.92"


def test_e3_a_bundle_wholly_telecom(tmp_path: Path) -> None:
    invoice = billed(tmp_path, pack("ALL_TELECOM"))
    assert facts_of(invoice) == [("FUSF", "31.801", None, "0.376", "11.96")]


@pytest.mark.parametrize(
    ("joins", "base", "amount"), [("FUSF", "37.32", "2.33"), ("", "30", "1.88")]
)
def test_e4_tax_on_tax(tmp_path: Path, joins: str, base: str, amount: str) -> None:
    sales = percentage("MA-SALES", "0.0625", state="MA", base_includes=joins)
    invoice = billed(tmp_path, one_seat("30.00", fusf(), sales, state="MA"))
    assert facts_of(invoice) == [
        ("FUSF", "19.47", None, "0.376", "7.32"),
        ("MA-SALES", base, None, "0.0625", amount),
    ]


@pytest.mark.parametrize(
    ("joins", "base", "amount"), [("FUSF|RRF", "38.82", "2.33"), ("", "30", "1.80")]
)
def test_e5_tax_on_tax_with_a_fee_of_the_providers_own(
    tmp_path: Path, joins: str, base: str, amount: str
) -> None:
    sales = percentage("MO-SALES", "0.06", state="MO", base_includes=joins, calc_seq="30")
    invoice = billed(tmp_path, one_seat("30.00", fusf(), RRF, sales, state="MO"))
    assert facts_of(invoice) == [
        ("FUSF", "19.47", None, "0.376", "7.32"),
        ("MO-SALES", base, None, "0.06", amount),
        ("RRF", None, "1", "1.5", "1.50"),
    ]


def test_e6_gross_up(tmp_path: Path) -> None:
    receipts = percentage("GRT", "0.05", family="GRT", calc_method="GROSS_UP")
    invoice = billed(tmp_path, one_seat("100.00", receipts | {"class": "PASS_THROUGH"}))
    assert facts_of(invoice) == [("GRT", "100", None, "0.05", "5.26")]


def test_e7_911_with_a_cap_at_each_location(tmp_path: Path) -> None:
    sheets = company_sheets("NY", "NY")
    sheets["products"] += [SEAT]
    sheets["services"] = [
        service("SEAT", "10.00", quantity="120", name="S1"),
        service("SEAT", "10.00", quantity="10", name="S2", location_code="L2"),
    ]
    capped = per_unit("NY-911", "0.35", state="NY", cap_units="75", cap_scope="ACCOUNT_LOCATION")
    sheets["taxes"] = [capped]
    invoice = billed(tmp_path, sheets)
    assert [
        (tax["location_code"], tax["units_counted"], tax["units"], tax["rate"], tax["amount"])
        for tax in invoice["tax_lines"]
    ] == [("L1", "120", "75", "0.35", "26.25"), ("L2", "10", "10", "0.35", "3.50")]
    assert invoice["taxes"] == "29.75"


def test_e8_fees_by_call_path_are_not_prorated(tmp_path: Path) -> None:
    sheets = company_sheets("CA")
    sheets["products"] += [product("TRUNK", "VOIP_FIXED", line_kind="trunk", in_advance="no")]
    sheets["services"] = [service("TRUNK", "310.00", starts_on="2026-01-20")]
    circuit = {"circuit_code": "T1", "account_number": "A1", "location_code": "L1"}
    sheets["circuits"] = [circuit | {"call_paths": "23", "starts_on": "2026-01-20"}]
    sheets["numbers"] = [
        number("4155550100-4155550159", kind="did", starts_on="2026-01-20", circuit_code="T1")
    ]
    sheets["taxes"] = [
        per_unit("CA-911", "0.30", kind="CALL_PATH", state="CA"),
        per_unit("CA-988", "0.08", kind="CALL_PATH", state="CA", family="988"),
    ]
    invoice = billed(tmp_path, sheets)
    assert invoice["charges"] == "120.00"
    assert facts_of(invoice) == [
        ("CA-911", None, "23", "0.3", "6.90"),
        ("CA-988", None, "23", "0.08", "1.84"),
    ]


SECOND_QUARTER = fusf("0.370", "2026-04-01", "2026-06-30")


def from_the_sixteenth(*, in_advance: str, date_basis: str = "") -> dict[str, list[Row]]:
    """A company whose one seat is billed from March 16 to April 15."""
    quarters = [row | {"date_basis": date_basis} for row in (fusf(), SECOND_QUARTER)]
    sheets = one_seat("31.00", *quarters, not_taxed())
    sheets["accounts"][0]["bill_cycle_day"] = "16"
    sheets["products"][-1] = SEAT | {"in_advance": in_advance}
    return sheets


def test_e9_in_advance_the_rate_of_march(tmp_path: Path) -> None:
    invoice = billed(tmp_path, from_the_sixteenth(in_advance="yes"), ("--period", "2026-02"))
    assert (invoice["invoice_date"], invoice["lines"][0]["from"]) == ("2026-03-16", "2026-03-16")
    assert facts_of(invoice) == [("FUSF", "20.119", None, "0.376", "7.56")]


def test_e9_in_arrears_the_rate_of_april(tmp_path: Path) -> None:
    invoice = billed(tmp_path, from_the_sixteenth(in_advance="no"), ("--period", "2026-03"))
    assert (invoice["invoice_date"], invoice["lines"][0]["from"]) == ("2026-04-16", "2026-03-16")
    assert facts_of(invoice) == [("FUSF", "20.119", None, "0.37", "7.44")]


def test_e9_prorated_by_days_in_two_lines(tmp_path: Path) -> None:
    sheets = from_the_sixteenth(in_advance="no", date_basis="PRORATE")
    invoice = billed(tmp_path, sheets, ("--period", "2026-03"))
    assert facts_of(invoice) == [
        ("FUSF", "9.735", None, "0.37", "3.60"),
        ("FUSF", "10.384", None, "0.376", "3.91"),
    ]
    assert invoice["taxes"] == "7.51"


def toll_of_november() -> dict[str, list[Row]]:
    """A company with interstate toll of 100.00, billed at the factor of 2025Q4."""
    sheets = company_sheets()
    sheets["products"] += [product("TOLL", "TOLL_INTERSTATE", billed="once")]
    sheets["charges"] = [charge("TOLL", "100.00", charged_on="2025-11-15")]
    last_quarter = fusf("0.381", "2025-10-01", "2025-12-31")
    sheets["taxes"] = [last_quarter, fusf(), SECOND_QUARTER, not_taxed()]
    return sheets


def credited(
    company: Path, invoice: str, amount: str, *, on: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gives back part of the first line of an invoice on a day."""
    monkeypatch.setenv("SWITCHBOOK_NOW", f"{on}T18:00:00Z")
    as_json("credit", company, invoice, "--line", "1", "--amount", amount, "--why", "agreed")
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-06-15T12:00:00Z")


def test_e10_a_credit_at_the_original_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    company = company_of(tmp_path, toll_of_november())
    first = approved(company, "--period", "2025-11")
    assert first["invoice_date"] == "2025-12-01"
    assert facts_of(first) == [("FUSF", "100", None, "0.381", "38.10")]
    number = first["invoice_number"]
    credited(company, number, "40", on="2026-01-20", monkeypatch=monkeypatch)
    part = approved(company, "--period", "2026-01")
    assert facts_of(part) == [("FUSF", "-40", None, "0.381", "-15.24")]
    credited(company, number, "60", on="2026-02-20", monkeypatch=monkeypatch)
    rest = approved(company, "--period", "2026-02")
    assert facts_of(rest) == [("FUSF", "-60", None, "0.381", "-22.86")]


def test_e11_the_last_credit_takes_the_remainder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = company_sheets()
    sheets["products"] += [product("WORK", "PROF_SERVICE", billed="once")]
    sheets["charges"] = [charge("WORK", "1.00")]
    sheets["taxes"] = [percentage("SALES", "0.0825")]
    company = company_of(tmp_path, sheets)
    first = approved(company, "--period", "2026-01")
    assert facts_of(first) == [("SALES", "1", None, "0.0825", "0.08")]
    given = []
    for month, amount in (("02", "0.33"), ("03", "0.33"), ("04", "0.34")):
        number = first["invoice_number"]
        credited(company, number, amount, on=f"2026-{month}-10", monkeypatch=monkeypatch)
        given += facts_of(approved(company, "--period", f"2026-{month}"))
    assert given == [
        ("SALES", "-0.33", None, "0.0825", "-0.03"),
        ("SALES", "-0.33", None, "0.0825", "-0.03"),
        ("SALES", "-0.34", None, "0.0825", "-0.02"),
    ]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (
            "INVOICE_TAX",
            [
                ("CITY", "5.97", None, "0.01", "0.06"),
                ("COUNTY", "5.97", None, "0.0125", "0.07"),
                ("STATE", "5.97", None, "0.06", "0.36"),
            ],
        ),
        (
            "CHARGE",
            [
                *[("CITY", "1.99", None, "0.01", "0.02")] * 3,
                *[("COUNTY", "1.99", None, "0.0125", "0.02")] * 3,
                *[("STATE", "1.99", None, "0.06", "0.12")] * 3,
            ],
        ),
    ],
)
def test_e12_rounding_level(tmp_path: Path, level: str, expected: list[object]) -> None:
    sheets = company_sheets()
    sheets["products"] += [product("WORK", "PROF_SERVICE", billed="once")]
    sheets["charges"] = [charge("WORK", "1.99", name=name) for name in ("C1", "C2", "C3")]
    sheets["taxes"] = [
        percentage("STATE", "0.06", round_level=level),
        percentage("COUNTY", "0.0125", round_level=level, county_fips="031"),
        percentage("CITY", "0.01", round_level=level, place_fips="20000"),
    ]
    invoice = billed(tmp_path, sheets)
    assert facts_of(invoice) == expected
    assert invoice["taxes"] == ("0.49" if level == "INVOICE_TAX" else "0.48")
