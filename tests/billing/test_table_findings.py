from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from app.billing.table_findings import (
    de_minimis_findings,
    factor_findings,
    gap_findings,
    no_rules,
)
from app.customers.service import Service
from app.findings import Finding
from app.tax.rule import TaxRule
from app.tax.rule_row import rule_row
from app.tax.usf_filing import UsfFiling
from tests.billing.tax_demands import demands, told
from tests.billing.taxes import a_book, a_percentage
from tests.tax.builders import fusf

TODAY = date(2026, 11, 1)


def test_a_company_without_rows() -> None:
    assert told([no_rules()]) == [("error", "no_tax_rules")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 15), []),
        (date(2026, 3, 16), [("warning", "usf_factor_missing")]),
        (date(2026, 3, 31), [("warning", "usf_factor_missing")]),
        (date(2026, 4, 1), [("error", "usf_factor_missing")]),
    ],
)
def test_a_quarter_without_factor(day: date, expected: list[tuple[str, str]]) -> None:
    assert told(factor_findings([rule_row(2, fusf())], day)) == expected


def test_the_quarter_to_come_is_named_with_its_days() -> None:
    [finding] = factor_findings([rule_row(2, fusf())], date(2026, 3, 31))
    assert finding.record == "2026Q2"
    assert "2026Q2, which begins in 1 day;" in finding.message


def test_who_is_de_minimis_bills_no_universal_service() -> None:
    rows = [rule_row(2, fusf())]
    day, filing = date(2026, 2, 1), [UsfFiling(period="2026", de_minimis=True)]
    assert told(de_minimis_findings(rows, filing, day)) == [
        ("warning", "usf_billed_while_de_minimis")
    ]
    assert list(de_minimis_findings(rows, [], day)) == []
    assert list(de_minimis_findings(rows, filing, date(2026, 4, 1))) == []
    assert list(de_minimis_findings([rule_row(2, fusf("0"))], filing, day)) == []


def gaps(*rules: TaxRule, services: Iterable[Service] = ()) -> list[Finding]:
    return list(gap_findings(a_book(*rules), demands(*services), TODAY))


def test_a_table_without_gaps() -> None:
    old = a_percentage(effective_to=date(2026, 3, 31))
    assert gaps(old, a_percentage(effective_from=date(2026, 4, 1))) == []


def test_a_hole_that_is_over_is_odd_and_one_of_today_holds() -> None:
    old = a_percentage(effective_to=date(2026, 3, 31))
    over = gaps(old, a_percentage(effective_from=date(2026, 5, 1)))
    assert told(over) == [("warning", "table_gap")]
    assert over[0].message == "CO-SALES US/CO has no row from 2026-04-01 to 2026-04-30."
    assert told(gaps(old, a_percentage(effective_from=date(2026, 12, 1)))) == [
        ("error", "table_gap")
    ]


def test_a_row_that_ended_holds_where_something_is_billed() -> None:
    [finding] = gaps(a_percentage(effective_to=date(2026, 10, 31)))
    assert told([finding]) == [("error", "table_expired")]
    assert finding.message == (
        "CO-SALES US/CO ended on 2026-10-31 and nothing follows; it reached account 10042."
    )
    nobody = gaps(a_percentage(effective_to=date(2026, 10, 31), category="DID"))
    assert told(nobody) == [("warning", "table_expired")]


def test_a_row_that_soon_ends() -> None:
    assert told(gaps(a_percentage(effective_to=date(2026, 12, 31)))) == [
        ("warning", "table_expiring")
    ]
    assert gaps(a_percentage(effective_to=date(2027, 1, 1))) == []


def test_own_fees_and_the_federal_quarters_are_not_asked_for_here() -> None:
    fee = replace(a_percentage(effective_to=date(2026, 1, 31)), class_="PROVIDER_FEE")
    assert gaps(fee, fusf()) == []
