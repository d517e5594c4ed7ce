"""Two months of the sample company through the command line."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.billing.tax_reports.reports import REPORTS
from tests.journeys.cli import as_json, switchbook, usage_rows

SAMPLE = Path(__file__).parents[2] / "sample_data"
GATES = [
    "suspended_usage",
    "accounts_not_ready",
    "probable_duplicates",
    "expired_tables",
    "no_tax_rules",
    "not_registered",
    "usf_factor_missing",
    "undecided_charge",
    "share_missing",
    "period_not_over",
]
WAIVERS = [word for gate in GATES for word in ("--waive", f"{gate}=known")]

NOW = "2026-11-23T12:00:00Z"

pytestmark = pytest.mark.skipif(
    not (SAMPLE / "calls").exists(), reason="the sample files are not here"
)


Months = tuple[Path, dict[str, Any], dict[str, Any]]
"""The company file, and what the runs of September and October told."""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Months:
    company = tmp_path_factory.mktemp("sample") / "cedar-fork.switchbook"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SWITCHBOOK_NOW", NOW)
        switchbook("new", company, "--workbook", SAMPLE / "workbook")
        take(company, "2026-09")
        first = month(company, "2026-09")
        take(company, "2026-10")
        take(company, "late")
        return company, first, month(company, "2026-10")


def take(company: Path, folder: str) -> None:
    for path in sorted((SAMPLE / "calls" / folder).iterdir()):
        source = path.name.split("_")[0]
        switchbook("import", company, path, "--source", source)


def month(company: Path, period: str) -> dict[str, Any]:
    told = as_json("bill", company, "--period", period, "--approve", *WAIVERS)
    assert told["state"] == "approved"
    proof = as_json("proof", company, "--period", period)
    assert proof["closes"] is True
    assert proof["invoices"]["total"] == told["totals"]["total"]
    variance = as_json("variance", company, "--period", period)
    assert Decimal(variance["now"]) == Decimal(told["totals"]["total"])
    for one in variance["accounts"]:
        causes = sum(map(Decimal, one["by_cause"].values()), Decimal(0))
        assert causes == Decimal(one["now"]) - Decimal(one["before"]) == Decimal(one["difference"])
    return told


def test_every_trap_becomes_what_is_said_of_it(months: Months, tmp_path: Path) -> None:
    company, _, _ = months
    rows = {(row["file"], row["row"]): row for row in usage_rows(company, tmp_path / "usage.csv")}
    with (SAMPLE / "traps.csv").open(encoding="utf-8", newline="") as file:
        traps = [trap for trap in csv.DictReader(file) if trap["row"]]
    wrong = []
    for trap in traps:
        row = rows[Path(trap["file"]).name, trap["row"]]
        if (row["status"], row["reason"]) != (trap["status"], trap["reason"]):
            wrong.append((trap, row["status"], row["reason"]))
    assert wrong == []
    listed = {(Path(trap["file"]).name, trap["row"]) for trap in traps}
    odd = {"suspended", "malformed", "duplicate"}
    assert [key for key, row in rows.items() if row["status"] in odd and key not in listed] == []


def test_both_months_bill_under_numbers_of_their_own(months: Months) -> None:
    _, first, second = months
    numbers = [one["invoice_number"] for run in (first, second) for one in run["invoices"]]
    assert len(set(numbers)) == len(numbers) > 100


def taxes(run: dict[str, Any], account: str = "") -> list[dict[str, Any]]:
    """The tax lines of a run, or of one account's invoice."""
    return [
        tax
        for invoice in run["invoices"]
        if account in {"", invoice["account_number"]}
        for tax in invoice["tax_lines"]
    ]


def tax(run: dict[str, Any], account: str, code: str) -> dict[str, Any]:
    """The one line of a tax code on an account's invoice."""
    (found,) = (each for each in taxes(run, account) if each["tax_code"] == code)
    return dict(found)


def test_taxes_of_seven_states_and_two_provinces(months: Months) -> None:
    places = {
        tuple(each["jurisdiction"].split("/")[:2])
        for each in taxes(months[2])
        if Decimal(each["amount"])
    }
    states = {"AZ", "CA", "CO", "NM", "NY", "UT", "WY"}
    assert places == {("US",)} | {("US", state) for state in states} | {("CA", "ON"), ("CA", "QC")}


def test_the_universal_service_charge_is_taken_of_the_safe_harbor(months: Months) -> None:
    _, _, run = months
    (invoice,) = (one for one in run["invoices"] if one["account_number"] == "10002")
    voice = [one for one in invoice["lines"] if one["gl_code"] in {"4010", "4040"}]
    base = sum((Decimal(one["amount"]) for one in voice), Decimal(0)) * Decimal("0.649")
    line = tax(run, "10002", "FUSF")
    assert (Decimal(line["base"]), line["rate"]) == (base, "0.36")


def test_colorados_911_charge_counts_at_most_fifty_lines_at_a_location(months: Months) -> None:
    line = tax(months[2], "10039", "CO-911")
    assert (line["units_counted"], line["units"], line["amount"]) == ("72", "50", "85.00")


def test_the_relay_surcharge_falls_after_twenty_five_lines(months: Months) -> None:
    steps = [each for each in taxes(months[2], "10039") if each["tax_code"] == "CO-TRS"]
    assert [(each["units"], each["rate"], each["amount"]) for each in steps] == [
        ("25", "0.05", "1.25"),
        ("47", "0.03", "1.41"),
    ]


def test_the_commuter_district_takes_a_part_of_another_tax(months: Months) -> None:
    _, _, run = months
    excise, district = (tax(run, "10034", code) for code in ("NY-TCE", "NY-MCTD"))
    assert district["base"] == excise["amount"]
    assert Decimal(district["amount"]) == round(Decimal(excise["amount"]) * Decimal("0.17"), 2)


def test_a_receipts_tax_is_grossed_up(months: Months) -> None:
    line = tax(months[2], "10032", "NM-TRR")
    exact = Decimal(line["base"]) * Decimal("0.005") / Decimal("0.995")
    assert Decimal(line["amount"]) == round(exact, 2)


def test_911_and_988_are_counted_by_call_path(months: Months) -> None:
    _, _, run = months
    lines = [tax(run, "10045", code) for code in ("CA-911", "CA-988")]
    assert [(each["units"], each["amount"]) for each in lines] == [
        ("12", "3.60"),
        ("12", "0.96"),
    ]


def test_the_utility_users_tax_is_taken_inside_the_city(months: Months) -> None:
    payers = {
        invoice["account_number"]
        for invoice in months[2]["invoices"]
        for each in invoice["tax_lines"]
        if each["tax_code"] == "CA-UUT"
    }
    assert payers == {"10045"}


@pytest.mark.parametrize(
    ("account", "codes", "certificate"),
    [
        ("10015", {"CO-SALES", "CO-CITY", "CO-RTD"}, "98-04417"),
        ("10016", {"CO-SALES", "CO-COUNTY", "CO-CITY"}, "98-05126"),
        ("10025", {"CO-SALES", "CO-COUNTY", "CO-RTD"}, "GOV-0612"),
        ("10040", {"CO-SALES", "CO-COUNTY", "CO-CITY"}, "R-77120"),
        ("10040", {"FUSF"}, "499-000042-2026"),
    ],
)
def test_certificates_exempt(
    months: Months, account: str, codes: set[str], certificate: str
) -> None:
    exempt = [
        each for each in taxes(months[2], account) if each["certificate_number"] == certificate
    ]
    assert {each["tax_code"] for each in exempt} == codes
    assert all(Decimal(each["amount"]) == 0 < Decimal(each["exempt_amount"]) for each in exempt)


def test_ontario_and_quebec_by_their_own_taxes(months: Months) -> None:
    _, _, run = months
    codes = {
        account: [(each["tax_code"], each["rate"]) for each in taxes(run, account)]
        for account in ("10037", "10029")
    }
    assert codes == {
        "10037": [("ON-HST", "0.13")],
        "10029": [("GST", "0.05"), ("QST", "0.09975"), ("QC-911", "0.53")],
    }


def test_nothing_is_collected_where_we_are_not_registered(months: Months) -> None:
    _, _, run = months
    (gate,) = (one for one in run["gates"] if one["gate"] == "not_registered")
    assert (gate["count"], gate["waived"]) == (2, "known")
    assert not [each for each in taxes(run) if each["jurisdiction"].startswith("US/NV")]


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_ties_to_the_journal(months: Months, name: str) -> None:
    told = as_json("tax", "report", name, months[0], "--year", "2026", codes=(0, 1))
    assert told["does_tie"] is True
    assert [each for each in told["ties"] if Decimal(each["difference"])] == []


def test_the_liability_report_holds_every_tax_code_of_the_sample(months: Months) -> None:
    told = as_json("tax", "report", "liability", months[0], "--year", "2026")
    sums: dict[str, Decimal] = {}
    for run in months[1:]:
        for each in taxes(run):
            code = each["tax_code"]
            sums[code] = sums.get(code, Decimal(0)) + Decimal(each["amount"])
    charged = {code: amount for code, amount in sums.items() if amount}
    assert {each["code"]: Decimal(each["journal"]) for each in told["ties"]} == charged


def test_no_final_invoice_of_the_sample_would_be_another_today(months: Months) -> None:
    told = as_json("tax", "review", months[0])
    assert (told["invoices"] > 100, told["changes"], told["findings"]) == (True, [], [])
