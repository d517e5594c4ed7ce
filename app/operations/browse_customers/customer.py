"""One customer: what it has, what makes it ready to bill, what recurs, what it was billed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.billing.assembly import AccountRecords
from app.billing.billed import by_service
from app.billing.charge import OneTimeCharge
from app.billing.cycle import MONTHS_BILLED, bill_period, next_label
from app.billing.invoice import Line
from app.billing.payers import payer_of
from app.billing.recurring import (
    ServiceBook,
    once_lines,
    price_of,
    recurring_lines,
    service_period,
)
from app.billing.unused import unused_credits
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.ready_list import Ready, ReadyItem, Thing, ready_list
from app.customers.service import Circuit, Number, Service
from app.errors import InputError
from app.findings import Finding
from app.operations.browse_customers.readying import (
    CompanyRecords,
    company_records,
    findings_of,
    records_of,
)
from app.operations.office import Office
from app.store.billed_days import billed_days, closed_labels
from app.store.customer_lists import InvoiceHead, invoice_heads
from app.store.setup import load, load_of_account
from app.store.transaction import Transaction
from app.values.money import ZERO
from app.values.period import Period

__all__ = [
    "CustomerView",
    "InvoiceHead",
    "Ready",
    "ReadyItem",
    "Recurring",
    "Thing",
    "show_customer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A service that recurs, with its price for a whole charge period."""

    service: Service
    name: str
    billed: str
    """monthly, quarterly or yearly."""
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """One customer as its page shows it."""

    account: Account
    parent_name: str
    payer: str
    """Whose invoice its lines stand on: itself, or an account above it."""
    terms: str
    period: str
    """The bill period that the next run bills."""
    today: date
    locations: Sequence[ServiceLocation]
    circuits: Sequence[Circuit]
    numbers: Sequence[Number]
    services: Sequence[Service]
    charges: Sequence[OneTimeCharge]
    invoices: Sequence[InvoiceHead]
    products: Mapping[str, Product]
    plans: Mapping[str, str]
    """Names of rate plans by code."""
    items: Sequence[ReadyItem]
    recurring: Sequence[Recurring]
    """What is in force in the period, by location and name."""
    lines: Sequence[Line]
    """What the next run bills of its services, without calls."""
    covered: Period
    """The days of the period on which anything recurring is in force."""
    days: Period
    """The days of the period."""

    @property
    def is_ready(self) -> bool:
        """Whether the next run bills it."""
        return all(each.ready is not Ready.LACKS for each in self.items)

    @property
    def in_order(self) -> int:
        """How many things are in order."""
        return sum(each.ready in {Ready.DONE, Ready.EMPTY} for each in self.items)

    @property
    def a_month(self) -> Decimal:
        """What recurs each month."""
        return sum((each.amount for each in self.recurring if each.billed == "monthly"), ZERO)

    @property
    def due(self) -> Decimal:
        """What the next run bills of its services."""
        return sum((line.amount for line in self.lines), ZERO)


def show_customer(office: Office, account_number: str, period: str) -> CustomerView:
    """One customer, for the given period or the first after it that no run has closed.

    InputError where there is no such account.
    """
    with office.file.read() as conn:
        account = next(iter(load_of_account(conn, Account, account_number)), None)
        records = records_of(conn, account) if account is not None else None
        common = company_records(conn, _places(conn, records)) if records is not None else None
        if account is None or records is None or common is None:
            raise InputError(f"There is no customer {account_number} any more.")
        label = _open_label(conn, account_number, period)
        book = _book(conn, records, common, label)
        invoices = invoice_heads(conn, payer_of(account_number, common.parents))
        today = office.clock.today(ZoneInfo(common.company.timezone))
    recurring = [
        each for each in _recurring(book) if service_period(each.service).overlap(book.period).days
    ]
    return CustomerView(
        account=account,
        parent_name=common.names.get(account.parent_account_number or "", ""),
        payer=payer_of(account_number, common.parents),
        terms=account.terms or common.company.terms,
        period=label,
        today=today,
        locations=records.locations,
        circuits=records.circuits,
        numbers=records.numbers,
        services=records.services,
        charges=records.charges,
        invoices=invoices,
        products=common.products,
        plans={code: plan.name for code, plan in common.plans.items()},
        items=_items(records, findings_of(records, common, label), book),
        recurring=recurring,
        lines=[*recurring_lines(book), *once_lines(book), *unused_credits(book)],
        covered=_covered(recurring, book),
        days=book.period,
    )


def _places(conn: Transaction, records: AccountRecords) -> Sequence[ServiceLocation]:
    """Its own locations; all of them where it uses others' too."""
    used = {each.location_code for each in records.services}
    used |= {each.location_code for each in records.numbers}
    if used <= {each.location_code for each in records.locations}:
        return records.locations
    return load(conn, ServiceLocation)


def _open_label(conn: Transaction, account_number: str, period: str) -> str:
    closed = closed_labels(conn, account_number)
    label = period
    while label in closed:
        label = next_label(label)
    return label


def _book(
    conn: Transaction, records: AccountRecords, common: CompanyRecords, label: str
) -> ServiceBook:
    number = records.account.account_number
    return ServiceBook(
        label=label,
        cycle_day=records.account.bill_cycle_day,
        services=[each for each in records.services if each.product_code in common.products],
        products=common.products,
        billed=by_service(billed_days(conn, number)),
        final_labels=closed_labels(conn, number),
    )


def _recurring(book: ServiceBook) -> list[Recurring]:
    found = []
    for service in book.services:
        product = book.products[service.product_code]
        if product.billed in MONTHS_BILLED:
            found.append(
                Recurring(
                    service=service,
                    name=service.description or product.name,
                    billed=product.billed,
                    amount=service.quantity * price_of(service, product),
                )
            )
    return sorted(found, key=lambda each: (each.service.location_code, each.name))


def _covered(recurring: Sequence[Recurring], book: ServiceBook) -> Period:
    parts = [service_period(each.service).overlap(book.period) for each in recurring]
    if not parts:
        return replace(book.period, end=book.period.start)
    return Period(min(part.start for part in parts), max(part.end for part in parts))


def _items(
    records: AccountRecords, findings: Sequence[Finding], book: ServiceBook
) -> list[ReadyItem]:
    days = bill_period(book.label, records.account.bill_cycle_day)
    until = bill_period(next_label(book.label), records.account.bill_cycle_day).end
    ahead = Period(days.start, until)

    def runs(record: Service | Number | Circuit) -> bool:
        last = record.ends_on or date.max
        return Period(record.starts_on, last).overlap(ahead).days > 0

    empty = []
    if not any(runs(each) for each in records.circuits):
        empty.append(Thing.CIRCUIT)
    if not any(runs(each) for each in records.numbers):
        empty += [Thing.NUMBERS, Thing.PLAN]
    if not any(runs(each) for each in records.services):
        empty.append(Thing.PRODUCTS)
    if not records.locations:
        empty.append(Thing.PLACE)
    return ready_list(findings, empty=empty)
