"""One writes; others read, and are refused writing in words."""

import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.company import APPROVAL, copy, state
from tests.faults.program import Running, switchbook


def test_one_writes_and_the_other_reads(called: Path, calls: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a process is held still by a signal")
    company = copy(called, tmp_path / "company.switchbook")
    before = state(company)
    log = company.with_name(company.name + "-wal")
    writer = Running("rerate", company, "--from", "2026-10-01", "--to", "2026-10-31")
    lock = company.with_name(company.name + "-lock")
    assert writer.wait_until(lock.exists)
    writer.send(signal.SIGSTOP)
    try:
        reader = switchbook("proof", company, "--period", "2026-10").worked()
        assert "closes" in reader.out.lower()
        for command in (("import", company, calls), ("bill", company, *APPROVAL)):
            said = switchbook(*command).refused()
            assert "is open in another program" in said
            assert f"process {writer.pid}" in said
    finally:
        writer.send(signal.SIGCONT)
    writer.end().worked()
    assert state(company, tables=("calls",)) == state(called, tables=("calls",))
    assert before == state(called)
    assert not log.exists()


def test_another_program_holds_the_file(called: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(called, tmp_path / "company.switchbook")
    with closing(sqlite3.connect(company, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = switchbook("import", company, calls).refused()
        assert "is open in another program" in said
        other.execute("ROLLBACK")
    switchbook("check", company).worked()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_in_the_middle_of_an_import(empty: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    before = state(company)
    log = company.with_name(company.name + "-wal")
    running = Running("import", company, calls)
    assert running.wait_until(lambda: log.exists() and log.stat().st_size > 0)
    running.send(signal.SIGINT)
    assert "Stopped" in running.end().refused()
    assert state(company) == before
    switchbook("import", company, calls).worked()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("seconds", [0.15, 0.4, 0.6, 0.8])
def test_ctrl_c_at_any_time(seconds: float, empty: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    running = Running("import", company, calls)
    running.wait(seconds)
    running.send(signal.SIGINT)
    done = running.end()
    if done.code:
        assert "Stopped" in done.refused()
    switchbook("check", company).worked()
