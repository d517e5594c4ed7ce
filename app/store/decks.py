"""Rate decks as frames, for compiling."""

import json
from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection

from app.rating.book import DECK_COLUMNS
from app.store.columns import day_of
from app.store.database import raw

_AT_REST: dict[str, type[pl.DataType]] = {
    **DECK_COLUMNS,
    "in_allowance": pl.Int8,
    "valid_from": pl.Int32,
    "valid_to": pl.Int32,
}
"""Days and truths are whole numbers in the file."""

_AT_ONCE = 5_000


def rates_frame(connection: Connection, deck_code: str) -> pl.DataFrame:
    """The rates of a deck (``DECK_COLUMNS``), one row each, ordered by prefix and first day.

    Amounts are counts of 1e-8; the days are half-open. Null where the cell is blank.
    """
    columns = ", ".join(["id", *list(_AT_REST)[1:]])
    rows = raw(connection).execute(
        f"SELECT {columns} FROM rates WHERE deck_code = ? AND retired_in IS NULL"  # noqa: S608
        " ORDER BY prefix, valid_from",
        (deck_code,),
    )
    # Some thousand at once: a frame is made without letting go of the interpreter, and a window of
    # the same process waits for as long.
    frames = [pl.DataFrame(schema=_AT_REST)]
    while some := rows.fetchmany(_AT_ONCE):
        frames.append(pl.DataFrame(some, schema=_AT_REST, orient="row"))
    return pl.concat(frames).cast(pl.Schema(DECK_COLUMNS))


def rate_facts(connection: Connection, rate_ids: Sequence[int]) -> pl.DataFrame:
    """``connect_fee`` (counts; null: the plan's), ``in_allowance`` of rates, also retired ones."""
    rows = raw(connection).execute(
        "SELECT id, connect_fee, in_allowance FROM rates "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rate_ids)),),
    )
    frame = pl.DataFrame(
        rows.fetchall(),
        schema={"rate_id": pl.Int64, "connect_fee": pl.Int64, "in_allowance": pl.Int8},
        orient="row",
    )
    return frame.with_columns(pl.col("in_allowance").cast(pl.Boolean))


def last_days(connection: Connection) -> dict[str, date | None]:
    """By deck the latest ``valid_to``; None where a rate has no end."""
    rows = raw(connection).execute(
        "SELECT deck_code, max(coalesce(valid_to, 9e9)), max(valid_to) FROM rates "
        "WHERE retired_in IS NULL GROUP BY deck_code"
    )
    return {code: None if latest != known else day_of(known) for code, latest, known in rows}


def rate_words(connection: Connection, calls: pl.DataFrame) -> pl.DataFrame:
    """``deck_code`` and ``prefix`` of the rates that priced calls, by ``rate_id``."""
    ids = calls["rate_id"].drop_nulls().unique().to_list()
    rows = raw(connection).execute(
        "SELECT id, deck_code, prefix FROM rates WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return pl.DataFrame(
        rows.fetchall(),
        schema={"rate_id": pl.Int64, "deck_code": pl.String, "prefix": pl.String},
        orient="row",
    )


def destinations(connection: Connection, rate_ids: Sequence[int]) -> dict[int, str]:
    """Where the rates of these ids are to, in words; blank ones left out."""
    rows = raw(connection).execute(
        "SELECT id, destination FROM rates "
        "WHERE destination IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rate_ids)),),
    )
    return dict(rows.fetchall())
