from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.tax.book import make_book
from app.tax.bundle import BundleComponent
from app.tax.request import CountedPlant, TaxableCharge, TaxRequest
from app.tax.service_document import (
    DocumentItem,
    ServicePlace,
    TaxDocument,
    credit_items,
    document_items,
)
from app.tax.service_pair import PairBook, ServicePair
from tests.tax.builders import a_charge, a_place, seats


def pair(
    maps: str, code: str, service_type: str | None, category: str | None = None
) -> ServicePair:
    return ServicePair(
        service="avalara",
        maps=maps,
        code=code,
        category=category,
        transaction=service_type and "19",
        service_type=service_type,
    )


PAIRS = PairBook(
    rows=(
        pair("category", "VOIP_*", "6"),
        pair("category", "INTERNET_ACCESS", None),
        pair("category", "LOCAL", "7"),
        pair("count", "LINE", "21"),
        pair("count", "LINE", "22", "LOCAL"),
        pair("count", "TRUNK", "578"),
        pair("count", "CALL_PATH", "566"),
        pair("count", "INVOICE", None),
    )
)
BARE = make_book(())
ONE = Fraction(1)


def a_request(*charges: TaxableCharge, **facts: object) -> TaxRequest:
    given: dict[str, object] = {
        "account_number": "100",
        "customer_class": "business",
        "invoice_date": date(2026, 3, 1),
        "charges": tuple(replace(each, index=index) for index, each in enumerate(charges)),
        "locations": {"L": a_place(), "M": a_place("M")},
    }
    return TaxRequest(**{**given, **facts})  # type: ignore[arg-type]


def items(*charges: TaxableCharge, pairs: PairBook = PAIRS, **facts: object) -> list[DocumentItem]:
    found, unmapped = document_items(a_request(*charges, **facts), BARE, pairs)
    assert unmapped == ()
    return list(found)


def counts(*charges: TaxableCharge, **facts: object) -> list[tuple[str | None, str, int]]:
    return [
        (each.service_type, each.location_code, each.lines)
        for each in items(*charges, pairs=PAIRS, **facts)
        if each.reference.startswith("C")
    ]


def test_a_charge_is_an_item_of_its_line() -> None:
    (item,) = items(a_charge("40.00", product_code="SEAT"))
    assert item == DocumentItem(
        reference="L0.0",
        words="line 1 (SEAT)",
        transaction="19",
        service_type="6",
        location_code="L",
        amount=Decimal("40.00"),
        bearers=((0, Fraction(1)),),
    )


def test_seconds_are_minutes_of_four_places() -> None:
    (item,) = items(a_charge("1.00", billed_seconds=100))
    assert item.minutes == Decimal("1.6667")


def test_a_reseller_buys_wholesale() -> None:
    (item,) = items(a_charge("1.00"), customer_class="reseller")
    assert item.is_wholesale


def test_a_price_reduction_stays_below_zero() -> None:
    (item,) = items(a_charge("-5.00"))
    assert item.amount == Decimal("-5.00")


def test_a_category_that_is_not_sent_is_left_out() -> None:
    assert items(a_charge("40.00", "INTERNET_ACCESS")) == []


def test_what_has_no_pair_is_named_once() -> None:
    request = a_request(a_charge("1.00", "SMS"), a_charge("2.00", "SMS"), seats("1.00", 1))
    _, unmapped = document_items(request, BARE, PairBook(rows=PAIRS.rows[:1]))
    assert unmapped == ("category SMS", "count LINE", "count INVOICE")


def test_a_count_nobody_asks_for_needs_no_pair() -> None:
    assert counts(a_charge("1.00"), plant={"L": CountedPlant(did_numbers=5)}) == []


def test_services_count_quantity_times_lines() -> None:
    assert counts(seats("40.00", 2, lines_per_unit=Decimal(3))) == [("21", "L", 6)]


def test_a_service_with_two_periods_counts_once() -> None:
    march = seats("40.00", 2, first_day=date(2026, 3, 1), last_day=date(2026, 3, 31))
    assert counts(seats("40.00", 2), march) == [("21", "L", 2)]


def test_two_services_count_together() -> None:
    assert counts(seats("40.00", 2), seats("20.00", 1, reference="MORE")) == [("21", "L", 3)]


def test_part_of_a_unit_is_a_whole_one() -> None:
    half = Decimal("0.5")
    assert counts(seats("40.00", 3, lines_per_unit=half)) == [("21", "L", 2)]


def test_a_service_of_no_quantity_counts_nothing() -> None:
    assert counts(seats("0.00", 0)) == []


def test_a_category_s_own_count_goes_apart() -> None:
    local = seats("10.00", 4, "LOCAL", reference="POTS")
    assert sorted(counts(seats("40.00", 2), local)) == [("21", "L", 2), ("22", "L", 4)]


def test_each_place_counts_its_own() -> None:
    elsewhere = seats("40.00", 5, location_code="M")
    assert counts(seats("40.00", 2), elsewhere) == [("21", "L", 2), ("21", "M", 5)]


def test_call_paths_are_those_of_circuits_where_any_are_given() -> None:
    trunks = seats("40.00", 2, line_kind="call_path")
    assert counts(trunks) == [("566", "L", 2)]
    assert counts(trunks, plant={"L": CountedPlant(call_paths=23)}) == [("566", "L", 23)]


def test_plant_without_charges_there_is_borne_by_the_first() -> None:
    request = a_request(
        a_charge("1.00"),
        plant={"M": CountedPlant(call_paths=4, service_categories=("VOIP_FIXED",))},
    )
    found, _ = document_items(request, BARE, PAIRS)
    (count,) = [each for each in found if each.reference.startswith("C")]
    assert (count.location_code, count.lines, count.bearers) == ("M", 4, ((0, Fraction(1)),))


def test_plant_nobody_is_billed_for_counts_nothing() -> None:
    assert counts(plant={"L": CountedPlant(call_paths=4)}) == []


def test_the_invoice_and_each_place_are_counted_where_they_have_pairs() -> None:
    pairs = PairBook(
        rows=(
            pair("category", "*", "6"),
            pair("count", "INVOICE", "43"),
            pair("count", "LOCATION", "44"),
        )
    )
    charges = (a_charge("1.00"), a_charge("2.00"), a_charge("3.00", location_code="M"))
    found = [each for each in items(*charges, pairs=pairs) if each.reference.startswith("C")]
    assert [
        (each.service_type, each.location_code, each.lines, each.locations, each.bearers)
        for each in found
    ] == [
        ("44", "L", 0, 1, ((0, ONE), (1, ONE))),
        ("44", "M", 0, 1, ((2, ONE),)),
        ("43", "L", 0, 0, ((0, ONE), (1, ONE), (2, ONE))),
    ]


def test_a_bundle_is_split_and_counts_once() -> None:
    parts = [
        BundleComponent(
            product_code="P", component_no=number, category=category, method="SSP", weight=weight
        )
        for number, category, weight in (
            (1, "VOIP_FIXED", Decimal(30)),
            (2, "LOCAL", Decimal(10)),
        )
    ]
    book = make_book((), bundles=parts)
    found, _ = document_items(a_request(seats("40.00", 2)), book, PAIRS)
    assert [(each.reference, each.amount, each.lines) for each in found] == [
        ("L0.0", Decimal("30.00"), 0),
        ("L0.1", Decimal("10.00"), 0),
        ("C0", Decimal(0), 2),
    ]
    assert found[2].service_type == "22"


# What is given back.

ORIGINAL = date(2026, 1, 1)


def back(*charges: TaxableCharge, units: int = 0) -> tuple[list[DocumentItem], tuple[str, ...]]:
    found, unmapped = credit_items(
        a_request(*charges),
        BARE,
        PAIRS,
        taxed_on=dict.fromkeys(range(len(charges)), ORIGINAL),
        units={0: Fraction(units)},
    )
    return list(found), unmapped


def test_what_is_given_back_is_of_the_day_of_its_original() -> None:
    ((item,), unmapped) = back(seats("10.00", 1))
    assert (item.amount, item.taxed_on, unmapped) == (Decimal("10.00"), ORIGINAL, ())


def test_the_last_credit_gives_back_the_units() -> None:
    (found, _) = back(seats("10.00", 1), units=2)
    assert [(each.lines, each.taxed_on) for each in found] == [(0, ORIGINAL), (2, ORIGINAL)]


def test_units_without_a_pair_are_named() -> None:
    did = seats("10.00", 1, line_kind="did")
    assert back(did, units=2)[1] == ("count DID",)


def test_units_that_are_not_sent_are_not_given_back() -> None:
    pairs = PairBook(rows=(pair("category", "*", "6"), pair("count", "LINE", None)))
    found, unmapped = credit_items(
        a_request(seats("10.00", 1)),
        BARE,
        pairs,
        taxed_on={0: ORIGINAL},
        units={0: Fraction(2)},
    )
    assert (len(found), unmapped) == (1, ())


def test_the_bill_goes_to_the_place_of_the_first_item() -> None:
    place = ServicePlace(location_code="L", country="US", region="XX", city="C", postal_code="1")
    document = TaxDocument(
        account_number="100",
        dated=ORIGINAL,
        customer_class="business",
        places={"L": place},
        items=tuple(items(a_charge("1.00"))),
    )
    assert document.bill_to is place
