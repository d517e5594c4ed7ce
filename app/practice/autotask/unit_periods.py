"""Quantities by period: each billing period of a contract has its own rows of units.

A change of quantity begins on a day: the row of that day's period is split there, later rows
change as a whole. Rows that are posted stay as they are.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Record
from app.practice.autotask.posting import decimal

MONTHS: Final = {"m": 1, "q": 3, "s": 6, "y": 12}


def midnight(day: date) -> datetime:
    """The first moment of a day, in UTC: how a day stands in a record."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def periods(start: date, end: date, period: str) -> Iterator[tuple[date, date]]:
    """First and last days of the billing periods from a contract's start to its end."""
    months, first, count = MONTHS.get(period, 1), start, 0
    while first <= end:
        count += months
        following = _later(start, count)
        yield first, min(following - timedelta(days=1), end)
        first = following


def _later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    days = (date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)) - timedelta(days=1)
    return date(day.year + year, month + 1, min(day.day, days.day))


def add_units(database: Database, line: Record, *, first: date, last: date, units: int) -> Record:
    """A row of units of a contract's service; its price is that of all units together."""
    price = decimal(line["unitPrice"]) * units
    return database.table("ContractServiceUnits").add(
        {
            "contractID": line["contractID"],
            "contractServiceID": line["id"],
            "serviceID": line["serviceID"],
            "units": units,
            "price": price,
            "internalCurrencyPrice": price,
            "cost": decimal(line["unitCost"]) * units,
            "startDate": midnight(first),
            "endDate": midnight(last),
        }
    )


def change_units(
    database: Database, contract: Record, line: Record, *, effective: datetime, change: int
) -> None:
    """Raise or lower a line's units from a day on; ValueError when posted, or below nothing."""
    day, start, end = effective.date(), _day(contract["startDate"]), _day(contract["endDate"])
    if not start <= day <= end:
        message = "effectiveDate must be within the contract's start and end dates."
        raise ValueError(message)
    rows = [
        row
        for row in database.where("ContractServiceUnits", contractServiceID=line["id"])
        if _day(row["endDate"]) >= day
    ]
    if any(row["approveAndPostDate"] is not None for row in rows):
        message = "effectiveDate is within a period that is approved and posted."
        raise ValueError(message)
    if any(_units(row) + change < 0 for row in rows) or (not rows and change < 0):
        message = "unitChange would leave fewer than 0 units."
        raise ValueError(message)
    if not rows:
        _first_rows(database, contract, line, day=day, units=change)
        return
    for row in rows:
        _raise(database, line, row, day=day, change=change)


def _first_rows(
    database: Database, contract: Record, line: Record, *, day: date, units: int
) -> None:
    kind = str(contract["contractPeriodType"] or "m")
    spans = periods(_day(contract["startDate"]), _day(contract["endDate"]), kind)
    for first, last in spans:
        if last >= day:
            add_units(database, line, first=max(first, day), last=last, units=units)


def _raise(database: Database, line: Record, row: Record, *, day: date, change: int) -> None:
    units = _units(row) + change
    if _day(row["startDate"]) < day:
        add_units(database, line, first=day, last=_day(row["endDate"]), units=units)
        row["endDate"] = midnight(day - timedelta(days=1))
        return
    price: Decimal = decimal(line["unitPrice"]) * units
    row.update({"units": units, "price": price, "internalCurrencyPrice": price})
    row["cost"] = decimal(line["unitCost"]) * units


def _day(value: object) -> date:
    return value.date() if isinstance(value, datetime) else date.max


def _units(row: Record) -> int:
    return row["units"] if isinstance(row["units"], int) else 0
