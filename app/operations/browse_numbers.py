"""All numbers, services and circuits of the company, with whose they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.host.collection import collecting_later
from app.operations.office import Office
from app.rating.plan import RatePlan
from app.store.customer_lists import account_heads, location_heads
from app.store.setup import load
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A number, service or circuit with what tells whose it is."""

    row: Number | Service | Circuit
    customer: str
    place: str
    """The location in words."""
    amount: Decimal | None = None
    """Of a service: quantity by price for a whole charge period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """Every number, service and circuit."""

    numbers: Sequence[Owned]
    services: Sequence[Owned]
    circuits: Sequence[Owned]
    products: Mapping[str, str]
    """Names of what can recur, by code."""
    plans: Mapping[str, str]
    today: date


@collecting_later()
def list_plant(office: Office) -> Plant:
    """Every number, service and circuit, by number and by code."""
    with office.file.read() as conn:
        company = load(conn, Company)
        customers = {each.account_number: each.name for each in account_heads(conn)}
        places = {
            each.location_code: _place(each.title, each.city) for each in location_heads(conn)
        }
        products = {each.product_code: each for each in load(conn, Product)}
        plans = {each.plan_code: each.name for each in load(conn, RatePlan)}
        today = office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))
        numbers = _owned(conn, Number, customers, places)
        circuits = _owned(conn, Circuit, customers, places)
        services = [
            Owned(
                row=each,
                customer=customers.get(each.account_number, ""),
                place=places.get(each.location_code, ""),
                amount=_amount(each, products),
            )
            for each in load(conn, Service)
        ]
    return Plant(
        numbers=sorted(numbers, key=_by_number),
        services=services,
        circuits=circuits,
        products={c: each.name for c, each in products.items() if each.billed != "usage"},
        plans=plans,
        today=today,
    )


def _owned(
    conn: Transaction,
    kind: type[Number] | type[Circuit],
    customers: Mapping[str, str],
    places: Mapping[str, str],
) -> list[Owned]:
    rows: Sequence[Number | Circuit] = load(conn, kind)
    return [
        Owned(
            row=row,
            customer=customers.get(row.account_number, ""),
            place=places.get(row.location_code, ""),
        )
        for row in rows
    ]


def _place(title: str, city: str) -> str:
    return title if city in title else f"{title}, {city}"


def _by_number(owned: Owned) -> tuple[str, date]:
    row = owned.row
    return (row.number, row.starts_on) if isinstance(row, Number) else ("", row.starts_on)


def _amount(service: Service, products: Mapping[str, Product]) -> Decimal | None:
    product = products.get(service.product_code)
    price = service.unit_price
    if price is None:
        price = product.price if product is not None else None
    return None if price is None else service.quantity * price
