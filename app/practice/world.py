"""One believable set of facts from which every practice system fills its tables.

Customers as a PSA knows them (duplicates, renamed ones, a missing site, closed agreements, ten DID
lines of which nine are provisioned), and some of them as the accounting system knows them (other
names, a duplicate, older invoices, payments). Ids come from fixed numbers, so that every run is the
same; nothing is read from disk.
"""

from decimal import Decimal
from functools import cache
from typing import Final

from app.practice.book_facts import Books, books
from app.practice.company_facts import GL_ACCOUNTS, MEMBERS, PRODUCTS, TERMS
from app.practice.psa_facts import psa_customers, psa_invoices
from app.practice.records import GlAccount, Product, Terms, World

SAMPLE_CUSTOMERS: Final = 63
"""The sample company's sixty, two duplicates and one deleted trial."""


@cache
def world(customers: int = SAMPLE_CUSTOMERS) -> World:
    """The sample company's world, grown to so many customers with ten time entries each.

    Any number up to 63 gives the sample company itself; its time is that of its tickets.
    """
    found = products()
    by_code = {product.code: product for product in found}
    known = psa_customers(by_code, customers)
    kept: Books = books(by_code)
    return World(
        company="Cedar Fork Voice LLC",
        customers=known,
        terms=tuple(
            Terms(id=int(number), name=name, days=int(days)) for number, name, days in _rows(TERMS)
        ),
        products=found,
        gl_accounts=tuple(
            GlAccount(code=code, name=name, kind=kind) for code, name, kind in _rows(GL_ACCOUNTS)
        ),
        members=MEMBERS,
        psa_invoices=psa_invoices(by_code, known),
        book_customers=kept.customers,
        book_invoices=kept.invoices,
        book_payments=kept.payments,
    )


def products() -> tuple[Product, ...]:
    """What the sample company sells."""
    return tuple(
        Product(
            id=serial,
            code=code,
            name=name,
            gl_code=gl_code,
            price=Decimal(price),
            billed=billed,
            is_taxable=taxable == "yes",
        )
        for serial, (code, name, gl_code, price, billed, taxable) in enumerate(_rows(PRODUCTS), 1)
    )


def _rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]
