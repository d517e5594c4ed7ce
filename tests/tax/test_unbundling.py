from decimal import Decimal

import pytest

from app.tax.bundle import BundleComponent
from app.tax.request import CountedPlant
from app.tax.unbundling import bundle_splits, items_of
from tests.tax.builders import a_book, a_charge, a_place, a_request, numbered, seats

D = Decimal


def pack(*components: tuple[str, str | None], method: str = "SSP") -> list[BundleComponent]:
    return [
        BundleComponent(
            product_code="PACK",
            component_no=number,
            category=category,
            method=method,
            weight=None if weight is None else D(weight),
        )
        for number, (category, weight) in enumerate(components, start=1)
    ]


OFFICE = (("VOIP_FIXED", "30"), ("INTERNET_ACCESS", "40"), ("EQUIP_RENT", "10"))


def split(amount: str, components: list[BundleComponent]) -> list[tuple[str, int]]:
    request = a_request([a_charge(amount, product_code="PACK")])
    return [
        (each.category, each.cents) for each in items_of(request, a_book([], bundles=components))
    ]


def test_left_over_cents_go_to_the_lower_component_on_a_tie() -> None:
    assert split("49.00", pack(*OFFICE)) == [
        ("VOIP_FIXED", 1838),
        ("INTERNET_ACCESS", 2450),
        ("EQUIP_RENT", 612),
    ]


def test_a_credit_is_split_as_its_positive() -> None:
    assert [cents for _, cents in split("-49.00", pack(*OFFICE))] == [-1838, -2450, -612]


@pytest.mark.parametrize("method", ["FIXED_PCT", "COMPONENT_PRICE"])
def test_percents_and_prices_are_weights_too(method: str) -> None:
    components = pack(("VOIP_FIXED", "60"), ("EQUIP_RENT", "40"), method=method)
    assert split("10.00", components) == [("VOIP_FIXED", 600), ("EQUIP_RENT", 400)]


def test_all_telecom_gives_the_whole_to_the_first_telecom_component() -> None:
    components = pack(("EQUIP_RENT", None), ("VOIP_FIXED", None), method="ALL_TELECOM")
    assert split("49.00", components) == [("VOIP_FIXED", 4900)]


def test_all_telecom_without_a_telecom_component_takes_the_first() -> None:
    components = pack(("EQUIP_RENT", None), ("INSTALL", None), method="ALL_TELECOM")
    assert split("49.00", components) == [("EQUIP_RENT", 4900)]


def test_components_stand_in_the_order_of_their_numbers() -> None:
    assert [name for name, _ in split("8.00", list(reversed(pack(*OFFICE))))] == [
        "VOIP_FIXED",
        "INTERNET_ACCESS",
        "EQUIP_RENT",
    ]


def test_minutes_of_a_bundle_belong_to_its_first_component() -> None:
    request = a_request([a_charge("8.00", product_code="PACK", billed_seconds=90)])
    items = items_of(request, a_book([], bundles=pack(*OFFICE)))
    assert [each.seconds for each in items] == [90, 0, 0]


def test_charges_stand_by_location_product_day_and_reference() -> None:
    charges = numbered(
        a_charge("1", location_code="M"),
        a_charge("2", product_code="Z"),
        a_charge("3", reference="R2"),
        a_charge("4", reference="R1"),
    )
    items = items_of(a_request(charges, places=[a_place(), a_place("M")]), a_book([]))
    assert [each.charge.index for each in items] == [3, 2, 1, 0]
    assert [each.position for each in items] == [0, 1, 2, 3]


def test_a_charge_may_belong_to_another_account_and_class() -> None:
    charge = a_charge("1", account_number="2", customer_class="Residential")
    (item,) = items_of(a_request([charge]), a_book([]))
    assert (item.account, item.customer_class) == ("2", "residential")


def test_units_are_quantity_times_lines() -> None:
    charge = seats("1", 3, lines_per_unit=D("2.5"))
    (item,) = items_of(a_request([charge]), a_book([]))
    assert item.units == D("7.5")


def test_a_service_billed_elsewhere_stands_without_amount() -> None:
    plant = {"L": CountedPlant(call_paths=2, service_categories=("voip_nomadic", "VOIP_FIXED"))}
    items = items_of(a_request([seats("5", 1)], plant=plant), a_book([]))
    assert [(each.category, each.cents, each.is_billed) for each in items] == [
        ("VOIP_FIXED", 500, True),
        ("VOIP_NOMADIC", 0, False),
    ]


def test_at_a_location_without_charges_the_first_charge_of_the_invoice_bears_it() -> None:
    plant = {"M": CountedPlant(call_paths=2, service_categories=("VOIP_FIXED",))}
    request = a_request([a_charge("5", index=7)], places=[a_place(), a_place("M")], plant=plant)
    last = items_of(request, a_book([]))[-1]
    assert (last.charge.index, last.charge.location_code, last.is_billed) == (7, "M", False)


def test_an_invoice_without_charges_has_nothing_to_tax() -> None:
    plant = {"L": CountedPlant(call_paths=2, service_categories=("VOIP_FIXED",))}
    assert items_of(a_request([], plant=plant), a_book([])) == ()


def split_of(method: str) -> list[tuple[int, str, str, str]]:
    book = a_book([], bundles=pack(*OFFICE, method=method))
    charge = a_charge("49.00", product_code="PACK")
    return [
        (each.component_no, each.category, each.method, str(each.amount))
        for each in bundle_splits(a_request([charge, a_charge("1.00")]), book)
    ]


def test_the_split_of_a_bundle_is_told_for_the_books() -> None:
    assert split_of("SSP") == [
        (1, "VOIP_FIXED", "SSP", "18.38"),
        (2, "INTERNET_ACCESS", "SSP", "24.50"),
        (3, "EQUIP_RENT", "SSP", "6.12"),
    ]


def test_a_bundle_that_is_telecom_as_a_whole_tells_it() -> None:
    assert split_of("ALL_TELECOM") == [(1, "VOIP_FIXED", "ALL_TELECOM", "49.00")]
