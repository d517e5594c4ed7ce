"""What is odd about the rows of a setup workbook, but may be meant: warnings."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Final

from app.billing.charge import OneTimeCharge
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Circuit, Number, Service
from app.rating.area_codes import AreaClass, AreaCodes
from app.rating.deck import Rate
from app.rating.plan import RatePlan
from app.tax.book import make_book
from app.tax.bundle import BundleComponent
from app.tax.location_check import missing_column, place_problem, place_way_out
from app.tax.place import place_of
from app.tax.place_check import place_oddities
from app.tax.rule import TaxRule
from app.tax.zip_counties import counties_of_zip
from app.usage.source import Alias, Source
from app.values.period import open_period
from app.values.phone_number import pretty
from app.workbook.cross_checks import PlacedProblem
from app.workbook.outlook import Outlook
from app.workbook.row_checks import Problem

_WHOLE_PERCENT: Final = Decimal(100)

_Placed = Circuit | Number | Service | OneTimeCharge
_PLACED: Final[tuple[tuple[str, type[_Placed]], ...]] = (
    ("circuits", Circuit),
    ("numbers", Number),
    ("services", Service),
    ("charges", OneTimeCharge),
)
"""What stands at a location and is of an account."""


def oddities(
    outlook: Outlook,
    area_codes: AreaCodes,
    *,
    profiles: Collection[str] | None = None,
    named: Collection[object] = (),
) -> Iterator[PlacedProblem]:
    """What somebody should look at, of each row that comes in.

    ``profiles`` are the names of the saved mappings; None where they are not known. ``named`` are
    the telephone numbers of the workbook, on wrong rows too: those are not told a second time.
    """
    yield from _shared_numbers(outlook)
    yield from _toll_free_kinds(outlook, area_codes)
    yield from _unknown_alias_numbers(outlook, named)
    yield from _locations_of_others(outlook)
    yield from _empty_decks(outlook)
    yield from _other_cycles(outlook)
    yield from _odd_bundles(outlook)
    yield from _dearer_credits(outlook)
    yield from _odd_places(outlook)
    if profiles is not None:
        yield from _unknown_profiles(outlook, profiles)


def _shared_numbers(outlook: Outlook) -> Iterator[PlacedProblem]:
    """Two rows of one number whose days overlap: its calls have two payers."""
    by_number: dict[str, list[tuple[Number, int | None]]] = defaultdict(list)
    for each, row in outlook.rows("numbers", Number):
        by_number[each.number].append((each, row))
    for number, rows in by_number.items():
        for index, (each, row) in enumerate(rows):
            for other, other_row in rows[:index]:
                days = open_period(each.starts_on, each.ends_on)
                shared = days.overlap(open_period(other.starts_on, other.ends_on))
                here = row if row is not None else other_row
                if here is None or shared.days == 0:
                    continue
                message = (
                    f"Number {pretty(number)} belongs to two rows from {shared.start} on, accounts"
                    f" {other.account_number} and {each.account_number}"
                )
                way_out = "End the former row, else its calls wait in suspense."
                yield "numbers", here, Problem("starts_on", "shared_number", message, way_out)


def _toll_free_kinds(outlook: Outlook, area_codes: AreaCodes) -> Iterator[PlacedProblem]:
    toll_free = {
        f"{npa:03d}"
        for npa, area in area_codes.listed.items()
        if area.class_ is AreaClass.TOLL_FREE
    }
    for each, number in outlook.incoming("numbers", Number):
        is_free = each.number.startswith("+1") and each.number[2:5] in toll_free
        if is_free != (each.kind == "toll_free") and (is_free or each.number.startswith("+1")):
            message = f"kind is {each.kind}, but {pretty(each.number)} is "
            message += "toll-free" if is_free else "not toll-free"
            way_out = f"Write {'toll_free' if is_free else 'did or main'}, or mend the number."
            yield "numbers", number, Problem("kind", "toll_free_kind", message, way_out)


def _unknown_alias_numbers(outlook: Outlook, named: Collection[object]) -> Iterator[PlacedProblem]:
    known = {each.number for each, _ in outlook.rows("numbers", Number)}
    for alias, number in outlook.incoming("aliases", Alias):
        if alias.number not in known and alias.number not in named:
            message = f"Alias {alias.alias!r} stands for {pretty(alias.number)}, a number of nobody"
            way_out = "Put the number on the sheet numbers, else its calls wait in suspense."
            yield "aliases", number, Problem("number", "number_of_nobody", message, way_out)


def _locations_of_others(outlook: Outlook) -> Iterator[PlacedProblem]:
    owners = {
        each.location_code: each.account_number
        for each, _ in outlook.rows("locations", ServiceLocation)
    }
    for name, kind in _PLACED:
        for each, number in outlook.incoming(name, kind):
            code, account = each.location_code, each.account_number
            if owners.get(code, account) != account:
                message = f"Location {code} is of account {owners[code]}, not of {account}"
                way_out = "Name a location of the account, unless that is meant."
                yield name, number, Problem("location_code", "location_of_other", message, way_out)


def _empty_decks(outlook: Outlook) -> Iterator[PlacedProblem]:
    plans = list(outlook.incoming("rate_plans", RatePlan))
    if not plans:
        return
    decks = {rate.deck_code for rate, _ in outlook.rows("rates", Rate)}
    for plan, number in plans:
        if plan.deck_code not in decks:
            message = f"Deck {plan.deck_code} of plan {plan.plan_code} has no rates"
            way_out = "Put them on the sheet rates, else its calls wait in suspense."
            yield "rate_plans", number, Problem("deck_code", "empty_deck", message, way_out)


def _other_cycles(outlook: Outlook) -> Iterator[PlacedProblem]:
    """An account billed to its parent whose periods are not the parent's."""
    for account, number in outlook.incoming("accounts", Account):
        if not account.bill_to_parent or account.parent_account_number is None:
            continue
        parent = outlook.row("accounts", Account, (account.parent_account_number,))
        if parent is not None and parent.bill_cycle_day != account.bill_cycle_day:
            message = (
                f"Account {account.account_number} is billed to {parent.account_number}, whose"
                f" bill_cycle_day is {parent.bill_cycle_day}, not {account.bill_cycle_day}"
            )
            way_out = "Give both the same day, unless that is meant."
            yield "accounts", number, Problem("bill_cycle_day", "other_cycle", message, way_out)


def _odd_bundles(outlook: Outlook) -> Iterator[PlacedProblem]:
    bundles: dict[str, list[tuple[BundleComponent, int | None]]] = defaultdict(list)
    for component, number in outlook.rows("bundles", BundleComponent):
        bundles[component.product_code].append((component, number))
    for product, components in bundles.items():
        here = next((number for _, number in reversed(components) if number is not None), None)
        if here is None:
            continue
        methods = {component.method for component, _ in components}
        if len(methods) > 1:
            message = f"Bundle {product} is split by several methods: {', '.join(sorted(methods))}"
            way_out = "Write one method for all components."
            yield "bundles", here, Problem("method", "mixed_methods", message, way_out)
        percent = sum((component.weight or Decimal(0) for component, _ in components), Decimal(0))
        if methods == {"FIXED_PCT"} and percent != _WHOLE_PERCENT:
            message = f"The percents of bundle {product} add up to {percent}, not to 100"
            way_out = "Mend the weights, so that all of the price is told apart."
            yield "bundles", here, Problem("weight", "percents_not_100", message, way_out)


def _dearer_credits(outlook: Outlook) -> Iterator[PlacedProblem]:
    """A charge that names what it reverses and is not negative."""
    for charge, number in outlook.incoming("charges", OneTimeCharge):
        if charge.credits is None:
            continue
        product = outlook.row("products", Product, (charge.product_code,))
        price = charge.unit_price
        if price is None and product is not None:
            price = product.price
        if price is not None and price * charge.quantity >= 0:
            message = f"Charge {charge.reference} credits {charge.credits}, but is not negative"
            way_out = "Write a unit_price below zero."
            yield "charges", number, Problem("unit_price", "credit_not_negative", message, way_out)


def _odd_places(outlook: Outlook) -> Iterator[PlacedProblem]:
    """Places whose parts look wrong together; and those whose county a tax row asks for."""
    places = list(outlook.incoming("locations", ServiceLocation))
    if not places:
        return
    rules = [(number or 0, rule) for rule, number in outlook.rows("taxes", TaxRule)]
    book = make_book(rules, counties_of_zip=counties_of_zip)
    for each, number in places:
        for fault in place_oddities(each):
            problem = Problem(fault.column, fault.code, fault.message, fault.way_out)
            yield "locations", number, problem
        place = place_of(each)
        why = place_problem(place, book)
        if why is not None:
            message = f"{why[0].upper()}{why[1:]}"
            way_out = place_way_out(place, book)
            column = missing_column(place, book)
            yield "locations", number, Problem(column, "place_unknown", message, way_out)


def _unknown_profiles(outlook: Outlook, profiles: Collection[str]) -> Iterator[PlacedProblem]:
    for source, number in outlook.incoming("sources", Source):
        if source.profile is not None and source.profile not in profiles:
            message = f"There is no saved profile {source.profile!r} for source {source.source}"
            way_out = "Save it with profile save before files of the source are imported."
            yield "sources", number, Problem("profile", "unknown_profile", message, way_out)
