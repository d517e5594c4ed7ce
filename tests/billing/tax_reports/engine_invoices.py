"""Invoices taxed by the engine, for reports to read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.billing.invoice import Invoice, Line
from app.billing.tax_reports.facts import BookedInvoice
from app.tax.exemption import Exemption
from app.tax.place import TaxPlace
from app.tax.registration import Registration
from app.tax.request import CountedPlant, TaxableCharge
from app.tax.rule import TaxRule
from tests.tax.builders import EVERYWHERE, a_book, a_request, numbered, taxed

ON = date(2026, 2, 1)


def a_line_of(charge: TaxableCharge) -> Line:
    """The line of an invoice that a charge becomes."""
    return Line(
        kind=charge.kind,
        account_number=charge.account_number or "1",
        product_code=charge.product_code,
        gl_code="4010",
        tax_category=charge.category,
        location_code=charge.location_code,
        description="",
        quantity=charge.quantity,
        unit_price=Decimal(charge.amount),
        amount=charge.amount,
        start=charge.first_day,
        end=charge.last_day + timedelta(days=1),
        reference=charge.reference,
        covered_days=charge.days,
        period_days=charge.days,
    )


def billed(  # noqa: PLR0913  what an invoice is taxed by
    charges: Sequence[TaxableCharge],
    rules: Iterable[TaxRule],
    *,
    number: str = "CF-1",
    on: date = ON,
    voided_on: date | None = None,
    customer_class: str = "business",
    places: Sequence[TaxPlace] | None = None,
    plant: Mapping[str, CountedPlant] | None = None,
    exemptions: Iterable[Exemption] = (),
    registrations: Iterable[Registration] = EVERYWHERE,
) -> BookedInvoice:
    """The invoice of account 1 with these charges, taxed by these rules."""
    own = numbered(*charges)
    request = a_request(own, places=places, on=on, customer_class=customer_class, plant=plant)
    book = a_book(rules, exemptions=exemptions, registrations=registrations)
    result = taxed(request, book)
    invoice = Invoice(
        account_number="1",
        invoice_number=number,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 2, 1),
        invoice_date=on,
        due_date=on,
        currency="USD",
        lines=tuple(a_line_of(charge) for charge in own),
        tax_lines=result.lines,
    )
    return BookedInvoice(invoice=invoice, voided_on=voided_on, exposures=result.exposure)
