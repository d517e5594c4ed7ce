"""Customers as values: accounts, their locations and the numbers each of them holds."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from sample_data.customer_list import CUSTOMERS, MORE_LOCATIONS
from sample_data.places import PLACES, Place

MOVED_NUMBER: Final = "7205550128"
"""Alder Creek Dental's until ``MOVED_ON``, then Bluebird Bakery Group's."""
MOVED_FROM: Final = "10001"
MOVED_TO: Final = "10017"
MOVED_ON: Final = date(2026, 10, 16)

DOUBLE_NUMBER: Final = "7195550144"
"""For some days in the books of two customers: a port whose old end is wrong."""
DOUBLE_OLD: Final = "10056"
DOUBLE_NEW: Final = "10057"
DOUBLE_FROM: Final = date(2026, 10, 20)
DOUBLE_UNTIL: Final = date(2026, 10, 24)

UNMATCHED: Final = (
    "3035550187",
    "3035550188",
    "3035550199",
    "7205550164",
    "9705550133",
    "7195550150",
)
"""Numbers that place calls and are nobody's."""

SOURCE_OF_SWITCH: Final = {"H": "hosted-pbx", "W": "wholesale-sip", "A": "pbx-denver", "-": ""}
OPENED: Final = {
    "10058": date(2026, 10, 12),
    "10059": date(2026, 10, 5),
}
PARENTS: Final = {"10018": "10017", "10019": "10017"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A service location with its numbers and services."""

    location_code: str
    name: str
    street: str
    place: Place
    numbers: tuple[str, ...]
    """Ten digits each; the first is the main one."""
    weight: int
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One customer."""

    account: str
    name: str
    customer_class: str
    contact: str
    sites: tuple[Site, ...]
    toll_free: tuple[str, ...]
    switch: str
    plan: str
    use: str

    @property
    def slug(self) -> str:
        """The name as a domain is written: ``granitepeak``."""
        words = re.sub(r"[^a-z ]", "", self.name.lower()).split()
        return "".join(words[:2])

    @property
    def initials(self) -> str:
        """The name's first letters: ``GPCU``."""
        return "".join(word[0] for word in self.name.split() if word[0].isalpha()).upper()

    @property
    def zone(self) -> str:
        """The account's time zone: that of its first location."""
        return self.sites[0].place.timezone

    @property
    def opened_on(self) -> date:
        """The first day as a customer."""
        serial = int(self.account) - 10_000
        return OPENED.get(self.account, date(2023 + serial % 3, 1 + serial * 5 % 12, 1))

    def holds(self, number: str, day: date) -> bool:
        """Whether a number of its sites is its own on a day."""
        if number == MOVED_NUMBER:
            return (self.account == MOVED_FROM) == (day < MOVED_ON)
        return number != DOUBLE_NUMBER


def expand(blocks: str) -> tuple[str, ...]:
    """Every number of ``303:06-17`` or ``855:00,844:01``."""
    numbers = []
    for block in filter(None, blocks.split(",")):
        area, lines = block.split(":")
        first, _, last = lines.partition("-")
        numbers += [f"{area}55501{line:02d}" for line in range(int(first), int(last or first) + 1)]
    return tuple(numbers)


def _numbers_of(account: str, blocks: str) -> tuple[str, ...]:
    numbers = expand(blocks)
    return (*numbers, MOVED_NUMBER) if account == MOVED_FROM else numbers


def _further_sites(account: str) -> list[Site]:
    sites = []
    for line in MORE_LOCATIONS.strip().splitlines():
        code, owner, name, place, street, blocks, weight, services = line.split("|")
        if owner == account:
            sites.append(
                Site(
                    location_code=code,
                    name=name,
                    street=street,
                    place=PLACES[place],
                    numbers=expand(blocks),
                    weight=int(weight),
                    services=tuple(services.split()),
                )
            )
    return sites


def _customer(line: str) -> Customer:
    (
        account,
        name,
        class_,
        contact,
        place,
        street,
        blocks,
        toll_free,
        switch,
        plan,
        use,
        weight,
        services,
    ) = line.split("|")
    names = {
        "10038": "Pueblo Terminal",
        "10042": "Lakewood Main Branch",
        "10044": "Phoenix Shop",
        "10058": "Boulder studio",
    }
    main = Site(
        location_code=f"{account}-MAIN",
        name=names.get(account, PLACES[place].city),
        street=street,
        place=PLACES[place],
        numbers=_numbers_of(account, blocks),
        weight=int(weight),
        services=tuple(services.split()),
    )
    return Customer(
        account=account,
        name=name,
        customer_class=class_,
        contact=contact,
        sites=(main, *_further_sites(account)),
        toll_free=expand(toll_free),
        switch=switch,
        plan=plan,
        use=use,
    )


@cache
def customers() -> tuple[Customer, ...]:
    """All sixty, by account number."""
    return tuple(_customer(line) for line in CUSTOMERS.strip().splitlines())


@cache
def by_account() -> dict[str, Customer]:
    """Customers by account number."""
    return {customer.account: customer for customer in customers()}


@cache
def owned_numbers() -> frozenset[str]:
    """Every number that is some customer's, ten digits."""
    held = {number for c in customers() for site in c.sites for number in site.numbers}
    return frozenset(held | {n for c in customers() for n in c.toll_free} | {DOUBLE_NUMBER})


@cache
def extension_of() -> dict[str, str]:
    """The extension on the Denver PBX of each number that lives there: 2101, 2102 and so on."""
    found = {}
    for rank, customer in enumerate(c for c in customers() if c.switch == "A"):
        for line, number in enumerate(customer.sites[0].numbers):
            found[number] = str(2100 + rank * 100 + line + 1)
    return found
