"""Counted units: which services, circuits and numbers fees per unit count, and why others not.

Tells how ``app/tax/counts.py`` comes to its counts, one unit after the other; it decides nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from app.billing.assembly import AccountRecords
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.tax.book import TaxBook
from app.tax.counts import is_by_plant
from app.tax.request import CountedPlant, TaxRequest
from app.tax.rule_row import UnitKind
from app.tax.selection import said_of
from app.tax.unbundling import Item, items_of
from app.values.period import Period


class UnitSource(Enum):
    """What a unit is counted from."""

    SERVICE = "service"
    CIRCUIT = "circuit"
    NUMBER = "number"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedUnit:
    """One service, circuit, number or row of ``charges``, and whether its units count."""

    account_number: str
    location_code: str
    source: UnitSource
    code: str
    """The service's or circuit's code, the number, or the charge's reference."""
    kind: str
    """LINE, TRUNK, CALL_PATH or DID; blank where it is none of them."""
    units: Decimal
    """How many it stands for, counted or not."""
    is_counted: bool
    why: str
    fees: tuple[str, ...] = ()
    """The fees that count it: code and jurisdiction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountBook:
    """What the counts of one invoice are told from."""

    members: Sequence[AccountRecords]
    request: TaxRequest
    products: Mapping[str, Product]
    taxes: TaxBook
    period: Period
    """The payer's bill period, in which circuits and numbers count."""


def counted_units(book: CountBook) -> list[CountedUnit]:
    """Every unit of the accounts on one invoice, by account, location and code."""
    items = items_of(book.request, book.taxes)
    found: list[CountedUnit] = []
    for member in book.members:
        found += [_service(service, items, book) for service in member.services]
        found += [_circuit(circuit, items, book) for circuit in member.circuits]
        found += [_number(number, items, book) for number in member.numbers]
        found += _charges(member, items, book)
    return sorted(
        found,
        key=lambda each: (each.account_number, each.location_code, each.source.value, each.code),
    )


def _service(service: Service, items: Sequence[Item], book: CountBook) -> CountedUnit:
    product = book.products.get(service.product_code)
    kind = product.line_kind.upper() if product and product.line_kind != "none" else ""
    lines = product.lines_per_unit if product else Decimal(1)
    own = [item for item in items if _is_of(item, service)]
    why, fees = _why_of_service(service, kind, own, book)
    return CountedUnit(
        account_number=service.account_number,
        location_code=service.location_code,
        source=UnitSource.SERVICE,
        code=service.service_code,
        kind=kind,
        units=service.quantity * lines,
        is_counted=bool(fees),
        why=why,
        fees=fees,
    )


def _is_of(item: Item, service: Service) -> bool:
    charge = item.charge
    return (
        item.is_billed
        and charge.counts
        and charge.reference == service.service_code
        and item.account == service.account_number
    )


def _why_of_service(
    service: Service, kind: str, own: Sequence[Item], book: CountBook
) -> tuple[str, tuple[str, ...]]:
    if not kind:
        return "its product counts as nothing (line_kind none)", ()
    if not own:
        outside = _outside(service, book.period)
        return outside or "no line of this invoice bills it", ()
    unit_kind = UnitKind(kind)
    plant = book.request.plant.get(service.location_code, CountedPlant())
    if is_by_plant(unit_kind, plant):
        given = "circuits" if unit_kind is UnitKind.CALL_PATH else "rows of the sheet numbers"
        return f"{given} at the location count instead", ()
    fees = _fees(own, unit_kind, book)
    if not fees:
        return f"no fee counts {kind} of {own[0].category} there", ()
    several = ", once for all its lines" if len({item.charge.index for item in own}) > 1 else ""
    return f"quantity times lines_per_unit{several}", fees


def _circuit(circuit: Circuit, items: Sequence[Item], book: CountBook) -> CountedUnit:
    fees: tuple[str, ...] = ()
    why = _outside(circuit, book.period)
    if not why and circuit.call_paths is None:
        why = "its call_paths are not given"
    if not why:
        why, fees = _why_of_plant(circuit.location_code, UnitKind.CALL_PATH, items, book)
    return CountedUnit(
        account_number=circuit.account_number,
        location_code=circuit.location_code,
        source=UnitSource.CIRCUIT,
        code=circuit.circuit_code,
        kind=UnitKind.CALL_PATH.value,
        units=Decimal(circuit.call_paths or 0),
        is_counted=bool(fees),
        why=why,
        fees=fees,
    )


def _number(number: Number, items: Sequence[Item], book: CountBook) -> CountedUnit:
    fees: tuple[str, ...] = ()
    why = _outside(number, book.period)
    if not why and number.kind != "did":
        why = f"its kind is {number.kind}; only numbers of kind did count"
    if not why:
        why, fees = _why_of_plant(number.location_code, UnitKind.DID, items, book)
    return CountedUnit(
        account_number=number.account_number,
        location_code=number.location_code,
        source=UnitSource.NUMBER,
        code=number.number,
        kind=UnitKind.DID.value if number.kind == "did" else "",
        units=Decimal(1),
        is_counted=bool(fees),
        why=why,
        fees=fees,
    )


def _why_of_plant(
    location_code: str, kind: UnitKind, items: Sequence[Item], book: CountBook
) -> tuple[str, tuple[str, ...]]:
    """Circuits and numbers count by the rows that match any service at their location."""
    there = [
        item
        for item in items
        if item.place.location_code == location_code and (item.charge.counts or not item.is_billed)
    ]
    fees = _fees(there, kind, book)
    if fees:
        return "in force in the bill period", fees
    if not there:
        return "there is no service at its location", ()
    return f"no fee that counts {kind.value} matches a service at its location", ()


def _charges(
    member: AccountRecords, items: Sequence[Item], book: CountBook
) -> Iterator[CountedUnit]:
    """Rows of the sheet ``charges`` on the invoice whose product would count as something."""
    own = {charge.reference: charge for charge in member.charges}
    told = set()
    for item in items:
        charge = own.get(item.charge.reference)
        product = book.products.get(item.charge.product_code)
        if charge is None or product is None or item.charge.counts or not item.is_billed:
            continue
        if product.line_kind == "none" or charge.reference in told:
            continue
        told.add(charge.reference)
        yield CountedUnit(
            account_number=charge.account_number,
            location_code=charge.location_code,
            source=UnitSource.CHARGE,
            code=charge.reference,
            kind=product.line_kind.upper(),
            units=charge.quantity * product.lines_per_unit,
            is_counted=False,
            why="rows of the sheet charges never count",
        )


def _outside(record: Service | Circuit | Number, period: Period) -> str:
    """Why a record is not in force in the period; blank where it is, any day."""
    if record.ends_on is not None and record.ends_on <= period.start:
        return f"it ended on {record.ends_on}, before the bill period"
    if record.starts_on >= period.end:
        return f"it begins on {record.starts_on}, after the bill period"
    return ""


def _fees(items: Iterable[Item], kind: UnitKind, book: CountBook) -> tuple[str, ...]:
    """Code and jurisdiction of the collected fees that count units of a kind of these charges."""
    found = {
        f"{group.code} {group.jurisdiction.text}"
        for item in items
        for group, choice in said_of(item, book.request.invoice_date, book.taxes)
        if choice.registered
        and choice.rows[0].is_count
        and choice.rows[0].multiplier
        and kind in choice.rows[0].unit_kinds
    }
    return tuple(sorted(found))
