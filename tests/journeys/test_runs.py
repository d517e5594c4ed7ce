import csv
import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli import as_json, switchbook, usage_rows
from tests.journeys.worlds import World, make_world

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
GATES = [
    "suspended_usage",
    "probable_duplicates",
    "expired_tables",
    "not_registered",
    "period_not_over",
]
WAIVERS = [word for gate in GATES for word in ("--waive", f"{gate}=known")]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())


def company_with_calls(seed: int, folder: Path, calls: int = 250) -> tuple[World, Path]:
    world = make_world(seed, folder, calls=calls)
    company = folder / "c.switchbook"
    switchbook("new", company, "--workbook", world.workbook)
    for file in world.files:
        switchbook("import", company, file.path, "--source", file.source)
    return world, company


def approve(company: Path, month: str, *words: str) -> dict[str, Any]:
    told = as_json("bill", company, "--period", month, "--approve", *WAIVERS, *words)
    assert told["state"] == "approved"
    return told


def tables(company: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the audit, as rows."""
    file = sqlite3.connect(company)
    names = [
        name
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name != "audit"
    ]
    found = {name: sorted(file.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608
    file.close()
    return found


def summary(told: dict[str, Any]) -> list[Any]:
    """A run's invoices without what numbering adds."""
    return [
        {name: value for name, value in invoice.items() if name != "invoice_number"}
        for invoice in told["invoices"]
    ]


@pytest.mark.parametrize("seed", range(600, 603))
def test_a_run_that_is_undone_leaves_every_table_but_the_audit_as_it_was(
    seed: int, tmp_path: Path
) -> None:
    _, company = company_with_calls(seed, tmp_path)
    approve(company, "2026-08")
    before = tables(company)
    run = approve(company, "2026-09")
    switchbook("undo-run", company, run["run"])
    assert tables(company) == before
    again = approve(company, "2026-09")
    assert [one["invoice_number"] for one in again["invoices"]] == [
        one["invoice_number"] for one in run["invoices"]
    ]
    assert summary(again) == summary(run)


@pytest.mark.parametrize("seed", range(610, 612))
def test_running_twice_bills_once(seed: int, tmp_path: Path) -> None:
    _, company = company_with_calls(seed, tmp_path)
    first = approve(company, "2026-09")
    before = tables(company)
    again = as_json("bill", company, "--period", "2026-09", "--approve", *WAIVERS, codes=(0, 1))
    assert again["invoices"] == []
    assert first["invoices"] != []
    kept = {"bill_runs", "bill_run_accounts"}
    after = tables(company)
    assert {name: after[name] for name in after if name not in kept} == {
        name: before[name] for name in before if name not in kept
    }


@pytest.mark.parametrize("seed", range(620, 622))
def test_a_draft_is_what_approval_then_bills(seed: int, tmp_path: Path) -> None:
    _, company = company_with_calls(seed, tmp_path)
    draft = as_json("bill", company, "--period", "2026-09", *WAIVERS, codes=(0, 1))
    assert all(one["invoice_number"] is None for one in draft["invoices"])
    assert summary(approve(company, "2026-09")) == summary(draft)


@pytest.mark.parametrize("seed", range(630, 633))
def test_invoice_numbers_have_no_gaps_over_runs_and_undone_runs(seed: int, tmp_path: Path) -> None:
    world, company = company_with_calls(seed, tmp_path)
    head = world.book.company
    runs = [approve(company, "2026-08"), approve(company, "2026-09")]
    switchbook("undo-run", company, runs[-1]["run"])
    runs[-1] = approve(company, "2026-09")
    runs.append(approve(company, "2026-10"))
    numbers = [one["invoice_number"] for run in runs for one in run["invoices"]]
    first = int(head["next_invoice_number"])
    prefix = head.get("invoice_prefix", "")
    assert numbers == [f"{prefix}{first + at}" for at in range(len(numbers))]


def test_only_the_latest_run_can_be_undone(tmp_path: Path) -> None:
    _, company = company_with_calls(640, tmp_path)
    first = approve(company, "2026-08")
    approve(company, "2026-09")
    before = tables(company)
    switchbook("undo-run", company, first["run"], codes=(1,))
    assert tables(company) == before


def test_an_import_with_billed_calls_cannot_be_undone_and_the_invoices_are_named(
    tmp_path: Path,
) -> None:
    _, company = company_with_calls(650, tmp_path)
    run = approve(company, "2026-09")
    told = switchbook("undo-import", company, 1, "--json", codes=(1,))
    numbers = [one["invoice_number"] for one in run["invoices"]]
    assert any(number in told for number in numbers)


@pytest.mark.parametrize("seed", range(660, 662))
def test_a_void_invoice_keeps_its_number_and_its_charges_are_billed_anew(
    seed: int, tmp_path: Path
) -> None:
    _, company = company_with_calls(seed, tmp_path)
    run = approve(company, "2026-09")
    voided = run["invoices"][0]
    switchbook("void", company, voided["invoice_number"], "--why", "wrong address")
    again = approve(company, "2026-09")
    assert [one["account_number"] for one in again["invoices"]] == [voided["account_number"]]
    new = again["invoices"][0]
    assert new["invoice_number"] not in {one["invoice_number"] for one in run["invoices"]}
    assert summary(again) == summary({"invoices": [voided]})
    assert as_json("proof", company, "--period", "2026-09")["closes"] is True


@pytest.mark.parametrize("gate", ["suspended_usage", "period_not_over", "not_registered"])
def test_each_gate_holds_the_run_until_it_is_waived(gate: str, tmp_path: Path) -> None:
    _, company = company_with_calls(680, tmp_path)
    others = [word for name in GATES if name != gate for word in ("--waive", f"{name}=known")]
    month = "2026-11" if gate == "period_not_over" else "2026-09"
    held = as_json("bill", company, "--period", month, "--approve", *others, codes=(0, 1))
    facts = {one["gate"]: one for one in held["gates"]}[gate]
    assert (held["state"], facts["cleared"]) == ("draft", False)
    assert facts["count"] > 0
    told = as_json(
        "bill", company, "--period", month, "--approve", *others, "--waive", f"{gate}=known"
    )
    assert told["state"] == "approved"


def test_exporting_the_workbook_and_importing_it_changes_nothing(tmp_path: Path) -> None:
    _, company = company_with_calls(690, tmp_path, calls=40)
    approve(company, "2026-08")
    for target in (tmp_path / "out", tmp_path / "out.xlsx"):
        switchbook("workbook", "export", company, "--out", target)
        told = as_json("workbook", "import", company, target)
        assert {told["counts"][name] for name in ("added", "changed", "wrong")} == {0}


def test_billed_money_is_the_same_everywhere(tmp_path: Path) -> None:
    _, company = company_with_calls(700, tmp_path)
    for month in ("2026-08", "2026-09", "2026-10"):
        run = approve(company, month)
        proof = as_json("proof", company, "--period", month)
        totals, sums = run["totals"], proof["invoices"]
        assert proof["closes"] is True
        assert (sums["charges"], sums["taxes"]) == (totals["charges"], totals["taxes"])
        assert sums["receivable"] == totals["total"] == sums["total"]
        variance = as_json("variance", company, "--period", month)
        assert Decimal(variance["now"]) == Decimal(totals["total"])
        for one in variance["accounts"]:
            causes = sum(map(Decimal, one["by_cause"].values()), Decimal(0))
            assert causes == Decimal(one["difference"])
            assert causes == Decimal(one["now"]) - Decimal(one["before"])


def test_a_service_that_ends_after_it_was_billed_is_credited_for_its_unused_days(
    tmp_path: Path,
) -> None:
    world, company = company_with_calls(710, tmp_path, calls=20)
    run = approve(company, "2026-08")
    lines = [line for one in run["invoices"] for line in one["lines"]]
    billed = [line["reference"] for line in lines]
    line = next(
        line
        for line in lines
        if line["kind"] == "recurring"
        and billed.count(line["reference"]) == 1
        and line["to"] > "2026-09-10"
        and Decimal(line["amount"]) > 1
    )
    rows = [dict(row) for row in world.book.sheets["services"]]
    mended = next(row for row in rows if row["service_code"] == line["reference"])
    mended["ends_on"] = line["from"]
    folder = tmp_path / "mended"
    folder.mkdir()
    with (folder / "services.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(mended))
        writer.writeheader()
        writer.writerow(mended)
    told = as_json("workbook", "import", company, folder, codes=(0, 1))
    then = approve(company, "2026-09")
    given_back = [
        (each["kind"], each["amount"])
        for one in then["invoices"]
        for each in one["lines"]
        if each["reference"] == line["reference"]
    ]
    assert told["counts"]["changed"] == 1
    assert given_back == [("credit", f"-{line['amount']}")]


def test_sealed_calls_keep_their_charge_when_prices_change(tmp_path: Path) -> None:
    world, company = company_with_calls(720, tmp_path)
    approve(company, "2026-09")
    before = {
        row["call_id"]: row
        for row in usage_rows(company, tmp_path / "1.csv", "--period", "2026-09")
    }
    rows = [dict(row) for row in world.book.sheets["rates"]]
    folder = tmp_path / "dearer"
    folder.mkdir()
    with (folder / "rates.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow(
                row | {name: row[name] and "9" for name in row if name.endswith("rate")}
            )
    switchbook("workbook", "import", company, folder)
    switchbook("rerate", company)
    after = {
        row["call_id"]: row
        for row in usage_rows(company, tmp_path / "2.csv", "--period", "2026-09")
    }
    billed = sqlite3.connect(company)
    count = billed.execute("SELECT count(*) FROM sealed_calls").fetchone()[0]
    billed.close()
    assert count > 0
    assert sum(after[key] == before[key] for key in before) >= count
    assert as_json("proof", company, "--period", "2026-09")["closes"] is True
