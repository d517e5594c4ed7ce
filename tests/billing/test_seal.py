from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.billing.invoice import Invoice, InvoiceState, Line
from app.billing.seal import seal_of
from app.tax.request import ChargeKind
from app.tax.result import TaxPart
from app.tax.trace import RowTrace, TaxTrace
from tests.billing.records import a_tax_line

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


def test_the_seal_holds_the_parts_and_the_inputs_of_a_tax() -> None:
    day = date(2026, 11, 1)
    trace = TaxTrace(row=RowTrace(category="VOIP_*"), first_day=day, last_day=day, charged=39510)
    part = TaxPart(line_index=0, amount=Decimal("11.46"), base=Decimal("395.10"))
    tax = replace(a_tax_line("11.46", base="395.10"), parts=(part,), trace=trace)
    sealed = seal_of(replace(INVOICE, tax_lines=(tax,)))
    others = (
        replace(tax, parts=(replace(part, base=Decimal("395.00")),)),
        replace(tax, trace=replace(trace, charged=39500)),
        replace(tax, source="AFC"),
    )
    assert sealed not in {seal_of(replace(INVOICE, tax_lines=(other,))) for other in others}
    rewritten = replace(tax, parts=(replace(part, amount=Decimal("11.460")),))
    assert seal_of(replace(INVOICE, tax_lines=(rewritten,))) == sealed
