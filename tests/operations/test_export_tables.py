import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
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
    B1,
    BILLABLE,
    GRANITE,
    LATE,
    OCTOBER,
    STRANGER,
    UNREADABLE,
    approve,
    change,
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
        ["CF-1044", "recurring", "20.00", "", "", ""],
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


def parquet(office: Office, tmp_path: Path, what: str) -> pl.DataFrame:
    export_table(office, what, tmp_path / "out.parquet", file_format="parquet")
    return pl.read_parquet(tmp_path / "out.parquet")


AMOUNT = pl.Decimal(38, 8)
MOMENT = pl.Datetime("us", "UTC")


@pytest.mark.parametrize(
    ("what", "types"),
    [
        (
            "usage",
            {
                "call_id": pl.String,
                "row": pl.Int64,
                "account_number": pl.String,
                "started_at": MOMENT,
                "raw_seconds": pl.Int64,
                "billed_seconds": pl.Int64,
                "allowance_seconds": AMOUNT,
                "rate": AMOUNT,
                "charge": AMOUNT,
                "prefix": pl.String,
            },
        ),
        ("invoices", {"run": pl.Int64, "due_date": pl.Date, "total": AMOUNT}),
        (
            "lines",
            {
                "line": pl.Int64,
                "amount": AMOUNT,
                "from": pl.Date,
                "late": pl.Boolean,
                "calls": pl.Int64,
            },
        ),
        ("taxes", {"rate": AMOUNT, "units": AMOUNT}),
        ("journal", {"posted_on": pl.Date, "debit": AMOUNT, "reverses": pl.Boolean}),
        ("audit", {"id": pl.Int64, "at": MOMENT, "before": pl.String}),
    ],
)
def test_parquet_has_types(
    office: Office, tmp_path: Path, what: str, types: dict[str, pl.DataType]
) -> None:
    empty = parquet(office, tmp_path, what).schema
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    full = parquet(office, tmp_path, what).schema
    assert {name: full[name] for name in types} == types
    assert full == empty


def test_parquet_holds_the_values(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    frame = parquet(office, tmp_path, "usage")
    call = frame.row(by_predicate=pl.col("call_id") == "a2", named=True)
    told = ("row", "started_at", "allowance_seconds", "gross_charge", "charge", "cost")
    assert [call[name] for name in told] == [
        3,
        datetime(2026, 10, 6, 15, tzinfo=UTC),
        Decimal(540),
        Decimal("0.6"),
        Decimal("0.06"),
        None,
    ]
    lost = frame.row(by_predicate=pl.col("status") == "malformed", named=True)
    assert (lost["row"], lost["started_at"], lost["charge"]) == (9, None, None)


def test_a_spreadsheet_holds_numbers_and_days_as_such(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    out = tmp_path / "out.xlsx"

    def cells(what: str, row: int, *names: str) -> list[object]:
        export_table(office, what, out, file_format="xlsx")
        header, *found = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
        return [found[row][header.index(name)] for name in names]

    names = ("row", "raw_seconds", "rate", "charge", "started_at", "prefix", "account_number")
    assert cells("usage", 1, *names) == [3, 600, 0.06, 0.06, "2026-10-06T15:00:00Z", "1", "100"]
    lines = ("line", "amount", "calls", "from", "late")
    day = datetime(2026, 10, 1)  # noqa: DTZ001  Excel knows no zones
    assert cells("lines", -1, *lines) == [2, 0.39, 1, day, "no"]


@pytest.mark.parametrize(
    ("what", "columns", "written"),
    [
        ("invoices", ("charges", "taxes", "total"), {"40.22", "4.02", "44.24", "20.39", "1.02"}),
        ("lines", ("amount",), {"40.00", "0.01", "20.00", "0.39"}),
        ("journal", ("debit", "credit"), {"0.00", "40.00", "44.24", "21.41"}),
        ("taxes", ("amount", "exempt_amount"), {"0.00", "4.02", "1.02"}),
    ],
)
def test_money_is_written_alike(
    office: Office, tmp_path: Path, what: str, columns: tuple[str, ...], written: set[str]
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    found = {row[name] for row in rows(office, tmp_path, what) for name in columns}
    assert written <= found
    assert {text[-3:-2] for text in found} == {"."}


@pytest.mark.parametrize("what", ["usage", "suspense"])
def test_a_period_holds_every_record_that_starts_in_it(
    office: Office, tmp_path: Path, what: str
) -> None:
    first = STRANGER.replace("2026-10-09T15:00:00Z", "2026-10-01T06:00:00Z")
    before = STRANGER.replace("s1", "s0").replace("2026-10-09T15:00:00Z", "2026-10-01T05:59:59Z")
    take_in(office, tmp_path, A1, A1, first, before, UNREADABLE)
    found = rows(office, tmp_path, what, period="2026-10")
    told = sorted((row["call_id"], row["status"]) for row in found)
    everything = [("a1", "duplicate"), ("a1", "rated"), ("s1", "suspended")]
    assert told == (everything if what == "usage" else [("s1", "suspended")])
    (left,) = rows(office, tmp_path, "suspense", period="2026-09")
    assert left["call_id"] == "s0"


def test_a_period_is_that_of_the_account(office: Office, tmp_path: Path) -> None:
    change(office, accounts=[replace(GRANITE, bill_cycle_day=15)])
    take_in(office, tmp_path, A1, B1)
    september = rows(office, tmp_path, "usage", period="2026-09")
    assert [row["call_id"] for row in september] == ["a1"]


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
