from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.connectors import row_values
from app.errors import RemoteRefused


def test_text_is_the_first_that_is_not_blank() -> None:
    row = {"a": " ", "b": None, "c": True, "d": 17}
    assert row_values.text(row, "a", "b", "c", "d") == "17"
    assert row_values.text_or_none(row, "a", "z") is None
    assert row_values.kept_text(row, "a") == ""
    assert row_values.kept_text(row, "z") is None


def test_amounts_come_as_numbers_or_text_and_never_as_guesses() -> None:
    assert row_values.amount({"a": None, "b": "", "c": "19.90"}, "a", "b", "c") == Decimal("19.90")
    assert row_values.amount({}, "a") is None
    for wrong in ("ten", "NaN"):
        with pytest.raises(ValueError, match="no amount"):
            row_values.amount({"a": wrong}, "a")
    with pytest.raises(TypeError, match="no amount"):
        row_values.amount({"a": True}, "a")


def test_ids_are_text_whatever_they_come_as() -> None:
    assert row_values.identity({"id": Decimal("5.0")}) == "5"
    assert row_values.identity({"id": "x"}) == "x"
    assert row_values.identity({}) is None
    assert [row_values.real_identity({"a": each}, "a") for each in (0, -1, 7)] == [None, None, "7"]
    with pytest.raises(ValueError, match="missing"):
        row_values.needed_identity({})
    with pytest.raises(TypeError, match="no id"):
        row_values.identity({"id": Decimal("5.5")})


def test_flags_may_be_ones_and_zeros() -> None:
    assert [row_values.flag({"a": each}, "a") for each in (True, 0, 1, None)] == [
        True,
        False,
        True,
        None,
    ]
    with pytest.raises(TypeError, match="neither"):
        row_values.flag({"a": "yes"}, "a")


def test_days_are_as_written_and_moments_are_utc() -> None:
    row = {"a": "2026-03-08T23:30:00-05:00", "b": "2026-03-08T10:00:00.1234567"}
    assert row_values.day(row, "a") == date(2026, 3, 8)
    assert row_values.moment(row, "a") == datetime(2026, 3, 9, 4, 30, tzinfo=UTC)
    assert row_values.moment(row, "b") == datetime(2026, 3, 8, 10, 0, 0, 123456, tzinfo=UTC)
    assert row_values.moment(row, "c") is None


def test_nested_values_may_be_missing_or_null_but_nothing_else() -> None:
    assert row_values.nested({"a": None}, "a") == {}
    assert row_values.listed({"a": [{"id": 1}, None]}, "a") == [{"id": 1}]
    with pytest.raises(TypeError, match="no object"):
        row_values.nested({"a": "x"}, "a")
    with pytest.raises(TypeError, match="no list"):
        row_values.listed({"a": "x"}, "a")


def test_answers_that_are_no_lists_are_refused() -> None:
    assert row_values.rows_of(None, words="A list") == []
    for wrong in ({"a": 1}, ["x"], "x"):
        with pytest.raises(RemoteRefused, match="no list of records"):
            row_values.rows_of(wrong, words="A list")
    assert row_values.row_of([{"id": 1}], words="One") == {"id": 1}
    with pytest.raises(RemoteRefused, match="holds 2 records"):
        row_values.row_of([{}, {}], words="One")


def test_a_row_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RemoteRefused, match="record 9 cannot be read"):
        row_values.translated([{"id": 9}], lambda row: int(row["id"] + "x"), words="A list")
