"""Whether customers are ready to bill, by the very check of the bill run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.billing.assembly import AccountRecords, RunBook
from app.billing.charge import OneTimeCharge
from app.billing.issuer import Company
from app.billing.payers import payer_of
from app.billing.ready import run_readiness
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.findings import Finding, Severity, error
from app.host.collection import collecting_later
from app.operations.office import Office
from app.rating.plan import RatePlan
from app.store.customer_lists import account_heads
from app.store.run_records import load_tax_book
from app.store.setup import load, load_of_account
from app.store.transaction import Transaction
from app.tax.book import TaxBook
from app.tax.location_check import missing_column, place_problem, place_way_out
from app.tax.place import place_of

A = TypeVar("A", Service, OneTimeCharge, Circuit, Number, ServiceLocation)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRecords:
    """What is the same for all customers."""

    company: Company
    names: Mapping[str, str]
    """Of all customers by account number."""
    parents: Mapping[str, str | None]
    """By account number the account its lines go to."""
    products: Mapping[str, Product]
    plans: Mapping[str, RatePlan]
    locations: Mapping[str, ServiceLocation]
    taxes: TaxBook


def company_records(
    conn: Transaction, locations: Iterable[ServiceLocation]
) -> CompanyRecords | None:
    """What is the same for all customers; None while the company has no name of its own."""
    company = load(conn, Company)
    if not company:
        return None
    heads = account_heads(conn)
    return CompanyRecords(
        company=company[0],
        names={each.account_number: each.name for each in heads},
        parents={each.account_number: each.bills_to for each in heads},
        products={each.product_code: each for each in load(conn, Product)},
        plans={each.plan_code: each for each in load(conn, RatePlan)},
        locations={each.location_code: each for each in locations},
        taxes=load_tax_book(conn),
    )


def records_of(conn: Transaction, account: Account) -> AccountRecords:
    """What belongs to one customer; calls and history are not in it."""
    number = account.account_number
    return AccountRecords(
        account=account,
        locations=load_of_account(conn, ServiceLocation, number),
        services=load_of_account(conn, Service, number),
        charges=load_of_account(conn, OneTimeCharge, number),
        circuits=load_of_account(conn, Circuit, number),
        numbers=load_of_account(conn, Number, number),
    )


@collecting_later()
def not_ready(office: Office, period: str) -> frozenset[str]:
    """The customers that a run of the period leaves out, by account number."""
    with office.file.read() as conn:
        common = company_records(conn, load(conn, ServiceLocation))
        if common is None:
            return frozenset()
        every = _all_records(conn, common)
    payers = _payers(common)
    return frozenset(
        each.account.account_number
        for each in every
        if any(
            finding.severity is Severity.ERROR
            for finding in findings_of(each, common, period, payers=payers)
        )
    )


def findings_of(
    records: AccountRecords,
    common: CompanyRecords,
    period: str,
    *,
    payers: frozenset[str] | None = None,
) -> list[Finding]:
    """What the bill-ready check says of a customer, with what keeps its places from being taxed."""
    number = records.account.account_number
    payers = _payers(common) if payers is None else payers
    found = run_readiness(
        records,
        RunBook(
            label=period,
            company=common.company,
            products=common.products,
            locations=common.locations,
            taxes=common.taxes,
        ),
        plan_products={code: plan.usage_product for code, plan in common.plans.items()},
        parents=common.parents,
        has_children=number in payers,
    )
    return [*found, *_place_findings(records, common)]


def _payers(common: CompanyRecords) -> frozenset[str]:
    """The accounts on whose invoices others' lines stand."""
    parents = common.parents
    payers = {number: payer_of(number, parents) for number, above in parents.items() if above}
    return frozenset(payer for number, payer in payers.items() if payer != number)


def _place_findings(records: AccountRecords, common: CompanyRecords) -> Iterable[Finding]:
    used = {each.location_code for each in records.services}
    used |= {each.location_code for each in records.numbers}
    for code in sorted(used & common.locations.keys()):
        place = place_of(common.locations[code])
        why = place_problem(place, common.taxes)
        if why is not None:
            yield error(
                "place_unknown",
                f"{why[0].upper()}{why[1:]}.",
                way_out=place_way_out(place, common.taxes),
                sheet="locations",
                column=missing_column(place, common.taxes),
                record=code,
            )


def _all_records(conn: Transaction, common: CompanyRecords) -> list[AccountRecords]:
    places = _grouped(common.locations.values())
    services = _grouped(load(conn, Service))
    charges = _grouped(load(conn, OneTimeCharge))
    circuits = _grouped(load(conn, Circuit))
    numbers = _grouped(load(conn, Number))
    return [
        AccountRecords(
            account=account,
            locations=places.get(number, ()),
            services=services.get(number, ()),
            charges=charges.get(number, ()),
            circuits=circuits.get(number, ()),
            numbers=numbers.get(number, ()),
        )
        for account in load(conn, Account)
        for number in [account.account_number]
    ]


def _grouped(rows: Iterable[A]) -> dict[str, list[A]]:
    found: dict[str, list[A]] = {}
    for row in rows:
        found.setdefault(row.account_number, []).append(row)
    return found
