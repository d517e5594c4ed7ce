from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from app.billing.journal import journal
from app.documents.registers import write_call_detail, write_journal, write_register
from app.documents.spreadsheets import TableFormat
from app.documents.usage_detail_pdf import DetailCall
from tests.documents.conftest import Golden
from tests.documents.granite_peak import INVOICE, LINES

NAMES = {"10042": "Granite Peak Credit Union", "10043": "=cmd|'/c calc'!A1"}
OTHER = replace(
    INVOICE,
    account_number="10043",
    invoice_number="CF-1044",
    lines=tuple(replace(line, account_number="10043") for line in LINES[:3]),
    tax_lines=(),
)
CALL = DetailCall(
    number="+13035550142",
    started_at=datetime(2026, 10, 5, 10, 41, 3),  # noqa: DTZ001  the account's local time
    caller="+13035550142",
    called="+14155550123",
    place="California",
    kind="Long distance, state to state",
    seconds=66,
    charge=Decimal("0.0264"),
)


def _cells(path: Path) -> str:
    page = load_workbook(path).worksheets[0]
    rows = page.iter_rows(values_only=True)
    return "".join(
        "|".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows
    )


def test_the_register(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "register.xlsx"
    write_register(path, [INVOICE, OTHER], names=NAMES)
    golden("register.txt", _cells(path))


def test_a_customer_named_like_a_formula_does_not_run(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    write_register(path, [OTHER], names=NAMES)
    cell = load_workbook(path).worksheets[0]["B2"]
    assert (cell.data_type, cell.value) == ("s", NAMES["10043"])


def test_the_register_as_csv(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "register.csv"
    write_register(path, [INVOICE, OTHER], names=NAMES, fmt=TableFormat.CSV)
    golden("register.csv.txt", path.read_text(encoding="utf-8-sig"))


def test_the_sums_of_the_register_add_up(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    write_register(path, [INVOICE, OTHER], names=NAMES)
    *_, last = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    charges, taxes, fees, own, total = (Decimal(str(cell)) for cell in last[7:])
    assert charges + taxes + fees + own == total == INVOICE.total + OTHER.total


def test_the_journal(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "journal.xlsx"
    postings = journal([INVOICE, OTHER], voided_on={"CF-1044": date(2026, 11, 5)})
    write_journal(path, postings, names=NAMES)
    golden("journal.txt", _cells(path))


def test_both_sides_of_the_journal_are_equal(tmp_path: Path) -> None:
    path = tmp_path / "journal.xlsx"
    write_journal(path, journal([INVOICE, OTHER], voided_on={}), names=NAMES)
    *_, last = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert last[6] == last[7]


def test_call_detail_as_a_table_is_masked(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "calls.xlsx"
    write_call_detail(path, [CALL, CALL], masked=True)
    golden("call-detail.xlsx.txt", _cells(path))


def test_call_detail_whole(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    write_call_detail(path, [CALL], masked=False, fmt=TableFormat.CSV)
    assert "(415) 555-0123" in path.read_text(encoding="utf-8-sig")
