import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.errors import InputError
from app.files.excel import BrokenCell, ExcelValue, read_excel

Package = Callable[..., Path]

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PLAIN_PARTS = {
    "_rels/.rels": '<Relationships><Relationship Id="r0" Type="x/core-properties"'
    ' Target="docProps/core.xml"/><Relationship Id="r1" Type="x/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="calls" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<Relationships>"
    '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    '<Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>',
}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A workbook written part by part; ``rows`` is the inside of the sheet's data."""

    def make(rows: str = "", *, whole: dict[str, str] | None = None, **parts: str) -> Path:
        path = tmp_path / "calls.xlsx"
        names = {"strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
        sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
        content = {**PLAIN_PARTS, "xl/worksheets/sheet1.xml": sheet}
        content |= {names[name]: text for name, text in parts.items()} | (whole or {})
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in content.items():
                archive.writestr(name, text)
        return path

    return make


def rows_of(path: Path) -> list[tuple[int, tuple[ExcelValue, ...]]]:
    return [row for sheet in read_excel(path) for row in sheet.rows]


def test_a_workbook_of_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "accounts"
    first.append(["text", 12.5, date(2026, 10, 1), datetime(2026, 10, 1, 8, 30), True])  # noqa: DTZ001
    first["B4"] = time(19, 0)
    book.create_sheet("empty")
    book.save(path)
    sheets = [(sheet.name, list(sheet.rows)) for sheet in read_excel(path)]
    assert sheets == [
        (
            "accounts",
            [
                (
                    1,
                    (
                        "text",
                        Decimal("12.5"),
                        date(2026, 10, 1),
                        datetime(2026, 10, 1, 8, 30),  # noqa: DTZ001
                        True,
                    ),
                ),
                (4, (None, time(19, 0))),
            ],
        ),
        ("empty", []),
    ]


def test_a_number_is_read_from_its_text(package: Package) -> None:
    path = package('<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>')
    assert rows_of(path) == [(1, (Decimal("0.3"),))]


def test_a_formula_gives_its_last_value(package: Package) -> None:
    path = package(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>X</f><v>two</v></c></row>'
    )
    assert rows_of(path) == [(1, (Decimal(2), "two"))]


def test_a_formula_never_worked_out_is_broken(package: Package) -> None:
    path = package('<row r="1"><c r="A1"><f>1+1</f><v></v></c></row>')
    assert rows_of(path) == [(1, (BrokenCell("a formula never worked out"),))]


def test_an_error_of_excel_is_broken(package: Package) -> None:
    path = package('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    assert rows_of(path) == [(1, (BrokenCell("#N/A"),))]


def test_cells_of_every_kind(package: Package) -> None:
    path = package(
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3" t="b"><v>0</v></c>'
        '<c r="D3" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>'
        '<c r="E3" t="d"><v>2026-10-01</v></c><c r="F3" t="d"><v>2026-10-01T08:30:00</v></c>'
        '<c r="G3" s="1"/></row>',
        strings="<sst><si><t>zero</t></si>"
        "<si><r><t>o</t></r><r><t>ne</t></r><rPh><t>ee</t></rPh></si></sst>",
    )
    moment = datetime(2026, 10, 1, 8, 30)  # noqa: DTZ001
    cells = ("one", None, False, "inline", date(2026, 10, 1), moment)
    assert rows_of(path) == [(3, cells)]


def test_rows_and_cells_without_reference_follow_each_other(package: Package) -> None:
    path = package("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>")
    assert rows_of(path) == [(1, (Decimal(1), Decimal(2))), (3, (Decimal(3),))]


def test_columns_go_past_z(package: Package) -> None:
    path = package('<row r="1"><c r="AB1"><v>1</v></c></row>')
    assert rows_of(path) == [(1, (*[None] * 27, Decimal(1)))]


def test_escaped_control_characters_are_themselves(package: Package) -> None:
    path = package(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000A_b_x005F_x0041_</t></is></c></row>'
    )
    assert rows_of(path) == [(1, ("a\nb_x0041_",))]


def test_a_zip_code_in_its_own_format_keeps_its_zero(package: Package) -> None:
    path = package(
        '<row r="1"><c r="A1" s="1"><v>6101</v></c><c r="B1"><v>6101</v></c></row>',
        styles='<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    )
    assert rows_of(path) == [(1, ("06101", Decimal(6101)))]


def test_a_macintosh_counts_days_from_1904(package: Package) -> None:
    path = package(
        '<row r="1"><c r="A1"><v>44834</v></c></row>',
        styles='<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
        whole={
            "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><workbookPr date1904="1"/>'
            '<sheets><sheet name="calls" r:id="r1"/></sheets></workbook>'
        },
    )
    assert rows_of(path) == [(1, (date(2026, 10, 1),))]


def test_names_with_a_prefix_are_understood(package: Package) -> None:
    path = package(
        whole={
            "xl/worksheets/sheet1.xml": '<x:worksheet xmlns:x="urn:x"><x:sheetData>'
            '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        }
    )
    assert rows_of(path) == [(1, (Decimal(1),))]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row r="1048577"/>', "more than 1,048,576 rows"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "more than 16,384 cells"),
        ('<row r="2"/><row r="1"/>', "row 1 stands after row 2"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1"><v>many</v></c></row>', "many in row 1 is no number"),
        ('<row r="1"><c r="A1" t="zz"><v>1</v></c></row>', "unknown kind zz"),
        ('<row r="1"><c r="11"><v>1</v></c></row>', "names no column"),
        ('<row r="x"/>', "damaged"),
        ('<row r="1"><c', "damaged"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(package: Package, rows: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        rows_of(package(rows))


def test_a_cell_longer_than_any_is_refused(package: Package) -> None:
    long = "x" * 1_000_001
    with pytest.raises(InputError, match="longer"):
        rows_of(package(f'<row r="1"><c r="A1" t="str"><v>{long}</v></c></row>'))


@pytest.mark.slow
def test_ten_million_empty_rows_are_refused_in_bounded_memory(package: Package) -> None:
    path = package("<row/>" * 10_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="more than 1,048,576 rows"):
            rows_of(path)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_too_many_shared_texts_are_refused(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.excel.MOST_SHARED_STRINGS", 2)
    with pytest.raises(InputError, match="more texts than can be read at once"):
        rows_of(package(strings="<sst>" + "<si><t>a</t></si>" * 3 + "</sst>"))


def test_too_many_bytes_of_shared_text_are_refused(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.excel.MOST_SHARED_BYTES", 10)
    with pytest.raises(InputError, match="more text than can be read at once"):
        rows_of(package(strings="<sst><si><t>a</t></si></sst>"))


def test_a_package_without_workbook_is_refused(package: Package) -> None:
    with pytest.raises(InputError, match="no Excel workbook"):
        rows_of(package(whole={"_rels/.rels": "<Relationships/>"}))
