"""Which areas of a company an operation has changed; lists that show them read again."""

from collections.abc import Iterable
from enum import Flag, auto
from typing import Final

from app.store.setup import sheet_of
from app.values.sheet import SheetRow


class Changes(Flag):
    """Areas of a company file."""

    NOTHING = 0
    COMPANY = auto()
    """Name, address, settings of the company."""
    CUSTOMERS = auto()
    """Accounts, locations, circuits, numbers, services, charges."""
    RATES = auto()
    """Products, plans, decks."""
    TAXES = auto()
    """Rules, shares, registrations, certificates, places."""
    USAGE = auto()
    """Imports, calls, suspense."""
    RUNS = auto()
    """Drafts and approvals."""
    INVOICES = auto()
    """Invoices, their state, what was sent."""
    PAYMENTS = auto()
    CONNECTIONS = auto()
    MONTH = auto()
    """Steps of the month end, waivers, closed periods."""
    EVERYTHING = (
        COMPANY
        | CUSTOMERS
        | RATES
        | TAXES
        | USAGE
        | RUNS
        | INVOICES
        | PAYMENTS
        | CONNECTIONS
        | MONTH
    )


_OF_SHEETS: Final = {
    "company": Changes.COMPANY,
    "products": Changes.RATES,
    "rate_plans": Changes.RATES | Changes.USAGE,
    "rate_periods": Changes.RATES | Changes.USAGE,
    "rate_tiers": Changes.RATES | Changes.USAGE,
    "rates": Changes.RATES | Changes.USAGE,
    "sources": Changes.USAGE,
    "aliases": Changes.USAGE,
    "numbers": Changes.CUSTOMERS | Changes.USAGE,
    "accounts": Changes.CUSTOMERS | Changes.USAGE,
    "locations": Changes.CUSTOMERS | Changes.TAXES,
    "circuits": Changes.CUSTOMERS,
    "services": Changes.CUSTOMERS,
    "charges": Changes.CUSTOMERS,
}


def areas_of(rows: Iterable[SheetRow]) -> Changes:
    """The areas that a change of these rows touches; sheets of taxes are ``TAXES``."""
    found = Changes.NOTHING
    for row in rows:
        found |= _OF_SHEETS.get(sheet_of(type(row)).name, Changes.TAXES)
    return found
