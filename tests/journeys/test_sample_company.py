"""Two months of the sample company through the command line."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

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

pytestmark = pytest.mark.skipif(
    not (SAMPLE / "calls").exists(), reason="the sample files are not here"
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-11-23T12:00:00Z")


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


def test_two_months_of_the_sample_company(tmp_path: Path) -> None:
    company = tmp_path / "cedar-fork.switchbook"
    switchbook("new", company, "--workbook", SAMPLE / "workbook")
    take(company, "2026-09")
    first = month(company, "2026-09")
    take(company, "2026-10")
    take(company, "late")
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
    second = month(company, "2026-10")
    numbers = [one["invoice_number"] for run in (first, second) for one in run["invoices"]]
    assert len(set(numbers)) == len(numbers) > 100
