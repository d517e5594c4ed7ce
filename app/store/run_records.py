"""What a bill run looks at besides calls: every account with its services, charges and history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from app.billing.assembly import AccountRecords
from app.billing.billed import billed_service, by_service
from app.billing.charge import OneTimeCharge
from app.billing.cycle import bill_period
from app.billing.invoice import Invoice, InvoiceState, Line
from app.billing.issuer import Company
from app.billing.payers import bills_to
from app.billing.tax_adjustment import TaxAdjustment
from app.billing.usage_charges import UsageSum
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.rating.plan import RatePlan
from app.store.bill_runs import closed_periods
from app.store.invoices import load_invoices
from app.store.places import place_histories
from app.store.setup import load
from app.store.tax_adjustments import load_adjustments
from app.store.transaction import Transaction
from app.tax.book import TaxBook, make_book
from app.tax.bundle import BundleComponent
from app.tax.exemption import Exemption
from app.tax.place_history import History, locations_on
from app.tax.registration import Registration
from app.tax.request import ChargeKind
from app.tax.rule import TaxRule
from app.tax.share import TaxShare
from app.tax.usf import shipped_usf_factors
from app.tax.zip_counties import counties_of_zip

A = TypeVar("A", Service, OneTimeCharge, Circuit, Number, ServiceLocation)

FIRST_ROW: Final = 2
"""The sheet's row of the first record: the header is row 1."""

_OF_SERVICES: Final = {ChargeKind.RECURRING, ChargeKind.ONE_TIME, ChargeKind.CREDIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecords:
    """All that is not usage, of one state of the file."""

    company: Company
    accounts: Mapping[str, Account]
    locations: Mapping[str, ServiceLocation]
    """As their sheet has them: the newest facts of each place."""
    places: Mapping[str, History]
    """By location code the dated facts of its place, where it has any."""
    products: Mapping[str, Product]
    parents: Mapping[str, str | None]
    """By account number the account its lines go to, None for its own invoice."""
    plans: Mapping[str, RatePlan]
    services: Mapping[str, Sequence[Service]]
    """By account number, as the next three."""
    charges: Mapping[str, Sequence[OneTimeCharge]]
    circuits: Mapping[str, Sequence[Circuit]]
    numbers: Mapping[str, Sequence[Number]]
    registrations: Sequence[Registration]
    own_places: Mapping[str, Sequence[ServiceLocation]]
    closed: Mapping[str, frozenset[str]]
    """The period labels that an approved run closed."""
    invoices: Sequence[Invoice]
    """All that are not void, the oldest first."""
    billed_lines: Mapping[str, Sequence[Line]]
    """By account number the lines on them."""
    invoices_of: Mapping[str, Sequence[Invoice]]
    """By account number those that hold its lines."""
    adjustments: Sequence[TaxAdjustment]
    """Corrections of taxes, open or billed, the oldest first."""

    def was_billed(self, invoice: Invoice, label: str) -> bool:
        """Whether the invoice is of that bill period."""
        cycle_day = self.accounts[invoice.account_number].bill_cycle_day
        return bill_period(label, cycle_day).start == invoice.period_start

    def locations_on(self, day: date) -> Mapping[str, ServiceLocation]:
        """The locations by code as they were on a day; taxes go by the day of the invoice."""
        return locations_on(self.locations, self.places, day)

    def of_account(self, account_number: str, *, usage: Sequence[UsageSum]) -> AccountRecords:
        """What one account brings to a run."""
        services = self.services.get(account_number, ())
        charges = self.charges.get(account_number, ())
        codes = {service.service_code for service in services}
        references = {charge.reference for charge in charges}
        lines = self.billed_lines.get(account_number, ())
        invoices = self.invoices_of.get(account_number, ())
        return AccountRecords(
            account=self.accounts[account_number],
            locations=self.own_places.get(account_number, ()),
            services=services,
            charges=charges,
            usage=usage,
            circuits=self.circuits.get(account_number, ()),
            numbers=self.numbers.get(account_number, ()),
            billed=by_service(
                billed_service(line)
                for line in lines
                if line.reference in codes and line.kind in _OF_SERVICES
            ),
            billed_references=frozenset(
                line.reference for line in lines if line.reference in references
            ),
            final_labels=self.closed.get(account_number, frozenset()),
            adjustments=[
                each
                for each in self.adjustments
                if each.is_open and each.account_number == account_number
            ],
            corrections=self._corrections(invoices),
            history=invoices,
        )

    def _corrections(self, invoices: Sequence[Invoice]) -> list[TaxAdjustment]:
        if not self.adjustments:
            return []
        numbers = {invoice.invoice_number for invoice in invoices}
        return [each for each in self.adjustments if each.invoice_number in numbers]


def load_run_records(conn: Transaction) -> RunRecords:
    """Everything a run looks at but usage."""
    closed: dict[str, set[str]] = {}
    for account_number, label in closed_periods(conn):
        closed.setdefault(account_number, set()).add(label)
    standing = [
        stored.invoice
        for stored in load_invoices(conn, lean=True)
        if stored.invoice.state is not InvoiceState.VOID
    ]
    lines: dict[str, list[Line]] = {}
    invoices: dict[str, list[Invoice]] = {}
    for invoice in standing:
        for line in invoice.lines:
            lines.setdefault(line.account_number, []).append(line)
        for account_number in {line.account_number for line in invoice.lines}:
            invoices.setdefault(account_number, []).append(invoice)
    accounts = load(conn, Account)
    return RunRecords(
        company=load(conn, Company)[0],
        accounts={account.account_number: account for account in accounts},
        parents={account.account_number: bills_to(account) for account in accounts},
        locations={place.location_code: place for place in load(conn, ServiceLocation)},
        places=place_histories(conn),
        products={product.product_code: product for product in load(conn, Product)},
        plans={plan.plan_code: plan for plan in load(conn, RatePlan)},
        services=_by_account(load(conn, Service)),
        charges=_by_account(load(conn, OneTimeCharge)),
        circuits=_by_account(load(conn, Circuit)),
        numbers=_by_account(load(conn, Number)),
        registrations=load(conn, Registration),
        own_places=_by_account(load(conn, ServiceLocation)),
        closed={number: frozenset(labels) for number, labels in closed.items()},
        invoices=standing,
        billed_lines=lines,
        invoices_of=invoices,
        adjustments=load_adjustments(conn),
    )


def load_tax_book(conn: Transaction) -> TaxBook:
    """The tax tables of the company, and the shipped ceiling of the universal service charge.

    Rows are numbered as an export of their sheet numbers them.
    """
    return make_book(
        enumerate(load(conn, TaxRule), FIRST_ROW),
        shares=enumerate(load(conn, TaxShare), FIRST_ROW),
        registrations=load(conn, Registration),
        exemptions=load(conn, Exemption),
        bundles=load(conn, BundleComponent),
        usf_factors=shipped_usf_factors(),
        counties_of_zip=counties_of_zip,
    )


def _by_account(rows: Iterable[A]) -> dict[str, list[A]]:
    found: dict[str, list[A]] = {}
    for row in rows:
        found.setdefault(row.account_number, []).append(row)
    return found
