"""The schema of a company file as statements: as declared, and as it lies in a file."""

import re
import sqlite3
from pathlib import Path

from sqlalchemy import StaticPool, create_engine

from app.store import (
    agreed,
    audit,
    billing_tables,
    boundaries,
    certificate_files,
    closed_months,
    connections,
    counts,
    decisions,
    drifts,
    facts,
    inbox,
    links,
    mail_settings,
    mailings,
    mapping,
    month_waivers,
    onboarding,
    outbox,
    payment_events,
    payments,
    places,
    plan_versions,
    psa_billing,
    remote_records,
    review_marks,
    setup,
    step_times,
    sync_plans,
    tax_adjustments,
    tax_documents,
    tax_service,
    trash,
    usage_tables,
)
from app.store.tables import METADATA

DECLARING = (
    audit,
    billing_tables,
    boundaries,
    certificate_files,
    decisions,
    facts,
    mail_settings,
    mailings,
    mapping,
    places,
    plan_versions,
    review_marks,
    setup,
    closed_months,
    month_waivers,
    step_times,
    trash,
    tax_adjustments,
    tax_documents,
    tax_service,
    usage_tables,
    connections,
    remote_records,
    links,
    outbox,
    payments,
    sync_plans,
    inbox,
    payment_events,
    drifts,
    agreed,
    onboarding,
    counts,
    psa_billing,
)
"""The modules that declare tables."""


def declared_schema() -> list[str]:
    """The statements that make every declared table, with its indexes and triggers."""
    database = sqlite3.connect(":memory:")
    engine = create_engine("sqlite://", creator=lambda: database, poolclass=StaticPool)
    METADATA.create_all(engine)
    try:
        return schema_of(database)
    finally:
        engine.dispose()
        database.close()


def schema_at(path: Path) -> list[str]:
    """The statements that made the tables of a file, Alembic's own table left out."""
    database = sqlite3.connect(path)
    try:
        return [sql for sql in schema_of(database) if "alembic_version" not in sql]
    finally:
        database.close()


def schema_of(database: sqlite3.Connection) -> list[str]:
    """Every statement on one line: tables as they were made, each with what belongs to it."""
    rows = database.execute(
        "SELECT each.sql FROM sqlite_schema each JOIN sqlite_schema own"
        " ON own.type = 'table' AND own.name = each.tbl_name WHERE each.sql IS NOT NULL"
        " ORDER BY own.rowid, each.type = 'table' DESC, each.type, each.name"
    )
    return [_one_line(sql) for (sql,) in rows]


def _one_line(sql: str) -> str:
    return re.sub(r"\( | (?=\))", lambda found: found[0].strip(), " ".join(sql.split()))
