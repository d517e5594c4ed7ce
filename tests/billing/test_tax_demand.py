from datetime import date

from app.billing.tax_demand import DemandBook, DemandSetup, TaxDemand, tax_demands
from app.tax.bundle import BundleComponent
from app.tax.place import place_of
from app.tax.rule import TaxRule
from app.tax.rule_row import rule_row
from tests.billing.records import (
    PRODUCTS,
    a_charge,
    a_location,
    a_number,
    a_service,
    an_account,
)
from tests.billing.taxes import a_percentage

PLACES = {"10042-MAIN": place_of(a_location())}


def demands(**rows: object) -> list[TaxDemand]:
    return tax_demands(
        DemandSetup(
            accounts={"10042": an_account()},
            products=PRODUCTS,
            plan_products={"BUSINESS": "CALLS"},
            **rows,  # type: ignore[arg-type]
        )
    )


def customers(rule: TaxRule, *, first: date, last: date = date.max, bundle: str = "") -> list[str]:
    part = BundleComponent(
        product_code="SEAT", component_no=1, category=bundle or "SMS", method="SSP"
    )
    book = DemandBook(
        demands(services=[a_service(ends_on=date(2026, 12, 1))]),
        places=PLACES,
        bundles={"SEAT": [part]} if bundle else {},
    )
    return sorted(book.customers(rule_row(2, rule), first=first, last=last))


def test_services_charges_and_calls_are_demands() -> None:
    found = demands(
        services=[a_service(ends_on=date(2026, 12, 1))],
        charges=[a_charge()],
        numbers=[a_number(), a_number("+13035550143", starts_on=date(2023, 1, 1))],
    )
    assert [(each.reference, each.category, each.first, each.last) for each in found] == [
        ("S1", "VOIP_FIXED", date(2024, 1, 1), date(2026, 11, 30)),
        ("T-1", "PROF_SERVICE", date(2026, 10, 7), date(2026, 10, 7)),
        ("BUSINESS", "TOLL_FREE", date(2023, 1, 1), date.max),
    ]


def test_numbers_that_all_ended_ask_until_the_last() -> None:
    ended = [a_number(ends_on=date(2026, 3, 1)), a_number("+13035550143", ends_on=date(2026, 5, 1))]
    assert demands(numbers=ended)[0].last == date(2026, 4, 30)


def test_what_names_nothing_asks_for_nothing() -> None:
    assert demands(services=[a_service("GONE"), a_service(account_number="X")]) == []
    assert demands(numbers=[a_number(rate_plan="GONE")]) == []


def test_customers_are_those_a_row_reaches_in_its_days() -> None:
    rule = a_percentage(category="VOIP_*")
    assert customers(rule, first=date(2026, 1, 1)) == ["10042"]
    assert customers(rule, first=date(2026, 12, 1)) == []
    assert customers(rule, first=date(2023, 1, 1), last=date(2023, 12, 31)) == []


def test_a_row_of_another_category_reaches_nobody() -> None:
    assert customers(a_percentage(category="DID"), first=date(2026, 1, 1)) == []


def test_a_bundle_is_reached_by_its_components() -> None:
    rule = a_percentage(category="DID")
    assert customers(rule, first=date(2026, 1, 1), bundle="did") == ["10042"]


def test_one_example_stands_for_all_of_its_kind() -> None:
    book = DemandBook(
        demands(
            services=[
                a_service(),
                a_service(service_code="S2"),
                a_service("SETUP", service_code="S3"),
            ]
        ),
        places=PLACES,
        bundles={},
    )
    found = [
        (each.reference, sorted(who), count) for each, who, count in book.examples(date(2026, 1, 1))
    ]
    assert found == [("S1", ["10042"], 2), ("S3", ["10042"], 1)]
    assert book.locations(date(2026, 1, 1)) == {"10042-MAIN": frozenset({"10042"})}


def test_what_is_over_is_no_example() -> None:
    book = DemandBook(
        demands(services=[a_service(ends_on=date(2025, 1, 1))]), places=PLACES, bundles={}
    )
    assert book.examples(date(2026, 1, 1)) == []
    assert book.locations(date(2026, 1, 1)) == {}


def test_a_place_that_nobody_knows_asks_for_nothing() -> None:
    book = DemandBook(demands(services=[a_service()]), places={}, bundles={})
    assert book.examples(date(2026, 1, 1)) == []
