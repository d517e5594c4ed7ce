from dataclasses import replace
from datetime import date

import pytest

from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.readiness import AccountSetup, readiness
from app.findings import Finding, Severity, error
from app.values.period import Period
from tests.billing.records import (
    PRODUCTS,
    a_circuit,
    a_location,
    a_number,
    a_service,
    an_account,
)

DAYS = Period(date(2026, 10, 1), date(2026, 12, 1))
SETUP = AccountSetup(
    account=an_account(),
    terms="Net 30",
    terms_readable=True,
    locations={"10042-MAIN": a_location()},
    services=[a_service()],
    numbers=[a_number()],
    products=PRODUCTS,
    plan_products={"BUSINESS": "CALLS"},
    parents={"10042": None, "A": None},
)


def _told(setup: AccountSetup) -> list[tuple[str, str, str, str]]:
    return [
        (finding.code, finding.sheet, finding.column, finding.record)
        for finding in readiness(setup, period=DAYS)
    ]


def _severities(setup: AccountSetup) -> list[Severity]:
    return [finding.severity for finding in readiness(setup, period=DAYS)]


def test_an_account_with_all_it_needs_is_ready() -> None:
    assert _told(SETUP) == []


def test_telephone_service_needs_a_number() -> None:
    setup = replace(SETUP, numbers=[])
    assert _told(setup) == [("no_numbers", "numbers", "account_number", "10042")]


def test_a_number_that_ended_is_none() -> None:
    setup = replace(SETUP, numbers=[a_number(ends_on=date(2026, 10, 1))])
    assert _told(setup) == [("no_numbers", "numbers", "account_number", "10042")]


@pytest.mark.parametrize("product", ["LABOR", "METER", "QUARTER"])
def test_without_telephone_service_no_number_is_needed(product: str) -> None:
    assert _told(replace(SETUP, services=[a_service(product)], numbers=[])) == []


def test_a_number_needs_a_rate_plan_that_exists() -> None:
    setup = replace(SETUP, numbers=[a_number(rate_plan="GONE")])
    assert _told(setup) == [("no_plan", "numbers", "rate_plan", "+13035550142")]


def test_a_circuit_without_numbers_is_a_warning() -> None:
    setup = replace(SETUP, circuits=[a_circuit()])
    assert _told(setup) == [("circuit_without_numbers", "circuits", "circuit_code", "C1")]
    assert _severities(setup) == [Severity.WARNING]


def test_a_circuit_with_a_number_is_in_order() -> None:
    setup = replace(SETUP, circuits=[a_circuit()], numbers=[a_number(circuit_code="C1")])
    assert _told(setup) == []


@pytest.mark.parametrize("kind", ["fiber", "other"])
def test_a_circuit_that_carries_no_numbers_needs_none(kind: str) -> None:
    assert _told(replace(SETUP, circuits=[a_circuit(kind=kind)])) == []


def test_an_account_without_location_is_not_ready() -> None:
    setup = replace(SETUP, locations={}, services=[], numbers=[])
    assert _told(setup) == [("no_location", "locations", "account_number", "10042")]


def test_a_payer_of_others_needs_no_location_of_its_own() -> None:
    setup = replace(SETUP, locations={}, services=[], numbers=[], has_children=True)
    assert _told(setup) == []


def test_a_location_that_is_not_known_is_named() -> None:
    setup = replace(SETUP, services=[a_service(location_code="GONE")])
    assert _told(setup) == [("no_location", "locations", "location_code", "GONE")]


@pytest.mark.parametrize("street", ["PO Box 17", "p.o. box 17", "P O BOX 17"])
def test_a_po_box_is_a_warning(street: str) -> None:
    place: ServiceLocation = a_location(address_line1=street)
    setup = replace(SETUP, locations={"10042-MAIN": place})
    assert _told(setup) == [("post_box", "locations", "address_line1", "10042-MAIN")]
    assert _severities(setup) == [Severity.WARNING]


def test_what_the_taxes_say_of_a_place_is_passed_on() -> None:
    problem: Finding = error("jurisdiction_unknown", "No county.", record="10042-MAIN")
    setup = replace(SETUP, place_problems={"10042-MAIN": problem})
    assert readiness(setup, period=DAYS) == [problem]


@pytest.mark.parametrize("day", [0, 29, 31])
def test_a_cycle_day_outside_1_to_28_is_an_error(day: int) -> None:
    setup = replace(SETUP, account=an_account(bill_cycle_day=day))
    assert _told(setup) == [("bill_cycle", "accounts", "bill_cycle_day", "10042")]


def test_terms_without_a_due_date_are_an_error() -> None:
    setup = replace(
        SETUP,
        account=an_account(terms="when you can"),
        terms="when you can",
        terms_readable=False,
    )
    assert _told(setup) == [("terms", "accounts", "terms", "10042")]


@pytest.mark.parametrize("delivery", ["email", "both"])
def test_a_missing_address_is_a_warning_where_invoices_go_by_email(delivery: str) -> None:
    account = replace(an_account(billing_email=None), delivery=delivery)
    setup = replace(SETUP, account=account)
    assert _told(setup) == [("no_email", "accounts", "billing_email", "10042")]
    assert _severities(setup) == [Severity.WARNING]


@pytest.mark.parametrize("delivery", ["print", "none"])
def test_without_email_no_address_is_needed(delivery: str) -> None:
    account = replace(an_account(billing_email=None), delivery=delivery)
    assert _told(replace(SETUP, account=account)) == []


@pytest.mark.parametrize(
    ("column", "bare"),
    [
        ("gl_code", replace(PRODUCTS["QUARTER"], gl_code=" ")),
        ("tax_category", replace(PRODUCTS["QUARTER"], tax_category="")),
    ],
)
def test_a_product_of_a_service_needs_its_codes(column: str, bare: Product) -> None:
    setup = replace(SETUP, services=[a_service("QUARTER")], products=PRODUCTS | {"QUARTER": bare})
    assert _told(setup) == [(f"no_{column}", "products", column, "QUARTER")]


def test_the_product_of_calls_and_of_charges_needs_its_codes() -> None:
    bare = {code: replace(PRODUCTS[code], gl_code="") for code in ("CALLS", "LABOR")}
    setup = replace(SETUP, products=PRODUCTS | bare, charge_products={"LABOR"})
    assert [record for *_, record in _told(setup)] == ["CALLS", "LABOR"]


def test_a_product_that_is_not_known_is_named() -> None:
    setup = replace(SETUP, services=[a_service("GONE")])
    assert {record for *_, record in _told(setup)} == {"GONE"}


def test_a_usage_product_is_no_service() -> None:
    setup = replace(SETUP, services=[a_service("CALLS")])
    assert _told(setup) == [("usage_service", "services", "product_code", "S1")]


def test_a_service_of_a_closed_account_that_runs_on_is_a_warning() -> None:
    setup = replace(SETUP, account=an_account(closed_on=date(2026, 10, 20)))
    assert _told(setup) == [("closed_account", "services", "ends_on", "S1")]


def test_a_service_that_ends_with_its_account_is_in_order() -> None:
    setup = replace(
        SETUP,
        account=an_account(closed_on=date(2026, 10, 20)),
        services=[a_service(ends_on=date(2026, 10, 20))],
    )
    assert _told(setup) == []


def test_a_child_with_a_parent_is_in_order() -> None:
    setup = replace(SETUP, account=an_account(parent="A"), parents={"10042": "A", "A": None})
    assert _told(setup) == []


@pytest.mark.parametrize(
    "parents",
    [
        {"10042": "A", "A": "10042"},
        {"10042": "GONE"},
        {"10042": "A", "A": "GONE"},
    ],
)
def test_a_child_whose_parents_lead_nowhere_is_not_ready(parents: dict[str, str | None]) -> None:
    above = parents["10042"]
    setup = replace(SETUP, account=an_account(parent=above), parents=parents)
    assert _told(setup) == [("parent", "accounts", "parent_account_number", "10042")]
