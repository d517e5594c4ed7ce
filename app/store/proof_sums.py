"""Sums for the proof, each asked of the tables directly: nothing that made an invoice is used."""

from typing import Final

import polars as pl

from app.billing.proof import Tally
from app.store.database import raw
from app.store.transaction import Transaction
from app.store.usage import read_frame
from app.usage.table import Status
from app.values.money import ZERO, from_counts

_MICROS: Final = 1_000_000

_PRICE: Final = "coalesce(sealed_calls.charge, calls.charge)"
_SEALED: Final = "LEFT JOIN sealed_calls ON sealed_calls.call_id = calls.id"


def records_in(conn: Transaction) -> dict[int, Tally]:
    """Of each import the records and seconds that were read, and what its calls cost in all."""
    db = raw(conn)
    amounts = dict(
        db.execute(
            f"SELECT import_id, sum({_PRICE}) FROM calls {_SEALED} GROUP BY import_id"  # noqa: S608
        )
    )
    return {
        import_id: Tally(
            calls=records, seconds=seconds, amount=from_counts(amounts.get(import_id, 0))
        )
        for import_id, records, seconds in db.execute(
            "SELECT id, records, raw_seconds FROM imports"
        )
    }


def by_status(conn: Transaction) -> dict[tuple[int, Status], Tally]:
    """What became of the calls of each import, billed or not."""
    rows = raw(conn).execute(
        f"SELECT import_id, status, count(*), sum(raw_seconds), sum({_PRICE}) "  # noqa: S608
        f"FROM calls {_SEALED} WHERE NOT (status = ? AND invoice_id IS NULL) GROUP BY 1, 2",
        (int(Status.RATED),),
    )
    return {
        (import_id, Status(status)): Tally(calls=calls, seconds=seconds, amount=from_counts(amount))
        for import_id, status, calls, seconds, amount in rows
    }


def held(conn: Transaction) -> dict[int, Tally]:
    """Of each import the suspended calls that the user holds."""
    rows = raw(conn).execute(
        "SELECT import_id, count(*), sum(raw_seconds) FROM calls "
        "JOIN call_decisions ON call_id = calls.id WHERE held = 1 AND status = ? GROUP BY 1",
        (int(Status.SUSPENDED),),
    )
    return {
        import_id: Tally(calls=calls, seconds=seconds, amount=ZERO)
        for import_id, calls, seconds in rows
    }


def malformed(conn: Transaction) -> dict[int, int]:
    """Of each import how many records could not be read."""
    return dict(
        raw(conn).execute("SELECT import_id, count(*) FROM malformed_rows GROUP BY import_id")
    )


def unbilled(conn: Transaction) -> pl.DataFrame:
    """Rated calls that no invoice holds: ``import_id``, ``number_id``, ``started_us``, ..."""
    frame = read_frame(
        raw(conn),
        "SELECT import_id, number_id, started_at, raw_seconds, charge FROM calls "
        "WHERE status = ? AND invoice_id IS NULL",
        (int(Status.RATED),),
        {
            "import_id": pl.Int64,
            "number_id": pl.Int64,
            "started_at": pl.Int64,
            "raw_seconds": pl.Int64,
            "charge": pl.Int64,
        },
    )
    return frame.with_columns(started_us=pl.col("started_at") * _MICROS)


def on_invoices(conn: Transaction) -> dict[int, Tally]:
    """What the rated calls sealed on each invoice come to, by invoice id."""
    rows = raw(conn).execute(
        f"SELECT invoice_id, count(*), sum(raw_seconds), sum({_PRICE}) "  # noqa: S608
        f"FROM calls {_SEALED} WHERE invoice_id IS NOT NULL AND status = ? GROUP BY 1",
        (int(Status.RATED),),
    )
    return {
        invoice_id: Tally(calls=calls, seconds=seconds, amount=from_counts(amount))
        for invoice_id, calls, seconds, amount in rows
    }
