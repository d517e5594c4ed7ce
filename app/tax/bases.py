"""Bases in money and minutes: what of a charge, and of other taxes on it, a row is taken of."""

from collections.abc import Mapping
from fractions import Fraction

from app.tax.counts import ReliefOf
from app.tax.parts import Share, level_key
from app.tax.rounding import Exact
from app.tax.rule_row import BaseKind, RuleRow
from app.tax.selection import WHOLE, Piece
from app.tax.shares import Split, part_of

SECONDS_IN_MINUTE = 60

Raised = Mapping[str, Mapping[int, Exact]]
"""By tax code and position of the charge: the cents that charge raised, rounding laid on it."""

SharesOf = Mapping[Piece, Split]
"""The jurisdictional shares of the pieces that need them."""


def base_shares(
    row: RuleRow, pieces: list[Piece], *, splits: SharesOf, raised: Raised, relief_of: ReliefOf
) -> list[Share]:
    """What a row that is no count takes of each piece, before its limits.

    The included taxes join whole, not multiplied by the share (``setup-workbook.md``, how an
    invoice is taxed, 6).
    """
    included = [raised[code] for code in row.includes if code in raised]
    found = []
    for piece in pieces:
        item = piece.item
        location = item.charge.location_code
        amount = _own_part(row, piece, splits)
        if row.base is not BaseKind.MINUTES:
            for taxes in included:
                amount = amount + taxes.get(item.position, 0)
        if piece.weight is not WHOLE:
            amount = amount * piece.weight
        key = level_key(row, location, item.position)
        found.append(
            Share(
                row=row,
                position=item.position,
                location=location,
                amount=amount,
                relief=relief_of(row, item.account, location, piece.day),
                scope=key,
                key=key,
            )
        )
    return found


def _own_part(row: RuleRow, piece: Piece, splits: SharesOf) -> Exact:
    if row.base is BaseKind.CHARGE:
        return piece.item.cents
    if row.asks_share:
        return piece.item.cents * part_of(splits[piece], row.base)
    if row.base is BaseKind.MINUTES:
        return Fraction(piece.item.seconds, SECONDS_IN_MINUTE)
    return 0
