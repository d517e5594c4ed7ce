"""Fields of Xero's records: its moments and days, and exact money."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.connectors.xero.fields import amount, day, id_of, moment, read_one
from app.errors import RemoteRefused


def test_moments_come_as_milliseconds() -> None:
    row = {"A": "/Date(1543449600000+0000)/", "B": "/Date(1543449600000)/", "C": ""}
    expected = datetime(2018, 11, 29, tzinfo=UTC)
    assert [moment(row, name) for name in "ABCD"] == [expected, expected, None, None]
    assert moment({"A": "2018-11-29T00:00:00"}, "A") == expected


def test_a_zone_behind_the_milliseconds_moves_nothing() -> None:
    row = {"A": "/Date(1543449600000+1300)/"}
    assert moment(row, "A") == datetime(2018, 11, 29, tzinfo=UTC)


def test_days_come_as_text_or_as_milliseconds() -> None:
    row = {"DateString": "2026-10-01T00:00:00", "Date": "/Date(1543449600000+0000)/"}
    assert day(row, "DateString", "Date") == date(2026, 10, 1)
    assert day(row, "Missing", "Date") == date(2018, 11, 29)


def test_what_is_no_date_or_amount_is_named() -> None:
    with pytest.raises(RemoteRefused, match="its id is p-1"):
        read_one({"PaymentID": "p-1", "A": "/Date(x)/"}, lambda row: moment(row, "A"))
    with pytest.raises(ValueError, match="is no amount"):
        amount({"A": "NaN"}, "A")
    assert amount({"A": "10.10"}, "A") == Decimal("10.10")


def test_a_record_without_any_id_is_missing_one() -> None:
    assert (id_of({}), id_of({"TaxType": "NONE"})) == ("missing", "NONE")
