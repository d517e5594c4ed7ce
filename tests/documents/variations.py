"""Invoices that are hard to print: long, empty, negative, of another country."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.documents.invoice.document import Balance, InvoiceDocument
from tests.documents.granite_peak import (
    ACCOUNT,
    COMPANY,
    LINES,
    MAIN,
    TAX_LINES,
    a_line,
    a_tax,
    a_usage_line,
    granite_peak,
    with_lines,
)

LONG_NAME = (
    "Hosted voice seat with recording, analytics, and everything else that marketing could fit "
    "into a name, Standard edition"
)
YEAR = {"start": date(2026, 12, 15), "end": date(2027, 12, 15)}


def many_pages() -> InvoiceDocument:
    """Return twelve locations with nine services each, 60 tax lines, and a long note."""
    plain = granite_peak()
    codes = [f"L{place}" for place in range(12)]
    locations = {
        code: replace(MAIN, location_code=code, name=f"Branch {code} {LONG_NAME}"[:70].strip())
        for code in codes
    }
    recurring = [
        a_line(
            LONG_NAME if place == 4 else f"Seat {place}",
            "12345.25" if place == 5 else "18",
            "21.95",
            "395.10",
            location_code=code,
            **(YEAR if place == 3 else {}),
        )
        for code in codes
        for place in range(9)
    ]
    document = with_lines(
        plain,
        (*recurring, *LINES[8:]),
        locations={**locations, **plain.locations},
        balance=Balance(previous=Decimal("123456.78")),
        note="A note that is long. " * 60,
    )
    tax_lines = tuple(replace(line, location_code=code) for code in codes[:5] for line in TAX_LINES)
    return replace(document, invoice=replace(document.invoice, tax_lines=tax_lines))


def credit() -> InvoiceDocument:
    """Return an invoice of one credit."""
    document = with_lines(granite_peak(), LINES[-1:], balance=None, last_payment=None, note=None)
    return replace(document, invoice=replace(document.invoice, tax_lines=()))


def exempt_draft() -> InvoiceDocument:
    """Return a draft of nothing to pay, with a certificate."""
    line = a_line("Free line", "1", "0", "0.00")
    document = with_lines(granite_peak(), (line,), balance=None, last_payment=None, draft=True)
    exempt = a_tax(
        "State sales tax",
        "0",
        "0.029",
        "0.00",
        exempt_amount=Decimal("612.40"),
        certificate_number="98-12345|FX-7",
    )
    invoice = replace(document.invoice, invoice_number=None, tax_lines=(exempt,))
    return replace(document, invoice=invoice)


def canadian() -> InvoiceDocument:
    """Return a Canadian invoice with a child account and long names."""
    child = replace(ACCOUNT, account_number="10043", name="Granite Peak Insurance")
    lines = (
        *LINES[:3],
        *(replace(line, account_number="10043") for line in LINES[5:9]),
        a_usage_line("inbound", "12.50", counts=(30, 3600, 0)),
        a_usage_line("international", "2.50", counts=(3, 360, 0), account_number="10043"),
    )
    document = with_lines(granite_peak(), lines, children={"10043": child})
    company = replace(
        COMPANY,
        legal_name="Cedar Fork Voice Canada Incorporated and Partners of the North Limited",
        country="CA",
        city="Toronto",
        region="ON",
        postal_code="M5V 2T6",
        currency="CAD",
        remit_to="PO Box 100, Station A, Toronto, ON M5W 1A1",
    )
    account = replace(
        ACCOUNT,
        name="Soci\u00e9t\u00e9 d\u2019\u00c9pargne du Pic de Granit et Fils, services financiers",
        address_line2="Floor 12",
        country="US",
    )
    taxes = (
        a_tax("HST (Ontario)", "612.40", "0.13", "79.61", family="HST", jurisdiction="CA/ON"),
        a_tax("QST", "100", "0.09975", "9.98", family="QST", jurisdiction="CA/QC"),
    )
    return replace(
        document,
        invoice=replace(document.invoice, currency="CAD", tax_lines=taxes),
        company=company,
        account=account,
        seller_numbers=(("GST/HST", "12345 6789 RT0001"), ("QST", "1234567890 TQ0001")),
        masked=False,
        language="en-CA",
    )
