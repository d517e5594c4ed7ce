from pathlib import Path

import polars as pl
import pytest

from app.operations.office import Office
from app.store.call_writing import ready_calls, write_calls
from app.store.database import raw
from app.store.usage import STORED, load_calls
from tests.operations.companies import A1, OCTOBER, take_in


def test_calls_are_read_as_they_were_written(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER, A1.replace("a1,", "f1,").replace("00Z", "00.125Z"))
    with office.write() as conn:
        db = raw(conn)
        before = load_calls(db)
        db.execute("DELETE FROM calls")
        write_calls(db, ready_calls(before.select(list(STORED))))
        assert load_calls(db).equals(before)


@pytest.mark.parametrize("column", ["plan_version_id", "period", "cost", "rate", "invoice_id"])
@pytest.mark.parametrize(
    "values",
    [
        [None] * 40,
        [7] * 40,
        [None, *range(39)],
        [65_534, None, *range(38)],
        [65_535, *range(39)],
        [254, 255, None, *range(37)],
        [-1, None, *range(38)],
        [2**31 - 1, -(2**31), None, *range(37)],
    ],
)
def test_numbers_of_any_size_are_read_as_they_were_written(
    office: Office, tmp_path: Path, column: str, values: list[int | None]
) -> None:
    take_in(office, tmp_path, A1)
    with office.write() as conn:
        db = raw(conn)
        frame = pl.concat([load_calls(db)] * len(values)).with_columns(
            pl.Series("id", range(1, len(values) + 1), dtype=pl.Int64),
            pl.Series(column, values, dtype=STORED[column]),
        )
        db.execute("DELETE FROM calls")
        write_calls(db, ready_calls(frame.select(list(STORED))))
        assert load_calls(db).equals(frame)


@pytest.mark.parametrize("rows", [0, 1])
def test_few_calls_are_written_too(office: Office, tmp_path: Path, rows: int) -> None:
    take_in(office, tmp_path, A1)
    with office.write() as conn:
        db = raw(conn)
        before = load_calls(db).head(rows)
        db.execute("DELETE FROM calls")
        write_calls(db, ready_calls(before.select(list(STORED))))
        assert load_calls(db).equals(before)
