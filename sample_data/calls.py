"""Ordinary calls of a month: who called whom, when and for how long, before any vendor's format."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Final

from sample_data.area_codes import ISLANDS, PROVINCES, STATE_OF_CODE, US_STATES
from sample_data.customers import UNMATCHED, Customer, Site, customers, owned_numbers
from sample_data.dice import Dice, share_out
from sample_data.wall_clock import at, month_days

SATURDAY: Final = 5
SUNDAY: Final = 6
NOVEMBER: Final = "2026-11"
_DAYS: Final = {NOVEMBER: 1}
"""How many days of a month there are calls of; all of the others."""
UNANSWERED: Final = 15
"""Percent of calls that nobody takes, where the switch writes such calls at all."""

# Percent by kind of use: calls in; then calls by hour of the day, weekdays; Saturday; Sunday.
_HOURS: Final = {
    "office": (42, "0 0 0 0 0 0 1 6 30 48 52 46 30 42 50 48 40 20 6 2 1 0 0 0", 8, 2),
    "retail": (55, "0 0 0 0 0 0 1 3 14 30 40 44 46 42 40 38 36 32 22 12 5 1 0 0", 85, 45),
    "school": (48, "0 0 0 0 0 0 6 40 52 40 34 30 26 30 44 48 22 8 2 1 0 0 0 0", 3, 1),
    "hotel": (58, "6 4 2 2 3 8 16 26 34 36 34 32 30 30 36 40 40 38 34 30 26 22 16 10", 110, 95),
    "callcenter": (
        62,
        "10 7 6 5 6 10 18 30 46 52 52 48 44 46 48 48 46 44 36 30 26 22 18 14",
        75,
        65,
    ),
    "home": (45, "0 0 0 0 0 0 2 6 10 12 14 12 12 10 12 14 20 30 40 44 38 24 8 2", 120, 130),
}

# Abroad: digits with the country's code, published for use in plays or assignable to nobody.
ABROAD: Final = (
    ("442079460", 3, 14),
    ("441632960", 3, 6),
    ("447700900", 3, 8),
    ("3319900", 4, 4),
    ("3363998", 4, 3),
    ("493023125", 3, 6),
    ("4917139200", 2, 3),
    ("6125550", 4, 3),
    ("61491570156", 0, 2),
    ("61491570159", 0, 1),
    ("353209100", 3, 3),
    ("4684650040", 1, 1),
    ("4670174061", 1, 1),
    ("5205500", 5, 16),
    ("911100", 6, 6),
    ("632000", 5, 4),
    ("551100", 6, 3),
    ("562000", 5, 2),
    ("502000", 5, 5),
    ("503000", 5, 4),
    ("506000", 5, 2),
    ("97210", 6, 2),
    ("822000", 5, 1),
    ("852000", 5, 2),
    ("650000", 4, 1),
    ("340000", 5, 2),
    ("410000", 5, 1),
)
"""First digits, how many follow, weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of one customer."""

    customer: Customer
    number: str
    """The customer's own number, ten digits."""
    other: str
    """The other party: ten digits, a short code, or ``+`` and digits."""
    inbound: bool
    started: int
    """Seconds since 1970, when it began to ring."""
    ring: int
    seconds: int
    """From the answer on; 0 where nobody answered."""
    serial: int
    """Its place in the order of the customer's calls of the month."""

    @property
    def answered(self) -> bool:
        """Whether somebody took it."""
        return self.seconds > 0


def month_calls(month: str, switch: str, *, count: int, stream: str) -> list[Call]:
    """So many calls of a switch in the month, by the clock of each account.

    Another ``stream`` gives other calls.
    """
    sites = [(c, s) for c in customers() if c.switch == switch for s in c.sites if s.weight]
    shares = share_out(count, [site.weight * _open_days(c, month) for c, site in sites])
    found: list[Call] = []
    for (customer, site), share in zip(sites, shares, strict=True):
        dice = Dice(stream, month, site.location_code)
        found += _site_calls(month, customer, site, dice=dice, count=share)
    return found


def _open_days(customer: Customer, month: str) -> int:
    return sum(day >= customer.opened_on for day in month_days(month))


def _site_calls(
    month: str, customer: Customer, site: Site, *, dice: Dice, count: int
) -> list[Call]:
    contacts = _contacts(site)
    days, day_weights = _days(customer, month)
    hours = [int(weight) for weight in _HOURS[customer.use][1].split()]
    calls = []
    for serial in range(count):
        day = dice.weighted(days, day_weights)
        clock = time(dice.weighted(range(24), hours), dice.below(60), dice.below(60))
        if clock >= time(23, 55):
            clock = time(23, 40)  # the edges of the month belong to the traps
        numbers = [n for n in site.numbers if customer.holds(n, day)]
        inbound = dice.chance(_HOURS[customer.use][0])
        number = numbers[0] if dice.chance(30) else dice.one_of(numbers)
        if inbound and customer.toll_free and site is customer.sites[0] and dice.chance(22):
            number = dice.one_of(customer.toll_free)
        other = dice.one_of(contacts) if dice.chance(70) else _stranger(dice, site)
        if inbound or customer.use == "home":
            other = _caller(dice, site, other)
        seconds = 0 if _missed(dice, customer) else _talk(dice)
        calls.append(
            Call(
                customer=customer,
                number=number,
                other=other,
                inbound=inbound,
                started=at(datetime.combine(day, clock), customer.zone),
                ring=dice.between(2, 24),
                seconds=seconds,
                serial=serial,
            )
        )
    return calls


def _missed(dice: Dice, customer: Customer) -> bool:
    """The wholesale carrier bills what was answered and writes nothing else."""
    return dice.chance(UNANSWERED) and customer.switch != "W"


def _days(customer: Customer, month: str) -> tuple[list[date], list[int]]:
    _, _, saturday, sunday = _HOURS[customer.use]
    days = [day for day in month_days(month)[: _DAYS.get(month)] if day >= customer.opened_on]
    weights = []
    for day in days:
        weight = {SATURDAY: saturday, SUNDAY: sunday}.get(day.weekday(), 100)
        holiday = day in {date(2026, 9, 7), date(2026, 10, 12)}
        weights.append(weight // 3 if holiday and customer.use in {"office", "school"} else weight)
    return days, weights


def _talk(dice: Dice) -> int:
    """Seconds of talk: many short calls, few long ones, as a doubling ladder draws them."""
    ladder = dice.weighted((4, 5, 6, 7, 8, 9, 10, 11), (7, 14, 22, 25, 18, 9, 4, 1))
    return (1 << ladder) // 2 + dice.below(1 << ladder) + 1


@cache
def _contacts(site: Site) -> list[str]:
    """Whom a site calls again and again, the same in every month."""
    dice = Dice("contacts", site.location_code)
    return [_stranger(dice, site) for _ in range(12 + 2 * len(site.numbers))]


def _stranger(dice: Dice, site: Site) -> str:
    """Somebody's number: mostly of the same state, some from anywhere, few from abroad."""
    kind = dice.weighted(
        ("state", "country", "canada", "abroad", "island", "toll-free"), (560, 330, 18, 34, 6, 52)
    )
    region = site.place.region
    match kind:
        case "abroad":
            return abroad(dice)
        case "island":
            return f"{dice.one_of([code for code, _, _ in ISLANDS if code != '658'])}{line(dice)}"
        case "toll-free":
            return outsider(dice, ("800", "888", "877", "866"))
        case "canada":
            return outsider(dice, PROVINCES[dice.one_of(("ON", "BC", "AB", "QC"))])
        case "state":
            return outsider(dice, (US_STATES | PROVINCES)[region])
        case _:
            return outsider(dice, US_STATES[dice.one_of(sorted(US_STATES))])


def _caller(dice: Dice, site: Site, other: str) -> str:
    """Who can call in: no toll-free number does, and hardly anyone from abroad."""
    if other.startswith("+") or other[:3] not in STATE_OF_CODE:
        return outsider(dice, (US_STATES | PROVINCES)[site.place.region])
    return other


def line(dice: Dice) -> str:
    """``555`` and a line from 0100 to 0199."""
    return f"55501{dice.below(100):02d}"


def outsider(dice: Dice, codes: tuple[str, ...] | list[str]) -> str:
    """A number in one of the area codes that is no customer's and in no trap."""
    while True:
        number = f"{dice.one_of(codes)}{line(dice)}"
        if number not in owned_numbers() and number not in UNMATCHED:
            return number


def abroad(dice: Dice) -> str:
    """A number abroad."""
    first, more, _ = dice.weighted(ABROAD, [weight for _, _, weight in ABROAD])
    rest = f"{dice.below(10**more):0{more}d}" if more else ""
    return f"+{first}{rest}"
