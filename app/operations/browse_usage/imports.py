"""Imported call files with what became of their records; bad rows saved to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.errors import InputError
from app.operations.office import Office
from app.store.import_sums import ImportSums, import_sums
from app.store.imports import StoredImport, load_imports, load_malformed
from app.store.invoices import invoice_numbers
from app.store.transaction import Transaction
from app.values.money import from_counts

_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One imported call file."""

    id: int
    file: str
    source: str
    format: str
    zone: str
    imported_at: datetime
    first_at: datetime | None
    last_at: datetime | None
    records: int
    malformed: int
    outcomes: Mapping[str, int]
    """Calls by status: rated, not_chargeable, suspended, written_off, duplicate."""
    charge: Decimal
    invoices: tuple[str, ...]
    """Invoices that hold calls of it, the first few; then it cannot be taken back."""

    def count(self, outcome: str) -> int:
        """How many calls came out so."""
        return self.outcomes.get(outcome, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that could not be read."""

    row: int
    column: str
    message: str
    raw: str


def list_imports(office: Office) -> list[ImportRow]:
    """All imports, the newest first."""
    with office.file.read() as conn:
        stored = load_imports(conn)
        sums = import_sums(conn, stored)
        return [_row(conn, each, sums[each.id]) for each in reversed(stored)]


def _row(conn: Transaction, stored: StoredImport, sums: ImportSums) -> ImportRow:
    return ImportRow(
        id=stored.id,
        file=stored.file,
        source=stored.source,
        format=stored.format,
        zone=stored.settings.get("zone", ""),
        imported_at=stored.imported_at,
        first_at=_moment(sums.first_at),
        last_at=_moment(sums.last_at),
        records=stored.records,
        malformed=stored.malformed,
        outcomes={status.name.lower(): calls for status, calls in sums.calls.items()},
        charge=from_counts(sums.charge),
        invoices=tuple(invoice_numbers(conn, list(sums.invoices))[:_NAMED]),
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def bad_rows(office: Office, import_id: int) -> list[BadRow]:
    """The rows of an import that could not be read."""
    with office.file.read() as conn:
        return [
            BadRow(row=bad.row, column=bad.column, message=bad.message, raw=bad.raw)
            for bad in load_malformed(conn)
            if bad.import_id == import_id
        ]


def save_bad_rows(office: Office, import_id: int, path: Path) -> int:
    """Writes the rows that could not be read to a file of their own; how many they were.

    The file begins as the imported one did, so that it can be mended and imported alone.
    """
    with office.file.read() as conn:
        stored = next(each for each in load_imports(conn) if each.id == import_id)
    rows = bad_rows(office, import_id)
    heading = stored.settings.get("heading", "")
    lines = [heading] if heading else []
    text = "\n".join([*lines, *(row.raw for row in rows)]) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path} could not be written.", f"{problem.strerror}.") from problem
    return len(rows)
