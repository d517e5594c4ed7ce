"""The contribution to federal universal service that revenue comes to. Arithmetic alone.

owed = contribution base x (1 - circularity) x factor (``telecom-tax.md`` 2.1, E19 and E20).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.facts import ReportFacts
from app.tax.rule_row import FUSF
from app.tax.usf import ceiling_on
from app.tax.usf_filing import terms_on
from app.values.money import SCALE_PLACES, ZERO, Rounding, cents, round_exact

DE_MINIMIS: Final = Decimal(10000)
"""Under this for a year nothing is contributed (47 CFR 54.708)."""

LIRE: Final = Fraction(12, 100)
"""Interstate under this part of both together: interstate alone is the base (54.706(c))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a quarter's or year's revenue comes to."""

    interstate: Decimal
    international: Decimal
    lire: bool
    """Whether interstate alone is the base."""
    base: Decimal
    factor: Decimal | None
    naive: Decimal | None
    owed: Decimal | None
    """None where there is no factor."""

    @property
    def interstate_share(self) -> Decimal | None:
        """Interstate as a part of both."""
        both = Fraction(self.interstate + self.international)
        if not both:
            return None
        return round_exact(Fraction(self.interstate) / both, SCALE_PLACES, Rounding.HALF_UP)


def contribution(
    *,
    interstate: Decimal,
    international: Decimal,
    factor: Decimal | None,
    circularity: Decimal = ZERO,
    recovered: tuple[Decimal, Decimal] = (ZERO, ZERO),
    lire: bool | None = None,
) -> Contribution:
    """What is owed of assessable revenue, rounded half up once.

    ``recovered`` are the recovery lines in the base, interstate and international. ``lire`` None:
    by the 12 % test on the revenue.
    """
    near, far = interstate + recovered[0], international + recovered[1]
    alone = is_lire(interstate, international) if lire is None else lire
    base = near if alone else near + far
    naive = None if factor is None else Fraction(base) * Fraction(factor)
    return Contribution(
        interstate=interstate,
        international=international,
        lire=alone,
        base=base,
        factor=factor,
        naive=None if naive is None else cents(naive),
        owed=None if naive is None else cents(naive * (1 - Fraction(circularity))),
    )


def is_lire(interstate: Decimal, international: Decimal) -> bool:
    """Whether interstate is under 12 % of both together; never where there is no international."""
    both = Fraction(interstate) + Fraction(international)
    return international > 0 and both > 0 and Fraction(interstate) / both < LIRE


def is_de_minimis(contributed: Decimal) -> bool:
    """Whether a year's contribution is so small that none is due."""
    return contributed < DE_MINIMIS


def factor_on(facts: ReportFacts, day: date) -> tuple[Decimal | None, str]:
    """The factor of the day's quarter and where it is from.

    The provider's own filing first, then the shipped table, which is what was announced; a rate
    billed may be lower, so the company's FUSF rows come last.
    """
    said = terms_on(facts.usf_filings, day).factor
    if said is not None:
        return said, "the sheet usf_filing"
    announced = ceiling_on(facts.usf_factors, day)
    if announced is not None:
        return announced, "the shipped table, to be checked against the FCC's notice"
    rates = [
        rule.rate
        for rule in facts.rules
        if rule.family.strip().upper() == FUSF
        and rule.rate
        and rule.effective_from <= day <= (rule.effective_to or date.max)
    ]
    return (max(rates), "the FUSF rows of the sheet taxes") if rates else (None, "")
