from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.documents.spreadsheets import (
    MONEY,
    Cell,
    Sheet,
    TableColumn,
    TableFormat,
    write_table,
)
from app.errors import NotAllowed

DANGEROUS = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"]


def _csv(tmp_path: Path, row: list[Cell], *, guard: bool = False) -> str:
    path = tmp_path / "table.csv"
    header = [f"column{place}" for place in range(len(row))]
    write_table(path, header, rows=[row], fmt=TableFormat.CSV, guard=guard)
    return path.read_bytes().decode("utf-8").split("\n", 1)[1]


def _xlsx(tmp_path: Path, row: list[Cell], *, number_format: str | None = None) -> list[Any]:
    path = tmp_path / "table.xlsx"
    header = [
        TableColumn(title=f"column{place}", number_format=number_format)
        for place in range(len(row))
    ]
    write_table(path, header, rows=[row], fmt=TableFormat.XLSX)
    return list(load_workbook(path).worksheets[0][2])


def test_csv_values_are_plain(tmp_path: Path) -> None:
    row: list[Cell] = [
        "name, quoted",
        Decimal("0.00000001"),
        12,
        True,
        date(2026, 10, 5),
        None,
        Decimal("-12.50"),
    ]
    assert _csv(tmp_path, row) == '"name, quoted",0.00000001,12,yes,2026-10-05,,-12.50\n'


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_for_people_guards_what_begins_like_a_formula(tmp_path: Path, text: str) -> None:
    assert _csv(tmp_path, [text], guard=True).lstrip('"').startswith(f"'{text[0]}")


def test_csv_for_machines_leaves_texts_alone(tmp_path: Path) -> None:
    assert _csv(tmp_path, ["+13035550142"]) == "+13035550142\n"


def test_csv_for_people_is_known_as_unicode(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_table(path, ["\u00e9"], rows=[], fmt=TableFormat.CSV, guard=True)
    assert path.read_bytes() == b"\xef\xbb\xbf\xc3\xa9\n"


@pytest.mark.parametrize("text", [*DANGEROUS[:4], "#N/A", "#REF!"])
def test_xlsx_never_holds_a_formula(tmp_path: Path, text: str) -> None:
    [cell] = _xlsx(tmp_path, [text])
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


@pytest.mark.parametrize("text", ["=1", "\t=1", "=\x07", "=" + "x" * 50_000])
def test_xlsx_keeps_odd_texts_as_texts(tmp_path: Path, text: str) -> None:
    [cell] = _xlsx(tmp_path, [text])
    assert cell.data_type == "s"


def test_xlsx_header_is_no_formula_either(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, ["=A1"], rows=[], fmt=TableFormat.XLSX)
    assert load_workbook(path).worksheets[0]["A1"].data_type == "s"


@pytest.mark.parametrize("amount", ["1662.78", "-0.00000001", "99999999999.99", "0.1"])
def test_xlsx_amounts_are_exact(tmp_path: Path, amount: str) -> None:
    [cell] = _xlsx(tmp_path, [Decimal(amount)], number_format=MONEY)
    assert (Decimal(str(cell.value)), cell.number_format) == (Decimal(amount), MONEY)


def test_xlsx_dates_are_dates(tmp_path: Path) -> None:
    [cell] = _xlsx(tmp_path, [date(2026, 10, 5)])
    assert (cell.is_date, cell.value.date()) == (True, date(2026, 10, 5))


def test_xlsx_moments_with_an_offset_are_texts(tmp_path: Path) -> None:
    [cell] = _xlsx(tmp_path, [datetime(2026, 10, 5, 10, 41, tzinfo=UTC)])
    assert cell.value == "2026-10-05T10:41:00+00:00"


def test_xlsx_control_characters_are_dropped(tmp_path: Path) -> None:
    [cell] = _xlsx(tmp_path, ["bell\x07 \ufffe"])
    assert cell.value == "bell "


def test_xlsx_long_whole_numbers_keep_their_digits(tmp_path: Path) -> None:
    [cell] = _xlsx(tmp_path, [12345678901234567890])
    assert cell.value == "12345678901234567890"


def test_xlsx_header_stays_in_view(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, ["a"], rows=[["x"]], fmt=TableFormat.XLSX, sheet=Sheet(name="Bill run"))
    page = load_workbook(path)["Bill run"]
    assert (page.freeze_panes, page["A1"].font.b) == ("A2", True)


def test_rows_are_counted_without_header_and_totals(tmp_path: Path) -> None:
    sheet = Sheet(totals=["Total"])
    rows: list[list[Cell]] = [["x"], ["y"]]
    written = {
        fmt: write_table(
            tmp_path / f"table.{fmt.value}", ["a"], rows=iter(rows), fmt=fmt, sheet=sheet
        )
        for fmt in TableFormat
    }
    assert written == {TableFormat.CSV: 2, TableFormat.XLSX: 2}


@pytest.mark.parametrize("fmt", list(TableFormat))
def test_a_source_that_fails_leaves_no_file(tmp_path: Path, fmt: TableFormat) -> None:
    def rows() -> Iterator[list[Cell]]:
        yield ["x"]
        raise KeyError

    with pytest.raises(KeyError):
        write_table(tmp_path / "table", ["a"], rows=rows(), fmt=fmt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_more_rows_than_excel_reads_are_refused(tmp_path: Path) -> None:
    rows = (["x"] for _ in range(1_048_575))
    with pytest.raises(NotAllowed, match="more rows than Excel"):
        write_table(tmp_path / "table.xlsx", ["a"], rows=rows, fmt=TableFormat.XLSX)
    assert list(tmp_path.iterdir()) == []
