"""What rows take, rounded once per code, jurisdiction and level, the cents shared to the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from app.tax.amounts import Amounts
from app.tax.bases import SharesOf
from app.tax.result import TaxPart
from app.tax.rounding import Exact, share_cents
from app.tax.row_base import OVER_INVOICE, LevelKey, RowBase
from app.tax.rule_row import CENTS, RuleRow
from app.tax.selection import GroupUses
from app.tax.trace import TaxTrace
from app.tax.tracing import RoundedSum, trace_of
from app.tax.unbundling import Item
from app.tax.written import cents_written, written
from app.values.money import ZERO, Rounding, round_ratio


@dataclass(slots=True, eq=False)  # not frozen: made for every line
class RowTax:
    """What one row takes of what is rounded together, in whole cents."""

    base: RowBase
    places: Sequence[int]
    """Which shares of the base are in it."""
    key: LevelKey
    whole: int
    """The sum of the base, over its denominator."""
    cents: int = 0
    """What is left of it in whole cents once it is rounded."""
    items: Sequence[Item] = ()
    """The charges of the invoice by position."""
    splits: SharesOf | None = None
    rows_together: int = 1
    """How many rows were rounded as one sum."""
    sum_together: Fraction | None = None
    """That sum in exact cents, where they are several."""
    ceiling: Exact | None = None
    """What lowered the sum."""

    @property
    def row(self) -> RuleRow:
        """The row."""
        return self.base.row

    def exact_ratio(self) -> tuple[int, int]:
        """The exact tax in cents: numerator and denominator."""
        times, over = self.base.row.ratio
        return self.whole * times, self.base.base.over * over

    def exact_cents(self) -> tuple[Sequence[int], list[int], int]:
        """Positions of charges, each once, the exact cents each raised, and their denominator."""
        base, places = self.base, self.places
        positions, parts = base.positions, base.base.parts
        times, over = base.row.ratio
        if len(places) != len(parts):
            positions = [positions[place] for place in places]
            numerators = [parts[place] * times for place in places]
        else:
            numerators = [part * times for part in parts]
        if len(positions) > 1 and len(set(positions)) != len(positions):
            found: dict[int, int] = {}
            for position, numerator in zip(positions, numerators, strict=True):
                found[position] = found.get(position, 0) + numerator
            positions, numerators = list(found), list(found.values())
        return positions, numerators, base.base.over * over

    def trace(self) -> TaxTrace:
        """The inputs of the line."""
        rounded = RoundedSum(
            exact=Fraction(*self.exact_ratio()),
            rows=self.rows_together,
            together=self.sum_together,
            ceiling=self.ceiling,
        )
        return trace_of(self.base, self.places, self.splits or {}, rounded)

    def parts(self) -> tuple[TaxPart, ...]:
        """What each charge raised, of what; charges that raised nothing of nothing left out."""
        items, positions = self.items, self.base.positions
        cents: dict[int, int] = {}
        for position, part in self._charge_cents():
            index = items[position].charge.index
            cents[index] = cents.get(index, 0) + part
        places: dict[int, list[int]] = {}
        for place in self.places:
            places.setdefault(items[positions[place]].charge.index, []).append(place)
        return tuple(self._parts(cents, places))

    def _charge_cents(self) -> Iterable[tuple[int, int]]:
        """Positions of charges with their whole cents; in their order cents are shared."""
        positions, numerators, denominator = self.exact_cents()
        ordered = sorted(zip(positions, numerators, strict=True))
        cents = share_cents(self.cents, [each for _, each in ordered], denominator)
        return zip((position for position, _ in ordered), cents, strict=True)

    def _parts(self, cents: dict[int, int], places: dict[int, list[int]]) -> Iterable[TaxPart]:
        base, row = self.base, self.base.row
        for index, own in sorted(cents.items()):
            at = places[index]
            taken = base.base.whole_of(at)
            exempt = base.exempt.whole_of(at) if base.exempt is not None else 0
            if not (own or exempt or taken):
                continue
            printed = written(taken, row.steps)
            counted = printed
            if base.counted is not base.base:
                counted = written(base.counted.whole_of(at), row.steps)
            yield TaxPart(
                line_index=index,
                amount=cents_written(own),
                base=None if row.is_count else printed,
                units=printed if row.is_count else None,
                counted=counted,
                joined=ZERO if base.joined is None else self._joined(base.joined, at),
                exempt=written(exempt * self.price, CENTS) if exempt else ZERO,
            )

    def _joined(self, joined: Amounts, at: Sequence[int]) -> Decimal:
        return written(joined.whole_of(at), self.row.steps)

    @property
    def price(self) -> Exact:
        """What one step of an exempt base saved, in cents: for money the base itself is told."""
        return 1 if self.row.in_money else self.row.multiplier


def row_taxes(bases: Sequence[RowBase], *, ceiling: Exact | None = None) -> list[RowTax]:
    """The rows of one tax code and jurisdiction, rounded together where their level is the same.

    ``ceiling``, in cents, is what the sum may not pass once the ceiling is rounded half up.
    """
    if len(bases) == 1 and bases[0].keys is None and ceiling is None:
        return [_alone(bases[0])]
    by_key: dict[LevelKey, list[RowTax]] = {}
    for base in bases:
        places: dict[LevelKey, list[int]] = {}
        for place, key in enumerate(base.keys or [OVER_INVOICE] * len(base.places)):
            places.setdefault(key, []).append(place)
        parts = base.base.parts
        for key, own in places.items():
            whole = sum(parts[place] for place in own)
            by_key.setdefault(key, []).append(RowTax(base, own, key, whole))
    found: list[RowTax] = []
    for members in by_key.values():
        _round(members, ceiling)
        found += members
    return found


def plain_tax(uses: GroupUses) -> RowTax:
    """What a plain plan takes: as ``row_taxes`` of its one base, on the shortest way."""
    [(row, places)] = uses.plan.rows
    cents = uses.cents
    charged = Amounts([cents[place] for place in places])
    return _alone(RowBase(row, uses.pieces, places, places, charged, charged, charged))


def _alone(base: RowBase) -> RowTax:
    """The only row over an invoice: most lines are such."""
    parts, (times, over) = base.base.parts, base.row.ratio
    whole = sum(parts)
    cents = round_ratio(whole * times, base.base.over * over, base.row.mode)
    return RowTax(base, range(len(parts)), OVER_INVOICE, whole, cents)


def _round(members: list[RowTax], ceiling: Exact | None) -> None:
    """Rounds what is rounded together and shares the cents to its rows."""
    members.sort(key=lambda each: (each.row.order, each.row.number))
    exact = [each.exact_ratio() for each in members]
    shared = lcm(*(over for _, over in exact))
    sums = [own * (shared // over) for own, over in exact]
    whole = sum(sums)
    total = round_ratio(whole, shared, members[0].row.mode)
    lowered = None
    if ceiling is not None:
        highest = max(0, round_ratio(ceiling.numerator, ceiling.denominator, Rounding.HALF_UP))
        if highest < total:
            total, lowered = highest, ceiling
    for tax, cents in zip(members, share_cents(total, sums, shared), strict=True):
        tax.cents = cents
        tax.ceiling = lowered
        if len(members) > 1:
            tax.rows_together = len(members)
            tax.sum_together = Fraction(whole, shared)
