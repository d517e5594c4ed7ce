"""The report ``federal-excise``: federal excise tax by half month, for IRS Form 720.

Half months are the days 1 to 15 and 16 to the month's end (``telecom-tax.md`` 7.2, 5). Quarters are
summed in rows of their own, which are in no total.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.tax_reports.charge_shares import charge_shares
from app.billing.tax_reports.facts import (
    BILLED_BASIS,
    ReportFacts,
    codes_of,
    of_families,
    tax_entries,
    ties,
)
from app.billing.tax_reports.report import Row, TaxReport, amount, day, exact, text, totals_of
from app.billing.tax_reports.usf_quarters import quarters_of
from app.tax.usf import quarter_of
from app.values.money import ZERO
from app.values.period import Period, add_months

FEDERAL_EXCISE: Final = "FET"
"""The family of the federal excise tax on local telephone service."""

SECOND_HALF: Final = 16

COLUMNS: Final = (
    text("quarter", "Quarter of Form 720"),
    text("part", "Half month, or quarter"),
    day("first_day", "First day"),
    day("last_day", "Last day"),
    exact("base", "Amounts billed that are taxable"),
    exact("exempt", "Amounts exempt by certificate"),
    amount("billed", "Tax on charges"),
    amount("credited", "Tax given back by credits"),
    amount("tax", "Billed and credited"),
)
_SUMMED: Final = ("base", "exempt", "billed", "credited", "tax")
_BY_BILLING: Final = (
    "By the day of the invoice: the tax counts in the half month in which it was billed."
)


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    base: Decimal = ZERO
    exempt: Decimal = ZERO
    billed: Decimal = ZERO
    credited: Decimal = ZERO

    def add(self, other: "_Sums") -> None:
        """Adds another sum."""
        self.base += other.base
        self.exempt += other.exempt
        self.billed += other.billed
        self.credited += other.credited

    @property
    def tax(self) -> Decimal:
        return self.billed + self.credited


def half_months(period: Period) -> list[Period]:
    """The days of each half month that lie in a window."""
    found = []
    first = period.start
    while first < period.end:
        month = date(first.year, first.month, 1)
        middle = date(first.year, first.month, SECOND_HALF)
        following = middle if first < middle else add_months(month, 1)
        found.append(Period(first, min(following, period.end)))
        first = following
    return found


def federal_excise(facts: ReportFacts) -> TaxReport:
    """Federal excise tax of the window."""
    halves = half_months(facts.period)
    sums = {half: _Sums() for half in halves}
    reported: dict[str, Decimal] = {}
    for taxed in of_families(tax_entries(facts), {FEDERAL_EXCISE}):
        half = next(each for each in halves if each.holds(taxed.entry.day))
        code = taxed.tax.tax_code
        reported[code] = reported.get(code, ZERO) + taxed.amount
        for share in charge_shares(taxed):
            own = _Sums(billed=share.billed, credited=share.credited)
            if not share.is_credit:
                own.base, own.exempt = share.base, share.exempt
            sums[half].add(own)
    rows: list[Row] = []
    own_rows: list[Row] = []
    for quarter in quarters_of(facts.period):
        members = {half: own for half, own in sums.items() if quarter.holds(half.start)}
        whole = _Sums()
        for half, own in members.items():
            whole.add(own)
            own_rows.append(_row("half month", half, own))
            rows.append(own_rows[-1])
        rows.append(_row("quarter", quarter, whole))
    return TaxReport(
        title="Federal excise tax",
        columns=COLUMNS,
        rows=tuple(rows),
        totals=totals_of(COLUMNS, tuple(own_rows), *_SUMMED),
        notes=(BILLED_BASIS, _BY_BILLING),
        ties=ties(facts, reported, codes=codes_of(facts, {FEDERAL_EXCISE})),
    )


def _row(part: str, days: Period, own: _Sums) -> Row:
    return (
        quarter_of(days.start),
        part,
        days.start,
        days.last_day,
        own.base,
        own.exempt,
        own.billed,
        own.credited,
        own.tax,
    )
