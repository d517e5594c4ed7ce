"""What the tax engine is asked: the charges of one invoice, where they are, what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from app.tax.place import TaxPlace
from app.values.money import CENT_PLACES


class ChargeKind(Enum):
    """What a charge bills, and so the line that it becomes."""

    RECURRING = "recurring"
    ONE_TIME = "one_time"
    USAGE = "usage"
    CREDIT = "credit"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxableCharge:
    """One charge of an invoice, in whole cents."""

    index: int
    """Its position on the invoice; the parts of tax lines refer to it."""
    amount: Decimal
    category: str
    product_code: str
    location_code: str
    first_day: date
    last_day: date
    """The last day covered. A one-time charge covers the one day it was charged on."""
    reference: str = ""
    """The service's code or the charge's reference; lines of one service count once."""
    kind: ChargeKind = ChargeKind.RECURRING
    counts: bool = False
    """Whether it is a service that counts units; ``charges`` rows, usage and credits do not."""
    quantity: Decimal = Decimal(1)
    line_kind: str = "none"
    lines_per_unit: Decimal = Decimal(1)
    period_days: int | None = None
    """Days of the whole charge period, for fees by days; None: those covered."""
    billed_seconds: int = 0
    """Billed seconds of a usage line's calls, for taxes by the minute."""
    account_number: str | None = None
    """Whose charge it is, where that is not the invoice's account."""
    customer_class: str | None = None
    """Kind of customer, where that is not the invoice's."""

    @property
    def cents(self) -> int:
        """The amount in whole cents; ValueError where it is not whole."""
        scaled = self.amount.scaleb(CENT_PLACES)
        whole = int(scaled)
        if whole != scaled:
            message = f"{self.amount} is not in whole cents"
            raise ValueError(message)
        return whole

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPlant:
    """What circuits and numbers count at one location in the bill period."""

    call_paths: int | None = None
    """Sum over circuits in force that give a number of call paths; None: none gives one."""
    did_numbers: int = 0
    """Numbers of kind ``did`` in force any day."""
    call_paths_by_days: Fraction | None = None
    """The same, each by its days in force over those of the period; None: all in full."""
    did_numbers_by_days: Fraction | None = None
    service_categories: tuple[str, ...] = ()
    """Categories of services there that this invoice does not bill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficShare:
    """Parts of a category's traffic that are interstate and international."""

    interstate: Fraction
    international: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRequest:
    """One invoice to be taxed."""

    account_number: str
    customer_class: str
    invoice_date: date
    charges: tuple[TaxableCharge, ...]
    locations: Mapping[str, TaxPlace]
    """Every location that a charge names."""
    plant: Mapping[str, CountedPlant] = field(default_factory=dict)
    """By location; where one is missing only services count."""
    actual_shares: Mapping[str, TrafficShare] = field(default_factory=dict)
    """By category, measured on the rated calls of the period, for shares of source ``actual``."""
