"""Rate plans, decks and products as lists, and the rates of a deck page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.customers.product import Product
from app.customers.service import Number
from app.operations.office import Office
from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.store.customer_lists import account_heads
from app.store.rate_pages import DeckHead, count_rates, deck_heads, page_of_rates
from app.store.setup import load

__all__ = [
    "DeckHead",
    "PlanUser",
    "RateSetup",
    "RatesWanted",
    "rate_setup",
    "rates_count",
    "rates_page",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUser:
    """A customer whose numbers a plan prices."""

    account_number: str
    customer: str
    numbers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSetup:
    """What prices calls and services."""

    plans: Sequence[RatePlan]
    periods: Sequence[RatePeriod]
    tiers: Sequence[RateTier]
    decks: Sequence[DeckHead]
    products: Sequence[Product]
    users: Mapping[str, Sequence[PlanUser]]
    """By plan who has it on numbers that have not ended, the most numbers first."""
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesWanted:
    """Which rates of a deck are meant."""

    deck_code: str
    text: str = ""
    """The begin of a prefix, or a part of a destination."""
    on: date | None = None
    """Only those in force on this day; None: all."""


def rate_setup(office: Office) -> RateSetup:
    """Everything that prices."""
    with office.file.read() as conn:
        company = load(conn, Company)
        today = office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))
        names = {each.account_number: each.name for each in account_heads(conn)}
        return RateSetup(
            plans=load(conn, RatePlan),
            periods=load(conn, RatePeriod),
            tiers=load(conn, RateTier),
            decks=deck_heads(conn),
            products=load(conn, Product),
            users=_users(load(conn, Number), names, today),
            today=today,
        )


def _users(
    numbers: Sequence[Number], names: Mapping[str, str], today: date
) -> dict[str, list[PlanUser]]:
    counts: dict[str, dict[str, int]] = {}
    for each in numbers:
        if each.ends_on is None or each.ends_on > today:
            accounts = counts.setdefault(each.rate_plan, {})
            accounts[each.account_number] = accounts.get(each.account_number, 0) + 1
    return {
        plan: sorted(
            (
                PlanUser(account_number=account, customer=names.get(account, ""), numbers=many)
                for account, many in accounts.items()
            ),
            key=lambda each: (-each.numbers, each.account_number),
        )
        for plan, accounts in counts.items()
    }


def rates_page(
    office: Office,
    wanted: RatesWanted,
    *,
    order: str = "",
    falls: bool = False,
    first: int = 0,
    count: int = 200,
) -> list[Rate]:
    """Some rates of a sorted deck."""
    with office.file.read() as conn:
        return page_of_rates(
            conn,
            wanted.deck_code,
            wanted.text,
            on=wanted.on,
            order=order,
            falls=falls,
            first=first,
            count=count,
        )


def rates_count(office: Office, wanted: RatesWanted) -> int:
    """How many rates are meant."""
    with office.file.read() as conn:
        return count_rates(conn, wanted.deck_code, wanted.text, on=wanted.on)
