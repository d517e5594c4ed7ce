import pytest

from app.operations.changes import Changes, areas_of
from app.values.sheet import SheetRow
from tests.operations.companies import COLORADO, COMPANY, GRANITE


@pytest.mark.parametrize(
    ("row", "areas"),
    [
        (COMPANY, Changes.COMPANY),
        (GRANITE, Changes.CUSTOMERS | Changes.USAGE),
        (COLORADO, Changes.TAXES),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_row_touches_the_areas_that_show_it(row: SheetRow, areas: Changes) -> None:
    assert areas_of([row]) == areas


def test_areas_of_several_rows_are_joined() -> None:
    assert areas_of([COMPANY, GRANITE]) == Changes.COMPANY | Changes.CUSTOMERS | Changes.USAGE


def test_no_row_touches_nothing() -> None:
    assert areas_of([]) is Changes.NOTHING


def test_everything_holds_every_area() -> None:
    assert all(area in Changes.EVERYTHING for area in Changes)
