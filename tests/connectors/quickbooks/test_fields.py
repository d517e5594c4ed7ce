"""Fields of its records: money is exact, days are as written, moments are UTC."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.connectors.quickbooks.fields import amount, day, moment, read_one, rows, text
from app.errors import RemoteRefused


def test_money_is_exact_also_as_text() -> None:
    row = {"A": Decimal("0.10"), "B": "1367.09", "C": 5, "D": None}
    assert [amount(row, name) for name in "ABCDE"] == [
        Decimal("0.10"),
        Decimal("1367.09"),
        Decimal(5),
        None,
        None,
    ]


@pytest.mark.parametrize("value", [True, "twelve", "NaN", 1.5])
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        amount({"A": value}, "A")


def test_days_are_as_written_and_moments_are_utc() -> None:
    row = {"On": "2026-10-01", "At": "2026-10-02T09:14:16-07:00", "Bare": "2026-10-02T09:14:16"}
    assert day(row, "On") == date(2026, 10, 1)
    assert moment(row, "At") == datetime(2026, 10, 2, 16, 14, 16, tzinfo=UTC)
    assert moment(row, "Bare") == datetime(2026, 10, 2, 9, 14, 16, tzinfo=UTC)


def test_lists_that_are_null_or_missing_are_empty() -> None:
    assert (rows({"A": None}, "A"), rows({}, "A"), rows([], "A"), text(None, "A")) == (
        [],
        [],
        [],
        "",
    )


def test_a_record_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RemoteRefused, match="its Id is 7"):
        read_one({"Id": "7", "A": "x"}, lambda row: amount(row, "A"))
