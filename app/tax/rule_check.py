"""What must hold of the ``taxes`` sheet before a row is taken, row by row.

What rows must hold together is in ``table_check.py``; dates in order, closed lists of words and
numbers of decimals are checked for all sheets alike.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from app.findings import Finding
from app.tax.category import CATEGORIES, INTERNET_ACCESS, is_pattern
from app.tax.jurisdiction import Level, county_code, is_place_code
from app.tax.rule import TaxRule
from app.tax.rule_row import (
    FUSF,
    BaseKind,
    Method,
    RoundLevel,
    TaxClass,
    UnitKind,
    names_of,
    rule_row,
)
from app.tax.table_check import Numbered, check_table
from app.tax.usf import UsfFactor
from app.values.money import Rounding

_UNIT_KINDS = [kind.value for kind in UnitKind]
SAYS_TAX = re.compile(
    r"\b(sur)?tax(e|es|ation)?\b|\bgovernment|\bgov\W?t\b|\bgouvernement", re.IGNORECASE
)
"""Words that a fee of the provider's own must not wear, in English and in French."""


def check_taxes(
    rules: Sequence[tuple[int | None, TaxRule]],
    *,
    usf_factors: tuple[UsfFactor, ...],
    today: date | None = None,
) -> list[Finding]:
    """All that is wrong with the rows of ``taxes``, errors and warnings, in the order of rows.

    Each rule comes with its row in the sheet, or None where it lies in the company file already;
    of two that contradict each other the one from the sheet is named. ``today`` adds the warning
    before a quarter ends without the next universal service factor.
    """
    rows = [Numbered(number, rule, rule_row(number or 0, rule)) for number, rule in rules]
    found = [finding for each in rows for finding in _check_row(each, usf_factors)]
    found += check_table(rows, today)
    return sorted(found, key=lambda finding: finding.row or 0)


def _check_row(each: Numbered, usf_factors: tuple[UsfFactor, ...]) -> Iterator[Finding]:
    if each.number is None:
        return
    yield from _price(each)
    yield from _words(each)
    yield from _place(each)
    yield from _label(each)
    yield from _internet(each)
    if each.row.family == FUSF:
        yield from _fusf_shape(each)
        yield from _fusf_rate(each, usf_factors)


def _price(each: Numbered) -> Iterator[Finding]:
    """Rate, amount and kind of unit that the method needs."""
    rule, row = each.rule, each.row
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        yield each.error(
            "effective_to",
            "dates_not_in_order",
            "effective_to lies before effective_from",
            "Look which of the two is wrong.",
        )
    by_unit = row.method is Method.PER_UNIT or (row.method is Method.TIERED and not row.in_money)
    needs_kind = by_unit and row.base is not BaseKind.MINUTES and not names_of(rule.unit_kind)
    for lacks, column, code, way_out in (
        (
            by_unit and rule.unit_amount is None,
            "unit_amount",
            "amount_missing",
            "Write the amount of one unit, as in 0.75.",
        ),
        (
            needs_kind,
            "unit_kind",
            "unit_kind_missing",
            f"Write what is counted: {', '.join(_UNIT_KINDS)}.",
        ),
        (
            not by_unit and rule.rate is None,
            "rate",
            "rate_missing",
            "Write the fraction, as in 0.0625; 0 says that nothing is taken.",
        ),
    ):
        if lacks:
            yield each.error(column, code, f"{row.method.value} needs {column}", way_out)
    yield from _rate(each, by_unit=by_unit)


def _rate(each: Numbered, *, by_unit: bool) -> Iterator[Finding]:
    """A rate that can be one, of a base the method can be taken of."""
    rule, row = each.rule, each.row
    if by_unit and rule.rate is not None:
        yield each.warning(
            "rate",
            "unused_rate",
            f"{row.method.value} takes unit_amount, so its rate of {rule.rate} is not used",
            "Empty the cell, or choose another calc_method.",
        )
    elif rule.rate is not None and rule.rate > 1:
        yield each.error(
            "rate",
            "rate_above_1",
            f"Did you type percent? rate is {rule.rate}, above 1",
            "Write the fraction: 6.25 % is 0.0625.",
        )
    if row.method is Method.GROSS_UP and rule.rate == 1:
        yield each.error(
            "rate",
            "rate_above_1",
            "A receipts tax of 1 cannot be grossed up",
            "Write the fraction: 6.25 % is 0.0625.",
        )
    if by_unit is row.in_money:
        yield each.warning(
            "base_kind",
            "unsupported_rule",
            f"{row.method.value} cannot be taken of {row.base.value}: {row.code} will hold every "
            "invoice it reaches",
            f"Choose another calc_method, or a base_kind of {'counts' if by_unit else 'money'}.",
        )


def _words(each: Numbered) -> Iterator[Finding]:
    """Categories and kinds of units that exist."""
    for pattern in each.row.patterns:
        if not is_pattern(pattern):
            near = get_close_matches(pattern, sorted(CATEGORIES), n=1, cutoff=0.0)[0]
            yield each.error(
                "category",
                "unknown_category",
                f"There is no tax category {pattern!r}; the nearest is {near}",
                "Use a category of the list, a beginning of one with * at the end, or * alone.",
            )
    for name in names_of(each.rule.unit_kind):
        if name.upper() not in _UNIT_KINDS:
            yield each.error(
                "unit_kind",
                "unknown_unit_kind",
                f"unit_kind is {name!r}",
                f"Use {', '.join(_UNIT_KINDS)}.",
            )


def _place(each: Numbered) -> Iterator[Finding]:
    rule, where = each.rule, each.row.jurisdiction
    if where.country != "US":
        return
    if rule.county_fips is not None and county_code(rule.county_fips.strip(), where.state) is None:
        yield each.error(
            "county_fips",
            "bad_county",
            f"county_fips is {rule.county_fips!r}, no county of {where.state or 'a state'}",
            "Write its three digits, or five with the state's in front.",
        )
    if where.place and not is_place_code(where.place):
        yield each.error(
            "place_fips",
            "bad_place",
            f"place_fips is {rule.place_fips!r}",
            "Write its five digits.",
        )
    if not where.state and where.level is not Level.FED:
        yield each.error(
            "state",
            "state_missing",
            "A county, city or district needs its state",
            "Write the two letters of the state.",
        )


def _label(each: Numbered) -> Iterator[Finding]:
    """A fee of the provider's own must not be called a tax (FCC 05-55)."""
    row = each.row
    if row.class_ is TaxClass.PROVIDER_FEE and SAYS_TAX.search(row.label):
        yield each.error(
            "bill_label",
            "misleading_label",
            f"{row.label!r} is a fee of the provider's own, and its label says tax or government",
            "Name it for what it is, such as Regulatory Recovery Fee.",
        )


def _internet(each: Numbered) -> Iterator[Finding]:
    """No state or local percentage of Internet access (47 USC 151 note)."""
    row = each.row
    if (
        INTERNET_ACCESS in row.patterns
        and row.is_percentage
        and row.jurisdiction.country == "US"
        and row.jurisdiction.level is not Level.FED
    ):
        yield each.error(
            "category",
            "internet_access_taxed",
            "Internet access bears no state or local tax (Internet Tax Freedom Act)",
            "Take INTERNET_ACCESS out, or give it a row of its own with rate 0.",
        )


def _fusf_shape(each: Numbered) -> Iterator[Finding]:
    """The form a universal service row must have (how an invoice is taxed, 10)."""
    row = each.row
    wrong = (
        (bool(row.includes), "base_includes", "be blank", "Empty the cell."),
        (
            row.level is not RoundLevel.INVOICE_TAX,
            "round_level",
            "be INVOICE_TAX",
            "Write INVOICE_TAX.",
        ),
        (
            row.mode not in {Rounding.HALF_UP, Rounding.DOWN},
            "round_mode",
            "be HALF_UP or DOWN",
            "Write HALF_UP or DOWN.",
        ),
        (row.method is not Method.PCT, "calc_method", "be PCT", "Write PCT."),
    )
    for holds, column, words, way_out in wrong:
        if holds:
            message = f"The federal universal service charge: {column} must {words}"
            yield each.error(column, "fusf_form", message, way_out)
    if row.jurisdiction.level is not Level.FED or row.jurisdiction.country != "US":
        message = "FUSF is a federal charge of the US, all states"
        way_out = "Write US in country, and leave state and all below it blank."
        yield each.warning("state", "fusf_form", message, way_out)


def _fusf_rate(each: Numbered, usf_factors: tuple[UsfFactor, ...]) -> Iterator[Finding]:
    """The rate is at most the factor of every quarter the row covers that the table has."""
    rule, row = each.rule, each.row
    for factor in usf_factors:
        overlaps = factor.first <= row.last and row.first <= factor.last
        if rule.rate is not None and overlaps and rule.rate > factor.factor:
            yield each.error(
                "rate",
                "fusf_above_factor",
                f"rate {rule.rate} is above the factor {factor.factor} of {factor.quarter}",
                "Lower the rate, or end the row with its quarter.",
            )
            return
