"""Tax reports of the sample company against its own exports, through the command line."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.journeys.cli import as_json, switchbook

SAMPLE = Path(__file__).parents[2] / "sample_data" / "workbook"
WAIVED = [
    word
    for gate in ("accounts_not_ready", "not_registered", "share_missing", "usf_factor_missing")
    for word in ("--waive", f"{gate}=known")
]
QUARTER = ("--quarter", "2026Q4")
FAMILIES = {
    "911": {"E911", "988"},
    "sales": {"SALES", "UUT", "CST", "GRT"},
    "canada": {"GST", "HST", "QST", "PST"},
}
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """September and October billed, of one customer made void in December. No calls are in it."""
    path = tmp_path_factory.mktemp("taxes") / "cedar-fork.switchbook"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SWITCHBOOK_NOW", "2026-11-23T12:00:00Z")
        switchbook("new", path, "--workbook", SAMPLE)
        for period in ("2026-09", "2026-10"):
            switchbook("bill", path, "--period", period, "--approve", *WAIVED)
        patch.setenv("SWITCHBOOK_NOW", "2026-12-10T12:00:00Z")
        number = exported(path, "invoices")[-1]["invoice_number"]
        switchbook("void", path, number, "--why", "a wrong address")
        yield path


def exported(company: Path, table: str) -> Rows:
    out = company.with_name(f"{table}.csv")
    switchbook("export", company, table, "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(company: Path, name: str, *window: str) -> dict[str, Any]:
    return as_json("tax", "report", name, company, *(window or QUARTER))


def payable(company: Path, first: str, last: str) -> dict[str, Decimal]:
    """Credits less debits of every tax code in the journal as it is exported."""
    found: dict[str, Decimal] = {}
    for row in exported(company, "journal"):
        if row["ledger"] in {"tax_payable", "provider_fee"} and first <= row["posted_on"] <= last:
            net = Decimal(row["credit"]) - Decimal(row["debit"])
            found[row["code"]] = found.get(row["code"], Decimal(0)) + net
    return found


def total(rows: Rows, name: str) -> Decimal:
    return sum((Decimal(row[name] or 0) for row in rows), Decimal(0))


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        (("--quarter", "2026Q4"), "2026-10-01", "2026-12-31"),
        (("--period", "2026-11"), "2026-11-01", "2026-11-30"),
        (("--period", "2026-12"), "2026-12-01", "2026-12-31"),
    ],
)
def test_every_code_ties_to_the_journal_as_exported(
    company: Path, window: tuple[str, ...], *, first: str, last: str
) -> None:
    expected = payable(company, first, last)
    assert expected
    for name in ("liability", "audit"):
        ties = {
            tie["code"]: Decimal(tie["reported"]) for tie in report(company, name, *window)["ties"]
        }
        assert ties == expected


def test_each_kind_of_tax_ties_to_its_codes(company: Path) -> None:
    expected = payable(company, "2026-10-01", "2026-12-31")
    family_of = {row["tax_code"]: row["family"] for row in exported(company, "taxes")}
    net = {"911": "due", "sales": "due", "canada": "net"}
    for name, families in FAMILIES.items():
        own = {code: left for code, left in expected.items() if family_of[code] in families}
        made = report(company, name)
        assert {tie["code"]: Decimal(tie["reported"]) for tie in made["ties"]} == own
        assert Decimal(made["totals"][net[name]]) == sum(own.values(), Decimal(0))


def test_the_void_stands_alone_in_its_month(company: Path) -> None:
    rows = report(company, "audit", "--period", "2026-12")["rows"]
    assert {row["entry"] for row in rows} == {"voided"}
    assert len({row["invoice_number"] for row in rows}) == 1


def test_the_audit_file_is_the_taxes_as_exported(company: Path) -> None:
    rows = [row for row in report(company, "audit")["rows"] if row["entry"] == "billed"]
    taxes = exported(company, "taxes")
    names = ("invoice_number", "tax_code", "location_code", "certificate_number")
    money = ("base", "units", "units_counted", "exempt_amount", "rate", "amount")

    def cells(row: dict[str, Any]) -> list[str]:
        figures = (f"{Decimal(row[name]).normalize()}" if row[name] else "" for name in money)
        return [*(row[name] for name in names), *figures]

    assert sorted(map(cells, rows)) == sorted(map(cells, taxes))


def test_units_of_911_are_those_of_the_tax_lines(company: Path) -> None:
    standing = report(company, "911", "--period", "2026-11")
    families = FAMILIES["911"]
    days = {row["invoice_number"]: row["invoice_date"] for row in exported(company, "invoices")}
    lines = [
        row
        for row in exported(company, "taxes")
        if row["family"] in families and days[row["invoice_number"]].startswith("2026-11")
    ]
    rows = standing["rows"]
    assert total(rows, "in_service") == total(lines, "units_counted")
    assert total(rows, "billable") == total(lines, "units")
    assert total(rows, "over_cap") > 0
    assert {row["state"] for row in rows} >= {"CO", "AZ", "NM", "WY"}
    assert {"business", "nonprofit", "government"} <= {row["customer_class"] for row in rows}


def test_exempt_sales_are_those_of_the_tax_lines(company: Path) -> None:
    made = report(company, "sales", "--period", "2026-11")
    days = {row["invoice_number"]: row["invoice_date"] for row in exported(company, "invoices")}
    exempt = [
        row
        for row in exported(company, "taxes")
        if row["family"] in FAMILIES["sales"] and days[row["invoice_number"]].startswith("2026-11")
    ]
    assert Decimal(made["totals"]["exempt"]) == total(exempt, "exempt_amount") > 0
    kinds = [name for name in made["columns"] if name.startswith("exempt_")]
    assert "exempt_nonprofit" in kinds
    assert sum(Decimal(made["totals"][kind]) for kind in kinds) == Decimal(made["totals"]["exempt"])
    for row in made["rows"]:
        if row["taxable"] is not None:
            left = Decimal(row["gross"]) + Decimal(row["included"]) - Decimal(row["not_taxable"])
            assert left - Decimal(row["exempt"]) == Decimal(row["taxable"])


def test_what_nevada_was_not_asked_for(company: Path) -> None:
    rows = report(company, "exposure")["rows"]
    assert {(row["state"], row["family"]) for row in rows} == {("NV", "E911"), ("NV", "SALES")}


def test_a_workbook_of_each_opens(company: Path, tmp_path: Path) -> None:
    for name in as_json("tax", "reports")["reports"]:
        out = tmp_path / f"{name}.xlsx"
        as_json("tax", "report", name, company, *QUARTER, "--out", out, codes=(0, 1))
        book = openpyxl.load_workbook(out)
        assert book.sheetnames == ["report", "ties", "notes"]
        assert book["report"].freeze_panes == "A2"
