"""From calls as read to calls with a payer and a price: believed, assigned, priced, or suspended.

One function serves the import, the retry of suspense and every re-rating, so that the same call
always ends the same way.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from app.rating.book import RateBook
from app.rating.kernel import price_calls
from app.usage.assignment import Directory, bad_called
from app.usage.table import Direction, Reason, Status

LONGEST_SECONDS: Final = 12 * 3600
"""A longer call is held for review: a lost hang-up costs more than a look."""

YEAR_2000_US: Final = 946_684_800 * 1_000_000

ASKED_COLUMNS: Final = (
    "started_us",
    "raw_seconds",
    "caller",
    "called",
    "billing_number",
    "direction",
    "answered",
    "hold",
    "released",
    "forced_number_id",
)
"""What mediation looks at of a call."""

RATED_COLUMNS: Final = (
    "payer_rule",
    "number_id",
    "status",
    "reason",
    "call_class",
    "jurisdiction",
    "plan",
    "rate_id",
    "period",
    "rate",
    "billed_seconds",
    "charge",
)
"""What mediation adds to a call; ``plan`` is an index into the book's plans."""


@dataclass(frozen=True, slots=True)
class Mediator:
    """All that decides about calls of one source."""

    directory: Directory
    book: RateBook
    lines: pl.DataFrame
    """One row for each row of ``numbers``: ``number_id`` Int64, ``plan`` and ``zone`` Int32."""
    now_us: int
    """Calls that begin later are not believed."""

    def mediate(self, calls: pl.DataFrame) -> pl.DataFrame:
        """The calls, in their order, with ``RATED_COLUMNS``.

        Takes ``ASKED_COLUMNS``: parties as codes; ``hold`` a suspending reason from the file,
        ``released`` the last reason the user set aside, each else 0; ``forced_number_id`` a row of
        ``numbers`` the user chose, else null.
        """
        assigned = self.directory.assign(calls.select(ASKED_COLUMNS)).join(
            self.lines, on="number_id", how="left", maintain_order="left"
        )
        assigned = assigned.with_columns(reason=self._doubt()).with_row_index("place")
        doubted = pl.col("reason") != int(Reason.NONE)
        priced = self._price(assigned.filter(~doubted))
        held = self._hold(assigned.filter(doubted))
        settled = pl.concat([priced, held], how="vertical").sort("place")
        return calls.hstack(settled.drop("place"))

    def _doubt(self) -> pl.Expr:
        """Why a call is not believed or has no payer, the first reason that fits; else 0.

        Doubts are looked at in the order of ``Reason``: who set one aside had done so with those
        before it.
        """
        started, raw, hold = pl.col("started_us"), pl.col("raw_seconds"), pl.col("hold")
        tests = (
            (Reason.BAD_DURATION, (raw < 0) | (hold == int(Reason.BAD_DURATION))),
            (Reason.TOO_LONG, raw > LONGEST_SECONDS),
            (Reason.BAD_TIMESTAMP, (started < YEAR_2000_US) | (started > self.now_us)),
            (
                Reason.BAD_NUMBER,
                (pl.col("direction") == int(Direction.OUT)) & bad_called(pl.col("called")),
            ),
        )
        released = pl.col("released")
        doubt = (
            pl.when((hold != 0) & (released < hold)).then(hold).otherwise(pl.col("payer_reason"))
        )
        for reason, fits in reversed(tests):
            doubt = pl.when(fits & (released < int(reason))).then(int(reason)).otherwise(doubt)
        return doubt.cast(pl.Int16)

    def _price(self, calls: pl.DataFrame) -> pl.DataFrame:
        """Believed calls with a payer, priced."""
        priced = price_calls(calls, self.book)
        return (
            calls.select("place", "payer_rule", "number_id", "plan")
            .hstack(
                priced.select(
                    "status",
                    "reason",
                    "call_class",
                    "jurisdiction",
                    "rate_id",
                    "period",
                    "rate",
                    "billed_seconds",
                    "charge",
                )
            )
            .select("place", *RATED_COLUMNS)
        )

    @staticmethod
    def _hold(calls: pl.DataFrame) -> pl.DataFrame:
        """Calls that are not believed or have no payer, in suspense."""
        return calls.select(
            "place",
            pl.lit(0, pl.Int8).alias("payer_rule"),
            pl.lit(None, pl.Int64).alias("number_id"),
            pl.lit(int(Status.SUSPENDED), pl.Int8).alias("status"),
            pl.col("reason").cast(pl.Int16),
            pl.lit(0, pl.Int8).alias("call_class"),
            pl.lit(0, pl.Int8).alias("jurisdiction"),
            pl.lit(None, pl.Int32).alias("plan"),
            pl.lit(None, pl.Int64).alias("rate_id"),
            pl.lit(None, pl.Int32).alias("period"),
            pl.lit(None, pl.Int64).alias("rate"),
            pl.lit(0, pl.Int64).alias("billed_seconds"),
            pl.lit(0, pl.Int64).alias("charge"),
        ).select("place", *RATED_COLUMNS)
