"""Credits for days of an in-advance service that were billed and are no longer covered.

When such a service ends after it was billed, the next run gives the unused days back, once, at the
quantity and price billed then (``setup-workbook.md``, what a run bills).
"""

from decimal import Decimal

from app.billing.billed import BilledService, without
from app.billing.cycle import MONTHS_BILLED
from app.billing.invoice import Line
from app.billing.proration import Covered, prorated
from app.billing.recurring import ServiceBook
from app.customers.product import Product
from app.customers.service import Service
from app.tax.request import ChargeKind
from app.values.period import Period, open_period


def unused_credits(book: ServiceBook) -> list[Line]:
    """The credits that are due now, by service and first day; empty once they were given."""
    credits_due = []
    for service in book.services:
        product = book.products[service.product_code]
        if service.ends_on and product.in_advance and product.billed in MONTHS_BILLED:
            credits_due += _credits_of(service, product, lines=list(book.billed_of(service)))
    return sorted(credits_due, key=lambda line: (line.reference, line.start))


def _credits_of(service: Service, product: Product, *, lines: list[BilledService]) -> list[Line]:
    after = open_period(max(service.starts_on, service.ends_on or service.starts_on), None)
    given = [line for line in lines if line.credit]
    return [
        _credit(service, product, billed=line, days=days, given=given)
        for line in lines
        if not line.credit
        for days in _unused(line, product, after=after, given=given)
    ]


def _unused(
    line: BilledService, product: Product, *, after: Period, given: list[BilledService]
) -> list[Period]:
    unused = line.period.overlap(after)
    if not product.prorate and unused != line.period:
        return []  # one covered day costs the full price
    return without(unused, [credit.period for credit in given])


def _credit(
    service: Service,
    product: Product,
    *,
    billed: BilledService,
    days: Period,
    given: list[BilledService],
) -> Line:
    covered = Covered(days=days.days, period_days=billed.period_days, prorate=product.prorate)
    amount = prorated(billed.quantity, billed.unit_price, covered=covered)
    returned = sum(
        (-credit.amount for credit in given if billed.period.overlap(credit.period).days),
        Decimal(0),
    )
    return Line(
        kind=ChargeKind.CREDIT,
        account_number=service.account_number,
        product_code=product.product_code,
        gl_code=product.gl_code,
        tax_category=product.tax_category,
        location_code=service.location_code,
        description=service.description or product.name,
        quantity=billed.quantity,
        unit_price=-billed.unit_price,
        amount=-_at_most(amount, billed.amount - returned),
        start=days.start,
        end=days.end,
        reference=service.service_code,
        covered_days=days.days,
        period_days=billed.period_days,
    )


def _at_most(amount: Decimal, left: Decimal) -> Decimal:
    """The amount, kept from giving back more than was billed; also of a negative price."""
    return min(amount, left) if left >= 0 else max(amount, left)
