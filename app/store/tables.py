"""The one collection of tables of a company file, and what marks the file as ours.

Tables are declared beside their queries (``setup.py``, ``audit.py``, ``usage_tables.py``,
``billing_tables.py``), always by ``table`` below: every table is STRICT.
"""

from typing import Final

from sqlalchemy import DDL, MetaData, Table, event
from sqlalchemy.schema import SchemaItem

APPLICATION_ID: Final = 0x53574254
"""SQLite's ``application_id`` of every company file: ``SWBT``."""

SCHEMA_VERSION: Final = 1
"""SQLite's ``user_version`` of an up-to-date file: the number of its last Alembic version."""

PAGE_BYTES: Final = 16 * 1024
"""How large the pages of a new company file are.

A month of calls touches the index by number everywhere; with SQLite's own 4 KiB each import into a
large file spends its time handing pages to the system.
"""

EXTENSION: Final = ".switchbook"
"""How the name of every company file ends."""

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *items: SchemaItem) -> Table:
    """A STRICT table of the company file, of columns, constraints and indexes."""
    return Table(name, METADATA, *items, sqlite_strict=True)


def keep_as_written(added_to: Table) -> None:
    """Makes SQLite itself refuse to change or delete rows of a table."""
    name = added_to.name
    for verb in ("UPDATE", "DELETE"):
        refuse = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
            f"CREATE TRIGGER {name}_refuses_{verb.lower()} BEFORE {verb} ON {name}"
            f" BEGIN SELECT RAISE(ABORT, '{name} is only ever added to'); END"
        )
        event.listen(added_to, "after_create", refuse)
