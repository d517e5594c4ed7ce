"""A month end between a PSA and books that are reached by files alone, by command line."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli import as_json, switchbook
from tests.journeys.pair_company import ALL_NAMES, ELSEWHERE_UNKNOWN, call_file, pair_company
from tests.journeys.psa_workbook import write_psa
from tests.operations.companies import NOW

PERIOD = "2026-10"
PSA, BOOKS = "psa-files", "accounting-files"
ACCOUNTS = {
    "4010": "Voice revenue",
    "4020": "Internet revenue",
    "4030": "Rent revenue",
    "4050": "Labor revenue",
    "4060": "Usage revenue",
    "4090": "Credits",
}
PAYABLE = "2210"
SOLD = "ContactName,InvoiceNumber,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,"
SETTLED = "InvoiceAmountPaid,InvoiceAmountDue,Description,LineAmount,Type,Status"


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small company, connected to both folders."""
    monkeypatch.setenv("SWITCHBOOK_NOW", NOW.isoformat())
    path = pair_company(tmp_path)
    write_psa(tmp_path / "psa", set(ALL_NAMES.values()))
    (tmp_path / "books" / "exported").mkdir(parents=True)
    rows = [f"{code},,{name},Revenue,Tax Exempt,,Active" for code, name in ACCOUNTS.items()]
    rows.append(f"{PAYABLE},,Taxes payable,Current Liability,Tax Exempt,,Active")
    header = "*Code,Report Code,*Name,*Type,*Tax Code,Description,Status"
    lay(path, "accounts.csv", [header, *rows])
    switchbook("connect", path, PSA, f"--set=folder={tmp_path / 'psa'}")
    given = ("layout=xero-csv", f"folder={tmp_path / 'books'}", "company=Cedar", f"tax.={PAYABLE}")
    switchbook("connect", path, BOOKS, *(f"--set={each}" for each in given))
    for answer in ("invoices=one", "payments=accounting", "time_product=LABOR"):
        switchbook("decide", path, answer)
    return path


def lay(company: Path, name: str, lines: list[str]) -> None:
    """A file that somebody exported from the books."""
    text = "\r\n".join(lines) + "\r\n"
    (company.parent / "books" / "exported" / name).write_bytes(text.encode())


def written(company: Path) -> dict[str, Decimal]:
    """By number what the files to be imported ask for."""
    found: dict[str, Decimal] = {}
    for path in (company.parent / "books" / "to-import").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                number = row["*InvoiceNumber"]
                amount = Decimal(row["*Quantity"]) * Decimal(row["*UnitAmount"])
                found[number] = found.get(number, Decimal(0)) + amount
    return found


def synced(company: Path, *words: object) -> dict[str, Any]:
    """A sync of which nothing waits."""
    told = as_json("sync", company, *words, codes=(0, 1))
    assert [each for each in told["flows"] if each["state"] == "waiting"] == []
    return told


def test_a_month_end_by_files(company: Path, tmp_path: Path) -> None:
    for system in (PSA, BOOKS):
        as_json("pull", company, system)
    shown = as_json("map", company, PSA, "--accept-exact")["pairs"]
    likely = [f"--link={e['ours']}={e['theirs']}" for e in shown if e["state"] == "likely"]
    switchbook("map", company, PSA, *likely)
    switchbook("map", company, PSA, *(f"--not-needed={n}=Cash" for n in ELSEWHERE_UNKNOWN))
    plan = tmp_path / "plan.json"
    as_json("sync", company, "--plan", plan)
    done = as_json("sync", company, "--apply", plan, codes=(0, 1))["outcomes"]
    assert (done["done"] > 0, done["waiting"], done["refused"]) == (True, 0, 0)
    assert as_json("sync", company, "--apply", plan, codes=(0, 1))["outcomes"]["done"] == 0

    as_json("import", company, call_file(company))
    run = as_json("bill", company, "--period", PERIOD, "--approve", "--waive=suspended_usage=known")
    totals = {e["invoice_number"]: Decimal(e["total"]) for e in run["invoices"]}
    assert len(totals) == len(ALL_NAMES)
    synced(company, "--go")
    asked = {number: total for number, total in totals.items() if total > 0}
    assert {n: each for n, each in written(company).items() if each > 0} == asked
    before = written(company)
    again = synced(company, "--go")
    assert again["outcomes"]["done"] == 0
    assert written(company) == before

    # The first is paid, the second in part.
    paid = dict(zip(asked, (asked["CF-1043"], Decimal(20)), strict=False))
    names = {e["invoice_number"]: ALL_NAMES[e["account_number"]] for e in run["invoices"]}
    rows = [
        f"{names[number]},{number},11/01/2026,12/01/2026,,{total},0.00,{given},{total - given},"
        f"All,{total},Sales invoice,{'Paid' if given == total else 'Awaiting Payment'}"
        for number, total in asked.items()
        for given in [paid.get(number, Decimal("0.00"))]
    ]
    lay(company, "invoices.csv", [SOLD + SETTLED, *rows])
    synced(company)
    assert synced(company)["outcomes"]["done"] == 0
    proof = as_json("proof", company, "--period", PERIOD)
    assert {each["closes"] for each in proof["sections"].values()} == {True}
    told = proof["sections"]["paid"]
    assert Decimal(told["paid"]) == sum(paid.values())
    assert as_json("left-out", company, PERIOD)["billed_twice"] == []
