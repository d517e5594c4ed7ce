from datetime import date
from decimal import Decimal

from app.billing.tax_reports.facts import BookedInvoice
from app.billing.tax_reports.federal_excise import federal_excise, half_months
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart
from app.values.period import Period
from tests.billing.tax_reports.filing_facts import (
    a_line,
    a_tax,
    an_invoice,
    cells,
    facts_of,
    row_where,
)


def excise(amount: str, base: str, *, exempt: str = "0") -> TaxLine:
    part = TaxPart(
        line_index=0,
        amount=Decimal(amount),
        base=Decimal(base),
        counted=Decimal(base) + Decimal(exempt),
        exempt=Decimal(exempt),
    )
    return a_tax(
        amount,
        code="FET",
        family="FET",
        class_="TAX",
        rate="0.03",
        base=Decimal(base),
        exempt_amount=Decimal(exempt),
        parts=(part,),
    )


def test_half_months_end_on_the_15th_and_the_last() -> None:
    found = half_months(Period(date(2026, 2, 10), date(2026, 3, 20)))
    assert [(half.start.day, half.last_day.day) for half in found] == [
        (10, 15),
        (16, 28),
        (1, 15),
        (16, 19),
    ]


def test_the_tax_stands_in_the_half_month_of_the_invoice_and_in_its_quarter() -> None:
    # E15: a local-only line of 25.00 bears 0.75.
    line = a_line("25.00", "LOCAL")
    report = federal_excise(
        facts_of(
            an_invoice(line, taxes=[excise("0.75", "25.00")], number="1", day=date(2026, 1, 15)),
            an_invoice(line, taxes=[excise("0.75", "25.00")], number="2", day=date(2026, 1, 16)),
            an_invoice(line, taxes=[excise("0.75", "25.00")], number="3", day=date(2026, 2, 16)),
        )
    )
    first = row_where(report, part="half month", first_day=date(2026, 1, 1))
    assert (first["base"], first["tax"]) == (Decimal("25.00"), Decimal("0.75"))
    assert row_where(report, first_day=date(2026, 1, 16))["tax"] == Decimal("0.75")
    quarter = row_where(report, part="quarter")
    assert (quarter["base"], quarter["tax"]) == (Decimal("75.00"), Decimal("2.25"))
    assert cells(report, report.totals)["tax"] == Decimal("2.25")
    assert report.does_tie
    assert [tie.code for tie in report.ties] == ["FET"]


def test_exempt_amounts_and_credits_stand_apart() -> None:
    sold = an_invoice(
        a_line("100.00", "LOCAL"),
        taxes=[excise("1.50", "50.00", exempt="50.00")],
        day=date(2026, 1, 2),
    )
    credit = a_line("-10.00", "LOCAL", kind=ChargeKind.CREDIT)
    back = an_invoice(credit, taxes=[excise("-0.30", "-10.00")], number="2", day=date(2026, 1, 3))
    report = federal_excise(facts_of(sold, back))
    row = row_where(report, first_day=date(2026, 1, 1), part="half month")
    assert (row["base"], row["exempt"]) == (Decimal("50.00"), Decimal("50.00"))
    assert (row["billed"], row["credited"]) == (Decimal("1.50"), Decimal("-0.30"))
    assert row["tax"] == Decimal("1.20")
    assert report.does_tie


def test_a_void_invoice_is_taken_back_in_the_half_month_of_its_voiding() -> None:
    invoice = an_invoice(
        a_line("25.00", "LOCAL"), taxes=[excise("0.75", "25.00")], day=date(2026, 1, 5)
    )
    report = federal_excise(facts_of(BookedInvoice(invoice=invoice, voided_on=date(2026, 2, 20))))
    assert row_where(report, first_day=date(2026, 2, 16))["tax"] == Decimal("-0.75")
    assert cells(report, report.totals)["base"] == Decimal(0)
    assert report.does_tie
