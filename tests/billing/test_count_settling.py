"""Settling a count changes services from a day on, and nothing before it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.count_settling import FreeUntil, settled_services
from app.billing.counts import CountAction, CountRow, Suggestion
from app.billing.quantity_change import in_force
from app.customers.service import Service
from app.values.money import ZERO
from tests.billing.psa_things import SEAT, SEATS

D = Decimal
DAY = date(2026, 11, 1)
UNTIL = date(2027, 1, 1)


def row(contract: int | None, provisioned: int) -> CountRow:
    return CountRow(
        account_number="100",
        account_name="Granite Peak",
        product_code="SEAT",
        product_name="Seat",
        contract=None if contract is None else D(contract),
        provisioned=D(provisioned),
        carrier=None,
        billed=None,
        target=D(provisioned),
        unit_price=D(20),
        amount=D(0),
        suggestion=Suggestion.LOOK,
        words="",
        is_of_numbers=False,
    )


def after(services: list[Service], rows: tuple[Service, ...], day: date) -> list[Service]:
    every = {each.service_code: each for each in (*services, *rows)}
    return [each for each in every.values() if in_force(each, day)]


def test_nothing_to_change_without_services() -> None:
    found = settled_services(
        [],
        row=row(2, 0),
        product=SEAT,
        action=CountAction.BILL_CONTRACTED,
        day=DAY,
        free=None,
        codes=(),
    )
    assert found is None
    none = settled_services(
        [], row=row(0, 0), product=SEAT, action=CountAction.LOWER, day=DAY, free=None, codes=()
    )
    assert none is not None
    assert none.rows == ()


def test_what_is_free_costs_nothing_until_its_day() -> None:
    found = settled_services(
        [SEATS],
        row=row(8, 10),
        product=SEAT,
        action=CountAction.FREE,
        day=DAY,
        free=FreeUntil(until=UNTIL, reason="trial"),
        codes={SEATS.service_code},
    )
    assert found is not None
    for day, expected in ((DAY, {(8, None), (2, ZERO)}), (UNTIL, {(8, None), (2, None)})):
        held = after([SEATS], found.rows, day)
        assert {(int(each.quantity), each.unit_price) for each in held} == expected
    assert found.succeeded == {"100-SEATS": "100-SEATS-2"}


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.integers(0, 30),
    st.sampled_from([CountAction.BILL_CONTRACTED, CountAction.LOWER, CountAction.FREE]),
)
def test_from_the_day_on_there_are_as_many_as_was_settled(
    held: list[int], wanted: int, action: CountAction
) -> None:
    services = [
        replace(SEATS, service_code=f"S{place}", quantity=D(count))
        for place, count in enumerate(held)
    ]
    count = row(wanted, sum(held) if action is CountAction.FREE else wanted)
    found = settled_services(
        services,
        row=count,
        product=SEAT,
        action=action,
        day=DAY,
        free=FreeUntil(until=UNTIL, reason="x") if action is CountAction.FREE else None,
        codes={each.service_code for each in services},
    )
    assert found is not None
    for day in (DAY, UNTIL):
        total = sum((each.quantity for each in after(services, found.rows, day)), ZERO)
        assert total == (sum(held) if action is CountAction.FREE else wanted)
    before = after(services, found.rows, date(2026, 10, 31))
    assert sum((each.quantity for each in before), ZERO) == sum(held)


def test_what_begins_before_the_day_of_the_count_is_counted_already() -> None:
    later = replace(SEATS, service_code="SEATS-LATER", quantity=D(2), starts_on=date(2026, 11, 12))
    last = date(2026, 11, 30)
    whole = int(SEATS.quantity) + 2
    for action, contract in ((CountAction.BILL_PROVISIONED, 1), (CountAction.FREE, whole - 2)):
        found = settled_services(
            [SEATS, later],
            row=row(contract, whole),
            product=SEAT,
            action=action,
            day=DAY,
            free=FreeUntil(until=UNTIL, reason="trial") if action is CountAction.FREE else None,
            codes={SEATS.service_code, later.service_code},
            counted_on=last,
        )
        assert found is not None
        held = sum(each.quantity for each in after([SEATS, later], found.rows, last))
        assert held == whole
