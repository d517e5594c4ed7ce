"""911 and 988: what is due of fees per line, by place, class of customer and kind of line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.charge_shares import ChargeShare, charge_shares
from app.billing.tax_reports.facts import (
    BILLED_BASIS,
    ReportFacts,
    TaxEntry,
    codes_of,
    of_families,
    tax_entries,
    ties,
)
from app.billing.tax_reports.jurisdictions import (
    JURISDICTION,
    jurisdiction_cells,
    registration_of,
)
from app.billing.tax_reports.report import Row, TaxReport, amount, exact, text, totals_of
from app.tax.trace import UnitTally
from app.values.money import (
    CENT_PLACES,
    SCALE_PLACES,
    ZERO,
    Rounding,
    cents,
    plain,
    round_exact,
    share_out,
)

FAMILIES: Final = frozenset({"911", "E911", "988"})

_COLUMNS: Final = (
    text("family", "911 or 988"),
    *JURISDICTION,
    text("tax_code", "The tax's code"),
    text("customer_class", "Kind of customer"),
    text("line_kind", "What is counted; blank where the fee is a part of the charge"),
    exact("rate", "Amount of one unit, or the fraction of the charge"),
    exact("in_service", "Units counted, each invoice's added up"),
    exact("over_cap", "Of these beyond the cap, or left out by another limit of the row"),
    exact("exempt", "Of these exempt by certificate"),
    exact("billable", "Units billed"),
    amount("base", "Money the fee was taken of, where it is a part of the charge"),
    amount("billed", "What charges raised"),
    amount("credited", "What credits gave back, and corrections of earlier invoices"),
    amount("collected", "Blank: payments are not known here"),
    amount("allowance", "What the registration lets you keep"),
    amount("due", "Billed and credited, less the allowance"),
)
_SUMMED: Final = (
    "in_service",
    "over_cap",
    "exempt",
    "billable",
    "base",
    "billed",
    "credited",
    "allowance",
    "due",
)
_LINES: Final = (
    "Units are added up over the invoices of the window: a line billed in three months counts three"
    " times. Credits take back money and no units."
)

_NOTHING: Final = Fraction(0)

_Key = tuple[str, str, str, str, str, Decimal]
"""Jurisdiction, family, code, class of customer, kind of line, rate."""


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    is_count: bool
    in_service: Fraction = _NOTHING
    exempt: Fraction = _NOTHING
    billable: Fraction = _NOTHING
    base: Decimal = ZERO
    billed: Decimal = ZERO
    credited: Decimal = ZERO


@dataclass(slots=True)
class _Work:
    facts: ReportFacts
    sums: dict[_Key, _Sums] = field(default_factory=dict)

    def of(self, taxed: TaxEntry, customer_class: str, line_kind: str) -> _Sums:
        tax = taxed.tax
        key = (
            tax.jurisdiction,
            tax.family.upper(),
            tax.tax_code,
            customer_class,
            line_kind,
            tax.rate,
        )
        return self.sums.setdefault(key, _Sums(tax.units is not None))


def emergency(facts: ReportFacts) -> TaxReport:
    """What is due of 911 and 988 fees."""
    work = _Work(facts)
    for taxed in of_families(tax_entries(facts), FAMILIES):
        trace = taxed.tax.trace
        if trace is not None and trace.tallies:
            _add_tallies(work, taxed, trace.tallies)
        else:
            for share in charge_shares(taxed):
                _add_share(work, share)
    ordered = sorted(work.sums.items())
    rows = tuple(_row(facts, key, own) for key, own in ordered)
    reported: dict[str, Decimal] = {}
    for (_, _, code, *_), own in ordered:
        reported[code] = reported.get(code, ZERO) + own.billed + own.credited
    return TaxReport(
        title="911 and 988 remittance",
        columns=_COLUMNS,
        rows=rows,
        totals=totals_of(_COLUMNS, rows, *_SUMMED),
        notes=(BILLED_BASIS, _LINES),
        ties=ties(facts, reported, codes=codes_of(facts, FAMILIES)),
    )


def _add_tallies(work: _Work, taxed: TaxEntry, tallies: Sequence[UnitTally]) -> None:
    """Adds a count by what it counted of whom; its cents follow the units billed."""
    sign = taxed.entry.sign
    weights = [abs(Fraction(each.billed)) for each in tallies]
    billed = share_out(int(taxed.billed.scaleb(CENT_PLACES)), weights)
    credited = share_out(int(taxed.credited.scaleb(CENT_PLACES)), weights)
    for each, own_billed, own_credited in zip(tallies, billed, credited, strict=True):
        own = work.of(taxed, each.customer_class, each.kind)
        own.billed += Decimal(own_billed).scaleb(-CENT_PLACES)
        own.credited += Decimal(own_credited).scaleb(-CENT_PLACES)
        own.in_service += sign * each.counted
        own.billable += sign * each.billed
        own.exempt += sign * each.exempt


def _add_share(work: _Work, share: ChargeShare) -> None:
    own = work.of(share.taxed, _customer_class(work.facts, share), _line_kind(work.facts, share))
    own.billed += share.billed
    own.credited += share.credited
    if share.is_credit:
        return
    if own.is_count:
        own.in_service += Fraction(share.counted)
        own.exempt += Fraction(share.exempt_units)
        own.billable += Fraction(share.units)
    else:
        own.base += share.base


def _customer_class(facts: ReportFacts, share: ChargeShare) -> str:
    """The kind of customer as billed; where that is not kept, as it is now."""
    trace = share.tax.trace
    if trace is not None and trace.customer_class and "|" not in trace.customer_class:
        return trace.customer_class
    account = facts.accounts.get(share.account_number)
    return "" if account is None else account.customer_class


def _line_kind(facts: ReportFacts, share: ChargeShare) -> str:
    """What a line counts that kept no tally: the one kind of its row, else its product's."""
    if share.tax.units is None:
        return ""
    trace = share.tax.trace
    kinds = trace.row.unit_kind.split("|") if trace is not None else []
    if len(kinds) == 1:
        return kinds[0]
    product = facts.products.get(share.line.product_code) if share.line else None
    own = product.line_kind.upper() if product else ""
    return own if own in kinds or (own != "NONE" and not kinds) else "|".join(kinds)


def _row(facts: ReportFacts, key: _Key, own: _Sums) -> Row:
    jurisdiction, family, code, customer_class, kind, rate = key
    net = own.billed + own.credited
    registration = registration_of(
        facts.registrations, family, jurisdiction, on=facts.period.last_day
    )
    part = registration.allowance if registration else None
    kept = cents(Fraction(part) * Fraction(net)) if part else ZERO
    over_cap = own.in_service - own.billable - own.exempt
    return (
        family,
        *jurisdiction_cells(jurisdiction),
        code,
        customer_class,
        kind,
        rate,
        *(
            _units(each) if own.is_count else None
            for each in (own.in_service, over_cap, own.exempt, own.billable)
        ),
        None if own.is_count else cents(own.base),
        own.billed,
        own.credited,
        None,
        kept,
        net - kept,
    )


def _units(value: Fraction) -> Decimal:
    return plain(round_exact(value, SCALE_PLACES, Rounding.HALF_UP))
