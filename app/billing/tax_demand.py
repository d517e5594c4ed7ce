"""What tax rows are held against: every product that is or will be billed at a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from app.billing.charge import OneTimeCharge
from app.customers.account import Account
from app.customers.product import Product
from app.customers.service import Number, Service
from app.tax.bundle import BundleComponent
from app.tax.category import pattern_reaches
from app.tax.place import TaxPlace, reaches
from app.tax.rule_row import RuleRow

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDemand:
    """A product billed to an account at a location, on the days from ``first`` to ``last``."""

    account_number: str
    customer_class: str
    """In small letters."""
    location_code: str
    product_code: str
    category: str
    """The product's own, in capitals; a bundle has that of its product too."""
    reference: str
    """The service's code or the charge's reference; of usage the rate plan's code."""
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSetup:
    """Where demands come from."""

    accounts: Mapping[str, Account]
    products: Mapping[str, Product]
    plan_products: Mapping[str, str]
    """The usage product of each rate plan."""
    services: Iterable[Service] = ()
    charges: Iterable[OneTimeCharge] = ()
    numbers: Iterable[Number] = ()


def tax_demands(setup: DemandSetup) -> list[TaxDemand]:
    """Every service, one-time charge and usage product of the company, each at its place.

    The numbers of one plan at one location are one demand. What names an account or product that
    is not there asks for nothing.
    """
    found = [
        _demand(
            setup,
            each,
            product_code=each.product_code,
            reference=each.service_code,
            first=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in setup.services
    ]
    found += [
        _demand(
            setup,
            each,
            product_code=each.product_code,
            reference=each.reference,
            first=each.charged_on,
            ends_on=each.charged_on + _DAY,
        )
        for each in setup.charges
    ]
    spans: dict[tuple[str, str, str], list[Number]] = {}
    for number in setup.numbers:
        key = (number.account_number, number.location_code, number.rate_plan)
        spans.setdefault(key, []).append(number)
    found += [_usage(setup, numbers) for numbers in spans.values()]
    return [each for each in found if each is not None]


def _usage(setup: DemandSetup, numbers: Sequence[Number]) -> TaxDemand | None:
    """The calls of some numbers of one plan at one location."""
    ends = [number.ends_on for number in numbers if number.ends_on is not None]
    plan = numbers[0].rate_plan
    return _demand(
        setup,
        numbers[0],
        product_code=setup.plan_products.get(plan, ""),
        reference=plan,
        first=min(number.starts_on for number in numbers),
        ends_on=max(ends) if len(ends) == len(numbers) else None,
    )


def _demand(
    setup: DemandSetup,
    placed: Service | OneTimeCharge | Number,
    *,
    product_code: str,
    reference: str,
    first: date,
    ends_on: date | None,
) -> TaxDemand | None:
    account = setup.accounts.get(placed.account_number)
    product = setup.products.get(product_code)
    if account is None or product is None:
        return None
    return TaxDemand(
        account_number=account.account_number,
        customer_class=account.customer_class.lower(),
        location_code=placed.location_code,
        product_code=product_code,
        category=product.tax_category.strip().upper(),
        reference=reference,
        first=first,
        last=date.max if ends_on is None else ends_on - _DAY,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """Demands that every tax row treats alike but for their days."""

    place: TaxPlace
    customer_class: str
    categories: frozenset[str]
    members: list[TaxDemand] = field(default_factory=list)


class DemandBook:
    """Demands put together by what tax rows see of them, to be asked many times."""

    def __init__(
        self,
        demands: Iterable[TaxDemand],
        *,
        places: Mapping[str, TaxPlace],
        bundles: Mapping[str, Sequence[BundleComponent]],
    ) -> None:
        """``places`` by location code; ``bundles`` by product code."""
        kinds: dict[tuple[object, ...], _Kind] = {}
        for each in demands:
            place = places.get(each.location_code)
            if place is None:
                continue
            parts = bundles.get(each.product_code, ())
            categories = frozenset(part.category.strip().upper() for part in parts)
            key = (*_seen_of(place), each.customer_class, categories or each.category)
            kind = kinds.get(key)
            if kind is None:
                own = categories or frozenset({each.category})
                kind = kinds[key] = _Kind(place, each.customer_class, own)
            kind.members.append(each)
        self._kinds = list(kinds.values())

    def customers(self, row: RuleRow, *, first: date, last: date) -> frozenset[str]:
        """The accounts that a row reaches with something billed on a day from first to last."""
        return frozenset(
            demand.account_number
            for kind in self._kinds
            if _reaches(row, kind)
            for demand in kind.members
            if demand.first <= last and first <= demand.last
        )

    def locations(self, day: date) -> dict[str, frozenset[str]]:
        """By code of each location where something is billed on a day or later, its accounts."""
        found: dict[str, set[str]] = {}
        for kind in self._kinds:
            for each in kind.members:
                if day <= each.last:
                    found.setdefault(each.location_code, set()).add(each.account_number)
        return {code: frozenset(accounts) for code, accounts in sorted(found.items())}

    def examples(self, day: date) -> list[tuple[TaxDemand, frozenset[str], int]]:
        """One demand of each kind that is billed on a day or later, its accounts, and how many.

        Taxes of the others of its kind are decided by the same rows.
        """
        found = []
        for kind in self._kinds:
            live = [each for each in kind.members if day <= each.last]
            if live:
                accounts = frozenset(each.account_number for each in live)
                found.append((live[0], accounts, len(live)))
        return found


def _seen_of(place: TaxPlace) -> tuple[object, ...]:
    return (
        place.country,
        place.region,
        place.county_fips,
        place.place_fips,
        place.inside_city,
        place.districts,
        place.postal_code,
    )


def _reaches(row: RuleRow, kind: _Kind) -> bool:
    return (
        ("*" in row.classes or kind.customer_class in row.classes)
        and reaches(row.jurisdiction, kind.place)
        and any(pattern_reaches(each, name) for each in row.patterns for name in kind.categories)
    )


def accounts_named(numbers: Iterable[str]) -> str:
    """``account 100 and 2 more``; the lowest number is named."""
    ordered = sorted(numbers)
    more = len(ordered) - 1
    return f"account {ordered[0]}" + (f" and {more} more" if more else "")
