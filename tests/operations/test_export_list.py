from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from app.operations.export_list import write_list

LINES = (("Customer", "Total"), ("Granite Peak", Decimal("1662.78")), ("=SUM(A1)", None))


def test_a_list_becomes_a_spreadsheet_with_titles_and_types(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert write_list(path, LINES) == 2
    sheet = load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Customer", "Total"]
    assert sheet["B2"].data_type == "n"
    assert Decimal(str(sheet["B2"].value)) == Decimal("1662.78")


def test_a_cell_that_begins_as_a_formula_is_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, LINES)
    assert load_workbook(path).worksheets[0]["A3"].data_type == "s"


def test_the_name_of_the_file_tells_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "LIST.CSV"
    assert write_list(path, LINES) == 2
    assert path.read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "Customer,Total",
        "Granite Peak,1662.78",
    ]


def test_a_list_without_rows_has_its_titles(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert write_list(path, LINES[:1]) == 0
    assert path.read_text(encoding="utf-8-sig").strip() == "Customer,Total"
