"""Bases of one row: what it takes of every charge, through its limits, to what is taxed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.tax.amounts import Amounts
from app.tax.certificate import NO_RELIEF, Relief
from app.tax.rule_row import Method, RoundLevel, RuleRow, UnitKind
from app.tax.selection import Piece

LevelKey = tuple[str, int]
"""Over what a base is rounded: a location and the position of a charge there; each may be none."""

OVER_INVOICE: LevelKey = ("", -1)


@dataclass(slots=True, eq=False)  # not frozen: made for every row of every invoice
class RowBase:
    """What one row takes, in cents, minutes or units; each list has one entry for each share."""

    row: RuleRow
    pieces: Sequence[Piece]
    places: Sequence[int]
    """Which of the pieces is behind each."""
    positions: Sequence[int]
    """The charge each is laid on."""
    counted: Amounts
    """Before limits, with what included taxes gave."""
    limited: Amounts
    """After limits."""
    base: Amounts
    """After taxable part and exemption too; the tax is this times the multiplier of the row."""
    joined: Amounts | None = None
    """What of the counted included taxes gave; None: nothing."""
    exempt: Amounts | None = None
    """What exemptions took out; None: nothing."""
    keys: Sequence[LevelKey] | None = None
    """Over what each is rounded; None: all over the invoice."""
    scopes: Sequence[object] | None = None
    """Shares of equal scope stand under one limit; None: over what is rounded."""
    reliefs: Sequence[Relief] | None = None
    """The exemption of each; None: nobody has one."""
    kinds: Sequence[UnitKind] | None = None
    """What each counts; None where nothing is counted."""


def level_key(row: RuleRow, location: str | None, position: int) -> LevelKey:
    """Over what a share is rounded. What has no location is rounded over the invoice."""
    if row.level is RoundLevel.INVOICE_TAX or location is None:
        return OVER_INVOICE
    if row.level is RoundLevel.LOCATION_TAX:
        return (location, -1)
    return (location, position)


def settle_base(given: RowBase, *, cap: Fraction | None = None) -> RowBase:
    """The same base with its limits, its taxable part and exemptions, in that order.

    Limits are taken over each scope; what is cut is cut from all shares in proportion
    (``setup-workbook.md``, how an invoice is taxed, 6).
    """
    row = given.row
    if not row.is_limited and given.reliefs is None:
        return given
    base = given.counted
    if cap is not None or row.minimum is not None or row.maximum is not None:
        base = given.limited = _limited(given, cap)
    if row.taxable is not None:
        base = base.times(row.taxable)
    if given.reliefs is not None and any(each is not NO_RELIEF for each in given.reliefs):
        given.exempt = base.times_each([each.part for each in given.reliefs])
        base = base.less(given.exempt)
    given.base = base
    return given


def _limited(given: RowBase, cap: Fraction | None) -> Amounts:
    """What the limits of the row leave of the shares of each scope."""
    counted = given.counted
    scopes = given.scopes or given.keys
    if scopes is None:
        return counted.times(_kept(given.row, counted.whole(), cap))
    sums: dict[object, int] = {}
    for scope, part in zip(scopes, counted.parts, strict=True):
        sums[scope] = sums.get(scope, 0) + part
    kept = {
        scope: _kept(given.row, Fraction(part, counted.over), cap) for scope, part in sums.items()
    }
    return counted.times_each([kept[scope] for scope in scopes])


def _kept(row: RuleRow, whole: Fraction, cap: Fraction | None) -> Fraction:
    """Which part of a sum the limits leave."""
    if not whole:
        return _kept_of_nothing(row)
    left = whole if cap is None else min(whole, cap)
    return (_slice(row, left) if row.method is Method.TIERED else _limit(row, left)) / whole


def _kept_of_nothing(row: RuleRow) -> Fraction:
    """What is left where the shares cancel out: all of them, unless nothing is too little."""
    cut = row.method is Method.TIERED or (row.minimum is not None and row.minimum > 0)
    return Fraction(0 if cut else 1)


def _limit(row: RuleRow, whole: Fraction) -> Fraction:
    """Below the minimum nothing, above the maximum the maximum."""
    if row.minimum is not None and whole < row.minimum * row.steps:
        return Fraction(0)
    if row.maximum is not None:
        return min(whole, row.maximum * row.steps)
    return whole


def _slice(row: RuleRow, whole: Fraction) -> Fraction:
    """What lies between the bounds of a step; of a negative base by its absolute value."""
    size = abs(whole)
    lower = (row.minimum or Fraction(0)) * row.steps
    upper = size if row.maximum is None else min(size, row.maximum * row.steps)
    inside = max(Fraction(0), upper - lower)
    return -inside if whole < 0 else inside
