"""Queries of imported call files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from app.findings import Finding
from app.store.facts import PROGRAM_VERSION
from app.store.setup import TABLES
from app.store.transaction import Transaction
from app.store.usage_tables import (
    call_carrier_codes,
    call_decisions,
    calls,
    import_findings,
    imports,
    key_blocks,
    malformed_rows,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredImport:
    """An imported call file."""

    id: int
    file: str
    source: str
    format: str
    settings: Mapping[str, str]
    content_hash: str
    size_bytes: int
    imported_at: datetime
    records: int
    malformed: int
    raw_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MalformedRecord:
    """A record that could not be read."""

    import_id: int
    row: int
    reason: int
    column: str
    message: str
    raw: str


def begin_import(conn: Transaction, new: StoredImport) -> None:
    """Writes the head of an import; its totals follow with ``end_import``."""
    conn.execute(
        insert(imports),
        {
            "id": new.id,
            "file": new.file,
            "source": new.source,
            "format": new.format,
            "settings": json.dumps(dict(new.settings), sort_keys=True),
            "content_hash": new.content_hash,
            "size_bytes": new.size_bytes,
            "imported_at": new.imported_at,
            "records": new.records,
            "malformed": new.malformed,
            "raw_seconds": new.raw_seconds,
            "program_version": PROGRAM_VERSION,
        },
    )


def end_import(
    conn: Transaction,
    import_id: int,
    *,
    records: int,
    malformed: int,
    raw_seconds: int,
    findings: Iterable[Finding],
) -> None:
    """Writes what was read and warned of."""
    conn.execute(
        update(imports)
        .where(imports.c.id == import_id)
        .values(records=records, malformed=malformed, raw_seconds=raw_seconds)
    )
    rows = [
        {"import_id": import_id, "row": f.row, "code": f.code, "message": f.message}
        for f in findings
    ]
    if rows:
        conn.execute(insert(import_findings), rows)


def earlier_import(conn: Transaction, source: str, content_hash: str) -> int | None:
    """The import of the same content into the same source, if there is one."""
    return conn.execute(
        select(imports.c.id).where(
            imports.c.source == source, imports.c.content_hash == content_hash
        )
    ).scalar_one_or_none()


def load_imports(conn: Transaction) -> list[StoredImport]:
    """All imports, the oldest first."""
    rows = conn.execute(select(imports).order_by(imports.c.id)).mappings()
    return [
        StoredImport(
            **{
                name: json.loads(row[name]) if name == "settings" else row[name]
                for name in StoredImport.__dataclass_fields__
            }
        )
        for row in rows
    ]


def load_malformed(conn: Transaction) -> list[MalformedRecord]:
    """All records that could not be read, in order of files and rows."""
    rows = conn.execute(
        select(malformed_rows).order_by(malformed_rows.c.import_id, malformed_rows.c.row)
    )
    return [
        MalformedRecord(
            import_id=row.import_id,
            row=row.row,
            reason=row.reason,
            column=row.column_name,
            message=row.message,
            raw=row.raw,
        )
        for row in rows
    ]


def invoices_holding(conn: Transaction, import_id: int) -> list[int]:
    """Ids of the invoices that hold calls of an import."""
    return list(
        conn.execute(
            select(calls.c.invoice_id)
            .where(calls.c.import_id == import_id, calls.c.invoice_id.is_not(None))
            .distinct()
        ).scalars()
    )


def remove_import(conn: Transaction, import_id: int) -> None:
    """Deletes an import with all its records."""
    own = select(calls.c.id).where(calls.c.import_id == import_id)
    for table in (call_decisions, call_carrier_codes):
        conn.execute(delete(table).where(table.c.call_id.in_(own)))
    for table in (calls, key_blocks, malformed_rows, import_findings):
        conn.execute(delete(table).where(table.c.import_id == import_id))
    conn.execute(delete(imports).where(imports.c.id == import_id))


def count_calls(conn: Transaction) -> int:
    """How many calls the file holds."""
    return int(conn.execute(select(func.count()).select_from(calls)).scalar_one())


def billed_numbers(conn: Transaction, numbers: Iterable[str]) -> list[str]:
    """Which of these numbers (E.164 with plus) have calls on an invoice."""
    rows = conn.execute(
        select(TABLES["numbers"].c.number)
        .join(calls, calls.c.number_id == TABLES["numbers"].c.id)
        .where(TABLES["numbers"].c.number.in_(list(numbers)), calls.c.invoice_id.is_not(None))
        .distinct()
    )
    return sorted(rows.scalars())
