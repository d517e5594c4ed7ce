from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rating.products import LIMIT, Factor, products
from app.values.money import Rounding, round_ratio

SIZES = (10, 10**6, 10**9, 10**13, 10**17)
whole = st.sampled_from(SIZES).flatmap(lambda size: st.integers(-size, size))
positive = st.sampled_from((1, *SIZES, 10**25)).flatmap(lambda size: st.integers(1, size))
factors = st.builds(
    Factor,
    numerator=st.one_of(st.integers(0, 3), positive, positive.map(lambda value: -value)),
    denominator=positive,
    step=st.sampled_from([100, 10_000, 1_000_000]),
    rounding=st.sampled_from(Rounding),
)


def one(weight: int, rate: int, factor: Factor) -> int:
    numerator = weight * rate * factor.numerator
    steps = round_ratio(numerator, factor.denominator, factor.rounding)
    return max(-LIMIT, min(LIMIT, steps * factor.step))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(whole, whole, factors), min_size=1, max_size=8))
def test_products_equal_python_integers(rows: list[tuple[int, int, Factor]]) -> None:
    weights, rates, each = zip(*rows, strict=True)
    found = products(
        np.array(weights, np.int64),
        np.array(rates, np.int64),
        slots=np.arange(len(rows), dtype=np.int32),
        factors=each,
    )
    assert found.tolist() == [one(*row) for row in rows]


def by_seconds(numerator: int = 1, denominator: int = 60, **changed: Any) -> Factor:  # noqa: ANN401
    values: dict[str, Any] = {"step": 100, "rounding": Rounding.HALF_UP}
    return Factor(numerator=numerator, denominator=denominator, **values | changed)


def of_one(weight: int, rate: int, factor: Factor, kind: type = np.int64) -> int:
    found = products(
        np.array([weight], kind),
        np.array([rate], np.int64),
        slots=np.zeros(1, np.int32),
        factors=[factor],
    )
    return int(found[0])


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [(1, 60), (10**12 + 1, 60 * 10**12), (10**30 + 1, 60 * 10**30)],
    ids=["64 bits", "128 bits", "beyond"],
)
@pytest.mark.parametrize(
    ("rounding", "steps"),
    [(Rounding.HALF_UP, 4), (Rounding.HALF_EVEN, 4), (Rounding.UP, 4), (Rounding.DOWN, 3)],
)
def test_each_width_rounds_the_same(
    numerator: int, denominator: int, rounding: Rounding, steps: int
) -> None:
    factor = by_seconds(numerator, denominator, rounding=rounding)
    assert of_one(30, 7, factor) == 100 * steps
    assert of_one(-30, 7, factor) == -100 * steps


@pytest.mark.parametrize("width", [1, 10**12, 10**30], ids=["64 bits", "128 bits", "beyond"])
def test_half_to_the_even_step(width: int) -> None:
    factor = by_seconds(width, 60 * width * 1, rounding=Rounding.HALF_EVEN)
    assert [of_one(30, rate, factor) for rate in (5, 7)] == [200, 400]


def test_weights_beyond_64_bits() -> None:
    factor = by_seconds(1, 10**25)
    assert of_one(3 * 10**25, 7, factor, np.object_) == 2100


def test_what_passes_the_limit_is_cut_off() -> None:
    assert of_one(10**15, 10**15, by_seconds(1, 1)) == LIMIT


def test_no_rows() -> None:
    empty = np.empty(0, np.int64)
    assert products(empty, empty, slots=np.empty(0, np.int32), factors=[]).tolist() == []
