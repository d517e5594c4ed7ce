from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from app.tax.exemption import Exemption
from app.tax.request import ChargeKind, CountedPlant, TaxableCharge
from app.tax.result import TaxLine
from app.tax.rule import TaxRule
from tests.tax.builders import (
    a_book,
    a_charge,
    a_fee,
    a_place,
    a_request,
    a_rule,
    decided,
    numbered,
    seats,
    taxed,
)

D = Decimal


def lines(
    charges: Sequence[TaxableCharge],
    *rules: TaxRule,
    plant: dict[str, CountedPlant] | None = None,
    exemptions: Sequence[Exemption] = (),
) -> list[TaxLine]:
    request = a_request(numbered(*charges), places=[a_place(), a_place("M")], plant=plant)
    book = a_book([*rules, decided()], exemptions=exemptions)
    return list(taxed(request, book).lines)


def units(
    charges: Sequence[TaxableCharge],
    *rules: TaxRule,
    plant: dict[str, CountedPlant] | None = None,
) -> list[Decimal | None]:
    return [line.units for line in lines(charges, *rules, plant=plant)]


def trunks(quantity: int) -> TaxableCharge:
    return seats("1", quantity, line_kind="trunk", reference="TRUNKS")


def test_a_service_counts_quantity_times_lines() -> None:
    assert units([seats("1", 3, lines_per_unit=D(5))], a_fee("A", "1")) == [D(15)]


def test_only_the_kinds_of_the_row_count() -> None:
    charges = [seats("1", 3), trunks(2)]
    assert units(charges, a_fee("A", "1", "LINE")) == [D(3)]
    assert units(charges, a_fee("A", "1", "LINE|TRUNK")) == [D(5)]
    assert units(charges, a_fee("A", "1", "DID")) == []


def test_what_is_no_service_does_not_count() -> None:
    assert units([seats("1", 3, counts=False)], a_fee("A", "1")) == []


def test_only_matching_categories_count() -> None:
    charges = [seats("1", 3), seats("1", 2, "DID", reference="X")]
    assert units(charges, a_fee("A", "1", category="VOIP_*")) == [D(3)]


def test_a_service_covered_in_part_counts_in_full() -> None:
    charge = seats("1", 3, first_day=date(2026, 2, 20), period_days=28)
    assert units([charge], a_fee("A", "1", prorate="N")) == [D(3)]


def test_by_days_a_service_counts_its_part() -> None:
    charge = seats("1", 4, first_day=date(2026, 2, 22), period_days=28)
    assert units([charge], a_fee("A", "1", prorate="Y")) == [D(1)]


def test_two_charge_periods_of_one_service_count_once() -> None:
    charges = [
        seats("1", 3, first_day=date(2026, 1, 20), last_day=date(2026, 1, 31)),
        seats("1", 3),
    ]
    assert units(charges, a_fee("A", "1")) == [D(3)]


def test_by_days_each_charge_period_counts_its_days() -> None:
    charges = [
        seats("1", 1, first_day=date(2026, 1, 17), last_day=date(2026, 1, 31), period_days=30),
        seats("1", 1, period_days=28),
    ]
    assert units(charges, a_fee("A", "1", prorate="Y")) == [D("1.5")]


def test_call_paths_of_circuits_come_before_services() -> None:
    charges = [seats("1", 3, line_kind="call_path")]
    fee = a_fee("A", "1", "CALL_PATH")
    assert units(charges, fee) == [D(3)]
    assert units(charges, fee, plant={"L": CountedPlant(call_paths=23)}) == [D(23)]
    assert units(charges, fee, plant={"L": CountedPlant(call_paths=0)}) == []
    assert units(charges, fee, plant={"M": CountedPlant(call_paths=23)}) == [D(3)]


def test_numbers_come_before_services() -> None:
    charges = [seats("1", 3, line_kind="did")]
    fee = a_fee("A", "1", "DID")
    assert units(charges, fee, plant={"L": CountedPlant(did_numbers=60)}) == [D(60)]
    assert units(charges, fee, plant={"L": CountedPlant(did_numbers=0)}) == [D(3)]


def test_lines_and_numbers_of_one_row_add_up() -> None:
    plant = {"L": CountedPlant(did_numbers=60)}
    assert units([seats("1", 3)], a_fee("A", "1", "LINE|DID"), plant=plant) == [D(63)]


def test_circuits_and_numbers_by_days() -> None:
    plant = CountedPlant(
        call_paths=23,
        did_numbers=60,
        call_paths_by_days=Fraction(23, 2),
        did_numbers_by_days=Fraction(15),
    )
    fee = a_fee("A", "1", "CALL_PATH|DID", prorate="Y")
    assert units([seats("1", 3)], fee, plant={"L": plant}) == [D("26.5")]


def test_a_circuit_needs_a_service_of_the_category_at_its_location() -> None:
    plant = {"L": CountedPlant(call_paths=23), "M": CountedPlant(call_paths=2)}
    charges = [
        seats("1", 1, "INTERNET_ACCESS"),
        a_charge("1", "VOIP_FIXED"),
        seats("1", 1, "VOIP_FIXED", location_code="M"),
    ]
    rules = [
        a_fee("A", "1", "CALL_PATH", category="VOIP_*"),
        a_rule("NOT", "0", category="INTERNET_ACCESS"),
    ]
    assert units(charges, *rules, plant=plant) == [D(2)]


def test_a_circuit_matches_a_service_that_is_not_billed_this_month() -> None:
    plant = {"L": CountedPlant(call_paths=23, service_categories=("VOIP_FIXED",))}
    (line,) = lines([a_charge("1", "SMS")], a_fee("A", "1", "CALL_PATH"), plant=plant)
    assert (line.units, line.parts[0].line_index) == (D(23), 0)


def test_a_circuit_takes_the_most_specific_row_of_its_services() -> None:
    plant = {"L": CountedPlant(call_paths=23)}
    charges = [seats("1", 1, "SMS", product_code="A"), seats("1", 1, product_code="B")]
    rules = [a_fee("A", "1", "CALL_PATH"), a_fee("A", "2", "CALL_PATH", category="VOIP_FIXED")]
    found = lines(charges, *rules, plant=plant)
    assert [(line.rate, line.units) for line in found] == [(D(2), D(23))]


def test_units_of_circuits_are_laid_on_the_matching_charges_in_equal_parts() -> None:
    plant = {"L": CountedPlant(call_paths=3)}
    charges = [seats("9", 1, reference="X"), seats("1", 1, reference="Y")]
    (line,) = lines(charges, a_fee("A", "1", "CALL_PATH"), plant=plant)
    assert [part.amount for part in line.parts] == [D("1.50"), D("1.50")]


def test_an_account_counts_once_and_a_location_once() -> None:
    charges = [a_charge("1"), a_charge("1"), a_charge("1", location_code="M")]
    assert units(charges, a_fee("A", "1", "ACCOUNT")) == [D(1)]
    assert units(charges, a_fee("A", "1", "LOCATION")) == [D(2)]


def test_an_account_counts_with_any_matching_charge() -> None:
    one_time = a_charge("1", "INSTALL", kind=ChargeKind.ONE_TIME)
    assert units([one_time], a_fee("A", "1", "ACCOUNT")) == [D(1)]
    assert units([one_time], a_fee("A", "1", "ACCOUNT", category="VOIP_*")) == []


def test_given_back_days_raise_no_fee() -> None:
    assert units([a_charge("-1", kind=ChargeKind.CREDIT)], a_fee("A", "1", "ACCOUNT")) == []


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("ACCOUNT", 4), ("LOCATION", 7), ("ACCOUNT_LOCATION", 7), (None, 7), ("LINE_TYPE", 10)],
)
def test_the_scope_of_a_cap(scope: str | None, expected: int) -> None:
    charges = [seats("1", 5), trunks(3), seats("1", 3, location_code="M")]
    fee = a_fee("A", "1", "LINE|TRUNK", cap_units=D(4), cap_scope=scope)
    assert units(charges, fee) == [D(expected)]


def test_what_a_cap_cuts_is_cut_from_all_charges() -> None:
    charges = [seats("1", 6, reference="X"), seats("1", 2, reference="Y")]
    (line,) = lines(charges, a_fee("A", "1", cap_units=D(4)))
    assert [part.amount for part in line.parts] == [D("3.00"), D("1.00")]
    assert line.units_counted == D(8)


def test_a_cap_holds_for_each_row() -> None:
    charges = [seats("1", 6), seats("1", 6, "DID", reference="X")]
    rules = [a_fee("A", "1", cap_units=D(4)), a_fee("A", "1", category="DID", cap_units=D(4))]
    assert units(charges, *rules) == [D(4), D(4)]


def an_exemption(location: str | None) -> Exemption:
    return Exemption(
        account_number="1",
        location_code=location,
        certificate_number="C-1",
        kind="OTHER",
        family="E911",
        effective_from=date(2026, 1, 1),
    )


def test_exempt_units_are_taken_out_after_the_cap() -> None:
    charges = [seats("1", 6), seats("1", 2, location_code="M")]
    fee = a_fee("A", "1.25", cap_units=D(4))
    (line,) = lines(charges, fee, exemptions=[an_exemption("L")])
    assert (line.units_counted, line.units, line.amount) == (D(8), D(2), D("2.50"))
    assert (line.exempt_amount, line.certificate_number) == (D(5), "C-1")


def test_a_locations_certificate_does_not_touch_an_account() -> None:
    fee = a_fee("A", "1", "ACCOUNT")
    (line,) = lines([a_charge("1")], fee, exemptions=[an_exemption("L")])
    assert line.amount == D("1.00")
    (line,) = lines([a_charge("1")], fee, exemptions=[an_exemption(None)])
    assert line.amount == D("0.00")


def test_steps_of_counts() -> None:
    rules = [
        a_fee("A", "1.00", calc_method="TIERED", max_base=D(25)),
        a_fee("A", "0.50", calc_method="TIERED", min_base=D(25)),
    ]
    found = lines([seats("1", 40)], *rules)
    assert sorted((line.rate, line.units or D(0), line.amount) for line in found) == [
        (D("0.50"), D(15), D("7.50")),
        (D("1.00"), D(25), D("25.00")),
    ]


def test_a_count_has_no_base() -> None:
    (line,) = lines([seats("1", 3)], a_fee("A", "1.25"))
    assert line.base is None
    assert (line.units_counted, line.rate, line.amount) == (D(3), D("1.25"), D("3.75"))


def test_prorated_rows_share_the_units_by_days() -> None:
    rules = [
        a_fee("A", "1", date_basis="PRORATE", effective_to=date(2026, 2, 7)),
        a_fee("A", "2", date_basis="PRORATE", effective_from=date(2026, 2, 8)),
    ]
    found = lines([seats("1", 4)], *rules)
    assert sorted((line.rate, line.units or D(0)) for line in found) == [
        (D(1), D(1)),
        (D(2), D(3)),
    ]


def test_a_tax_on_a_fee_of_a_circuit() -> None:
    plant = {"L": CountedPlant(call_paths=10)}
    rules = [a_fee("A", "1", "CALL_PATH"), a_rule("B", "0.1", base_includes="A")]
    found = lines([seats("30.00", 1)], *rules, plant=plant)
    assert {line.tax_code: line.base for line in found}["B"] == D(40)
