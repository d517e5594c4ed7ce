from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tax.written import cents_written, ratio_written, written
from app.values.money import SCALE_PLACES, Rounding, plain, round_exact


@pytest.mark.parametrize(
    ("cents", "text"), [(1947, "19.47"), (3000, "30"), (3050, "30.5"), (0, "0"), (-5, "-0.05")]
)
def test_a_base_of_whole_cents_has_no_needless_zeros(cents: int, text: str) -> None:
    assert str(written(cents, 100)) == text


def test_cents_have_both_decimals() -> None:
    assert [str(cents_written(each)) for each in (300, -5, 0)] == ["3.00", "-0.05", "0.00"]


@given(st.fractions(min_value=-10000, max_value=10000, max_denominator=10**9))
def test_the_rest_has_eight_decimals_half_up(value: Fraction) -> None:
    expected = plain(round_exact(value, SCALE_PLACES, Rounding.HALF_UP))
    assert written(value) == expected
    assert str(ratio_written(value.numerator, value.denominator)) == str(expected)


def test_thirds() -> None:
    assert written(Fraction(1, 3)) == Decimal("0.33333333")
