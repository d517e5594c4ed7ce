"""Which tax service a company uses, and how; never its secret.

The company file has an id of its own, by which this computer's keyring knows its secrets.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.store.database import raw
from app.store.facts import FACTS
from app.store.tables import table

TABLE: Final = table(
    "tax_service",
    Column("service", Text, primary_key=True),
    Column("settings", Text, nullable=False),  # JSON: name to text
)
"""One row, or none: taxes are then worked out here."""

_COMPANY_ID: Final = "company_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredService:
    """The tax service in use."""

    service: str
    settings: Mapping[str, str]
    company_id: str


def stored_service(conn: Connection) -> StoredService | None:
    """The tax service in use; None where there is none."""
    row = raw(conn).execute("SELECT service, settings FROM tax_service").fetchone()
    if row is None:
        return None
    return StoredService(service=row[0], settings=json.loads(row[1]), company_id=company_id(conn))


def set_service(conn: Connection, service: str, settings: Mapping[str, str]) -> None:
    """Writes the service in use in place of another."""
    drop_service(conn)
    raw(conn).execute(
        "INSERT INTO tax_service (service, settings) VALUES (?, ?)",
        (service, json.dumps(dict(settings), sort_keys=True)),
    )


def drop_service(conn: Connection) -> None:
    """Uses no tax service from now on."""
    raw(conn).execute("DELETE FROM tax_service")


def company_id(conn: Connection) -> str:
    """The id of the company file; blank while it has none."""
    query = f"SELECT value FROM {FACTS.name} WHERE name = ?"  # noqa: S608  our own name
    row = raw(conn).execute(query, (_COMPANY_ID,)).fetchone()
    return str(row[0]) if row else ""


def given_company_id(conn: Connection) -> str:
    """The id of the company file, made where it has none."""
    known = company_id(conn)
    if known:
        return known
    made = secrets.token_hex(8)
    raw(conn).execute(
        f"INSERT INTO {FACTS.name} (name, value) VALUES (?, ?)",  # noqa: S608  our own name
        (_COMPANY_ID, made),
    )
    return made
