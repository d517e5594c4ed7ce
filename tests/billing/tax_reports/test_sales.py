from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.report import TaxReport
from app.billing.tax_reports.sales import sales
from app.customers.location import ServiceLocation
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.request import ChargeKind
from app.tax.rule import TaxRule
from app.values.period import Period
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
from tests.tax.builders import ANY_DAY, EVERYWHERE, a_charge, a_fee, a_rule, seats

D = Decimal
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
PLACE = ServiceLocation(
    location_code="L",
    account_number="1",
    address_line1="88 Quarry Street",
    city="X",
    region="XX",
    postal_code="00000",
    county_fips="063",
    inside_city=False,
)


def _report(booked: BookedInvoice, rules: Sequence[TaxRule], **more: object) -> TaxReport:
    """The report of one invoice at place L, with these rows and registered everywhere."""
    given = {"registrations": EVERYWHERE, "rules": rules, **more}
    return sales(facts_of(booked, locations=[PLACE], **given))  # type: ignore[arg-type]


def _certificate(kind: str = "NONPROFIT", percent: int = 100, number: str = "C") -> Exemption:
    return Exemption(
        account_number="1",
        certificate_number=number,
        kind=kind,
        family="SALES",
        percent=D(percent),
        effective_from=ANY_DAY,
    )


def _cells(row: dict[str, object], *names: str) -> list[object]:
    return [row[name] for name in names]


def test_what_no_row_reaches_is_gross_and_not_taxable() -> None:
    rules = [a_rule("S", "0.06", category="VOIP_*"), a_rule("N", "0", family="REG")]
    booked = billed([a_charge("30.00"), a_charge("79.00", "INTERNET_ACCESS")], rules)
    report = _report(booked, rules)
    reached = row_where(report, category="VOIP_FIXED")
    assert _cells(reached, "tax_code", "rate", "gross", "not_taxable", "taxable", "tax") == [
        "S",
        D("0.06"),
        D("30.00"),
        D(0),
        D("30.00"),
        D("1.80"),
    ]
    other = row_where(report, category="INTERNET_ACCESS")
    assert _cells(other, "rate", "gross", "not_taxable", "taxable", "tax") == [
        None,
        D("79.00"),
        D("79.00"),
        D(0),
        D(0),
    ]
    assert report.does_tie


def test_another_tax_joins_the_base() -> None:
    rules = [
        a_rule("F", "0.10", family="REG", class_="PASS_THROUGH"),
        a_rule("S", "0.06", base_includes="F"),
    ]
    report = _report(billed([a_charge("30.00")], rules), rules)
    [row] = rows_of(report)
    assert _cells(row, "gross", "included", "taxable", "tax") == [
        D("30.00"),
        D("3.00"),
        D("33.00"),
        D("1.98"),
    ]


def test_exempt_sales_are_told_by_kind_of_certificate() -> None:
    rules = [a_rule("S", "0.06")]
    exemptions = [_certificate(percent=40)]
    booked = billed([a_charge("100.00")], rules, exemptions=exemptions)
    report = _report(booked, rules, exemptions=exemptions)
    [row] = rows_of(report)
    assert _cells(row, "gross", "exempt", "exempt_nonprofit", "taxable", "tax") == [
        D("100.00"),
        D("40.00"),
        D("40.00"),
        D("60.00"),
        D("3.60"),
    ]
    assert dict(zip([c.name for c in report.columns], report.totals, strict=True))[
        "exempt_nonprofit"
    ] == D("40.00")


def test_what_is_wholly_exempt_is_still_reported() -> None:
    rules = [a_rule("S", "0.06")]
    booked = billed([a_charge("100.00")], rules, exemptions=[_certificate()])
    [row] = rows_of(_report(booked, rules))
    assert _cells(row, "gross", "exempt_unknown", "taxable", "tax", "not_taxable") == [
        D("100.00"),
        D("100.00"),
        D(0),
        D(0),
        D(0),
    ]


def test_a_limit_leaves_out_of_the_base() -> None:
    rules = [a_rule("S", "0.06", max_base=D(50))]
    [row] = rows_of(_report(billed([a_charge("80.00")], rules), rules))
    assert _cells(row, "gross", "not_taxable", "taxable") == [D("80.00"), D("30.00"), D("50.00")]


def test_days_at_two_rates_share_the_gross() -> None:
    rules = [
        a_rule("S", "0.06", date_basis="PRORATE", effective_to=date(2026, 2, 7)),
        a_rule("S", "0.08", date_basis="PRORATE", effective_from=date(2026, 2, 8)),
    ]
    report = _report(billed([a_charge("28.00")], rules), rules)
    assert [_cells(row, "rate", "gross", "not_taxable", "taxable") for row in rows_of(report)] == [
        [D("0.06"), D("7.00"), D(0), D("7.00")],
        [D("0.08"), D("21.00"), D(0), D("21.00")],
    ]


def test_fees_per_unit_have_units_and_no_base() -> None:
    rules = [a_fee("U", "0.50", family="UUT"), a_rule("N", "0", family="REG")]
    [row] = rows_of(_report(billed([seats("30.00", 4)], rules), rules))
    assert _cells(row, "gross", "units", "taxable", "fees_exempt", "tax") == [
        D("30.00"),
        D(4),
        None,
        D(0),
        D("2.00"),
    ]


def test_credits_stand_in_columns_of_their_own() -> None:
    lines = (a_line("100.00"), a_line("-40.00", kind=ChargeKind.CREDIT))
    taxes = [
        a_tax("6.00", code="S", family="SALES", jurisdiction="US/CO", base=D(100), rate="0.06"),
        a_tax(
            "-2.40",
            code="S",
            family="SALES",
            jurisdiction="US/CO",
            base=D(-40),
            rate="0.06",
            parts=parts_of("0", "-2.40"),
        ),
    ]
    report = sales(facts_of(an_invoice(*lines, taxes=taxes)))
    [row] = rows_of(report)
    assert _cells(row, "gross", "taxable", "tax", "credit_base", "credited", "due") == [
        D("100.00"),
        D("100.00"),
        D("6.00"),
        D("-40.00"),
        D("-2.40"),
        D("3.60"),
    ]
    assert report.does_tie


def test_a_void_invoice_takes_everything_back() -> None:
    rules = [a_rule("S", "0.06", category="VOIP_*"), a_rule("N", "0", family="REG")]
    charges = [a_charge("30.00"), a_charge("79.00", "INTERNET_ACCESS")]
    booked = billed(charges, rules, voided_on=date(2026, 3, 2))
    report = _report(booked, rules, period=MARCH)
    assert [_cells(row, "gross", "tax") for row in rows_of(report)] == [
        [D("-79.00"), D(0)],
        [D("-30.00"), D("-1.80")],
    ]
    assert report.does_tie


@pytest.mark.parametrize(
    "registrations",
    [(), (Registration(region="YY", family="*", effective_from=ANY_DAY),)],
)
def test_where_we_are_not_registered_nothing_is_reported(
    registrations: tuple[Registration, ...],
) -> None:
    rules: list[TaxRule] = [a_rule("S", "0.06")]
    booked = billed([a_charge("30.00")], rules, registrations=registrations)
    assert _report(booked, rules, registrations=registrations).rows == ()


def test_the_registration_says_what_may_be_kept() -> None:
    rules = [a_rule("S", "0.06")]
    kept = Registration(region="XX", family="SALES", effective_from=ANY_DAY, allowance=D("0.0333"))
    booked = billed([a_charge("100.00")], rules)
    [row] = rows_of(_report(booked, rules, registrations=[kept]))
    assert _cells(row, "tax", "allowance", "due") == [D("6.00"), D("0.20"), D("5.80")]


def test_a_line_that_no_charge_explains_is_its_own_gross() -> None:
    tax = a_tax("6.00", code="S", family="SALES", jurisdiction="US/CO", base=D(100), parts=())
    report = sales(facts_of(an_invoice(a_line("100.00"), taxes=[tax])))
    row = row_where(report, category="")
    assert _cells(row, "gross", "taxable", "tax") == [D(100), D("100.00"), D("6.00")]


def test_lines_at_a_location_that_is_gone_are_left_out_of_gross() -> None:
    rules = [a_rule("S", "0.06")]
    invoice = an_invoice(a_line("30.00", location_code="gone"), a_line("0.00"))
    facts = facts_of(BookedInvoice(invoice=invoice), rules=rules, registrations=EVERYWHERE)
    assert sales(facts).rows == ()
