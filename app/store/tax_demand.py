"""Queries of what tax rows are held against: what is billed where, and what was billed by which."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from app.billing.charge import OneTimeCharge
from app.billing.invoice import InvoiceState
from app.billing.priced_rows import invoices_by_row
from app.billing.tax_demand import DemandBook, DemandSetup, tax_demands
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Number, Service
from app.rating.plan import RatePlan
from app.store.invoices import load_invoices
from app.store.places import place_histories
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.book import TaxBook
from app.tax.place import TaxPlace, place_of, with_county
from app.tax.place_history import History, locations_on


def load_tax_places(conn: Transaction, book: TaxBook, day: date) -> dict[str, TaxPlace]:
    """The tax place of every location by its code, as the engine sees it on a day."""
    locations = {each.location_code: each for each in load(conn, ServiceLocation)}
    return _places(locations, place_histories(conn), book, day)


def load_demands(conn: Transaction, book: TaxBook, day: date) -> DemandBook:
    """Everything the company bills, each at its place as it is on a day."""
    setup = DemandSetup(
        accounts={each.account_number: each for each in load(conn, Account)},
        products={each.product_code: each for each in load(conn, Product)},
        plan_products={each.plan_code: each.usage_product for each in load(conn, RatePlan)},
        services=load(conn, Service),
        charges=load(conn, OneTimeCharge),
        numbers=load(conn, Number),
    )
    places = load_tax_places(conn, book, day)
    return DemandBook(tax_demands(setup), places=places, bundles=book.bundles)


def rows_priced(conn: Transaction, book: TaxBook, tax_code: str) -> Mapping[int, list[str]]:
    """By row of the sheet ``taxes`` the final invoices that rows of one tax code have priced."""
    locations = {each.location_code: each for each in load(conn, ServiceLocation)}
    histories = place_histories(conn)
    return invoices_by_row(
        (
            stored.invoice
            for stored in load_invoices(conn)
            if stored.invoice.state is not InvoiceState.VOID
        ),
        book,
        codes=frozenset({tax_code}),
        places_on=cache(lambda day: _places(locations, histories, book, day)),
        customer_classes={each.account_number: each.customer_class for each in load(conn, Account)},
    )


def _places(
    locations: Mapping[str, ServiceLocation],
    histories: Mapping[str, History],
    book: TaxBook,
    day: date,
) -> dict[str, TaxPlace]:
    return {
        code: with_county(place_of(each), book.counties_of_zip)
        for code, each in locations_on(locations, histories, day).items()
    }
