"""What of ours is what of theirs: links; and where our codes go in their books: pairs.

Source: ``accounting-apis.md``, summary 6: no system keeps our ids dependably, so this table does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from sqlalchemy import Column, Connection, Text, UniqueConstraint, delete, insert, select

from app.store.columns import Counts, Moment
from app.store.tables import table

LINKS: Final = table(
    "links",
    Column("system", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("our_id", Text, primary_key=True),
    Column("their_id", Text, nullable=False),
    Column("version", Text, nullable=False),  # theirs, when we last looked
    Column("total", Counts),  # of what has one
    Column("sent", Text, nullable=False),  # JSON: what we last sent; {} where we sent nothing
    Column("linked_at", Moment, nullable=False),
    Column("name", Text, nullable=False),  # theirs, when it was linked; blank: not known
    UniqueConstraint("system", "kind", "their_id"),
)

PAIRS: Final = table(
    "book_pairs",
    Column("system", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("their_id", Text, nullable=False),
)
"""Our GL codes, tax codes and terms, and their accounts, items and terms as the user chose them."""


class LinkKind(Enum):
    """What is linked; ``our_id`` is an account's or a document's number, or a code."""

    CUSTOMER = "customer"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ITEM = "item"
    """By the id of its account."""
    SITE = "site"
    """By the code of its location."""
    PRODUCT = "product"
    """By the code of the product."""
    TIME = "time"
    """By the reference of our charge, as the next."""
    CHARGE = "charge"
    AGREEMENT_LINE = "agreement_line"
    """By the code of the service that it is now."""
    PSA_INVOICE = "psa_invoice"
    """Of a PSA, relayed to the books: by the PSA and its number there."""


class PairKind(Enum):
    """What is paired."""

    REVENUE = "revenue"
    """A GL code and an account; the code may be blank: whatever has no pair of its own."""
    TAX = "tax"
    """A tax code and an account, as before."""
    TERMS = "terms"
    """Our words of terms, and terms there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One of ours and one of theirs."""

    kind: LinkKind
    our_id: str
    their_id: str
    version: str = ""
    total: Decimal | None = None
    sent: Mapping[str, Any]
    """What we last sent, in plain form; empty where it was there before us."""
    name: str = ""
    """Theirs, when it was linked by the map."""


def links(conn: Connection, system: str, kind: LinkKind) -> dict[str, Link]:
    """The links of a kind, by our id."""
    query = select(LINKS).where(LINKS.c.system == system, LINKS.c.kind == kind.value)
    return {row["our_id"]: _read(dict(row)) for row in conn.execute(query).mappings()}


def link_of(conn: Connection, system: str, kind: LinkKind, our_id: str) -> Link | None:
    """The link of one of ours; None where it has none."""
    query = select(LINKS).where(
        LINKS.c.system == system, LINKS.c.kind == kind.value, LINKS.c.our_id == our_id
    )
    row = conn.execute(query).mappings().first()
    return None if row is None else _read(dict(row))


def our_ids(conn: Connection, system: str, kind: LinkKind) -> dict[str, str]:
    """Our ids by theirs."""
    return {link.their_id: our for our, link in links(conn, system, kind).items()}


def keep_link(conn: Connection, system: str, link: Link, *, at: datetime) -> None:
    """Keeps a link in place of an earlier one of the same of ours.

    Who links without knowing their name leaves the one that was known.
    """
    known = None if link.name else link_of(conn, system, link.kind, link.our_id)
    is_same = known is not None and known.their_id == link.their_id
    drop_link(conn, system, link.kind, link.our_id)
    conn.execute(
        insert(LINKS).values(
            system=system,
            kind=link.kind.value,
            our_id=link.our_id,
            their_id=link.their_id,
            version=link.version,
            total=link.total,
            sent=json.dumps(dict(link.sent), ensure_ascii=False),
            linked_at=at,
            name=known.name if known is not None and is_same else link.name,
        )
    )


def drop_link(conn: Connection, system: str, kind: LinkKind, our_id: str) -> None:
    """Takes a link out, if it is there."""
    conn.execute(
        delete(LINKS).where(
            LINKS.c.system == system, LINKS.c.kind == kind.value, LINKS.c.our_id == our_id
        )
    )


def pairs(conn: Connection, system: str) -> dict[tuple[PairKind, str], str]:
    """Their ids by kind and code of ours."""
    query = select(PAIRS).where(PAIRS.c.system == system)
    return {(PairKind(row.kind), row.code): row.their_id for row in conn.execute(query)}


def keep_pair(conn: Connection, system: str, kind: PairKind, code: str, their_id: str) -> None:
    """Pairs a code of ours; a blank id takes the pair out."""
    conn.execute(
        delete(PAIRS).where(
            PAIRS.c.system == system, PAIRS.c.kind == kind.value, PAIRS.c.code == code
        )
    )
    if their_id:
        values = {"system": system, "kind": kind.value, "code": code, "their_id": their_id}
        conn.execute(insert(PAIRS).values(values))


def _read(row: Mapping[str, Any]) -> Link:
    return Link(
        kind=LinkKind(row["kind"]),
        our_id=row["our_id"],
        their_id=row["their_id"],
        version=row["version"],
        total=row["total"],
        sent=json.loads(row["sent"]),
        name=row["name"],
    )
