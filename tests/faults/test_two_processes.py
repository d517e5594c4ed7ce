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
    writer = Running("rerate", company, "--from", "2026-10-01", "--to", "2026-10-31")
    lock = company.with_name(company.name + "-lock")
    assert writer.wait_until(lambda: lock.exists() and lock.stat().st_size > 0)
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
        ended = writer.end()
    ended.worked()
    assert state(company, tables=("calls",)) == state(called, tables=("calls",))


def test_another_program_holds_the_file(called: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(called, tmp_path / "company.switchbook")
    with closing(sqlite3.connect(company, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = switchbook("import", company, calls).refused()
        assert "is open in another program" in said
        other.execute("ROLLBACK")
    switchbook("check", company).worked()
