"""The tax engine: the charges of an invoice and the tax book to tax lines.

The order of the work and every rule is ``setup-workbook.md``, "How an invoice is taxed". Inside,
amounts are exact: whole cents, and fractions where something is divided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.findings import Finding
from app.tax import problems as tell
from app.tax.bases import base_shares
from app.tax.book import RuleGroup, TaxBook
from app.tax.certificate import NO_RELIEF, Relief, relief
from app.tax.counts import count_shares
from app.tax.location_check import place_problem
from app.tax.parts import LevelKey, Part, Share, limited_parts
from app.tax.request import TaxRequest
from app.tax.result import Exposure, TaxLine, TaxResult
from app.tax.rounding import Exact
from app.tax.rule_row import FUSF, BaseKind, RuleRow
from app.tax.selection import Piece, pieces_of, reaches_of
from app.tax.shares import Split, part_of, split_of
from app.tax.tax_lines import RowTax, raised_by, row_taxes, tax_line
from app.tax.unbundling import Item, items_of
from app.tax.usf import ceiling_on

EVERYTHING: Split = (Fraction(1), Fraction(0), Fraction(1))
"""The shares taken for exposure where no table tells them: the most it can be."""


@dataclass(kw_only=True, eq=False)
class _Work:
    """One invoice on its way through the engine."""

    request: TaxRequest
    book: TaxBook
    items: tuple[Item, ...]
    pieces: dict[str, dict[RuleGroup, list[Piece]]] = field(default_factory=dict)
    """By tax code and group, in the order of the items."""
    splits: dict[Piece, Split] = field(default_factory=dict)
    raised: dict[str, dict[int, Exact]] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    lines: list[TaxLine] = field(default_factory=list)
    exposure: list[Exposure] = field(default_factory=list)

    def relief_of(self, row: RuleRow, account: str, location: str | None, day: date) -> Relief:
        """The exemption of a row for an account at a location on a day."""
        certificates = self.book.certificates.get(account)
        if certificates is None:
            return NO_RELIEF
        return relief(certificates, row, location=location, day=day)


def tax_invoice(request: TaxRequest, book: TaxBook) -> TaxResult:
    """The taxes of one invoice; where there are problems, the invoice must not go out.

    A book without any rule gives no lines and no problems: whether an invoice may go untaxed is
    then asked by the gate ``no_tax_rules``.
    """
    if not book.rows:
        return TaxResult(lines=(), problems=(), exposure=())
    unknown = _unknown_places(request, book)
    if unknown:
        return TaxResult(lines=(), problems=unknown, exposure=())
    work = _Work(request=request, book=book, items=items_of(request, book))
    _select(work)
    _refuse_faulty(work)
    _look_up_shares(work)
    if work.problems:
        return TaxResult(lines=(), problems=tell.once_each(work.problems), exposure=())
    for code in book.codes:
        groups = work.pieces.get(code)
        if groups:
            _tax_code(code, groups, work)
    return TaxResult(
        lines=tuple(sorted(work.lines, key=_print_order)),
        problems=(),
        exposure=tuple(work.exposure),
    )


def _unknown_places(request: TaxRequest, book: TaxBook) -> tuple[Finding, ...]:
    found = []
    for _, place in sorted(request.locations.items()):
        why = place_problem(place, book)
        if why is not None:
            found.append(tell.jurisdiction_unknown(place.location_code, why))
    return tuple(found)


def _select(work: _Work) -> None:
    """Finds the row of every group for every charge, and what no row decides."""
    invoice_date, book = work.request.invoice_date, work.book
    fusf_reaches = False
    for item in work.items:
        decided = not item.is_billed
        for reach in reaches_of(item, book):
            group = reach.group
            fusf_reaches = fusf_reaches or group.is_fusf
            pieces = pieces_of(item, reach, invoice_date=invoice_date, book=book)
            if not pieces:
                continue
            decided = decided or group.decides
            groups = work.pieces.setdefault(group.code, {})
            groups.setdefault(group, []).extend(pieces)
        if not decided:
            work.problems.append(tell.undecided_charge(item))
    if fusf_reaches and not any(row.in_force(invoice_date) for row in book.fusf_rows):
        work.problems.append(tell.usf_factor_missing(invoice_date))


def _all_pieces(work: _Work) -> Iterable[Piece]:
    for groups in work.pieces.values():
        for pieces in groups.values():
            yield from pieces


def _refuse_faulty(work: _Work) -> None:
    """Names the rows that reach the invoice and cannot be computed."""
    faults = work.book.faults
    if not faults:
        return
    for piece in _all_pieces(work):
        for row in piece.choice.rows:
            if row in faults:
                work.problems.append(tell.unsupported_rule(row, faults[row]))


def _look_up_shares(work: _Work) -> None:
    for piece in _all_pieces(work):
        asks = piece.row.asks_share or piece.row.family == FUSF
        if asks and piece.item.is_billed:
            _look_up_share(piece, work)


def _look_up_share(piece: Piece, work: _Work) -> None:
    split = split_of(work.book, work.request, piece.item.category, piece.day)
    if split is None and piece.choice.registered:
        work.problems.append(tell.no_share(piece, work.book))
    work.splits[piece] = split or EVERYTHING


def _tax_code(code: str, groups: dict[RuleGroup, list[Piece]], work: _Work) -> None:
    """Works out all jurisdictions of one tax code."""
    raised: dict[int, Exact] = {}
    for group, pieces in groups.items():
        for registered in (True, False):
            members = [piece for piece in pieces if piece.choice.registered is registered]
            if not members:
                continue
            taxes = _row_taxes(group, members, work)
            if not registered:
                _expose(group, taxes, work)
                continue
            for each in taxes:
                line = tax_line(each, group.jurisdiction, work.items)
                if line is not None:
                    work.lines.append(line)
                if code in work.book.joining:
                    for position, cents in raised_by(each):
                        raised[position] = raised.get(position, 0) + cents
    work.raised[code] = raised


def _row_taxes(group: RuleGroup, pieces: list[Piece], work: _Work) -> list[RowTax]:
    by_key: dict[LevelKey, list[Part]] = {}
    for part in _parts(pieces, work):
        by_key.setdefault(part.key, []).append(part)
    ceiling = _usf_ceiling(pieces, work) if group.is_fusf else None
    found = []
    for members in by_key.values():
        found += row_taxes(members, ceiling=ceiling)
    return found


def _parts(pieces: list[Piece], work: _Work) -> list[Part]:
    """What every row of a group takes of every charge."""
    by_row: dict[RuleRow, list[Piece]] = {}
    counting = []
    for piece in pieces:
        if piece.row.is_count:
            counting.append(piece)
        elif piece.item.is_billed:
            for row in piece.choice.rows:
                if row.multiplier:
                    by_row.setdefault(row, []).append(piece)
    found: list[Part] = []
    for row, members in by_row.items():
        shares = base_shares(
            row, members, splits=work.splits, raised=work.raised, relief_of=work.relief_of
        )
        found += limited_parts(shares)
    if counting:
        found += _counted_parts(counting, work)
    return found


def _counted_parts(pieces: list[Piece], work: _Work) -> list[Part]:
    by_row: dict[RuleRow, list[Share]] = {}
    for share in count_shares(pieces, work.request, work.relief_of):
        if share.row.multiplier:
            by_row.setdefault(share.row, []).append(share)
    return [part for row, shares in by_row.items() for part in limited_parts(shares, cap=row.cap)]


def _usf_ceiling(pieces: list[Piece], work: _Work) -> Exact | None:
    """The interstate and international part of the bill times the factor of the quarter.

    Where the shipped table has no factor, the row's own rate is the factor (47 CFR 54.712). None
    where no line can pass it: all charges are positive, and no rate is above its factor.
    """
    if all(piece.item.cents >= 0 and piece.row.asks_share for piece in pieces):
        return None
    whole: Exact = 0
    for piece in pieces:
        row = piece.row
        if not piece.item.is_billed:
            continue
        factor = ceiling_on(work.book.usf_factors, piece.day)
        rate = (row.rate or Fraction(0)) if factor is None else Fraction(factor)
        base = row.base if row.asks_share else BaseKind.INTERSTATE_INTL
        share = part_of(work.splits[piece], base)
        whole = whole + piece.item.cents * share * rate * piece.weight
    return whole


def _expose(group: RuleGroup, taxes: list[RowTax], work: _Work) -> None:
    cents = sum(each.cents for each in taxes)
    if taxes:
        work.exposure.append(
            Exposure(
                tax_code=group.code,
                family=group.rows[0].family,
                jurisdiction=group.jurisdiction.text,
                amount=Decimal(cents).scaleb(-2),
            )
        )


def _print_order(line: TaxLine) -> tuple[object, ...]:
    return (
        line.sequence is None,
        line.sequence or 0,
        line.tax_code,
        line.jurisdiction,
        line.location_code or "",
    )
