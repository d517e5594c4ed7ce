"""Carriers' lists of numbers, and what was settled of counts that differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import Column, Connection, Text, delete, insert, select

from app.billing.counts import CarrierNumber, CountAction, Settled
from app.store.columns import Counts, Day, Moment, day_number, day_of
from app.store.database import raw
from app.store.tables import table
from app.tax.request import ChargeKind
from app.values.money import from_counts
from app.values.period import Period

CARRIER_NUMBERS: Final = table(
    "carrier_numbers",
    Column("carrier", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("account_number", Text),  # as the list says; null: it says nothing
    Column("product_code", Text),
    Column("listed_on", Day, nullable=False),
    Column("file", Text, nullable=False),
)

SETTLED: Final = table(
    "settled_counts",
    Column("account_number", Text, primary_key=True),
    Column("product_code", Text, primary_key=True),
    Column("action", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("contract", Counts),
    Column("provisioned", Counts, nullable=False),
    Column("carrier", Counts),
    Column("until", Day),  # of what is free: the first day on which it no longer is
    Column("reason", Text, nullable=False),
    Column("settled_at", Moment, nullable=False),
    Column("settled_by", Text, nullable=False),
)
"""The last settlement of each account and product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierList:
    """A list of a carrier, as it was last brought in."""

    carrier: str
    listed_on: date
    file: str
    numbers: int


def replace_list(
    conn: Connection, carrier: str, numbers: Iterable[CarrierNumber], *, on: date, file: str
) -> None:
    """Keeps a carrier's list in place of its last one."""
    conn.execute(delete(CARRIER_NUMBERS).where(CARRIER_NUMBERS.c.carrier == carrier))
    rows = [
        {
            "carrier": carrier,
            "number": each.number,
            "account_number": each.account_number,
            "product_code": each.product_code,
            "listed_on": on,
            "file": file,
        }
        for each in numbers
    ]
    if rows:
        conn.execute(insert(CARRIER_NUMBERS), rows)


def carrier_numbers(conn: Connection) -> list[CarrierNumber]:
    """The numbers on all lists, by carrier and number."""
    query = select(CARRIER_NUMBERS).order_by(CARRIER_NUMBERS.c.carrier, CARRIER_NUMBERS.c.number)
    return [
        CarrierNumber(
            carrier=row.carrier,
            number=row.number,
            account_number=row.account_number,
            product_code=row.product_code,
        )
        for row in conn.execute(query)
    ]


def carrier_lists(conn: Connection) -> list[CarrierList]:
    """Which lists there are."""
    found: dict[str, CarrierList] = {}
    for row in conn.execute(select(CARRIER_NUMBERS).order_by(CARRIER_NUMBERS.c.carrier)):
        before = found.get(row.carrier)
        found[row.carrier] = CarrierList(
            carrier=row.carrier,
            listed_on=row.listed_on,
            file=row.file,
            numbers=1 if before is None else before.numbers + 1,
        )
    return list(found.values())


def settled_counts(conn: Connection) -> dict[tuple[str, str], Settled]:
    """The last settlements, by account and product."""
    return {
        (row.account_number, row.product_code): Settled(
            action=CountAction(row.action),
            period=row.period,
            contract=row.contract,
            provisioned=row.provisioned,
            carrier=row.carrier,
            until=row.until,
            reason=row.reason,
            at=row.settled_at,
            by=row.settled_by,
        )
        for row in conn.execute(select(SETTLED))
    }


def keep_settled(
    conn: Connection, account_number: str, product_code: str, settled: Settled
) -> None:
    """Keeps a settlement in place of the last one."""
    drop_settled(conn, account_number, product_code)
    values: dict[str, str | Decimal | date | datetime | None] = {
        "account_number": account_number,
        "product_code": product_code,
        "action": settled.action.value,
        "period": settled.period,
        "contract": settled.contract,
        "provisioned": settled.provisioned,
        "carrier": settled.carrier,
        "until": settled.until,
        "reason": settled.reason,
        "settled_at": settled.at,
        "settled_by": settled.by,
    }
    conn.execute(insert(SETTLED).values(values))


def drop_settled(conn: Connection, account_number: str, product_code: str) -> None:
    """Takes a settlement away: what differs is shown again."""
    conn.execute(
        delete(SETTLED).where(
            SETTLED.c.account_number == account_number, SETTLED.c.product_code == product_code
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledQuantity:
    """A line of a recurring service on an invoice that stands."""

    account_number: str
    product_code: str
    reference: str
    quantity: Decimal
    days: Period


def billed_quantities(conn: Connection, *, up_to: str, since: date) -> list[BilledQuantity]:
    """The recurring lines of runs up to that of a period, that cover days from ``since`` on."""
    rows = raw(conn).execute(
        'SELECT l.account_number, l.product_code, l.reference, l.quantity, l.start, l."end"'
        " FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id"
        " WHERE i.state <> 'void' AND l.kind = ? AND i.period <= ? AND l.\"end\" > ?"
        " ORDER BY l.reference, l.start",
        (ChargeKind.RECURRING.value, up_to, day_number(since)),
    )
    return [
        BilledQuantity(
            account_number=account,
            product_code=product,
            reference=reference,
            quantity=from_counts(quantity),
            days=Period(day_of(start), day_of(end)),
        )
        for account, product, reference, quantity, start, end in rows.fetchall()
    ]


def services_billed(conn: Connection, days: Period) -> set[str]:
    """Codes of services with a line that covers one of these days, on an invoice that stands."""
    rows = raw(conn).execute(
        "SELECT DISTINCT l.reference FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id"
        " WHERE i.state <> 'void' AND l.kind = ? AND l.start < ? AND l.\"end\" > ?",
        (ChargeKind.RECURRING.value, day_number(days.end), day_number(days.start)),
    )
    return {reference for (reference,) in rows.fetchall()}
