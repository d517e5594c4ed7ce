"""What somebody has said about the map of customers and codes; links are in ``links.py``.

Their records that are left alone, accounts that another system does not need, and accounts that
are to be made there.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.store.columns import Moment, microseconds, moment_of
from app.store.database import raw
from app.store.links import (
    Link,
    LinkKind,
    PairKind,
    drop_link,
    keep_link,
    keep_pair,
    link_of,
    pairs,
)
from app.store.tables import table

IGNORED: Final = table(
    "ignored_records",
    Column("system", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # as a link's
    Column("their_id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("said_by", Text, nullable=False),
)

NOT_NEEDED: Final = table(
    "not_needed",
    Column("system", Text, primary_key=True),
    Column("account_number", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("said_by", Text, nullable=False),
)

TO_BE_MADE: Final = table(
    "to_be_made",
    Column("system", Text, primary_key=True),
    Column("account_number", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("said_by", Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody has said, when, and why."""

    reason: str
    at: datetime
    by: str


class FactKind(Enum):
    """What one fact of the map is."""

    LINK = "link"
    PAIR = "pair"
    IGNORED = "ignored"
    NOT_NEEDED = "not_needed"
    TO_BE_MADE = "to_be_made"


_SAID: Final = {
    FactKind.NOT_NEEDED: NOT_NEEDED,
    FactKind.TO_BE_MADE: TO_BE_MADE,
}

Fact = Link | str | None
"""A link, their id or somebody's reason; None: there is none."""


def ignored(conn: Connection, system: str, kind: LinkKind) -> dict[str, Said]:
    """Their records of a kind that are left alone, by their ids."""
    rows = raw(conn).execute(
        "SELECT their_id, reason, at, said_by FROM ignored_records WHERE system = ? AND kind = ?",
        (system, kind.value),
    )
    return {key: Said(reason=why, at=moment_of(at), by=by) for key, why, at, by in rows.fetchall()}


def not_needed(conn: Connection, system: str) -> dict[str, Said]:
    """Accounts that are not to be in a system, by number."""
    return _said(conn, system, FactKind.NOT_NEEDED)


def to_be_made(conn: Connection, system: str) -> dict[str, Said]:
    """Accounts that somebody said are to be made in a system, by number."""
    return _said(conn, system, FactKind.TO_BE_MADE)


def _said(conn: Connection, system: str, what: FactKind) -> dict[str, Said]:
    rows = raw(conn).execute(
        f"SELECT account_number, reason, at, said_by FROM {_SAID[what].name} WHERE system = ?",  # noqa: S608  a table's own name
        (system,),
    )
    return {key: Said(reason=why, at=moment_of(at), by=by) for key, why, at, by in rows.fetchall()}


def fact_of(conn: Connection, system: str, what: FactKind, *, kind: str, key: str) -> Fact:
    """A fact of the map as it stands; ``kind`` is a link's or a pair's."""
    match what:
        case FactKind.LINK:
            return link_of(conn, system, LinkKind(kind), key)
        case FactKind.PAIR:
            return pairs(conn, system).get((PairKind(kind), key))
        case FactKind.IGNORED:
            found = ignored(conn, system, LinkKind(kind)).get(key)
        case _:
            found = _said(conn, system, what).get(key)
    return None if found is None else found.reason


def keep_fact(
    conn: Connection,
    system: str,
    what: FactKind,
    *,
    kind: str,
    key: str,
    fact: Fact,
    at: datetime,
    by: str,
) -> None:
    """Writes a fact of the map in place of what stood there; None takes it out."""
    if what is FactKind.LINK:
        if isinstance(fact, Link):
            keep_link(conn, system, fact, at=at)
        else:
            drop_link(conn, system, LinkKind(kind), key)
    elif what is FactKind.PAIR:
        keep_pair(conn, system, PairKind(kind), key, str(fact or ""))
    else:
        _keep_said(conn, (system, what, kind, key), fact, at=at, by=by)


def _keep_said(
    conn: Connection,
    place: tuple[str, FactKind, str, str],
    fact: Fact,
    *,
    at: datetime,
    by: str,
) -> None:
    system, what, kind, key = place
    name = IGNORED.name if what is FactKind.IGNORED else _SAID[what].name
    columns: tuple[str, ...] = ("system", "account_number")
    keys: tuple[str, ...] = (system, key)
    if what is FactKind.IGNORED:
        columns, keys = ("system", "kind", "their_id"), (system, kind, key)
    where = " AND ".join(f"{column} = ?" for column in columns)
    raw(conn).execute(f"DELETE FROM {name} WHERE {where}", keys)  # noqa: S608  own names
    if isinstance(fact, str):
        names = ", ".join((*columns, "reason", "at", "said_by"))
        marks = ", ".join("?" * (len(columns) + 3))
        raw(conn).execute(
            f"INSERT INTO {name} ({names}) VALUES ({marks})",  # noqa: S608  own names
            (*keys, fact, microseconds(at), by),
        )
