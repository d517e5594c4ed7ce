from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.money import (
    Rounding,
    cents,
    from_counts,
    plain,
    round_exact,
    round_ratio,
    share_out,
    to_counts,
)

COUNTS = st.integers(-(2**63), 2**63)
WEIGHTS = st.lists(st.fractions(0, 1000), max_size=8)


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "up", "down"),
    [
        (25, 3, 2, 3, 2),
        (35, 4, 4, 4, 3),
        (-25, -3, -2, -3, -2),
        (24, 2, 2, 3, 2),
        (26, 3, 3, 3, 2),
        (20, 2, 2, 2, 2),
        (0, 0, 0, 0, 0),
        (-21, -2, -2, -3, -2),
    ],
)
def test_tenths_are_rounded(value: int, half_up: int, half_even: int, up: int, down: int) -> None:
    modes = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.UP, Rounding.DOWN)
    assert [round_ratio(value, 10, mode) for mode in modes] == [half_up, half_even, up, down]


@given(COUNTS, st.integers(1, 10**12), st.sampled_from(Rounding))
def test_rounding_moves_less_than_one_step(value: int, by: int, mode: Rounding) -> None:
    assert abs(round_ratio(value, by, mode) - Fraction(value, by)) < 1


@given(COUNTS, st.integers(1, 10**12), st.sampled_from(Rounding))
def test_rounding_is_the_same_on_both_sides_of_zero(value: int, by: int, mode: Rounding) -> None:
    assert round_ratio(-value, by, mode) == -round_ratio(value, by, mode)


@given(COUNTS, st.integers(1, 10**12))
def test_the_nearer_step_is_taken(value: int, by: int) -> None:
    exact = Fraction(value, by)
    for mode in (Rounding.HALF_UP, Rounding.HALF_EVEN):
        assert abs(round_ratio(value, by, mode) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(1, 3), 4, "0.3333"),
        (Decimal("1.005"), 2, "1.01"),
        (Decimal("-1.005"), 2, "-1.01"),
        (7, 2, "7.00"),
    ],
)
def test_exact_values_are_rounded_once(
    value: Fraction | Decimal | int, places: int, rounded: str
) -> None:
    assert str(round_exact(value, places, Rounding.HALF_UP)) == rounded


def test_cents_have_two_places() -> None:
    assert str(cents(Fraction(2, 3))) == "0.67"
    assert str(cents(Fraction(2, 3), Rounding.DOWN)) == "0.66"


@given(COUNTS)
def test_counts_survive_being_an_amount(counts: int) -> None:
    assert to_counts(from_counts(counts)) == counts


@pytest.mark.parametrize("text", ["0.000000001", "1.123456789", "1E-9"])
def test_more_than_eight_decimals_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="has more than 8 decimals"):
        to_counts(Decimal(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1E+2", "100"), ("2.50", "2.5"), ("3.00", "3"), ("0E-8", "0"), ("0.10", "0.1")],
)
def test_plain_values_have_no_exponent_and_no_zeros_behind(text: str, shown: str) -> None:
    assert str(plain(Decimal(text))) == shown


@given(st.integers(-(10**9), 10**9), WEIGHTS.filter(bool))
def test_parts_add_up_to_the_whole(total: int, weights: list[Fraction]) -> None:
    assert sum(share_out(total, weights)) == total


@given(st.integers(0, 10**9), WEIGHTS.filter(lambda weights: sum(weights) > 0))
def test_no_part_is_a_cent_off_its_share(total: int, weights: list[Fraction]) -> None:
    whole = sum(weights)
    for part, weight in zip(share_out(total, weights), weights, strict=True):
        assert abs(part - Fraction(total) * weight / whole) < 1


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (5, [0, 0], [5, 0]),
        (10, [1, 3], [3, 7]),
        (0, [], []),
    ],
)
def test_left_over_cents_go_by_largest_remainder(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert share_out(total, [Fraction(weight) for weight in weights]) == parts
