"""The federal universal service factors beside the company's own rows, quarter by quarter.

The factors are what was announced as far as it was found; they bill nothing by themselves and are
no statement of the law in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.tax.rule_row import FUSF, RuleRow
from app.tax.usf import MONTHS_IN_QUARTER, UsfFactor, quarter_end, quarter_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """One quarter: the announced factor, if it is known, and what the company bills by."""

    quarter: str
    first: date
    last: date
    factor: Decimal | None
    source: str
    """Where the factor was read; blank where none is known."""
    confidence: str
    own_row: bool
    """Whether FUSF rows of the company cover every day of the quarter."""
    own_rate: Decimal | None
    """The highest rate of those rows; None where there is none."""


def factor_listing(
    factors: Sequence[UsfFactor], rows: Sequence[RuleRow], today: date
) -> list[FactorRow]:
    """All quarters from the first factor, or own row, to the quarter after today's or later."""
    own = [row for row in rows if row.family == FUSF]
    known = {each.quarter: each for each in factors}
    ends = [row.last for row in own if row.last != date.max]
    last = max([quarter_end(today) + timedelta(days=1), *ends, *(each.last for each in factors)])
    first = min([today, *(row.first for row in own), *(each.first for each in factors)])
    found = []
    day = _quarter_start(first)
    while day <= last:
        found.append(_listed(day, known.get(quarter_of(day)), own))
        day = quarter_end(day) + timedelta(days=1)
    return found


def _quarter_start(day: date) -> date:
    month = (day.month - 1) // MONTHS_IN_QUARTER * MONTHS_IN_QUARTER + 1
    return date(day.year, month, 1)


def _listed(first: date, factor: UsfFactor | None, own: Sequence[RuleRow]) -> FactorRow:
    last = quarter_end(first)
    meeting = [row for row in own if row.first <= last and first <= row.last]
    rates = [row.price for row in meeting]
    return FactorRow(
        quarter=quarter_of(first),
        first=first,
        last=last,
        factor=None if factor is None else factor.factor,
        source="" if factor is None else factor.source,
        confidence="" if factor is None else factor.confidence,
        own_row=_covered(first, last, meeting),
        own_rate=max(rates, default=None),
    )


def _covered(first: date, last: date, rows: Sequence[RuleRow]) -> bool:
    """Whether the rows leave no day from first to last out."""
    reached = first
    for row in sorted(rows, key=lambda row: row.first):
        if row.first <= reached <= row.last:
            if row.last >= last:
                return True
            reached = row.last + timedelta(days=1)
    return False
