from datetime import date
from decimal import Decimal

import pytest

from app.tax.usf import ceiling_on, quarter_end, quarter_of, shipped_usf_factors


def test_the_shipped_factors_run_from_2019_to_the_second_quarter_of_2026() -> None:
    factors = shipped_usf_factors()
    assert len(factors) == 30
    assert (factors[0].quarter, factors[-1].quarter) == ("2019Q1", "2026Q2")


def test_each_shipped_factor_covers_its_quarter() -> None:
    for each in shipped_usf_factors():
        assert quarter_of(each.first) == quarter_of(each.last) == each.quarter
        assert quarter_end(each.first) == each.last
        assert each.first.day == 1


@pytest.mark.parametrize(
    ("day", "factor"),
    [
        (date(2025, 12, 31), "0.381"),
        (date(2026, 1, 1), "0.376"),
        (date(2026, 6, 30), "0.370"),
        (date(2026, 7, 1), None),
    ],
)
def test_the_ceiling_on_a_day(day: date, factor: str | None) -> None:
    assert ceiling_on(shipped_usf_factors(), day) == (None if factor is None else Decimal(factor))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 11, 5), date(2026, 12, 31)),
    ],
)
def test_ends_of_quarters(day: date, end: date) -> None:
    assert quarter_end(day) == end
