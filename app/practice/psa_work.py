"""Work done for the sample company's customers and things sold to them, as a PSA holds them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from app.practice.company_facts import MEMBERS, WORK
from app.practice.records import (
    Agreement,
    Billable,
    Charge,
    Product,
    Time,
    TimeState,
)

BILLED_BY_PSA: Final = {21602: "PSA-5001", 21618: "PSA-5002", 21633: "PSA-5003"}
"""Tickets that the PSA billed itself, and on which invoice."""


def _work(account: str) -> Iterator[tuple[str, str, date, Decimal, str, str]]:
    for line in WORK.strip().splitlines():
        reference, owner, product, day, quantity, price, text = line.split("|")
        if owner == account:
            yield reference, product, date.fromisoformat(day), Decimal(quantity), price, text


def times_of(account: str, serial: int, agreements: Sequence[Agreement]) -> Iterator[Time]:
    """The time spent on a customer's tickets."""
    found = [row for row in _work(account) if row[0].startswith("T-")]
    for place, (reference, _, day, hours, price, text) in enumerate(found):
        ticket = int(reference[2:])
        yield time_of(
            int(reference[2:]) * 10,
            ticket=ticket,
            member=MEMBERS[(serial + place) % len(MEMBERS)],
            day=day,
            hours=hours,
            rate=Decimal(price or "125.00"),
            text=text,
            agreement_id=agreements[0].id if price == "0" else None,
        )
    if serial % 5 == 0:
        yield from _unbilled_times(serial)


def time_of(
    own_id: int,
    *,
    ticket: int,
    member: str,
    day: date,
    hours: Decimal,
    rate: Decimal,
    text: str,
    agreement_id: int | None = None,
) -> Time:
    """One time entry; covered by an agreement where one is named."""
    started = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    billed_on = BILLED_BY_PSA.get(ticket, "")
    covered = agreement_id is not None
    return Time(
        id=own_id,
        ticket=ticket,
        agreement_id=agreement_id,
        member=member,
        started_at=started,
        hours=hours,
        billable_hours=Decimal(0) if covered else hours,
        rate=rate,
        amount=(hours * rate).quantize(Decimal("0.01")),
        billable=Billable.YES,
        state=TimeState.BILLED if billed_on else TimeState.APPROVED,
        invoice_number=billed_on,
        text=text,
        modified_at=started + timedelta(hours=5),
    )


def _unbilled_times(serial: int) -> Iterable[Time]:
    """Work that is not, or not yet, to be billed: internal, free, still open, written off."""
    ticket, day = 22_000 + serial, date(2026, 10, 8)
    first = time_of(
        220_000 + serial * 10,
        ticket=ticket,
        member=MEMBERS[serial % len(MEMBERS)],
        day=day,
        hours=Decimal("0.25"),
        rate=Decimal("125.00"),
        text="Called back, nobody in",
    )
    free = replace(first, billable_hours=Decimal(0), amount=Decimal(0))
    return (
        replace(free, billable=Billable.NO),
        replace(free, id=first.id + 1, billable=Billable.NO_CHARGE, text="Courtesy check"),
        replace(first, id=first.id + 2, state=TimeState.OPEN, text="Line test, to be reviewed"),
        replace(first, id=first.id + 3, state=TimeState.WRITTEN_OFF, text="Second visit"),
    )


def charges_of(
    account: str, agreements: Sequence[Agreement], products: Mapping[str, Product]
) -> Iterator[Charge]:
    """What was sold to a customer once."""
    for reference, code, day, quantity, price, text in _work(account):
        if not reference.startswith("S-"):
            continue
        product = products[code]
        first = Charge(
            id=int(reference[2:]),
            agreement_id=agreements[0].id,
            product=product,
            description=text or product.name,
            quantity=quantity,
            unit_price=Decimal(price) if price else product.price,
            charged_on=day,
            billable=Billable.YES,
            is_cancelled=False,
            invoice_number="",
            reference=reference,
            modified_at=datetime(day.year, day.month, day.day, 20, tzinfo=UTC),
        )
        yield first
        if account == "10034" and day.month == 9:  # noqa: PLR2004  the older of its two sales
            yield replace(first, id=first.id + 100, reference="", is_cancelled=True)
            yield replace(first, id=first.id + 101, reference="", invoice_number="PSA-5003")
