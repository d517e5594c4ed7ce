from datetime import date
from decimal import Decimal

import pytest

from app.tax.usf import ceiling_on, quarter_end, quarter_of, read_usf_factors, shipped_usf_factors


def test_the_shipped_factors_run_from_2019_to_the_second_quarter_of_2026() -> None:
    factors = shipped_usf_factors()
    assert len(factors) == 30
    assert (factors[0].quarter, factors[-1].quarter) == ("2019Q1", "2026Q2")


def test_each_shipped_factor_covers_its_quarter() -> None:
    for each in shipped_usf_factors():
        assert quarter_of(each.first) == quarter_of(each.last) == each.quarter
        assert quarter_end(each.first) == each.last
        assert each.first.day == 1


def test_each_shipped_factor_tells_where_it_was_read_and_how_surely() -> None:
    factors = shipped_usf_factors()
    assert [each.quarter for each in factors if not each.source] == []
    assert {each.confidence for each in factors} == {"high", "medium"}
    assert [each.quarter for each in factors if each.confidence == "medium"] == [
        *("2019Q3", "2020Q1", "2023Q3", "2023Q4", "2024Q1"),
    ]


def test_a_table_without_sources_is_read() -> None:
    text = "quarter,effective_from,effective_to,factor\n2026Q1,2026-01-01,2026-03-31,0.376\n"
    [factor] = read_usf_factors(text)
    assert (factor.factor, factor.source, factor.confidence) == (Decimal("0.376"), "", "")


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
