from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice
from app.billing.tax_reports.exemption_register import exemptions
from app.billing.tax_reports.facts import BookedInvoice, ReportFacts
from app.tax.exemption import Exemption
from app.tax.trace import RowTrace, TaxTrace
from tests.billing.records import an_account
from tests.billing.tax_reports.engine_invoices import billed
from tests.billing.tax_reports.filing_facts import (
    RESELLER,
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    row_where,
    rows_of,
)
from tests.tax.builders import ANY_DAY, a_fee, a_place, a_rule, seats

D = Decimal
RULES = (a_rule("S", "0.06"), a_fee("E", "0.50"))


def _facts(*invoices: Invoice | BookedInvoice, **more: object) -> ReportFacts:
    return facts_of(*invoices, today=date(2026, 4, 10), **more)  # type: ignore[arg-type]


def _certificate(number: str = "C", **facts: object) -> Exemption:
    given: dict[str, object] = {
        "account_number": "1",
        "certificate_number": number,
        "kind": "nonprofit",
        "family": "*",
        "effective_from": ANY_DAY,
    }
    return Exemption(**{**given, **facts})  # type: ignore[arg-type]


def _exempted(*rows: Exemption, voided_on: date | None = None) -> BookedInvoice:
    return billed([seats("100.00", 4)], RULES, exemptions=rows, voided_on=voided_on)


def _codes(*, report_of: BookedInvoice, **facts: object) -> list[str]:
    return [each.code for each in exemptions(_facts(report_of, **facts)).findings]


def test_what_a_certificate_exempted_and_the_tax_it_saved() -> None:
    own = _certificate(expires_on=date(2026, 12, 31))
    report = exemptions(_facts(_exempted(own), exemptions=[own]))
    [row] = rows_of(report)
    assert (row["kind"], row["standing"], row["file"]) == ("NONPROFIT", "in force", "no")
    assert (row["exempt_base"], row["fees_exempt"], row["tax_not_charged"]) == (
        D("100.00"),
        D("2.00"),
        D("8.00"),
    )
    assert (row["invoices"], row["expires_on"]) == (1, date(2026, 12, 31))


def test_a_charge_that_was_not_exempt_adds_nothing() -> None:
    own = _certificate(location_code="A")
    charges = [
        seats("100.00", 4, location_code="A"),
        seats("70.00", 2, location_code="B", reference="B"),
    ]
    places = [a_place("A"), a_place("B")]
    booked = billed(charges, [a_rule("S", "0.06")], exemptions=[own], places=places)
    [row] = rows_of(exemptions(_facts(booked, exemptions=[own])))
    assert (row["exempt_base"], row["tax_not_charged"]) == (D("100.00"), D("6.00"))


def test_each_scope_has_its_own_amounts() -> None:
    sales = _certificate(family="SALES", level="STATE", region="XX")
    other = _certificate(family="SALES", level="CITY")
    fees = _certificate(family="E911")
    report = exemptions(_facts(_exempted(sales, fees, other), exemptions=[fees, other, sales]))
    found = {(row["family"], row["level"]): row["tax_not_charged"] for row in rows_of(report)}
    assert found == {
        ("E911", "*"): D("2.00"),
        ("SALES", "CITY"): D("0.00"),
        ("SALES", "STATE"): D("6.00"),
    }


def test_the_larger_of_two_is_the_one_that_exempted() -> None:
    half, whole = _certificate("A", percent=D(50)), _certificate("B")
    report = exemptions(_facts(_exempted(half, whole), exemptions=[half, whole]))
    assert row_where(report, certificate_number="A")["tax_not_charged"] == D("0.00")
    assert row_where(report, certificate_number="B")["tax_not_charged"] == D("8.00")


def test_a_grossed_up_tax_saves_what_it_would_have_been() -> None:
    own = _certificate()
    rule = a_rule("G", "0.05", calc_method="GROSS_UP")
    booked = billed([seats("100.00", 4)], [rule], exemptions=[own])
    [row] = rows_of(exemptions(_facts(booked, exemptions=[own])))
    assert row["tax_not_charged"] == D("5.26")


def test_without_inputs_the_rate_tells() -> None:
    tax = a_tax(
        "0.00",
        code="S",
        family="SALES",
        rate="0.06",
        base=D(0),
        exempt_amount=D(100),
        certificate_number="C",
    )
    own = _certificate(account_number="10042")
    [row] = rows_of(exemptions(_facts(an_invoice(a_line("1"), taxes=[tax]), exemptions=[own])))
    assert (row["tax_not_charged"], row["account_name"]) == (
        D("6.00"),
        "Granite Peak Credit Union",
    )


def test_a_row_of_rate_1_that_is_grossed_up_is_not_divided_by_nothing() -> None:
    trace = TaxTrace(
        row=RowTrace(calc_method="GROSS_UP"),
        first_day=date(2026, 2, 1),
        last_day=date(2026, 2, 1),
    )
    tax = a_tax(
        "0.00",
        family="GRT",
        rate="1",
        base=D(0),
        exempt_amount=D(3),
        certificate_number="C",
        trace=trace,
    )
    own = _certificate(account_number="10042")
    [row] = rows_of(exemptions(_facts(an_invoice(a_line("1"), taxes=[tax]), exemptions=[own])))
    assert row["tax_not_charged"] == D("3.00")


def test_billed_and_taken_back_in_one_window_is_nothing() -> None:
    own = _certificate()
    booked = _exempted(own, voided_on=date(2026, 3, 2))
    [row] = rows_of(exemptions(_facts(booked, exemptions=[own])))
    assert (row["invoices"], row["exempt_base"], row["tax_not_charged"]) == (
        0,
        D("0.00"),
        D("0.00"),
    )


def test_a_certificate_without_its_paper_is_told_of() -> None:
    own = _certificate()
    booked = _exempted(own)
    assert _codes(report_of=booked, exemptions=[own]) == ["certificate_file_missing"]
    filed = {("1", "C")}
    assert _codes(report_of=booked, exemptions=[own], filed_certificates=filed) == []
    report = exemptions(_facts(booked, exemptions=[own], filed_certificates=filed))
    assert rows_of(report)[0]["file"] == "yes"


def test_one_that_the_table_no_longer_holds_has_a_row_of_its_own() -> None:
    report = exemptions(_facts(_exempted(_certificate())))
    [row] = rows_of(report)
    assert (row["standing"], row["certificate_number"], row["kind"]) == (
        "not in the table",
        "C",
        "",
    )
    assert row["tax_not_charged"] == D("8.00")
    assert [each.code for each in report.findings] == ["certificate_not_in_table"]


def test_the_end_of_a_certificate_is_warned_of() -> None:
    own = _certificate(expires_on=date(2026, 4, 15))
    booked = _exempted()
    assert _codes(report_of=booked, exemptions=[own]) == ["certificate_expiring"]


def test_a_certification_of_the_fcc_ends_with_its_year() -> None:
    [row] = rows_of(exemptions(_facts(exemptions=[RESELLER])))
    assert (row["family"], row["expires_on"]) == ("FUSF", date(2026, 12, 31))


def test_customers_of_whom_one_expects_a_certificate() -> None:
    account = an_account()
    charity = type(account)(
        **{
            name: getattr(account, name)
            for name in account.__dataclass_fields__
            if name != "customer_class"
        },
        customer_class="nonprofit",
    )
    invoice = BookedInvoice(invoice=an_invoice(a_line("30.00")))
    facts = {"accounts": [charity]}
    assert _codes(report_of=invoice, **facts) == ["certificate_missing"]
    own = _certificate(account_number="10042")
    assert _codes(report_of=invoice, exemptions=[own], **facts) == []
