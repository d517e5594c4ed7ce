"""Invoices as the contract has them: lines, parts to tax, tax lines."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.journeys.exact_book import Row


@dataclass(slots=True, kw_only=True)
class ExactLine:
    """One charge of an invoice."""

    kind: str
    account: Row
    product: Row
    location_code: str
    quantity: Decimal
    unit_price: Decimal | None
    amount: Decimal
    start: date
    end: date
    reference: str
    charge_start: date = date.min
    """First day of the charge period."""
    period_days: int = 0
    late: bool = False
    billed_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactTax:
    """One tax line."""

    tax_code: str
    class_: str
    jurisdiction: str
    location_code: str | None
    base: Decimal | None
    units: Decimal | None
    units_counted: Decimal | None
    rate: Decimal
    amount: Decimal
    exempt_amount: Decimal


@dataclass(slots=True, kw_only=True)
class ExactInvoice:
    """What an account owes."""

    account_number: str
    invoice_date: date
    due_date: date
    lines: list[ExactLine]
    taxes: list[ExactTax] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Part:
    """A charge, or one component of a bundle, as taxes see it."""

    line: int
    component: int = 0
    account: Row
    location: Row
    category: str
    amount: Decimal
    start: date
    end: date
    billed_seconds: int = 0
