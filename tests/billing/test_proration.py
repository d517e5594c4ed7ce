from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.proration import Covered, exact_charge, prorated
from app.values.period import Period


def _price(price: str, first: date, end: date) -> Decimal:
    month = Period(first.replace(day=1), end)
    covered = Covered(days=(end - first).days, period_days=month.days)
    return prorated(Decimal(1), Decimal(price), covered=covered)


def test_example_28_november() -> None:
    assert _price("30.00", date(2026, 11, 10), date(2026, 12, 1)) == Decimal("21.00")


def test_example_28_october() -> None:
    assert _price("30.00", date(2026, 10, 10), date(2026, 11, 1)) == Decimal("21.29")


def test_no_covered_day_costs_nothing() -> None:
    covered = Covered(days=0, period_days=30, prorate=False)
    assert prorated(Decimal(3), Decimal("9.99"), covered=covered) == 0


def test_without_proration_one_day_costs_the_full_price() -> None:
    covered = Covered(days=1, period_days=30, prorate=False)
    assert prorated(Decimal(3), Decimal("9.99"), covered=covered) == Decimal("29.97")


@pytest.mark.parametrize(("price", "expected"), [("0.05", "0.03"), ("-0.05", "-0.03")])
def test_half_a_cent_goes_away_from_zero(price: str, expected: str) -> None:
    covered = Covered(days=15, period_days=30)
    assert prorated(Decimal(1), Decimal(price), covered=covered) == Decimal(expected)


def test_it_is_rounded_once() -> None:
    # 1.5 * 0.333 = 0.4995; rounded in between it would be 0.50 * 10/10.
    covered = Covered(days=10, period_days=30)
    assert prorated(Decimal("1.5"), Decimal("0.333"), covered=covered) == Decimal("0.17")


@given(
    quantity=st.decimals(-100, 100, places=4),
    price=st.decimals(-1000, 1000, places=8),
    days=st.integers(1, 366),
    data=st.data(),
)
def test_a_split_period_prorates_to_the_whole(
    quantity: Decimal, price: Decimal, days: int, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, days))
    parts = [Covered(days=part, period_days=days) for part in (cut, days - cut)]
    exact = sum((exact_charge(quantity, price, covered=part) for part in parts), Fraction(0))
    assert exact == Fraction(quantity) * Fraction(price)
