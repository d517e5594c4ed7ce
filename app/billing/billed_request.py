"""What a final invoice asks of the tax engine, read back from its lines as they were billed.

Amounts, categories, days and quantities are the invoice's own; places are those of its date, and
circuits and numbers those of its bill period, as the file tells them now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from app.billing.charge import OneTimeCharge
from app.billing.credits import names_line
from app.billing.invoice import Invoice, InvoiceState, Line
from app.billing.plant import counted_plant
from app.billing.tax_adjustment import TaxAdjustment
from app.billing.taxable import taxable_charge
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.tax.book import TaxBook
from app.tax.place import place_of
from app.tax.place_history import History, locations_on
from app.tax.request import ChargeKind, CountedPlant, TaxableCharge, TaxRequest, TrafficShare
from app.values.money import ZERO
from app.values.period import Period

Named = tuple[str, str]
"""A tax code and a jurisdiction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What final invoices are looked at with: the tables and records as they are now."""

    taxes: TaxBook
    accounts: Mapping[str, Account]
    locations: Mapping[str, ServiceLocation]
    products: Mapping[str, Product]
    parents: Mapping[str, str | None]
    services: Mapping[str, Sequence[Service]]
    """By account number, as the next three."""
    charges: Mapping[str, Sequence[OneTimeCharge]]
    circuits: Mapping[str, Sequence[Circuit]]
    numbers: Mapping[str, Sequence[Number]]
    invoices: Sequence[Invoice]
    """All approved ones, void ones too, the oldest first."""
    adjustments: Sequence[TaxAdjustment] = ()
    """All that were ever made, open or billed."""
    exposures: Mapping[str, frozenset[Named]] = field(default_factory=dict)
    """By invoice number what was not collected for want of a registration."""
    places: Mapping[str, History] = field(default_factory=dict)
    """By location code the dated facts of its place, where it has any."""
    actual_shares: Mapping[str, Mapping[str, TrafficShare]] = field(default_factory=dict)
    """By invoice number and category, as measured on the calls of its period."""

    @property
    def standing(self) -> list[Invoice]:
        """The invoices that are not void."""
        return [each for each in self.invoices if each.state is not InvoiceState.VOID]


def billed_request(invoice: Invoice, facts: ReviewFacts) -> TaxRequest:
    """The request whose answer would be the invoice's taxes by today's tables."""
    payer = facts.accounts[invoice.account_number]
    locations = locations_on(facts.locations, facts.places, invoice.invoice_date)
    apart = _taxed_as_credits(invoice, facts)
    charges = tuple(
        _taxable(line, index, facts=facts)
        for index, line in enumerate(invoice.lines)
        if index not in apart
    )
    plant = _plant(invoice, facts)
    used = {line.location_code for line in invoice.lines}
    used |= {code for code, counted in plant.items() if counted.service_categories}
    return TaxRequest(
        account_number=payer.account_number,
        customer_class=payer.customer_class,
        invoice_date=invoice.invoice_date,
        charges=charges,
        locations={code: place_of(locations[code]) for code in sorted(used)},
        plant={code: counted for code, counted in plant.items() if code in used},
        actual_shares=facts.actual_shares.get(invoice.invoice_number or "", {}),
    )


def _taxable(line: Line, index: int, *, facts: ReviewFacts) -> TaxableCharge:
    return taxable_charge(
        line,
        index,
        counts=_is_service(line, facts),
        product=facts.products[line.product_code],
        customer_class=facts.accounts[line.account_number].customer_class,
    )


def _is_service(line: Line, facts: ReviewFacts) -> bool:
    """Whether it bills a service, which counts units; rows of ``charges`` never do."""
    if line.kind is ChargeKind.RECURRING:
        return True
    of_charges = {each.reference for each in facts.charges.get(line.account_number, ())}
    return line.kind is ChargeKind.ONE_TIME and line.reference not in of_charges


def _plant(invoice: Invoice, facts: ReviewFacts) -> dict[str, CountedPlant]:
    """Circuits and numbers of all whose lines it may hold, in its bill period."""
    payer = invoice.account_number
    members = {payer, *(line.account_number for line in invoice.lines)}
    members |= {number for number, parent in facts.parents.items() if parent == payer}
    return counted_plant(
        [each for number in members for each in facts.circuits.get(number, ())],
        [each for number in members for each in facts.numbers.get(number, ())],
        services=[
            each
            for number in members
            for each in facts.services.get(number, ())
            if each.product_code in facts.products
        ],
        products=facts.products,
        period=Period(invoice.period_start, invoice.period_end),
    )


def _taxed_as_credits(invoice: Invoice, facts: ReviewFacts) -> set[int]:
    """The lines that gave back the tax of earlier invoices, and so were not taxed themselves."""
    found = set()
    for index, line in enumerate(invoice.lines):
        key = _credits(line, facts)
        if key and (
            not any(_names(other, key, facts=facts) for other in invoice.lines)
            or any(_names(other, key, facts=facts) for other in _earlier_lines(invoice, facts))
        ):
            found.add(index)
    return found


def _credits(line: Line, facts: ReviewFacts) -> str:
    """What a credit's row of ``charges`` names as reversed."""
    if line.kind is not ChargeKind.CREDIT:
        return ""
    rows = facts.charges.get(line.account_number, ())
    return next((row.credits or "" for row in rows if row.reference == line.reference), "")


def _names(line: Line, key: str, *, facts: ReviewFacts) -> bool:
    return names_line(line, key, facts.accounts[line.account_number].bill_cycle_day)


def _earlier_lines(invoice: Invoice, facts: ReviewFacts) -> list[Line]:
    number = invoice.invoice_number
    before = takewhile(lambda other: other.invoice_number != number, facts.standing)
    return [line for other in before for line in other.lines]


def credited_parts(invoice: Invoice, facts: ReviewFacts) -> dict[int, Fraction]:
    """By line of the invoice which part of it later credits gave back, where some did."""
    found: dict[int, Fraction] = {}
    accounts = {line.account_number for line in invoice.lines}
    keys = {
        (number, row.credits)
        for number in accounts
        for row in facts.charges.get(number, ())
        if row.credits
    }
    for number, key in sorted(keys):
        own = [
            index
            for index, line in enumerate(invoice.lines)
            if line.account_number == number and _names(line, key, facts=facts)
        ]
        if not own:
            continue
        part = _credited_part(number, key, facts)
        for index in own if part else ():
            found[index] = min(Fraction(1), found.get(index, Fraction(0)) + part)
    return found


def _credited_part(number: str, key: str, facts: ReviewFacts) -> Fraction:
    """Which part of the lines that a key names was credited on invoices of its own."""
    billed = given = ZERO
    for invoice in facts.standing:
        lines = [line for line in invoice.lines if line.account_number == number]
        billed += _sum(line for line in lines if _names(line, key, facts=facts))
        apart = _taxed_as_credits(invoice, facts) if lines else set()
        given += _sum(
            line
            for index, line in enumerate(invoice.lines)
            if index in apart and line.account_number == number and _credits(line, facts) == key
        )
    return Fraction(-given) / Fraction(billed) if billed else Fraction(0)


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
