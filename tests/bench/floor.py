"""The floor of an import: the same columns read by polars, as many ready rows stored by SQLite.

Rows are ready before the clock starts: those of a company file that holds these calls. They go
into an empty table of the same columns and indexes, in one transaction, with the write-ahead log
and the waits for the disk that a company file has.

    python -m tests.bench.floor FILE.csv COMPANY.switchbook NEW.db

prints the seconds from the first byte read to the closed file.
"""

import sqlite3
import sys
import time
from pathlib import Path

import polars as pl

from app.store.connection import connect


def floor_seconds(calls: Path, company: Path, target: Path) -> float:
    with sqlite3.connect(company) as filled:
        rows = filled.execute("SELECT * FROM calls ORDER BY id").fetchall()
        tables = [
            sql
            for (sql,) in filled.execute(
                "SELECT sql FROM sqlite_schema WHERE tbl_name IN ('calls', 'imports') "
                "AND sql IS NOT NULL ORDER BY type DESC"
            )
        ]
    filled.close()
    sqlite3.connect(target).close()
    target.touch()
    empty = connect(target, write=True)
    for sql in tables:
        empty.execute(sql)
    empty.execute("PRAGMA foreign_keys = OFF")
    begun = time.perf_counter()
    pl.read_csv(calls, infer_schema=False)
    empty.execute("BEGIN IMMEDIATE")
    marks = ",".join("?" * len(rows[0]))
    empty.executemany(f"INSERT INTO calls VALUES ({marks})", rows)  # noqa: S608
    empty.execute("COMMIT")
    empty.close()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(floor_seconds(*map(Path, sys.argv[1:4])))
