from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import TypeEngine

from app.errors import InputError
from app.store.columns import (
    Counts,
    Day,
    Flag,
    Moment,
    counts_at_rest,
    day_number,
    day_of,
    microseconds,
    moment_of,
)

LARGEST = Decimal("92233720368.54775807")


def at_rest(kind: TypeEngine[Any], value: object) -> tuple[object, object]:
    """What SQLite holds of a value, and what is read back."""
    table = Table("kept", MetaData(), Column("value", kind), sqlite_strict=True)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table).values(value=value))
        held = connection.exec_driver_sql("SELECT value FROM kept").scalar_one()
        read = connection.execute(select(table.c.value)).scalar_one()
    engine.dispose()
    return held, read


@given(st.decimals(-LARGEST, LARGEST, places=8))
def test_money_survives_the_store(amount: Decimal) -> None:
    assert at_rest(Counts(), amount)[1] == amount


def test_an_amount_lies_as_counts_of_a_hundred_millionth() -> None:
    assert at_rest(Counts(), Decimal("21.95")) == (2195000000, Decimal("21.95"))


@given(st.dates())
def test_days_survive_the_store(day: date) -> None:
    assert at_rest(Day(), day)[1] == day


def test_a_day_lies_as_days_since_1970() -> None:
    assert at_rest(Day(), date(1970, 1, 2))[0] == 1


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_survive_the_store(moment: datetime) -> None:
    assert at_rest(Moment(), moment)[1] == moment


def test_a_moment_lies_as_microseconds_since_1970_in_utc() -> None:
    denver = timezone(timedelta(hours=-7))
    assert at_rest(Moment(), datetime(1969, 12, 31, 17, 0, 1, tzinfo=denver))[0] == 1_000_000


@pytest.mark.parametrize(("value", "held"), [(True, 1), (False, 0)])
def test_a_flag_lies_as_one_or_nought(value: bool, held: int) -> None:  # noqa: FBT001  a parameter
    assert at_rest(Flag(), value) == (held, value)


@pytest.mark.parametrize("kind", [Counts(), Day(), Moment(), Flag()], ids=repr)
def test_nothing_stays_nothing(kind: TypeEngine[Any]) -> None:
    assert at_rest(kind, None) == (None, None)


def test_an_amount_beyond_64_bits_is_refused_in_words() -> None:
    with pytest.raises(InputError, match=r"92233720368\.54775808 is too large"):
        counts_at_rest(LARGEST + Decimal("0.00000001"))


def test_a_ninth_decimal_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 8 decimals"):
        counts_at_rest(Decimal("0.000000001"))


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="no time zone"):
        at_rest(Moment(), datetime(2026, 1, 1))  # noqa: DTZ001  that is the point


def test_plain_conversions_agree_with_the_columns() -> None:
    moment = datetime(2026, 11, 1, 8, 30, 0, 250_000, tzinfo=UTC)
    assert moment_of(microseconds(moment)) == moment
    assert day_of(day_number(date(2026, 11, 1))) == date(2026, 11, 1)
