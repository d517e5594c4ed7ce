from dataclasses import replace
from datetime import date

from app.customers.service import Circuit
from app.operations.browse_customers.tree import Level, customer_tree, numbers_below
from app.operations.office import Office
from tests.operations.companies import BASIC_NUMBER, add, change

LINE = Circuit(
    circuit_code="100-SIP1",
    account_number="100",
    location_code="100-MAIN",
    starts_on=date(2026, 1, 1),
)


def test_account_location_circuit_number(office: Office) -> None:
    add(office, circuits=[LINE])
    change(office, numbers=[replace(BASIC_NUMBER, circuit_code="100-SIP1")])
    tree = customer_tree(office)
    granite = tree.branches[0]
    assert (tree.customers, tree.numbers) == (2, 3)
    assert (granite.title, granite.numbers) == ("Granite Peak Credit Union", 2)
    (place,) = granite.below
    (line,) = place.below
    assert (place.level, place.loose_numbers, line.level) == (Level.LOCATION, 1, Level.CIRCUIT)
    assert [each.key for each in numbers_below(office, line)] == ["+13035550143"]
    assert [each.key for each in numbers_below(office, place)] == ["+13035550142"]


def test_an_ended_circuit_stays_while_numbers_are_on_it(office: Office) -> None:
    ended = replace(LINE, ends_on=date(2026, 10, 1))
    add(office, circuits=[ended, replace(ended, circuit_code="100-OLD")])
    change(office, numbers=[replace(BASIC_NUMBER, circuit_code="100-SIP1")])
    (place,) = customer_tree(office).branches[0].below
    assert [each.key for each in place.below] == ["100-SIP1"]


def test_a_customer_that_fits_comes_whole(office: Office) -> None:
    tree = customer_tree(office, "granite")
    assert [each.key for each in tree.branches] == ["100"]
    assert tree.branches[0].is_hit
    assert tree.customers == 2


def test_a_number_comes_with_the_way_to_it(office: Office) -> None:
    (granite,) = customer_tree(office, "(303) 555-0143").branches
    (place,) = granite.below
    (number,) = place.below
    assert (number.level, number.key, number.is_hit) == (Level.NUMBER, "+13035550143", True)
    assert place.loose_numbers == 0


def test_locations_and_circuits_are_found_by_their_codes(office: Office) -> None:
    add(office, circuits=[LINE])
    (granite,) = customer_tree(office, "sip1").branches
    assert granite.below[0].below[0].is_hit
    (harbor,) = customer_tree(office, "pier").branches
    assert harbor.below[0].is_hit
    assert customer_tree(office, "nothing").branches == ()
