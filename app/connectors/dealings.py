"""What passes between us and a PSA or an accounting system, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from app.billing.incoming import BookAccount, BookItem, BookTaxCode, BookTerms
from app.values.foreign_record import ForeignRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whose books or tickets a connection leads to."""

    tenant_id: str
    """Its id at the vendor: realm, tenant, business, company or host."""
    name: str
    country: str = ""
    currency: str = ""
    words: str = ""
    """Version, edition and what else tells that it answers."""

    @property
    def fingerprint(self) -> str:
        """What must stay the same as long as a connection lives, or nothing is written."""
        return f"{self.tenant_id}|{self.country}|{self.currency}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One thing a connection is to do, whether it may, and why not."""

    name: str
    """A verb and what: ``reads customers``, ``writes invoices``."""
    is_given: bool
    why: str = ""
    """Of a right that is not given: the vendor's words, or what is not there in this system."""
    is_needed: bool = True
    """Whether the connection is of no use without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the records of a walk through a family.

    A walk is whole when its generator ends. Marks of pages before the last may be used to go on
    after a break; they never point past a record that was not yet yielded.
    """

    records: Sequence[ForeignRecord]
    mark: str | None = None
    """Where the next pull goes on, as text that only its connector reads: made from stamps of the
    server, never of this computer. None: not known at this page."""
    is_whole: bool = False
    """Whether the walk lists all there is, so that a record not in it is gone. The same on every
    page of a walk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A document or record as it now stands in the other system, read from its own answer."""

    id: str
    number: str
    total: Decimal | None = None
    """None of what has no total."""
    balance: Decimal | None = None
    version: str = ""
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a document would come to in the other system, and what would be refused of it."""

    total: Decimal
    """As that system works it out, with its own rounding and taxes."""
    problems: tuple[str, ...] = ()
    """Whole sentences; such a document is not sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lists from which our codes get their place in the books."""

    accounts: tuple[BookAccount, ...] = ()
    items: tuple[BookItem, ...] = ()
    tax_codes: tuple[BookTaxCode, ...] = ()
    terms: tuple[BookTerms, ...] = ()
    needs_items: bool = False
    """Whether a line reaches its account through an item alone."""
    needs_tax_code: bool = True
    """Whether a line must name the code for: not taxed."""
    closed_through: date | None = None
    """The last day for which the books take nothing any more; None: none is known."""
    warnings: tuple[str, ...] = ()
    """What of the company's settings stands against exact posting, in whole sentences."""


class Ability(Enum):
    """What a system can be told beyond what its port asks of all."""

    EXTERNAL_ID = "external_id"
    """Keeps our customer's number."""
    MARK_TIME_BILLED = "mark_time_billed"
    MARK_CHARGE_BILLED = "mark_charge_billed"
    INVOICE_REFERENCE = "invoice_reference"
    """Keeps our invoice's number at what it was made from."""
    PAYMENT_STATUS = "payment_status"
    """Is told that an invoice was paid."""
    BATCH = "batch"
    """Takes several invoices in one request."""
    CREATE_ITEMS = "create_items"
    UPDATE_CUSTOMERS = "update_customers"
    UPDATE_INVOICES = "update_invoices"
    VOID_INVOICES = "void_invoices"
    """And credit notes, where it takes those."""
    CREDIT_NOTES = "credit_notes"
    APPLY_CREDITS = "apply_credits"
    PAYMENTS = "payments"
    BALANCES = "balances"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentNews:
    """What a PSA is told about the payment of an invoice."""

    invoice_number: str
    """Ours."""
    paid_on: date
    amount: Decimal
    """Paid so far, all together."""
    is_settled: bool
    reference: str
    """Ours, by which a second telling is known: the same text tells the same payment."""
