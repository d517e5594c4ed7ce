import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from sys import gettrace
from time import process_time

import openpyxl
import pytest

from app.customers.account import Account
from app.customers.service import Number
from app.findings import Finding
from app.rating.deck import Rate
from app.workbook.raw_sheets import RawSheet
from app.workbook.reading import ReadSheet, nearest, read_workbook
from tests.workbook.examples import cells, raw_sheet, read

UNMEASURED = pytest.mark.skipif(
    gettrace() is not None, reason="measuring coverage takes its own time"
)


def sheet(name: str, *rows: Mapping[str, str]) -> ReadSheet:
    return read(raw_sheet(name, *rows)).sheets[name]


def codes(findings: list[Finding]) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.row, each.column) for each in findings]


def accounts(read_sheet: ReadSheet) -> list[Account]:
    return [each.row for each in read_sheet.rows if isinstance(each.row, Account)]


def test_rows_become_values_with_their_row() -> None:
    found = sheet("accounts", cells("accounts"), cells("accounts", account_number="10050"))
    assert [(each.number, each.row) for each in found.rows] == list(
        zip([2, 3], accounts(found), strict=True)
    )
    assert accounts(found)[1].account_number == "10050"
    assert accounts(found)[1].opened_on == date(2024, 3, 1)


def test_columns_may_stand_in_any_order() -> None:
    given = cells("accounts")
    turned = dict(reversed(given.items()))
    assert accounts(sheet("accounts", turned)) == accounts(sheet("accounts", given))


def test_headers_and_sheet_names_ignore_case_and_space() -> None:
    given = {f" {name.title()} ": text for name, text in cells("accounts").items()}
    found = read(raw_sheet(" Accounts ", given))
    assert accounts(found.sheets["accounts"])[0].account_number == "10042"


def test_columns_that_are_not_there_take_their_defaults() -> None:
    needed = ("account_number", "name", "address_line1", "city", "region", "postal_code")
    found = sheet("accounts", {name: cells("accounts")[name] for name in needed})
    assert accounts(found)[0].bill_cycle_day == 1
    assert "bill_cycle_day" in found.absent


def test_blank_rows_are_passed_over() -> None:
    blank = dict.fromkeys(cells("accounts"), " ")
    found = sheet("accounts", blank, cells("accounts"))
    assert [each.number for each in found.rows] == [3]


def test_a_header_may_stand_below_blank_rows() -> None:
    header, row = list(cells("aliases")), list(cells("aliases").values())
    found = read(RawSheet("aliases", iter([(1, ["", None]), (3, header), (4, row)])))
    assert [each.number for each in found.sheets["aliases"].rows] == [4]


def test_a_sheet_without_header_has_no_rows() -> None:
    assert read(RawSheet("accounts", iter([]))).sheets["accounts"].rows == []


def test_an_unknown_sheet_is_named_with_the_nearest() -> None:
    (finding,) = read(raw_sheet("acounts", cells("accounts"))).findings
    assert finding.code == "unknown_sheet"
    assert "'acounts'" in finding.message
    assert "'accounts'" in finding.message


def test_a_sheet_that_stands_there_twice_is_told() -> None:
    found = read(raw_sheet("accounts", cells("accounts")), raw_sheet("Accounts", cells("accounts")))
    assert [each.code for each in found.findings] == ["repeated_sheet"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("acount_name", "name"),
        ("Account Name", "name"),
        ("acount_number", "account_number"),
        ("parent_acount_number", "parent_account_number"),
        ("zip_postal_code", "postal_code"),
        ("city_name", "city"),
        ("tmezone", "timezone"),
    ],
)
def test_the_nearest_name_is_a_slip_away_or_part_of_what_is_written(
    written: str, meant: str
) -> None:
    names = ["account_number", "parent_account_number", "name", "city", "postal_code", "timezone"]
    assert nearest(written, names) == meant


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    (finding,) = sheet("accounts", cells("accounts", bill_cycel_day="1")).unusable
    assert (finding.code, finding.row, finding.column) == ("unknown_column", 1, "bill_cycel_day")
    assert "'bill_cycle_day'" in finding.message


def test_a_required_column_that_is_not_there_is_told() -> None:
    found = sheet("accounts", {"account_number": "10042", "name": "Granite"})
    assert ("missing_column", 1, "city") in codes(found.unusable)
    assert found.rows == []


def test_a_required_column_with_default_may_be_left_out() -> None:
    given = cells("bundles")
    del given["method"]
    assert sheet("bundles", given).unusable == []


def test_a_column_that_stands_there_twice_is_told() -> None:
    header = [*cells("aliases"), "Alias"]
    found = read(RawSheet("aliases", iter([(1, header), (2, [*cells("aliases").values(), "x"])])))
    assert codes(found.sheets["aliases"].unusable) == [("repeated_column", 1, "Alias")]


def test_a_value_below_no_header_is_told() -> None:
    header, row = [*cells("aliases"), "", None], [*cells("aliases").values(), "stray", None, "far"]
    found = read(RawSheet("aliases", iter([(1, header), (2, row)]))).sheets["aliases"]
    assert codes(found.findings) == [("unnamed_column", 2, ""), ("unnamed_column", 2, "")]


def test_the_column_of_reasons_is_passed_over() -> None:
    found = sheet("accounts", cells("accounts", wrong="city is blank."))
    assert (found.unusable, len(found.rows)) == ([], 1)


def test_a_wrong_cell_is_told_with_its_place_and_text() -> None:
    found = sheet("accounts", cells("accounts", bill_cycle_day="first", opened_on="soon"))
    assert codes(found.findings) == [
        ("not_whole", 2, "bill_cycle_day"),
        ("not_a_date", 2, "opened_on"),
    ]
    assert found.findings[0].raw == "first"
    assert found.rows == []
    assert found.wrong_keys == {("10042",): 2}


def test_a_column_is_told_by_its_own_name() -> None:
    found = sheet("taxes", cells("taxes", class_="LEVY"))
    assert codes(found.findings) == [("unknown_choice", 2, "class")]


def test_a_key_that_stands_there_twice_is_told() -> None:
    found = sheet("accounts", cells("accounts"), cells("accounts", name="Other"))
    assert codes(found.findings) == [("repeated_key", 3, "account_number")]
    assert found.findings[0].message == "account_number 10042 stands in row 2 already."


def test_the_company_has_one_row() -> None:
    found = sheet("company", cells("company"), cells("company"))
    assert codes(found.findings) == [("repeated_key", 3, "")]


def test_a_range_is_a_row_for_each_number() -> None:
    found = sheet("numbers", cells("numbers", number="3035550100-3035550102"))
    numbers = [each.row.number for each in found.rows if isinstance(each.row, Number)]
    assert numbers == ["+13035550100", "+13035550101", "+13035550102"]
    assert [each.number for each in found.rows] == [2, 2, 2]


def test_a_number_inside_a_range_stands_there_twice() -> None:
    found = sheet(
        "numbers",
        cells("numbers", number="3035550101"),
        cells("numbers", number="3035550100-3035550102"),
    )
    assert codes(found.findings) == [("repeated_key", 3, "number")]


def test_the_keys_of_a_wrong_range_are_kept() -> None:
    found = sheet("numbers", cells("numbers", number="3035550100-3035550101", ends_on="soon"))
    assert set(found.wrong_keys) == {
        ("+13035550100", date(2026, 1, 1)),
        ("+13035550101", date(2026, 1, 1)),
    }


def test_a_wrong_number_leaves_no_key() -> None:
    assert sheet("numbers", cells("numbers", number="front desk")).wrong_keys == {}


@pytest.mark.parametrize(
    ("country", "written", "kept"),
    [
        ("US", "6101", "06101"),
        ("US", "6101-1234", "06101-1234"),
        ("", "501", "00501"),
        ("US", "06101", "06101"),
        ("NO", "6101", "6101"),
        ("CA", "K1A 0B1", "K1A 0B1"),
    ],
)
def test_the_zeros_of_a_zip_code_come_back(country: str, written: str, kept: str) -> None:
    found = sheet("accounts", cells("accounts", country=country, postal_code=written))
    assert accounts(found)[0].postal_code == kept


def _rates(count: int) -> list[list[str]]:
    header = list(cells("rates"))
    days = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(10)]
    rows = [
        cells(
            "rates",
            prefix=str(100_000 + n),
            destination=f"Place {n % 500}",
            rate=f"0.{n:08d}",
            interstate_rate="0.02",
            valid_from=days[n % 10],
        )
        for n in range(count)
    ]
    return [header, *([row[name] for name in header] for row in rows)]


@pytest.mark.slow
@UNMEASURED
def test_sixty_thousand_rates_are_read_quickly_from_csv(tmp_path: Path) -> None:
    with (tmp_path / "rates.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_rates(60_000))
    began = process_time()
    found = read_workbook(tmp_path).sheets["rates"]
    assert process_time() - began < 2
    assert len(found.rows) == 60_000
    assert isinstance(found.rows[0].row, Rate)


@pytest.mark.slow
@UNMEASURED
def test_sixty_thousand_rates_are_read_quickly_from_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    worksheet = book.create_sheet("rates")
    for row in _rates(60_000):
        worksheet.append(row)
    book.save(tmp_path / "setup.xlsx")
    began = process_time()
    found = read_workbook(tmp_path / "setup.xlsx").sheets["rates"]
    assert process_time() - began < 8
    assert len(found.rows) == 60_000
