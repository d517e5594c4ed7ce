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


def touched_calls(db: sqlite3.Connection, changes: Mapping[str, RowChanges]) -> Condition | None:
    """The condition for ``calls``, with its parameters; None where no call can be touched."""
    parts: list[Condition] = []
    for name, change in changes.items():
        rows = [*change.added, *change.changed, *change.removed]
        if name == "company" and change.changed:
            return _ALL, ()
        if name == "accounts" and change.changed:
            parts.append(_of_accounts(db, [r for r in rows if isinstance(r, Account)]))
        elif name in {"rate_plans", "rate_periods", "rate_tiers"}:
            parts.append(
                _of_plans(
                    r.plan_code for r in rows if isinstance(r, RatePlan | RatePeriod | RateTier)
                )
            )
        elif name == "rates":
            parts += _of_rates(db, [r for r in rows if isinstance(r, Rate)])
        elif name == "numbers":
            parts.append(_of_numbers(db, [r.number for r in rows if isinstance(r, Number)]))
        elif name == "aliases":
            texts = [r.alias for r in rows if isinstance(r, Alias)]
            parts.append(_at_an_end(_codes_of(db, texts)))
    if not parts:
        return None
    return (
        " OR ".join(f"({where})" for where, _ in parts),
        tuple(value for _, values in parts for value in values),
    )


def _of_accounts(db: sqlite3.Connection, rows: list[Account]) -> Condition:
    """Calls of numbers of accounts: their time zone may be another, and so a call's day.

    Where a number comes or goes in the days of the calls, also those that have it at an end.
    """
    accounts = json.dumps([row.account_number for row in rows])
    found = db.execute(
        "SELECT number FROM numbers, (SELECT min(started_at) / 86400 - 2 AS first, "
        "max(started_at) / 86400 + 2 AS last FROM calls) "
        "WHERE account_number IN (SELECT value FROM json_each(?)) "
        "AND (starts_on BETWEEN first AND last OR ends_on BETWEEN first AND last)",
        (accounts,),
    )
    changing = [number for (number,) in found]
    where, listed = _of_numbers(db, changing) if changing else ("0", ())
    own = (
        "calls.number_id IN (SELECT id FROM numbers WHERE account_number IN "
        "(SELECT value FROM json_each(?))) OR calls.number_id IS NULL"
    )
    return f"{where} OR {own}", (*listed, accounts)


def _of_plans(plan_codes: Iterable[str]) -> Condition:
    """Calls priced, or not priced, by any version of plans."""
    where = (
        "calls.number_id IN (SELECT id FROM numbers WHERE rate_plan IN "
        "(SELECT value FROM json_each(?)))"
    )
    return where, (json.dumps(sorted(set(plan_codes))),)


def _of_rates(db: sqlite3.Connection, rows: list[Rate]) -> list[Condition]:
    """Calls to the prefixes of the rates, by plans of their decks."""
    found: list[Condition] = []
    by_deck: dict[str, set[str]] = {}
    for row in rows:
        by_deck.setdefault(row.deck_code, set()).add(row.prefix)
    # What an alias or seven digits stand for is not known from the call alone.
    aliases = json.dumps(_codes_of(db, [alias for alias, _ in _aliases(db)]))
    for deck, prefixes in by_deck.items():
        begins, listed = _begins_with(prefixes)
        plans = (
            "calls.number_id IN (SELECT id FROM numbers WHERE rate_plan IN "
            "(SELECT plan_code FROM rate_plans WHERE deck_code = ?))"
        )
        hidden = "calls.called IN (SELECT value FROM json_each(?))"
        where = f"{plans} AND ({begins} OR calls.called <= {-TEXT_BASE} OR {hidden})"
        found.append((where, (deck, *listed, aliases)))
    return found


def _begins_with(prefixes: set[str]) -> Condition:
    """Calls to numbers that begin with one of the prefixes; one look for each length of them."""
    lengths = sorted({len(prefix) for prefix in prefixes})
    where = " OR ".join(
        f"substr(calls.called, 1, {length}) IN (SELECT value FROM json_each(?))"  # noqa: S608
        for length in lengths
    )
    listed = [sorted(p for p in prefixes if len(p) == length) for length in lengths]
    return where, tuple(json.dumps(each) for each in listed)


def _of_numbers(db: sqlite3.Connection, numbers: Iterable[str]) -> Condition:
    """Calls with one of the numbers at an end, as it is, seven digits, an alias or a text."""
    wanted = set(numbers)
    aliases = [alias for alias, number in _aliases(db) if number in wanted]
    codes = [int(number[1:]) for number in wanted] + _codes_of(db, aliases)
    ends, listed = _at_an_end(sorted(set(codes)))
    hidden = " OR ".join(
        f"calls.{name} <= {-TEXT_BASE}" for name in ("caller", "called", "billing_number")
    )
    # A call that was given to a number by hand has it at neither end.
    own = (
        "calls.number_id IN (SELECT id FROM numbers WHERE number IN "
        "(SELECT value FROM json_each(?)))"
    )
    return f"{ends} OR {hidden} OR {own}", (*listed, json.dumps(sorted(wanted)))


def _at_an_end(codes: list[int]) -> Condition:
    """Calls with one of the party codes as caller, called or billing number."""
    listed = json.dumps(codes)
    where = (
        "calls.caller IN (SELECT value FROM json_each(?)) OR "
        "calls.called IN (SELECT value FROM json_each(?)) OR "
        "calls.billing_number IN (SELECT value FROM json_each(?))"
    )
    return where, (listed, listed, listed)


def _aliases(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every alias, of whichever source, and its number."""
    return db.execute("SELECT alias, number FROM aliases").fetchall()


def _codes_of(db: sqlite3.Connection, texts: Iterable[str]) -> list[int]:
    """The party codes of aliases; those that no call has at an end are left out."""
    codes: list[int] = []
    for text in texts:
        reading = read_party(text)
        if reading.kind is PartyKind.NUMBER:
            codes.append(int(reading.digits))
        elif reading.kind is PartyKind.LOCAL:
            codes.append(-LOCAL_BASE - int(reading.digits))
        else:
            found = db.execute("SELECT id FROM call_texts WHERE text = ?", (text,)).fetchone()
            codes += [-TEXT_BASE - found[0]] if found else []
    return codes
