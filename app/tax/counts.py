"""Counts: how many lines, trunks, call paths, numbers, locations a fee per unit stands for.

The rule is ``setup-workbook.md``, "How an invoice is taxed", 7. A service with several charge
periods on one invoice counts once, by the first of them that a row applies to.
"""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from app.tax.certificate import Relief
from app.tax.parts import Share, level_key
from app.tax.request import ChargeKind, CountedPlant, TaxRequest
from app.tax.rounding import Exact
from app.tax.rule_row import CapScope, RuleRow, UnitKind
from app.tax.selection import WHOLE, Piece

ReliefOf = Callable[[RuleRow, str, str | None, date], Relief]
"""The exemption of a row for an account, at a location or none, on a day."""

NO_PLANT = CountedPlant()

WITHOUT_CHARGE = -1

BY_LOCATION = {UnitKind.CALL_PATH, UnitKind.DID, UnitKind.LOCATION}


def count_shares(pieces: list[Piece], request: TaxRequest, relief_of: ReliefOf) -> list[Share]:
    """What the counting rows of one group count, each unit by one row."""
    found = list(_services(pieces, request, relief_of))
    wanted = {kind for row in {piece.row for piece in pieces} for kind in row.unit_kinds}
    if wanted & BY_LOCATION:
        by_location: dict[str, list[Piece]] = {}
        for piece in pieces:
            by_location.setdefault(piece.item.charge.location_code, []).append(piece)
        for location, members in by_location.items():
            plant = request.plant.get(location, NO_PLANT)
            found += _at_location(members, plant, request=request, relief_of=relief_of)
    if UnitKind.ACCOUNT in wanted:
        charges = [piece for piece in pieces if _is_charge(piece)]
        found += _together(
            UnitKind.ACCOUNT, charges, plant=NO_PLANT, request=request, relief_of=relief_of
        )
    return found


def _at_location(
    pieces: list[Piece], plant: CountedPlant, *, request: TaxRequest, relief_of: ReliefOf
) -> Iterable[Share]:
    """What circuits and numbers count at a location, and the location itself."""
    services = [piece for piece in pieces if piece.item.charge.counts or not piece.item.is_billed]
    for kind in (UnitKind.CALL_PATH, UnitKind.DID):
        if _is_by_plant(kind, plant):
            yield from _together(kind, services, plant=plant, request=request, relief_of=relief_of)
    charges = [piece for piece in pieces if _is_charge(piece)]
    yield from _together(
        UnitKind.LOCATION, charges, plant=plant, request=request, relief_of=relief_of
    )


def _is_charge(piece: Piece) -> bool:
    return piece.item.is_billed and piece.item.charge.kind is not ChargeKind.CREDIT


def _is_by_plant(kind: UnitKind, plant: CountedPlant) -> bool:
    """Whether circuits or numbers count a kind at a location; then services do not."""
    if kind is UnitKind.CALL_PATH:
        return plant.call_paths is not None
    return kind is UnitKind.DID and plant.did_numbers > 0


def _services(pieces: list[Piece], request: TaxRequest, relief_of: ReliefOf) -> Iterable[Share]:
    counted_at: dict[object, int] = {}
    for piece in pieces:
        item, charge, row = piece.item, piece.item.charge, piece.row
        kind = item.unit_kind
        if kind is None or kind not in row.unit_kinds:
            continue
        if _is_by_plant(kind, request.plant.get(charge.location_code, NO_PLANT)):
            continue
        line = charge.index if row.by_days or not charge.reference else WITHOUT_CHARGE
        service = (item.account, charge.location_code, charge.reference, line)
        if counted_at.setdefault(service, item.position) != item.position:
            continue
        units = item.units if piece.weight is WHOLE else item.units * piece.weight
        if row.by_days and charge.period_days:
            units = units * Fraction(charge.days, charge.period_days)
        for step in piece.choice.rows:
            yield _share(
                step,
                units,
                kind=kind,
                position=item.position,
                location=charge.location_code,
                relief=relief_of(step, item.account, charge.location_code, piece.day),
                together=False,
            )


def _together(
    kind: UnitKind,
    pieces: list[Piece],
    *,
    plant: CountedPlant,
    request: TaxRequest,
    relief_of: ReliefOf,
) -> Iterable[Share]:
    """Units that no single charge stands for: by the most exact row that any charge there takes.

    They are laid on all charges that take the same row, in equal parts.
    """
    able = [piece for piece in pieces if kind in piece.row.unit_kinds]
    if not able:
        return
    leader = max(able, key=lambda piece: (piece.choice.rank, -piece.item.position))
    led = [piece for piece in able if piece.item.position == leader.item.position]
    for piece in led:
        row = piece.row
        bearers = sorted({each.item.position for each in able if each.row is row})
        units = _units(kind, plant, by_days=row.by_days) * piece.weight / len(bearers)
        location = None if kind is UnitKind.ACCOUNT else piece.item.charge.location_code
        account = request.account_number if kind is UnitKind.ACCOUNT else piece.item.account
        for step in piece.choice.rows:
            relief = relief_of(step, account, location, piece.day)
            for position in bearers:
                yield _share(
                    step,
                    units,
                    kind=kind,
                    position=position,
                    location=location,
                    relief=relief,
                    together=True,
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


def _share(
    row: RuleRow,
    units: Exact,
    *,
    kind: UnitKind,
    position: int,
    location: str | None,
    relief: Relief,
    together: bool,
) -> Share:
    return Share(
        row=row,
        position=position,
        location=location,
        amount=units,
        relief=relief,
        scope=_scope(row, kind, location),
        key=level_key(row, location, WITHOUT_CHARGE if together else position),
    )


def _scope(row: RuleRow, kind: UnitKind, location: str | None) -> object:
    if row.cap_scope is CapScope.ACCOUNT:
        return ()
    if row.cap_scope is CapScope.LINE_TYPE:
        return (location, kind)
    return location
