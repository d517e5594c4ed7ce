from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.findings import Severity
from app.tax.rule import TaxRule
from app.tax.rule_check import check_taxes
from app.tax.usf import shipped_usf_factors
from tests.tax.builders import a_fee, a_rule, fusf

D = Decimal


def found(*rules: TaxRule, today: date | None = None) -> list[tuple[str, int | None, str]]:
    """Code, row and column of every finding; rows are counted from 2."""
    findings = check_taxes(
        list(enumerate(rules, start=2)), usf_factors=shipped_usf_factors(), today=today
    )
    return [(finding.code, finding.row, finding.column) for finding in findings]


def test_a_finding_is_a_sentence_and_has_a_way_out() -> None:
    rules = [
        a_rule("A", "6.25", base_includes="B"),
        a_rule("B", base_includes="A|C", calc_method="PER_UNIT", base_kind="COUNT"),
        fusf(base_includes="A", round_level="CHARGE", round_mode="UP", calc_method="GROSS_UP"),
        a_fee("FEE", "1", class_="PROVIDER_FEE", bill_label="State tax"),
    ]
    findings = check_taxes(list(enumerate(rules, start=2)), usf_factors=shipped_usf_factors())
    assert len(findings) > 8
    assert [each for each in findings if not each.message.endswith(".") or not each.way_out] == []


def errors(*rules: TaxRule) -> list[str]:
    findings = check_taxes(list(enumerate(rules, start=2)), usf_factors=shipped_usf_factors())
    return [each.code for each in findings if each.severity is Severity.ERROR]


def test_good_rows_have_nothing_wrong() -> None:
    rules = [
        fusf(),
        a_rule("SALES", "0.06", base_includes="FUSF|RRF"),
        a_fee("RRF", "1.50", class_="PROVIDER_FEE", bill_label="Regulatory Recovery Fee"),
        a_fee("911", "1.25", county_fips="063", cap_units=D(75)),
    ]
    assert found(*rules) == []


def test_a_percentage_above_1_is_asked_about() -> None:
    assert found(a_rule("A", "6.25")) == [("rate_above_1", 2, "rate")]


def test_a_rate_of_all_of_it_is_taken() -> None:
    assert found(a_rule("A", "1")) == []


def test_a_percentage_needs_a_rate() -> None:
    assert found(a_rule("A")) == [("rate_missing", 2, "rate")]


def test_a_fee_needs_an_amount_and_a_kind() -> None:
    rule = a_rule("A", calc_method="PER_UNIT", base_kind="COUNT")
    assert found(rule) == [
        ("amount_missing", 2, "unit_amount"),
        ("unit_kind_missing", 2, "unit_kind"),
    ]


def test_a_fee_by_the_minute_needs_no_kind() -> None:
    rule = a_rule("A", calc_method="PER_UNIT", base_kind="MINUTES", unit_amount=D("0.01"))
    assert found(rule) == []


def test_a_kind_of_unit_must_exist() -> None:
    assert found(a_fee("A", "1", "LINE|MONTH_FLAT")) == [("unknown_unit_kind", 2, "unit_kind")]


def test_days_must_be_in_order() -> None:
    rule = a_rule("A", "0.1", effective_to=date(2018, 12, 31))
    assert found(rule) == [("dates_not_in_order", 2, "effective_to")]


def test_a_category_must_exist() -> None:
    assert found(a_rule("A", "0.1", category="VIOP_FIXED")) == [("unknown_category", 2, "category")]


@pytest.mark.parametrize("category", ["*", "VOIP_*", "TOLL_*|FEE_*", "FEE_PAPER", "fee_x", "E*"])
def test_patterns_of_categories(category: str) -> None:
    assert found(a_rule("A", "0.1", category=category)) == []


@pytest.mark.parametrize("category", ["*_FIXED", "VOIP_*_X", "X_*", "FEE_", ""])
def test_no_patterns_of_categories(category: str) -> None:
    expected = [] if not category else ["unknown_category"]
    assert errors(a_rule("A", "0.1", category=category)) == expected


@pytest.mark.parametrize(
    ("label", "is_refused"),
    [
        ("Regulatory tax recovery", True),
        ("State Taxes", True),
        ("Surtax", True),
        ("Government Mandated Fee", True),
        ("Gov't Recovery", True),
        ("Taxe de recouvrement", True),
        ("Frais du gouvernement", True),
        ("Data Governance Fee", False),
        ("Taxi fund", False),
        ("Regulatory Recovery Fee", False),
    ],
)
def test_an_own_fee_is_not_called_a_tax(label: str, *, is_refused: bool) -> None:
    rule = a_fee("RRF", "1", class_="PROVIDER_FEE", bill_label=label)
    assert errors(rule) == (["misleading_label"] if is_refused else [])


def test_the_name_counts_where_there_is_no_label() -> None:
    rule = a_fee("RRF", "1", class_="PROVIDER_FEE", tax_name="Recovery of taxes")
    assert errors(rule) == ["misleading_label"]


def test_a_tax_may_be_called_a_tax() -> None:
    assert errors(a_rule("A", "0.1", bill_label="State Sales Tax")) == []


def test_no_state_percentage_of_internet_access() -> None:
    rule = a_rule("A", "0.06", category="VOIP_FIXED|INTERNET_ACCESS")
    assert found(rule) == [("internet_access_taxed", 2, "category")]


@pytest.mark.parametrize(
    "rule",
    [
        a_rule("A", "0", category="INTERNET_ACCESS"),
        a_fee("A", "1", category="INTERNET_ACCESS"),
        a_rule("A", "0.13", category="INTERNET_ACCESS", country="CA", state="ON"),
        a_rule("A", "0.06", category="INTERNET_*"),
    ],
)
def test_what_may_name_internet_access(rule: TaxRule) -> None:
    assert errors(rule) == []


def test_a_universal_service_rate_above_the_factor() -> None:
    assert found(fusf("0.377")) == [("fusf_above_factor", 2, "rate")]


def test_a_universal_service_rate_below_the_factor() -> None:
    assert found(fusf("0.30")) == []


def test_a_universal_service_row_that_runs_into_a_lower_quarter() -> None:
    assert found(fusf(effective_to=None)) == [("fusf_above_factor", 2, "rate")]


def test_a_quarter_the_table_has_not_is_its_own_ceiling() -> None:
    rule = fusf("0.42", effective_from=date(2026, 7, 1), effective_to=date(2026, 9, 30))
    assert found(rule) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("base_includes", "A"),
        ("round_level", "LOCATION_TAX"),
        ("round_mode", "UP"),
        ("round_mode", "HALF_EVEN"),
        ("calc_method", "GROSS_UP"),
    ],
)
def test_the_form_of_a_universal_service_row(column: str, value: str) -> None:
    assert found(fusf(**{column: value}), a_rule("A", "0.1", base_includes="FUSF"))[0] == (
        "fusf_form",
        2,
        column,
    )


def test_a_universal_service_row_of_a_state_is_odd() -> None:
    assert found(fusf(state="XX")) == [("fusf_form", 2, "state")]


def test_a_county_has_three_digits_or_five_with_its_state() -> None:
    assert found(a_rule("A", "0.1", state="CO", county_fips="31")) == [
        ("bad_county", 2, "county_fips")
    ]
    assert found(a_rule("A", "0.1", state="CO", county_fips="48031")) == [
        ("bad_county", 2, "county_fips")
    ]
    assert found(a_rule("A", "0.1", state="CO", county_fips="08031")) == []


def test_a_city_has_five_digits() -> None:
    assert found(a_rule("A", "0.1", place_fips="2000")) == [("bad_place", 2, "place_fips")]


def test_a_county_needs_its_state() -> None:
    assert found(a_rule("A", "0.1", state=None, county_fips="063")) == [
        ("state_missing", 2, "state")
    ]


def test_a_method_that_does_not_fit_its_base_is_warned_of() -> None:
    rule = a_rule("A", "0.1", base_kind="COUNT", unit_kind="LINE")
    assert found(rule) == [("unsupported_rule", 2, "base_kind")]
    assert errors(rule) == []


def test_a_receipts_tax_of_everything() -> None:
    assert found(a_rule("A", "1", calc_method="GROSS_UP")) == [("rate_above_1", 2, "rate")]


def test_rows_of_the_company_file_are_not_blamed() -> None:
    stored = a_rule("A", "6.25")
    assert check_taxes([(None, stored)], usf_factors=()) == []


def test_a_rate_that_a_fee_does_not_use() -> None:
    fee = replace(a_fee("A", "1"), rate=D("6.25"))
    assert found(fee) == [("unused_rate", 2, "rate")]
    assert errors(fee) == []
