import polars as pl
import pytest

from app.usage.access_code import dialled, without_access_code
from app.usage.table import Direction

CASES = [
    ("913105550123", "13105550123"),
    ("93105550123", "3105550123"),
    ("95550142", "5550142"),
    ("9011442079460123", "011442079460123"),
    ("9911", "911"),
    ("911", "911"),
    ("9411", "411"),
    ("9035550142", "9035550142"),
    ("+13105550123", "+13105550123"),
    ("9", "9"),
]


@pytest.mark.parametrize(("called", "number"), CASES)
def test_the_code_goes_only_where_a_number_remains(called: str, number: str) -> None:
    assert dialled(called, "9") == number


def test_columns_are_treated_as_single_numbers() -> None:
    frame = pl.DataFrame(
        {
            "called": [called for called, _ in CASES],
            "direction": [Direction.OUT.value] * len(CASES),
        }
    )
    found = frame.with_columns(without_access_code("9"))["called"].to_list()
    assert found == [number for _, number in CASES]


def test_what_came_in_was_not_dialled_here() -> None:
    frame = pl.DataFrame({"called": ["95550142"], "direction": [Direction.IN.value]})
    assert frame.with_columns(without_access_code("9"))["called"].to_list() == ["95550142"]


def test_without_a_code_nothing_changes() -> None:
    assert dialled("913105550123", None) == "913105550123"
