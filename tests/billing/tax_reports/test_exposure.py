from datetime import date
from decimal import Decimal

from app.billing.tax_reports.exposure import exposure
from app.billing.tax_reports.facts import BookedInvoice
from app.tax.result import Exposure
from app.values.period import Period
from tests.billing.tax_reports.engine_invoices import billed
from tests.billing.tax_reports.filing_facts import a_line, an_invoice, facts_of, rows_of
from tests.tax.builders import a_charge, a_fee, a_rule, seats

D = Decimal
RULES = (a_rule("S", "0.06"), a_fee("E", "0.50"))


def _unregistered(number: str = "CF-1", voided_on: date | None = None) -> BookedInvoice:
    charges = [seats("30.00", 4), a_charge("70.00")]
    return billed(charges, RULES, number=number, voided_on=voided_on, registrations=())


def test_what_no_registration_reaches_by_jurisdiction_and_family() -> None:
    report = exposure(facts_of(_unregistered(), _unregistered("CF-2")))
    assert [
        (row["state"], row["family"], row["tax_code"], row["uncollected"], row["invoices"])
        for row in rows_of(report)
    ] == [
        ("XX", "E911", "E", D("4.00"), 2),
        ("XX", "SALES", "S", D("12.00"), 2),
    ]
    assert [(row["base"], row["units"]) for row in rows_of(report)] == [
        (None, D(8)),
        (D(200), None),
    ]
    assert rows_of(report)[0]["invoice_numbers"] == "CF-1, CF-2"
    assert [finding.message for finding in report.findings] == [
        "4.00 of E911 was not collected in US/XX, for want of registration",
        "12.00 of SALES was not collected in US/XX, for want of registration",
    ]


def test_it_ties_to_nothing() -> None:
    report = exposure(facts_of(_unregistered()))
    assert (report.ties, report.does_tie) == ((), True)


def test_what_was_made_void_in_the_window_is_not_exposed() -> None:
    report = exposure(facts_of(_unregistered(voided_on=date(2026, 2, 20))))
    assert {(row["uncollected"], row["invoices"]) for row in rows_of(report)} == {(D("0.00"), 0)}
    assert report.findings == ()


def test_a_later_void_takes_back_in_its_own_window() -> None:
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    report = exposure(facts_of(_unregistered(voided_on=date(2026, 3, 2)), period=march))
    assert [row["uncollected"] for row in rows_of(report)] == [D("-2.00"), D("-6.00")]


def test_not_all_of_very_many_invoices_are_named() -> None:
    exposed = (Exposure(tax_code="S", family="SALES", jurisdiction="US/XX", amount=D("1.00")),)
    many = [
        BookedInvoice(invoice=an_invoice(a_line("1.00"), number=f"{no:03}"), exposures=exposed)
        for no in range(203)
    ]
    [row] = rows_of(exposure(facts_of(*many)))
    assert str(row["invoice_numbers"]).endswith("199 and 3 more")
