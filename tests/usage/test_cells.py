from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.files.excel import BrokenCell, ExcelValue
from app.usage.cells import cell_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" +1 303 ", "+1 303"),
        (Decimal("6085550100.0"), "6085550100"),
        (Decimal("1.0E+10"), "10000000000"),
        (Decimal("0.0096"), "0.0096"),
        (datetime(2026, 11, 2, 15, 0, 5), "2026-11-02 15:00:05"),  # noqa: DTZ001
        (date(2026, 11, 2), "2026-11-02"),
        (time(0, 1, 35), "00:01:35"),
        (timedelta(hours=25, seconds=5), "25:00:05"),
        (timedelta(seconds=-5), "-0:00:05"),
        (BrokenCell("#REF!"), "#REF!"),
    ],
)
def test_cells_are_what_a_delimited_file_would_hold(cell: ExcelValue, text: str) -> None:
    assert cell_text(cell) == text
