"""Queries of the rated calls of bill periods: what is not billed yet, and what it comes to."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from app.billing.cycle import bill_period
from app.store.database import raw
from app.store.rating_setup import NumberLine, RatingSetup, start_of_day_us
from app.store.transaction import Transaction
from app.store.usage import STORED, read_frame
from app.usage.table import CallClass, Status

_MICROS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """The calls of one row of ``numbers`` in one bill period of its account."""

    number_id: int
    label: str
    start: int
    """Seconds since 1970, UTC."""
    end: int
    """The first second that is not covered."""
    late: bool
    """Of a period whose run is final."""


@dataclass(frozen=True, slots=True)
class WindowSum:
    """Unbilled rated calls of one window and class, added up at their full charge."""

    window: Window
    call_class: CallClass
    calls: int
    billed_seconds: int
    charge: int


def window_of(setup: RatingSetup, line: NumberLine, label: str, *, late: bool) -> Window:
    """The window of a number in a period of its account's cycle and zone."""
    account = setup.accounts[line.account]
    period = bill_period(label, account.bill_cycle_day)
    zone = setup.book.zones[line.zone]
    return Window(
        number_id=line.number_id,
        label=label,
        start=start_of_day_us(period.start, zone) // _MICROS,
        end=start_of_day_us(period.end, zone) // _MICROS,
        late=late,
    )


def windows_to_bill(
    conn: Transaction, setup: RatingSetup, label: str, closed: Mapping[str, frozenset[str]]
) -> list[Window]:
    """What a run of ``label`` may bill: its own period, and late calls of closed ones.

    ``closed``: by account number the labels an approved run closed. Accounts for which ``label``
    itself is closed have no windows.
    """
    open_lines = [
        line
        for line in setup.numbers.values()
        if label not in closed.get(setup.accounts[line.account].account_number, frozenset())
    ]
    windows = [window_of(setup, line, label, late=False) for line in open_lines]
    own = {window.number_id: window for window in windows}
    late: set[tuple[int, str]] = set()
    for number_id, first in _earlier_unbilled(
        raw(conn), max((w.start for w in windows), default=0)
    ):
        window = own.get(number_id)
        if window is not None and first < window.start:
            line = setup.numbers[number_id]
            labels = closed.get(setup.accounts[line.account].account_number, frozenset())
            late |= {
                (line.account, each)
                for each in labels
                if each < label and window_of(setup, line, each, late=True).end > first
            }
    # An allowance is shared by all numbers of an account: its whole earlier period is needed.
    windows += [
        window_of(setup, line, each, late=True)
        for account, each in sorted(late)
        for line in open_lines
        if line.account == account
    ]
    return windows


def _earlier_unbilled(db: sqlite3.Connection, before: int) -> list[tuple[int, int]]:
    """Numbers with unbilled calls before a second, and the first of them; from the index alone."""
    return db.execute(
        "SELECT number_id, min(started_at) FROM calls INDEXED BY calls_by_number "
        "WHERE number_id IS NOT NULL AND started_at < ? AND invoice_id IS NULL GROUP BY number_id",
        (before,),
    ).fetchall()


_SETTLED: Final = (
    "id",
    "call_key",
    "started_at",
    "started_micros",
    "number_id",
    "call_class",
    "plan_version_id",
    "rate_id",
    "period",
    "rate",
    "billed_seconds",
    "charge",
    "invoice_id",
)
"""What settling a call needs of it."""

_WINDOWS: Final = (
    "WITH w (id, number_id, start, end) AS MATERIALIZED "
    "(SELECT key, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))"
)
"""The windows as a table of the query's own: nothing is written, so a reader may ask too."""

_CALLS: Final = (
    "FROM w CROSS JOIN calls AS c "
    "ON c.number_id = w.number_id AND c.started_at >= w.start AND c.started_at < w.end"
)


def _as_json(windows: Sequence[Window]) -> str:
    return json.dumps([[w.number_id, w.start, w.end] for w in windows])


def window_sums(conn: Transaction, windows: Sequence[Window]) -> list[WindowSum]:
    """Unbilled rated calls of the windows by call class, at their full charges."""
    rows = raw(conn).execute(
        f"{_WINDOWS} SELECT w.id, c.call_class, count(*), sum(c.billed_seconds), sum(c.charge) "
        f"{_CALLS} WHERE c.status = ? AND c.invoice_id IS NULL "
        "GROUP BY w.id, c.call_class ORDER BY w.id, c.call_class",
        (_as_json(windows), int(Status.RATED)),
    )
    return [
        WindowSum(windows[at], CallClass(kind), calls, seconds, charge)
        for at, kind, calls, seconds, charge in rows
    ]


def in_windows(wanted: str, where: str, windows: Sequence[Window]) -> tuple[str, str]:
    """A query of the calls ``c`` of the windows ``w``, and its first parameter."""
    return f"{_WINDOWS} {wanted} {_CALLS} {where}", _as_json(windows)


def window_calls(conn: Transaction, windows: Sequence[Window]) -> pl.DataFrame:
    """Rated calls of the windows, billed ones too, with ``window`` (its place) and ``source``.

    For plans whose allowance or tiers make one call depend on the others of the period.
    """
    columns = {name: STORED[name] for name in _SETTLED}
    names = ", ".join(f"c.{name}" for name in columns)
    frame = read_frame(
        raw(conn),
        f"{_WINDOWS} SELECT w.id, c.import_id, {names} {_CALLS} WHERE c.status = ?",
        (_as_json(windows), int(Status.RATED)),
        {"window": pl.Int64, "import_id": pl.Int64, **columns},
    )
    sources = pl.DataFrame(
        raw(conn).execute("SELECT id, source FROM imports").fetchall(),
        schema={"import_id": pl.Int64, "source": pl.String},
        orient="row",
    )
    return (
        frame.join(sources, on="import_id", how="left", maintain_order="left")
        .drop("import_id")
        .with_columns(
            started_us=pl.col("started_at") * _MICROS + pl.col("started_micros").fill_null(0)
        )
    )
