"""Which unbilled calls a change of the setup touches: a condition on ``calls``."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

from app.customers.account import Account
from app.customers.service import Number
from app.rating.deck import Rate
from app.rating.plan import RatePeriod, RatePlan, RateTier
from app.store.setup_changes import RowChanges
from app.usage.parties import LOCAL_BASE, TEXT_BASE
from app.usage.source import Alias
from app.values.phone_number import PartyKind, read_party

Condition = tuple[str, tuple[object, ...]]

_ALL: Final = "1"
_MOST_PREFIXES: Final = 200
_DIGITS: Final = 15


def touched_calls(db: sqlite3.Connection, changes: Mapping[str, RowChanges]) -> Condition | None:
    """The condition for ``calls``, with its parameters; None where no call can be touched."""
    parts: list[Condition] = []
    for name, change in changes.items():
        rows = [*change.added, *change.changed]
        if name == "company" and change.changed:
            return _ALL, ()
        if name == "accounts" and change.changed:
            parts.append(_of_accounts(r.account_number for r in rows if isinstance(r, Account)))
        elif name in {"rate_plans", "rate_periods", "rate_tiers"}:
            parts.append(
                _of_plans(
                    r.plan_code for r in rows if isinstance(r, RatePlan | RatePeriod | RateTier)
                )
            )
        elif name == "rates":
            parts += _of_rates([r for r in rows if isinstance(r, Rate)])
        elif name == "numbers":
            parts.append(_of_numbers(int(r.number[1:]) for r in rows if isinstance(r, Number)))
        elif name == "aliases":
            parts.append(_of_aliases(db, [r for r in rows if isinstance(r, Alias)]))
    if not parts:
        return None
    return (
        " OR ".join(f"({where})" for where, _ in parts),
        tuple(value for _, values in parts for value in values),
    )


def _of_accounts(account_numbers: Iterable[str]) -> Condition:
    """Calls of numbers of accounts: their time zone may be another, and so a call's day."""
    where = (
        "calls.number_id IN (SELECT id FROM numbers WHERE account_number IN "
        "(SELECT value FROM json_each(?))) OR calls.number_id IS NULL"
    )
    return where, (json.dumps(sorted(set(account_numbers))),)


def _of_plans(plan_codes: Iterable[str]) -> Condition:
    """Calls priced, or not priced, by any version of plans."""
    where = (
        "calls.number_id IN (SELECT id FROM numbers WHERE rate_plan IN "
        "(SELECT value FROM json_each(?)))"
    )
    return where, (json.dumps(sorted(set(plan_codes))),)


def _of_rates(rows: list[Rate]) -> list[Condition]:
    """Calls to the prefixes of the rates, by plans of their decks."""
    found: list[Condition] = []
    by_deck: dict[str, set[str]] = {}
    for row in rows:
        by_deck.setdefault(row.deck_code, set()).add(row.prefix)
    for deck, prefixes in by_deck.items():
        plans = (
            "calls.number_id IN (SELECT id FROM numbers WHERE rate_plan IN "
            "(SELECT plan_code FROM rate_plans WHERE deck_code = ?))"
        )
        if len(prefixes) > _MOST_PREFIXES:
            found.append((plans, (deck,)))
            continue
        ranges = " OR ".join(
            f"calls.called BETWEEN {low} AND {high}"
            for prefix in sorted(prefixes)
            for low, high in _ranges(prefix)
        )
        # What seven digits or an alias stand for is not known from the call alone.
        found.append((f"{plans} AND ({ranges} OR calls.called <= {-TEXT_BASE})", (deck,)))
    return found


def _ranges(prefix: str) -> Iterable[tuple[int, int]]:
    """The numbers, by how many digits they have, that begin with a prefix."""
    first = int(prefix)
    for more in range(_DIGITS - len(prefix) + 1):
        yield first * 10**more, (first + 1) * 10**more - 1


def _of_numbers(numbers: Iterable[int]) -> Condition:
    """Calls with one of the numbers at an end, or hidden behind seven digits or a text."""
    ends, listed = _at_an_end(sorted(set(numbers)))
    hidden = " OR ".join(
        f"calls.{name} <= {-TEXT_BASE}" for name in ("caller", "called", "billing_number")
    )
    return f"{ends} OR {hidden}", listed


def _at_an_end(codes: list[int]) -> Condition:
    """Calls with one of the party codes as caller, called or billing number."""
    listed = json.dumps(codes)
    where = (
        "calls.caller IN (SELECT value FROM json_each(?)) OR "
        "calls.called IN (SELECT value FROM json_each(?)) OR "
        "calls.billing_number IN (SELECT value FROM json_each(?))"
    )
    return where, (listed, listed, listed)


def _of_aliases(db: sqlite3.Connection, rows: list[Alias]) -> Condition:
    """Calls with one of the texts at an end."""
    codes: list[int] = []
    for row in rows:
        reading = read_party(row.alias)
        if reading.kind is PartyKind.NUMBER:
            codes.append(int(reading.digits))
        elif reading.kind is PartyKind.LOCAL:
            codes.append(-LOCAL_BASE - int(reading.digits))
        else:
            found = db.execute("SELECT id FROM call_texts WHERE text = ?", (row.alias,)).fetchone()
            codes += [-TEXT_BASE - found[0]] if found else []
    return _at_an_end(codes)
