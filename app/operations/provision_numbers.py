"""An account shell made bill-ready: its place, circuit, numbers, plan and products in one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.number_list import read_numbers
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.operations.office import Office
from app.operations.row_editing import Edited, change_rows
from app.rating.area_codes import AreaClass
from app.rating.plan import RatePlan
from app.store.customer_lists import Holder, holders
from app.store.setup import load, load_of_account
from app.values.sheet import SheetRow

__all__ = ["Edited"]


class Verdict(Enum):
    """What becomes of a number of the list."""

    ADDED = "added"
    HERE = "already here"
    OTHERS = "belongs to someone else"
    UNREADABLE = "cannot be read"
    TWICE = "listed twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One number of the list, and what becomes of it."""

    text: str
    """As it was written."""
    number: str
    verdict: Verdict
    owner: str = ""
    """Whose it is: the customer's name and account number."""
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """What there is to choose from for one customer; of a new one all is blank."""

    account: Account | None
    locations: Sequence[ServiceLocation]
    circuits: Sequence[Circuit]
    services: Sequence[Service]
    numbers: int
    """How many it has in use."""
    products: Mapping[str, Product]
    plans: Mapping[str, str]
    used_plan: str
    """The plan of most of its numbers; of a new customer that of most numbers of all."""
    accounts: Mapping[str, str]
    """Names of all customers by account number."""
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedService:
    """A recurring product of the order."""

    product_code: str
    quantity: Decimal
    unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be provisioned."""

    account: Account
    location: ServiceLocation
    circuit: Circuit | None
    numbers: Sequence[str]
    """E.164; those that are to be added."""
    rate_plan: str
    starts_on: date
    services: Sequence[WantedService]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A product of the order: what the contract says beside what is provisioned."""

    wanted: WantedService
    name: str
    price: Decimal
    amount: Decimal
    """Quantity by price for a whole charge period."""
    has: Decimal
    """How many of it the customer has at the place already."""
    provisioned: Decimal | None
    """How many its numbers, circuits and call paths make; None where nothing counts it."""


def premises(office: Office, account_number: str) -> Premises:
    """What there is to choose from for a customer; blank: for a new one."""
    with office.file.read() as conn:
        company = load(conn, Company)
        today = office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))
        accounts = {each.account_number: each for each in load(conn, Account)}
        every = load(conn, Number)
        own = [each for each in every if each.account_number == account_number]
        locations = load_of_account(conn, ServiceLocation, account_number)
        circuits = load_of_account(conn, Circuit, account_number)
        services = load_of_account(conn, Service, account_number)
        products = {each.product_code: each for each in load(conn, Product)}
        plans = {each.plan_code: each.name for each in load(conn, RatePlan)}
    counted: dict[str, int] = {}
    for each in own or every:
        counted[each.rate_plan] = counted.get(each.rate_plan, 0) + 1
    used = max(counted, key=lambda code: counted[code]) if counted else next(iter(plans), "")
    return Premises(
        account=accounts.get(account_number),
        locations=locations,
        circuits=[each for each in circuits if each.ends_on is None or each.ends_on > today],
        services=[each for each in services if each.ends_on is None or each.ends_on > today],
        numbers=sum(each.ends_on is None or each.ends_on > today for each in own),
        products=products,
        plans=plans,
        used_plan=used,
        accounts={number: account.name for number, account in accounts.items()},
        today=today,
    )


# ---- numbers


def judge_numbers(
    office: Office, text: str, account_number: str, *, starts_on: date
) -> list[Judged]:
    """What becomes of each number of a pasted list that begins on a day, in its order."""
    listed = read_numbers(text)
    with office.file.read() as conn:
        known: dict[str, list[Holder]] = {}
        for row in holders(conn, [each.number for each in listed if each.number]):
            known.setdefault(row.number, []).append(row)
    judged, seen = [], set[str]()
    for each in listed:
        if not each.number:
            judged.append(
                Judged(text=each.text, number="", verdict=Verdict.UNREADABLE, note=each.why)
            )
            continue
        if each.number in seen:
            judged.append(Judged(text=each.text, number=each.number, verdict=Verdict.TWICE))
            continue
        seen.add(each.number)
        rows = known.get(each.number, [])
        judged.append(_judged(each.text, each.number, rows, account_number, starts_on))
    return judged


def _judged(
    text: str, number: str, rows: Sequence[Holder], account_number: str, starts_on: date
) -> Judged:
    # A row that begins later would overlap just as well: the new one has no end.
    held = [row for row in rows if row.ends_on is None or row.ends_on > starts_on]
    if held:
        row = held[-1]
        own = row.account_number == account_number
        return Judged(
            text=text,
            number=number,
            verdict=Verdict.HERE if own else Verdict.OTHERS,
            owner=f"{row.name}, {row.account_number}",
            since=row.starts_on,
            note="" if row.ends_on is None else f"until {row.ends_on}",
        )
    note = f"was {rows[-1].name}'s until {rows[-1].ends_on}" if rows else ""
    return Judged(text=text, number=number, verdict=Verdict.ADDED, note=note)


# ---- products


def count_order(office: Office, order: Order) -> list[Counted]:
    """The products of an order, each beside what its numbers, circuits and call paths make."""
    with office.file.read() as conn:
        products = {each.product_code: each for each in load(conn, Product)}
        number = order.account.account_number
        services = load_of_account(conn, Service, number)
        numbers = {
            each.number
            for each in load_of_account(conn, Number, number)
            if each.ends_on is None or each.ends_on > order.starts_on
        }
    count = len(numbers | set(order.numbers))
    here = order.location.location_code
    return [
        Counted(
            wanted=wanted,
            name=product.name,
            price=price,
            amount=wanted.quantity * price,
            has=sum(
                (
                    each.quantity
                    for each in services
                    if each.product_code == wanted.product_code
                    and each.location_code == here
                    and (each.ends_on is None or each.ends_on > order.starts_on)
                ),
                Decimal(0),
            ),
            provisioned=_provisioned(product, order, count),
        )
        for wanted in order.services
        if (product := products.get(wanted.product_code)) is not None
        for price in [product.price if wanted.unit_price is None else wanted.unit_price]
    ]


def _provisioned(product: Product, order: Order, numbers: int) -> Decimal | None:
    circuit = order.circuit
    if product.line_kind in {"line", "did"}:
        return Decimal(numbers)
    if product.line_kind == "call_path" and circuit is not None:
        return Decimal(circuit.call_paths or 0)
    if product.line_kind == "trunk":
        return Decimal(0 if circuit is None else 1)
    return None


# ---- doing it


def provision_numbers(office: Office, order: Order) -> Edited:
    """Writes the whole order in one transaction, or tells why not.

    What is there already stays as it is: doing it twice does it once.
    """
    rows: list[SheetRow] = [order.account, order.location]
    if order.circuit is not None:
        rows.append(order.circuit)
    free = {each for each in order.numbers if _is_toll_free(office, each)}
    rows += [_number(order, each, at, free=each in free) for at, each in enumerate(order.numbers)]
    with office.file.read() as conn:
        taken = {each.service_code for each in load(conn, Service)}
        own = load_of_account(conn, Service, order.account.account_number)
    rows += _services(order, own, taken)
    count = len(order.numbers)
    title = f"Provision {count:,} {'number' if count == 1 else 'numbers'} of {order.account.name}"
    return change_rows(office, rows, title=title)


def _is_toll_free(office: Office, number: str) -> bool:
    area = office.area_codes().area(number)
    return area is not None and area.class_ is AreaClass.TOLL_FREE


def _number(order: Order, number: str, place: int, *, free: bool) -> Number:
    main = order.account.btn or ""
    kind = "main" if number == main or (not main and place == 0) else "did"
    if free:
        kind = "toll_free"
    return Number(
        number=number,
        account_number=order.account.account_number,
        location_code=order.location.location_code,
        circuit_code=order.circuit.circuit_code if order.circuit is not None else None,
        kind=kind,
        rate_plan=order.rate_plan,
        starts_on=order.starts_on,
    )


def _services(order: Order, own: Sequence[Service], taken: set[str]) -> list[Service]:
    found = []
    place = order.location.location_code
    for wanted in order.services:
        if any(_is_same(each, wanted, order) for each in own):
            continue
        base = code = f"{place}-{wanted.product_code}"
        ordinal = 2
        while code in taken:
            code, ordinal = f"{base}-{ordinal}", ordinal + 1
        taken.add(code)
        found.append(
            Service(
                service_code=code,
                account_number=order.account.account_number,
                location_code=place,
                product_code=wanted.product_code,
                quantity=wanted.quantity,
                unit_price=wanted.unit_price,
                starts_on=order.starts_on,
            )
        )
    return found


def _is_same(service: Service, wanted: WantedService, order: Order) -> bool:
    """Whether this very service is there: ordered twice it is written once."""
    return (
        service.product_code == wanted.product_code
        and service.location_code == order.location.location_code
        and service.starts_on == order.starts_on
        and service.quantity == wanted.quantity
    )
