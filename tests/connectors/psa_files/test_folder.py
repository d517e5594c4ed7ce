from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.connectors.psa_files.folder import Folder, in_words
from app.connectors.psa_files.sheets import PSA_SHEETS, TimeRow
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused
from tests.connectors.psa_files.desk import CUSTOMERS, write, write_book

SHEET = PSA_SHEETS[PsaFamily.CUSTOMERS]


def test_a_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(RemoteRefused, match="cannot be read"):
        Folder(tmp_path / "nowhere").file()
    assert Folder(tmp_path).file() is None
    assert Folder(tmp_path).check(SHEET) is None


def test_more_than_one_psa_in_a_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, customers=CUSTOMERS)
    book = write_book(tmp_path / "psa.xlsx", customers=[["id", "name"], ["1", "One"]])
    with pytest.raises(RemoteRefused, match="more than one PSA"):
        Folder(tmp_path).file()
    assert Folder(book).file() == book
    assert Folder(book).place == tmp_path


def test_files_of_excel_itself_and_hidden_ones_are_no_psa(tmp_path: Path) -> None:
    book = write_book(tmp_path / "psa.xlsx", customers=[["id", "name"], ["1", "One"]])
    (tmp_path / "~$psa.xlsx").write_bytes(b"")
    (tmp_path / ".psa.csv").write_text("x")
    assert Folder(tmp_path).file() == book


def test_a_workbook_and_csv_files_read_alike(tmp_path: Path) -> None:
    header = ["id", "customer_id", "worked_on", "hours", "billable", "rate"]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    book = write_book(
        tmp_path / "a" / "psa.xlsx",
        time=[header, ["7", 201, date(2026, 10, 31), 1.5, "yes", 125]],
    )
    lists = write(tmp_path / "b", time=f"{','.join(header)}\n7,201,2026-10-31,1.5,yes,125\n")
    sheet = PSA_SHEETS[PsaFamily.TIME]
    first, second = (next(Folder(each).rows(sheet)).row for each in (book.parent, lists))
    assert first == second
    assert isinstance(first, TimeRow)
    assert (first.customer_id, first.hours) == ("201", Decimal("1.5"))


def test_all_that_is_wrong_is_told_at_once_in_words(tmp_path: Path) -> None:
    text = "id,name,active,terms_days\n1,,maybe,x\n2,Two,yes,30\n2,Again,no,\n"
    checked = Folder(write(tmp_path, customers=text)).check(SHEET)
    assert checked is not None
    assert [(each.row, each.column) for each in checked.findings] == [
        (2, "name"),
        (2, "active"),
        (2, "terms_days"),
        (4, "id"),
    ]
    words = in_words(checked.findings, most=2)
    assert words.startswith("Row 2: name is blank.")
    assert words.endswith("There are 2 more.")


def test_a_column_that_is_not_ours_is_kept_and_passed_over(tmp_path: Path) -> None:
    text = "ID,Name,Account Manager\n1,One,Sam\n"
    folder = Folder(write(tmp_path, customers=text))
    checked = folder.check(SHEET)
    assert checked is not None
    assert checked.findings == ()
    assert next(folder.rows(SHEET)).cells["Account Manager"] == "Sam"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("id,nam", "name is meant perhaps"),
        ("id,name,extern_id", "external_id is meant perhaps"),
        ("id,number", "column name is missing"),
        ("id,name,name", "stands there twice"),
    ],
)
def test_a_wrong_header_is_told_with_the_column_that_is_meant(
    tmp_path: Path, header: str, words: str
) -> None:
    checked = Folder(write(tmp_path, customers=f"{header}\n1,One,2\n")).check(SHEET)
    assert checked is not None
    assert words in in_words(checked.findings)
    assert checked.count == 0


def test_the_mark_is_the_content_and_not_the_file(tmp_path: Path) -> None:
    folder = Folder(write(tmp_path, customers=CUSTOMERS))
    first = folder.check(SHEET)
    write(tmp_path, customers=CUSTOMERS + "\n,,,\n")
    again = folder.check(SHEET)
    write(tmp_path, customers=CUSTOMERS.replace("Aspen", "Aspens"))
    changed = folder.check(SHEET)
    assert first is not None
    assert again is not None
    assert changed is not None
    assert first.digest == again.digest != changed.digest


def test_a_file_that_is_no_sheet_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RemoteRefused, match="UTF-16"):
        Folder(tmp_path).check(SHEET)
