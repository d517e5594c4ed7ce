"""Invoices: their lines, their tax lines, and their states."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from app.tax.request import ChargeKind
from app.tax.result import TaxLine


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageCounts:
    """What a usage line adds up: whole calls and seconds, and the exact charge before cents."""

    call_class: str
    calls: int
    billed_seconds: int
    allowance_seconds: int
    exact: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One charge on an invoice, rounded to cents; covers the days ``start`` up to ``end``."""

    kind: ChargeKind
    account_number: str
    """Whose line it is: a child's where the parent is billed."""
    product_code: str
    gl_code: str
    tax_category: str
    location_code: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    """Price of one for a whole charge period; of a usage line its amount."""
    amount: Decimal
    start: date
    end: date
    """Half-open: the first day that is not covered."""
    reference: str
    """The service's code, the charge's reference, or blank for usage."""
    covered_days: int
    period_days: int
    """Days of the whole charge period; equal to the covered days where nothing was prorated."""
    late: bool = False
    """Belongs to an earlier period that was billed already."""
    usage: UsageCounts | None = None


class InvoiceState(Enum):
    """Where an invoice stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    """Numbered and sealed."""
    ISSUED = "issued"
    """Left the house: its run can no longer be undone."""
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What one account owes for one bill period."""

    account_number: str
    invoice_number: str | None
    """None while it is a draft."""
    period_start: date
    period_end: date
    invoice_date: date
    due_date: date
    currency: str
    lines: tuple[Line, ...]
    tax_lines: tuple[TaxLine, ...]
    state: InvoiceState = InvoiceState.DRAFT

    @property
    def charges(self) -> Decimal:
        """Sum of the lines, before tax."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def taxes(self) -> Decimal:
        """Sum of all tax lines, the provider's own fees too."""
        return sum((line.amount for line in self.tax_lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What is owed."""
        return self.charges + self.taxes
