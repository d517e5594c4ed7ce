"""What a report says, and what of it there is to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from app.billing.tax_reports.report import TaxReport


class Shape(Enum):
    """How numbers are drawn."""

    BARS = "bars with value and share"
    COLUMNS = "columns beside each other"
    LINE = "a line over days"
    CALENDAR = "a day calendar by source"


class Measure(Enum):
    """What the numbers are."""

    MONEY = "money"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Numbers to be drawn, in the order of drawing."""

    title: str
    shape: Shape = Shape.BARS
    measure: Measure = Measure.MONEY
    bars: Sequence[tuple[str, Decimal | int]] = ()
    calendar: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    """By source and day how many; a day that is lacking counts as missing up to ``until``."""
    days: Sequence[date] = ()
    until: date = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report that was made."""

    report: TaxReport
    drawing: Drawing | None = None
    accounts: int | None = None
    """Which column holds account numbers: a row leads to that customer."""
    invoices: int | None = None
    """Which column holds invoice numbers: a row leads to that invoice."""
