"""Counts: how many lines, trunks, call paths, numbers, locations a fee per unit stands for.

The rule is ``setup-workbook.md``, "How an invoice is taxed", 7. A service with several charge
periods on one invoice counts once, by the first of them that a row applies to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.tax.amounts import amounts_of
from app.tax.book import Choice, GroupPlan
from app.tax.certificate import NO_RELIEF, Relief
from app.tax.request import ChargeKind, CountedPlant, TaxRequest
from app.tax.rounding import Exact
from app.tax.row_base import LevelKey, RowBase, level_key
from app.tax.rule_row import CapScope, RoundLevel, RuleRow, UnitKind
from app.tax.selection import WHOLE, GroupUses
from app.tax.unbundling import Item

ReliefOf = Callable[[RuleRow, str, str | None, date], Relief]
"""The exemption of a row for an account, at a location or none, on a day."""

Said = tuple[Choice, int]
"""What the group says of the piece at a place."""

NO_PLANT = CountedPlant()

WITHOUT_CHARGE = -1


@dataclass(slots=True, eq=False)  # not frozen: made for every counted service
class _Units:
    """Units that one row counts, laid on one charge."""

    row: RuleRow
    place: int
    """The piece whose service, or location, is counted."""
    kind: UnitKind
    position: int
    units: Exact
    relief: Relief
    scope: object
    key: LevelKey


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counting:
    """What is counted for one invoice by one group."""

    uses: GroupUses
    request: TaxRequest
    relief_of: ReliefOf | None
    """None where nobody is exempt."""

    def units(
        self,
        use: Said,
        units: Exact,
        *,
        kind: UnitKind,
        positions: Iterable[int],
        together: bool = False,
    ) -> Iterable[_Units]:
        """The units of one use, by each row of it, laid on the charges at these positions.

        ``together``: no single charge stands for them.
        """
        choice, place = use
        piece = self.uses.pieces[place]
        location = None if kind is UnitKind.ACCOUNT else piece.item.charge.location_code
        account = piece.item.account
        if kind is UnitKind.ACCOUNT:
            account = self.request.account_number
        for row in choice.rows:
            relief = NO_RELIEF
            if self.relief_of is not None:
                relief = self.relief_of(row, account, location, piece.day)
            for position in positions:
                key = level_key(row, location, WITHOUT_CHARGE if together else position)
                scope = _scope(row, kind, location)
                yield _Units(row, place, kind, position, units, relief, scope, key)

    def item(self, use: Said) -> Item:
        """The charge behind a use."""
        return self.uses.pieces[use[1]].item


def count_bases(uses: GroupUses, request: TaxRequest, relief_of: ReliefOf | None) -> list[RowBase]:
    """What the counting rows of one group count, each unit by one row; rows of 0 left out."""
    plan = uses.plan
    if relief_of is None and not plan.counts_places and not plan.counts_account:
        plain = _plain(uses)
        if plain is not None:
            return [_base(uses, plain)] if plain else []
    counting = Counting(uses=uses, request=request, relief_of=relief_of)
    by_row: dict[RuleRow, list[_Units]] = {}
    for each in _all_units(plan, counting):
        if each.row.ratio[0]:
            by_row.setdefault(each.row, []).append(each)
    found = [_base(uses, members) for members in by_row.values()]
    if relief_of is not None:
        for base, members in zip(found, by_row.values(), strict=True):
            base.reliefs = [each.relief for each in members]
    return found


def _base(uses: GroupUses, members: list[_Units]) -> RowBase:
    row = members[0].row
    counted = amounts_of([each.units for each in members])
    found = RowBase(
        row,
        uses.pieces,
        [each.place for each in members],
        [each.position for each in members],
        counted,
        counted,
        counted,
        kinds=[each.kind for each in members],
    )
    if row.level is not RoundLevel.INVOICE_TAX:
        found.keys = [each.key for each in members]
    if row.is_limited:
        found.scopes = [each.scope for each in members]
    return found


def _plain(uses: GroupUses) -> list[_Units] | None:
    """Lines and trunks of services that one row counts, each on one line of the invoice.

    Most invoices are such; None where this is not, and the long way has to be gone.
    """
    found: list[_Units] = []
    seen: set[object] = set()
    for place in uses.services:
        choice, piece = uses.plan.counting.get(place), uses.pieces[place]
        item = piece.item
        kind = item.unit_kind
        if choice is None or kind is None or kind not in choice.rows[0].unit_kinds:
            continue
        row, charge = choice.rows[0], item.charge
        service = (item.account, charge.location_code, charge.reference or charge.index)
        is_other = found and found[0].row is not row
        if is_other or service in seen or row.by_days or len(choice.rows) > 1 or not row.ratio[0]:
            return None
        if piece.weight is not WHOLE:
            return None
        seen.add(service)
        location = charge.location_code
        key, scope = level_key(row, location, item.position), _scope(row, kind, location)
        found.append(_Units(row, place, kind, item.position, item.units, NO_RELIEF, scope, key))
    return found


def _all_units(plan: GroupPlan, counting: Counting) -> Iterable[_Units]:
    yield from _services(counting)
    if plan.counts_places:
        by_location: dict[str, list[Said]] = {}
        for place, choice in plan.counting.items():
            location = counting.uses.pieces[place].item.charge.location_code
            by_location.setdefault(location, []).append((choice, place))
        for location, members in by_location.items():
            plant = counting.request.plant.get(location, NO_PLANT)
            yield from _at_location(members, plant, counting)
    if plan.counts_account:
        uses = [(choice, place) for place, choice in plan.counting.items()]
        charges = [use for use in uses if _is_charge(counting.item(use))]
        yield from _together(UnitKind.ACCOUNT, charges, NO_PLANT, counting)


def _at_location(uses: list[Said], plant: CountedPlant, counting: Counting) -> Iterable[_Units]:
    """What circuits and numbers count at a location, and the location itself."""
    services = [use for use in uses if _is_service(counting.item(use))]
    for kind in (UnitKind.CALL_PATH, UnitKind.DID):
        if is_by_plant(kind, plant):
            yield from _together(kind, services, plant, counting)
    charges = [use for use in uses if _is_charge(counting.item(use))]
    yield from _together(UnitKind.LOCATION, charges, plant, counting)


def _is_service(item: Item) -> bool:
    return item.charge.counts or not item.is_billed


def _is_charge(item: Item) -> bool:
    return item.is_billed and item.charge.kind is not ChargeKind.CREDIT


def is_by_plant(kind: UnitKind, plant: CountedPlant) -> bool:
    """Whether circuits or numbers count a kind at a location; then services do not."""
    if kind is UnitKind.CALL_PATH:
        return plant.call_paths is not None
    return kind is UnitKind.DID and plant.did_numbers > 0


def _services(counting: Counting) -> Iterable[_Units]:
    counted_at: dict[object, int] = {}
    uses = counting.uses
    for place in uses.services:
        choice, piece = uses.plan.counting.get(place), uses.pieces[place]
        item = piece.item
        kind = item.unit_kind
        if choice is None or kind not in choice.rows[0].unit_kinds:
            continue
        charge, row = item.charge, choice.rows[0]
        plant = counting.request.plant.get(charge.location_code)
        if plant is not None and is_by_plant(kind, plant):
            continue
        line = charge.index if row.by_days or not charge.reference else WITHOUT_CHARGE
        service = (item.account, charge.location_code, charge.reference, line)
        if counted_at.setdefault(service, item.position) != item.position:
            continue
        units = item.units if piece.weight is WHOLE else item.units * piece.weight
        if row.by_days and charge.period_days:
            units = units * Fraction(charge.days, charge.period_days)
        yield from counting.units((choice, place), units, kind=kind, positions=(item.position,))


def _together(
    kind: UnitKind, uses: list[Said], plant: CountedPlant, counting: Counting
) -> Iterable[_Units]:
    """Units that no single charge stands for: by the most exact row that any charge there takes.

    They are laid on all charges that take the same row, in equal parts.
    """
    able = [
        (choice, counting.item((choice, place)).position, place)
        for choice, place in uses
        if kind in choice.rows[0].unit_kinds
    ]
    if not able:
        return
    _, first, _ = max(able, key=lambda each: (each[0].rank, -each[1]))
    for choice, position, place in able:
        if position != first:
            continue
        row = choice.rows[0]
        bearers = sorted({own for other, own, _ in able if other.rows[0] is row})
        units = _units(kind, plant, by_days=row.by_days)
        units = units * counting.uses.pieces[place].weight / len(bearers)
        yield from counting.units(
            (choice, place), units, kind=kind, positions=bearers, together=True
        )


def _units(kind: UnitKind, plant: CountedPlant, *, by_days: bool) -> Fraction:
    full: Exact | None = 1
    parted: Fraction | None = None
    if kind is UnitKind.CALL_PATH:
        full, parted = plant.call_paths, plant.call_paths_by_days
    elif kind is UnitKind.DID:
        full, parted = plant.did_numbers, plant.did_numbers_by_days
    if by_days and parted is not None:
        return parted
    return Fraction(full or 0)


def _scope(row: RuleRow, kind: UnitKind, location: str | None) -> object:
    if row.cap_scope is CapScope.ACCOUNT:
        return ()
    if row.cap_scope is CapScope.LINE_TYPE:
        return (location, kind)
    return location
