from datetime import date
from decimal import Decimal

import pytest

from app.tax.rule import TaxRule
from app.tax.rule_check import check_taxes
from tests.tax.builders import a_fee, a_rule, fusf

D = Decimal


def found(*rules: TaxRule, today: date | None = None) -> list[tuple[str, int | None]]:
    findings = check_taxes(list(enumerate(rules, start=2)), usf_factors=(), today=today)
    return [(finding.code, finding.row) for finding in findings]


def test_two_rows_of_the_same_days_overlap() -> None:
    assert found(a_rule("A", "0.1"), a_rule("A", "0.2", min_base=D(1))) == [("overlap", 3)]


def test_a_row_that_begins_on_the_last_day_of_another_overlaps() -> None:
    older = a_rule("A", "0.1", effective_to=date(2026, 3, 31))
    assert found(older, a_rule("A", "0.2", effective_from=date(2026, 3, 31))) == [("overlap", 3)]
    assert found(older, a_rule("A", "0.2", effective_from=date(2026, 4, 1))) == []


def test_lists_overlap_in_what_they_share() -> None:
    one = a_rule("A", "0.1", category="VOIP_FIXED|DID")
    assert found(one, a_rule("A", "0.2", category="did|SMS")) == [("overlap", 3)]
    assert found(one, a_rule("A", "0.2", category="VOIP_*|SMS")) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("category", "VOIP_*"), ("customer_class", "residential"), ("county_fips", "063")],
)
def test_what_is_more_specific_does_not_overlap(column: str, value: str) -> None:
    assert found(a_rule("A", "0.1"), a_rule("A", "0.2", **{column: value})) == []


def test_blank_is_the_star() -> None:
    rules = [a_rule("A", "0.1", category="*"), a_rule("A", "0.2", customer_class="*")]
    assert found(*rules) == [("overlap", 3)]


def a_step(low: str | None, high: str | None) -> TaxRule:
    return a_rule(
        "A",
        "0.1",
        calc_method="TIERED",
        min_base=None if low is None else D(low),
        max_base=None if high is None else D(high),
    )


def test_steps_side_by_side() -> None:
    assert found(a_step(None, "20"), a_step("20", "50"), a_step("50", None)) == []


def test_steps_that_share_a_slice_overlap() -> None:
    assert found(a_step(None, "20"), a_step("19.99", None)) == [("overlap", 3)]


def test_the_row_of_the_sheet_is_blamed_not_the_stored_one() -> None:
    rules: list[tuple[int | None, TaxRule]] = [(7, a_rule("A", "0.1")), (None, a_rule("A", "0.2"))]
    assert [finding.row for finding in check_taxes(rules, usf_factors=())] == [7]


def test_stored_rows_alone_are_not_blamed() -> None:
    rules: list[tuple[int | None, TaxRule]] = [
        (None, a_rule("A", "0.1", base_includes="X", calc_seq=1)),
        (None, a_rule("A", "0.2", date_basis="PRORATE")),
    ]
    assert check_taxes(rules, usf_factors=()) == []


def test_one_date_basis_for_a_code_and_jurisdiction() -> None:
    one = a_rule("A", "0.1", category="VOIP_*")
    assert found(one, a_rule("A", "0.2", date_basis="PRORATE")) == [("several_date_bases", 3)]
    assert found(one, a_rule("A", "0.2", date_basis="invoice_date")) == []
    assert found(one, a_rule("A", "0.2", county_fips="063", date_basis="PRORATE")) == []


def test_roundings_that_differ_are_odd() -> None:
    one = a_rule("A", "0.1", category="VOIP_*")
    assert found(one, a_rule("A", "0.2", round_mode="UP")) == [("several_roundings", 3)]


def test_a_code_that_no_row_has() -> None:
    assert found(a_rule("A", "0.1", base_includes="B")) == [("unknown_tax_code", 2)]


def test_codes_that_include_each_other() -> None:
    rules = [
        a_rule("A", "0.1", base_includes="B"),
        a_rule("B", "0.1", base_includes="C"),
        a_rule("C", "0.1", base_includes="A"),
        a_rule("D", "0.1", base_includes="A"),
    ]
    assert found(*rules) == [("cycle", 2), ("cycle", 3), ("cycle", 4)]


def test_a_code_that_includes_itself() -> None:
    assert found(a_rule("A", "0.1", base_includes="A")) == [("cycle", 2)]


def test_the_order_of_print_against_the_order_of_work() -> None:
    fee = a_fee("RRF", "1", class_="PROVIDER_FEE", calc_seq=30)
    tax = a_rule("A", "0.1", base_includes="RRF", calc_seq=20)
    assert found(fee, tax) == [("calc_seq_contradicts", 3)]


def test_codes_that_may_belong_into_a_blank_base_are_named() -> None:
    rules = [
        fusf(),
        a_fee("RRF", "1", class_="PROVIDER_FEE"),
        a_fee("OTHER", "1", class_="PROVIDER_FEE", state="YY"),
        a_rule("A", "0.1"),
        a_rule("A", "0.1", county_fips="063"),
        a_rule("A", "0", county_fips="001"),
    ]
    (finding,) = check_taxes(list(enumerate(rules, start=2)), usf_factors=())
    assert (finding.code, finding.row) == ("nothing_joins", 5)
    assert "FUSF and RRF are not taxed" in finding.message


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 15), []),
        (date(2026, 3, 16), [("usf_factor_missing", None)]),
        (date(2026, 3, 31), [("usf_factor_missing", None)]),
        (date(2026, 4, 1), [("usf_factor_missing", None)]),
    ],
)
def test_the_next_factor_is_asked_for(today: date, expected: list[tuple[str, None]]) -> None:
    assert found(fusf(), today=today) == expected


def test_no_factor_is_asked_for_without_universal_service_rows() -> None:
    assert found(a_rule("A", "0.1"), today=date(2026, 3, 31)) == []


def test_what_cannot_meet_a_tax_is_not_named() -> None:
    rules = [
        a_fee("EQUIP-FEE", "1", class_="PROVIDER_FEE", category="EQUIP_*"),
        a_fee("OTHER-COUNTY", "1", class_="PROVIDER_FEE", county_fips="001"),
        a_fee("OTHER-CITY", "1", class_="PROVIDER_FEE", place_fips="20000"),
        a_fee("ABROAD", "1", class_="PROVIDER_FEE", country="CA", state=None),
        a_fee("OVER", "1", class_="PROVIDER_FEE", effective_to=date(2018, 12, 31)),
        a_rule("A", "0.1", category="VOIP_*", county_fips="063", place_fips="43000"),
    ]
    assert [each for each in found(*rules) if each[0] == "nothing_joins"] == []


def test_the_quarter_is_named_and_the_way_out() -> None:
    [finding] = check_taxes([(2, fusf())], usf_factors=(), today=date(2026, 3, 20))
    assert finding.message == (
        "No FUSF row covers 2026Q2, so no invoice of that quarter can be approved."
    )
    assert "2026Q2" in finding.way_out
