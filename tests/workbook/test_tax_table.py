from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.errors import InputError
from app.tax.rule import TAXES, TaxRule
from app.tax.table_import import RowFate, TablePlan
from app.workbook.tax_table import plan_tax_table, read_tax_table
from tests.workbook.examples import AREA_CODES, TABLES, cells

COLUMNS = [column.name for column in TAXES.columns.values()]


def a_csv(folder: Path, *rows: dict[str, str], name: str = "table.csv") -> Path:
    header = list(rows[0]) if rows else COLUMNS
    lines = [header, *([row[column] for column in header] for row in rows)]
    path = folder / name
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    return path


def an_excel(folder: Path, *sheets: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in sheets:
        sheet = book.create_sheet(name)
        row = cells("taxes", tax_code=name)
        sheet.append(list(row))
        sheet.append([value or None for value in row.values()])
    path = folder / "tables.xlsx"
    book.save(path)
    return path


def planned(path: Path, current: Sequence[TaxRule] = ()) -> TablePlan:
    return plan_tax_table(
        read_tax_table(path),
        current,
        area_codes=AREA_CODES,
        usf_factors=TABLES.usf_factors,
        today=date(2026, 11, 1),
        invoices_priced=lambda _: (),
    )


def test_a_csv_file_of_any_name(tmp_path: Path) -> None:
    path = a_csv(tmp_path, cells("taxes"), name="colorado 2026.csv")
    table = read_tax_table(path)
    assert (table.sheet, len(table.read.rows)) == ("colorado 2026", 1)
    [step] = planned(path).steps
    assert (step.fate, step.number, step.rule.tax_code) == (RowFate.ADDED, 2, "CO-SALES")


def test_the_only_sheet_of_an_excel_file(tmp_path: Path) -> None:
    assert read_tax_table(an_excel(tmp_path, "Rates 2026")).sheet == "Rates 2026"


def test_the_sheet_taxes_of_several(tmp_path: Path) -> None:
    [step] = planned(an_excel(tmp_path, "accounts", "Taxes", "notes")).steps
    assert step.rule.tax_code == "Taxes"


def test_nobody_guesses_among_several_sheets(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="It has the sheets one, two"):
        read_tax_table(an_excel(tmp_path, "one", "two"))


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_tax_table(tmp_path)


def test_an_unknown_column_is_told_with_the_valid_ones(tmp_path: Path) -> None:
    path = a_csv(tmp_path, {**cells("taxes"), "percent": "6"})
    made = planned(path)
    [finding] = made.findings
    assert (finding.code, finding.column, made.is_good) == ("unknown_column", "percent", False)
    assert all(column in finding.way_out for column in COLUMNS)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("effective_to", "2025-12-31", "dates_reversed"),
        ("rate", "6.25", "rate_above_1"),
        ("rate", "six", "not_a_number"),
        ("rate", "-0.01", "too_small"),
        ("category", "VIOP_FIXED", "unknown_category"),
        ("calc_method", "PERCENT", "not_a_choice"),
        ("state", "Colorado", "bad_state"),
    ],
)
def test_every_row_is_judged_as_in_the_workbook(
    tmp_path: Path, column: str, text: str, code: str
) -> None:
    made = planned(a_csv(tmp_path, {**cells("taxes"), column: text}))
    assert ([each.row for each in made.findings], made.is_good) == ([2], False)
    if code not in {"not_a_number", "not_a_choice"}:
        assert [each.code for each in made.findings] == [code]


def test_a_table_without_rows(tmp_path: Path) -> None:
    assert [each.code for each in planned(a_csv(tmp_path)).findings] == ["empty_table"]


def test_columns_that_the_file_lacks_stay_as_they_are(tmp_path: Path) -> None:
    path = a_csv(tmp_path, cells("taxes"))
    rules = [step.rule for step in planned(path).steps]
    few = {name: text for name, text in cells("taxes").items() if name != "source_note"}
    [step] = planned(a_csv(tmp_path, few, name="few.csv"), rules).steps
    assert step.fate is RowFate.UNCHANGED
