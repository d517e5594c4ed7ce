from datetime import date
from decimal import Decimal

from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.liability import liability
from app.tax.request import ChargeKind
from tests.billing.tax_reports.filing_facts import (
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    parts_of,
    row_where,
    rows_of,
)

D = Decimal
LINES = (a_line("100.00"), a_line("-40.00", kind=ChargeKind.CREDIT))
TAXES = (
    a_tax("38.10"),
    a_tax("-15.24", parts=parts_of("0", "-15.24")),
    a_tax("1.50", code="RRF", family="REG", class_="PROVIDER_FEE"),
)


def test_billed_credited_and_voided_of_each_code() -> None:
    standing = an_invoice(*LINES, taxes=TAXES)
    void = BookedInvoice(
        invoice=an_invoice(a_line("10.00"), taxes=[a_tax("3.76")], number="2"),
        voided_on=date(2026, 3, 3),
    )
    report = liability(facts_of(standing, void))
    row = row_where(report, tax_code="FUSF")
    assert [row[name] for name in ("invoices", "billed", "credited", "voided", "net")] == [
        2,
        D("41.86"),
        D("-15.24"),
        D("-3.76"),
        D("22.86"),
    ]
    assert (row["ledger"], row["journal"], row["difference"]) == (
        "tax_payable",
        D("22.86"),
        D(0),
    )
    assert row_where(report, tax_code="RRF")["ledger"] == "provider_fee"
    assert report.does_tie


def test_totals_are_the_sums_of_all_codes() -> None:
    report = liability(facts_of(an_invoice(*LINES, taxes=TAXES)))
    names = [column.name for column in report.columns]
    assert dict(zip(names, report.totals, strict=True))["net"] == D("24.36")


def test_nothing_billed_is_nothing_owed() -> None:
    report = liability(facts_of())
    assert (rows_of(report), report.ties, report.does_tie) == ([], (), True)
