"""Charges as taxes see them: bundles cut into their components, everything in one order."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from app.tax.book import TaxBook
from app.tax.bundle import BundleComponent
from app.tax.category import CATEGORIES
from app.tax.place import TaxPlace, with_county
from app.tax.request import ChargeKind, TaxableCharge, TaxRequest
from app.tax.rounding import Exact
from app.tax.rule_row import UnitKind
from app.values.money import CENT_PLACES, share_out

ALL_TELECOM = "ALL_TELECOM"

NO_TELECOM = frozenset(
    {
        "INTERNET_ACCESS",
        "EQUIP_SALE",
        "EQUIP_RENT",
        "PROF_SERVICE",
        "INSTALL",
        "SMS",
        "NON_TAXABLE",
        "VOIP_NON_INTERCONNECTED",
    }
)
"""Categories that are no assessable telecommunications."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """A charge, or one component of a bundled one."""

    position: int
    """Its place in the order in which cents are shared."""
    charge: TaxableCharge
    category: str
    cents: int
    seconds: int
    unit_kind: UnitKind | None
    """What it counts as; None: nothing."""
    units: Exact
    account: str
    customer_class: str
    place: TaxPlace
    is_billed: bool = True
    """False for a service that only tells what kind of location it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSplit:
    """What one component of a bundled charge was taxed on; kept with the invoice."""

    line_index: int
    """The charge's ``index``."""
    component_no: int
    category: str
    method: str
    """SSP, FIXED_PCT, COMPONENT_PRICE or ALL_TELECOM."""
    amount: Decimal


def bundle_splits(request: TaxRequest, book: TaxBook) -> tuple[BundleSplit, ...]:
    """How the bundled charges of an invoice were split, by charge and component.

    Internet access beside telecommunications stays untaxed only where the books tell it apart
    (47 USC 151 note).
    """
    return tuple(
        BundleSplit(
            line_index=charge.index,
            component_no=component.component_no,
            category=category.strip().upper(),
            method=component.method.strip().upper(),
            amount=Decimal(cents).scaleb(-CENT_PLACES),
        )
        for charge in request.charges
        if (components := book.bundles.get(charge.product_code))
        for component, (category, cents) in zip(
            _told(components), _split(charge, components), strict=True
        )
    )


def _told(components: tuple[BundleComponent, ...]) -> tuple[BundleComponent, ...]:
    """The components of which ``_split`` tells."""
    if not _is_all_telecom(components):
        return components
    wanted = _telecom_category(components)
    return tuple(each for each in components if each.category.strip().upper() == wanted)[:1]


def items_of(request: TaxRequest, book: TaxBook) -> tuple[Item, ...]:
    """All charges of an invoice, bundles split, by location, product, first day and reference.

    Services at a location that this invoice does not bill follow, without amount: circuits and
    numbers may match a row through them.
    """
    places = {
        code: with_county(place, book.counties_of_zip) for code, place in request.locations.items()
    }
    found: list[Item] = []
    for charge in sorted(request.charges, key=_order):
        components = book.bundles.get(charge.product_code)
        split = _split(charge, components) if components else ((charge.category, charge.cents),)
        for number, (category, cents) in enumerate(split):
            found.append(
                Item(
                    position=len(found),
                    charge=charge,
                    category=category.strip().upper(),
                    cents=cents,
                    seconds=0 if number else charge.billed_seconds,
                    unit_kind=_unit_kind(charge),
                    units=_units(charge),
                    account=charge.account_number or request.account_number,
                    customer_class=(charge.customer_class or request.customer_class).lower(),
                    place=places[charge.location_code],
                )
            )
    return (*found, *_unbilled(request, found, places))


def _unit_kind(charge: TaxableCharge) -> UnitKind | None:
    if not charge.counts or charge.line_kind == "none":
        return None
    return UnitKind[charge.line_kind.upper()]


def _units(charge: TaxableCharge) -> Exact:
    if not charge.counts:
        return 0
    return _product(charge.quantity, charge.lines_per_unit)


@lru_cache(maxsize=1024)
def _product(quantity: Decimal, lines_per_unit: Decimal) -> Exact:
    units = Fraction(quantity) * Fraction(lines_per_unit)
    return units.numerator if units.denominator == 1 else units


def _order(charge: TaxableCharge) -> tuple[object, ...]:
    return (
        charge.location_code,
        charge.product_code,
        charge.first_day,
        charge.reference,
        charge.last_day,
        charge.amount,
        charge.category,
        charge.index,
    )


def _split(
    charge: TaxableCharge, components: tuple[BundleComponent, ...]
) -> tuple[tuple[str, int], ...]:
    """Categories and cents of a bundle's components, by largest remainder.

    Stand-alone prices, percents and component prices are all weights; left-over cents go to the
    lower component on a tie (``telecom-tax.md`` 3.3). ``ALL_TELECOM`` gives the whole to the
    first component that is telecommunications.
    """
    if _is_all_telecom(components):
        return ((_telecom_category(components), charge.cents),)
    weights = [Fraction(each.weight or 0) for each in components]
    parts = share_out(charge.cents, weights)
    return tuple((each.category, part) for each, part in zip(components, parts, strict=True))


def _is_all_telecom(components: tuple[BundleComponent, ...]) -> bool:
    return any(each.method.strip().upper() == ALL_TELECOM for each in components)


def _telecom_category(components: tuple[BundleComponent, ...]) -> str:
    names = [each.category.strip().upper() for each in components]
    return next((name for name in names if name in CATEGORIES - NO_TELECOM), names[0])


def _unbilled(
    request: TaxRequest, items: list[Item], places: dict[str, TaxPlace]
) -> Iterable[Item]:
    """Services of which this invoice bills nothing, so that circuits match rows through them.

    Where it bills nothing at the location at all, what they raise is laid on its first charge.
    """
    if not items:
        return
    hosts: dict[str, Item] = {}
    billed: set[tuple[str, str]] = set()
    for item in items:
        hosts.setdefault(item.charge.location_code, item)
        if item.charge.counts:
            billed.add((item.charge.location_code, item.category))
    position = len(items)
    for location, plant in sorted(request.plant.items()):
        host = hosts.get(location)
        for category in sorted({name.strip().upper() for name in plant.service_categories}):
            if (location, category) in billed:
                continue
            account = host.account if host else request.account_number
            customer_class = host.customer_class if host else request.customer_class.lower()
            yield Item(
                position=position,
                charge=host.charge if host else _first_charge(request, items[0], location),
                category=category,
                cents=0,
                seconds=0,
                unit_kind=None,
                units=0,
                account=account,
                customer_class=customer_class,
                place=places[location],
                is_billed=False,
            )
            position += 1


def _first_charge(request: TaxRequest, first: Item, location: str) -> TaxableCharge:
    """A charge of nothing at a location, to be known by the index of the invoice's first."""
    return TaxableCharge(
        index=first.charge.index,
        amount=Decimal(0),
        category=first.category,
        product_code="",
        location_code=location,
        first_day=request.invoice_date,
        last_day=request.invoice_date,
        kind=ChargeKind.ADJUSTMENT,
    )
