from dataclasses import replace

import pytest

from app.operations.office import Office
from app.operations.row_editing import change_rows, current_rows, needed_sheets
from app.store.audit import entries_of
from app.values.sheet import SheetRow
from app.workbook.sheets import SHEETS
from tests.operations.companies import (
    BASIC,
    BASIC_NUMBER,
    GRANITE,
    GRANITE_SEATS,
    HOME,
    SEAT,
)


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        (GRANITE_SEATS, {"numbers", "rates", "aliases"}),
        (GRANITE, {"numbers", "rates", "aliases"}),
        (BASIC_NUMBER, {"rates"}),
        (SEAT, set()),
        (BASIC, set()),
        (HOME, set()),
    ],
)
def test_what_cannot_contradict_is_not_read(row: SheetRow, left_out: set[str]) -> None:
    assert frozenset(SHEETS) - needed_sheets([row]) == left_out


def test_sheets_that_are_not_asked_for_are_empty(office: Office) -> None:
    with office.file.read() as conn:
        found = current_rows(conn, {"services"})
    assert len(found["services"]) == 2
    assert found["numbers"] == {}


def test_the_reason_stands_in_the_audit(office: Office) -> None:
    change_rows(office, [replace(GRANITE, name="Granite")], title="rename", why="asked for it")
    with office.file.read() as conn:
        last = entries_of(conn, "accounts", record="100")[-1]
    assert (last.operation, last.origin) == ("rename", "asked for it")
