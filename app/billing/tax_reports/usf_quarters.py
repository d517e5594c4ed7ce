"""A quarter of federal universal service: its revenue, its lines, each customer's part in them.

The contribution base is interstate and international end-user telecommunications revenue, with the
recovery lines where a circularity factor takes them out again (47 CFR 54.706, 54.709; line 116 of
Form 499-Q).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.contribution import Contribution, contribution, factor_on
from app.billing.tax_reports.facts import ReportFacts, TaxEntry, of_families, tax_entries
from app.billing.tax_reports.form_lines import lines_in_force, place_of_part, unplaced
from app.billing.tax_reports.revenue import Origin, RevenuePart, revenue
from app.findings import Finding, error, warning
from app.tax.form_499 import END_USER, Form499Line
from app.tax.rule_row import FUSF
from app.tax.usf import quarter_of
from app.tax.usf_filing import FilingTerms, terms_on
from app.values.money import ZERO, cents
from app.values.period import Period, add_months

INTERCONNECTED: Final = frozenset({"VOIP_FIXED", "VOIP_NOMADIC"})

_MONTHS: Final = 3


def quarters_of(period: Period) -> list[Period]:
    """The days of each quarter that lie in a window."""
    found = []
    first = period.start
    while first < period.end:
        begun = date(first.year, (first.month - 1) // _MONTHS * _MONTHS + 1, 1)
        following = add_months(begun, _MONTHS)
        found.append(Period(first, min(following, period.end)))
        first = following
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One invoiced account's part in a quarter."""

    account_number: str
    interstate: Decimal
    international: Decimal
    billed: Decimal
    credited: Decimal
    ceiling: Decimal | None
    over: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class UsfQuarter:
    """A quarter, or the days of it in the window."""

    name: str
    terms: FilingTerms
    source: str
    """Where its factor is from."""
    owed: Contribution
    recovered: tuple[Decimal, Decimal]
    """Interstate and international."""
    lines: Sequence[TaxEntry]
    """The universal service lines."""
    customers: Sequence[Customer]
    has_voip: bool
    findings: tuple[Finding, ...]

    @property
    def due(self) -> Decimal | None:
        """What is owed; nothing while the provider is de minimis; None without a factor."""
        return ZERO if self.terms.de_minimis or not self.owed.base else self.owed.owed

    @property
    def billed(self) -> Decimal:
        """Universal service lines, before what was given back."""
        return sum((line.billed for line in self.lines), ZERO)

    @property
    def credited(self) -> Decimal:
        """What was given back."""
        return sum((line.credited for line in self.lines), ZERO)

    @property
    def over(self) -> Decimal:
        """What customers were billed above their ceilings."""
        return sum((each.over for each in self.customers), ZERO)


def usf_quarter(facts: ReportFacts, window: Period) -> UsfQuarter:
    """What the days of a quarter come to."""
    name = quarter_of(window.start)
    terms = terms_on(facts.usf_filings, window.start)
    factor, source = factor_on(facts, window.start)
    earned = revenue(facts, window)
    table = lines_in_force(facts)
    assessable = [part for part in earned.parts if _is_assessable(part, table)]
    federal = [part for part in earned.of(Origin.RECOVERY) if part.family == FUSF]
    recovered = interstate_of(federal), international_of(federal)
    counts = terms.recovery_in_base and terms.circularity is not None
    owed = contribution(
        interstate=interstate_of(assessable),
        international=international_of(assessable),
        recovered=recovered if counts else (ZERO, ZERO),
        factor=factor,
        circularity=terms.circularity or ZERO,
        lire=terms.lire,
    )
    lines = of_families(tax_entries(facts, window), {FUSF})
    customers = _customers(assessable, lines, factor=factor, lire=owed.lire)
    findings = [*earned.findings, *unplaced(earned.parts, table)]
    findings += _quarter_findings(name, terms, lines=lines, customers=customers)
    if factor is None and (owed.base or lines):
        findings.append(_no_factor(name))
    return UsfQuarter(
        name=name,
        terms=terms,
        source=source,
        owed=owed,
        recovered=recovered,
        lines=lines,
        customers=customers,
        has_voip=any(part.category in INTERCONNECTED for part in assessable),
        findings=tuple(findings),
    )


def _is_assessable(part: RevenuePart, table: Sequence[Form499Line]) -> bool:
    if part.origin is Origin.RECOVERY:
        return False
    place = place_of_part(part, table)
    return place is not None and place.quarterly == END_USER


def interstate_of(parts: Iterable[RevenuePart]) -> Decimal:
    """The interstate revenue of parts, rounded once."""
    return cents(sum((part.interstate for part in parts), Fraction(0)))


def international_of(parts: Iterable[RevenuePart]) -> Decimal:
    """The international revenue of parts, rounded once."""
    return cents(sum((part.international for part in parts), Fraction(0)))


def _customers(
    assessable: Sequence[RevenuePart],
    lines: Sequence[TaxEntry],
    *,
    factor: Decimal | None,
    lire: bool,
) -> list[Customer]:
    parts: dict[str, list[RevenuePart]] = {}
    taxed: dict[str, list[TaxEntry]] = {}
    for part in assessable:
        parts.setdefault(part.entry.invoice.account_number, []).append(part)
    for line in lines:
        taxed.setdefault(line.entry.invoice.account_number, []).append(line)
    found = []
    for account in sorted({*parts, *taxed}):
        own, billed = parts.get(account, []), taxed.get(account, [])
        ceiling, over = _ceiling(own, billed, factor=factor, lire=lire)
        found.append(
            Customer(
                account_number=account,
                interstate=interstate_of(own),
                international=international_of(own),
                billed=sum((line.billed for line in billed), ZERO),
                credited=sum((line.credited for line in billed), ZERO),
                ceiling=ceiling,
                over=over,
            )
        )
    return found


def _ceiling(
    parts: Sequence[RevenuePart],
    lines: Sequence[TaxEntry],
    *,
    factor: Decimal | None,
    lire: bool,
) -> tuple[Decimal | None, Decimal]:
    """The most the lines of one customer may come to, and what is above it, invoice by invoice.

    By the lines of the invoice alone: own fees are in no base of the bill. What was given back of
    an earlier invoice stands on both sides at the rate of then, and so on neither here.
    """
    if factor is None:
        return None, ZERO
    assessed: dict[tuple[str, int], Fraction] = {}
    billed: dict[tuple[str, int], Decimal] = {}
    for part in parts:
        if part.origin is Origin.LINE and not part.is_credit:
            money = part.interstate + (0 if lire else part.international)
            key = (part.entry.invoice.invoice_number or "", part.entry.sign)
            assessed[key] = assessed.get(key, Fraction(0)) + money
    for line in lines:
        if line.tax.amount >= 0:
            key = (line.entry.invoice.invoice_number or "", line.entry.sign)
            billed[key] = billed.get(key, ZERO) + line.amount
    ceiling, over = ZERO, ZERO
    for key in {*assessed, *billed}:
        most = cents(assessed.get(key, Fraction(0)) * Fraction(factor))
        ceiling += most
        sign = key[1]
        over += sign * max(sign * (billed.get(key, ZERO) - most), ZERO)
    return ceiling, over


def _quarter_findings(
    name: str,
    terms: FilingTerms,
    *,
    lines: Sequence[TaxEntry],
    customers: Sequence[Customer],
) -> Iterator[Finding]:
    billed = sum((line.amount for line in lines), ZERO)
    if terms.de_minimis and billed > 0:
        yield warning(
            "usf_billed_while_de_minimis",
            f"{billed:.2f} of universal service was billed in {name}, while usf_filing says that"
            " you are de minimis and contribute nothing.",
            way_out="End the FUSF rows and credit the customers, or file as a contributor.",
            sheet="usf_filing",
            column="de_minimis",
            record=name,
        )
    for each in customers:
        if each.over > 0:
            yield warning(
                "usf_over_collected",
                f"Account {each.account_number} was billed {each.over:.2f} of universal service"
                f" in {name} above its assessable revenue x the factor.",
                way_out="Credit what is above: 47 CFR 54.712 allows no more.",
                record=each.account_number,
            )


def _no_factor(name: str) -> Finding:
    return error(
        "usf_factor_missing",
        f"No contribution factor is known for {name}.",
        way_out=f"Give {name} a row of usf_filing with its factor.",
        sheet="usf_filing",
        column="factor",
        record=name,
    )
