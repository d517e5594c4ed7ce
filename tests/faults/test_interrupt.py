"""Ctrl+C: the program stops in words, and tells the truth about what it kept."""

import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.company import copy, state
from tests.faults.program import Running, switchbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send"),
]


@pytest.mark.parametrize("seconds", [0, 0.1, 0.3, 0.5])
def test_ctrl_c_some_time_into_an_import(
    seconds: float, empty: Path, calls: Path, tmp_path: Path
) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    before = state(company)
    running = Running("import", company, calls)
    assert running.wait_until(company.with_name(company.name + "-lock").exists)
    running.wait(seconds)
    running.send(signal.SIGINT)
    done = running.end()
    switchbook("check", company).worked()
    if "60000" in done.out:
        # It was done, and at most on its way out.
        assert "Traceback" not in done.err
        assert state(company) != before
        return
    assert "Stopped" in done.refused()
    assert state(company) == before


def test_ctrl_c_while_an_import_is_committed(empty: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    log = company.with_name(company.name + "-wal")
    running = Running("import", company, calls)
    assert running.wait_until(lambda: log.exists() and log.stat().st_size > 0)
    running.send(signal.SIGINT)
    assert "60000" in running.end().worked().out
    assert "as 1" in switchbook("import", company, calls).worked().out


@pytest.mark.parametrize("seconds", [0, 0.01, 0.05, 0.1])
def test_ctrl_c_some_time_after_an_import_was_committed(
    seconds: float, empty: Path, calls: Path, tmp_path: Path
) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    running = Running("import", company, calls)
    assert running.wait_until(lambda: _imports(company) > 0)
    running.wait(seconds)
    running.send(signal.SIGINT)
    assert "60000" in running.end().worked().out


def test_ctrl_c_between_two_files(empty: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    other = tmp_path / "other.csv"
    other.write_text(
        calls.read_text() + "9,2026-10-02T00:00:00Z,,+13035550100,+12125550100,9,out,\n"
    )
    log = company.with_name(company.name + "-wal")
    running = Running("import", company, calls, other)
    assert running.wait_until(lambda: log.exists() and log.stat().st_size > 0)
    running.send(signal.SIGINT)
    assert "what was done before stays" in running.end().refused()
    listed = switchbook("check", company).worked().out
    assert "calls.csv" in listed
    assert "other.csv" not in listed


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what is loaded")
def test_ctrl_c_while_the_program_starts(empty: Path) -> None:
    running = Running("check", empty)
    # Its libraries are being loaded; Python itself is up once they are mapped.
    assert running.wait_until(lambda: "_sqlite3" in _mapped(running.pid))
    running.send(signal.SIGINT)
    assert "Stopped" in running.end().refused()


def _imports(company: Path) -> int:
    with closing(sqlite3.connect(f"file:{company}?mode=ro", uri=True)) as db:
        found: int = db.execute("SELECT count(*) FROM imports").fetchone()[0]
    return found


def _mapped(process: int) -> str:
    return Path(f"/proc/{process}/maps").read_text(encoding="utf-8")
