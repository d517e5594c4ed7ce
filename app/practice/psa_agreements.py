"""What the sample company's customers signed, and the lines they rent by it.

What is out of the ordinary stands in the tables at the top, by our account number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from app.practice.records import Address, Agreement, Billable, Line, Product, Standing

NO_SITES: Final = {"10052"}
CLOSED: Final = {"10060": date(2026, 8, 31)}
"""Inactive customers and the day their agreement was cancelled."""
EXPIRED_BEFORE: Final = {"10054": date(2025, 12, 31), "10041": date(2024, 12, 31)}
"""Customers with an older agreement beside the present one, and its last day."""
DIDS: Final = {"10051": (10, 9)}
"""Direct numbers billed and provisioned."""
COUNTED: Final = {("10059", "SEAT-STD")}
"""Lines whose quantity some systems count from linked records."""
INCLUDED: Final = {("10048", "SIP-PATH"): 2, ("10027", "SEAT-PRO"): 4}
NOT_BILLED: Final = {("10041", "WIFI"): Billable.NO, ("10015", "FW"): Billable.NO_CHARGE}
ENDED: Final = {("10054", "FW"): date(2026, 11, 1), ("10040", "NET-200"): date(2026, 3, 1)}
"""Lines and the first day they are not billed any more."""
STARTING: Final = {("10049", "FW"): date(2026, 12, 1)}
NOTHING: Final = {("10033", "SEAT-STD")}
"""Lines with a quantity of 0."""
BASE_FEE: Final = Decimal("250.00")
COVERED_HOURS: Final = Decimal(2)
SAMPLE_DAY: Final = datetime(2026, 9, 1, 8, tzinfo=UTC)
_MANAGED: Final = ("NET-", "FW", "WIFI", "MONITOR")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row of the company facts: a customer at one of its places."""

    account: str
    name: str
    class_: str
    contact: str
    site: str
    address: Address
    number: str
    count: int
    services: tuple[str, ...]


def place_row(line: str) -> PlaceRow:
    """A row of its line in the table."""
    account, name, class_, contact, site, street, city, region, code, number, count, services = (
        line.split("|")
    )
    address = Address(
        line1=street,
        city=city,
        region=region,
        postal_code=code,
        country="CA" if region in {"ON", "QC"} else "US",
    )
    return PlaceRow(
        account=account,
        name=name,
        class_=class_,
        contact=contact,
        site=site,
        address=address,
        number=number,
        count=int(count),
        services=tuple(services.split()),
    )


def agreements_of(
    rows: Sequence[PlaceRow], products: Mapping[str, Product], serial: int
) -> Iterator[Agreement]:
    """What a customer signed: voice, managed network, support, and an older contract."""
    account = rows[0].account
    voice: list[Line] = []
    managed: list[Line] = []
    further: list[Line] = []
    for place, line in enumerate(_lines(rows, products, serial)):
        numbered = replace(line, id=20_000 + serial * 50 + place)
        if line.product.billed != "monthly":
            further.append(numbered)
        elif line.product.code.startswith(_MANAGED):
            managed.append(numbered)
        else:
            voice.append(numbered)
    started = date(2023 + serial % 3, 1 + serial * 5 % 12, 1)
    yield _agreement(serial, 0, "Voice services", voice, started=started)
    if managed:
        yield _agreement(serial, 1, "Managed network", managed, started=started)
    if further:
        yield _agreement(serial, 2, "Priority support", further, started=started)
    if account in EXPIRED_BEFORE:
        last = EXPIRED_BEFORE[account]
        first = date(last.year, 1, 1)
        old = [replace(line, id=line.id + 25, starts_on=first, ends_on=last) for line in voice]
        yield replace(
            _agreement(serial, 3, "Voice services, first contract", old, started=first),
            standing=Standing.EXPIRED,
            ends_on=last,
        )


def _agreement(
    serial: int, place: int, name: str, lines: Sequence[Line], *, started: date
) -> Agreement:
    closed = CLOSED.get(str(10_000 + serial))
    is_based = place == 1 and any(line.product.code == "NET-500" for line in lines)
    return Agreement(
        id=500 + serial * 5 + place,
        number=f"CF-{started.year}-{serial:03d}{'ABCD'[place]}",
        name=name,
        kind=("Voice", "Managed services", "Support", "Voice")[place],
        standing=Standing.CANCELLED if closed else Standing.ACTIVE,
        starts_on=started,
        ends_on=closed,
        cycle="quarterly" if place == 2 else "monthly",  # noqa: PLR2004  the third agreement's
        is_in_advance=serial % 9 != 0,
        base_amount=BASE_FEE if is_based else Decimal(0),
        covered_hours=COVERED_HOURS if is_based else Decimal(0),
        site_id=None,
        lines=tuple(lines),
        modified_at=SAMPLE_DAY + timedelta(minutes=serial * 7 + place),
    )


def _lines(
    rows: Sequence[PlaceRow], products: Mapping[str, Product], serial: int
) -> Iterator[Line]:
    for place, row in enumerate(rows):
        site = None if row.account in NO_SITES else 1_000 + serial * 10 + place
        for service in row.services:
            yield _line(row, service, products, site=site)
        if row.account in DIDS and place == 0:
            billed, provisioned = DIDS[row.account]
            line = _line(row, f"DID:{billed}", products, site=site)
            yield replace(line, numbers=_numbers(row.number, provisioned))


def _line(
    row: PlaceRow, service: str, products: Mapping[str, Product], *, site: int | None
) -> Line:
    code, _, rest = service.partition(":")
    quantity, _, own_price = rest.partition("@")
    product, key = products[code], (row.account, code)
    is_counted = key in COUNTED
    return Line(
        id=0,
        product=product,
        description=product.name,
        quantity=Decimal(0) if key in NOTHING else Decimal(quantity),
        included=Decimal(INCLUDED.get(key, 0)),
        unit_price=Decimal(own_price) if own_price else product.price,
        billable=NOT_BILLED.get(key, Billable.YES),
        starts_on=STARTING.get(key, date(2026, 1, 1)),
        ends_on=ENDED.get(key),
        is_taxable=product.is_taxable,
        site_id=site,
        numbers=_numbers(row.number, int(quantity)) if is_counted else (),
        is_counted=is_counted,
    )


def _numbers(first: str, how_many: int) -> tuple[str, ...]:
    return tuple(str(int(first) + step) for step in range(how_many))
