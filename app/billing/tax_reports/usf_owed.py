"""The report ``usf-owed``: what is owed to federal universal service, and what was billed for it.

By quarter with its customers, and by year where the window holds a whole one: then with the tests
that go by the year, de minimis and interstate alone (``telecom-tax.md`` 2.1, E19 and E20).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.contribution import (
    DE_MINIMIS,
    Contribution,
    contribution,
    is_de_minimis,
)
from app.billing.tax_reports.facts import BILLED_BASIS, ReportFacts, codes_of, ties
from app.billing.tax_reports.form_lines import mapping_note
from app.billing.tax_reports.report import Row, TaxReport, amount, exact, text, totals_of
from app.billing.tax_reports.usf_quarters import UsfQuarter, quarters_of, usf_quarter
from app.findings import Finding, warning
from app.tax.rule_row import FUSF
from app.tax.usf_filing import UsfFiling, filing_of
from app.values.money import ZERO, cents

COLUMNS: Final = (
    text("period", "Quarter, or the year of its quarters"),
    text("account_number", "Customer; blank: all together"),
    amount("interstate", "Interstate end-user telecommunications revenue, own fees with it"),
    amount("international", "International end-user telecommunications revenue"),
    exact("interstate_share", "Interstate as a part of both"),
    amount("recovered", "Universal service lines, less what was given back"),
    amount("contribution_base", "What the factor is taken of, before circularity"),
    exact("factor", "Contribution factor"),
    amount("naive_cost", "Contribution base x factor"),
    exact("circularity", "Circularity factor"),
    amount("owed", "Contribution base x (1 - circularity) x factor; 0 while de minimis"),
    amount("billed", "Universal service lines billed"),
    amount("credited", "Universal service lines given back"),
    amount("difference", "Billed and credited, less owed"),
    amount("ceiling", "The most that its lines may come to: assessable lines x factor, by invoice"),
    amount("over_collected", "Billed above the ceiling"),
    text("standing", "Contributes, de minimis, interstate alone"),
)


_ADDED: Final = (
    "interstate",
    "international",
    "recovered",
    "contribution_base",
    "naive_cost",
    "owed",
    "billed",
    "credited",
    "difference",
    "over_collected",
)


def usf_owed(facts: ReportFacts) -> TaxReport:
    """The report: each quarter of the window, its customers, and each whole year in it."""
    quarters = [usf_quarter(facts, window) for window in quarters_of(facts.period)]
    years = list(_years(facts, quarters))
    rows = [
        row for quarter in quarters for row in (_quarter_row(quarter), *_customer_rows(quarter))
    ]
    billed: dict[str, Decimal] = {}
    for quarter in quarters:
        for line in quarter.lines:
            billed[line.tax.tax_code] = billed.get(line.tax.tax_code, ZERO) + line.amount
    findings = [each for quarter in quarters for each in quarter.findings]
    findings += [each for year in years for each in year.findings]
    return TaxReport(
        title="Federal universal service: billed and owed",
        columns=COLUMNS,
        rows=(*rows, *(year.row() for year in years)),
        totals=totals_of(COLUMNS, tuple(map(_quarter_row, quarters)), *_ADDED),
        notes=_notes(facts, quarters, years),
        findings=tuple(dict.fromkeys(findings)),
        ties=ties(facts, billed, codes=codes_of(facts, {FUSF})),
    )


def _quarter_row(quarter: UsfQuarter) -> Row:
    """The quarter's row."""
    net, due = quarter.billed + quarter.credited, quarter.due
    standing = "de minimis: no contribution due" if quarter.terms.de_minimis else "contributes"
    return (
        quarter.name,
        "",
        quarter.owed.interstate,
        quarter.owed.international,
        quarter.owed.interstate_share,
        sum(quarter.recovered, ZERO),
        quarter.owed.base,
        quarter.owed.factor,
        quarter.owed.naive,
        quarter.terms.circularity,
        due,
        quarter.billed,
        quarter.credited,
        None if due is None else net - due,
        None,
        quarter.over,
        f"{standing}, on interstate alone" if quarter.owed.lire else standing,
    )


def _customer_rows(quarter: UsfQuarter) -> Iterator[Row]:
    """A row for each customer."""
    for each in quarter.customers:
        yield (
            quarter.name,
            each.account_number,
            each.interstate,
            each.international,
            None,
            each.billed + each.credited,
            None,
            quarter.owed.factor,
            None,
            None,
            None,
            each.billed,
            each.credited,
            None,
            each.ceiling,
            each.over,
            "over-collected" if each.over else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    """A year of whole quarters: the tests that go by the year."""

    name: str
    quarters: Sequence[UsfQuarter]
    estimate: Contribution
    """Of the year's revenue, without circularity."""
    due: Decimal | None
    is_small: bool
    """Whether the year's contribution is under the de minimis amount."""
    is_over: bool
    """False: it is of what was billed so far."""
    stays: bool
    """Whether the provider contributes all the same."""
    findings: tuple[Finding, ...]

    def row(self) -> Row:
        """The year's row."""
        billed = sum((quarter.billed for quarter in self.quarters), ZERO)
        credited = sum((quarter.credited for quarter in self.quarters), ZERO)
        standing = "contributes"
        if self.is_small and self.stays:
            standing = "under 10,000: may contribute all the same"
        elif self.is_small:
            so_far = "" if self.is_over else " so far"
            standing = f"de minimis{so_far}: no contribution due"
        return (
            self.name,
            "",
            self.estimate.interstate,
            self.estimate.international,
            self.estimate.interstate_share,
            billed + credited,
            self.estimate.base,
            self.estimate.factor,
            self.estimate.naive,
            None,
            self.due,
            billed,
            credited,
            None if self.due is None else billed + credited - self.due,
            None,
            sum((quarter.over for quarter in self.quarters), ZERO),
            f"{standing}, on interstate alone" if self.estimate.lire else standing,
        )


def _years(facts: ReportFacts, quarters: Sequence[UsfQuarter]) -> Iterator[_Year]:
    for number in range(facts.period.start.year, facts.period.last_day.year + 1):
        first, end = date(number, 1, 1), date(number + 1, 1, 1)
        if facts.period.start <= first and end <= facts.period.end:
            own = [quarter for quarter in quarters if quarter.name.startswith(f"{number:04}Q")]
            yield _year(facts, f"{number:04}", own)


def _year(facts: ReportFacts, name: str, quarters: Sequence[UsfQuarter]) -> _Year:
    filing = filing_of(facts.usf_filings, name)
    estimate = _estimate(filing, quarters)
    known = estimate.naive is not None
    is_small = estimate.naive is not None and is_de_minimis(estimate.naive)
    says = filing.de_minimis if filing else None
    says_small = says is True or any(quarter.terms.de_minimis for quarter in quarters)
    due: Decimal | None = ZERO
    if not is_small or says is False:
        dues = [quarter.due for quarter in quarters]
        told = [each for each in dues if each is not None]
        due = sum(told, ZERO) if len(told) == len(dues) else None
    findings = []
    if is_small and any(quarter.has_voip for quarter in quarters):
        findings.append(_still_file(name, estimate.naive or ZERO))
    if known and says_small and not is_small:
        findings.append(_too_large(name, estimate.naive or ZERO))
    return _Year(
        name=name,
        quarters=quarters,
        estimate=estimate,
        due=due,
        is_small=is_small,
        is_over=facts.today > date(int(name), 12, 31),
        stays=says is False,
        findings=tuple(findings),
    )


def _estimate(filing: UsfFiling | None, quarters: Sequence[UsfQuarter]) -> Contribution:
    """The year's contribution: by the form's own factor, else each quarter at its factor.

    The form's factor allows for recovery, which is then in its base; the quarters' factors do not.
    """
    near = sum((quarter.owed.interstate for quarter in quarters), ZERO)
    far = sum((quarter.owed.international for quarter in quarters), ZERO)
    lire = filing.lire if filing else None
    said = filing.factor if filing else None
    if said is not None:
        recovered = (
            sum((quarter.recovered[0] for quarter in quarters), ZERO),
            sum((quarter.recovered[1] for quarter in quarters), ZERO),
        )
        is_in_base = filing is None or filing.recovery_in_base is not False
        return contribution(
            interstate=near,
            international=far,
            recovered=recovered if is_in_base else (ZERO, ZERO),
            factor=said,
            lire=lire,
        )
    whole = contribution(interstate=near, international=far, factor=None, lire=lire)
    naive = Fraction(0)
    for quarter in quarters:
        own = quarter.owed
        base = own.interstate if whole.lire else own.interstate + own.international
        if base and own.factor is None:
            return whole
        naive += Fraction(base) * Fraction(own.factor or 0)
    factors = {q.owed.factor for q in quarters if q.owed.interstate or q.owed.international}
    cost = cents(naive)
    return replace(
        whole, factor=factors.pop() if len(factors) == 1 else None, naive=cost, owed=cost
    )


def _still_file(name: str, cost: Decimal) -> Finding:
    return warning(
        "form_499a_still_due",
        f"{name} comes to a contribution of {cost:.2f}, under {DE_MINIMIS:,}: none is due. Form"
        " 499-A is due still, because interconnected VoIP was sold.",
        way_out="File Form 499-A by 1 April of the next year.",
        record=name,
    )


def _too_large(name: str, cost: Decimal) -> Finding:
    return warning(
        "not_de_minimis",
        f"usf_filing says that you are de minimis, but {name} comes to a contribution of"
        f" {cost:.2f}, not under {DE_MINIMIS:,}.",
        way_out="File as a contributor, or look whether the revenue is right.",
        sheet="usf_filing",
        column="de_minimis",
        record=name,
    )


def _notes(
    facts: ReportFacts, quarters: Sequence[UsfQuarter], years: Sequence[_Year]
) -> tuple[str, ...]:
    factors = [
        f"Factor of {each.name}: {each.owed.factor}, from {each.source}."
        for each in quarters
        if each.owed.factor is not None
    ]
    bases = [
        f"{each.name}: no circularity factor is given, so recovery lines stay out of the base."
        for each in quarters
        if each.terms.circularity is None and each.owed.base
    ]
    unfinished = [
        f"{each.name} is not over: its row is of what was billed so far."
        for each in years
        if not each.is_over
    ]
    return (BILLED_BASIS, mapping_note(facts), *factors, *bases, *unfinished)
