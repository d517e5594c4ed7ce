"""Services whose quantity changes on a day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.quantity_change import changed_service, ended_service, free_code, in_force
from tests.billing.psa_things import SEATS

DAY = date(2026, 10, 12)


def test_codes_go_on_counting() -> None:
    assert free_code("A", set()) == "A"
    assert free_code("A", {"A"}) == "A-2"
    assert free_code("A-2", {"A", "A-2"}) == "A-3"
    assert free_code("DID-20", {"DID-20"}) == "DID-20-2"


def test_a_change_ends_the_row_and_begins_another_on_its_day() -> None:
    old, new = changed_service(
        SEATS, quantity=Decimal(12), unit_price=None, day=DAY, taken={"100-SEATS"}
    )
    assert (old.ends_on, old.quantity) == (DAY, Decimal(10))
    assert (new.service_code, new.starts_on, new.quantity) == ("100-SEATS-2", DAY, Decimal(12))


def test_nothing_left_ends_it_and_before_it_began_it_is_changed_itself() -> None:
    (ended,) = changed_service(SEATS, quantity=Decimal(0), unit_price=None, day=DAY, taken=())
    assert ended == ended_service(SEATS, DAY)
    late = replace(SEATS, starts_on=DAY)
    (same,) = changed_service(late, quantity=Decimal(3), unit_price=None, day=DAY, taken=())
    assert same == replace(late, quantity=Decimal(3))
    assert ended_service(late, date(2026, 1, 1)).ends_on == DAY


@given(
    st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    st.integers(1, 50),
)
def test_each_day_has_one_quantity(day: date, asked: date, quantity: int) -> None:
    rows = changed_service(
        SEATS, quantity=Decimal(quantity), unit_price=None, day=day, taken={SEATS.service_code}
    )
    held = [each.quantity for each in rows if in_force(each, asked)]
    if asked < SEATS.starts_on:
        assert held == []
    else:
        began = max(day, SEATS.starts_on)
        assert held == [quantity if asked >= began or day <= SEATS.starts_on else 10]
