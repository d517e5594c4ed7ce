"""Sales, utility users, communications services and receipts taxes, by jurisdiction and category.

Of every charge at a place the report tells where it went: no row of the tax reached it, a share or
limit left it out, a certificate exempted it, or it was taxed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.billing.tax_reports.certificate_kinds import CertificateKinds
from app.billing.tax_reports.charge_shares import ChargeShare, charge_shares
from app.billing.tax_reports.facts import (
    BILLED_BASIS,
    Entry,
    ReportFacts,
    codes_of,
    entries,
    of_families,
    taxes_of,
    ties,
)
from app.billing.tax_reports.jurisdictions import (
    JURISDICTION,
    jurisdiction_cells,
    jurisdictions_in_play,
    registration_of,
)
from app.billing.tax_reports.report import (
    ReportColumn,
    Row,
    TaxReport,
    amount,
    exact,
    text,
    totals_of,
)
from app.tax.jurisdiction import Jurisdiction
from app.tax.place import TaxPlace, place_of, reaches, with_county
from app.tax.request import ChargeKind
from app.tax.zip_counties import counties_of_zip
from app.values.money import ZERO, cents, from_counts, share_out, to_counts

FAMILIES: Final = frozenset({"SALES", "UUT", "CST", "GRT"})

_FIRST: Final = (
    text("family", "Kind of tax"),
    *JURISDICTION,
    text("tax_code", "The tax's code"),
    text("category", "Tax category of the product; a bundle stands under its own"),
    exact("rate", "Rate or unit amount; blank: no row of the tax reached these charges"),
    amount("gross", "Charges, without credits"),
    amount("included", "Other taxes that joined the base"),
    amount("not_taxable", "What no row reaches, or a share, a limit, the taxable part leaves out"),
    amount("exempt", "What certificates took out of the base"),
)
_LAST: Final = (
    amount("taxable", "Gross and included, less not taxable and exempt; blank where units count"),
    exact("units", "Units billed, of fees per unit"),
    amount("fees_exempt", "Money that certificates saved of fees per unit"),
    amount("tax", "Tax that charges raised"),
    amount("credit_base", "What the tax of credits and corrections was taken of"),
    amount("credited", "Tax that credits gave back, and corrections of earlier invoices"),
    amount("allowance", "What the registration lets you keep"),
    amount("due", "Tax and credited, less the allowance"),
)
_NOT_SUMMED: Final = {"rate"}
_GROSS: Final = (
    "Gross holds every charge at a place of the jurisdiction once for each tax, so it is not to be"
    " added up over taxes. Bad debt is not known here."
)


@dataclass(frozen=True, slots=True, order=True)
class _Tax:
    """A tax in one jurisdiction."""

    jurisdiction: str
    family: str
    code: str


@dataclass(slots=True)  # not frozen: sums in the making
class _Sums:
    is_count: bool = False
    gross: Decimal = ZERO
    included: Decimal = ZERO
    taxable: Decimal = ZERO
    units: Decimal = ZERO
    fees_exempt: Decimal = ZERO
    tax: Decimal = ZERO
    credit_base: Decimal = ZERO
    credited: Decimal = ZERO
    exempt: dict[str, Decimal] = field(default_factory=dict)
    """By kind of certificate."""


_Key = tuple[_Tax, str, Decimal | None]
"""The tax, the category, the rate."""


@dataclass(kw_only=True)
class _Work:
    facts: ReportFacts
    kinds: CertificateKinds
    in_play: dict[_Tax, Jurisdiction]
    sums: dict[_Key, _Sums] = field(default_factory=dict)
    reached: dict[tuple[str, date], tuple[_Tax, ...]] = field(default_factory=dict)
    """By location code and day the taxes whose jurisdiction reaches it."""

    def taxes_at(self, location_code: str, day: date) -> tuple[_Tax, ...]:
        found = self.reached.get((location_code, day))
        if found is None:
            found = self.reached[location_code, day] = self._taxes_at(location_code, day)
        return found

    def _taxes_at(self, location_code: str, day: date) -> tuple[_Tax, ...]:
        location = self.facts.location_on(location_code, day)
        if location is None:
            return ()
        place: TaxPlace = with_county(place_of(location), counties_of_zip)
        return tuple(tax for tax, where in self.in_play.items() if reaches(where, place))


def sales(facts: ReportFacts) -> TaxReport:
    """Gross, exempt by reason, taxable, tax and credits of each category in each jurisdiction."""
    work = _Work(facts=facts, kinds=CertificateKinds.of(facts.exemptions), in_play=_in_play(facts))
    for entry in entries(facts):
        _add(work, entry)
    kinds = sorted({kind for own in work.sums.values() for kind in own.exempt})
    columns = (*_FIRST, *_kind_columns(kinds), *_LAST)
    ordered = sorted(work.sums.items(), key=_order)
    rows = tuple(_row(facts, key, own, kinds=kinds) for key, own in ordered)
    reported: dict[str, Decimal] = {}
    for (tax, *_), own in ordered:
        reported[tax.code] = reported.get(tax.code, ZERO) + own.tax + own.credited
    summed = [
        column.name
        for column in columns
        if column.kind.value != "text" and column.name not in _NOT_SUMMED
    ]
    return TaxReport(
        title="Sales, utility users, communications and receipts taxes",
        columns=columns,
        rows=rows,
        totals=totals_of(columns, rows, *summed),
        notes=(BILLED_BASIS, _GROSS),
        ties=ties(facts, reported, codes=codes_of(facts, FAMILIES)),
    )


def _kind_columns(kinds: Sequence[str]) -> Iterator[ReportColumn]:
    for kind in kinds:
        yield amount(f"exempt_{kind.lower()}", f"Of the exempt: certificates of kind {kind}")


def _order(entry: tuple[_Key, _Sums]) -> tuple[object, ...]:
    (tax, category, rate), _ = entry
    return (tax, category, rate is None, rate or ZERO)


def _in_play(facts: ReportFacts) -> dict[_Tax, Jurisdiction]:
    return {
        _Tax(where.text, family, code): where
        for family, where, code in jurisdictions_in_play(facts, FAMILIES)
    }


def _add(work: _Work, entry: Entry) -> None:
    """Adds one invoice, or its being taken back."""
    by_line: dict[tuple[_Tax, int], list[ChargeShare]] = {}
    for taxed in of_families(taxes_of(entry), FAMILIES):
        tax = _Tax(taxed.tax.jurisdiction, taxed.tax.family.upper(), taxed.tax.tax_code)
        for share in charge_shares(taxed):
            if share.is_credit:
                _add_credit(work, tax, share)
            else:
                by_line.setdefault((tax, share.line_index), []).append(share)
    for (tax, _), shares in by_line.items():
        for share, gross in zip(shares, _gross_of(shares), strict=True):
            _add_share(work, tax, share, gross=gross)
    for index, line in enumerate(entry.invoice.lines):
        if line.kind is ChargeKind.CREDIT or not line.amount:
            continue
        for tax in work.taxes_at(line.location_code, entry.invoice.invoice_date):
            if (tax, index) not in by_line:
                key = (tax, line.tax_category.strip().upper(), None)
                work.sums.setdefault(key, _Sums()).gross += entry.sign * line.amount


def _gross_of(shares: Sequence[ChargeShare]) -> list[Decimal]:
    """The charge behind the shares of one line in one tax, once, laid on them by what each took."""
    line = shares[0].line
    if line is None:
        return [share.counted - share.joined for share in shares]
    whole = shares[0].taxed.entry.sign * line.amount
    weights = [abs(Fraction(share.counted) - Fraction(share.joined)) for share in shares]
    return [from_counts(part) for part in share_out(to_counts(whole), weights)]


def _add_credit(work: _Work, tax: _Tax, share: ChargeShare) -> None:
    own = work.sums.setdefault((tax, share.category, share.tax.rate), _Sums())
    own.credit_base += share.base
    own.credited += share.amount


def _add_share(work: _Work, tax: _Tax, share: ChargeShare, *, gross: Decimal) -> None:
    own = work.sums.setdefault((tax, share.category, share.tax.rate), _Sums())
    own.gross += gross
    own.tax += share.amount
    if share.is_count:
        own.is_count = True
        own.units += share.units
        own.fees_exempt += share.exempt
        return
    own.included += share.joined
    own.taxable += share.base
    if share.exempt:
        reason = work.kinds.reason(share)
        own.exempt[reason] = own.exempt.get(reason, ZERO) + share.exempt


def _row(facts: ReportFacts, key: _Key, own: _Sums, *, kinds: Sequence[str]) -> Row:
    tax, category, rate = key
    net = own.tax + own.credited
    registration = registration_of(
        facts.registrations, tax.family, tax.jurisdiction, on=facts.period.last_day
    )
    part = registration.allowance if registration else None
    kept = cents(Fraction(part) * Fraction(net)) if part else ZERO
    is_money = not own.is_count
    # Rounded before they are taken apart, so that each row adds up as it is printed.
    included, taxable = cents(own.included), cents(own.taxable)
    exempt = {kind: cents(each) for kind, each in own.exempt.items()}
    all_exempt = sum(exempt.values(), ZERO)
    return (
        tax.family,
        *jurisdiction_cells(tax.jurisdiction),
        tax.code,
        category,
        rate,
        own.gross,
        included if is_money else None,
        own.gross + included - all_exempt - taxable if is_money else None,
        all_exempt if is_money else None,
        *(exempt.get(kind, ZERO) for kind in kinds),
        taxable if is_money else None,
        own.units if own.is_count else None,
        cents(own.fees_exempt) if own.is_count else None,
        own.tax,
        cents(own.credit_base),
        own.credited,
        kept,
        net - kept,
    )
