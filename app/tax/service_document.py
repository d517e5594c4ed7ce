"""The document a tax service is asked about: one invoice, told in words every service has.

Charges go as they are, bundles split. What is counted goes apart, without money: per-line and
per-invoice fees hang on it (``telecom-tax.md`` 5.1). Nothing here knows a service's own format.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from app.tax.book import TaxBook
from app.tax.request import CountedPlant, TaxRequest
from app.tax.rule_row import UnitKind
from app.tax.service_pair import INVOICE, PairBook, ServicePair
from app.tax.unbundling import Item, items_of
from app.values.money import Rounding, round_exact

Bearers = tuple[tuple[int, Fraction], ...]
"""Lines of the invoice, each with its weight, that bear what an item raises."""

RESELLER: Final = "reseller"
_SECONDS: Final = 60
_MINUTE_PLACES: Final = 4
_NO_PLANT: Final = CountedPlant()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlace:
    """A location as a tax service is told it. Blank texts are not known."""

    location_code: str
    country: str
    region: str
    city: str
    postal_code: str
    street: str = ""
    county_fips: str = ""
    place_fips: str = ""
    inside_city: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentItem:
    """A charge, or a count without money."""

    reference: str
    """Its own name in the document."""
    words: str
    """What it is, for messages."""
    transaction: str
    service_type: str
    location_code: str
    amount: Decimal = Decimal(0)
    lines: int = 0
    locations: int = 0
    minutes: Decimal = Decimal(0)
    is_wholesale: bool = False
    taxed_on: date | None = None
    """The day whose rates hold, where it is not the document's."""
    bearers: Bearers = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentExemption:
    """One scope of a certificate, as far as services can be told it."""

    certificate_number: str
    tax_type: str
    """The service's number; ``0``: every tax."""
    country: str
    region: str
    """Blank: the whole country."""
    level: str
    """FED, STATE, PROVINCE, COUNTY, CITY, DISTRICT or ``*``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDocument:
    """One invoice, or what one invoice gives back."""

    account_number: str
    dated: date
    customer_class: str
    places: Mapping[str, ServicePlace] = field(default_factory=dict)
    items: tuple[DocumentItem, ...] = ()
    exemptions: tuple[DocumentExemption, ...] = ()
    is_lifeline: bool = False

    @property
    def bill_to(self) -> ServicePlace:
        """The place of its first item."""
        return self.places[self.items[0].location_code]


@dataclass(slots=True)  # not frozen: added to
class _Count:
    """What is counted at one location by one pair."""

    pair: ServicePair
    kind: str
    location_code: str
    units: Fraction = Fraction(0)
    bearers: dict[int, Fraction] = field(default_factory=dict)

    def add(self, units: Fraction, bearers: Iterable[tuple[int, Fraction]]) -> None:
        self.units += units
        for index, weight in bearers:
            self.bearers[index] = self.bearers.get(index, Fraction(0)) + weight


def document_items(
    request: TaxRequest, book: TaxBook, pairs: PairBook
) -> tuple[tuple[DocumentItem, ...], tuple[str, ...]]:
    """The items of an invoice, and what has no pair: names of categories and counts.

    Services count their quantity times lines, in full and once an invoice; call paths by circuits
    and DIDs by numbers where there are any (``setup-workbook.md``, how an invoice is taxed, 7).
    Part of a unit is a whole one.
    """
    items = items_of(request, book)
    unmapped: list[str] = []
    charges = [item for item in items if item.is_billed]
    found = list(_charge_items(charges, pairs, unmapped))
    counts = _counts(items, request, pairs=pairs, unmapped=unmapped)
    found += (_count_item(count, number) for number, count in enumerate(counts))
    return tuple(found), tuple(dict.fromkeys(unmapped))


def credit_items(
    request: TaxRequest,
    book: TaxBook,
    pairs: PairBook,
    *,
    taxed_on: Mapping[int, date],
    units: Mapping[int, Fraction],
) -> tuple[tuple[DocumentItem, ...], tuple[str, ...]]:
    """The items of what is given back, above zero, and what has no pair.

    By line of the invoice ``taxed_on`` is the day of the original, whose rates hold, and ``units``
    what comes back of its fees per unit: only the last credit of a line gives those back.
    """
    unmapped: list[str] = []
    items = items_of(request, book)
    found = list(_charge_items(items, pairs, unmapped))
    counts: dict[tuple[int, str], DocumentItem] = {}
    for item in items:
        index, kind = item.charge.index, item.unit_kind
        back = units.get(index)
        if not back or kind is None or (index, kind.value) in counts:
            continue
        pair = pairs.of_count(kind.value, item.category)
        if pair is None:
            unmapped.append(f"count {kind.value}")
        elif pair.transaction is not None:
            bearers = {index: Fraction(1)}
            count = _Count(pair, kind.value, item.charge.location_code, back, bearers)
            counts[index, kind.value] = _count_item(count, len(counts))
    found += counts.values()
    dated = (replace(item, taxed_on=taxed_on[item.bearers[0][0]]) for item in found if item.bearers)
    return tuple(dated), tuple(dict.fromkeys(unmapped))


def _charge_items(
    charges: Sequence[Item], pairs: PairBook, unmapped: list[str]
) -> Iterable[DocumentItem]:
    seen: dict[int, int] = {}
    for item in charges:
        pair = pairs.of_category(item.category)
        if pair is None:
            unmapped.append(f"category {item.category}")
            continue
        index = item.charge.index
        component = seen[index] = seen.get(index, -1) + 1
        if pair.transaction is None or pair.service_type is None:
            continue
        yield DocumentItem(
            reference=f"L{index}.{component}",
            words=f"line {index + 1} ({item.charge.product_code})",
            transaction=pair.transaction,
            service_type=pair.service_type,
            location_code=item.charge.location_code,
            amount=Decimal(item.cents).scaleb(-2),
            minutes=_minutes(item.seconds),
            is_wholesale=item.customer_class == RESELLER,
            bearers=((index, Fraction(1)),),
        )


def _minutes(seconds: int) -> Decimal:
    return round_exact(Fraction(seconds, _SECONDS), _MINUTE_PLACES, Rounding.HALF_UP)


def _counts(
    items: Sequence[Item], request: TaxRequest, *, pairs: PairBook, unmapped: list[str]
) -> Iterable[_Count]:
    found: dict[tuple[str, str, str], _Count] = {}

    def count(
        kind: str,
        categories: Sequence[str],
        *,
        at: str,
        units: Fraction,
        bearers: Iterable[tuple[int, Fraction]],
    ) -> None:
        rows = [pairs.of_count(kind, category) for category in categories]
        row = next((each for each in rows if each and each.category), rows[0] if rows else None)
        if row is None:
            if kind not in {UnitKind.DID.value, UnitKind.LOCATION.value}:
                unmapped.append(f"count {kind}")
            return
        if row.transaction is not None:
            key = (at, kind, row.category or "")
            found.setdefault(key, _Count(row, kind, at)).add(units, bearers)

    for kind, categories, location, units, bearers in (
        *_service_units(items, request),
        *_plant_units(items, request),
        *_once_each(items),
    ):
        count(kind, categories, at=location, units=units, bearers=bearers)
    return found.values()


_Units = tuple[str, Sequence[str], str, Fraction, Bearers]
"""Kind, categories it may be of, location, units and who bears them."""


def _service_units(items: Sequence[Item], request: TaxRequest) -> Iterable[_Units]:
    """Each service once, by its first line."""
    components: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        if item.is_billed and item.unit_kind is not None:
            charge = item.charge
            own = charge.reference or str(charge.index)
            components.setdefault((item.account, charge.location_code, own), []).append(item)
    for (_, location, _), parts in components.items():
        first = parts[0]
        kind, units = first.unit_kind, Fraction(first.units)
        if kind is None or units <= 0 or _by_plant(kind, request, location):
            continue
        bearers = ((first.charge.index, units),)
        yield kind.value, [part.category for part in parts], location, units, bearers


def _by_plant(kind: UnitKind, request: TaxRequest, location: str) -> bool:
    plant = request.plant.get(location, _NO_PLANT)
    if kind is UnitKind.CALL_PATH:
        return plant.call_paths is not None
    return kind is UnitKind.DID and plant.did_numbers > 0


def _plant_units(items: Sequence[Item], request: TaxRequest) -> Iterable[_Units]:
    """What circuits and numbers count at each location, borne by the services there."""
    for location, plant in sorted(request.plant.items()):
        here = [item for item in items if item.charge.location_code == location]
        if not here:
            continue
        counting = [item for item in here if item.charge.counts] or here
        bearers = _equally(item.charge.index for item in counting)
        categories = [item.category for item in counting]
        for kind, units in (
            (UnitKind.CALL_PATH, plant.call_paths or 0),
            (UnitKind.DID, plant.did_numbers),
        ):
            if units:
                yield kind.value, categories, location, Fraction(units), bearers


def _once_each(items: Sequence[Item]) -> Iterable[_Units]:
    """Each location with a charge, and the invoice itself, each 1."""
    charges = [item for item in items if item.is_billed]
    by_location: dict[str, list[Item]] = {}
    for item in charges:
        by_location.setdefault(item.charge.location_code, []).append(item)
    for location, members in by_location.items():
        bearers = _equally(item.charge.index for item in members)
        categories = [item.category for item in members]
        yield UnitKind.LOCATION.value, categories, location, Fraction(1), bearers
    if charges:
        bearers = _equally(item.charge.index for item in charges)
        first = charges[0].charge.location_code
        yield INVOICE, [item.category for item in charges], first, Fraction(1), bearers


def _equally(indexes: Iterable[int]) -> Bearers:
    return tuple((index, Fraction(1)) for index in sorted(set(indexes)))


def _count_item(count: _Count, number: int) -> DocumentItem:
    units = ceil(count.units)
    is_place = count.kind == UnitKind.LOCATION.value
    return DocumentItem(
        reference=f"C{number}",
        words=f"{units} {count.kind} at {count.location_code}",
        transaction=count.pair.transaction or "",
        service_type=count.pair.service_type or "",
        location_code=count.location_code,
        lines=0 if is_place or count.kind == INVOICE else units,
        locations=units if is_place else 0,
        bearers=tuple(sorted(count.bearers.items())),
    )
