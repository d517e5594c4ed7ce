from datetime import date
from decimal import Decimal

from app.tax.rule import TaxRule
from app.tax.rule_row import rule_row
from app.tax.usf import UsfFactor
from app.tax.usf_listing import FactorRow, factor_listing
from tests.tax.builders import a_rule, fusf

FIRST = UsfFactor(
    quarter="2026Q1",
    first=date(2026, 1, 1),
    last=date(2026, 3, 31),
    factor=Decimal("0.376"),
    source="FCC DA 25-1026",
    confidence="high",
)


def listing(*rules: TaxRule, today: date = date(2026, 2, 1)) -> dict[str, FactorRow]:
    rows = [rule_row(number, rule) for number, rule in enumerate(rules, start=2)]
    return {each.quarter: each for each in factor_listing([FIRST], rows, today)}


def test_a_quarter_has_its_factor_its_source_and_our_rate() -> None:
    row = listing(fusf("0.37"))["2026Q1"]
    assert (row.factor, row.source, row.confidence) == (Decimal("0.376"), "FCC DA 25-1026", "high")
    assert (row.own_row, row.own_rate) == (True, Decimal("0.37"))


def test_a_factor_without_a_row_of_ours() -> None:
    row = listing(a_rule("A", "0.1"))["2026Q1"]
    assert (row.own_row, row.own_rate) == (False, None)


def test_the_quarter_to_come_is_listed_though_nobody_knows_its_factor() -> None:
    row = listing()["2026Q2"]
    assert (row.factor, row.source, row.confidence, row.own_row) == (None, "", "", False)


def test_quarters_that_only_we_have_are_listed() -> None:
    found = listing(fusf("0.36", effective_from=date(2025, 10, 1), effective_to=date(2026, 9, 30)))
    assert list(found) == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]
    assert found["2026Q3"].own_rate == Decimal("0.36")


def test_a_row_for_a_part_of_the_quarter_is_not_enough() -> None:
    half = fusf(effective_to=date(2026, 2, 15))
    rest = fusf("0.30", effective_from=date(2026, 2, 16))
    assert listing(half)["2026Q1"].own_row is False
    assert listing(half, rest)["2026Q1"].own_row is True
    assert listing(rest, today=date(2026, 1, 5))["2026Q1"].own_row is False


def test_a_row_without_end_covers_all_that_follow() -> None:
    assert listing(fusf(effective_to=None))["2026Q2"].own_row is True
