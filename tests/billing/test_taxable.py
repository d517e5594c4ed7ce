"""A line becomes a charge, the same wherever the tax engine is asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.invoice import UsageCounts
from app.billing.taxable import taxable_charge
from tests.billing.records import SEAT, a_line


def test_a_line_covers_up_to_the_day_before_its_end() -> None:
    charge = taxable_charge(a_line(start=date(2026, 11, 1), end=date(2026, 12, 1)), 3)
    assert (charge.index, charge.first_day, charge.last_day) == (
        3,
        date(2026, 11, 1),
        date(2026, 11, 30),
    )


def test_a_service_counts_by_its_product() -> None:
    trunk = replace(SEAT, line_kind="trunk", lines_per_unit=Decimal(23))
    charge = taxable_charge(a_line(quantity="2"), 0, counts=True, product=trunk)
    assert (charge.counts, charge.quantity) == (True, Decimal(2))
    assert (charge.line_kind, charge.lines_per_unit) == ("trunk", Decimal(23))


def test_a_usage_line_brings_its_billed_seconds() -> None:
    usage = UsageCounts(
        call_class="intrastate",
        calls=2,
        billed_seconds=90,
        allowance_seconds=0,
        exact=Decimal("0.05"),
    )
    assert taxable_charge(replace(a_line(), usage=usage), 0).billed_seconds == 90


def test_whose_charge_it_is_comes_from_the_line_and_its_kind_from_who_knows() -> None:
    charge = taxable_charge(a_line(), 0, customer_class="residential")
    assert (charge.account_number, charge.customer_class) == ("10042", "residential")
