import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.files.excel import ExcelValue
from app.workbook.raw_sheets import guarded, raw_sheets, unguarded


def sheets_of(path: Path) -> dict[str, list[tuple[int, list[ExcelValue]]]]:
    return {
        sheet.name: [(number, list(cells)) for number, cells in sheet.rows]
        for sheet in raw_sheets(path)
    }


def test_a_folder_gives_one_sheet_a_file(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("name\nGranite\n", encoding="utf-8")
    (tmp_path / "RATES.CSV").write_text("rate\n", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("not a sheet", encoding="utf-8")
    (tmp_path / "._accounts.csv").write_bytes(b"\xff")
    assert sheets_of(tmp_path) == {
        "RATES": [(1, ["rate"])],
        "accounts": [(1, ["name"]), (2, ["Granite"])],
    }


def test_one_csv_file_is_one_sheet(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("name\n", encoding="utf-8")
    assert sheets_of(path) == {"accounts": [(1, ["name"])]}


def test_an_excel_file_gives_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "accounts"
    book.worksheets[0]["A2"] = "Granite"
    book.save(tmp_path / "setup.xlsx")
    assert sheets_of(tmp_path / "setup.xlsx") == {"accounts": [(2, ["Granite"])]}


def test_a_mark_of_utf8_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes("\ufeffname\nPeña\n".encode())
    assert sheets_of(path) == {"accounts": [(1, ["name"]), (2, ["Peña"])]}


def test_a_row_is_known_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "company.csv"
    path.write_text('name,remit_to\n"A","1\n2"\n\nB,3\n', encoding="utf-8")
    assert [number for number, _ in sheets_of(path)["company"]] == [1, 2, 5]


@given(st.text(alphabet="'=+-@ab", max_size=6))
def test_a_guarded_text_is_read_as_itself(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


def test_a_guard_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("name\n'=cmd\n'tis\n", encoding="utf-8")
    assert sheets_of(path)["accounts"][1:] == [(2, ["=cmd"]), (3, ["'tis"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name\nPe\xf1a\n", r"accounts\.csv is not in UTF-8"),
        ("name\n".encode("utf-16"), r"is in UTF-16"),
        (b"name;city\n", "separated by semicolons"),
        (b"name\tcity\n", "separated by tabs"),
        (b'name\n"open\n', r"accounts\.csv, line 2 cannot be read"),
        (b"name\n" + b"x" * 200_000, r"line 2 cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason):
        sheets_of(path)


def test_a_line_of_100_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    with path.open("wb") as file:
        file.write(b"name\n")
        file.truncate(100 * 2**20)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="line 2 is longer than 1,048,576 characters"):
            sheets_of(path)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_a_folder_without_sheets_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no setup workbook"):
        sheets_of(tmp_path)


def test_a_folder_that_cannot_be_listed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(InputError, match="Permission denied"):
        sheets_of(tmp_path)


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "none"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        sheets_of(tmp_path / name)
