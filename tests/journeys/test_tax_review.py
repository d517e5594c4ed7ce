"""Tables that come late: what final invoices would have been, and corrections on request."""

import json
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.billing.tax_reports.reports import REPORTS
from tests.journeys.cli import as_json, switchbook
from tests.journeys.example_company import (
    approved,
    charge,
    company_of,
    company_sheets,
    facts_of,
    fusf,
    per_unit,
    percentage,
    product,
    service,
)
from tests.journeys.world_changes import change
from tests.journeys.world_sheets import Row, write_sheets
from tests.journeys.worlds import make_world

JANUARY = ("--period", "2026-01")
FEBRUARY = ("--period", "2026-02")
MARCH = ("--period", "2026-03")
SALES = percentage("SALES", "0.06", base_includes="FUSF")
BEFORE = SALES | {"effective_to": "2026-01-14"}
"""The row of before, ended by the late import."""
LATE = percentage("SALES", "0.05", base_includes="FUSF", effective_from="2026-01-15")
"""The row that comes late: valid before the invoice of February 1, imported after it."""
HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"
COUNTY = percentage("COUNTY", "0.01", county_fips="031")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-06-15T12:00:00Z")


def sheets_of_a_seat() -> dict[str, list[Row]]:
    """A seat of 30.00 and a job of 100.00 in January, with a sales tax on both."""
    sheets = company_sheets()
    sheets["products"] += [
        product("SEAT", "VOIP_FIXED"),
        product("WORK", "PROF_SERVICE", billed="once"),
    ]
    sheets["services"] = [service("SEAT", "30.00")]
    sheets["charges"] = [charge("WORK", "100.00")]
    second = fusf("0.370", "2026-04-01", "2026-06-30")
    sheets["taxes"] = [fusf(), second, SALES, per_unit("XX-911", "1.25")]
    return sheets


def take(company: Path, **sheets: list[Row]) -> None:
    """Imports rows that come late."""
    folder = company.parent / f"late-{len(list(company.parent.iterdir()))}"
    write_sheets(folder, sheets)
    switchbook("workbook", "import", company, folder)


def told(company: Path, *words: object) -> list[tuple[str, str, str, str, str]]:
    """What a review tells: invoice, tax, billed, would be, why."""
    found = as_json("tax", "review", company, *words)
    return [
        (each["invoice_number"], each["tax_code"], each["billed"], each["would_be"], each["why"])
        for each in found["changes"]
    ]


def corrected(company: Path, *words: object) -> dict[str, Any]:
    """Corrects all that a review finds."""
    plan = company.parent / "plan.json"
    switchbook("tax", "review", company, "--plan", plan, *words)
    return as_json("tax", "adjust", company, plan, "--why", "late rate")


@pytest.mark.parametrize("seed", range(900, 904))
def test_nothing_changes_of_invoices_full_of_edges(seed: int, tmp_path: Path) -> None:
    world = make_world(seed, tmp_path, calls=200)
    company = tmp_path / "c.switchbook"
    switchbook("new", company, "--workbook", world.workbook)
    for file in world.files:
        switchbook("import", company, file.path, "--source", file.source)
    gates = ("suspended_usage", "probable_duplicates", "expired_tables", "not_registered")
    waivers = [word for gate in (*gates, "period_not_over") for word in ("--waive", f"{gate}=ok")]
    for month in ("2026-08", "2026-09"):
        switchbook("bill", company, "--period", month, "--approve", *waivers, codes=(0, 1))
    assert told(company) == []
    assert as_json("tax", "review", company)["findings"] == []


def kept(company: Path) -> list[list[tuple[object, ...]]]:
    """All that the file holds of invoices."""
    tables = ("invoices", "invoice_lines", "invoice_tax_lines", "invoice_tax_parts")
    file = sqlite3.connect(company)
    rows = [file.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608
    file.close()
    return rows


def test_a_rate_imported_late_changes_no_final_invoice(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    number = approved(company, *JANUARY)["invoice_number"]
    before = kept(company)
    take(company, taxes=[BEFORE, LATE])
    assert told(company) == [(number, "SALES", "8.24", "6.87", "row_changed")]
    corrected(company)
    approved(company, *FEBRUARY)
    after = kept(company)
    assert [new[: len(old)] for old, new in zip(before, after, strict=True)] == before


def test_the_correction_takes_back_what_was_billed_and_restates_it(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    first = approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    done = corrected(company)
    assert (done["lines"], done["invoices"], done["difference"]) == (2, 1, "-1.37")
    second = approved(company, *FEBRUARY)
    lines = [
        (each["adjusts"], each["base"], each["rate"], each["amount"])
        for each in second["tax_lines"]
        if each["adjusts"]
    ]
    number = first["invoice_number"]
    assert lines == [
        (number, "-137.32", "0.06", "-8.24"),
        (number, "137.32", "0.05", "6.87"),
    ]
    own = [each for each in facts_of(second) if each[0] == "SALES" and each[1] == "37.32"]
    assert own == [("SALES", "37.32", None, "0.05", "1.87")]


def test_a_corrected_invoice_needs_no_other_correction(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    assert told(company) == []
    approved(company, *FEBRUARY)
    assert told(company) == []


def test_a_plan_is_applied_once(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    again = as_json("tax", "adjust", company, tmp_path / "plan.json", "--why", "again")
    assert (again["applied_before"], again["lines"], again["difference"]) == (True, 0, "0.00")
    second = approved(company, *FEBRUARY)
    assert sum(1 for each in second["tax_lines"] if each["adjusts"]) == 2
    third = approved(company, *MARCH)
    assert not [each for each in third["tax_lines"] if each["adjusts"]]


def test_corrections_tie_in_journal_and_proof(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    second = approved(company, *FEBRUARY)
    proof = as_json("proof", company, "--period", "2026-02")
    assert (proof["closes"], proof["invoices"]["total"]) == (True, second["total"])
    variance = as_json("variance", company, "--period", "2026-02")
    (one,) = variance["accounts"]
    causes = sum(map(Decimal, one["by_cause"].values()), Decimal(0))
    assert causes == Decimal(one["difference"])


def test_every_report_ties_with_corrections_in_it(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE, COUNTY])
    corrected(company)
    approved(company, *FEBRUARY)
    for name in REPORTS:
        found = as_json("tax", "report", name, company, "--year", "2026", codes=(0, 1))
        assert (name, found["does_tie"]) == (name, True)


def test_a_run_that_is_taken_back_frees_its_corrections(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    run = as_json("bill", company, *FEBRUARY, "--approve")
    switchbook("undo-run", company, run["run"])
    again = as_json("bill", company, *FEBRUARY, "--approve")
    assert again["invoices"][0]["tax_lines"] == run["invoices"][0]["tax_lines"]


def test_a_run_whose_taxes_were_corrected_is_not_taken_back(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    run = as_json("bill", company, *JANUARY, "--approve")
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    told_why = as_json("undo-run", company, run["run"], codes=(1,))
    assert "were corrected since" in told_why["error"]["what"]


def test_a_void_invoice_gives_its_corrections_back(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    first = approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    number = first["invoice_number"]
    switchbook("void", company, number, "--why", "billed in error")
    assert told(company) == [(number, "SALES", "-1.37", "0.00", "invoice_void")]


def test_a_void_next_invoice_frees_the_corrections_on_it(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    second = approved(company, *FEBRUARY)
    switchbook("void", company, second["invoice_number"], "--why", "billed in error")
    again = approved(company, *FEBRUARY)
    assert again["tax_lines"] == second["tax_lines"]


def test_a_certificate_received_after_billing(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    first = approved(company, *JANUARY)
    exemption = {
        "account_number": "A1",
        "certificate_number": "C-1",
        "kind": "NONPROFIT",
        "family": "SALES",
        "effective_from": "2026-01-01",
    }
    take(company, exemptions=[exemption])
    number = first["invoice_number"]
    assert told(company) == [(number, "SALES", "8.24", "0.00", "certificate_received")]
    corrected(company)
    second = approved(company, *FEBRUARY)
    lines = [
        (each["amount"], each["exempt_amount"], each["certificate_number"])
        for each in second["tax_lines"]
        if each["adjusts"]
    ]
    assert lines == [("-8.24", "0.00", None), ("0.00", "137.32", "C-1")]


def test_a_registration_that_came_late(tmp_path: Path) -> None:
    sheets = sheets_of_a_seat()
    sheets["registrations"] = [
        {"country": "US", "family": family, "effective_from": "2020-01-01"}
        for family in ("FUSF", "E911")
    ]
    company = company_of(tmp_path, sheets)
    first = approved(company, *JANUARY, "--waive", "not_registered=late")
    sales = {"country": "US", "region": "CO", "family": "SALES", "effective_from": "2026-01-01"}
    take(company, registrations=[sales])
    number = first["invoice_number"]
    assert told(company) == [(number, "SALES", "0.00", "8.24", "registration_added")]


def test_a_row_that_came_late_and_one_that_ended(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    first = approved(company, *JANUARY)
    take(company, taxes=[COUNTY, BEFORE])
    number = first["invoice_number"]
    assert told(company) == [
        (number, "COUNTY", "0.00", "1.30", "row_added"),
        (number, "SALES", "8.24", "0.00", "row_ended"),
    ]


def test_a_tax_whose_base_holds_the_tax_that_changed(tmp_path: Path) -> None:
    sheets = sheets_of_a_seat()
    sheets["taxes"].append(percentage("CITY", "0.10", base_includes="SALES", place_fips="20000"))
    company = company_of(tmp_path, sheets)
    first = approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    number = first["invoice_number"]
    assert told(company) == [
        (number, "CITY", "13.82", "13.69", "included_tax"),
        (number, "SALES", "8.24", "6.87", "row_changed"),
    ]


def test_only_the_taxes_and_days_that_are_asked_for(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    for month in (JANUARY, FEBRUARY):
        approved(company, *month)
    take(company, taxes=[BEFORE, LATE, COUNTY])
    assert len(told(company)) == 4
    assert len(told(company, "--code", "COUNTY")) == 2
    assert len(told(company, "--to", "2026-02-15")) == 2
    assert len(told(company, "--from", "2026-02-15", "--code", "SALES")) == 1
    assert told(company, "--account", "A9") == []


def test_a_plan_that_is_out_of_date_is_refused(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    plan = tmp_path / "plan.json"
    switchbook("tax", "review", company, "--plan", plan)
    take(company, taxes=[LATE | {"rate": "0.04"}])
    refused = as_json("tax", "adjust", company, plan, "--why", "late rate", codes=(1,))
    assert "out of date" in refused["error"]["what"]


def test_a_plan_changed_by_hand_is_refused(tmp_path: Path) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    plan = tmp_path / "plan.json"
    switchbook("tax", "review", company, "--plan", plan)
    facts = json.loads(plan.read_text(encoding="utf-8"))
    facts["changes"][0]["lines"][0]["amount"] = "-80.24"
    plan.write_text(json.dumps(facts), encoding="utf-8")
    refused = as_json("tax", "adjust", company, plan, "--why", "late rate", codes=(1,))
    assert "changed after it was made" in refused["error"]["what"]


def credit(company: Path, number: str, amount: str, *, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives back so much of the second line of an invoice, in March."""
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-03-10T18:00:00Z")
    switchbook("credit", company, number, "--line", "2", "--amount", amount, "--why", "bad work")
    monkeypatch.setenv("SWITCHBOOK_NOW", "2026-06-15T12:00:00Z")


def test_a_credit_after_the_correction_gives_back_the_corrected_tax(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    first = approved(company, *JANUARY)
    take(company, taxes=[BEFORE, LATE])
    corrected(company)
    approved(company, *FEBRUARY)
    credit(company, first["invoice_number"], "100", monkeypatch=monkeypatch)
    last = approved(company, *MARCH)
    given = [(each[0], *each[3:]) for each in facts_of(last) if each[4].startswith("-")]
    assert given == [("SALES", "0.05", "-5.00")]


def test_a_correction_after_a_credit_corrects_what_the_credit_gave_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = company_of(tmp_path, sheets_of_a_seat())
    first = approved(company, *JANUARY)
    credit(company, first["invoice_number"], "40", monkeypatch=monkeypatch)
    given = approved(company, *MARCH)
    assert [each[4] for each in facts_of(given) if each[4].startswith("-")] == ["-2.40"]
    take(company, taxes=[BEFORE, LATE])
    number = first["invoice_number"]
    assert (number, "SALES", "5.84", "4.87", "row_changed") in told(company)
    corrected(company)
    assert told(company) == []


def test_the_world_after_a_change_is_worked_out_the_same(tmp_path: Path) -> None:
    world = make_world(910, tmp_path, calls=100)
    company = tmp_path / "c.switchbook"
    switchbook("new", company, "--workbook", world.workbook)
    gates = ("suspended_usage", "probable_duplicates", "expired_tables", "not_registered")
    waivers = [word for gate in (*gates, "period_not_over") for word in ("--waive", f"{gate}=ok")]
    for at, month in enumerate(("2026-07", "2026-08", "2026-09")):
        switchbook("bill", company, "--period", month, "--approve", *waivers, codes=(0, 1))
        folder = change(Random(at), world.book, tmp_path / f"change{at}", date(2026, 9, 1))
        switchbook("workbook", "import", company, folder)
    assert told(company) == []


def test_shares_measured_on_calls_are_measured_the_same_again(tmp_path: Path) -> None:
    sheets = sheets_of_a_seat()
    measured = {"category": "VOIP_FIXED", "effective_from": "2020-01-01", "source": "actual"}
    sheets["tax_shares"] = [measured]
    company = company_of(tmp_path, sheets)
    calls = [
        f"c{at},2026-01-{at + 4:02}T15:00:00Z,,3035550142,{called}0199,{seconds},out,"
        for at, (called, seconds) in enumerate((("212555", 600), ("303555", 1800)))
    ]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join((HEADER, *calls)) + "\n", encoding="utf-8", newline="")
    switchbook("import", company, path)
    first = approved(company, *JANUARY)
    (charge_,) = [each for each in facts_of(first) if each[0] == "FUSF"]
    assert (charge_[1], charge_[4]) == ("7.7", "2.90")
    assert told(company) == []
    fixed = measured | {"source": "fixed", "interstate": "0.5"}
    take(company, tax_shares=[fixed])
    changes = {row[1]: row[2:] for row in told(company)}
    assert changes["FUSF"] == ("2.90", "5.79", "records")
