"""What is sent to an accounting system: customers, invoices, credit notes and their application.

Every line is whole cents of quantity one, and not taxable there: our taxes are lines of their own,
so that no other system works out a tax or rounds a price (``accounting-apis.md``, summary).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.values.foreign_record import NO_ADDRESS, PostalAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingCustomer:
    """A customer as the books are to have it."""

    number: str
    """Our account number: kept there wherever the system has a place for it."""
    name: str
    email: str | None = None
    phone: str | None = None
    contact_name: str | None = None
    address: PostalAddress = NO_ADDRESS
    terms_id: str | None = None
    """Their id of the terms; None where the system has no such list, or none fits."""
    terms_days: int | None = None
    currency: str = "USD"
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLine:
    """One line: what it is, its amount, and where it goes in the books."""

    description: str
    amount: Decimal
    """Whole cents; below 0 for a credit on an invoice."""
    account_id: str
    """Their account."""
    item_id: str | None = None
    """Their item, where lines reach accounts through items alone."""
    tax_code_id: str | None = None
    """Their code for: not taxed."""
    code: str = ""
    """Our GL code or tax code, for findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingInvoice:
    """An invoice as the books are to have it."""

    number: str
    """Our invoice's number; the system's look-up goes by it."""
    customer_id: str
    """Their customer."""
    customer_number: str
    dated_on: date
    due_on: date
    currency: str
    lines: tuple[OutgoingLine, ...]
    terms_id: str | None = None
    reference: str = ""
    """Account and period, for people: ``10042 / 2026-10``."""
    memo: str = ""

    @property
    def total(self) -> Decimal:
        """What is owed."""
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingCreditNote:
    """A credit note as the books are to have it; its lines are above 0 where they give back."""

    number: str
    customer_id: str
    customer_number: str
    dated_on: date
    currency: str
    lines: tuple[OutgoingLine, ...]
    original_number: str = ""
    """The invoice that it corrects, if one."""
    original_dated_on: date | None = None
    reference: str = ""
    memo: str = ""

    @property
    def total(self) -> Decimal:
        """What is given back."""
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingItem:
    """An item by which lines reach an account, for systems in which they do so by items alone."""

    name: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditUse:
    """So much of a credit note on an invoice, both by their ids."""

    credit_note_id: str
    invoice_id: str
    customer_id: str
    amount: Decimal
    applied_on: date


TO_BE_MADE: Final = "new:"
"""How an id begins whose record is made by the same plan, before the document that names it."""
