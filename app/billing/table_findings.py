"""Findings about tax tables in time: quarters without factor, holes, rows that end."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.billing.tax_demand import DemandBook, accounts_named
from app.findings import Finding, error, warning
from app.tax.book import TaxBook
from app.tax.rule_row import FUSF, RuleRow, TaxClass
from app.tax.table_check import quarters_without_factor
from app.tax.table_gaps import DAYS_BEFORE, TableGap, gaps_of
from app.tax.usf import quarter_of
from app.tax.usf_filing import UsfFiling, terms_on


def no_rules() -> Finding:
    """A company without any tax row."""
    return error(
        "no_tax_rules",
        "The company has no tax rows: its bills stop at the gate no_tax_rules.",
        way_out="Take a tax table in with tax import, or waive the gate with a reason.",
        sheet="taxes",
    )


def factor_findings(rows: Sequence[RuleRow], today: date) -> Iterator[Finding]:
    """Quarters without a universal service row: an error now, a warning for the quarter to come."""
    for day in quarters_without_factor(rows, today):
        quarter = quarter_of(day)
        is_now = day == today
        facts = {"sheet": "taxes", "column": "effective_to", "record": quarter}
        way_out = f"Add the row with the factor the FCC announced for {quarter} to the sheet taxes."
        if is_now:
            message = f"No FUSF row covers {today}: no invoice of {quarter} can be approved."
            yield error("usf_factor_missing", message, way_out=way_out, **facts)
        else:
            left = (day - today).days
            message = (
                f"No FUSF row covers {quarter}, which begins in {left} "
                f"{'day' if left == 1 else 'days'}; its invoices cannot be approved without one."
            )
            yield warning("usf_factor_missing", message, way_out=way_out, **facts)


def de_minimis_findings(
    rows: Sequence[RuleRow], filing: Sequence[UsfFiling], day: date
) -> Iterator[Finding]:
    """A universal service line billed by a provider that contributes nothing (47 CFR 54.708)."""
    bills = any(row.family == FUSF and row.rate and row.in_force(day) for row in rows)
    if bills and terms_on(filing, day).de_minimis:
        yield warning(
            "usf_billed_while_de_minimis",
            f"FUSF rows bill in {quarter_of(day)}, but the sheet usf_filing says you are de "
            "minimis and contribute nothing.",
            way_out="End the FUSF rows, or mend de_minimis if you contribute.",
            sheet="usf_filing",
            column="de_minimis",
            record=quarter_of(day),
        )


def gap_findings(book: TaxBook, demands: DemandBook, today: date) -> Iterator[Finding]:
    """Holes in the table, rows that ended without a successor, rows that soon end.

    A row that ended is an error while something is billed that it would tax: approval stops at the
    gate ``expired_tables``. Own fees end when the provider likes, and federal universal service is
    asked for by quarter.
    """
    for group in book.groups:
        for gap in gaps_of(group):
            if gap.before.class_ is not TaxClass.PROVIDER_FEE:
                yield from _gap_finding(gap, demands, today)


def _gap_finding(gap: TableGap, demands: DemandBook, today: date) -> Iterator[Finding]:
    row = gap.before
    name = f"{row.code} {row.jurisdiction.text}"
    facts = {"sheet": "taxes", "row": row.number, "column": "effective_to", "record": row.code}
    successor = "Add the row that follows, or a PCT row of rate 0 that says it is not taxed."
    if gap.last is not None:
        is_open = gap.first <= today <= gap.last
        words = f"{name} has no row from {gap.first} to {gap.last}"
        made = error if is_open else warning
        yield made("table_gap", f"{words}.", way_out=successor, **facts)
    elif row.family == FUSF:
        return
    elif gap.first <= today:
        customers = demands.customers(row, first=today, last=date.max)
        words = f"{name} ended on {row.last} and nothing follows"
        if customers:
            words += f"; it reached {accounts_named(customers)}"
        made = error if customers else warning
        yield made("table_expired", f"{words}.", way_out=successor, **facts)
    elif (row.last - today).days <= DAYS_BEFORE:
        days = (row.last - today).days
        words = f"{name} ends on {row.last}, in {days} days, and nothing follows"
        yield warning("table_expiring", f"{words}.", way_out=successor, **facts)
