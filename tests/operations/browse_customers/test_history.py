from dataclasses import replace
from decimal import Decimal

from app.operations.browse_customers.history import (
    customer_history,
    record_history,
    record_name,
)
from app.operations.edit_records import edit_records
from app.operations.office import Office
from tests.operations.companies import BASIC_NUMBER, GRANITE_SEATS, HARBOR_SEAT

MORE = replace(GRANITE_SEATS, quantity=Decimal(3), description="Seats")


def test_each_field_tells_who_when_before_after_why(office: Office) -> None:
    edit_records(office, [MORE], title="edit", why="order 77")
    quantity, words, added = record_history(office, MORE)
    assert (quantity.column, quantity.before, quantity.after, quantity.why) == (
        "quantity",
        "2",
        "3",
        "order 77",
    )
    assert (words.column, words.before, words.after) == ("description", "", "Seats")
    assert (added.action, added.column) == ("added", "")
    assert quantity.actor
    assert quantity.at == office.clock.now()


def test_one_field_alone(office: Office) -> None:
    edit_records(office, [MORE], title="edit")
    found = record_history(office, MORE, "quantity")
    assert [(each.column, each.action) for each in found] == [
        ("quantity", "changed"),
        ("", "added"),
    ]


def test_a_customer_tells_of_all_that_is_and_was_below_it(office: Office) -> None:
    edit_records(office, [], title="remove", removed=[HARBOR_SEAT])
    found = customer_history(office, "200")
    assert (found[0].sheet, found[0].record, found[0].action) == (
        "services",
        "200-SEAT",
        "removed",
    )
    assert {each.sheet for each in found} == {"accounts", "locations", "numbers", "services"}


def test_a_record_is_named_as_the_audit_names_it() -> None:
    assert record_name(BASIC_NUMBER) == ("numbers", "+13035550143/2026-01-01")
