from datetime import date
from decimal import Decimal

from app.billing.tax_reports.charge_shares import ChargeShare, charge_shares
from app.billing.tax_reports.facts import BookedInvoice, tax_entries
from app.tax.request import ChargeKind
from app.tax.result import TaxLine
from app.tax.rule import TaxRule
from app.tax.trace import RowTrace, TaxTrace
from tests.billing.tax_reports.engine_invoices import ON, billed
from tests.billing.tax_reports.filing_facts import a_line, a_tax, an_invoice, facts_of, parts_of
from tests.tax.builders import a_charge, a_fee, a_rule, seats

LINES = (a_line("30.00"), a_line("10.00", "DID"), a_line("-5.00", kind=ChargeKind.CREDIT))


def _shares(*taxes: TaxLine) -> list[ChargeShare]:
    return _of(BookedInvoice(invoice=an_invoice(*LINES, taxes=taxes)))


def _of(booked: BookedInvoice) -> list[ChargeShare]:
    return [share for taxed in tax_entries(facts_of(booked)) for share in charge_shares(taxed)]


def test_each_charge_has_its_base_and_its_tax() -> None:
    rule = a_rule("S", "0.10", taxable_pct=Decimal("0.5"))
    found = _of(billed([a_charge("30.00"), a_charge("10.00", "DID")], [rule]))
    assert [
        (share.category, share.counted, share.base, share.amount, share.units) for share in found
    ] == [
        ("VOIP_FIXED", Decimal(30), Decimal(15), Decimal("1.50"), Decimal(0)),
        ("DID", Decimal(10), Decimal(5), Decimal("0.50"), Decimal(0)),
    ]


def test_units_are_no_base() -> None:
    [share] = _of(billed([seats("30.00", 4)], [a_fee("E", "0.25"), a_rule("N", "0")]))
    assert (share.is_count, share.units, share.counted, share.base) == (
        True,
        Decimal(4),
        Decimal(4),
        Decimal(0),
    )


def test_minutes_are_units_too() -> None:
    rule = TaxRule(
        tax_code="M",
        class_="TAX",
        family="UUT",
        state="XX",
        effective_from=a_rule("x").effective_from,
        calc_method="PER_UNIT",
        base_kind="MINUTES",
        unit_amount=Decimal("0.01"),
    )
    charge = a_charge("5.00", billed_seconds=600)
    [share] = _of(billed([charge], [rule]))
    assert (share.is_count, share.units, share.base) == (True, Decimal(10), Decimal(0))


def test_what_a_service_did_not_tell_by_charge_follows_the_amounts() -> None:
    tax = a_tax("4.00", base=Decimal("40.00"), parts=parts_of("3.00", "1.00"))
    assert [(share.base, share.counted) for share in _shares(tax)] == [
        (Decimal(30), Decimal(30)),
        (Decimal(10), Decimal(10)),
    ]


def test_a_line_without_charges_is_one_share() -> None:
    tax = a_tax("4.00", base=Decimal("40.00"), parts=(), location_code="L")
    [share] = _shares(tax)
    assert (share.line, share.line_index, share.category) == (None, -1, "")
    assert (share.account_number, share.location_code) == ("10042", "L")
    assert (share.amount, share.base, share.is_credit) == (Decimal("4.00"), Decimal(40), False)


def test_cents_that_no_charge_raised_are_not_lost() -> None:
    found = _shares(a_tax("4.00", parts=parts_of("3.00")))
    assert [share.amount for share in found] == [Decimal("3.00"), Decimal("1.00")]


def test_what_a_credit_line_gave_back_is_a_credit() -> None:
    found = _shares(a_tax("2.50", parts=parts_of("3.00", "0.00", "-0.50")))
    assert [(share.billed, share.credited) for share in found] == [
        (Decimal("3.00"), Decimal(0)),
        (Decimal("0.00"), Decimal(0)),
        (Decimal(0), Decimal("-0.50")),
    ]


def test_exempt_units_are_the_money_they_saved_by_their_price() -> None:
    tax = a_tax(
        "0.00",
        units=Decimal(0),
        units_counted=Decimal(3),
        exempt_amount=Decimal("1.05"),
        rate="0.35",
        parts=parts_of("0"),
    )
    [share] = _shares(tax)
    assert share.exempt_units == 3


def test_money_that_is_exempt_is_no_unit() -> None:
    [share] = _shares(
        a_tax("0.00", base=Decimal(0), exempt_amount=Decimal("30.00"), parts=parts_of("0"))
    )
    assert share.exempt_units == 0


def _correction(*original: TaxLine) -> list[ChargeShare]:
    """The shares of -1.00 that corrects the tax of invoice 0, which bore these taxes."""
    lines = (a_line("60.00", "SMS"), a_line("20.00", "DID"))
    first = an_invoice(*lines, taxes=original, number="0", day=date(2025, 12, 1))
    trace = TaxTrace(row=RowTrace(), first_day=ON, last_day=ON, reverses="0", adjusts=True)
    correction = a_tax("-1.00", base=Decimal(-10), trace=trace, parts=())
    second = an_invoice(*LINES, taxes=[correction])
    [taxed] = tax_entries(facts_of(first, second))
    return list(charge_shares(taxed))


def test_a_correction_is_laid_on_the_charges_that_it_corrects() -> None:
    found = _correction(a_tax("8.00", parts=parts_of("6.00", "2.00")), a_tax("1.00", code="RRF"))
    assert [(share.category, share.credited, share.base) for share in found] == [
        ("SMS", Decimal("-0.75"), Decimal("-7.5")),
        ("DID", Decimal("-0.25"), Decimal("-2.5")),
    ]
    assert {(share.line_index, share.is_credit, share.billed) for share in found} == {
        (-1, True, Decimal(0))
    }


def test_a_tax_that_was_not_billed_then_is_laid_on_no_charge() -> None:
    [share] = _correction()
    assert (share.line, share.category, share.credited) == (None, "", Decimal("-1.00"))
