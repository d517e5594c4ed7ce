"""Tracing: the inputs of a tax line, gathered from the base it was made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.tax.bases import SharesOf
from app.tax.rounding import Exact
from app.tax.row_base import RowBase
from app.tax.selection import WHOLE, Piece
from app.tax.shares import Elected
from app.tax.trace import ShareTrace, TaxTrace, UnitTally


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundedSum:
    """How the exact tax of a row became whole cents."""

    exact: Fraction
    """Of the row, in cents."""
    rows: int
    """How many rows were rounded as one sum."""
    together: Fraction | None
    """That sum, where they are several."""
    ceiling: Exact | None
    """What lowered it."""


def trace_of(
    base: RowBase, places: Sequence[int], splits: SharesOf, rounded: RoundedSum
) -> TaxTrace:
    """The trace of one row's line, of the shares of a base at these places."""
    row = base.row
    pieces = [base.pieces[base.places[place]] for place in places]
    days = [piece.day for piece in pieces]
    counted = base.counted.whole_of(places)
    limited = counted if base.limited is base.counted else base.limited.whole_of(places)
    taken = limited if base.base is base.limited else base.base.whole_of(places)
    joined = 0 if base.joined is None else base.joined.whole_of(places)
    exempt = 0 if base.exempt is None else base.exempt.whole_of(places)
    split: tuple[Exact, Exact, Exact] | None = None
    shares: tuple[ShareTrace, ...] = ()
    if row.asks_share:
        charged, elections = _by_share(pieces, splits)
        split, shares = _split(charged), _shares(elections)
    return TaxTrace(
        row=row.facts,
        first_day=min(days),
        last_day=max(days),
        customer_class="|".join(sorted({piece.item.customer_class for piece in pieces})),
        charged=0 if row.is_count else sum(_charged(piece) for piece in pieces),
        split=split,
        shares=shares,
        own=counted - joined,
        joined=joined,
        cut=counted - limited,
        untaxed=limited - taken - exempt,
        exempt=exempt,
        tax=rounded.exact,
        rows_together=rounded.rows,
        sum_together=rounded.together,
        ceiling=rounded.ceiling,
        tallies=_tallies(base, places) if row.is_count else (),
    )


def _charged(piece: Piece) -> Exact:
    cents = piece.item.cents
    return cents if piece.weight is WHOLE else cents * piece.weight


def _split(charged: Iterable[tuple[Exact, Elected]]) -> tuple[Exact, Exact, Exact]:
    """Interstate, international and intrastate cents of charges, each with its shares."""
    interstate: Exact = 0
    international: Exact = 0
    intrastate: Exact = 0
    for cents, elected in charged:
        own, abroad, inside = elected.split
        interstate = interstate + cents * own
        international = international + cents * abroad
        intrastate = intrastate + cents * inside
    return interstate, international, intrastate


def _tallies(base: RowBase, places: Sequence[int]) -> tuple[UnitTally, ...]:
    """The units of a count by their kind and the kind of customer."""
    found: dict[tuple[str, str], list[int]] = {}
    for place in places:
        kind = base.kinds[place].value if base.kinds else ""
        customer_class = base.pieces[base.places[place]].item.customer_class
        found.setdefault((kind, customer_class), []).append(place)
    return tuple(
        UnitTally(
            kind,
            customer_class,
            counted=base.counted.whole_of(at),
            billed=base.base.whole_of(at),
            exempt=0 if base.exempt is None else base.exempt.whole_of(at),
        )
        for (kind, customer_class), at in sorted(found.items())
    )


def _shares(elections: Mapping[str, Iterable[Elected]]) -> tuple[ShareTrace, ...]:
    """The shares that were applied, by category and in their order of size."""
    return tuple(
        ShareTrace(
            category=category,
            source=each.source,
            interstate=each.split[0],
            international=each.split[1],
        )
        for category, elected in sorted(elections.items())
        for each in sorted(elected, key=lambda each: each.split[0])
    )


def _by_share(
    pieces: Sequence[Piece], splits: SharesOf
) -> tuple[list[tuple[Exact, Elected]], dict[str, list[Elected]]]:
    """What charges of one share come to together; and the shares by category."""
    cents: dict[int, Exact] = {}
    elected: dict[int, Elected] = {}
    categories: dict[str, list[Elected]] = {}
    for piece in pieces:
        own = splits[piece]
        if id(own) not in elected:
            elected[id(own)] = own
            known = categories.setdefault(piece.item.category, [])
            if own not in known:
                known.append(own)
        cents[id(own)] = cents.get(id(own), 0) + _charged(piece)
    return [(cents[each], own) for each, own in elected.items()], categories
