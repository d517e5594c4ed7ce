import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Cancelled
from app.progress import Silent
from app.store.totals import TableTotals, control_totals, differences, flaws, watched
from tests.store.faults import Impatient

LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        opened.execute(
            "CREATE TABLE lines (id INTEGER PRIMARY KEY, amount INTEGER, words TEXT) STRICT"
        )
        opened.execute("INSERT INTO lines VALUES (1, 250, 'x'), (2, -100, 'y'), (3, NULL, 'z')")
        yield opened


def test_a_table_adds_up(database: sqlite3.Connection) -> None:
    assert control_totals(database, progress=Silent()) == {
        "lines": TableTotals(3, {"id": 6, "amount": 150})
    }


def test_an_empty_table_adds_up_to_nothing(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM lines")
    assert control_totals(database, progress=Silent())["lines"].sums == {"id": 0, "amount": 0}


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20))
def test_sums_are_exact_beyond_64_bits(amounts: list[int]) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("CREATE TABLE lines (amount INTEGER) STRICT")
        database.executemany("INSERT INTO lines VALUES (?)", [(each,) for each in amounts])
        assert control_totals(database, progress=Silent())["lines"].sums == {"amount": sum(amounts)}


BEFORE = {"lines": TableTotals(2, {"id": 3, "amount": 150})}


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (BEFORE, []),
        ({**BEFORE, "new": TableTotals(1, {})}, []),
        ({"lines": TableTotals(2, {"id": 3, "amount": 150, "new": 7})}, []),
        ({}, ["lines is gone"]),
        ({"lines": TableTotals(1, {"id": 3, "amount": 150})}, ["lines has 1 rows, had 2"]),
        (
            {"lines": TableTotals(2, {"id": 3, "amount": 149})},
            ["lines.amount adds up to 149, was 150"],
        ),
        ({"lines": TableTotals(2, {"id": 3})}, ["lines.amount adds up to None, was 150"]),
    ],
    ids=["same", "new table", "new column", "table gone", "row gone", "other sum", "column gone"],
)
def test_differences_are_told_in_words(after: dict[str, TableTotals], words: list[str]) -> None:
    assert differences(BEFORE, after) == words


@pytest.mark.parametrize("meant", ["lines", "lines.amount"])
def test_what_a_migration_means_to_change_is_no_difference(meant: str) -> None:
    after = {"lines": TableTotals(2, {"id": 3, "amount": 1})}
    assert differences(BEFORE, after, changing={meant}) == []


def test_a_whole_file_has_no_flaws(database: sqlite3.Connection) -> None:
    assert flaws(database, progress=Silent()) == []


def test_a_reference_to_nothing_is_a_flaw(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE parts (line INTEGER REFERENCES lines (id)) STRICT")
    database.execute("INSERT INTO parts VALUES (99)")
    assert flaws(database, progress=Silent()) == [
        "Row 1 of parts points to a row of lines that is not there"
    ]


def test_a_broken_rule_is_a_flaw(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE flags (value INTEGER CHECK (value < 2)) STRICT")
    database.execute("PRAGMA ignore_check_constraints = ON")
    database.execute("INSERT INTO flags VALUES (7)")
    database.execute("PRAGMA ignore_check_constraints = OFF")
    assert flaws(database, progress=Silent()) == ["CHECK constraint failed in flags"]


def test_a_long_statement_is_stopped_when_cancelled(database: sqlite3.Connection) -> None:
    with pytest.raises(Cancelled), watched(database, Impatient(2), note="Counting"):
        database.execute(LONG).fetchone()


def test_after_it_was_cancelled_the_connection_goes_on(database: sqlite3.Connection) -> None:
    with pytest.raises(Cancelled), watched(database, Impatient(1), note="Counting"):
        database.execute(LONG).fetchone()
    assert database.execute("SELECT count(*) FROM lines").fetchone() == (3,)


def test_another_error_stays_what_it_is(database: sqlite3.Connection) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        watched(database, Silent(), note="Counting"),
    ):
        database.execute("SELECT * FROM nowhere")
