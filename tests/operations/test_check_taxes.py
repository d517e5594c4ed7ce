from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.operations.check_taxes import check_taxes, list_factors
from app.operations.office import Office
from app.store.database import raw
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.share import TaxShare
from tests.operations.companies import COLORADO, SEAT, SINCE, add, change

FUSF = replace(
    COLORADO,
    tax_code="FUSF",
    bill_label="Federal Universal Service Charge",
    class_="PASS_THROUGH",
    family="FUSF",
    state=None,
    category="VOIP_*",
    rate=Decimal("0.36"),
    base_kind="INTERSTATE_INTL",
    effective_from=date(2026, 10, 1),
    effective_to=date(2026, 12, 31),
)
SHARE = TaxShare(category="VOIP_FIXED", effective_from=SINCE, interstate=Decimal("0.649"))


def found(office: Office, on: date | None = None) -> list[tuple[str, str, str]]:
    check = check_taxes(office, on=on)
    return [(each.severity.value, each.code, each.record) for each in check.findings]


def of_code(office: Office, code: str, on: date | None = None) -> list[tuple[str, str]]:
    return [(severity, record) for severity, each, record in found(office, on) if each == code]


def test_a_company_in_order_has_only_city_answers_to_give(office: Office) -> None:
    assert {code for _, code, _ in found(office)} <= {"city_not_verified", "county_not_verified"}
    check = check_taxes(office)
    assert (check.day, check.errors) == (date(2026, 11, 2), ())
    assert (check.counts["rules"], check.counts["locations"]) == (2, 2)


def test_nothing_is_written(office: Office) -> None:
    with office.file.read() as conn:
        before = list(raw(conn).iterdump())
    check_taxes(office)
    with office.file.read() as conn:
        assert list(raw(conn).iterdump()) == before


def test_what_tables_hold_together_is_checked_for_stored_rows_too(office: Office) -> None:
    add(office, taxes=[replace(COLORADO, min_base=Decimal(1))])
    assert of_code(office, "overlap") == [("error", "CO-SALES")]


def test_a_missing_quarter_is_an_error_of_its_day(office: Office) -> None:
    add(office, taxes=[FUSF], tax_shares=[SHARE], registrations=[_fusf_registration()])
    assert of_code(office, "usf_factor_missing") == []
    assert of_code(office, "usf_factor_missing", date(2026, 12, 15)) == []
    assert of_code(office, "usf_factor_missing", date(2026, 12, 16)) == [("warning", "2027Q1")]
    assert of_code(office, "usf_factor_missing", date(2027, 1, 1)) == [("error", "2027Q1")]


def _fusf_registration() -> Registration:
    return Registration(country="US", family="FUSF", effective_from=SINCE)


def test_shares_missing_and_registrations_missing(office: Office) -> None:
    add(office, taxes=[FUSF])
    change(office, registrations=[])
    assert of_code(office, "share_missing") == []
    assert of_code(office, "not_registered") == [("warning", "FUSF")]
    add(office, registrations=[_fusf_registration()])
    assert of_code(office, "share_missing") == [("error", "VOIP_FIXED")]


def test_a_category_that_nothing_decides(office: Office) -> None:
    change(office, taxes=[replace(COLORADO, category=None, effective_to=date(2026, 10, 31))])
    codes = {code for severity, code, _ in found(office) if severity == "error"}
    assert codes == {"table_expired", "undecided_charge"}


def test_a_county_that_a_row_asks_for(office: Office) -> None:
    add(office, taxes=[replace(COLORADO, tax_code="CO-COUNTY", county_fips="059")])
    assert of_code(office, "jurisdiction_unknown") == [("error", "100-MAIN")]


def test_a_fee_that_stands_twice(office: Office) -> None:
    fee = replace(COLORADO, tax_code="SEATFEE", class_="PROVIDER_FEE", bill_label="Paper bill fee")
    product = replace(SEAT, product_code="PAPER", name="Paper bill", tax_category="FEE_PAPER")
    add(office, taxes=[fee], products=[product])
    assert of_code(office, "fee_twice") == [("warning", "SEATFEE")]


def test_certificates_are_looked_at(office: Office) -> None:
    exemption = Exemption(
        account_number="100",
        certificate_number="98-1",
        kind="NONPROFIT",
        family="SALES",
        effective_from=SINCE,
        expires_on=date(2026, 11, 1),
    )
    add(office, exemptions=[exemption])
    assert of_code(office, "certificate_expired") == [("warning", "98-1")]
    assert check_taxes(office).counts["certificates"] == 1


def test_factors_stand_beside_our_own_rows(office: Office) -> None:
    add(office, taxes=[FUSF])
    rows = {each.quarter: each for each in list_factors(office)}
    assert (rows["2026Q1"].factor, rows["2026Q1"].own_row) == (Decimal("0.376"), False)
    assert (rows["2026Q4"].factor, rows["2026Q4"].own_rate) == (None, Decimal("0.36"))
    assert rows["2027Q1"].own_row is False
