"""Bases in money and minutes: what of a charge, and of other taxes on it, a row is taken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.tax.amounts import Amounts, Raised
from app.tax.counts import ReliefOf
from app.tax.row_base import RowBase, level_key
from app.tax.rule_row import BaseKind, DateBasis, RoundLevel, RuleRow
from app.tax.selection import GroupUses, Piece
from app.tax.shares import Elected, part_of

SECONDS_IN_MINUTE = 60

SharesOf = Mapping[Piece, Elected]
"""The jurisdictional shares of the pieces that need them."""


@dataclass(slots=True, kw_only=True, eq=False)
class Standing:
    """What is known of one invoice while its taxes are worked out."""

    splits: SharesOf
    raised: dict[str, Raised]
    """By tax code what was raised so far."""
    relief_of: ReliefOf | None
    """None where nobody is exempt."""


def money_base(
    row: RuleRow, places: Sequence[int], *, uses: GroupUses, standing: Standing
) -> RowBase:
    """What a row that is no count takes of the pieces at these places, before its limits.

    The included taxes join whole, not multiplied by the share (``setup-workbook.md``, how an
    invoice is taxed, 6).
    """
    relief_of = standing.relief_of
    by_service = row.basis is not DateBasis.INVOICE_DATE
    # On the invoice's date there is one piece a charge, at its position.
    positions = [uses.pieces[place].item.position for place in places] if by_service else places
    counted = _own_parts(row, places, uses, standing.splits)
    joined = _joined(row, positions, standing.raised) if row.includes else None
    if joined is not None:
        counted = counted.plus(joined)
    if by_service:
        weights = [uses.pieces[place].weight for place in places]
        counted = counted.times_each(weights)
        joined = None if joined is None else joined.times_each(weights)
    found = RowBase(row, uses.pieces, places, positions, counted, counted, counted, joined)
    if row.level is not RoundLevel.INVOICE_TAX or relief_of is not None:
        pieces = [uses.pieces[place] for place in places]
        if row.level is not RoundLevel.INVOICE_TAX:
            found.keys = [
                level_key(row, piece.item.charge.location_code, piece.item.position)
                for piece in pieces
            ]
        if relief_of is not None:
            found.reliefs = [
                relief_of(row, piece.item.account, piece.item.charge.location_code, piece.day)
                for piece in pieces
            ]
    return found


def _joined(row: RuleRow, positions: Sequence[int], raised: Mapping[str, Raised]) -> Amounts | None:
    """What included taxes give; None where there is none of them."""
    found = None
    if row.base is not BaseKind.MINUTES:
        for code in row.includes:
            taxes = raised.get(code)
            if taxes is not None:
                own = taxes.at(positions)
                found = own if found is None else found.plus(own)
    return found


def _own_parts(row: RuleRow, places: Sequence[int], uses: GroupUses, splits: SharesOf) -> Amounts:
    if row.base is BaseKind.MINUTES:
        return Amounts([uses.pieces[place].item.seconds for place in places], SECONDS_IN_MINUTE)
    if row.base is BaseKind.TAX_OF:
        return Amounts([0] * len(places))
    cents = uses.cents
    charged = Amounts([cents[place] for place in places])
    if not row.asks_share:
        return charged
    pieces = uses.pieces
    return charged.times_each([part_of(splits[pieces[place]].split, row.base) for place in places])
