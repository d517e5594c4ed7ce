import csv
from collections import Counter
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from app.errors import InputError
from app.operations.adjust_invoices import void_invoice
from app.operations.call_listing import USAGE_COLUMNS
from app.operations.clear_suspense import Selection, write_off_suspense
from app.operations.export_tables import TABLES, export_table
from app.operations.office import Office
from tests.operations.companies import (
    A1,
    BILLABLE,
    LATE,
    OCTOBER,
    STRANGER,
    approve,
    take_in,
)


def rows(office: Office, tmp_path: Path, what: str, **narrowed: str) -> list[dict[str, str]]:
    out = tmp_path / "out.csv"
    done = export_table(office, what, out, file_format="csv", **narrowed)
    with out.open(encoding="utf-8", newline="") as text:
        found = list(csv.DictReader(text))
    assert (done.path, done.rows) == (out, len(found))
    return found


def test_every_record_is_exported_once(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    take_in(office, tmp_path, A1, STRANGER, name="again.csv")
    found = rows(office, tmp_path, "usage")
    assert list(found[0]) == list(USAGE_COLUMNS)
    assert Counter((row["file"], row["row"]) for row in found) == Counter(
        [("october.csv", f"{line}") for line in range(2, 11)]
        + [("again.csv", f"{line}") for line in range(2, 4)]
    )


def test_the_same_file_again_adds_no_row(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    before = rows(office, tmp_path, "usage")
    take_in(office, tmp_path, *OCTOBER, name="renamed.csv")
    assert rows(office, tmp_path, "usage") == before


def test_a_rated_call_is_exported_with_all_that_priced_it(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    by_id = {row["call_id"]: row for row in rows(office, tmp_path, "usage")}
    assert by_id["a2"] == {
        "call_id": "a2",
        "source": "pbx",
        "file": "october.csv",
        "row": "3",
        "status": "rated",
        "reason": "",
        "account_number": "100",
        "number": "+13035550142",
        "caller": "+13035550142",
        "called": "+12125550177",
        "call_class": "interstate",
        "jurisdiction": "interstate",
        "started_at": "2026-10-06T15:00:00Z",
        "raw_seconds": "600",
        "billed_seconds": "600",
        "allowance_seconds": "540",
        "rate": "0.06",
        "gross_charge": "0.6",
        "charge": "0.06",
        "cost": "",
        "plan_code": "BUNDLED",
        "deck_code": "STANDARD",
        "prefix": "1",
    }


@pytest.mark.parametrize(
    ("key", "status", "reason", "charge"),
    [
        ("a5", "not_chargeable", "not_answered", "0"),
        ("b1", "rated", "", "0.39"),
        ("s1", "suspended", "no_customer", ""),
    ],
)
def test_what_became_of_a_call(
    office: Office, tmp_path: Path, key: str, status: str, reason: str, *, charge: str
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    row = next(row for row in rows(office, tmp_path, "usage") if row["call_id"] == key)
    assert (row["status"], row["reason"], row["charge"]) == (status, reason, charge)


def test_what_cannot_be_read_has_its_place_and_reason(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    (row,) = (row for row in rows(office, tmp_path, "usage") if row["status"] == "malformed")
    assert (row["reason"], row["file"], row["row"], row["call_id"]) == (
        "bad_start",
        "october.csv",
        "9",
        "",
    )


def test_an_export_before_a_run_shows_what_the_run_bills(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = rows(office, tmp_path, "usage")
    approve(office)
    assert rows(office, tmp_path, "usage") == before


def test_calls_of_a_period_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER, LATE.replace("2026-10-31", "2026-11-01"))
    found = rows(office, tmp_path, "usage", period="2026-11")
    assert [row["call_id"] for row in found] == ["z1"]


def test_suspense_is_what_waits_or_was_given_up(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER, STRANGER.replace("s1", "s2"))
    write_off_suspense(office, Selection(call_ids=["s2"]), why="a test line")
    found = rows(office, tmp_path, "suspense")
    assert {row["call_id"]: row["status"] for row in found} == {
        "s1": "suspended",
        "s2": "written_off",
    }


def test_invoices_are_listed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    found = rows(office, tmp_path, "invoices", period="2026-10")
    assert [(row["invoice_number"], row["state"], row["total"]) for row in found] == [
        ("CF-1043", "approved", "44.24"),
        ("CF-1044", "approved", "21.41"),
    ]
    assert rows(office, tmp_path, "invoices", period="2026-11") == []


def test_lines_are_listed_with_their_calls(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    lines = rows(office, tmp_path, "lines")
    told = ("invoice_number", "kind", "amount", "call_class", "calls", "allowance_seconds")
    assert [[row[name] for name in told] for row in lines if row["account_number"] == "200"] == [
        ["CF-1044", "recurring", "20", "", "", ""],
        ["CF-1044", "usage", "0.39", "intrastate", "1", "0"],
    ]


def test_taxes_are_listed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    told = ("invoice_number", "tax_code", "class", "jurisdiction", "base", "rate", "amount")
    assert [[row[name] for name in told] for row in rows(office, tmp_path, "taxes")] == [
        ["CF-1043", "CO-SALES", "TAX", "US/CO", "40.22", "0.1", "4.02"],
        ["CF-1044", "NY-SALES", "TAX", "US/NY", "20.39", "0.05", "1.02"],
    ]


def test_the_journal_balances_and_takes_void_invoices_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    void_invoice(office, "CF-1043", why="a wrong address")
    postings = rows(office, tmp_path, "journal")
    assert {row["reverses"] for row in postings if row["invoice_number"] == "CF-1044"} == {"no"}
    assert {row["posted_on"] for row in postings if row["reverses"] == "yes"} == {"2026-11-02"}


def test_the_audit_is_listed(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    last = rows(office, tmp_path, "audit")[-1]
    assert (last["operation"], last["area"], last["record"], last["action"]) == (
        "import_usage",
        "imports",
        "1",
        "added",
    )


@pytest.mark.parametrize("what", TABLES)
def test_a_table_of_nothing_has_its_header(office: Office, tmp_path: Path, what: str) -> None:
    export_table(office, what, tmp_path / "out.csv", file_format="csv")
    header = (tmp_path / "out.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert len(header.split(",")) > 5


def test_parquet_holds_the_same_rows(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    export_table(office, "usage", tmp_path / "out.parquet", file_format="parquet")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["call_id"].to_list() == [
        row["call_id"] or None for row in rows(office, tmp_path, "usage")
    ]


def test_a_spreadsheet_holds_amounts_as_numbers(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    export_table(office, "usage", tmp_path / "out.xlsx", file_format="xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    header, *cells = list(sheet.iter_rows(values_only=True))
    charges = [row[header.index("charge")] for row in cells]
    assert sorted(charges, key=str) == [0, 0, 0.01, 0.06, 0.15, 0.39]


@pytest.mark.parametrize(
    ("what", "file_format", "period", "words"),
    [
        ("customers", "csv", None, "There is no table customers"),
        ("usage", "pdf", None, "There is no format pdf"),
        ("usage", "csv", "2026", "is no bill period"),
        ("audit", "csv", "2026-00", "is no bill period"),
    ],
)
def test_what_cannot_be_exported(
    office: Office, tmp_path: Path, what: str, file_format: str, period: str | None, words: str
) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(InputError, match=words):
        export_table(office, what, out, file_format=file_format, period=period)
    assert not out.exists()
