"""What one row of the setup workbook must hold by itself, whatever other rows say.

The rows of ``taxes`` are judged by ``app/tax/rule_check.py``; here only what all sheets share.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final, cast
from zoneinfo import available_timezones

from app.billing.cycle import FIRST_CYCLE_DAY, LAST_CYCLE_DAY
from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.rating.area_codes import AreaClass, AreaCodes
from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan
from app.rating.week import DAY_MINUTES, days_of, minute_of
from app.tax.bundle import BundleComponent
from app.tax.category import CATEGORIES, is_category
from app.tax.exemption import Exemption
from app.tax.form_499 import Form499Line, pattern_problem
from app.tax.jurisdiction import Level, county_code, is_place_code
from app.tax.place_check import place_errors
from app.tax.registration import Registration
from app.tax.service_pair import ServicePair, pair_problems
from app.tax.share import TaxShare
from app.tax.usf_filing import UsfFiling, is_period
from app.values.sheet import Kind, Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row."""

    column: str
    code: str
    message: str
    """Without the period at its end."""
    way_out: str


RowCheck = Callable[[SheetRow], list[Problem]]
_Check = Callable[[SheetRow], Iterator[Problem]]

Limits = tuple[Decimal | int | None, Decimal | int | None]

_NUMERIC: Final = {Kind.MONEY, Kind.QUANTITY, Kind.INTEGER}
_MAY_BE_NEGATIVE: Final = {
    ("products", "price"),
    ("services", "unit_price"),
    ("charges", "unit_price"),
    ("charges", "quantity"),
    ("taxes", "calc_seq"),
}
_LIMITS: Final[Mapping[tuple[str, str], Limits]] = {
    ("company", "next_invoice_number"): (1, None),
    ("accounts", "bill_cycle_day"): (FIRST_CYCLE_DAY, LAST_CYCLE_DAY),
    ("rate_plans", "initial_seconds"): (1, None),
    ("rate_plans", "increment_seconds"): (1, None),
    ("rate_plans", "call_decimals"): (2, 6),
    ("rates", "initial_seconds"): (1, None),
    ("rates", "increment_seconds"): (1, None),
    ("bundles", "component_no"): (1, None),
    ("tax_shares", "interstate"): (0, 1),
    ("tax_shares", "international"): (0, 1),
    ("exemptions", "percent"): (0, 100),
    ("registrations", "allowance"): (0, 1),
    ("usf_filing", "factor"): (0, 1),
    ("usf_filing", "circularity"): (0, 1),
}
_HALF_OPEN: Final = (
    ("starts_on", "ends_on"),
    ("valid_from", "valid_to"),
    ("opened_on", "closed_on"),
)
_INCLUSIVE: Final = (("effective_from", "effective_to"), ("effective_from", "expires_on"))
_COUNTRIES_OF_STATES: Final = ("US", "CA")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_STATE: Final = re.compile(r"[A-Z]{2}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_PREFIX: Final = re.compile(r"[1-9][0-9]{0,14}")
_AREA_CODE_END: Final = 4


def row_check(sheet: Sheet, area_codes: AreaCodes) -> RowCheck:
    """What judges each row of a sheet; it tells all that is wrong with one row."""
    checks = [*_shared_checks(sheet), *_own_checks(sheet.name, area_codes)]

    def check(row: SheetRow) -> list[Problem]:
        return [problem for each in checks for problem in each(row)]

    return check


# ------------------------------------------------------------------ what all sheets share


def _shared_checks(sheet: Sheet) -> Iterator[_Check]:
    names = sheet.columns.keys()
    limits = [
        (field, column.name, *_LIMITS.get((sheet.name, field), (0, None)))
        for field, column in sheet.columns.items()
        if column.kind in _NUMERIC and (sheet.name, field) not in _MAY_BE_NEGATIVE
    ]
    if limits:
        yield _within(limits)
    for first, last in (*_HALF_OPEN, *_INCLUSIVE):
        if first in names and last in names:
            yield _in_order(first, last)
    if "timezone" in names:
        yield _known_zone
    if "country" in names:
        yield _shaped("country", _COUNTRY, "two letters, as in US")
    for field in {"currency", "cost_currency"} & names:
        yield _shaped(field, _CURRENCY, "three letters, as in USD")
    for field in {"region", "state"} & names:
        if "country" in names:
            yield _state_of_country(field)


def _within(limits: list[tuple[str, str, Decimal | int | None, Decimal | int | None]]) -> _Check:
    def check(row: SheetRow) -> Iterator[Problem]:
        for field, name, low, high in limits:
            value = getattr(row, field)
            if value is None:
                continue
            if low is not None and value < low:
                message = f"{name} is {value}, below {low}"
                yield Problem(name, "too_small", message, f"Write {low} or more.")
            if high is not None and value > high:
                message = f"{name} is {value}, above {high}"
                yield Problem(name, "too_large", message, f"Write {high} or less.")

    return check


def _in_order(first: str, last: str) -> _Check:
    def check(row: SheetRow) -> Iterator[Problem]:
        begin: date | None = getattr(row, first)
        end: date | None = getattr(row, last)
        if begin is not None and end is not None and end < begin:
            message = f"{last} {end} lies before {first} {begin}"
            yield Problem(last, "dates_reversed", message, "Look which of the two is wrong.")

    return check


def _shaped(field: str, form: re.Pattern[str], words: str) -> _Check:
    def check(row: SheetRow) -> Iterator[Problem]:
        value = getattr(row, field)
        if value is not None and not form.fullmatch(value):
            yield Problem(field, f"bad_{field}", f"{field} is {value!r}", f"Write {words}.")

    return check


def _state_of_country(field: str) -> _Check:
    def check(row: SheetRow) -> Iterator[Problem]:
        value, country = getattr(row, field), row.country  # type: ignore[attr-defined]
        if value is not None and country in _COUNTRIES_OF_STATES and not _STATE.fullmatch(value):
            yield Problem(field, "bad_state", f"{field} is {value!r}", "Write its two letters.")

    return check


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1000)
def _zone_meant(zone: str) -> str:
    near = get_close_matches(zone, _zones(), n=1, cutoff=0.5)
    return f"Perhaps {near[0]} is meant." if near else "Write it as in America/Denver."


def _known_zone(row: SheetRow) -> Iterator[Problem]:
    zone: str | None = row.timezone  # type: ignore[attr-defined]
    if zone is not None and zone not in _zones():
        message = f"There is no time zone {zone!r}"
        yield Problem("timezone", "unknown_timezone", message, _zone_meant(zone))


# ------------------------------------------------------------------ what one sheet asks for


def _own_checks(sheet_name: str, area_codes: AreaCodes) -> Iterator[_Check]:
    if sheet_name == "rates":
        yield _rate_check(area_codes)
    own = _OWN.get(sheet_name)
    if own is not None:
        yield own


def _account(row: SheetRow) -> Iterator[Problem]:
    account = cast("Account", row)
    if account.bill_to_parent and account.parent_account_number is None:
        yield Problem(
            "bill_to_parent",
            "no_parent",
            "bill_to_parent is yes, but there is no parent_account_number",
            "Name the parent account, or write no.",
        )


def _location(row: SheetRow) -> Iterator[Problem]:
    location = cast("ServiceLocation", row)
    yield from _codes_of_place(
        location.country, location.region, location.county_fips, location.place_fips
    )
    for fault in place_errors(location):
        yield Problem(fault.column, fault.code, fault.message, fault.way_out)


def _registration(row: SheetRow) -> Iterator[Problem]:
    registration = cast("Registration", row)
    yield from _codes_of_place(
        registration.country,
        registration.region or "",
        registration.county_fips,
        registration.place_fips,
    )


def _codes_of_place(
    country: str, region: str, county: str | None, place: str | None
) -> Iterator[Problem]:
    if country != "US":
        return
    if county is not None and county_code(county, region) is None:
        yield Problem(
            "county_fips",
            "bad_county",
            f"county_fips is {county!r}, which is no county of {region or 'a state'}",
            "Write its three digits, or five with the state's in front.",
        )
    if place is not None and not is_place_code(place):
        yield Problem(
            "place_fips", "bad_place", f"place_fips is {place!r}", "Write its five digits."
        )


def _product(row: SheetRow) -> Iterator[Problem]:
    yield from _category("tax_category", cast("Product", row).tax_category)


def _category(column: str, category: str) -> Iterator[Problem]:
    if not is_category(category):
        near = get_close_matches(category.upper(), sorted(CATEGORIES), n=1, cutoff=0.0)[0]
        yield Problem(
            column,
            "unknown_category",
            f"There is no tax category {category!r}; the nearest is {near}",
            "Use a category of the list, or one that begins with FEE_.",
        )


def _rate_plan(row: SheetRow) -> Iterator[Problem]:
    plan = cast("RatePlan", row)
    low, high = plan.minimum_charge, plan.maximum_charge
    if low is not None and high is not None and low > high:
        yield Problem(
            "minimum_charge",
            "minimum_above_maximum",
            f"minimum_charge {low} is above maximum_charge {high}",
            f"Write {high} or less, raise maximum_charge, or leave one of them blank.",
        )


def _rate_period(row: SheetRow) -> Iterator[Problem]:
    period = cast("RatePeriod", row)
    try:
        days_of(period.days)
    except ValueError:
        way_out = "Write them as in mon-fri, or sat,sun, or all."
        yield Problem("days", "bad_days", f"days is {period.days!r}", way_out)
    if minute_of(period.from_) == DAY_MINUTES:
        yield Problem("from", "bad_time", "from is 24:00", "Write 00:00.")


def _rate_check(area_codes: AreaCodes) -> _Check:
    abroad = {
        f"1{npa}"
        for npa, area in area_codes.listed.items()
        if area.class_ is AreaClass.NANP_FOREIGN
    }

    def check(row: SheetRow) -> Iterator[Problem]:
        rate = cast("Rate", row)
        prefix = rate.prefix
        if not _PREFIX.fullmatch(prefix):
            way_out = "Write digits alone, the country's code first, without plus."
            yield Problem("prefix", "bad_prefix", f"prefix is {prefix!r}", way_out)
        if rate.rate is not None:
            return
        interstate = rate.interstate_rate
        if interstate is not None and (
            not prefix.startswith("1") or prefix[:_AREA_CODE_END] in abroad
        ):
            return
        if None in {interstate, rate.intrastate_rate, rate.indeterminate_rate}:
            yield Problem(
                "rate",
                "rate_missing",
                "There is neither a rate, nor all of interstate_rate, intrastate_rate and"
                " indeterminate_rate",
                "Fill in rate, or all three; outside the US and Canada interstate_rate is enough.",
            )

    return check


def _bundle(row: SheetRow) -> Iterator[Problem]:
    component = cast("BundleComponent", row)
    yield from _category("category", component.category)
    weight, method = component.weight, component.method
    if weight is None and method != "ALL_TELECOM":
        way_out = "Fill it in, or let method be ALL_TELECOM."
        message = f"weight is blank, and {method} needs it"
        yield Problem("weight", "weight_missing", message, way_out)
    if weight is not None and method == "FIXED_PCT" and weight > 100:  # noqa: PLR2004  percent
        message = f"weight is {weight} percent, above 100"
        yield Problem("weight", "too_large", message, "Write 100 or less, as in 37.5.")


def _tax_share(row: SheetRow) -> Iterator[Problem]:
    share = cast("TaxShare", row)
    yield from _category("category", share.category)
    if share.interstate is None:
        if share.source != "actual":
            message = f"interstate is blank, and source {share.source} needs it"
            way_out = "Fill it in, or let source be actual, so that calls are measured."
            yield Problem("interstate", "share_missing", message, way_out)
    elif share.interstate + share.international > 1:
        both = share.interstate + share.international
        message = f"interstate and international together are {both}, above 1"
        way_out = "Write them as parts of the same whole, as in 0.6 and 0.1."
        yield Problem("international", "shares_above_1", message, way_out)


def _exemption(row: SheetRow) -> Iterator[Problem]:
    exemption = cast("Exemption", row)
    level, family = exemption.level.strip().upper(), exemption.family.strip().upper()
    if level != "*" and level not in Level.__members__:
        allowed = ", ".join(Level.__members__)
        yield Problem("level", "bad_level", f"level is {level!r}", f"Use {allowed} or *.")
    if exemption.kind.strip().upper() == "FCC_RESELLER" and family not in {"FUSF", "*"}:
        yield Problem(
            "family",
            "reseller_family",
            f"family is {family}, but an FCC_RESELLER certificate speaks of FUSF alone",
            "Write FUSF.",
        )


def _form_499(row: SheetRow) -> Iterator[Problem]:
    if problem := pattern_problem(cast("Form499Line", row)):
        way_out = "Use a category of the list, with * at its end to match more, or * alone."
        yield Problem("category", "unknown_category", problem, way_out)


def _usf_filing(row: SheetRow) -> Iterator[Problem]:
    filing = cast("UsfFiling", row)
    if not is_period(filing.period):
        message = f"period is {filing.period!r}, which is no quarter and no year"
        yield Problem("period", "bad_period", message, "Write 2026Q1, or 2026.")


def _service_pair(row: SheetRow) -> Iterator[Problem]:
    for column, message, way_out in pair_problems(cast("ServicePair", row)):
        yield Problem(column, "bad_pair", message, way_out)


_OWN: Final[Mapping[str, _Check]] = {
    "accounts": _account,
    "locations": _location,
    "registrations": _registration,
    "products": _product,
    "rate_plans": _rate_plan,
    "rate_periods": _rate_period,
    "bundles": _bundle,
    "tax_shares": _tax_share,
    "exemptions": _exemption,
    "form_499": _form_499,
    "usf_filing": _usf_filing,
    "tax_service_pairs": _service_pair,
}
