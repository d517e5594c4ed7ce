"""Queries of calls in suspense, and what they may be worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from app.store.database import raw
from app.store.transaction import Transaction
from app.store.usage import decisions, load_calls, texts_by_id
from app.usage.parties import party_words
from app.usage.table import Direction, Reason, Status
from app.values.money import SCALE, cents


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspenseGroup:
    """Suspended calls that want the same done."""

    reason: Reason
    source: str
    party: str
    """What named no payer, or whose call it is: E.164, or the text."""
    calls: int
    raw_seconds: int
    answered: int
    held: int
    estimate: Decimal
    """What they may be worth: their answered minutes at the average price of a charged minute."""


def waiting_calls(
    conn: Transaction, *, statuses: Sequence[Status] = (Status.SUSPENDED,)
) -> pl.DataFrame:
    """Calls in suspense with ``party`` (the words that name the payer), ``held`` and ``why``."""
    db = raw(conn)
    marks = ",".join("?" * len(statuses))
    calls = load_calls(db, f"calls.status IN ({marks})", [int(s) for s in statuses])
    decided = decisions(db).select("id", "held", "why")
    texts = texts_by_id(db)
    payer = (
        pl.when(pl.col("billing_number") != 0)
        .then(pl.col("billing_number"))
        .when(pl.col("direction") == int(Direction.IN))
        .then(pl.col("called"))
        .otherwise(pl.col("caller"))
    )
    calls = calls.with_columns(payer_code=payer).join(
        decided, on="id", how="left", maintain_order="left"
    )
    words = [party_words(code, texts) for code in calls["payer_code"].to_list()]
    return calls.with_columns(
        pl.Series("party", words, dtype=pl.String), pl.col("held").fill_null(0)
    )


def price_of_a_second(conn: Transaction) -> Fraction:
    """The average charge of a charged second, in currency; 0 while nothing was charged."""
    charge, seconds = (
        raw(conn)
        .execute(
            "SELECT coalesce(sum(charge), 0), coalesce(sum(billed_seconds), 0) FROM calls "
            "WHERE status = ? AND charge > 0",
            (int(Status.RATED),),
        )
        .fetchone()
    )
    return Fraction(charge, SCALE * seconds) if seconds else Fraction(0)


def worth(seconds: int, price: Fraction) -> Decimal:
    """What so many answered seconds may be worth, in cents."""
    return cents(seconds * price)


def suspense_groups(conn: Transaction) -> list[SuspenseGroup]:
    """What waits, by reason, source and party, the most money first."""
    price = price_of_a_second(conn)
    believed = (
        pl.when(pl.col("answered") == 1)
        .then(pl.col("raw_seconds").clip(lower_bound=0))
        .otherwise(0)
    )
    grouped = (
        waiting_calls(conn)
        .with_columns(seconds=believed)
        .group_by("reason", "source", "party")
        .agg(
            pl.len().alias("calls"),
            pl.col("raw_seconds").sum(),
            pl.col("answered").cast(pl.Int64).sum(),
            pl.col("held").cast(pl.Int64).sum(),
            pl.col("seconds").sum(),
        )
    )
    groups = [
        SuspenseGroup(
            reason=Reason(row["reason"]),
            source=row["source"],
            party=row["party"],
            calls=row["calls"],
            raw_seconds=row["raw_seconds"],
            answered=row["answered"],
            held=row["held"],
            estimate=worth(row["seconds"], price),
        )
        for row in grouped.iter_rows(named=True)
    ]
    return sorted(groups, key=lambda g: (-g.estimate, -g.calls, g.reason, g.source, g.party))
