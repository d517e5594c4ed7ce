"""The bill-ready check: what an account lacks before it can be billed.

Errors leave the account out of a run; warnings are to be looked at. Each finding names the record
and the field to mend.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.customers.account import Account
from app.customers.address import is_post_box
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.findings import Finding, error, warning
from app.values.period import Period, open_period

CYCLE_DAYS: Final = range(1, 29)
TELEPHONE_CIRCUITS: Final = frozenset({"sip_trunk", "pri", "analog", "hosted"})
"""Kinds of circuits that carry numbers; a fiber needs none."""

_TELEPHONE: Final = re.compile(r"VOIP_FIXED|VOIP_NOMADIC|LOCAL|TOLL_\w+|DID")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSetup:
    """What is known of one account. Records of other accounts are not in it."""

    account: Account
    terms: str
    """The account's payment terms, or the company's."""
    terms_readable: bool
    locations: Mapping[str, ServiceLocation]
    """By code; the account's own, and any its records name."""
    services: Sequence[Service] = ()
    numbers: Sequence[Number] = ()
    circuits: Sequence[Circuit] = ()
    products: Mapping[str, Product] = field(default_factory=dict)
    plan_products: Mapping[str, str] = field(default_factory=dict)
    """The usage product of each rate plan."""
    charge_products: Collection[str] = ()
    """Product codes of its one-time charges."""
    place_problems: Mapping[str, Finding] = field(default_factory=dict)
    """By location code, what keeps its taxes from being known."""
    parents: Mapping[str, str | None] = field(default_factory=dict)
    """Every account's parent, where lines go to a parent's invoice."""
    has_children: bool = False
    """Others' lines stand on its invoice."""


def readiness(setup: AccountSetup, *, period: Period) -> list[Finding]:
    """What the account lacks for a run that bills days of ``period``; empty: ready, all in order.

    ``period`` is the run's own bill period and the one after it, which is billed in advance.
    """
    running = _in_force(setup, period)
    return [
        *_account_findings(setup),
        *_parent_findings(setup),
        *_location_findings(setup, running),
        *_number_findings(setup, running),
        *_circuit_findings(running),
        *_product_findings(setup, running),
        *_closing_findings(setup, running),
    ]


def needs_numbers(services: Iterable[Service], products: Mapping[str, Product]) -> bool:
    """Whether any of the services is telephone service, by its tax category."""
    categories = (
        products[service.product_code].tax_category
        for service in services
        if service.product_code in products
    )
    return any(_TELEPHONE.fullmatch(category) for category in categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    services: list[Service]
    numbers: list[Number]
    circuits: list[Circuit]


def _in_force(setup: AccountSetup, period: Period) -> _Running:
    def runs(record: Service | Number | Circuit) -> bool:
        return open_period(record.starts_on, record.ends_on).overlap(period).days > 0

    return _Running(
        services=[service for service in setup.services if runs(service)],
        numbers=[number for number in setup.numbers if runs(number)],
        circuits=[circuit for circuit in setup.circuits if runs(circuit)],
    )


def _account_findings(setup: AccountSetup) -> Iterable[Finding]:
    account = setup.account
    who = account.account_number
    if account.bill_cycle_day not in CYCLE_DAYS:
        yield error(
            "bill_cycle",
            f"Account {who} has bill cycle day {account.bill_cycle_day}.",
            way_out="Write a day from 1 to 28.",
            **_at("accounts", "bill_cycle_day", who),
        )
    if not setup.terms_readable:
        yield error(
            "terms",
            f"The payment terms “{setup.terms}” of account {who} give no due date.",
            way_out="Write them as Net 30, Net 15 EOM or Due on receipt.",
            **_at("accounts" if account.terms else "company", "terms", who),
        )
    if account.delivery in {"email", "both"} and not account.billing_email:
        yield warning(
            "no_email",
            f"Invoices of account {who} go out by e-mail, but it has no address for them.",
            way_out="Fill billing_email, or set delivery to print.",
            **_at("accounts", "billing_email", who),
        )


def _parent_findings(setup: AccountSetup) -> Iterable[Finding]:
    account = setup.account
    if not account.bill_to_parent:
        return
    seen = {account.account_number}
    above = account.parent_account_number
    while above is not None and above not in seen and setup.parents.get(above) is not None:
        seen.add(above)
        above = setup.parents[above]
    if above is None or above in seen or above not in setup.parents:
        yield error(
            "parent",
            f"The lines of account {account.account_number} go to its parent's invoice,"
            " but it has no parent that can be billed.",
            way_out="Name the account above it, or set bill_to_parent to no.",
            **_at("accounts", "parent_account_number", account.account_number),
        )


def _location_findings(setup: AccountSetup, running: _Running) -> Iterable[Finding]:
    used = {service.location_code for service in running.services}
    used |= {number.location_code for number in running.numbers}
    own = {
        code
        for code, place in setup.locations.items()
        if place.account_number == setup.account.account_number
    }
    if not own and not used and not setup.has_children:
        who = setup.account.account_number
        yield error(
            "no_location",
            f"Account {who} has no service location.",
            way_out="Add a location: it decides the taxes.",
            **_at("locations", "account_number", who),
        )
    for code in sorted(used - setup.locations.keys()):
        yield error(
            "no_location",
            f"Service location {code} is not known.",
            way_out="Add the location.",
            **_at("locations", "location_code", code),
        )
    for code in sorted((used | own) & setup.locations.keys()):
        if is_post_box(setup.locations[code].address_line1):
            yield warning(
                "post_box",
                f"Service location {code} has a PO box as its street.",
                way_out="Write the street where service is used: it decides the taxes.",
                **_at("locations", "address_line1", code),
            )
    yield from (setup.place_problems[code] for code in sorted(setup.place_problems))


def _number_findings(setup: AccountSetup, running: _Running) -> Iterable[Finding]:
    if not running.numbers and needs_numbers(running.services, setup.products):
        who = setup.account.account_number
        yield error(
            "no_numbers",
            f"Account {who} has telephone service but no number in force.",
            way_out="Add its numbers with their rate plan, or end the service.",
            **_at("numbers", "account_number", who),
        )
    for number in running.numbers:
        if number.rate_plan not in setup.plan_products:
            yield error(
                "no_plan",
                f"Number {number.number} has rate plan {number.rate_plan}, which does not exist.",
                way_out="Give the number a rate plan.",
                **_at("numbers", "rate_plan", number.number),
            )


def _circuit_findings(running: _Running) -> Iterable[Finding]:
    with_numbers = {number.circuit_code for number in running.numbers}
    for circuit in running.circuits:
        if circuit.kind in TELEPHONE_CIRCUITS and circuit.circuit_code not in with_numbers:
            yield warning(
                "circuit_without_numbers",
                f"No number in force is on circuit {circuit.circuit_code}.",
                way_out="Name the circuit on its numbers, or end it.",
                **_at("circuits", "circuit_code", circuit.circuit_code),
            )


def _product_findings(setup: AccountSetup, running: _Running) -> Iterable[Finding]:
    sold = {service.product_code for service in running.services} | set(setup.charge_products)
    sold |= {
        setup.plan_products[number.rate_plan]
        for number in running.numbers
        if number.rate_plan in setup.plan_products
    }
    for code in sorted(sold):
        product = setup.products.get(code)
        for column in ("gl_code", "tax_category"):
            if product is None or not getattr(product, column).strip():
                yield error(
                    f"no_{column}",
                    f"Product {code} has no {column}.",
                    way_out="Fill it in: no line can be booked and taxed without.",
                    **_at("products", column, code),
                )
    for service in running.services:
        product = setup.products.get(service.product_code)
        if product is not None and product.billed == "usage":
            yield error(
                "usage_service",
                f"Service {service.service_code} has product {product.product_code},"
                " which is billed by the calls made.",
                way_out="Give the service a product that is billed by the period, or once.",
                **_at("services", "product_code", service.service_code),
            )


def _closing_findings(setup: AccountSetup, running: _Running) -> Iterable[Finding]:
    closed = setup.account.closed_on
    if closed is None:
        return
    for service in running.services:
        if service.ends_on is None or service.ends_on > closed:
            yield warning(
                "closed_account",
                f"Account {setup.account.account_number} closed on {closed}, but service"
                f" {service.service_code} runs on and is billed.",
                way_out="End the service.",
                **_at("services", "ends_on", service.service_code),
            )


def _at(sheet: str, column: str, record: str) -> dict[str, object]:
    return {"sheet": sheet, "column": column, "record": record}
