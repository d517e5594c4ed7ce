from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from app.billing.journal import Ledger
from app.billing.tax_reports.report import (
    TaxReport,
    Tie,
    amount,
    day,
    exact,
    text,
    totals_of,
    whole,
)
from app.documents.spreadsheets import EXACT, MONEY, TableFormat
from app.documents.tax_reports import Heading, write_tax_report
from app.findings import warning
from app.values.period import Period

COLUMNS = (
    text("tax_code", "The code"),
    day("posted_on", "The day"),
    amount("billed", "What was billed"),
    exact("rate", "The rate"),
    whole("invoices", "How many"),
)
ROWS = (
    ("CO-911", date(2026, 11, 1), Decimal("29.75"), Decimal("0.35"), 3),
    ("=cmd|'/c calc'!A1", None, Decimal("-1.00"), Decimal("0.0975"), 1),
)
REPORT = TaxReport(
    title="911 remittance",
    columns=COLUMNS,
    rows=ROWS,
    totals=totals_of(COLUMNS, ROWS, "billed", "invoices"),
    notes=("Billed basis.",),
    findings=(warning("odd", "Something is odd", way_out="Look at it."),),
    ties=(
        Tie(
            ledger=Ledger.TAX_PAYABLE,
            code="CO-911",
            reported=Decimal("29.75"),
            journal=Decimal("28.75"),
        ),
    ),
)
HEADING = Heading(
    company="Cedar Fork Voice LLC",
    period=Period(date(2026, 11, 1), date(2026, 12, 1)),
    currency="USD",
)


def _written(tmp_path: Path, report: TaxReport = REPORT, name: str = "report.xlsx") -> Path:
    path = tmp_path / name
    fmt = TableFormat.CSV if name.endswith("csv") else TableFormat.XLSX
    assert write_tax_report(path, report, heading=HEADING, fmt=fmt) == len(report.rows)
    return path


def test_the_table_stands_under_a_frozen_header(tmp_path: Path) -> None:
    page = load_workbook(_written(tmp_path))["report"]
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == [
        "Tax code",
        "Posted on",
        "Billed",
        "Rate",
        "Invoices",
    ]
    assert [cell.number_format for cell in page[2]][2:4] == [MONEY, EXACT]
    assert page["C2"].value == 29.75
    assert page["B2"].is_date


def test_the_last_row_is_the_totals(tmp_path: Path) -> None:
    page = load_workbook(_written(tmp_path))["report"]
    assert [cell.value for cell in page[4]] == ["Total", None, 28.75, None, 4]
    assert page["A4"].font.bold


def test_a_text_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    page = load_workbook(_written(tmp_path))["report"]
    assert (page["A3"].data_type, page["A3"].quotePrefix) == ("s", True)


def test_the_ties_have_a_sheet_of_their_own(tmp_path: Path) -> None:
    page = load_workbook(_written(tmp_path))["ties"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows == [
        ["Ledger", "Code", "Reported", "Journal", "Difference"],
        ["tax_payable", "CO-911", 29.75, 28.75, 1],
        ["Total", None, 29.75, 28.75, 1],
    ]


def test_notes_findings_and_what_columns_mean(tmp_path: Path) -> None:
    page = load_workbook(_written(tmp_path))["notes"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert rows == [
        ["Report", "911 remittance"],
        ["Company", "Cedar Fork Voice LLC"],
        ["Window", "2026-11-01 to 2026-11-30, by invoice date"],
        ["Currency", "USD"],
        ["Note", "Billed basis."],
        ["Warning", "Something is odd. Look at it."],
        ["Tax code", "The code"],
        ["Posted on", "The day"],
        ["Billed", "What was billed"],
        ["Rate", "The rate"],
        ["Invoices", "How many"],
    ]


def test_a_report_of_nothing(tmp_path: Path) -> None:
    empty = TaxReport(title="Exposure", columns=COLUMNS, rows=())
    book = load_workbook(_written(tmp_path, empty))
    assert (book["report"].max_row, book["ties"].max_row) == (1, 1)


def test_a_csv_has_the_columns_own_names_and_no_formula(tmp_path: Path) -> None:
    path = _written(tmp_path, name="report.csv")
    assert path.read_text(encoding="utf-8-sig") == (
        "tax_code,posted_on,billed,rate,invoices\n"
        "CO-911,2026-11-01,29.75,0.35,3\n"
        "'=cmd|'/c calc'!A1,,-1.00,0.0975,1\n"
        "Total,,28.75,,4\n"
    )
