"""How amounts, days, moments and flags lie in SQLite: whole numbers, never a float."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import Dialect, Integer
from sqlalchemy.types import TypeDecorator

from app.errors import InputError
from app.values.money import from_counts, to_counts

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)
_LARGEST: Final = 2**63 - 1


def counts_at_rest(amount: Decimal) -> int:
    """The counts of 1e-8 of an amount; InputError where 64 bits cannot hold them."""
    counts = to_counts(amount)
    if abs(counts) > _LARGEST:
        raise InputError(
            f"The amount {amount:f} is too large to be kept.",
            f"The largest is {from_counts(_LARGEST)}.",
            "Check its decimal point.",
        )
    return counts


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The day that lies so many days after 1970-01-01."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 in UTC; ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        message = f"{moment} has no time zone"
        raise ValueError(message)
    return (moment - EPOCH) // _MICROSECOND


def moment_of(number: int) -> datetime:
    """The UTC moment that lies so many microseconds after 1970."""
    return EPOCH + timedelta(microseconds=number)


class Counts(TypeDecorator[Decimal]):
    """An amount, rate or quantity: ``Decimal`` outside, counts of 1e-8 at rest."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """What is written."""
        del dialect
        return None if value is None else counts_at_rest(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """What is read."""
        del dialect
        return None if value is None else from_counts(value)


class Day(TypeDecorator[date]):
    """A day: ``date`` outside, days since 1970-01-01 at rest (as polars keeps its dates)."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """What is written."""
        del dialect
        return None if value is None else day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """What is read."""
        del dialect
        return None if value is None else day_of(value)


class Moment(TypeDecorator[datetime]):
    """A moment: UTC ``datetime`` outside, microseconds since 1970 at rest."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """What is written."""
        del dialect
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """What is read."""
        del dialect
        return None if value is None else moment_of(value)


class Flag(TypeDecorator[bool]):
    """Yes or no: ``bool`` outside, 1 or 0 at rest."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001  SQLAlchemy's signature
        """What is written."""
        del dialect
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """What is read."""
        del dialect
        return None if value is None else bool(value)
