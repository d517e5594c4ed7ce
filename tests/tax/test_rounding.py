from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.tax.rounding import share_cents
from app.values.money import Rounding, round_ratio


def test_left_over_cents_go_to_the_largest_remainders() -> None:
    assert share_cents(751, [3904384, 3601950], 10000) == [391, 360]


def test_ties_go_to_the_earlier() -> None:
    assert share_cents(731, [243779976] * 3, 1000000) == [244, 244, 243]


def test_a_negative_whole_is_shared_as_its_positive() -> None:
    assert share_cents(-731, [-243779976] * 3, 1000000) == [-244, -244, -243]


def test_values_of_both_signs() -> None:
    assert share_cents(100, [1006, -4], 10) == [101, -1]


def test_a_single_value_takes_all() -> None:
    assert share_cents(5, [51], 10) == [5]


def test_what_a_ceiling_cut_comes_from_the_smallest_remainders() -> None:
    assert share_cents(6, [49, 31], 10) == [4, 2]
    assert share_cents(5, [49, 31], 10) == [3, 2]
    assert share_cents(0, [20, 20], 10) == [0, 0]


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8),
    st.integers(1, 10**6),
    st.sampled_from(Rounding),
)
def test_parts_sum_to_the_total_and_lie_next_to_their_values(
    values: list[int], denominator: int, mode: Rounding
) -> None:
    total = round_ratio(sum(values), denominator, mode)
    parts = share_cents(total, values, denominator)
    assert sum(parts) == total
    for part, value in zip(parts, values, strict=True):
        assert abs(Fraction(value, denominator) - part) < 1
