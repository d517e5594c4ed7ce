from pathlib import Path

import openpyxl
import pytest

from app.connectors.psa_files.folder import Folder
from app.connectors.psa_files.sheets import PSA_SHEETS
from app.connectors.psa_files.template import write_template
from app.errors import RemoteRefused


def test_the_template_reads_as_an_empty_psa(tmp_path: Path) -> None:
    write_template(tmp_path / "psa.xlsx")
    for sheet in PSA_SHEETS.values():
        checked = Folder(tmp_path).check(sheet)
        assert checked is not None
        assert (checked.findings, checked.count) == ((), 0)


def test_the_template_explains_every_column(tmp_path: Path) -> None:
    write_template(tmp_path / "psa.xlsx")
    book = openpyxl.load_workbook(tmp_path / "psa.xlsx")
    assert book.sheetnames == [sheet.name for sheet in PSA_SHEETS.values()]
    for sheet in PSA_SHEETS.values():
        cells = next(book[sheet.name].iter_rows(max_row=1))
        assert [cell.value for cell in cells] == [each.name for each in sheet.columns.values()]
        assert all(cell.comment is not None for cell in cells)


def test_a_place_where_nothing_can_be_written_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(RemoteRefused, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "psa.xlsx")
