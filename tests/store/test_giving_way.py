"""Reading row after row leaves other threads their turn."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.stopping import STOP
from app.store.database import CompanyFile
from app.store.giving_way import gives_way

ROWS = 60_000
MANY = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    SELECT i FROM n
"""


def pauses(thread_of: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often somebody who reads many rows pauses."""
    slept: list[float] = []
    monkeypatch.setattr("app.store.giving_way.time.sleep", slept.append)

    def work() -> None:
        with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
            gives_way(connection)
            rows = connection.execute(MANY)
            end = time.perf_counter() + 0.1
            for _ in rows:
                if time.perf_counter() > end:
                    break

    if thread_of == "worker":
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    else:
        work()
    return len(slept)


def test_a_worker_pauses_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= pauses("worker", monkeypatch) <= 11


def test_the_main_thread_has_nobody_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pauses("main", monkeypatch) == 0


def test_no_row_is_lost() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        gives_way(connection)
        found = [number for (number,) in connection.execute(MANY)]
    assert found == list(range(1, ROWS + 1))


def test_ctrl_c_while_rows_are_read_stops_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        STOP.is_asked = True
        raise KeyboardInterrupt

    monkeypatch.setattr(STOP, "is_asked", False)
    with CompanyFile.creating(tmp_path / "company.switchbook") as file:
        monkeypatch.setattr("app.store.giving_way.threading.current_thread", interrupted)
        with pytest.raises(KeyboardInterrupt), file.read() as conn:
            conn.exec_driver_sql(MANY).fetchall()
        monkeypatch.undo()
