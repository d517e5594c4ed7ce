from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.billing.invoice import Line
from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.form_499 import form_499_lines, form_499a, form_499q
from app.tax.form_499 import BUILT_IN, FORM_499, Form499Line
from app.tax.usf_filing import UsfFiling
from tests.billing.records import a_location, an_account
from tests.billing.tax_reports.filing_facts import (
    RESELLER,
    SAFE_HARBOR,
    YEAR,
    a_fee,
    a_line,
    a_tax,
    an_invoice,
    cells,
    facts_of,
    row_where,
    rows_of,
)

MIXED = an_invoice(
    a_line("100.00"),
    a_line("40.00", "TOLL_INTL"),
    a_line("79.00", "INTERNET_ACCESS"),
    a_line("150.00", "INSTALL"),
    a_line("5.00", "NON_TAXABLE"),
    taxes=[
        a_tax("24.40"),
        a_fee("1.50"),
        a_tax("6.00", code="CO-SALES", family="SALES", class_="TAX"),
    ],
)


def test_each_line_has_its_money_and_its_shares() -> None:
    report = form_499a(facts_of(MIXED))
    voice = row_where(report, line="404.4")
    assert voice["content"] == "Interconnected VoIP with broadband"
    assert (voice["total"], voice["interstate"]) == (Decimal("101.50"), Decimal("65.87"))
    assert voice["interstate_percent"] == Decimal("64.90")
    toll = row_where(report, line="414.2")
    assert (toll["international"], toll["international_percent"]) == (
        Decimal("40.00"),
        Decimal("100.00"),
    )
    assert row_where(report, line="418.3")["total"] == Decimal("229.00")
    assert row_where(report, line="403")["interstate"] == Decimal("24.40")


def test_all_revenue_stands_somewhere_and_ties() -> None:
    report = form_499a(facts_of(MIXED))
    # 374.00 of lines, 24.40 of recovery, 1.50 of own fees; sales tax is no revenue.
    assert cells(report, report.totals)["total"] == Decimal("399.90")
    assert row_where(report, line="none")["total"] == Decimal("5.00")
    assert report.does_tie
    assert [tie.code for tie in report.ties] == ["4010", "FUSF", "RRF"]
    assert report.findings == ()


def test_money_that_is_no_revenue_of_the_form_has_no_shares() -> None:
    ontario = replace(a_location(region="ON"), country="CA")
    report = form_499a(facts_of(an_invoice(a_line("30.00")), locations=[ontario]))
    row = row_where(report, line="none")
    assert (row["total"], row["interstate"], row["interstate_percent"]) == (
        Decimal("30.00"),
        None,
        None,
    )


def test_sums_leave_out_what_the_form_leaves_out() -> None:
    report = form_499a(facts_of(MIXED))
    assert row_where(report, line="419")["total"] == Decimal("394.90")
    assert row_where(report, line="420")["total"] == Decimal("165.90")
    assert row_where(report, line="315")["total"] == Decimal(0)


def test_a_category_without_line_is_an_error_and_still_in_the_sum() -> None:
    own = Form499Line(category="VOIP_*", annual_line="404.5", quarterly_line="116")
    report = form_499a(facts_of(MIXED, form_499=[own]))
    assert row_where(report, line="unmapped")["total"] == Decimal("274.00")
    assert cells(report, report.totals)["total"] == Decimal("399.90")
    assert {finding.record for finding in report.findings} == {
        "INSTALL",
        "INTERNET_ACCESS",
        "NON_TAXABLE",
        "TOLL_INTL",
    }
    assert report.does_tie


def test_a_line_of_the_user_s_own_is_told_by_its_note() -> None:
    own = [
        Form499Line(category="*", annual_line="499.9", quarterly_line="117", note="New line"),
        Form499Line(category="SMS", annual_line="500a", quarterly_line="117"),
    ]
    report = form_499a(facts_of(an_invoice(a_line("30.00"), a_line("1.00", "SMS")), form_499=own))
    assert row_where(report, line="499.9")["content"] == "New line"
    assert row_where(report, line="500a")["content"] == ""


def test_lines_stand_in_the_order_of_the_form() -> None:
    report = form_499a(facts_of(MIXED, exemptions=[RESELLER]))
    lines = [row["line"] for row in rows_of(report)]
    assert lines[:5] == ["303.2", "311", "403", "418.3", "none"]


def test_what_certified_resellers_buy_is_carrier_s_carrier_revenue() -> None:
    report = form_499a(facts_of(an_invoice(a_line("100.00")), exemptions=[RESELLER]))
    assert row_where(report, line="303.2")["total"] == Decimal("100.00")
    assert row_where(report, line="315")["interstate"] == Decimal("64.90")
    assert row_where(report, line="420")["total"] == Decimal(0)
    assert row_where(report, line="511")["total"] == Decimal(0)


def test_resellers_without_certificate_are_told_of_beside_the_sums() -> None:
    account = replace(an_account(), customer_class="reseller")
    report = form_499a(facts_of(MIXED, accounts=[account]))
    row = row_where(report, line="511")
    assert (row["total"], row["international"]) == (Decimal("141.50"), Decimal("40.00"))
    assert cells(report, report.totals)["total"] == Decimal("399.90")


def test_regions_are_percents_of_telecommunications_by_state() -> None:
    texas = a_location("TX", region="TX")
    nowhere = a_location("ZZ", region="ZZ")
    invoice = an_invoice(
        a_line("75.00"),
        a_line("20.00", location_code="TX"),
        a_line("5.00", location_code="ZZ"),
        a_line("900.00", "INSTALL", location_code="TX"),
    )
    report = form_499a(facts_of(invoice, locations=[texas, nowhere]))
    assert row_where(report, line="504")["end_user_percent"] == Decimal("75.00")
    assert row_where(report, line="509")["end_user_percent"] == Decimal("20.00")
    assert row_where(report, line="510")["end_user_percent"] == Decimal("95.00")
    assert row_where(report, line="510")["resale_percent"] is None
    assert [finding.code for finding in report.findings] == ["no_lnp_region"]


def test_the_quarter_s_lines_and_their_sum() -> None:
    report = form_499q(facts_of(MIXED))
    end_users = row_where(report, line="116")
    assert (end_users["total"], end_users["interstate"], end_users["international"]) == (
        Decimal("165.90"),
        Decimal("90.27"),
        Decimal("40.00"),
    )
    assert row_where(report, line="115")["total"] == Decimal(0)
    assert row_where(report, line="117")["total"] == Decimal("229.00")
    assert row_where(report, line="118")["total"] == Decimal("394.90")
    assert row_where(report, line="none")["total"] == Decimal("5.00")
    assert cells(report, report.totals)["total"] == Decimal("399.90")
    assert report.does_tie


def test_projections_are_the_user_s_of_the_second_quarter_after() -> None:
    filing = UsfFiling(
        period="2026Q3",
        projected_billed_interstate=Decimal("900.00"),
        projected_billed_international=Decimal("100.00"),
        projected_collected_interstate=Decimal("880.00"),
    )
    report = form_499q(facts_of(usf_filings=[filing]))
    billed, collected = row_where(report, line="119"), row_where(report, line="120")
    assert billed["total"] == Decimal("1000.00")
    assert billed["content"] == (
        "Projected billed for 2026Q3, interstate and international end-user revenue"
    )
    assert (collected["total"], collected["international"]) == (Decimal("880.00"), None)


def test_without_projections_their_lines_are_blank() -> None:
    assert row_where(form_499q(facts_of()), line="120")["total"] is None


def test_a_year_has_its_quarters_one_by_one() -> None:
    later = replace(MIXED, invoice_number="2", invoice_date=date(2026, 5, 1))
    own = Form499Line(category="VOIP_*", annual_line="404.5", quarterly_line="116")
    report = form_499q(facts_of(MIXED, later, period=YEAR, form_499=[own]))
    assert row_where(report, quarter="2026Q1", line="116")["total"] == Decimal("125.90")
    assert row_where(report, quarter="2026Q2", line="unmapped")["total"] == Decimal("274.00")
    assert cells(report, report.totals)["total"] == Decimal("799.80")
    assert len(report.findings) == 4


def test_a_void_invoice_leaves_nothing_in_its_window() -> None:
    report = form_499a(facts_of(BookedInvoice(invoice=MIXED, voided_on=date(2026, 3, 1))))
    assert cells(report, report.totals)["total"] == Decimal(0)
    assert report.does_tie


def test_the_lines_in_force_have_the_layout_of_their_sheet() -> None:
    report = form_499_lines(facts_of())
    assert [column.name for column in report.columns] == [
        column.name for column in FORM_499.columns.values()
    ]
    assert len(report.rows) == len(BUILT_IN)
    assert report.rows[0] == (
        "VOIP_*",
        "yes",
        "anyone",
        "404.4",
        "116",
        "VoIP with our broadband",
    )
    assert report.rows[1][1] == "no"
    assert report.rows[2][1] == ""
    assert report.ties == ()


LINES = st.lists(
    st.builds(
        a_line,
        st.decimals(-1000, 1000, places=2).map(str),
        st.sampled_from(("VOIP_FIXED", "TOLL_INTL", "TOLL_INTERSTATE", "SMS", "DATA_PRIVATE")),
    ),
    min_size=2,
    max_size=8,
)
PRIVATE = replace(SAFE_HARBOR, category="DATA_PRIVATE", interstate=Decimal("0.333"))


@given(LINES, st.integers(1, 7))
def test_splitting_an_invoice_changes_nothing(lines: list[Line], cut: int) -> None:
    whole = form_499a(facts_of(an_invoice(*lines), shares=[SAFE_HARBOR, PRIVATE]))
    halves = [half for half in (lines[:cut], lines[cut:]) if half]
    invoices = [an_invoice(*half, number=f"{at}") for at, half in enumerate(halves)]
    split = form_499a(facts_of(*invoices, shares=[SAFE_HARBOR, PRIVATE]))
    assert split == whole


@given(LINES)
def test_the_lines_sum_to_the_revenue(lines: list[Line]) -> None:
    report = form_499a(facts_of(an_invoice(*lines), shares=[SAFE_HARBOR, PRIVATE]))
    assert cells(report, report.totals)["total"] == sum(line.amount for line in lines)
    assert report.does_tie
