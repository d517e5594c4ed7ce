"""How long records are kept: what the law asks for at least, and on what basis.

Nothing is ever deleted by itself: a time is what a deletion that a person asks for has to respect.
"""

from dataclasses import dataclass
from typing import Final

from app.billing.decision import Choice, Question

_MONTHS: Final = (18, 24, 36, 48, 60, 72, 84, 120)
_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kind of record, and how long it is kept at least."""

    key: str
    title: str
    least_months: int
    usual_months: int
    basis: str

    @property
    def question(self) -> Question:
        """The time as something to decide; less than the law asks for cannot be chosen."""
        return Question(
            key=self.key,
            title=self.title,
            why=self.basis,
            choices=tuple(
                Choice(value=str(months), title=months_told(months))
                for months in _MONTHS
                if months >= self.least_months
            ),
            usual=str(self.usual_months),
        )


def months_told(months: int) -> str:
    """So many months in words: whole years as years."""
    if months % _YEAR:
        return f"{months} months"
    years = months // _YEAR
    return "1 year" if years == 1 else f"{years} years"


RETENTION: Final = (
    Kept(
        key="keep_calls",
        title="Calls with names, numbers, times",
        least_months=18,
        usual_months=24,
        basis="47 CFR 42.6: toll billing records, 18 months",
    ),
    Kept(
        key="keep_usf",
        title="Universal service and Form 499 papers",
        least_months=60,
        usual_months=84,
        basis="47 CFR 54.706(e): five years; reseller certifications with them",
    ),
    Kept(
        key="keep_sales_tax",
        title="Sales tax: invoices, exemption certificates",
        least_months=48,
        usual_months=84,
        basis="State law: three to four years as a rule, longer where no return was filed",
    ),
    Kept(
        key="keep_excise",
        title="Federal excise tax",
        least_months=48,
        usual_months=84,
        basis="IRS: four years",
    ),
    Kept(
        key="keep_canada",
        title="GST, HST and QST books",
        least_months=72,
        usual_months=84,
        basis="Canada Revenue Agency: six years",
    ),
)
