"""Queries of call files and calls: written in bulk, read as frames or one by one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np
import polars as pl

from app.store.database import raw
from app.store.transaction import Transaction
from app.usage.duplicates import KeyBlock, KeySpan, key_hashes, make_block
from app.usage.table import MalformedRow, Status

_MICROS: Final = 1_000_000
_BATCH: Final = 500
_FETCH: Final = 200_000
_BULK_CACHE_KIB: Final = 384 * 1024

STORED: Final[Mapping[str, type[pl.DataType]]] = {
    "id": pl.Int64,
    "import_id": pl.Int64,
    "row": pl.Int64,
    "call_key": pl.String,
    "started_at": pl.Int64,
    "started_micros": pl.Int64,
    "raw_seconds": pl.Int64,
    "caller": pl.Int64,
    "called": pl.Int64,
    "billing_number": pl.Int64,
    "direction": pl.Int8,
    "answered": pl.Int8,
    "cost": pl.Int64,
    "hold": pl.Int16,
    "payer_rule": pl.Int8,
    "number_id": pl.Int64,
    "status": pl.Int8,
    "reason": pl.Int16,
    "call_class": pl.Int8,
    "jurisdiction": pl.Int8,
    "plan_version_id": pl.Int64,
    "rate_id": pl.Int64,
    "period": pl.Int32,
    "rate": pl.Int64,
    "billed_seconds": pl.Int64,
    "charge": pl.Int64,
    "invoice_id": pl.Int64,
}
"""Columns of ``calls`` in the table's order."""

PRICE_COLUMNS: Final = (
    "payer_rule",
    "number_id",
    "status",
    "reason",
    "call_class",
    "jurisdiction",
    "plan_version_id",
    "rate_id",
    "period",
    "rate",
    "billed_seconds",
    "charge",
)
"""What mediation decides, and a re-rating may change."""


def next_id(db: sqlite3.Connection, table: str) -> int:
    """The id the next row of ``imports`` or ``calls`` takes."""
    (highest,) = db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()  # noqa: S608
    return int(highest) + 1


def split_start(calls: pl.DataFrame) -> pl.DataFrame:
    """Adds ``started_at`` and ``started_micros`` from ``started_us``."""
    seconds, rest = np.divmod(calls["started_us"].to_numpy(), _MICROS)
    micros = pl.Series([None], dtype=pl.Int64).new_from_index(0, calls.height)
    if rest.any():
        micros = pl.select(pl.when(pl.Series(rest != 0)).then(pl.Series(rest))).to_series()
    return calls.hstack([pl.Series("started_at", seconds), micros.alias("started_micros")])


def update_prices(db: sqlite3.Connection, calls: pl.DataFrame) -> None:
    """Writes ``PRICE_COLUMNS`` of calls known by ``id``."""
    sets = ", ".join(f"{name} = ?" for name in PRICE_COLUMNS)
    columns = [calls[name].to_list() for name in (*PRICE_COLUMNS, "id")]
    db.executemany(f"UPDATE calls SET {sets} WHERE id = ?", zip(*columns, strict=True))  # noqa: S608


def read_frame(
    db: sqlite3.Connection,
    sql: str,
    parameters: Sequence[object],
    schema: Mapping[str, type[pl.DataType]],
) -> pl.DataFrame:
    """The rows of a query as a frame with the named columns, read in bounded pieces."""
    cursor = db.execute(sql, parameters)
    frames = []
    while rows := cursor.fetchmany(_FETCH):
        columns = zip(*rows, strict=True)
        frames.append(
            pl.DataFrame(
                [
                    pl.Series(name, values, dtype=dtype)
                    for (name, dtype), values in zip(schema.items(), columns, strict=True)
                ]
            )
        )
    if not frames:
        return pl.DataFrame(schema=schema)
    return pl.concat(frames)


def load_calls(
    db: sqlite3.Connection, where: str = "1", parameters: Sequence[object] = ()
) -> pl.DataFrame:
    """Calls as ``STORED`` columns plus ``started_us`` and ``source``, in order of id."""
    names = ", ".join(f"calls.{name}" for name in STORED)
    sql = (
        f"SELECT {names}, imports.source FROM calls JOIN imports ON imports.id = import_id "  # noqa: S608
        f"WHERE {where} ORDER BY calls.id"
    )
    frame = read_frame(db, sql, parameters, {**STORED, "source": pl.String})
    return frame.with_columns(
        started_us=pl.col("started_at") * _MICROS + pl.col("started_micros").fill_null(0)
    )


def calls_by_id(db: sqlite3.Connection, ids: Sequence[int]) -> pl.DataFrame:
    """The calls of the given ids, as ``load_calls`` gives them."""
    frames = [
        load_calls(db, f"calls.id IN ({','.join('?' * len(part))})", part)
        for part in (ids[i : i + _BATCH] for i in range(0, len(ids), _BATCH))
    ]
    return pl.concat(frames) if frames else load_calls(db, "0")


CONTENT: Final[Mapping[str, type[pl.DataType]]] = {
    name: STORED[name]
    for name in (
        "call_key",
        "started_at",
        "started_micros",
        "raw_seconds",
        "caller",
        "called",
        "billing_number",
        "answered",
    )
}
"""What tells a call from another of the same key."""


def contents_by_id(db: sqlite3.Connection, ids: Sequence[int]) -> pl.DataFrame:
    """``CONTENT`` of the calls of the given ids, and ``started_us``."""
    names = ", ".join(f"calls.{name}" for name in CONTENT)
    frame = read_frame(
        db,
        f"SELECT {names} FROM json_each(?) AS wanted CROSS JOIN calls ON calls.id = wanted.value",  # noqa: S608
        (json.dumps(list(ids)),),
        CONTENT,
    )
    return frame.with_columns(
        started_us=pl.col("started_at") * _MICROS + pl.col("started_micros").fill_null(0)
    )


@contextmanager
def many_calls_coming(db: sqlite3.Connection) -> Iterator[None]:
    """More memory for pages while calls are written by the million.

    Each chunk touches the index of all numbers; were its pages pushed out in between, each would be
    written once a chunk.
    """
    (before,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size = -{_BULK_CACHE_KIB}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = {before}")


def text_ids(db: sqlite3.Connection, texts: Sequence[str]) -> dict[str, int]:
    """The ids of party texts; unknown ones are added."""
    db.executemany(
        "INSERT INTO call_texts (text) VALUES (?) ON CONFLICT DO NOTHING", [(t,) for t in texts]
    )
    found: dict[str, int] = {}
    for start in range(0, len(texts), _BATCH):
        part = texts[start : start + _BATCH]
        marks = ",".join("?" * len(part))
        found.update(db.execute(f"SELECT text, id FROM call_texts WHERE text IN ({marks})", part))  # noqa: S608
    return found


def known_text_ids(db: sqlite3.Connection) -> dict[str, int]:
    """Every party text that was seen, and its id."""
    return dict(db.execute("SELECT text, id FROM call_texts"))


def texts_by_id(db: sqlite3.Connection) -> dict[int, str]:
    """Every party text by its id."""
    return dict(db.execute("SELECT id, text FROM call_texts"))


def write_block(db: sqlite3.Connection, import_id: int, block: KeyBlock) -> None:
    """Keeps the keys of calls just written."""
    db.execute(
        "INSERT INTO key_blocks (import_id, first_call_id, lowest, highest, hashes, offsets) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            import_id,
            block.first_call_id,
            block.span.lowest,
            block.span.highest,
            block.hashes.astype("<u8").tobytes(),
            block.offsets.astype("<u4").tobytes(),
        ),
    )


def key_spans(db: sqlite3.Connection, source: str) -> dict[int, KeySpan]:
    """Between which keys each block of a source's stored calls lies, by its id."""
    rows = db.execute(
        "SELECT key_blocks.id, lowest, highest FROM key_blocks JOIN imports "
        "ON imports.id = import_id WHERE source = ? ORDER BY key_blocks.id",
        (source,),
    )
    return {block: KeySpan(lowest, highest) for block, lowest, highest in rows}


def key_blocks(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, KeyBlock]:
    """The blocks of these ids."""
    blocks = {}
    for block_id in ids:
        lowest, highest, first, hashes, offsets = db.execute(
            "SELECT lowest, highest, first_call_id, hashes, offsets FROM key_blocks WHERE id = ?",
            (block_id,),
        ).fetchone()
        span = KeySpan(lowest, highest)
        blocks[block_id] = KeyBlock(
            span, first, np.frombuffer(hashes, "<u8"), np.frombuffer(offsets, "<u4")
        )
    return blocks


def write_malformed(db: sqlite3.Connection, import_id: int, rows: Iterable[MalformedRow]) -> None:
    """Keeps records that could not be read, as their text."""
    db.executemany(
        "INSERT INTO malformed_rows (import_id, row, reason, column_name, message, raw) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (import_id, m.row, int(m.reason), m.finding.column, m.finding.message, m.finding.raw)
            for m in rows
        ),
    )


def write_carrier_codes(db: sqlite3.Connection, codes: Mapping[int, str]) -> None:
    """Keeps the carrier access codes that were dropped, by call id."""
    db.executemany("INSERT INTO call_carrier_codes VALUES (?, ?)", codes.items())


DECISIONS: Final[Mapping[str, type[pl.DataType]]] = {
    "id": pl.Int64,
    "forced_number_id": pl.Int64,
    "released": pl.Int16,
    "held": pl.Int8,
    "written_off": pl.Int8,
    "why": pl.String,
}
"""Columns of ``decisions``."""


def decisions(db: sqlite3.Connection) -> pl.DataFrame:
    """What the user decided about single calls, as ``DECISIONS`` columns."""
    return read_frame(
        db,
        "SELECT call_id, number_id, released, held, written_off, why FROM call_decisions",
        (),
        DECISIONS,
    )


def decide(db: sqlite3.Connection, rows: pl.DataFrame, *, at_us: int) -> None:
    """Writes decisions, as ``DECISIONS`` columns, in the place of earlier ones."""
    columns = [*(rows[name].to_list() for name in DECISIONS), [at_us] * rows.height]
    db.executemany(
        "INSERT INTO call_decisions "
        "(call_id, number_id, released, held, written_off, why, decided_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (call_id) DO UPDATE SET "
        "number_id = excluded.number_id, released = excluded.released, held = excluded.held, "
        "written_off = excluded.written_off, why = excluded.why, "
        "decided_at = excluded.decided_at",
        zip(*columns, strict=True),
    )


def set_status(db: sqlite3.Connection, ids: Sequence[int], status: Status) -> None:
    """Moves calls to a status; their reason stays."""
    db.executemany("UPDATE calls SET status = ? WHERE id = ?", [(int(status), i) for i in ids])


def add_block(db: sqlite3.Connection, import_id: int, calls: pl.DataFrame) -> None:
    """Keeps the keys of calls of one import that are stored already and now count."""
    first = int(calls.select(pl.col("id").min()).item())
    offsets = (calls["id"].to_numpy() - first).astype(np.uint32)
    keys = calls["call_key"]
    block = make_block(first, KeySpan.of(keys), hashes=key_hashes(keys), offsets=offsets)
    write_block(db, import_id, block)


def sealed_frame(conn: Transaction) -> pl.DataFrame:
    """What allowance and tiers made of locked calls: ``id``, ``allowance_ms``, charges."""
    return read_frame(
        raw(conn),
        "SELECT call_id, allowance_ms, charge, gross_charge FROM sealed_calls",
        (),
        {
            "id": pl.Int64,
            "allowance_ms": pl.Int64,
            "sealed_charge": pl.Int64,
            "gross_charge": pl.Int64,
        },
    )
