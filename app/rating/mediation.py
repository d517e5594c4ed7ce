"""From calls as read to calls with a payer and a price: believed, assigned, priced, or suspended.

One function serves the import, the retry of suspense and every re-rating, so that the same call
always ends the same way.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
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

    def mediate(
        self, calls: pl.DataFrame, *, repeated: npt.NDArray[np.bool_] | None = None
    ) -> pl.DataFrame:
        """The calls, in their order, with ``RATED_COLUMNS``.

        Takes ``ASKED_COLUMNS``: parties as codes; ``hold`` a suspending reason from the file,
        ``released`` the last reason the user set aside, each else 0; ``forced_number_id`` a row of
        ``numbers`` the user chose, else null. ``repeated``: the duplicates among them, which are
        not priced; None: there are none.
        """
        assigned = self.directory.assign(calls[[*ASKED_COLUMNS]])
        reason = self._doubt(assigned)
        status = np.where(reason == Reason.NONE, Status.RATED, Status.SUSPENDED).astype(np.int8)
        if repeated is not None:
            status[repeated] = Status.DUPLICATE
            reason[repeated] = Reason.NONE
        line = self._lines_of(assigned["number_id"])
        plan = pl.Series("plan", self.lines["plan"].to_numpy()[line])
        zone = pl.Series("zone", self.lines["zone"].to_numpy()[line])
        asked = assigned.with_columns(plan, zone, pl.col("payer_number").fill_null(0))
        priced = price_calls(asked, self.book, status=status, reason=reason)
        believed = pl.Series(status == Status.RATED)
        rated = priced.with_columns(
            pl.when(believed).then(assigned["payer_rule"]).otherwise(pl.lit(0, pl.Int8)),
            pl.when(believed).then(assigned["number_id"]),
            pl.when(believed).then(plan),
        )
        return calls.hstack(rated[[*RATED_COLUMNS]])

    def _lines_of(self, number_ids: pl.Series) -> npt.NDArray[np.intp]:
        """The place in ``lines`` of each row of ``numbers``; 0 for none."""
        ids = self.lines["number_id"].to_numpy()
        place = np.zeros(ids.max(initial=0) + 1, np.intp)
        place[ids] = np.arange(len(ids))
        lines: npt.NDArray[np.intp] = place[number_ids.fill_null(0).to_numpy()]
        return lines

    def _doubt(self, calls: pl.DataFrame) -> npt.NDArray[np.int16]:
        """Why a call is not believed or has no payer, the first reason that fits; else 0.

        Doubts are looked at in the order of ``Reason``: who set one aside had done so with those
        before it.
        """
        started = calls["started_us"].to_numpy()
        raw = calls["raw_seconds"].to_numpy()
        hold = calls["hold"].to_numpy()
        released = calls["released"].to_numpy()
        outward = calls["direction"].to_numpy() == Direction.OUT
        tests = (
            (Reason.BAD_DURATION, (raw < 0) | (hold == Reason.BAD_DURATION)),
            (Reason.TOO_LONG, raw > LONGEST_SECONDS),
            (Reason.BAD_TIMESTAMP, (started < YEAR_2000_US) | (started > self.now_us)),
            (Reason.BAD_NUMBER, outward & bad_called(calls["called"].to_numpy())),
        )
        doubt = calls["payer_reason"].to_numpy().copy()
        held = (hold != 0) & (released < hold)
        doubt[held] = hold[held]
        for reason, fits in reversed(tests):
            doubt[fits & (released < reason)] = reason
        return doubt
