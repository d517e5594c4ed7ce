from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.tax_reports.report import TaxReport
from app.billing.tax_reports.unverified import unverified
from app.customers.location import ServiceLocation
from app.tax.bundle import BundleComponent
from app.tax.place_history import DatedFacts, Method, PlaceFacts
from app.tax.request import ChargeKind
from app.tax.rule import TaxRule
from tests.billing.records import a_location
from tests.billing.tax_reports.filing_facts import HOME, a_line, an_invoice, facts_of, rows_of
from tests.billing.taxes import a_percentage

D = Decimal
LAKEWOOD = replace(a_location(), county_fips="059")
DECIDED = (a_percentage(),)


def _report(
    *categories: str,
    location: ServiceLocation = LAKEWOOD,
    rules: tuple[TaxRule, ...] = DECIDED,
    **more: object,
) -> TaxReport:
    lines = [a_line("30.00", category) for category in categories or ("VOIP_FIXED",)]
    invoice = an_invoice(*lines)
    return unverified(facts_of(invoice, locations=[location], rules=rules, **more))  # type: ignore[arg-type]


def _problems(report: TaxReport) -> list[object]:
    return [row["problem"] for row in rows_of(report)]


def test_what_is_settled_is_not_listed() -> None:
    report = _report()
    assert (report.rows, report.findings, report.does_tie) == ((), (), True)


def test_a_county_that_a_tax_asks_for() -> None:
    county = replace(a_percentage(tax_code="CO-COUNTY"), county_fips="059")
    two_counties = replace(a_location(), postal_code="80020")
    report = _report(location=two_counties, rules=(*DECIDED, county))
    [row] = rows_of(report)
    assert "CO-COUNTY is taken by county" in str(row["problem"])
    assert (row["what"], row["record"], row["charges"], row["invoices"]) == (
        "place",
        HOME,
        D("30.00"),
        1,
    )
    assert [finding.code for finding in report.findings] == ["unverified_place"]


def test_a_county_that_nothing_asks_for_is_listed_too() -> None:
    two_counties = replace(a_location(), postal_code="80020")
    [row] = rows_of(_report(location=two_counties))
    assert "no county_fips" in str(row["problem"])
    assert row["county"] == ""


def test_a_post_box_is_no_place_of_service() -> None:
    box = replace(LAKEWOOD, address_line1="PO Box 100")
    [row] = rows_of(_report(location=box))
    assert "post office box" in str(row["problem"])
    assert (row["county"], row["inside_city"], row["known_by"]) == (
        "08059 Jefferson County",
        "no",
        "sheet locations",
    )


@pytest.mark.parametrize(("inside", "told"), [(None, ""), (True, "yes"), (False, "no")])
def test_whether_it_lies_inside_the_city(inside: bool | None, told: str) -> None:  # noqa: FBT001
    box = replace(LAKEWOOD, address_line1="PO Box 100", inside_city=inside)
    [row] = rows_of(_report(location=box))
    assert row["inside_city"] == told


def test_it_tells_who_said_so() -> None:
    said = DatedFacts(
        effective_from=date(2025, 1, 1),
        facts=PlaceFacts(county_fips="059"),
        method=Method.BOUNDARY_FILE,
    )
    box = replace(LAKEWOOD, address_line1="PO Box 100")
    [row] = rows_of(_report(location=box, places={HOME: (said,)}))
    assert row["known_by"] == "BOUNDARY_FILE"


def test_a_canadian_place_needs_no_county() -> None:
    place = replace(a_location(), country="CA", region="ON", postal_code="M5V 2T6")
    assert (
        _report(location=place, rules=(replace(a_percentage(), country="CA", state="ON"),)).rows
        == ()
    )


def test_a_category_that_no_row_decides() -> None:
    report = _report("VOIP_FIXED", "SMS", rules=(a_percentage(category="VOIP_*"),))
    [row] = rows_of(report)
    assert (row["what"], row["record"], row["region"]) == ("category", "SMS", "CO")
    assert row["problem"] == "no row of taxes decides SMS in US/CO"
    assert [finding.code for finding in report.findings] == ["unmapped_category"]


def test_a_federal_row_decides_nothing() -> None:
    report = _report(rules=(replace(a_percentage(), state=None),))
    assert _problems(report) == ["no row of taxes decides VOIP_FIXED in US/CO"]


def test_a_row_that_has_ended_decides_nothing() -> None:
    report = _report(rules=(a_percentage(effective_to=date(2026, 1, 31)),))
    assert _problems(report) == ["no row of taxes decides VOIP_FIXED in US/CO"]


def test_a_word_that_is_no_category() -> None:
    assert _problems(_report("TELEPHONE")) == ["TELEPHONE is no tax category"]


def test_credits_and_bundles_are_not_asked_for_a_category() -> None:
    lines = (
        a_line("-30.00", "SMS", kind=ChargeKind.CREDIT),
        a_line("49.00", "SMS", product_code="BUNDLE"),
    )
    bundle = BundleComponent(
        product_code="BUNDLE", component_no=1, category="VOIP_FIXED", method="SSP", weight=D(1)
    )
    facts = facts_of(an_invoice(*lines), locations=[LAKEWOOD], bundles=[bundle])
    assert unverified(facts).rows == ()


def test_a_location_that_is_gone_is_left_out() -> None:
    invoice = an_invoice(a_line("30.00", location_code="gone"))
    assert unverified(facts_of(invoice)).rows == ()
