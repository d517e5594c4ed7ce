"""The rows of every sheet of the setup workbook, as a bookkeeper would type them."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from sample_data.agreements import CHARGES, DATED_SERVICES, SPARE_CIRCUITS
from sample_data.catalogue import (
    BUNDLES,
    COMPANY,
    PRODUCTS,
    RATE_PERIODS,
    RATE_PLANS,
    RATE_TIERS,
    SOURCES,
    Row,
)
from sample_data.customers import (
    DOUBLE_FROM,
    DOUBLE_NEW,
    DOUBLE_NUMBER,
    DOUBLE_OLD,
    DOUBLE_UNTIL,
    MOVED_FROM,
    MOVED_NUMBER,
    MOVED_ON,
    MOVED_TO,
    PARENTS,
    Customer,
    Site,
    customers,
    extension_of,
)
from sample_data.deck import rates
from sample_data.tax_standing import EXEMPTIONS, REGISTRATIONS, TAX_SHARES, USF_FILING
from sample_data.taxes import taxes
from sample_data.wall_clock import DENVER

BY_PRINT = {"10010", "10012", "10022", "10060"}
NO_EMAIL = {"10033"}
"""Delivered by e-mail, and no address: a warning."""


def workbook_rows() -> dict[str, list[Row]]:
    """Rows by sheet."""
    return {
        "company": COMPANY,
        "accounts": [_account(c) for c in customers()],
        "locations": [_location(c, site) for c, site in _sites()],
        "sources": SOURCES,
        "circuits": [*_circuits(), *_spare_circuits()],
        "products": PRODUCTS,
        "rate_plans": RATE_PLANS,
        "rate_periods": RATE_PERIODS,
        "rate_tiers": RATE_TIERS,
        "rates": rates(),
        "numbers": list(_numbers()),
        "aliases": list(_aliases()),
        "services": [*_services(), *_dated_services()],
        "charges": list(_charges()),
        "taxes": taxes(),
        "bundles": BUNDLES,
        "tax_shares": TAX_SHARES,
        "registrations": REGISTRATIONS,
        "exemptions": EXEMPTIONS,
        "usf_filing": USF_FILING,
    }


def _sites() -> Iterator[tuple[Customer, Site]]:
    return ((c, site) for c in customers() for site in c.sites)


def _written(number: str) -> str:
    """``(303) 555-0142``."""
    return f"({number[:3]}) {number[3:6]}-{number[6:]}"


def _account(customer: Customer) -> Row:
    site = customer.sites[0]
    numbers = site.numbers
    printed = customer.account in BY_PRINT
    return {
        "account_number": customer.account,
        "name": customer.name,
        "parent_account_number": PARENTS.get(customer.account, ""),
        "btn": _written(numbers[0]),
        "address_line1": site.street,
        "city": site.place.city,
        "region": site.place.region,
        "postal_code": site.place.postal_code,
        "country": site.place.country,
        "contact_name": customer.contact,
        "billing_email": "" if customer.account in NO_EMAIL else f"ap@{customer.slug}.example",
        "phone": _written(numbers[0]),
        "bill_to_parent": "yes" if customer.account in PARENTS else "no",
        "timezone": "" if customer.zone == DENVER else customer.zone,
        "customer_class": customer.customer_class,
        "delivery": "print" if printed else "email",
        "opened_on": customer.opened_on.isoformat(),
        "contract_reference": f"CF-{customer.opened_on.year}-{customer.account[2:]}",
    }


def _location(customer: Customer, site: Site) -> Row:
    place = site.place
    return {
        "location_code": site.location_code,
        "account_number": customer.account,
        "name": site.name,
        "address_line1": site.street,
        "city": place.city,
        "region": place.region,
        "postal_code": place.postal_code,
        "country": place.country,
        "county_fips": place.county_fips,
        "place_fips": place.place_fips,
        "inside_city": place.inside,
        "district": place.district,
        "timezone": "" if place.timezone == DENVER else place.timezone,
    }


def _wanted(site: Site) -> Iterator[tuple[str, str, str]]:
    """Product, quantity and own price of a site's services."""
    for service in site.services:
        product, _, count = service.partition(":")
        quantity, _, price = count.partition("@")
        yield product, quantity, price


def _circuit_of(customer: Customer, site: Site) -> str:
    """The circuit that carries a site's numbers; an elevator line needs none."""
    kinds = {product for product, _, _ in _wanted(site)}
    if "SIP-PATH" in kinds:
        return f"{site.location_code}-SIP1"
    return f"{site.location_code}-HST1" if customer.switch == "H" else ""


def _circuits() -> Iterator[Row]:
    for customer, site in _sites():
        code = _circuit_of(customer, site)
        if code:
            paths = [quantity for product, quantity, _ in _wanted(site) if product == "SIP-PATH"]
            yield {
                "circuit_code": code,
                "account_number": customer.account,
                "location_code": site.location_code,
                "kind": "sip_trunk" if paths else "hosted",
                "carrier": "Mesa Carrier",
                "carrier_circuit_id": f"MC-{site.place.region}-{code.replace('-', '')}",
                "call_paths": paths[0] if paths else "",
                "starts_on": customer.opened_on.isoformat(),
            }


def _owner(location_code: str) -> str:
    return location_code.partition("-")[0]


def _spare_circuits() -> Iterator[Row]:
    for row in SPARE_CIRCUITS:
        yield _placed(row)


def _placed(row: Row) -> Row:
    """A row of the agreements with its location and account in the sheet's columns."""
    rest = {name: cell for name, cell in row.items() if name not in {"location", "product"}}
    placed = {"account_number": _owner(row["location"]), "location_code": row["location"], **rest}
    return placed | ({"product_code": row["product"]} if "product" in row else {})


def _runs(numbers: Iterable[str]) -> Iterator[str]:
    """Neighbours as one range, the rest alone."""
    ordered = sorted(numbers, key=int)
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if int(b) != int(a) + 1]
    for first, last in pairwise([0, *breaks, len(ordered)]):
        run = ordered[first:last]
        if run:
            yield _written(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"


def _numbers() -> Iterator[Row]:
    for customer, site in _sites():
        if not site.numbers:
            continue
        main, *others = (n for n in site.numbers if n != MOVED_NUMBER)
        rest = {
            "account_number": customer.account,
            "location_code": site.location_code,
            "circuit_code": _circuit_of(customer, site),
            "rate_plan": customer.plan,
            "starts_on": customer.opened_on.isoformat(),
        }
        yield {"number": _written(main), "kind": "main", **rest}
        yield from ({"number": run, "kind": "did", **rest} for run in _runs(others))
        if site is customer.sites[0]:
            for number in customer.toll_free:
                yield {"number": _written(number), "kind": "toll_free", **rest}
        yield from _dated_numbers(customer.account, rest)


def _dated_numbers(account: str, rest: Row) -> Iterator[Row]:
    """The number that moved, and the one that two customers hold for some days."""
    if rest["location_code"] != f"{account}-MAIN":
        return
    dates = {
        MOVED_FROM: (MOVED_NUMBER, "", MOVED_ON.isoformat()),
        MOVED_TO: (MOVED_NUMBER, MOVED_ON.isoformat(), ""),
        DOUBLE_OLD: (DOUBLE_NUMBER, "", DOUBLE_UNTIL.isoformat()),
        DOUBLE_NEW: (DOUBLE_NUMBER, DOUBLE_FROM.isoformat(), ""),
    }
    if account in dates:
        number, first, until = dates[account]
        starts_on = first or rest["starts_on"]
        yield {
            "number": _written(number),
            "kind": "did",
            **rest,
            "starts_on": starts_on,
            "ends_on": until,
        }


def _aliases() -> Iterator[Row]:
    extensions = extension_of()
    for customer in customers():
        if customer.switch == "A":
            numbers = customer.sites[0].numbers
            yield {
                "alias": customer.initials,
                "number": _written(numbers[0]),
                "source": "pbx-denver",
            }
            for number in numbers:
                yield {
                    "alias": extensions[number],
                    "number": _written(number),
                    "source": "pbx-denver",
                }
    # The same extension on the hosted platform is somebody else's telephone.
    yield {"alias": "2101", "number": "(303) 555-0142", "source": "hosted-pbx"}
    yield {"alias": "GGN-TRUNK-1", "number": "(719) 555-0126", "source": ""}


def _services() -> Iterator[Row]:
    for customer, site in _sites():
        shared = {
            "account_number": customer.account,
            "location_code": site.location_code,
            "starts_on": customer.opened_on.isoformat(),
        }
        for product, quantity, price in _wanted(site):
            yield {
                "service_code": f"{site.location_code}-{product}",
                "product_code": product,
                "quantity": quantity,
                "unit_price": price,
                **shared,
            }
        if site is customer.sites[0] and customer.toll_free:
            yield {
                "service_code": f"{site.location_code}-TF-NUMBER",
                "product_code": "TF-NUMBER",
                "quantity": str(len(customer.toll_free)),
                **shared,
            }


def _dated_services() -> Iterator[Row]:
    return (_placed(row) for row in DATED_SERVICES)


def _charges() -> Iterator[Row]:
    return (_placed(row) for row in CHARGES)
