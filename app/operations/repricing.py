"""Calls priced again by what the file says now: payer, plan, rate; what is billed stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from app.operations.office import Office
from app.progress import Progress, Silent
from app.store.closed_months import held_calls
from app.store.database import raw
from app.store.transaction import Transaction
from app.store.usage import PRICE_COLUMNS, decisions, load_calls, text_ids, update_prices
from app.usage.table import Status

_STRETCH: Final = 500_000


@dataclass(frozen=True, slots=True)
class Repriced:
    """How many calls were looked at, and how many changed."""

    calls: int
    changed: int


def reprice(
    office: Office,
    conn: Transaction,
    where: str = "1",
    parameters: Sequence[object] = (),
    *,
    progress: Progress | None = None,
) -> Repriced:
    """Prices the calls again that ``where`` finds, but for billed, written-off and repeated ones.

    Idempotent: a call whose reasons are the same is not written. What had an outcome when its
    month was closed keeps it; what was in suspense may still be cleared.
    """
    db = raw(conn)
    held = held_calls(conn)
    if held is not None:
        where = f"({where}) AND (calls.status = {int(Status.SUSPENDED)} OR NOT ({held[0]}))"
        parameters = (*parameters, *held[1])
    text_ids(db, [alias.alias for alias in office.rating_setup(conn).aliases])
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM calls").fetchone()
    looked_at = changed = 0
    open_calls = (
        f"({where}) AND calls.invoice_id IS NULL AND calls.status NOT IN "
        f"({int(Status.WRITTEN_OFF)}, {int(Status.DUPLICATE)}) AND calls.id BETWEEN ? AND ?"
    )
    for first in range(1, last + 1, _STRETCH):
        (progress or Silent()).step(first, last, "Pricing calls again")
        calls = load_calls(db, open_calls, (*parameters, first, first + _STRETCH - 1))
        looked_at += calls.height
        changed += price_stored(office, conn, calls)
    return Repriced(looked_at, changed)


def price_stored(office: Office, conn: Transaction, calls: pl.DataFrame) -> int:
    """Prices stored calls and writes those that changed; how many did."""
    if calls.is_empty():
        return 0
    db = raw(conn)
    setup = office.rating_setup(conn)
    decided = decisions(db).select("id", "forced_number_id", "released")
    changed = 0
    for (source,), part in calls.group_by("source"):
        mediator = setup.mediator(conn, str(source), office.clock.now())
        asked = (
            part.drop(*PRICE_COLUMNS)
            .join(decided, on="id", how="left", maintain_order="left")
            .with_columns(
                pl.col("released").fill_null(0), answered=pl.col("answered").cast(pl.Boolean)
            )
        )
        priced = setup.at_rest(mediator.mediate(asked))
        other = pl.any_horizontal(
            pl.col(name).ne_missing(pl.col(f"{name}_before").cast(pl.Int64))
            for name in PRICE_COLUMNS
        )
        before = part.select("id", pl.col(PRICE_COLUMNS).name.suffix("_before"))
        differing = (
            priced.with_columns(pl.col(name).cast(pl.Int64) for name in PRICE_COLUMNS)
            .join(before, on="id", how="left", maintain_order="left")
            .filter(other)
        )
        update_prices(db, differing)
        changed += differing.height
    return changed
