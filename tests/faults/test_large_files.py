"""Files that are too large, or only look so: bounded memory, and words."""

import gzip
import io
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.faults.company import HEADER, copy, write_calls
from tests.faults.program import switchbook

LITTLE_MB = 400
"""What a refusal may take; the program with all its libraries has some 150."""
QUICK_SECONDS = 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak memory"),
]


def refused_quickly(*arguments: object) -> str:
    done = switchbook(*arguments)
    said = done.refused()
    assert done.peak_mb < LITTLE_MB, done.peak_mb
    assert done.seconds < QUICK_SECONDS, done.seconds
    return said


def test_two_gigabytes_of_calls(empty: Path, tmp_path: Path) -> None:
    """A million and a half of records of 1.4 kB; the bench has ten million short ones."""
    if shutil.disk_usage(tmp_path).free < 4 * 2**30:
        pytest.skip("there is no room for a file of 2 GB")
    company = copy(empty, tmp_path / "company.switchbook")
    path = write_calls(tmp_path / "calls.csv", 1_500_000, padding=1_340)
    assert path.stat().st_size > 2 * 10**9
    done = switchbook("import", company, path).worked()
    path.unlink()
    assert "1500000" in done.out
    assert done.peak_mb < 1_500, done.peak_mb


def test_a_gzip_bomb(empty: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    bomb = tmp_path / "calls.csv.gz"
    line = HEADER.encode() + b"0" * (2**20)
    with gzip.open(bomb, "wb", compresslevel=9) as out:
        for _ in range(2_000):
            out.write(line)
    assert "unpacks to more than" in refused_quickly("import", company, bomb)


def test_a_zip_bomb(empty: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    bomb = tmp_path / "calls.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("calls.csv", "w", force_zip64=True) as out,
    ):
        out.write(HEADER.encode())
        for _ in range(2_000):
            out.write(bytes(2**20))
    refused_quickly("import", company, bomb)


def workbook_of_empty_rows(path: Path, rows: int) -> Path:
    """An Excel workbook of one sheet of rows without cells."""
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{sheet}" xmlns:r="{link}"><sheets>'
        '<sheet name="company" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        with (
            archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, encoding="utf-8") as out,
        ):
            out.write(f'<worksheet xmlns="{sheet}"><sheetData>')
            for row in range(1, rows + 1):
                out.write(f'<row r="{row}"/>')
            out.write("</sheetData></worksheet>")
    return path


def test_a_workbook_of_ten_million_empty_rows(empty: Path, tmp_path: Path) -> None:
    book = workbook_of_empty_rows(tmp_path / "calls.xlsx", 10_000_000)
    company = copy(empty, tmp_path / "company.switchbook")
    refused_quickly("import", company, book)
    refused_quickly("workbook", "import", company, book)
    refused_quickly("new", tmp_path / "new.switchbook", "--workbook", book)
    assert not (tmp_path / "new.switchbook").exists()


def test_a_line_of_a_hundred_megabytes(empty: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    path = tmp_path / "calls.csv"
    with path.open("wb") as out:
        out.write(HEADER.encode())
        for _ in range(100):
            out.write(b"1" * 10**6)
    assert "longer than" in refused_quickly("import", company, path)
    assert "longer than" in refused_quickly("import", company, path, "--format", "canonical")


def test_a_sheet_with_a_line_of_a_hundred_megabytes(empty: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    folder = tmp_path / "setup"
    folder.mkdir()
    (folder / "accounts.csv").write_bytes(b"account_number,name\n" + b"1" * 10**8)
    assert "longer than" in refused_quickly("workbook", "import", company, folder)


def test_lines_that_are_long_but_lines(empty: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    path = write_calls(tmp_path / "calls.csv", 100, padding=500_000)
    assert "100" in switchbook("import", company, path).worked().out
