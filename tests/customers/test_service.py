from datetime import date
from decimal import Decimal

from app.customers.service import CIRCUITS, NUMBERS, SERVICES, Number, Service

NUMBER = Number(
    number="+13035550142",
    account_number="10042",
    location_code="10042-MAIN",
    rate_plan="BUSINESS",
    starts_on=date(2026, 1, 1),
)


def test_a_number_is_known_by_its_first_day_too() -> None:
    assert NUMBERS.key_of(NUMBER) == ("+13035550142", date(2026, 1, 1))


def test_a_number_refers_to_whom_and_how_it_is_billed() -> None:
    assert {name: column.refers for name, column in NUMBERS.columns.items() if column.refers} == {
        "account_number": "accounts.account_number",
        "location_code": "locations.location_code",
        "circuit_code": "circuits.circuit_code",
        "rate_plan": "rate_plans.plan_code",
    }


def test_a_number_is_a_did_without_end_unless_told() -> None:
    assert (NUMBER.kind, NUMBER.ends_on, NUMBER.circuit_code) == ("did", None, None)


def test_a_service_is_one_of_its_product_at_its_price() -> None:
    service = Service(
        service_code="S1",
        account_number="10042",
        location_code="10042-MAIN",
        product_code="SEAT",
        starts_on=date(2026, 1, 1),
    )
    assert (service.quantity, service.unit_price, service.ends_on) == (Decimal(1), None, None)
    assert SERVICES.key_of(service) == ("S1",)


def test_kinds_of_circuits_are_those_of_the_contract() -> None:
    assert CIRCUITS.columns["kind"].choices == (
        "sip_trunk",
        "pri",
        "analog",
        "hosted",
        "fiber",
        "other",
    )
