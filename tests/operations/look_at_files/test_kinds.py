from pathlib import Path

import pytest

from app.documents.workbook_file import FileFormat, write_sheets
from app.operations.look_at_files.kinds import FileKind, files_of, kind_of
from tests.operations.companies import BRITAIN, CALLS, COLORADO, COMPANY, HOME, call_file


def written(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("prefix,destination,rate", FileKind.DECK),
        ("Dial Code;Country;Rate per min", FileKind.DECK),
        ("code\tprice\tvalid from", FileKind.DECK),
        ("tax_code,jurisdiction,rate", FileKind.TAXES),
        ("start time,caller,called,duration,rate,prefix", FileKind.CALLS),
        ("a,b,c", FileKind.CALLS),
    ],
)
def test_a_table_is_told_by_its_columns(tmp_path: Path, header: str, kind: FileKind) -> None:
    assert kind_of(written(tmp_path, f"{header}\n1,2,3\n")).kind is kind


def test_a_call_file_is_what_remains(tmp_path: Path) -> None:
    assert kind_of(call_file(tmp_path)).kind is FileKind.CALLS


def test_a_setup_sheet_is_known_by_name_and_columns(tmp_path: Path) -> None:
    write_sheets(tmp_path / "book", {"products": [CALLS]}, file_format=FileFormat.CSV)
    assert kind_of(tmp_path / "book" / "products.csv").sheets == ("products",)
    assert kind_of(written(tmp_path, "a,b,c\n", "products.csv")).kind is FileKind.CALLS


@pytest.mark.parametrize(
    ("sheets", "kind"),
    [
        ({"rates": [HOME, BRITAIN]}, FileKind.DECK),
        ({"taxes": [COLORADO]}, FileKind.TAXES),
        ({"company": [COMPANY], "rates": [HOME]}, FileKind.WORKBOOK),
    ],
)
def test_a_workbook_is_told_by_its_sheets(
    tmp_path: Path, sheets: dict[str, list[object]], kind: FileKind
) -> None:
    path = tmp_path / "book.xlsx"
    write_sheets(path, sheets, file_format=FileFormat.XLSX)  # type: ignore[arg-type]
    told = kind_of(path)
    assert (told.kind, told.sheets) == (kind, tuple(sheets))


def test_scans_are_told_by_what_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "anything.dat"
    path.write_bytes(b"%PDF-1.7 and so on")
    assert kind_of(path).kind is FileKind.CERTIFICATE


def test_nothing_is_made_of_an_empty_or_missing_or_broken_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing of a workbook")
    assert kind_of(broken).kind is FileKind.OTHER
    assert kind_of(written(tmp_path, " \n")).why == "it is empty"
    assert kind_of(tmp_path / "none.csv").kind is FileKind.OTHER


def test_a_folder_is_opened_unless_it_is_a_workbook(tmp_path: Path) -> None:
    calls = tmp_path / "calls" / "october"
    calls.mkdir(parents=True)
    one = call_file(calls)
    written(calls, "x", ".hidden")
    book = tmp_path / "book"
    write_sheets(book, {"products": [CALLS]}, file_format=FileFormat.CSV)
    assert list(files_of([tmp_path / "calls", book])) == [one, book]
    assert kind_of(book).kind is FileKind.WORKBOOK
