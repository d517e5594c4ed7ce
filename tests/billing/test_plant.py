from datetime import date
from fractions import Fraction

from app.billing.plant import counted_plant
from app.customers.service import Circuit, Number
from app.tax.request import CountedPlant
from app.values.period import Period
from tests.billing.records import PRODUCTS, a_circuit, a_number, a_service

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


def _plant(*records: Circuit | Number) -> CountedPlant:
    found = counted_plant(
        [record for record in records if isinstance(record, Circuit)],
        [record for record in records if isinstance(record, Number)],
        services=[a_service(), a_service("YEAR", ends_on=date(2026, 10, 1))],
        products=PRODUCTS,
        period=OCTOBER,
    )
    return found["10042-MAIN"]


def test_call_paths_of_circuits_in_force_are_added() -> None:
    ended = a_circuit("C3", call_paths=50, ends_on=date(2026, 10, 1))
    found = _plant(a_circuit("C1"), a_circuit("C2", call_paths=4), ended)
    assert found.call_paths == 10


def test_circuits_that_give_none_leave_it_to_services() -> None:
    assert _plant(a_circuit(call_paths=None)).call_paths is None


def test_no_paths_given_is_not_the_same_as_none() -> None:
    assert _plant(a_circuit(call_paths=0)).call_paths == 0


def test_numbers_of_kind_did_count_if_in_force_any_day() -> None:
    found = _plant(
        a_number(),
        a_number("+13035550143", ends_on=date(2026, 10, 2)),
        a_number("+13035550144", starts_on=date(2026, 11, 1)),
        a_number("+13035550145", kind="main"),
    )
    assert found.did_numbers == 2


def test_by_days_each_counts_its_days_in_force() -> None:
    found = _plant(
        a_circuit(starts_on=date(2026, 10, 31)),
        a_number(ends_on=date(2026, 10, 11)),
    )
    assert (found.call_paths_by_days, found.did_numbers_by_days) == (
        Fraction(6, 31),
        Fraction(10, 31),
    )


def test_categories_are_those_of_services_in_force() -> None:
    assert _plant(a_number()).service_categories == ("VOIP_FIXED",)
