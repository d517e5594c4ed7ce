"""Parts: what one row takes of one charge, before rounding."""

from dataclasses import dataclass
from fractions import Fraction

from app.tax.certificate import NO_RELIEF, Relief
from app.tax.rounding import Exact
from app.tax.rule_row import Method, RoundLevel, RuleRow

LevelKey = tuple[str, int]
"""Over what a part is rounded: a location and the position of a charge there; each may be none."""

OVER_INVOICE: LevelKey = ("", -1)


@dataclass(slots=True, kw_only=True, eq=False)  # not frozen: made by the hundred thousand
class Share:
    """A part of a base, before limits: of a charge in cents, of calls in minutes, or in units."""

    row: RuleRow
    position: int
    location: str | None
    """None for what is counted once an account."""
    amount: Exact
    relief: Relief
    scope: object
    """Shares of equal scope stand under one limit."""
    key: LevelKey


@dataclass(slots=True, kw_only=True, eq=False)  # not frozen: made by the hundred thousand
class Part:
    """What one row takes of one charge; its tax is ``base`` times the multiplier of the row."""

    row: RuleRow
    position: int
    location: str | None
    key: LevelKey
    counted: Exact
    """The base before limits."""
    base: Exact
    """The base after limits, taxable part and exemption."""
    exempt: Exact
    """What the exemption took out of the base."""
    certificate: str


def level_key(row: RuleRow, location: str | None, position: int) -> LevelKey:
    """Over what a part is rounded. What has no location is rounded over the invoice."""
    if row.level is RoundLevel.INVOICE_TAX or location is None:
        return OVER_INVOICE
    if row.level is RoundLevel.LOCATION_TAX:
        return (location, -1)
    return (location, position)


def limited_parts(shares: list[Share], *, cap: Fraction | None = None) -> list[Part]:
    """The parts of one row, after its limits, its taxable part and exemptions, in that order.

    Limits are taken over each scope; what is cut is cut from all shares in proportion
    (``setup-workbook.md``, how an invoice is taxed, 6).
    """
    row = shares[0].row
    is_limited = cap is not None or row.minimum is not None or row.maximum is not None
    kept = _kept(shares, cap) if is_limited else {}
    found = []
    for share in shares:
        base = share.amount
        if is_limited:
            base = base * kept[share.scope]
        if row.taxable is not None:
            base = base * row.taxable
        exempt: Exact = 0
        if share.relief is not NO_RELIEF:
            exempt = base * share.relief.part
            base = base - exempt
        found.append(
            Part(
                row=row,
                position=share.position,
                location=share.location,
                key=share.key,
                counted=share.amount,
                base=base,
                exempt=exempt,
                certificate=share.relief.certificate if exempt else "",
            )
        )
    return found


def _kept(shares: list[Share], cap: Fraction | None) -> dict[object, Fraction]:
    """Which part of the shares of each scope the limits of the row leave."""
    sums: dict[object, Exact] = {}
    for share in shares:
        sums[share.scope] = sums.get(share.scope, 0) + share.amount
    row = shares[0].row
    limit = _slice if row.method is Method.TIERED else _limit
    kept = {}
    for scope, whole in sums.items():
        left = Fraction(whole) if cap is None else min(Fraction(whole), cap)
        kept[scope] = limit(row, left) / whole if whole else _kept_of_nothing(row)
    return kept


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
