"""Recurring charges and one-time products of services that fall due in a run.

The run of period P bills services in arrears for P, services in advance for the period after P, and
of an in-advance service that starts in P its days in P as well (``setup-workbook.md``, what a run
bills). What a run bills follows from P alone, never from which runs came before; the days that were
billed already are left out. So a run of the same period bills nothing twice, and bills what was
added since. Days that no run bills are not made up for: ``unbilled.py`` names them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from app.billing.billed import BilledService, without
from app.billing.cycle import MONTHS_BILLED, bill_period, charge_period, next_label
from app.billing.invoice import Line
from app.billing.proration import Covered, prorated
from app.customers.product import Product
from app.customers.service import Service
from app.tax.request import ChargeKind
from app.values.period import Period, open_period


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBook:
    """The services of one account in one run, and what was billed of them before."""

    label: str
    """The bill period of the run, such as 2026-10."""
    cycle_day: int
    services: Sequence[Service]
    products: Mapping[str, Product]
    billed: Mapping[str, Sequence[BilledService]] = field(default_factory=dict)
    """By service code all its lines on approved invoices that are not void."""
    final_labels: frozenset[str] = field(default_factory=frozenset)
    """The bill periods for which a final run of this account exists in the file."""

    @property
    def period(self) -> Period:
        """The days of the run's bill period."""
        return bill_period(self.label, self.cycle_day)

    def billed_of(self, service: Service) -> Sequence[BilledService]:
        """What was billed of one service, credits too."""
        return self.billed.get(service.service_code, ())

    def charge_period(self, service: Service, label: str) -> Period:
        """The service's charge period that holds the bill period of that name."""
        months = MONTHS_BILLED[self.products[service.product_code].billed]
        return charge_period(service.starts_on, months, cycle_day=self.cycle_day, containing=label)


def service_period(service: Service) -> Period:
    """The days on which a service runs: its own dates alone, whatever the account's are."""
    return open_period(service.starts_on, service.ends_on)


def recurring_lines(book: ServiceBook) -> list[Line]:
    """The lines of recurring services that are due in the run, by service and first day."""
    lines = [
        line
        for service in book.services
        if book.products[service.product_code].billed in MONTHS_BILLED
        for period in due_periods(book, service)
        for line in _lines_of(book, service, period=period)
    ]
    return sorted(lines, key=lambda line: (line.reference, line.start))


def due_periods(book: ServiceBook, service: Service) -> list[Period]:
    """The charge periods of a recurring service that the run bills, billed already or not."""
    if book.products[service.product_code].in_advance:
        return _due_in_advance(book, service)
    return _due_in_arrears(book, service)


def once_lines(book: ServiceBook) -> list[Line]:
    """The services of a ``once`` product that start in the run's period, each in full."""
    lines = []
    for service in book.services:
        product = book.products[service.product_code]
        starts = book.period.holds(service.starts_on) and service_period(service).days
        if product.billed == "once" and starts and not book.billed_of(service):
            day = Period(service.starts_on, service.starts_on + timedelta(days=1))
            line = service_line(service, product, kind=ChargeKind.ONE_TIME, days=day, of_days=1)
            lines.append(line)
    return sorted(lines, key=lambda line: line.reference)


def service_line(
    service: Service, product: Product, *, kind: ChargeKind, days: Period, of_days: int
) -> Line:
    """The line of a service for some days of a charge period of ``of_days``."""
    price = price_of(service, product)
    covered = Covered(days=days.days, period_days=of_days, prorate=product.prorate)
    return Line(
        kind=kind,
        account_number=service.account_number,
        product_code=product.product_code,
        gl_code=product.gl_code,
        tax_category=product.tax_category,
        location_code=service.location_code,
        description=service.description or product.name,
        quantity=service.quantity,
        unit_price=price,
        amount=prorated(service.quantity, price, covered=covered),
        start=days.start,
        end=days.end,
        reference=service.service_code,
        covered_days=days.days,
        period_days=of_days if product.prorate else days.days,
    )


def price_of(service: Service, product: Product) -> Decimal:
    """The price of one for a whole charge period: the service's own, else the product's."""
    return product.price if service.unit_price is None else service.unit_price


def _due_in_advance(book: ServiceBook, service: Service) -> list[Period]:
    following = next_label(book.label)
    due = []
    if book.period.holds(service.starts_on):
        due.append(book.charge_period(service, book.label))
    ahead = book.charge_period(service, following)
    if ahead.start == bill_period(following, book.cycle_day).start:
        due.append(ahead)
    return due


def _due_in_arrears(book: ServiceBook, service: Service) -> list[Period]:
    behind = book.charge_period(service, book.label)
    is_its_last = behind.end == book.period.end
    return [behind] if is_its_last or book.period.holds(_last_day(service)) else []


def _last_day(service: Service) -> date:
    return service.ends_on - timedelta(days=1) if service.ends_on else date.max


def _lines_of(book: ServiceBook, service: Service, *, period: Period) -> Iterable[Line]:
    product = book.products[service.product_code]
    covered = service_period(service).overlap(period)
    before = [line.period for line in book.billed_of(service) if not line.credit]
    if not product.prorate and any(period.overlap(days).days for days in before):
        return  # the full price of this charge period is on an invoice already
    for days in without(covered, before):
        yield service_line(
            service, product, kind=ChargeKind.RECURRING, days=days, of_days=period.days
        )
