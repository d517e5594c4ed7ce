"""Calls written in bulk: many in a statement, little handed over for each."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from app.store.usage import STORED

_NARROW: Final[Mapping[str, int]] = {
    "direction": 3,
    "answered": 2,
    "hold": 6,
    "payer_rule": 4,
    "status": 3,
    "reason": 6,
    "call_class": 4,
    "jurisdiction": 3,
    "plan_version_id": 16,
    "period": 8,
}
"""Bits of the columns that, as long as their numbers are small, share one parameter."""

_NUMBERS: Final = [name for name in STORED if name != "call_key"]
_NOTHING: Final = -(2**63)
"""In the place of null where numbers are handed over; no column holds it."""

_ROWS: Final = 32
"""Calls in one statement: a statement a call costs half more. Its parameters stay below 999,
which is all that an older SQLite takes."""


@dataclass(frozen=True, slots=True)
class ReadyCalls:
    """Calls as SQLite takes them, made ready by whoever has time for it."""

    row: str
    """The SQL of a row; ``{0}`` and on stand for its numbers, ``{key}`` for its key, ``{all0}`` and
    on for the numbers that all rows share."""
    numbers: list[int]
    """The numbers of the first row, of the second, and so on."""
    keys: list[str]
    shared: list[int]


def ready_calls(calls: pl.DataFrame) -> ReadyCalls:
    """Calls that have all ``STORED`` columns, ready to be written."""
    if calls.is_empty():
        return ReadyCalls("", [], [], [])
    # To hand a value over costs more than to store it. A number that all rows share, as the
    # import's id, is handed over once a statement, small ones go in one number. Nothing of one
    # file alone stands in the statement, so that SQLite reads it once for many files.
    numbers = calls.select(pl.col(_NUMBERS).cast(pl.Int64).fill_null(_NOTHING))
    marks = {"call_key": "?{key}"}
    packed = np.zeros(calls.height, np.int64)
    own, shared, at = [packed], list[int](), 0
    for name in _NUMBERS:
        values = numbers[name].to_numpy()
        low, high = int(values.min()), int(values.max())
        bits = _NARROW.get(name, 0)
        top = (1 << bits) - 1
        small = np.where(values == _NOTHING, top, values) if bits else values
        if low == high:
            marks[name] = "NULL" if low == _NOTHING else f"?{{all{len(shared)}}}"
            shared += [] if low == _NOTHING else [low]
        elif high < top and int(small.min()) >= 0:
            marks[name] = _or_null(f"?{{0}}>>{at}&{top}", low, top)
            packed |= small << at
            at += bits
        else:
            marks[name] = _or_null(f"?{{{len(own)}}}", low, _NOTHING)
            own.append(values)
    row = f"({','.join(marks[name] for name in STORED)})"
    numbers_by_row: list[int] = np.column_stack(own).ravel().tolist()
    return ReadyCalls(row, numbers_by_row, calls["call_key"].to_list(), shared)


def _or_null(sql: str, lowest: int, nothing: int) -> str:
    return f"nullif({sql},{nothing})" if lowest == _NOTHING else sql


def write_calls(db: sqlite3.Connection, calls: ReadyCalls) -> None:
    """Writes calls."""
    count = len(calls.keys)
    many = count - count % _ROWS
    for rows, begin, end in ((_ROWS, 0, many), (1, many, count)):
        if begin < end:
            width = len(calls.numbers) // count
            parameters = (
                [
                    *calls.numbers[at * width : (at + rows) * width],
                    *calls.keys[at : at + rows],
                    *calls.shared,
                ]
                for at in range(begin, end, rows)
            )
            db.executemany(_insert(calls.row, width, len(calls.shared), rows=rows), parameters)


@lru_cache(maxsize=16)
def _insert(row: str, width: int, shared: int, *, rows: int) -> str:
    """The statement that writes so many rows.

    Its parameters: so many numbers of each, their keys, so many numbers that all share.
    """
    behind = rows * (width + 1) + 1
    of_all = {f"all{place}": behind + place for place in range(shared)}
    keys = range(rows * width + 1, behind)
    values = ",".join(
        row.format(*range(at * width + 1, (at + 1) * width + 1), key=key, **of_all)
        for at, key in enumerate(keys)
    )
    return f"INSERT INTO calls VALUES {values}"  # noqa: S608
