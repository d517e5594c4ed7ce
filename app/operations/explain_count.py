"""What is known about one product of one customer, day by day: what speaks for which count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.billing.contract_lines import ContractLine
from app.billing.counts import is_counted_in_numbers
from app.billing.line_proposals import product_of
from app.customers.product import Product
from app.customers.service import Number, Service
from app.errors import InputError
from app.operations.billing_view import billing_view
from app.operations.office import Office
from app.store.connections import connections
from app.store.counts import carrier_lists, carrier_numbers, settled_counts
from app.store.setup import load, load_of_account
from app.store.transaction import Transaction
from app.values.money import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """One thing that is known, with its day."""

    day: date | None
    words: str


def explain_count(office: Office, account_number: str, product_code: str) -> list[KnownFact]:
    """What is known, the newest first: agreements, services, numbers, carriers' lists, decisions.

    InputError for a product that is none.
    """
    with office.file.read() as conn:
        product = next((e for e in load(conn, Product) if e.product_code == product_code), None)
        if product is None:
            raise InputError(f"There is no product {product_code}.")
        facts = [
            *_agreements(office, conn, account_number, product_code),
            *_services(conn, account_number, product_code),
            *(_numbers(conn, account_number) if is_counted_in_numbers(product) else ()),
            *_lists(conn, account_number),
            *_decisions(conn, account_number, product_code),
        ]
    return sorted(facts, key=lambda each: each.day or date.min, reverse=True)


def _agreements(
    office: Office, conn: Transaction, account_number: str, product_code: str
) -> Iterator[KnownFact]:
    for system in (each.system for each in connections(conn) if each.role == "psa"):
        view = billing_view(office, conn, system)
        for verdict in view.lines:
            product = product_of(verdict.line, view.line_desk)
            is_it = product is not None and product.product_code == product_code
            if verdict.account_number == account_number and is_it:
                yield from _of_line(verdict.line, view.title)


def _of_line(line: ContractLine, title: str) -> Iterator[KnownFact]:
    many = f"{plain(line.terms.quantity):f}"
    until = f" until {line.terms.ends_on:%b} {line.terms.ends_on.day}" if line.terms.ends_on else ""
    name = f"Agreement {line.agreement}" if line.agreement else "An agreement"
    yield KnownFact(day=line.terms.starts_on, words=f"{name} in {title} has {many}{until}")
    if line.changed_on is not None and line.changed_on != line.terms.starts_on:
        yield KnownFact(day=line.changed_on, words=f"{name} was changed in {title}")


def _services(conn: Transaction, account_number: str, product_code: str) -> Iterator[KnownFact]:
    for each in load_of_account(conn, Service, account_number):
        if each.product_code != product_code:
            continue
        price = "" if each.unit_price is None else f" at {plain(each.unit_price):f}"
        many = _many(each.quantity)
        where = f"{each.service_code}, {each.location_code}"
        yield KnownFact(day=each.starts_on, words=f"Service {where}: {many}{price} from here on")
        if each.ends_on is not None:
            yield KnownFact(day=each.ends_on, words=f"Service {where}: {many} ended")


def _many(quantity: Decimal) -> str:
    return f"{plain(quantity):f}"


def _numbers(conn: Transaction, account_number: str) -> Iterator[KnownFact]:
    """Numbers by the day on which they began or ended; many of one day are one fact."""
    begun: dict[date, list[str]] = {}
    ended: dict[date, list[str]] = {}
    for each in load_of_account(conn, Number, account_number):
        begun.setdefault(each.starts_on, []).append(each.number)
        if each.ends_on is not None:
            ended.setdefault(each.ends_on, []).append(each.number)
    for found, verb in ((begun, "began"), (ended, "ended")):
        for day, numbers in found.items():
            count = len(numbers)
            words = f"1 number {verb} here" if count == 1 else f"{count} numbers {verb} here"
            yield KnownFact(day=day, words=f"{words}: {', '.join(sorted(numbers)[:4])}")


def _lists(conn: Transaction, account_number: str) -> Iterator[KnownFact]:
    owners = {each.number for each in load_of_account(conn, Number, account_number)}
    listed: dict[str, int] = {}
    for each in carrier_numbers(conn):
        if each.account_number == account_number or each.number in owners:
            listed[each.carrier] = listed.get(each.carrier, 0) + 1
    for found in carrier_lists(conn):
        count = listed.get(found.carrier, 0)
        yield KnownFact(
            day=found.listed_on,
            words=f"The list of {found.carrier} has {count} numbers of this customer",
        )


def _decisions(conn: Transaction, account_number: str, product_code: str) -> Iterator[KnownFact]:
    settled = settled_counts(conn).get((account_number, product_code))
    if settled is None:
        return
    what = settled.action.value.replace("_", " ")
    why = f": {settled.reason}" if settled.reason else ""
    until = f" until {settled.until}" if settled.until else ""
    words = f"{settled.by} settled it, {what}{until}{why}"
    yield KnownFact(day=settled.at.date(), words=words)
