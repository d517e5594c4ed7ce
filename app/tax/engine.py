"""The tax engine: the charges of an invoice and the tax book to tax lines.

The order of the work and every rule is ``setup-workbook.md``, "How an invoice is taxed". Inside,
amounts are exact: whole cents, and fractions where something is divided.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.findings import Finding
from app.tax import problems as tell
from app.tax.amounts import Raised
from app.tax.bases import Standing, money_base
from app.tax.book import RuleGroup, TaxBook
from app.tax.certificate import NO_RELIEF, Relief, relief
from app.tax.counts import ReliefOf, count_bases
from app.tax.location_check import place_problem, place_way_out
from app.tax.request import TaxRequest
from app.tax.result import Exposure, TaxLine, TaxResult
from app.tax.rounding import Exact
from app.tax.row_base import RowBase, settle_base
from app.tax.row_tax import RowTax, plain_tax, row_taxes
from app.tax.rule_row import FUSF, BaseKind, RuleRow
from app.tax.selection import (
    GroupUses,
    Piece,
    Use,
    at_work,
    chosen_for,
    planned,
    plans_of,
    uses_by_service,
)
from app.tax.shares import Elected, elected, part_of
from app.tax.tax_lines import base_of, tax_line
from app.tax.unbundling import Item, items_of
from app.tax.usf import ceiling_on

EVERYTHING = Elected((Fraction(1), Fraction(0), Fraction(1)), "")
"""The shares taken for exposure where no table tells them: the most it can be."""


@dataclass(kw_only=True, eq=False)
class _Work:
    """One invoice on its way through the engine."""

    request: TaxRequest
    book: TaxBook
    items: tuple[Item, ...]
    groups: list[GroupUses] = field(default_factory=list)
    """In the order of the work: a tax after those that join its base."""
    splits: dict[Piece, Elected] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    lines: list[TaxLine] = field(default_factory=list)
    exposure: list[Exposure] = field(default_factory=list)


def tax_invoice(request: TaxRequest, book: TaxBook) -> TaxResult:
    """The taxes of one invoice; where there are problems, the invoice must not go out.

    A book without any rule gives no lines and no problems: whether an invoice may go untaxed is
    then asked by the gate ``no_tax_rules``.
    """
    if not book.has_rules:
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
    standing = Standing(splits=work.splits, raised={}, relief_of=_relief_of(work))
    for uses in work.groups:
        _tax_group(uses, standing, work)
    return TaxResult(
        lines=tuple(sorted(work.lines, key=_print_order)),
        problems=(),
        exposure=tuple(work.exposure),
    )


def _relief_of(work: _Work) -> ReliefOf | None:
    """The exemption of a row for an account at a location on a day; None: nobody has one."""
    certificates = work.book.certificates
    if not any(item.account in certificates for item in work.items):
        return None

    def found(row: RuleRow, account: str, location: str | None, day: date) -> Relief:
        own = certificates.get(account)
        return NO_RELIEF if own is None else relief(own, row, location=location, day=day)

    return found


def _unknown_places(request: TaxRequest, book: TaxBook) -> tuple[Finding, ...]:
    found = []
    for _, place in sorted(request.locations.items()):
        why = place_problem(place, book)
        if why is not None:
            way_out = place_way_out(place, book)
            found.append(tell.jurisdiction_unknown(place.location_code, why, way_out=way_out))
    return tuple(found)


def _select(work: _Work) -> None:
    """Finds the row of every group for every charge, and what no row decides."""
    invoice_date, book = work.request.invoice_date, work.book
    pieces = [Piece(item, invoice_date) for item in work.items]
    chosen = tuple(chosen_for(item, invoice_date, book) for item in work.items)
    by_service: dict[RuleGroup, list[Use]] = {}
    for item, each in zip(work.items, chosen, strict=True):
        decided = each.decides or not item.is_billed
        for reach in each.by_service:
            uses = uses_by_service(item, reach, book)
            if uses:
                by_service.setdefault(reach.group, []).extend(uses)
                decided = decided or reach.group.decides
        if not decided:
            work.problems.append(tell.undecided_charge(item))
    billed = sum(item.is_billed for item in work.items)
    work.groups += at_work(planned(chosen, billed, book), pieces)
    if by_service:
        for group, uses in by_service.items():
            work.groups += _by_service(group, uses)
        work.groups.sort(key=lambda each: each.plan.group.order)
    if any(each.reaches_fusf for each in chosen) and not any(
        row.in_force(invoice_date) for row in book.fusf_rows
    ):
        work.problems.append(tell.usf_factor_missing(invoice_date))


def _by_service(group: RuleGroup, uses: list[Use]) -> list[GroupUses]:
    said = [(use.choice, place) for place, use in enumerate(uses)]
    pieces = [use.piece for use in uses]
    unbilled = {place for place, piece in enumerate(pieces) if not piece.item.is_billed}
    return at_work(plans_of(group, said, unbilled=unbilled), pieces)


def _refuse_faulty(work: _Work) -> None:
    """Names the rows that reach the invoice and cannot be computed."""
    faults = work.book.faults
    if not faults:
        return
    for uses in work.groups:
        counting = {row for choice in uses.plan.counting.values() for row in choice.rows}
        for row in (*(row for row, _ in uses.plan.rows), *counting):
            if row in faults:
                work.problems.append(tell.unsupported_rule(row, faults[row]))


def _look_up_shares(work: _Work) -> None:
    known: dict[tuple[str, date], Elected | None] = {}
    for uses in work.groups:
        plan = uses.plan
        if not plan.group.asks_share:
            continue
        for row, places in plan.rows:
            if not (row.asks_share or row.family == FUSF):
                continue
            for place in places:
                piece = uses.pieces[place]
                key = (piece.item.category, piece.day)
                if key not in known:
                    known[key] = elected(work.book, work.request, *key)
                split = known[key]
                if split is None and plan.registered:
                    work.problems.append(tell.no_share(row, piece, work.book))
                work.splits[piece] = split or EVERYTHING


def _tax_group(uses: GroupUses, standing: Standing, work: _Work) -> None:
    """Works out one tax code in one jurisdiction."""
    plan = uses.plan
    group = plan.group
    if plan.is_plain and standing.relief_of is None:
        taxes = [plain_tax(uses)]
    else:
        ceiling = _usf_ceiling(uses, work) if group.is_fusf else None
        taxes = row_taxes(_bases(uses, standing, work.request), ceiling=ceiling)
    if not plan.registered:
        _expose(group, taxes, work)
        return
    for tax in taxes:
        line = tax_line(tax, group.lines[tax.base.row], work.items, work.splits)
        if line is not None:
            work.lines.append(line)
    if group.code in work.book.joining:
        raised = standing.raised.setdefault(group.code, Raised())
        for tax in taxes:
            _raise(tax, raised)


def _raise(tax: RowTax, raised: Raised) -> None:
    """Keeps the exact cents each charge raised, and its part of the rounding.

    The rounding difference of the line is laid on its charges in proportion
    (``setup-workbook.md``, how an invoice is taxed, 6).
    """
    positions, numerators, denominator = tax.exact_cents()
    whole = sum(numerators)
    if whole:
        raised.add(positions, [each * tax.cents for each in numerators], whole)
    else:
        raised.add(positions, numerators, denominator)


def _bases(uses: GroupUses, standing: Standing, request: TaxRequest) -> list[RowBase]:
    """What every row of a group takes."""
    plan = uses.plan
    found = [
        settle_base(money_base(row, places, uses=uses, standing=standing))
        for row, places in plan.rows
        if row.ratio[0]
    ]
    if plan.counting:
        counted = count_bases(uses, request, standing.relief_of)
        found += [settle_base(base, cap=base.row.cap) for base in counted]
    return found


def _usf_ceiling(uses: GroupUses, work: _Work) -> Exact | None:
    """The interstate and international part of the bill times the factor of the quarter.

    Where the shipped table has no factor, the row's own rate is the factor (47 CFR 54.712). None
    where no line can pass it: all charges are positive, and no rate is above its factor.
    """
    taken = [(row, uses.pieces[place]) for row, places in uses.plan.rows for place in places]
    if all(row.asks_share and piece.item.cents >= 0 for row, piece in taken):
        return None
    whole: Exact = 0
    for row, piece in taken:
        factor = ceiling_on(work.book.usf_factors, piece.day)
        rate = (row.rate or Fraction(0)) if factor is None else Fraction(factor)
        base = row.base if row.asks_share else BaseKind.INTERSTATE_INTL
        share = part_of(work.splits[piece].split, base)
        whole = whole + piece.item.cents * share * rate * piece.weight
    return whole


def _expose(group: RuleGroup, taxes: list[RowTax], work: _Work) -> None:
    counts: list[Decimal] = []
    bases: list[Decimal] = []
    for each in taxes:
        (counts if each.row.is_count else bases).append(base_of(each))
    if taxes:
        work.exposure.append(
            Exposure(
                tax_code=group.code,
                family=group.rows[0].family,
                jurisdiction=group.jurisdiction.text,
                amount=Decimal(sum(each.cents for each in taxes)).scaleb(-2),
                base=sum(bases, Decimal(0)) if bases else None,
                units=sum(counts, Decimal(0)) if counts else None,
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
