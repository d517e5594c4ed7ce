"""Backup, restore and check of a company file."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.billing.seal import seal_of
from app.findings import Finding, error
from app.host.clock import Clock
from app.operations.office import Office
from app.progress import Progress, Silent
from app.store import backup
from app.store.backup import Checked
from app.store.bill_runs import StoredRun, load_runs
from app.store.imports import StoredImport, load_imports
from app.store.invoices import StoredInvoice, load_invoices


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """Whether a company file holds together, and what is in it."""

    checked: Checked
    imports: list[StoredImport]
    runs: list[StoredRun]


def back_up(path: Path, target: Path, *, progress: Progress | None = None) -> int:
    """Copies a company file and reads the copy again; how many rows it holds."""
    target.parent.mkdir(parents=True, exist_ok=True)
    totals = backup.back_up(path, target, progress=progress or Silent())
    return sum(table.rows for table in totals.values())


def restore(
    source: Path, path: Path, *, clock: Clock, progress: Progress | None = None
) -> Path | None:
    """Puts a backup in the place of a company file; where the old file is kept now, if any."""
    return backup.restore(source, path, at=clock.now(), progress=progress or Silent())


def check(office: Office, *, progress: Progress | None = None) -> FileCheck:
    """Reads a company file through and lists its imports and runs."""
    checked = backup.check(office.file.path, progress=progress or Silent())
    if checked.findings:
        return FileCheck(checked=checked, imports=[], runs=[])
    with office.file.read() as conn:
        broken = [
            _broken_seal(stored)
            for stored in load_invoices(conn)
            if seal_of(stored.invoice) != stored.seal
        ]
        return FileCheck(
            checked=replace(checked, findings=(*checked.findings, *broken)),
            imports=load_imports(conn),
            runs=load_runs(conn),
        )


def _broken_seal(stored: StoredInvoice) -> Finding:
    number = stored.invoice.invoice_number or ""
    return error(
        "broken_seal",
        f"Invoice {number} is not what was approved: its seal is broken.",
        way_out="Compare it with the PDF that was sent, and restore a backup.",
        sheet="invoices",
        record=number,
    )
