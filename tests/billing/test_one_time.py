from collections.abc import Collection
from datetime import date
from decimal import Decimal

from app.billing.charge import OneTimeCharge
from app.billing.one_time import ChargeBook, due_charges
from app.tax.request import ChargeKind
from tests.billing.records import PRODUCTS, a_charge


def _due(
    *charges: OneTimeCharge,
    cycle_day: int = 1,
    billed: Collection[str] = (),
    final: Collection[str] = (),
) -> list[tuple[str, Decimal, bool]]:
    book = ChargeBook(
        label="2026-10",
        cycle_day=cycle_day,
        charges=charges,
        products=PRODUCTS,
        billed_references=billed,
        final_labels=frozenset(final),
    )
    return [(line.reference, line.amount, line.late) for _, line in due_charges(book)]


def test_a_charge_of_the_period_is_billed() -> None:
    assert _due(a_charge(quantity="1.5")) == [("T-1", Decimal("187.50"), False)]


def test_the_price_of_the_row_goes_before_the_products() -> None:
    assert _due(a_charge(unit_price="0")) == [("T-1", Decimal(0), False)]


def test_the_cycle_day_decides_the_period() -> None:
    assert _due(a_charge(charged_on=date(2026, 10, 7)), cycle_day=8) == []


def test_a_later_charge_waits() -> None:
    assert _due(a_charge(charged_on=date(2026, 11, 1))) == []


def test_a_charge_that_was_billed_is_not_billed_again() -> None:
    assert _due(a_charge(), billed={"T-1"}) == []


def test_a_charge_of_an_earlier_period_waits_for_its_own_run() -> None:
    assert _due(a_charge(charged_on=date(2026, 9, 30))) == []


def test_a_charge_of_an_earlier_final_period_is_billed_late() -> None:
    found = _due(a_charge(charged_on=date(2026, 9, 30)), final={"2026-09"})
    assert found == [("T-1", Decimal("125.00"), True)]


def test_a_final_run_of_another_period_does_not_make_it_late() -> None:
    assert _due(a_charge(charged_on=date(2026, 8, 30)), final={"2026-09"}) == []


def test_charges_stand_by_day_then_reference() -> None:
    days = [("B", date(2026, 10, 2)), ("C", date(2026, 10, 1)), ("A", date(2026, 10, 2))]
    found = _due(*(a_charge(reference, charged_on=day) for reference, day in days))
    assert [reference for reference, *_ in found] == ["C", "A", "B"]


def test_a_negative_charge_is_a_credit() -> None:
    book = ChargeBook(
        label="2026-10",
        cycle_day=1,
        charges=[a_charge(unit_price="-20"), a_charge("T-2")],
        products=PRODUCTS,
    )
    kinds = [line.kind for _, line in due_charges(book)]
    assert kinds == [ChargeKind.CREDIT, ChargeKind.ONE_TIME]


def test_it_covers_its_own_day() -> None:
    book = ChargeBook(label="2026-10", cycle_day=1, charges=[a_charge()], products=PRODUCTS)
    [(_, line)] = due_charges(book)
    assert (line.start, line.end) == (date(2026, 10, 7), date(2026, 10, 8))


def test_half_a_cent_is_rounded_up() -> None:
    found = _due(a_charge(quantity="0.5", unit_price="0.05"))
    assert found == [("T-1", Decimal("0.03"), False)]
