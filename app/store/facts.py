"""Facts about the company file itself, and the saved mapping profiles of call files."""

import json
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, Text

from app.store.audit import Action, Entry, Stamp, record
from app.store.database import raw
from app.store.tables import table

PROGRAM_VERSION: Final = "0.1.0"
"""The version of the program that writes; the same as in ``pyproject.toml``."""

CHECKED: Final = "checked_at"
BACKED_UP: Final = "backed_up_at"
BACKED_UP_TO: Final = "backed_up_to"
BACKED_UP_MARK: Final = "backed_up_mark"
"""Names of facts: when the file was last read through, when and to where it was backed up."""

FACTS: Final = table(
    "company_file",
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

PROFILES: Final = table(
    "mapping_profiles",
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),  # JSON, as `profile propose` writes it
)


def note_creation(connection: Connection, *, at: datetime) -> None:
    """Notes when a new file was made, and by which version of the program."""
    raw(connection).executemany(
        "INSERT INTO company_file (name, value) VALUES (?, ?)",
        [("created_at", at.isoformat()), ("created_by", PROGRAM_VERSION)],
    )


def note_fact(connection: Connection, name: str, value: str) -> None:
    """Notes a fact about the file, in the place of what was noted of that name."""
    raw(connection).execute(
        "INSERT INTO company_file (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def facts(connection: Connection) -> dict[str, str]:
    """All facts by name: ``created_at``, ``created_by`` (a program version), ``practice``."""
    return dict(raw(connection).execute("SELECT name, value FROM company_file").fetchall())


def save_profile(connection: Connection, name: str, *, content: str, stamp: Stamp) -> None:
    """Keeps a mapping profile (JSON text) under a name, with its audit entry."""
    before = profiles(connection).get(name)
    if before == content:
        return
    raw(connection).execute(
        "INSERT INTO mapping_profiles (name, content) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET content = excluded.content",
        (name, content),
    )
    entry = Entry(
        area="profiles",
        record=name,
        action=Action.CHANGED if before else Action.ADDED,
        before=json.loads(before) if before else None,
        after=json.loads(content),
    )
    record(connection, [entry], stamp=stamp)


def profiles(connection: Connection) -> dict[str, str]:
    """The saved mapping profiles: JSON text by name, names in order."""
    rows = raw(connection).execute("SELECT name, content FROM mapping_profiles ORDER BY name")
    return dict(rows.fetchall())
