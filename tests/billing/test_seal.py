from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice, InvoiceState, Line
from app.billing.seal import seal_of
from app.tax.request import ChargeKind

LINE = Line(
    kind=ChargeKind.RECURRING,
    account_number="10042",
    product_code="SEAT",
    gl_code="4010",
    tax_category="VOIP_FIXED",
    location_code="10042-MAIN",
    description="Hosted voice seat",
    quantity=Decimal(18),
    unit_price=Decimal("21.95"),
    amount=Decimal("395.10"),
    start=date(2026, 11, 1),
    end=date(2026, 12, 1),
    reference="10042-SEATS",
    covered_days=30,
    period_days=30,
)
INVOICE = Invoice(
    account_number="10042",
    invoice_number="CF-1043",
    period_start=date(2026, 10, 1),
    period_end=date(2026, 11, 1),
    invoice_date=date(2026, 11, 1),
    due_date=date(2026, 12, 1),
    currency="USD",
    lines=(LINE,),
    tax_lines=(),
    state=InvoiceState.APPROVED,
)


def test_the_seal_outlives_issuing_and_the_way_an_amount_is_written() -> None:
    line = replace(LINE, amount=Decimal("395.1"), quantity=Decimal("18.0000"))
    same = replace(INVOICE, lines=(line,), state=InvoiceState.ISSUED)
    assert seal_of(same) == seal_of(INVOICE)


def test_a_cent_breaks_the_seal() -> None:
    line = replace(LINE, amount=Decimal("395.11"))
    assert seal_of(replace(INVOICE, lines=(line,))) != seal_of(INVOICE)


def test_another_due_date_breaks_the_seal() -> None:
    assert seal_of(replace(INVOICE, due_date=date(2026, 12, 2))) != seal_of(INVOICE)
