"""What each charge of an invoice gave to a tax line: for reports by category, class and place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from app.billing.invoice import Line
from app.billing.tax_reports.facts import TaxEntry
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart
from app.values.money import (
    CENT_PLACES,
    SCALE_PLACES,
    ZERO,
    Rounding,
    from_counts,
    plain,
    round_exact,
    share_out,
    to_counts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeShare:
    """A charge's part in a tax line; amounts carry the sign of the entry.

    A line that a tax service worked out may know no charge: then ``line`` is None and the share is
    the whole tax line.
    """

    taxed: TaxEntry
    line: Line | None
    line_index: int
    """The line's place on the entry's own invoice, from 0; -1 where there is none."""
    amount: Decimal
    base: Decimal
    """Money after limits, the taxable part and exemption."""
    units: Decimal
    """Units or minutes after them."""
    counted: Decimal
    """Money, minutes or units before limits, the taxable part and exemption."""
    joined: Decimal
    """What of that included taxes gave."""
    exempt: Decimal
    """What certificates took out of the base; of fees per unit, the money they saved."""

    @property
    def tax(self) -> TaxLine:
        """The tax line."""
        return self.taxed.tax

    @property
    def is_credit(self) -> bool:
        """Whether a credit line gave it, or it corrects the tax of an earlier invoice."""
        if self.tax.adjusts:
            return True
        return self.line is not None and self.line.kind is ChargeKind.CREDIT

    @property
    def billed(self) -> Decimal:
        """Its tax, where no credit gave it."""
        return ZERO if self.is_credit else self.amount

    @property
    def credited(self) -> Decimal:
        """Its tax, where a credit gave it."""
        return self.amount if self.is_credit else ZERO

    @property
    def is_count(self) -> bool:
        """Whether units or minutes were counted, and not money."""
        return not _in_money(self.tax)

    @property
    def account_number(self) -> str:
        """Whose charge it is: a child's, where the parent is billed."""
        return (
            self.taxed.entry.invoice.account_number
            if self.line is None
            else (self.line.account_number)
        )

    @property
    def category(self) -> str:
        """Tax category of the product; of a bundle, the bundle's own."""
        return "" if self.line is None else self.line.tax_category.strip().upper()

    @property
    def location_code(self) -> str:
        """Where it was used."""
        return self.tax.location_code or "" if self.line is None else self.line.location_code

    @property
    def exempt_units(self) -> Decimal:
        """Units that certificates took out; 0 where money or minutes are taken."""
        if not self.is_count or not self.exempt or not self.tax.rate:
            return ZERO
        exact = Fraction(self.exempt) / Fraction(self.tax.rate)
        return plain(round_exact(exact, SCALE_PLACES, Rounding.HALF_UP))


def charge_shares(taxed: TaxEntry) -> Iterator[ChargeShare]:
    """The shares of one tax line; their amounts sum to the line's."""
    tax = taxed.tax
    lines = taxed.lines
    parts = tax.parts or _as_once_billed(taxed)
    if not parts:
        yield _share(taxed, _laid_on(tax, (TaxPart(line_index=0, amount=tax.amount),))[0], None)
        return
    # What each charge gave of base and units; where that is not told, it follows the amounts.
    if all(part.counted is None for part in parts):
        parts = _laid_on(tax, parts)
    for part in parts:
        yield _share(taxed, part, lines[part.line_index])
    rest = tax.amount - sum((part.amount for part in parts), ZERO)
    if rest:
        yield _share(taxed, TaxPart(line_index=0, amount=rest), None)


def _as_once_billed(taxed: TaxEntry) -> tuple[TaxPart, ...]:
    """A correction, laid on the charges of the invoice it corrects as that invoice's tax was."""
    tax = taxed.tax
    original = taxed.entry.originals.get(tax.adjusts)
    weights: dict[int, Fraction] = {}
    for line in original.tax_lines if original else ():
        if (line.tax_code, line.jurisdiction) == (tax.tax_code, tax.jurisdiction):
            for part in line.parts:
                weight = abs(Fraction(part.amount))
                weights[part.line_index] = weights.get(part.line_index, Fraction(0)) + weight
    shared = share_out(int(tax.amount.scaleb(CENT_PLACES)), list(weights.values()))
    return tuple(
        TaxPart(line_index=index, amount=Decimal(part).scaleb(-CENT_PLACES))
        for index, part in zip(weights, shared, strict=True)
    )


def _laid_on(tax: TaxLine, parts: tuple[TaxPart, ...]) -> tuple[TaxPart, ...]:
    weights = [Fraction(abs(part.amount)) for part in parts]

    def shared(value: Decimal | None) -> list[Decimal]:
        return [from_counts(each) for each in share_out(to_counts(value or ZERO), weights)]

    columns = zip(
        parts,
        shared(tax.base),
        shared(tax.units),
        shared(tax.base if tax.units is None else tax.units_counted),
        shared(tax.exempt_amount),
        strict=True,
    )
    return tuple(
        replace(
            part,
            base=None if tax.base is None else base,
            units=None if tax.units is None else units,
            counted=counted,
            exempt=exempt,
        )
        for part, base, units, counted, exempt in columns
    )


def _share(taxed: TaxEntry, part: TaxPart, line: Line | None) -> ChargeShare:
    sign = taxed.entry.sign
    in_money = _in_money(taxed.tax)
    taken = (part.base if part.units is None else part.units) or ZERO
    return ChargeShare(
        taxed=taxed,
        line=line,
        line_index=-1 if line is None or taxed.tax.adjusts else part.line_index,
        amount=sign * part.amount,
        base=sign * taken if in_money else ZERO,
        units=ZERO if in_money else sign * taken,
        counted=sign * (part.counted or ZERO),
        joined=sign * part.joined,
        exempt=sign * part.exempt,
    )


def _in_money(tax: TaxLine) -> bool:
    return tax.units is None and (tax.trace is None or tax.trace.row.in_money)
