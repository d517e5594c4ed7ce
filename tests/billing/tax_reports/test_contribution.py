from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing.tax_reports.contribution import (
    contribution,
    factor_on,
    is_de_minimis,
    is_lire,
)
from app.tax.rule import TaxRule
from app.tax.usf_filing import UsfFiling
from tests.billing.tax_reports.filing_facts import facts_of

MONEY = st.decimals(0, 10**7, places=2)


def dollars(text: str) -> Decimal:
    return Decimal(text)


def test_e19a_under_10_000_for_the_year_is_de_minimis() -> None:
    found = contribution(
        interstate=dollars("26000"), international=Decimal(0), factor=Decimal("0.376")
    )
    assert found.naive == dollars("9776.00")
    assert is_de_minimis(found.naive or Decimal(0))
    assert not is_de_minimis(dollars("10000.00"))


def test_e19b_interstate_under_12_percent_is_the_base_alone() -> None:
    found = contribution(
        interstate=dollars("100000"),
        international=dollars("1000000"),
        factor=Decimal("0.376"),
    )
    assert (found.lire, found.base, found.owed) == (True, dollars("100000"), dollars("37600.00"))
    assert found.interstate_share == Decimal("0.09090909")


def test_e19c_interstate_over_12_percent_has_both_in_the_base() -> None:
    found = contribution(
        interstate=dollars("150000"),
        international=dollars("1000000"),
        factor=Decimal("0.376"),
    )
    assert (found.lire, found.base) == (False, dollars("1150000"))
    assert found.owed == dollars("432400.00")


def test_e20_circularity_is_taken_off_the_base() -> None:
    found = contribution(
        interstate=dollars("50000"),
        international=Decimal(0),
        factor=Decimal("0.291"),
        circularity=Decimal("0.225384"),
    )
    assert (found.naive, found.owed) == (dollars("14550.00"), dollars("11270.66"))


def test_recovery_in_the_base_is_given_back_by_circularity() -> None:
    # 0.25 / 1.25 = 0.2: what a factor of a quarter makes of recovery in full.
    found = contribution(
        interstate=dollars("1000"),
        international=Decimal(0),
        recovered=(dollars("250"), Decimal(0)),
        factor=Decimal("0.25"),
        circularity=Decimal("0.2"),
    )
    assert (found.base, found.owed) == (dollars("1250"), dollars("250.00"))


def test_exactly_12_percent_is_not_under_it() -> None:
    assert not is_lire(dollars("12"), dollars("88"))
    assert is_lire(dollars("11.99"), dollars("88"))


@pytest.mark.parametrize(("near", "far"), [("100", "0"), ("0", "0"), ("0", "-5")])
def test_without_international_revenue_there_is_nothing_to_leave_out(near: str, far: str) -> None:
    assert not is_lire(dollars(near), dollars(far))


def test_an_election_holds_whatever_the_test_says() -> None:
    found = contribution(
        interstate=dollars("10"), international=dollars("990"), factor=Decimal("0.3"), lire=False
    )
    assert found.base == dollars("1000")


def test_without_a_factor_nothing_is_worked_out() -> None:
    found = contribution(interstate=dollars("10"), international=Decimal(0), factor=None)
    assert (found.naive, found.owed) == (None, None)


def test_of_no_revenue_there_is_no_share() -> None:
    found = contribution(interstate=Decimal(0), international=Decimal(0), factor=None)
    assert found.interstate_share is None


@given(MONEY, MONEY, st.decimals(0, 1, places=3), st.decimals(0, 1, places=6))
def test_circularity_never_makes_more_owed(
    near: Decimal, far: Decimal, factor: Decimal, circularity: Decimal
) -> None:
    found = contribution(interstate=near, international=far, factor=factor, circularity=circularity)
    assert found.owed is not None
    assert found.naive is not None
    assert found.owed <= found.naive <= near + far


FUSF_ROW = TaxRule(
    tax_code="FUSF",
    class_="PASS_THROUGH",
    family="fusf",
    effective_from=date(2026, 7, 1),
    effective_to=date(2026, 9, 30),
    calc_method="PCT",
    rate=Decimal("0.4"),
    base_kind="INTERSTATE_INTL",
)


def test_the_filing_s_own_factor_is_the_first_asked() -> None:
    filings = [UsfFiling(period="2026Q1", factor=Decimal("0.3"))]
    found = factor_on(facts_of(usf_filings=filings), date(2026, 1, 31))
    assert found == (Decimal("0.3"), "the sheet usf_filing")


def test_the_shipped_table_is_asked_before_the_company_s_rows() -> None:
    found = factor_on(facts_of(rules=[FUSF_ROW]), date(2026, 4, 1))
    assert found == (
        Decimal("0.37"),
        "the shipped table, to be checked against the FCC's notice",
    )


def test_the_company_s_rows_are_asked_last() -> None:
    facts = facts_of(rules=[FUSF_ROW])
    assert factor_on(facts, date(2026, 9, 30)) == (
        Decimal("0.4"),
        "the FUSF rows of the sheet taxes",
    )
    assert factor_on(facts, date(2026, 10, 1)) == (None, "")
