"""What rows of the setup workbook say about each other: a contradiction makes a row wrong.

Judged are the tables as they would be after the import, so that a row may contradict one that is
in the company file and not in the workbook. What is only odd is in ``oddities.py``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from app.billing.charge import OneTimeCharge
from app.customers.account import Account
from app.customers.product import Product
from app.customers.service import Service
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.rating.week import WEEK_MINUTES, minutes_of
from app.workbook.outlook import Outlook
from app.workbook.row_checks import Problem

PlacedProblem = tuple[str, int, Problem]
"""Sheet, row in the workbook, and what is wrong with it."""

USAGE: Final = "usage"

_SERVICE_PERIOD: Final = re.compile(r"(.+)@([0-9]{4})-(0[1-9]|1[0-2])")


def contradictions(outlook: Outlook) -> Iterator[PlacedProblem]:
    """Every contradiction that a row of the workbook is part of."""
    yield from _circular_parents(outlook)
    yield from _usage_services(outlook)
    yield from _usage_products(outlook)
    yield from _overlapping_periods(outlook)
    yield from _mixed_tiers(outlook)
    yield from _reversed_charges(outlook)


def _circular_parents(outlook: Outlook) -> Iterator[PlacedProblem]:
    parents: Mapping[str, str | None] = {
        account.account_number: account.parent_account_number
        for account, _ in outlook.rows("accounts", Account)
    }
    for account, number in outlook.incoming("accounts", Account):
        path = [account.account_number]
        above = account.parent_account_number
        while above is not None and above not in path:
            path.append(above)
            above = parents.get(above)
        if above == account.account_number:
            circle = " under ".join([*path, account.account_number])
            yield (
                "accounts",
                number,
                Problem(
                    "parent_account_number",
                    "circular_parents",
                    f"Account {account.account_number} would stand below itself: {circle}",
                    "Name another account, or leave parent_account_number blank.",
                ),
            )


def _usage_services(outlook: Outlook) -> Iterator[PlacedProblem]:
    """A service of a product billed by usage; whichever row is new is the wrong one."""
    placed = {key: each.number for key, each in outlook.table("products").items()}
    for service, number in outlook.rows("services", Service):
        product = outlook.row("products", Product, (service.product_code,))
        if product is None or product.billed != USAGE:
            continue
        code = service.product_code
        if number is not None:
            message = f"product_code {code} is billed by usage, so it cannot be a service"
            way_out = "Name another product: what is billed by usage needs no service."
            problem = Problem("product_code", "usage_service", message, way_out)
            yield "services", number, problem
        elif (product_number := placed[(code,)]) is not None:
            holder = f"service {service.service_code}"
            message = f"Product {code} cannot be billed by usage: {holder} has it"
            way_out = f"Give {holder} another product first, or leave billed as it was."
            problem = Problem("billed", "usage_service", message, way_out)
            yield "products", product_number, problem


def _usage_products(outlook: Outlook) -> Iterator[PlacedProblem]:
    """A plan whose calls are billed as a product that is not billed by usage."""
    placed = {key: each.number for key, each in outlook.table("products").items()}
    for plan, number in outlook.rows("rate_plans", RatePlan):
        code = plan.usage_product
        product = outlook.row("products", Product, (code,))
        if product is None or product.billed == USAGE:
            continue
        if number is not None:
            message = f"usage_product {code} is billed {product.billed}, not usage"
            way_out = "Name a product whose column billed says usage."
            yield "rate_plans", number, Problem("usage_product", "no_usage", message, way_out)
        elif (product_number := placed[(code,)]) is not None:
            message = f"Product {code} must stay billed by usage: rate plan {plan.plan_code} has it"
            way_out = "Write usage, or give the rate plan another usage_product."
            yield "products", product_number, Problem("billed", "no_usage", message, way_out)


def _overlapping_periods(outlook: Outlook) -> Iterator[PlacedProblem]:
    weeks: dict[str, list[tuple[str, int | None, npt.NDArray[np.bool_]]]] = {}
    for period, number in outlook.rows("rate_periods", RatePeriod):
        minutes = minutes_of(period)
        earlier = weeks.setdefault(period.plan_code, [])
        for name, other_number, others in earlier:
            both = number if number is not None else other_number
            if both is None or not (minutes & others).any():
                continue
            minute = int(np.argmax(minutes & others)) % WEEK_MINUTES
            yield (
                "rate_periods",
                both,
                Problem(
                    "days",
                    "periods_overlap",
                    f"Periods {name!r} and {period.name!r} of plan {period.plan_code} overlap"
                    f" on {_moment(minute)}",
                    "Let one of them begin when the other ends.",
                ),
            )
        earlier.append((period.name, number, minutes))


def _moment(minute: int) -> str:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    hours = minute // 60
    return f"{days[hours // 24]} at {hours % 24:02d}:{minute % 60:02d}"


def _mixed_tiers(outlook: Outlook) -> Iterator[PlacedProblem]:
    kinds: dict[str, str] = {}
    tiers = sorted(outlook.rows("rate_tiers", RateTier), key=lambda each: each[1] or 0)
    for tier, number in tiers:
        kind = kinds.setdefault(tier.plan_code, tier.kind)
        if tier.kind != kind and number is not None:
            message = f"kind is {tier.kind}, but plan {tier.plan_code} has {kind} tiers"
            way_out = f"Write {kind} in all tiers of the plan, or change them all."
            yield "rate_tiers", number, Problem("kind", "mixed_tiers", message, way_out)


def _reversed_charges(outlook: Outlook) -> Iterator[PlacedProblem]:
    for charge, number in outlook.incoming("charges", OneTimeCharge):
        credited = charge.credits
        if credited is None or _is_known(outlook, credited, charge.reference):
            continue
        message = f"credits names {credited!r}, which is no other charge and no service's period"
        way_out = "Write the reference of the charge, or as in SERVICE-CODE@2026-10."
        yield "charges", number, Problem("credits", "unknown_reference", message, way_out)


def _is_known(outlook: Outlook, credited: str, own_reference: str) -> bool:
    if credited != own_reference and (credited,) in outlook.table("charges"):
        return True
    found = _SERVICE_PERIOD.fullmatch(credited)
    return found is not None and (found[1],) in outlook.table("services")
