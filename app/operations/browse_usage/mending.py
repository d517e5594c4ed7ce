"""How calls in suspense are mended: given to a customer, priced by a new rate, accepted.

What a mend would come to is worked out in memory by the code that prices; nothing is written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from app.customers.account import Account
from app.customers.location import ServiceLocation
from app.customers.service import Number
from app.operations.browse_usage.suspense import SuspenseRow
from app.operations.office import Office
from app.rating.deck import Rate
from app.store.database import raw
from app.store.rating_setup import NumberLine, RatingSetup
from app.store.setup import load
from app.store.suspense import waiting_calls
from app.store.transaction import Transaction
from app.store.usage import PRICE_COLUMNS, decisions
from app.usage.source import Alias
from app.usage.table import Reason, Status
from app.values.money import ZERO, from_counts
from app.values.sheet import SheetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Whom a number can be given to."""

    accounts: Mapping[str, str]
    """Words to find a customer by, and its account number."""
    locations: Mapping[str, Mapping[str, str]]
    """By account: words of a location, and its code."""
    plans: Mapping[str, str]
    """By account the plan most of its numbers have."""
    numbers: Mapping[str, tuple[str, ...]]
    """By account its numbers, the first ones first."""


def possible_owners(office: Office) -> Owners:
    """All customers with their locations and usual plans."""
    with office.file.read() as conn:
        accounts = load(conn, Account)
        locations = load(conn, ServiceLocation)
        numbers = load(conn, Number)
    plans: dict[str, dict[str, int]] = {}
    own: dict[str, list[str]] = {}
    for row in numbers:
        counts = plans.setdefault(row.account_number, {})
        counts[row.rate_plan] = counts.get(row.rate_plan, 0) + 1
        own.setdefault(row.account_number, []).append(row.number)
    places: dict[str, dict[str, str]] = {}
    for place in locations:
        words = f"{place.name or place.location_code}, {place.city}"
        places.setdefault(place.account_number, {})[words] = place.location_code
    return Owners(
        accounts={f"{a.name} · {a.account_number}": a.account_number for a in accounts},
        locations=places,
        plans={account: max(c, key=c.__getitem__) for account, c in plans.items()},
        numbers={account: tuple(sorted(rows)) for account, rows in own.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Owning:
    """To whom parties are to be given."""

    account_number: str
    location_code: str
    since: date
    remember: bool = True
    """Whether a text stands for the number in all sources' later calls too."""


def rows_to_own(office: Office, rows: Sequence[SuspenseRow], owning: Owning) -> list[SheetRow]:
    """The rows of the setup that give the parties to a customer: numbers, and aliases of texts.

    A text stands for the customer's first number.
    """
    owners = possible_owners(office)
    plan = owners.plans.get(owning.account_number, "")
    if not plan:
        with office.file.read() as conn:
            setup = office.rating_setup(conn)
            plan = setup.book.plans[0].plan_code if setup.book.plans else ""
    found: dict[str, SheetRow] = {}
    for row in rows:
        if row.is_number:
            found[row.party] = Number(
                number=row.party,
                account_number=owning.account_number,
                location_code=owning.location_code,
                rate_plan=plan,
                starts_on=owning.since,
            )
        elif row.party:
            first = owners.numbers.get(owning.account_number, ("",))[0]
            found[f"{row.source}/{row.party}"] = Alias(
                alias=row.party, number=first, source=row.source
            )
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FixPreview:
    """What a change of numbers or aliases would make of the calls that wait."""

    billed: int
    charge: Decimal
    free: int
    """Calls that would be taken and cost nothing by their kind."""
    left: int
    """Calls of those meant that would still wait."""


def preview_fix(
    office: Office, chosen: Sequence[SuspenseRow], rows: Sequence[SheetRow]
) -> FixPreview:
    """Prices the calls meant as if the rows were there; writes nothing."""
    with office.file.read() as conn:
        keys = {(row.source, row.party, int(row.reason)) for row in chosen}
        calls = waiting_calls(conn)
        meant = [
            (s, p, r) in keys for s, p, r in calls.select("source", "party", "reason").iter_rows()
        ]
        calls = calls.filter(pl.Series(meant, dtype=pl.Boolean))
        setup = _as_if(office.rating_setup(conn), rows)
        decided = decisions(raw(conn)).select("id", "forced_number_id", "released")
        parts = [
            _priced(office, conn, setup, part.join(decided, on="id", how="left"))
            for _, part in calls.group_by("source")
        ]
    if not parts:
        return FixPreview(billed=0, charge=ZERO, free=0, left=0)
    priced = pl.concat(parts)
    rated = priced.filter(pl.col("status") == int(Status.RATED))
    return FixPreview(
        billed=rated.height,
        charge=from_counts(int(rated["charge"].sum())),
        free=priced.filter(pl.col("status") == int(Status.NOT_CHARGEABLE)).height,
        left=priced.filter(pl.col("status") == int(Status.SUSPENDED)).height,
    )


def _priced(
    office: Office, conn: Transaction, setup: RatingSetup, calls: pl.DataFrame
) -> pl.DataFrame:
    mediator = setup.mediator(conn, calls["source"][0], office.clock.now())
    asked = calls.drop(*PRICE_COLUMNS).with_columns(
        pl.col("released").fill_null(0), answered=pl.col("answered").cast(pl.Boolean)
    )
    return mediator.mediate(asked).select(
        pl.col("status").cast(pl.Int64), pl.col("charge").cast(pl.Int64)
    )


def _as_if(setup: RatingSetup, rows: Sequence[SheetRow]) -> RatingSetup:
    """The setup with further numbers and aliases, in memory only."""
    accounts = {a.account_number: place for place, a in enumerate(setup.accounts)}
    plans = {plan.plan_code: place for place, plan in enumerate(setup.book.plans)}
    zones = list(setup.book.zones)
    numbers: dict[int, NumberLine] = dict(setup.numbers)
    following = max(numbers, default=0) + 1
    for row in rows:
        if isinstance(row, Number) and row.account_number in accounts and row.rate_plan in plans:
            account = accounts[row.account_number]
            zone = setup.accounts[account].timezone or setup.company.timezone
            if zone not in zones:
                zones.append(zone)
            numbers[following] = NumberLine(
                following, row, account, plans[row.rate_plan], zones.index(zone)
            )
            following += 1
    aliases = [*setup.aliases, *(row for row in rows if isinstance(row, Alias))]
    book = replace(setup.book, zones=tuple(zones))
    fields: dict[str, Any] = {"numbers": numbers, "aliases": aliases, "book": book}
    return replace(setup, **fields)


class Way(Enum):
    """What can be done about a cause."""

    ASSIGN = "assign"
    """Give the number or text to a customer."""
    RATE = "rate"
    """Add a rate for where it went."""
    ACCEPT = "accept"
    """It is real: set the doubt aside."""
    LOOK = "look"
    """The cause has to be mended elsewhere."""


_WAYS: Final = {
    Reason.NO_CUSTOMER: Way.ASSIGN,
    Reason.NO_RATE: Way.RATE,
    Reason.TOO_LONG: Way.ACCEPT,
    Reason.BAD_TIMESTAMP: Way.ACCEPT,
    Reason.BAD_DURATION: Way.ACCEPT,
    Reason.PROBABLE_DUPLICATE: Way.ACCEPT,
    Reason.PARTIAL: Way.ACCEPT,
    Reason.CONTROL_TOTAL: Way.ACCEPT,
}


def way_of(row: SuspenseRow) -> Way:
    """What mends a row; a call that names nobody has nothing to assign."""
    if row.reason is Reason.NO_CUSTOMER and not row.party:
        return Way.LOOK
    return _WAYS.get(row.reason, Way.LOOK)


def rate_wanted(office: Office, row: SuspenseRow) -> Rate | None:
    """The rate that is lacking: deck and prefix proposed, the price left open; None: nobody pays.

    At home the area code makes the prefix, abroad the first five digits.
    """
    with office.file.read() as conn:
        setup = office.rating_setup(conn)
    lines = [line for line in setup.numbers.values() if line.row.number == row.party]
    digits = row.one.called.removeprefix("+")
    if not lines or not digits.isdigit():
        return None
    plan = setup.book.plans[lines[-1].plan]
    own = setup.company.timezone
    return Rate(
        deck_code=plan.deck_code,
        prefix=digits[:4] if digits.startswith("1") else digits[:5],
        valid_from=row.first_at.astimezone(ZoneInfo(own)).date().replace(day=1),
    )
