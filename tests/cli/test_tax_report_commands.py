import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from tests.cli.command_line import CommandLine

NOVEMBER = ("--period", "2026-11")


def test_the_reports_are_listed(switchbook: CommandLine) -> None:
    told = switchbook.facts("tax", "reports")["reports"]
    assert {
        "liability",
        "911",
        "sales",
        "canada",
        "exemptions",
        "exposure",
        "unverified",
        "audit",
    } <= set(told)
    assert "Every tax line, one a row, with all its inputs" in switchbook("tax", "reports").out


def test_a_report_as_json(billed: Path, switchbook: CommandLine) -> None:
    facts = switchbook.facts("tax", "report", "liability", billed, *NOVEMBER)
    assert {name: facts[name] for name in ("report", "from", "to", "currency", "does_tie")} == {
        "report": "liability",
        "from": "2026-11-01",
        "to": "2026-11-30",
        "currency": "USD",
        "does_tie": True,
    }
    assert facts["columns"][:3] == ["tax_code", "label", "class"]
    assert [(row["tax_code"], row["invoices"], row["net"]) for row in facts["rows"]] == [
        ("CO-SALES", 1, "4.02"),
        ("NY-SALES", 1, "1.02"),
    ]
    assert facts["totals"]["net"] == "5.04"
    assert facts["ties"][0] == {
        "ledger": "tax_payable",
        "code": "CO-SALES",
        "reported": "4.02",
        "journal": "4.02",
        "difference": "0.00",
    }
    assert len(facts["notes"]) == 1
    assert facts["findings"] == []


def test_a_report_in_words(billed: Path, switchbook: CommandLine) -> None:
    told = switchbook("tax", "report", "sales", billed, "--year", "2026")
    assert told.code == 0
    assert "2026-01-01 to 2026-12-31, USD" in told.out
    assert told.out.endswith("Ties to the journal in every code: 2.\n")


def test_nothing_to_report(billed: Path, switchbook: CommandLine) -> None:
    told = switchbook("tax", "report", "exposure", billed, "--quarter", "2026Q4")
    assert "Nothing to report." in told.out


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        (("--quarter", "2026Q4"), "2026-10-01", "2026-12-31"),
        (("--year", "2026"), "2026-01-01", "2026-12-31"),
        (("--from", "2026-11-01", "--to", "2026-11-01"), "2026-11-01", "2026-11-01"),
    ],
)
def test_the_window(
    billed: Path, switchbook: CommandLine, words: tuple[str, ...], *, first: str, last: str
) -> None:
    facts = switchbook.facts("tax", "report", "audit", billed, *words)
    assert (facts["from"], facts["to"], len(facts["rows"])) == (first, last, 2)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--period", "2026-11", "--year", "2026"),
        ("--from", "2026-11-01"),
        ("--to", "2026-11-01"),
        ("--from", "2026-11-02", "--to", "2026-11-01"),
        ("--period", "November"),
        ("--quarter", "2026Q5"),
        ("--year", "26"),
    ],
)
def test_a_window_that_is_none_is_wrong_usage(
    billed: Path, switchbook: CommandLine, words: tuple[str, ...]
) -> None:
    assert switchbook("tax", "report", "911", billed, *words).code == 2


def test_a_report_that_is_none_is_wrong_usage(billed: Path, switchbook: CommandLine) -> None:
    told = switchbook("tax", "report", "taxes", billed, *NOVEMBER)
    assert told.code == 2
    assert "Reports are: liability, 911" in told.err


def test_a_report_as_a_workbook(billed: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    out = tmp_path / "liability.xlsx"
    facts = switchbook.facts("tax", "report", "liability", billed, *NOVEMBER, "--out", out)
    assert facts["out"] == str(out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["report", "ties", "notes"]
    told = switchbook("tax", "report", "liability", billed, *NOVEMBER, "--out", out)
    assert f"2 rows in {out}." in told.out


def test_a_report_as_csv(billed: Path, tmp_path: Path, switchbook: CommandLine) -> None:
    out = tmp_path / "liability.csv"
    switchbook("tax", "report", "liability", billed, *NOVEMBER, "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["tax_code"], row["net"]) for row in rows] == [
        ("CO-SALES", "4.02"),
        ("NY-SALES", "1.02"),
        ("Total", "5.04"),
    ]


def test_what_does_not_tie_ends_with_1(billed: Path, switchbook: CommandLine) -> None:
    # A part that goes astray: the tax line and so the journal keep what the charges lost.
    with closing(sqlite3.connect(billed)) as database, database:
        database.execute("UPDATE invoice_tax_lines SET family = 'UUT' WHERE tax_code = 'CO-SALES'")
        database.execute("UPDATE invoice_tax_lines SET family = 'E911' WHERE tax_code = 'NY-SALES'")
    facts = switchbook.facts("tax", "report", "sales", billed, *NOVEMBER, code=1)
    assert facts["does_tie"] is False
    told = switchbook("tax", "report", "sales", billed, *NOVEMBER)
    assert told.code == 1
    assert "It does not tie to the journal:" in told.out
    assert "NY-SALES" in told.out.splitlines()[-1]
