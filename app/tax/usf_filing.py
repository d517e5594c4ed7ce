"""How the provider files for universal service: by quarter or year what the forms and notices say.

Settings of the provider, never of an invoice: nothing here changes what a bill takes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.tax.usf import quarter_of
from app.values.sheet import Kind, Sheet, column

_PERIOD: Final = re.compile(r"\d{4}(Q[1-4])?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsfFiling:
    """What holds for one quarter; or for one year, where the quarter's own row is silent."""

    period: str = column(
        Kind.TEXT,
        "Quarter as in 2026Q1, or year as in 2026",
        required=True,
        example="2026Q1",
    )
    factor: Decimal | None = column(
        Kind.MONEY,
        "Contribution factor as a fraction; blank: the shipped table's, else that of the FUSF rows."
        " On a year's row: the factor of the form's own de minimis estimate",
        example="0.376",
    )
    circularity: Decimal | None = column(
        Kind.MONEY,
        "Circularity factor as a fraction; blank: recovery stays out of the base in its place",
    )
    recovery_in_base: bool | None = column(
        Kind.YES_NO,
        "Where circularity is given: universal service lines are in the base, as on line 116 (yes)",
    )
    de_minimis: bool | None = column(
        Kind.YES_NO, "We contribute nothing: under 10,000 a year (no)", example="no"
    )
    lire: bool | None = column(
        Kind.YES_NO,
        "We contribute on interstate alone; blank: where it is under 12 % of both together",
    )
    projected_billed_interstate: Decimal | None = column(
        Kind.MONEY, "Form 499-Q line 119 for this quarter, interstate"
    )
    projected_billed_international: Decimal | None = column(
        Kind.MONEY, "Form 499-Q line 119 for this quarter, international"
    )
    projected_collected_interstate: Decimal | None = column(
        Kind.MONEY, "Form 499-Q line 120 for this quarter, interstate"
    )
    projected_collected_international: Decimal | None = column(
        Kind.MONEY, "Form 499-Q line 120 for this quarter, international"
    )
    note: str | None = column(Kind.TEXT, "Where the figures are from", example="FCC DA 25-1026")


USF_FILING = Sheet(
    name="usf_filing", row=UsfFiling, key=("period",), doc="How you file for universal service"
)


def is_period(text: str) -> bool:
    """Whether the text is a quarter or a year."""
    return _PERIOD.fullmatch(text.strip().upper()) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingTerms:
    """What holds in one quarter, its own row first, then its year's."""

    factor: Decimal | None
    """Of the quarter's own row alone."""
    circularity: Decimal | None
    recovery_in_base: bool
    de_minimis: bool
    lire: bool | None
    """None: by the 12 % test."""


def filing_of(rows: Sequence[UsfFiling], period: str) -> UsfFiling | None:
    """The row of a quarter or year."""
    name = period.upper()
    return next((row for row in rows if row.period.strip().upper() == name), None)


def terms_on(rows: Sequence[UsfFiling], day: date) -> FilingTerms:
    """What holds in the quarter of a day."""
    quarter = filing_of(rows, quarter_of(day))
    year = filing_of(rows, f"{day.year:04}")
    said = [row for row in (quarter, year) if row is not None]

    def flag(*values: bool | None) -> bool | None:
        return next((value for value in values if value is not None), None)

    recovery = flag(*(row.recovery_in_base for row in said))
    return FilingTerms(
        factor=quarter.factor if quarter else None,
        circularity=next((row.circularity for row in said if row.circularity is not None), None),
        recovery_in_base=recovery is not False,
        de_minimis=bool(flag(*(row.de_minimis for row in said))),
        lire=flag(*(row.lire for row in said)),
    )
