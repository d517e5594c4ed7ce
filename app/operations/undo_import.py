"""Takes a call file back, as long as none of its calls is on an approved invoice."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from app.billing.closing import refusal
from app.errors import InputError, NotAllowed
from app.operations.office import Office
from app.operations.repricing import price_stored
from app.store import audit
from app.store.audit import Action, Entry
from app.store.closed_months import month_held_by
from app.store.database import raw
from app.store.imports import StoredImport, invoices_holding, load_imports, remove_import
from app.store.invoices import invoice_numbers
from app.store.transaction import Transaction
from app.store.usage import add_block, load_calls
from app.usage.table import Status

_NAMED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back."""

    file: str
    records: int
    revived: int
    """Records of other files that were repeats only of this one, and now count."""

    def summary(self) -> str:
        """It in a line."""
        word = "record" if self.records == 1 else "records"
        text = f"{self.records:,} {word} of {self.file} taken back"
        return f"{text}; {self.revived:,} of other files count now" if self.revived else text


def undo_import(office: Office, import_id: int) -> Undone:
    """Removes an import with all its records.

    Raises InputError for an unknown import, NotAllowed where an invoice or a closed month holds one
    of its calls.
    """
    with office.write() as conn:
        found = [i for i in load_imports(conn) if i.id == import_id]
        if not found:
            raise InputError(
                f"There is no import {import_id}.", "", "switchbook check lists the imports."
            )
        stored = found[0]
        _refuse_if_closed(conn, stored)
        _refuse_if_billed(conn, stored)
        revived = _repeats_of(conn, stored)
        remove_import(conn, import_id)
        _revive(office, conn, revived)
        entry = Entry(
            area="imports",
            record=str(import_id),
            action=Action.UNDONE,
            before={"file": stored.file, "source": stored.source, "records": stored.records},
        )
        audit.record(conn, [entry], stamp=office.stamp("undo_import"))
    return Undone(file=stored.file, records=stored.records, revived=revived.height)


def _refuse_if_closed(conn: Transaction, stored: StoredImport) -> None:
    month = month_held_by(conn, stored.id)
    if month is not None:
        what = f"Import {stored.id}, {stored.file}, cannot be taken back."
        raise refusal(month, what=what, credit=True)


def _refuse_if_billed(conn: Transaction, stored: StoredImport) -> None:
    holding = invoices_holding(conn, stored.id)
    if holding:
        numbers = invoice_numbers(conn, holding)
        more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
        raise NotAllowed(
            f"Import {stored.id}, {stored.file}, cannot be taken back.",
            f"Its calls are on {', '.join(numbers[:_NAMED])}{more}.",
            "Undo that bill run first, or credit the invoices.",
        )


def _repeats_of(conn: Transaction, stored: StoredImport) -> pl.DataFrame:
    """The first repeat in other files of each record that this file brought first."""
    db = raw(conn)
    own = load_calls(
        db, "calls.import_id = ? AND calls.status <> ?", (stored.id, int(Status.DUPLICATE))
    )
    repeats = load_calls(
        db,
        "calls.status = ? AND imports.source = ? AND calls.import_id <> ?",
        (int(Status.DUPLICATE), stored.source, stored.id),
    )
    return (
        repeats.filter(pl.col("call_key").is_in(own["call_key"].implode()))
        .sort("import_id", "row")
        .unique("call_key", keep="first", maintain_order=True)
    )


def _revive(office: Office, conn: Transaction, calls: pl.DataFrame) -> None:
    """Lets repeats count: their keys are taken, and they are priced."""
    for (import_id,), part in calls.group_by("import_id"):
        add_block(raw(conn), int(str(import_id)), part)
    price_stored(office, conn, calls)
