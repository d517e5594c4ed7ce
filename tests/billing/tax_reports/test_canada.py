from decimal import Decimal

from app.billing.tax_reports.canada import canada
from app.tax.registration import Registration
from app.tax.request import ChargeKind
from tests.billing.records import a_location
from tests.billing.tax_reports.engine_invoices import billed
from tests.billing.tax_reports.filing_facts import (
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    parts_of,
    row_where,
    rows_of,
)
from tests.tax.builders import ANY_DAY, a_charge, a_place, a_rule

D = Decimal
QUEBEC = a_place("L", country="CA", region="QC", county_fips="", inside_city=None)
RULES = (
    a_rule("GST", "0.05", family="GST", country="CA", state=None),
    a_rule("QST", "0.09975", family="QST", country="CA", state="QC"),
)
GST = a_tax("2.50", code="GST", family="GST", jurisdiction="CA", rate="0.05", base=D(50))


def test_example_e17_by_province_and_rate() -> None:
    booked = billed([a_charge("50.00")], RULES, places=[QUEBEC])
    report = canada(facts_of(booked, locations=[a_location("L", region="QC")]))
    assert [
        (row["family"], row["province"], row["taxable_sales"], row["tax"])
        for row in rows_of(report)
    ] == [
        ("GST", "QC", D("50.00"), D("2.50")),
        ("QST", "QC", D("50.00"), D("4.99")),
    ]
    assert report.does_tie


def test_our_number_is_that_of_the_registration() -> None:
    own = Registration(
        country="CA", family="GST", registration_number="RT0001", effective_from=ANY_DAY
    )
    booked = billed([a_charge("50.00")], RULES, places=[QUEBEC])
    report = canada(facts_of(booked, registrations=[own]))
    assert row_where(report, family="GST")["registration_number"] == "RT0001"
    assert row_where(report, family="QST")["registration_number"] == ""


def test_adjustments_stand_apart() -> None:
    lines = (a_line("50.00"), a_line("-10.00", kind=ChargeKind.CREDIT))
    back = a_tax(
        "-0.50",
        code="GST",
        family="GST",
        jurisdiction="CA",
        rate="0.05",
        base=D(-10),
        parts=parts_of("0", "-0.50"),
    )
    report = canada(facts_of(an_invoice(*lines, taxes=[GST, back])))
    [row] = rows_of(report)
    assert (row["taxable_sales"], row["tax"]) == (D("50.00"), D("2.50"))
    assert (row["adjustment_base"], row["adjustments"], row["net"]) == (
        D("-10.00"),
        D("-0.50"),
        D("2.00"),
    )
    assert report.does_tie


def test_a_federal_tax_at_a_location_that_is_gone_has_no_province() -> None:
    invoice = an_invoice(a_line("50.00", location_code="gone"), taxes=[GST])
    [row] = rows_of(canada(facts_of(invoice)))
    assert row["province"] == ""
