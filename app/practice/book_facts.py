"""Some of the same customers as the accounting system knows them, with older invoices and money in.

Their ids are of the accounting side. Invoices ``CF-9..`` are ours from before; ``PSA-5001`` was put
there by the PSA.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from app.practice.company_facts import CUSTOMERS
from app.practice.records import (
    Address,
    BookCustomer,
    BookPayment,
    Invoice,
    InvoiceLine,
    Product,
)

KNOWN: Final = (
    *(str(account) for account in range(10_001, 10_021)),
    "10027",
    "10031",
    "10042",
    "10045",
    "10051",
    "10060",
)
"""The accounts that the books hold; the rest were never invoiced there."""
RENAMED: Final = {
    "10027": "Northfield Orthopaedics PC",
    "10045": "Figueroa Imports, Inc.",
    "10003": "Blue Spruce Accounting PLLC",
}
DUPLICATES: Final = {"10042": "Granite Peak CU"}
INACTIVE: Final = {"10060"}
PART_PAID: Final = {"CF-905": Decimal("100.00"), "CF-911": Decimal("50.00")}
OVERPAID: Final = {"CF-903": Decimal("25.00")}
"""What was paid beyond the invoice's total and stays as credit."""
OPEN: Final = {"CF-917", "CF-918", "CF-919", "CF-920", "CF-925", "PSA-5001"}
_FIRST_NUMBER: Final = 901
_MONTHLY: Final = ("SEAT-STD", "NET-200", "FW")


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the accounting system holds."""

    customers: tuple[BookCustomer, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[BookPayment, ...]


def books(products: Mapping[str, Product]) -> Books:
    """The accounting side of the sample company."""
    customers = tuple(_customers())
    invoices = tuple(_invoices(customers, products))
    return Books(customers=customers, invoices=invoices, payments=tuple(_payments(invoices)))


def _customers() -> Iterator[BookCustomer]:
    serial = 0
    for line in CUSTOMERS.strip().splitlines():
        parts = line.split("|")
        account, name = parts[0], parts[1]
        if account not in KNOWN or not name:
            continue
        serial += 1
        first = _customer(serial, parts, RENAMED.get(account, name), account=account)
        yield first
        if account in DUPLICATES:
            serial += 1
            yield _customer(serial, parts, DUPLICATES[account], account="")


def _customer(serial: int, parts: Sequence[str], name: str, *, account: str) -> BookCustomer:
    slug = "".join(filter(str.isalnum, parts[1].lower()))[:14]
    own = int(account or 0) - 10_000
    return BookCustomer(
        id=serial,
        name=name,
        account=account if own % 2 == 0 else "",
        contact=parts[3],
        email=f"ap@{slug}.example",
        phone=parts[9],
        address=Address(
            line1=parts[5],
            city=parts[6],
            region=parts[7],
            postal_code=parts[8],
            country="US",
        ),
        terms_id=3,
        currency="USD",
        is_active=account not in INACTIVE,
        is_tax_exempt=parts[2] in {"nonprofit", "government"},
        modified_at=datetime(2026, 7, 1, 9, tzinfo=UTC) + timedelta(minutes=serial),
    )


def _invoices(
    customers: Sequence[BookCustomer], products: Mapping[str, Product]
) -> Iterator[Invoice]:
    active = [customer for customer in customers if customer.is_active]
    for place, customer in enumerate(active):
        day = date(2026, 8 + place % 2, 1)
        codes = _MONTHLY[: 1 + place % len(_MONTHLY)]
        yield _invoice(
            100 + place,
            f"CF-{_FIRST_NUMBER + place}",
            customer.id,
            day=day,
            lines=tuple(
                InvoiceLine(
                    product=products[code],
                    description=f"{products[code].name}, {day:%B %Y}",
                    quantity=Decimal(1 + (place + rank) % 6),
                    unit_price=products[code].price,
                )
                for rank, code in enumerate(codes)
            ),
        )
    work = InvoiceLine(
        product=products["LABOR"],
        description="Voicemail greetings (ticket 21602)",
        quantity=Decimal("1.5"),
        unit_price=Decimal("125.00"),
    )
    granite = next(each for each in customers if each.name.startswith("Granite"))
    yield _invoice(190, "PSA-5001", granite.id, day=date(2026, 9, 7), lines=(work,))


def _invoice(
    own_id: int, number: str, customer_id: int, *, day: date, lines: tuple[InvoiceLine, ...]
) -> Invoice:
    return Invoice(
        id=own_id,
        number=number,
        customer_id=customer_id,
        dated_on=day,
        due_on=day + timedelta(days=30),
        lines=lines,
        paid=Decimal(0),
        modified_at=datetime(day.year, day.month, day.day, 18, tzinfo=UTC),
    )


def _payments(invoices: Sequence[Invoice]) -> Iterator[BookPayment]:
    for serial, invoice in enumerate(
        (each for each in invoices if each.number not in OPEN), start=300
    ):
        settled = PART_PAID.get(invoice.number, invoice.total)
        paid_on = invoice.dated_on + timedelta(days=20)
        yield BookPayment(
            id=serial,
            customer_id=invoice.customer_id,
            paid_on=paid_on,
            amount=settled + OVERPAID.get(invoice.number, Decimal(0)),
            reference=f"Check {4_000 + serial}",
            allocations=((invoice.id, settled),),
            modified_at=datetime(paid_on.year, paid_on.month, paid_on.day, 17, tzinfo=UTC),
        )
    last = invoices[-1]
    yield BookPayment(
        id=399,
        customer_id=last.customer_id,
        paid_on=date(2026, 10, 5),
        amount=Decimal("80.00"),
        reference="Check 4999",
        allocations=(),
        modified_at=datetime(2026, 10, 5, 17, tzinfo=UTC),
    )
