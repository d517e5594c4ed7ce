from datetime import date
from decimal import Decimal

import pytest

from app.tax.usf_filing import UsfFiling, filing_of, is_period, terms_on


@pytest.mark.parametrize("text", ["2026Q1", "2026q4", "2026", " 2026Q3 "])
def test_a_quarter_and_a_year_are_periods(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize("text", ["2026Q5", "26Q1", "Q1 2026", "2026-01", ""])
def test_anything_else_is_none(text: str) -> None:
    assert not is_period(text)


def test_the_quarter_s_row_holds_before_the_year_s() -> None:
    rows = [
        UsfFiling(period="2026", circularity=Decimal("0.2"), de_minimis=True, lire=False),
        UsfFiling(period="2026q1", factor=Decimal("0.376"), circularity=Decimal("0.25")),
        UsfFiling(period="2026Q2", de_minimis=False),
    ]
    first = terms_on(rows, date(2026, 3, 31))
    assert (first.factor, first.circularity) == (Decimal("0.376"), Decimal("0.25"))
    assert (first.de_minimis, first.lire) == (True, False)
    second = terms_on(rows, date(2026, 4, 1))
    assert (second.factor, second.circularity) == (None, Decimal("0.2"))
    assert second.de_minimis is False


def test_the_year_s_factor_is_of_the_year_s_estimate_alone() -> None:
    rows = [UsfFiling(period="2026", factor=Decimal("0.28"))]
    assert terms_on(rows, date(2026, 1, 1)).factor is None


def test_a_provider_of_whom_nothing_is_said_contributes_with_recovery_in_the_base() -> None:
    terms = terms_on([], date(2026, 1, 1))
    assert (terms.de_minimis, terms.lire, terms.recovery_in_base) == (False, None, True)


def test_recovery_stays_out_of_the_base_where_a_row_says_so() -> None:
    rows = [UsfFiling(period="2026", recovery_in_base=False)]
    assert terms_on(rows, date(2026, 1, 1)).recovery_in_base is False


def test_a_row_is_found_by_its_period() -> None:
    row = UsfFiling(period="2026Q1")
    assert filing_of([row], "2026q1") is row
    assert filing_of([row], "2026Q2") is None
