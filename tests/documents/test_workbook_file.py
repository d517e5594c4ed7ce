import csv
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.workbook_file import (
    FileFormat,
    write_sheets,
    write_template,
    write_wrong_rows,
)
from app.errors import InputError
from app.values.money import plain
from app.values.sheet import Kind, Sheet, SheetRow
from app.workbook.cells import CellError, cell_reader
from app.workbook.plan import Fate, plan_import
from app.workbook.reading import read_workbook
from app.workbook.sheets import SHEETS
from tests.workbook.examples import TABLES, TODAY, a_row, cells, current_of, plan, raw_sheet

LAWLESS_TEXTS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=x", "''", "'", "_x0041_", "#N/A"]
NUMBERLIKE_TEXTS = ["06101", "1E5", "1.10", "TRUE", "2026-10-01", "00", "a\nb", 'a"b,c;d']

TEXTS = st.one_of(
    st.sampled_from(LAWLESS_TEXTS + NUMBERLIKE_TEXTS),
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters="\uffff"
        ),
        max_size=12,
    ),
)
VALUES: Mapping[Kind, st.SearchStrategy[Any]] = {
    Kind.PHONE: st.from_regex(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True),
    Kind.TIME: st.from_regex(r"[01][0-9]:[0-5][0-9]|24:00", fullmatch=True),
    Kind.INTEGER: st.integers(-(10**15), 10**15),
    Kind.MONEY: st.decimals(-(9 * 10**10), 9 * 10**10, places=8).map(plain),
    Kind.QUANTITY: st.decimals(-(9 * 10**10), 9 * 10**10, places=4).map(plain),
    Kind.DATE: st.dates(min_value=date(1900, 1, 1)),
    Kind.YES_NO: st.booleans(),
}


def values_of(sheet: Sheet, field: str) -> st.SearchStrategy[Any]:
    """What a field may hold once it was read."""
    column = sheet.columns[field]
    if column.choices:
        values: st.SearchStrategy[Any] = st.sampled_from(column.choices)
    elif column.kind is Kind.TEXT:
        values = TEXTS.map(lambda text: _as_read(sheet, field, text)).filter(
            lambda text: text is not None
        )
    else:
        values = VALUES[column.kind]
    if column.required or column.default is not None:
        return values
    return st.none() | values


def _as_read(sheet: Sheet, field: str, text: str) -> object:
    if field == "postal_code" and text.partition("-")[0].strip().isdigit():
        text = "06101"
    with suppress(CellError):
        return cell_reader(sheet, field)(text)
    return None


def rows_of(sheet: Sheet) -> st.SearchStrategy[list[SheetRow]]:
    fields = {field: values_of(sheet, field) for field in sheet.columns}
    rows = st.fixed_dictionaries(fields).map(lambda values: sheet.row(**values))
    return st.lists(rows, min_size=1, max_size=3, unique_by=sheet.key_of)


def read_back(path: Path, name: str) -> list[SheetRow]:
    found = read_workbook(path)
    assert found.findings == ()
    sheet = found.sheets[name]
    assert (sheet.findings, sheet.unusable) == ([], [])
    return [each.row for each in sheet.rows]


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("file_format", FileFormat)
def test_what_is_written_is_read_back_as_it_was(name: str, file_format: FileFormat) -> None:
    @settings(max_examples=25)
    @given(rows_of(SHEETS[name]))
    def law(rows: list[SheetRow]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder, f"setup.{file_format.value}")
            target = path if file_format is FileFormat.XLSX else Path(folder)
            write_sheets(target, {name: rows}, file_format=file_format)
            assert read_back(target, name) == rows

    law()


def test_sheets_are_written_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "setup.xlsx"
    rows = {"rates": [a_row("rates")], "accounts": [a_row("accounts")]}
    write_sheets(path, rows, file_format=FileFormat.XLSX)
    assert openpyxl.load_workbook(path).sheetnames == ["accounts", "rates"]


def test_no_text_of_a_csv_file_begins_as_a_formula(tmp_path: Path) -> None:
    row = a_row("accounts", name="=cmd", btn="3035550142")
    write_sheets(tmp_path, {"accounts": [row]}, file_format=FileFormat.CSV)
    with (tmp_path / "accounts.csv").open(encoding="utf-8", newline="") as file:
        (written,) = csv.DictReader(file)
    assert (written["name"], written["btn"]) == ("'=cmd", "+13035550142")


def test_no_text_of_an_excel_file_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "setup.xlsx"
    row = a_row("accounts", name="=cmd", postal_code="06101")
    write_sheets(path, {"accounts": [row]}, file_format=FileFormat.XLSX)
    (worksheet,) = openpyxl.load_workbook(path).worksheets
    by_column = {cell.value: worksheet.cell(2, index) for index, cell in _header(worksheet)}
    name = by_column["name"]
    assert (name.value, name.data_type, name.number_format) == ("=cmd", "s", "@")
    assert (by_column["postal_code"].value, by_column["postal_code"].data_type) == ("06101", "s")


def _header(worksheet: Any) -> list[tuple[int, Any]]:  # noqa: ANN401  openpyxl's own classes
    return list(enumerate(worksheet[1], start=1))


def test_a_number_too_long_for_excel_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "setup.xlsx"
    row = a_row("products", price="12345678.12345678")
    write_sheets(path, {"products": [row]}, file_format=FileFormat.XLSX)
    assert read_back(path, "products") == [row]
    (worksheet,) = openpyxl.load_workbook(path).worksheets
    assert "12345678.12345678" in [cell.value for cell in worksheet[2]]


@pytest.mark.parametrize("file_format", FileFormat)
def test_a_file_stays_as_it_was_until_the_new_one_is_whole(
    tmp_path: Path, file_format: FileFormat
) -> None:
    path = tmp_path / f"accounts.{file_format.value}"
    path.write_text("old", encoding="utf-8")
    target = path if file_format is FileFormat.XLSX else tmp_path

    def rows() -> Any:  # noqa: ANN401  a list that breaks off
        yield a_row("accounts")
        raise InputError("broken off")

    with pytest.raises(InputError, match="broken off"):
        write_sheets(target, {"accounts": rows()}, file_format=file_format)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("file_format", FileFormat)
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, file_format: FileFormat) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_sheets(
            tmp_path / "file" / "setup.xlsx",
            {"accounts": [a_row("accounts")]},
            file_format=file_format,
        )


@pytest.mark.parametrize("file_format", FileFormat)
def test_wrong_rows_can_be_mended_and_imported_alone(
    tmp_path: Path, file_format: FileFormat
) -> None:
    bad = cells("products", price="much", name="=cmd", gl_code="-5", product_code="06101")
    company = current_of(company=a_row("company"))
    wrong = plan(raw_sheet("products", bad, cells("products")), current=company).wrong
    path = tmp_path / "wrong.xlsx" if file_format is FileFormat.XLSX else tmp_path
    write_wrong_rows(path, wrong, file_format=file_format)
    found = read_workbook(path).sheets["products"]
    assert found.header[-1] == "wrong"
    assert found.raw[2][-1] == "price holds much, not a number."
    assert [each.column for each in found.findings] == ["price"]
    kept = dict(zip(found.header, found.raw[2], strict=True))
    assert {name: kept[name] or "" for name in bad} == bad


@pytest.mark.parametrize("file_format", FileFormat)
def test_wrong_rows_of_several_sheets_can_be_mended_and_imported(
    tmp_path: Path, file_format: FileFormat
) -> None:
    company = current_of(company=a_row("company"))
    good = {name: cells(name) for name in ("products", "accounts")}
    bad = [
        raw_sheet("products", good["products"] | {"price": "much"}),
        raw_sheet("accounts", good["accounts"] | {"opened_on": "never"}),
    ]
    path = tmp_path / "wrong.xlsx" if file_format is FileFormat.XLSX else tmp_path
    write_wrong_rows(path, plan(*bad, current=company).wrong, file_format=file_format)
    found = read_workbook(path).sheets
    saved = {name: dict(zip(found[name].header, found[name].raw[2], strict=True)) for name in good}
    assert (saved["products"]["price"], saved["accounts"]["opened_on"]) == ("much", "never")

    for name, column in (("products", "price"), ("accounts", "opened_on")):
        saved[name][column] = good[name][column]
    mended = [
        raw_sheet(name, {column: str(cell or "") for column, cell in row.items()})
        for name, row in saved.items()
    ]
    again = plan(*mended, current=company)
    assert [(each.sheet, each.fate) for each in again.rows] == [
        ("accounts", Fate.ADDED),
        ("products", Fate.ADDED),
    ]


def test_wrong_rows_saved_twice_have_one_reason(tmp_path: Path) -> None:
    company = current_of(company=a_row("company"))
    bad = raw_sheet("products", cells("products", price="much", wrong="an older reason"))
    write_wrong_rows(tmp_path, plan(bad, current=company).wrong, file_format=FileFormat.CSV)
    assert read_workbook(tmp_path).sheets["products"].header.count("wrong") == 1


def test_wrong_cells_of_every_kind_are_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    worksheet = book.worksheets[0]
    worksheet.title = "aliases"
    worksheet.append(["alias", "number", "source"])
    worksheet.append([date(2026, 10, 1), "=1/0", 5.5])
    worksheet.append([datetime(2026, 10, 1, 8, 30), None, None])  # noqa: DTZ001
    book.save(tmp_path / "setup.xlsx")
    company = current_of(company=a_row("company"))
    found = plan_import(
        company,
        read_workbook(tmp_path / "setup.xlsx"),
        tables=TABLES,
        today=TODAY,
        has_invoices=False,
    )
    write_wrong_rows(tmp_path / "wrong.xlsx", found.wrong, file_format=FileFormat.XLSX)
    raw = read_workbook(tmp_path / "wrong.xlsx").sheets["aliases"].raw
    assert raw[3][0] == "2026-10-01 08:30:00"
    assert raw[2][:3] == (date(2026, 10, 1), "a formula never worked out", Decimal("5.5"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "setup.xlsx"
    write_template(path)
    return path


def test_the_template_has_every_sheet_and_column(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    headers = {
        sheet.title: [cell.value for cell in next(sheet.iter_rows(max_row=1))]
        for sheet in book.worksheets
    }
    assert headers == {
        name: [column.name for column in sheet.columns.values()] for name, sheet in SHEETS.items()
    }


def test_the_template_imported_as_it_is_has_nothing_wrong(template: Path) -> None:
    found = plan_import({}, read_workbook(template), tables=TABLES, today=TODAY, has_invoices=False)
    assert found.findings == ()
    assert set(found.counts) == set(SHEETS)
    assert {each.fate for each in found.rows} == {Fate.ADDED}


def test_every_column_of_the_template_is_explained(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    cycle = next(cell for cell in book["accounts"][1] if cell.value == "bill_cycle_day")
    assert cycle.comment is not None
    assert cycle.comment.text == (
        "Day on which its period begins, 1 to 28.\nWhole number.\nBlank means 1."
    )
    without = [cell for sheet in book.worksheets for cell in sheet[1] if cell.comment is None]
    assert without == []


def test_fixed_values_are_offered_in_the_template(template: Path) -> None:
    worksheet = openpyxl.load_workbook(template)["accounts"]
    offers = {
        str(offer.sqref).partition(":")[0][:-1]: offer.formula1
        for offer in worksheet.data_validations.dataValidation
    }
    by_column = {
        cell.value: offers[cell.column_letter]
        for _, cell in _header(worksheet)
        if cell.column_letter in offers
    }
    assert by_column == {
        "bill_to_parent": '"yes,no"',
        "customer_class": '"business,residential,government,nonprofit,reseller"',
        "delivery": '"email,print,both,none"',
        "consolidated": '"yes,no"',
    }


def test_the_template_keeps_its_header_and_its_zeros(template: Path) -> None:
    worksheet = openpyxl.load_workbook(template)["accounts"]
    assert worksheet.freeze_panes == "A2"
    formats = {
        cell.value: worksheet.column_dimensions[cell.column_letter]
        for _, cell in _header(worksheet)
    }
    assert formats["postal_code"].number_format == "@"
    assert formats["opened_on"].number_format == "yyyy-mm-dd"
    assert formats["bill_cycle_day"].number_format == "General"


def test_the_examples_of_the_template_are_values(template: Path) -> None:
    worksheet = openpyxl.load_workbook(template)["rates"]
    row = {head.value: cell.value for head, cell in zip(worksheet[1], worksheet[2], strict=True)}
    assert (row["prefix"], row["rate"]) == ("1303", 0.02)
    assert row["valid_from"] == datetime(2026, 1, 1)  # noqa: DTZ001
