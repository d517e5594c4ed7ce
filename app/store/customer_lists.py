"""Queries for the lists of customers: who there is, what lies below each, what fits letters."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.store.audit import Recorded
from app.store.columns import day_number, day_of, moment_of
from app.store.database import raw
from app.store.transaction import Transaction
from app.values.money import from_counts

_LEAST_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class AccountHead:
    """A customer in a list."""

    account_number: str
    name: str
    bills_to: str | None
    """The account its lines go to; None: its own invoice."""
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class LocationHead:
    """A location in a list."""

    location_code: str
    account_number: str
    title: str
    city: str


@dataclass(frozen=True, slots=True)
class CircuitHead:
    """A circuit in a list."""

    circuit_code: str
    account_number: str
    location_code: str
    kind: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class NumberHead:
    """A number in a list."""

    number: str
    account_number: str
    location_code: str
    circuit_code: str | None


@dataclass(frozen=True, slots=True)
class InvoiceHead:
    """An invoice in a list."""

    invoice_number: str
    account_number: str
    period: str
    invoice_date: date
    due_date: date
    charges: Decimal
    taxes: Decimal
    total: Decimal
    state: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """What fits some letters or digits."""

    accounts: frozenset[str]
    locations: frozenset[str]
    circuits: frozenset[str]
    numbers: Sequence[NumberHead]


def account_heads(conn: Transaction) -> list[AccountHead]:
    """All customers by name."""
    found = raw(conn).execute(
        "SELECT account_number, name, iif(bill_to_parent, parent_account_number, NULL), closed_on"
        " FROM accounts"
        " ORDER BY name COLLATE NOCASE, account_number"
    )
    return [
        AccountHead(number, name, parent, None if closed is None else day_of(closed))
        for number, name, parent, closed in found
    ]


def location_heads(conn: Transaction) -> list[LocationHead]:
    """All locations by name."""
    found = raw(conn).execute(
        "SELECT location_code, account_number, coalesce(name, address_line1), city FROM locations"
        " ORDER BY coalesce(name, address_line1) COLLATE NOCASE, location_code"
    )
    return [LocationHead(*row) for row in found]


def circuit_heads(conn: Transaction, today: date) -> list[CircuitHead]:
    """All circuits by code."""
    found = raw(conn).execute(
        "SELECT circuit_code, account_number, location_code, kind, coalesce(ends_on <= ?, 0)"
        " FROM circuits ORDER BY circuit_code",
        (day_number(today),),
    )
    return [
        CircuitHead(code, account, place, kind, has_ended=bool(ended))
        for code, account, place, kind, ended in found
    ]


def number_counts(conn: Transaction, today: date) -> Mapping[tuple[str, str, str], int]:
    """How many numbers have not ended, by account, location and circuit (blank: none)."""
    found = raw(conn).execute(
        "SELECT account_number, location_code, coalesce(circuit_code, ''), count(*) FROM numbers"
        " WHERE ends_on IS NULL OR ends_on > ? GROUP BY 1, 2, 3",
        (day_number(today),),
    )
    return {(account, place, circuit): count for account, place, circuit, count in found}


def number_heads(
    conn: Transaction, account_number: str, *, location_code: str, circuit_code: str, today: date
) -> list[NumberHead]:
    """The numbers of an account at a location that have not ended; on one circuit, or on none."""
    found = raw(conn).execute(
        "SELECT number, account_number, location_code, circuit_code FROM numbers"
        " WHERE account_number = ? AND location_code = ? AND coalesce(circuit_code, '') = ?"
        " AND (ends_on IS NULL OR ends_on > ?) ORDER BY number",
        (account_number, location_code, circuit_code, day_number(today)),
    )
    return [NumberHead(*row) for row in found]


def fitting(conn: Transaction, text: str, today: date) -> Fitting:
    """What holds a text in any part of its name, code, number or e-mail address."""
    db = raw(conn)
    plain = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like = f"%{plain}%"
    accounts = db.execute(
        "SELECT account_number FROM accounts WHERE name LIKE ?1 ESCAPE '\\'"
        " OR account_number LIKE ?1 ESCAPE '\\' OR billing_email LIKE ?1 ESCAPE '\\'"
        " OR billing_name LIKE ?1 ESCAPE '\\' OR contact_name LIKE ?1 ESCAPE '\\'",
        (like,),
    )
    locations = db.execute(
        "SELECT location_code FROM locations WHERE location_code LIKE ?1 ESCAPE '\\'"
        " OR name LIKE ?1 ESCAPE '\\' OR address_line1 LIKE ?1 ESCAPE '\\'"
        " OR city LIKE ?1 ESCAPE '\\'",
        (like,),
    )
    circuits = db.execute(
        "SELECT circuit_code FROM circuits WHERE circuit_code LIKE ?1 ESCAPE '\\'"
        " OR carrier_circuit_id LIKE ?1 ESCAPE '\\'",
        (like,),
    )
    return Fitting(
        frozenset(code for (code,) in accounts),
        frozenset(code for (code,) in locations),
        frozenset(code for (code,) in circuits),
        _numbers_fitting(conn, text, today),
    )


def _numbers_fitting(conn: Transaction, text: str, today: date) -> list[NumberHead]:
    digits = "".join(mark for mark in text if mark.isdigit())
    if len(digits) < _LEAST_DIGITS or any(mark.isalpha() for mark in text):
        return []
    found = raw(conn).execute(
        "SELECT number, account_number, location_code, circuit_code FROM numbers"
        " WHERE number LIKE ? AND (ends_on IS NULL OR ends_on > ?) ORDER BY number",
        (f"%{digits}%", day_number(today)),
    )
    return [NumberHead(*row) for row in found]


def invoice_heads(conn: Transaction, account_number: str) -> list[InvoiceHead]:
    """The invoices of a payer, the newest first."""
    found = raw(conn).execute(
        "SELECT invoice_number, account_number, period, invoice_date, due_date, charges, taxes,"
        " total, state FROM invoices WHERE account_number = ? ORDER BY id DESC",
        (account_number,),
    )
    return [
        InvoiceHead(
            number,
            account,
            period,
            day_of(dated),
            day_of(due),
            from_counts(charges),
            from_counts(taxes),
            from_counts(total),
            state,
        )
        for number, account, period, dated, due, charges, taxes, total, state in found
    ]


def audit_of(
    conn: Transaction, records: Sequence[tuple[str, str]], *, at_most: int
) -> list[Recorded]:
    """What happened to some records, named by area and record, the newest first."""
    found = raw(conn).execute(
        f"SELECT {_AUDIT} FROM json_each(?) j CROSS JOIN audit a"  # noqa: S608  our own columns
        " ON a.area = j.value ->> 0 AND a.record = j.value ->> 1 ORDER BY a.id DESC LIMIT ?",
        (json.dumps(list(records)), at_most),
    )
    return [
        Recorded(id=number, at=moment_of(at), **dict(zip(_TEXTS, texts, strict=True)))
        for number, at, *texts in found
    ]


def audit_of_removed(
    conn: Transaction, account_number: str, *, at_most: int
) -> list[tuple[str, str]]:
    """Rows of an account that were taken out, by area and record, the newest first."""
    found = raw(conn).execute(
        "SELECT area, record FROM audit WHERE action = 'removed'"
        " AND before ->> 'account_number' = ? ORDER BY id DESC LIMIT ?",
        (account_number, at_most),
    )
    return list(dict.fromkeys((area, record) for area, record in found))


_TEXTS: Final = [
    "actor",
    "operation",
    "area",
    "record",
    "action",
    "before",
    "after",
    "reason",
    "origin",
]
_AUDIT: Final = ", ".join(f"a.{name}" for name in ("id", "at", *_TEXTS))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a number, and in which days."""

    number: str
    account_number: str
    name: str
    starts_on: date
    ends_on: date | None


def holders(conn: Transaction, numbers: Sequence[str]) -> list[Holder]:
    """Every row of these numbers, the oldest first."""
    found = raw(conn).execute(
        "SELECT n.number, n.account_number, a.name, n.starts_on, n.ends_on FROM json_each(?) j"
        " CROSS JOIN numbers n ON n.number = j.value"
        " JOIN accounts a ON a.account_number = n.account_number ORDER BY n.starts_on",
        (json.dumps(list(numbers)),),
    )
    return [
        Holder(number, account, name, day_of(first), None if last is None else day_of(last))
        for number, account, name, first, last in found
    ]
