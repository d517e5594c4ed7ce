from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.tax.amounts import Amounts, Raised, amounts_of

F = Fraction
FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
LISTS = st.lists(FRACTIONS, min_size=1, max_size=5)


def values(amounts: Amounts) -> list[Fraction]:
    return [F(part, amounts.over) for part in amounts.parts]


@given(LISTS)
def test_values_come_out_as_they_went_in(given_: list[Fraction]) -> None:
    assert values(amounts_of(given_)) == given_


def test_whole_numbers_stand_over_one() -> None:
    assert (amounts_of([3, 4]).parts, amounts_of([3, 4]).over) == ([3, 4], 1)


@given(LISTS)
def test_the_whole_is_the_sum(given_: list[Fraction]) -> None:
    assert amounts_of(given_).whole() == sum(given_)


@given(LISTS)
def test_some_of_it_is_the_sum_of_these(given_: list[Fraction]) -> None:
    assert amounts_of(given_).whole_of([0]) == given_[0]


@given(LISTS, FRACTIONS)
def test_times_one_factor(given_: list[Fraction], factor: Fraction) -> None:
    assert values(amounts_of(given_).times(factor)) == [each * factor for each in given_]


@given(LISTS)
def test_times_own_factors(given_: list[Fraction]) -> None:
    factors = [F(1, place + 1) for place in range(len(given_))]
    expected = [each * factor for each, factor in zip(given_, factors, strict=True)]
    assert values(amounts_of(given_).times_each(factors)) == expected


@given(LISTS)
def test_plus_and_less_undo_each_other(given_: list[Fraction]) -> None:
    other = amounts_of([F(place, 7) for place in range(len(given_))])
    assert values(amounts_of(given_).plus(other).less(other)) == given_


@given(st.lists(st.tuples(st.integers(0, 3), FRACTIONS), max_size=8))
def test_what_is_raised_adds_up_by_charge(raised: list[tuple[int, Fraction]]) -> None:
    found = Raised()
    for position, value in raised:
        # Numerator and denominator of either sign mean the same.
        found.add([position], [-value.numerator], -value.denominator)
    expected = [sum((v for at, v in raised if at == position), F(0)) for position in range(4)]
    assert values(found.at(range(4))) == expected
