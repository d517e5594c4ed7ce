"""Where each piece of revenue stands on FCC Forms 499-A and 499-Q, by the company's table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.facts import ReportFacts
from app.billing.tax_reports.revenue import Origin, RevenuePart
from app.findings import Finding, error
from app.tax.form_499 import BUILT_IN, END_USER, NOT_REPORTED, Form499Line, line_for
from app.values.money import ZERO, Rounding, cents, round_exact

RECOVERY_LINE: Final = "403"
"""Form 499-A: amounts on bills that recover universal service."""

BUILT_IN_NOTE: Final = (
    "The sheet form_499 is empty: the built-in lines are used, which are those of the forms of 2016"
    " to 2025. Check each against the form of the year; `tax report form-499-lines` writes them in"
    " the layout of the sheet."
)
OWN_NOTE: Final = "Lines by the sheet form_499. Check them against the form of the year."


@dataclass(frozen=True, slots=True)
class FormPlace:
    """The lines of both forms."""

    annual: str
    quarterly: str


ABROAD: Final = FormPlace(NOT_REPORTED, NOT_REPORTED)
"""Service used outside the United States."""

RECOVERED: Final = FormPlace(RECOVERY_LINE, END_USER)


def lines_in_force(facts: ReportFacts) -> tuple[Form499Line, ...]:
    """The company's table, or the built-in one."""
    return tuple(facts.form_499) or BUILT_IN


def mapping_note(facts: ReportFacts) -> str:
    """Whose table it is; never that it is the law of today."""
    return OWN_NOTE if facts.form_499 else BUILT_IN_NOTE


def place_of_part(part: RevenuePart, lines: Sequence[Form499Line]) -> FormPlace | None:
    """Where it stands; None where no row of the table speaks of its category."""
    if not part.is_domestic:
        return ABROAD
    if part.origin is Origin.RECOVERY:
        return RECOVERED
    line = line_for(
        lines,
        part.category,
        with_broadband=part.with_broadband,
        is_reseller=part.is_reseller,
    )
    return None if line is None else FormPlace(line.annual_line.strip(), line.quarterly_line)


def unplaced(parts: Iterable[RevenuePart], lines: Sequence[Form499Line]) -> Iterator[Finding]:
    """An error for each category that the table does not name, with its money."""
    left: dict[str, Decimal] = {}
    for part in parts:
        if place_of_part(part, lines) is None:
            left[part.category] = left.get(part.category, ZERO) + part.amount
    for category, money in sorted(left.items()):
        yield error(
            "unmapped_category",
            f"{money:.2f} of {category or 'fees without a charge'} has no line on the forms.",
            way_out=f"Add {category} to the sheet form_499."
            if category
            else "Add the category * to the sheet form_499.",
            sheet="form_499",
            record=category,
        )


@dataclass(frozen=True, slots=True)
class Bucket:
    """Money of one line."""

    total: Decimal
    interstate: Decimal
    international: Decimal

    def __add__(self, other: "Bucket") -> "Bucket":
        return Bucket(
            self.total + other.total,
            self.interstate + other.interstate,
            self.international + other.international,
        )

    def cells(self) -> tuple[Decimal | None, ...]:
        """The five columns of money."""
        return (
            self.total,
            percent(self.interstate, self.total),
            percent(self.international, self.total),
            self.interstate,
            self.international,
        )


NOTHING: Final = Bucket(ZERO, ZERO, ZERO)
"""Where sums begin."""


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part in percent, two decimals; None of nothing."""
    if not whole:
        return None
    return round_exact(Fraction(part) * 100 / Fraction(whole), 2, Rounding.HALF_UP)


def bucket_of(parts: Iterable[RevenuePart]) -> Bucket:
    """The money of parts; shares are rounded once, over all of them."""
    own = list(parts)
    return Bucket(
        sum((part.amount for part in own), ZERO),
        cents(sum((part.interstate for part in own), Fraction(0))),
        cents(sum((part.international for part in own), Fraction(0))),
    )
