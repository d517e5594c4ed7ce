"""The federal universal service factor by quarter: a ceiling, never a rate that bills by itself."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

FACTOR_TABLE = Path(__file__).resolve().parents[2] / "resources" / "usf_factors.csv"

MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UsfFactor:
    """The factor of one quarter as the FCC announced it; ``last`` is the last day covered."""

    quarter: str
    """``2026Q1``."""
    first: date
    last: date
    factor: Decimal
    source: str = ""
    """Where the factor was read."""
    confidence: str = ""
    """``high`` where it was read in a notice or two reports, ``medium`` where it was not read
    again."""


def read_usf_factors(text: str) -> tuple[UsfFactor, ...]:
    """The factors of a table with the columns quarter, effective_from, effective_to, factor.

    Where each was read, and how surely, stands in source and confidence, if these are there.
    """
    return tuple(
        UsfFactor(
            quarter=row["quarter"],
            first=date.fromisoformat(row["effective_from"]),
            last=date.fromisoformat(row["effective_to"]),
            factor=Decimal(row["factor"]),
            source=row.get("source", ""),
            confidence=row.get("confidence", ""),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def shipped_usf_factors() -> tuple[UsfFactor, ...]:
    """The factors that come with the program; they end with the last quarter that was sourced."""
    return read_usf_factors(FACTOR_TABLE.read_text(encoding="utf-8"))


def quarter_of(day: date) -> str:
    """The quarter a day lies in: ``2026Q1``."""
    return f"{day.year}Q{(day.month - 1) // MONTHS_IN_QUARTER + 1}"


def quarter_end(day: date) -> date:
    """The last day of the quarter a day lies in."""
    last_month = ((day.month - 1) // MONTHS_IN_QUARTER + 1) * MONTHS_IN_QUARTER
    following = date(day.year + last_month // 12, last_month % 12 + 1, 1)
    return following - timedelta(days=1)


def ceiling_on(factors: tuple[UsfFactor, ...], day: date) -> Decimal | None:
    """The factor of the day's quarter; None where the table has none."""
    return next((each.factor for each in factors if each.first <= day <= each.last), None)
