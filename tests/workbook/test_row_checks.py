import pytest

from app.workbook.row_checks import row_check
from app.workbook.sheets import SHEETS
from tests.workbook.examples import AREA_CODES, a_row


def wrong(sheet_name: str, **changes: str) -> list[tuple[str, str]]:
    check = row_check(SHEETS[sheet_name], AREA_CODES)
    return [(each.column, each.code) for each in check(a_row(sheet_name, **changes))]


@pytest.mark.parametrize("name", SHEETS)
def test_examples_are_right(name: str) -> None:
    assert wrong(name) == []


@pytest.mark.parametrize(
    ("sheet", "changes", "column", "code"),
    [
        ("company", {"timezone": "America/Denvr"}, "timezone", "unknown_timezone"),
        ("company", {"timezone": "Mars/Olympus?"}, "timezone", "unknown_timezone"),
        ("company", {"currency": "dollar"}, "currency", "bad_currency"),
        ("company", {"country": "USA"}, "country", "bad_country"),
        ("company", {"next_invoice_number": "0"}, "next_invoice_number", "too_small"),
        ("accounts", {"bill_cycle_day": "29"}, "bill_cycle_day", "too_large"),
        ("accounts", {"bill_cycle_day": "0"}, "bill_cycle_day", "too_small"),
        ("accounts", {"region": "Colorado"}, "region", "bad_state"),
        ("accounts", {"bill_to_parent": "yes"}, "bill_to_parent", "no_parent"),
        ("accounts", {"closed_on": "2024-02-29"}, "closed_on", "dates_reversed"),
        ("locations", {"timezone": "Denver"}, "timezone", "unknown_timezone"),
        ("locations", {"county_fips": "06059"}, "county_fips", "bad_county"),
        ("locations", {"place_fips": "Denver"}, "place_fips", "bad_place"),
        ("locations", {"address_line1": "PO Box 12"}, "address_line1", "post_box"),
        ("locations", {"address_line2": "P.O. Box 12"}, "address_line2", "post_box"),
        ("locations", {"postal_code": "82001"}, "region", "state_of_zip"),
        ("sources", {"timezone": "MST7"}, "timezone", "unknown_timezone"),
        ("sources", {"cost_currency": "$"}, "cost_currency", "bad_cost_currency"),
        ("circuits", {"call_paths": "-1"}, "call_paths", "too_small"),
        ("circuits", {"ends_on": "2025-12-31"}, "ends_on", "dates_reversed"),
        ("products", {"tax_category": "VOIP_FIX"}, "tax_category", "unknown_category"),
        ("services", {"quantity": "-1"}, "quantity", "too_small"),
        ("rate_plans", {"initial_seconds": "0"}, "initial_seconds", "too_small"),
        ("rate_plans", {"increment_seconds": "0"}, "increment_seconds", "too_small"),
        ("rate_plans", {"call_decimals": "1"}, "call_decimals", "too_small"),
        ("rate_plans", {"call_decimals": "7"}, "call_decimals", "too_large"),
        ("rate_plans", {"connect_fee": "-0.01"}, "connect_fee", "too_small"),
        (
            "rate_plans",
            {"minimum_charge": "0.02", "maximum_charge": "0.01"},
            "minimum_charge",
            "minimum_above_maximum",
        ),
        ("rate_periods", {"days": "weekdays"}, "days", "bad_days"),
        ("rate_periods", {"from_": "24:00"}, "from", "bad_time"),
        ("rate_periods", {"multiplier": "-1"}, "multiplier", "too_small"),
        ("rate_tiers", {"from_minutes": "-1"}, "from_minutes", "too_small"),
        ("rates", {"prefix": "+1303"}, "prefix", "bad_prefix"),
        ("rates", {"prefix": "0303"}, "prefix", "bad_prefix"),
        ("rates", {"rate": "-0.01"}, "rate", "too_small"),
        ("rates", {"rate": ""}, "rate", "rate_missing"),
        ("rates", {"rate": "", "interstate_rate": "0.01"}, "rate", "rate_missing"),
        (
            "rates",
            {"rate": "", "prefix": "1787", "interstate_rate": "0.01"},
            "rate",
            "rate_missing",
        ),
        ("rates", {"rate": "", "prefix": "1", "interstate_rate": "0.01"}, "rate", "rate_missing"),
        ("rates", {"rate": "", "prefix": "44"}, "rate", "rate_missing"),
        ("rates", {"increment_seconds": "0"}, "increment_seconds", "too_small"),
        ("rates", {"valid_to": "2025-12-31"}, "valid_to", "dates_reversed"),
        ("taxes", {"effective_to": "2025-12-31"}, "effective_to", "dates_reversed"),
        ("taxes", {"rate": "-0.01"}, "rate", "too_small"),
        ("bundles", {"component_no": "0"}, "component_no", "too_small"),
        ("bundles", {"category": "VOICE"}, "category", "unknown_category"),
        ("bundles", {"weight": ""}, "weight", "weight_missing"),
        ("bundles", {"method": "FIXED_PCT", "weight": "100.1"}, "weight", "too_large"),
        ("tax_shares", {"category": "VOIP_*"}, "category", "unknown_category"),
        ("tax_shares", {"interstate": "1.1"}, "interstate", "too_large"),
        ("tax_shares", {"interstate": ""}, "interstate", "share_missing"),
        ("tax_shares", {"international": "0.4"}, "international", "shares_above_1"),
        ("registrations", {"county_fips": "08059", "region": ""}, "county_fips", "bad_county"),
        ("registrations", {"allowance": "2"}, "allowance", "too_large"),
        ("exemptions", {"percent": "101"}, "percent", "too_large"),
        ("exemptions", {"level": "PLANET"}, "level", "bad_level"),
        ("exemptions", {"kind": "FCC_RESELLER"}, "family", "reseller_family"),
        ("exemptions", {"expires_on": "2025-12-31"}, "expires_on", "dates_reversed"),
        ("form_499", {"category": "VOPI_*"}, "category", "unknown_category"),
        ("usf_filing", {"period": "2026-01"}, "period", "bad_period"),
        ("usf_filing", {"factor": "37.6"}, "factor", "too_large"),
        ("usf_filing", {"circularity": "22"}, "circularity", "too_large"),
    ],
)
def test_a_wrong_value_is_told(sheet: str, changes: dict[str, str], column: str, code: str) -> None:
    assert (column, code) in wrong(sheet, **changes)


@pytest.mark.parametrize(
    ("sheet", "changes", "way_out"),
    [
        ("services", {"quantity": "-1"}, "Write 0 or more."),
        ("exemptions", {"percent": "101"}, "Write 100 or less."),
        ("bundles", {"method": "FIXED_PCT", "weight": "101"}, "Write 100 or less, as in 37.5."),
        (
            "rate_plans",
            {"minimum_charge": "0.02", "maximum_charge": "0.01"},
            "Write 0.01 or less, raise maximum_charge, or leave one of them blank.",
        ),
    ],
)
def test_a_wrong_value_has_a_way_out(sheet: str, changes: dict[str, str], way_out: str) -> None:
    (problem,) = row_check(SHEETS[sheet], AREA_CODES)(a_row(sheet, **changes))
    assert problem.way_out == way_out


@pytest.mark.parametrize(
    ("sheet", "changes"),
    [
        ("accounts", {"bill_to_parent": "yes", "parent_account_number": "10001"}),
        ("accounts", {"opened_on": "2026-10-01", "closed_on": "2026-10-01"}),
        ("accounts", {"country": "DE", "region": "Bavaria", "postal_code": "80331"}),
        ("locations", {"county_fips": "08059"}),
        ("locations", {"country": "CA", "region": "ON", "county_fips": "x", "place_fips": ""}),
        ("locations", {"county_fips": "", "place_fips": ""}),
        ("products", {"tax_category": "FEE_REGULATORY"}),
        ("products", {"price": "-5"}),
        ("services", {"unit_price": "-5"}),
        ("charges", {"unit_price": "-125.00", "quantity": "-1"}),
        ("rate_plans", {"minimum_charge": "0.01", "maximum_charge": "0.01"}),
        ("rate_plans", {"minimum_charge": "0.01"}),
        ("rate_periods", {"days": "fri-mon"}),
        ("rates", {"rate": "0"}),
        (
            "rates",
            {
                "rate": "",
                "interstate_rate": "0.01",
                "intrastate_rate": "0.02",
                "indeterminate_rate": "0.03",
            },
        ),
        ("rates", {"rate": "", "prefix": "44", "interstate_rate": "0.01"}),
        ("rates", {"rate": "", "prefix": "1876", "interstate_rate": "0.01"}),
        ("rates", {"rate": "", "prefix": "1876555", "interstate_rate": "0.01"}),
        ("taxes", {"calc_seq": "-1"}),
        ("bundles", {"method": "ALL_TELECOM", "weight": ""}),
        ("bundles", {"method": "SSP", "weight": "120"}),
        ("tax_shares", {"interstate": "", "source": "actual"}),
        ("tax_shares", {"interstate": "0.6", "international": "0.4"}),
        ("exemptions", {"kind": "FCC_RESELLER", "family": "fusf"}),
        ("exemptions", {"level": "*"}),
        ("registrations", {"region": ""}),
    ],
)
def test_a_value_that_may_be(sheet: str, changes: dict[str, str]) -> None:
    assert wrong(sheet, **changes) == []


def test_a_zone_misspelt_is_told_with_the_one_meant() -> None:
    check = row_check(SHEETS["company"], AREA_CODES)
    (problem,) = check(a_row("company", timezone="America/Denvr"))
    assert problem.way_out == "Perhaps America/Denver is meant."
