from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.customers.dated_change import asks_day, changed_from, next_code
from app.customers.service import Number, Service

SEATS = Service(
    service_code="100-SEATS",
    account_number="100",
    location_code="100-MAIN",
    product_code="SEAT",
    quantity=Decimal(2),
    starts_on=date(2026, 1, 1),
)
NUMBER = Number(
    number="+13035550142",
    account_number="100",
    location_code="100-MAIN",
    rate_plan="BASIC",
    starts_on=date(2026, 1, 1),
)


def test_what_is_billed_asks_for_a_day_and_words_do_not() -> None:
    assert asks_day(SEATS, replace(SEATS, quantity=Decimal(3)))
    assert asks_day(NUMBER, replace(NUMBER, rate_plan="OTHER"))
    assert not asks_day(SEATS, replace(SEATS, description="Seats"))
    assert not asks_day(NUMBER, replace(NUMBER, ends_on=date(2026, 5, 1)))
    assert not asks_day("a text", "another")


def test_the_old_row_ends_where_the_new_one_begins() -> None:
    after = replace(SEATS, quantity=Decimal(3))
    old, new = changed_from(SEATS, after, date(2026, 10, 12), taken={"100-SEATS"})
    assert (old.quantity, old.ends_on) == (Decimal(2), date(2026, 10, 12))
    assert (new.service_code, new.quantity, new.starts_on, new.ends_on) == (
        "100-SEATS-2",
        Decimal(3),
        date(2026, 10, 12),
        None,
    )


def test_a_number_keeps_its_name_and_begins_again() -> None:
    old, new = changed_from(NUMBER, replace(NUMBER, rate_plan="OTHER"), date(2026, 10, 1))
    assert (old.rate_plan, old.ends_on) == ("BASIC", date(2026, 10, 1))
    assert (new.number, new.rate_plan, new.starts_on) == (
        NUMBER.number,
        "OTHER",
        date(2026, 10, 1),
    )


def test_from_its_first_day_the_row_itself_changes() -> None:
    after = replace(SEATS, quantity=Decimal(3))
    assert changed_from(SEATS, after, SEATS.starts_on) == [after]


def test_the_end_of_the_old_row_is_the_end_of_the_new_one() -> None:
    before = replace(SEATS, ends_on=date(2026, 12, 1))
    after = replace(before, quantity=Decimal(3))
    assert changed_from(before, after, date(2026, 11, 1))[1].ends_on == date(2026, 12, 1)


def test_nothing_changes_after_the_end() -> None:
    before = replace(SEATS, ends_on=date(2026, 5, 1))
    with pytest.raises(ValueError, match="ended on 2026-05-01"):
        changed_from(before, replace(before, quantity=Decimal(3)), date(2026, 5, 1))


def test_codes_count_on_from_the_first() -> None:
    assert next_code("A-SEATS", {"A-SEATS"}) == "A-SEATS-2"
    assert next_code("A-SEATS-2", {"A-SEATS", "A-SEATS-2"}) == "A-SEATS-3"
    assert next_code("A-200", {"A-200"}) == "A-200-2"
