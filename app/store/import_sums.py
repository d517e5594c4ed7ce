"""What became of the calls of each import, added up stretch by stretch.

The calls of an import lie one after the other, for they are written in one transaction: adding up
a stretch is several times quicker than grouping all calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.store.database import raw
from app.store.imports import StoredImport
from app.store.transaction import Transaction
from app.usage.table import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSums:
    """What the calls of one import add up to."""

    calls: dict[Status, int]
    charge: int
    """Of rated calls, in counts of 1e-8."""
    first_at: int | None
    """Seconds since 1970."""
    last_at: int | None
    invoices: tuple[int, ...]
    """Ids of the invoices that hold some of them."""


def import_sums(conn: Transaction, imports: Sequence[StoredImport]) -> dict[int, ImportSums]:
    """The sums of every import, by id."""
    found: dict[int, ImportSums] = {}
    first = 1
    for stored in sorted(imports, key=lambda each: each.id):
        count = stored.records - stored.malformed
        first = _next_call(conn, first)
        where, values = "id BETWEEN ? AND ?", (first, first + count - 1)
        if not _is_whole(conn, stored.id, first=first, count=count):
            where, values = "import_id BETWEEN ? AND ?", (stored.id, stored.id)
        else:
            first += count
        found[stored.id] = _sums(conn, where, values)
    return found


def _next_call(conn: Transaction, first: int) -> int:
    (found,) = raw(conn).execute("SELECT min(id) FROM calls WHERE id >= ?", (first,)).fetchone()
    return first if found is None else int(found)


def _is_whole(conn: Transaction, import_id: int, *, first: int, count: int) -> bool:
    """Whether the stretch is the import's, and nothing else."""
    (own,) = (
        raw(conn)
        .execute(
            "SELECT count(*) FROM calls WHERE id BETWEEN ? AND ? AND import_id = ?",
            (first, first + count - 1, import_id),
        )
        .fetchone()
    )
    return int(own) == count


def _sums(conn: Transaction, where: str, values: tuple[int, int]) -> ImportSums:
    db = raw(conn)
    counts = ", ".join(f"sum(status = {int(status)})" for status in Status)
    *calls, charge, first_at, last_at = db.execute(
        f"SELECT {counts}, sum(CASE status WHEN {int(Status.RATED)} THEN charge ELSE 0 END), "  # noqa: S608
        f"min(started_at), max(started_at) FROM calls WHERE {where}",
        values,
    ).fetchone()
    invoices = db.execute(
        f"SELECT DISTINCT invoice_id FROM calls WHERE {where} AND invoice_id IS NOT NULL",  # noqa: S608
        values,
    )
    return ImportSums(
        calls={status: number or 0 for status, number in zip(Status, calls, strict=True)},
        charge=charge or 0,
        first_at=first_at,
        last_at=last_at,
        invoices=tuple(invoice for (invoice,) in invoices),
    )
