"""A line of an invoice as the tax engine is asked of it."""

from decimal import Decimal

from app.billing.invoice import Line
from app.customers.product import Product
from app.tax.request import TaxableCharge
from app.values.period import Period


def taxable_charge(
    line: Line,
    index: int,
    *,
    counts: bool = False,
    product: Product | None = None,
    customer_class: str | None = None,
) -> TaxableCharge:
    """The charge at a position of an invoice.

    ``counts``: whether it is a service that counts units, by its ``product``.
    ``customer_class``: the kind of customer whose charge it is; None: the invoice's.
    """
    return TaxableCharge(
        index=index,
        amount=line.amount,
        category=line.tax_category,
        product_code=line.product_code,
        location_code=line.location_code,
        first_day=line.start,
        last_day=Period(line.start, line.end).last_day,
        reference=line.reference,
        kind=line.kind,
        counts=counts,
        quantity=line.quantity,
        line_kind=product.line_kind if product else "none",
        lines_per_unit=product.lines_per_unit if product else Decimal(1),
        period_days=line.period_days,
        billed_seconds=line.usage.billed_seconds if line.usage else 0,
        account_number=line.account_number,
        customer_class=customer_class,
    )
