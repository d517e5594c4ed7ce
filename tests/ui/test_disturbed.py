"""The computer sleeps, its clock is set, its disk is full during a job: point 32 of the issue."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.host.clock import Clock, fixed
from app.operations.browse_usage.imports import list_imports
from app.operations.import_usage import Choices
from app.operations.keep_backups import back_up_now, backup_state
from app.operations.make_company import open_company
from app.progress import Silent
from app.store.database import raw
from app.store.totals import control_totals
from app.ui.application import Program
from app.ui.application.locking import MINUTES, SEALED, IdleLock
from app.ui.desk import Desk
from app.ui.dialogs.drop_work import import_calls
from app.ui.main_window import MainWindow
from app.ui.messages import ErrorPanel
from app.ui.tasks import State, Task
from tests.ui.conftest import NOW, settled

if sys.platform == "win32":
    pytest.skip("disks are mounted, and processes stopped, otherwise", allow_module_level=True)

from tests.faults.disks import fill, small_disk

TREE = Path(__file__).parents[2]
HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"
SLEEP_SECONDS = 4
CHILD = """
import json, sys
from pathlib import Path
from datetime import UTC, datetime
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from app.host.clock import fixed
from app.operations.import_usage import Choices
from app.ui.application import Program
from app.ui.application.locking import MINUTES, SEALED, IdleLock
from app.ui.dialogs.drop_work import import_calls

company, calls, ini = (Path(text) for text in sys.argv[1:])
application = QApplication([])
settings = QSettings(str(ini), QSettings.Format.IniFormat)
program = Program(fixed(datetime(2026, 11, 2, 15, tzinfo=UTC)), settings)
window = program.open_window()

def tell(**facts):
    print(json.dumps(facts), flush=True)

def opened(_):
    task = import_calls(window.desk, calls, Choices(source="pbx-denver"))
    def step():
        tell(what="step", done=task.units_done, total=task.units_total,
             seconds=task.seconds, left=task.seconds_left)
    def ended():
        tell(what="ended", state=task.state.value, seconds=task.seconds)
        QTimer.singleShot(200, leave)
    task.progressed.connect(step)
    task.ended.connect(ended)

def leave():
    tell(what="idle", running=len(window.desk.tasks.running()),
         locked=program.lock is not None and program.lock.is_covering)
    application.quit()

window.desk.open(company, done=opened)
application.exec()
window.desk.tasks.cancel_all()
window.desk.tasks.wait()
"""


@dataclass(frozen=True, slots=True)
class SetClock(Clock):
    """A clock that somebody sets while the program runs."""

    moments: list[datetime] = field(default_factory=lambda: [NOW])

    def now(self) -> datetime:
        return self.moments[-1]


def write_calls(path: Path, count: int) -> Path:
    rows = [
        f"d{n},2026-10-{n % 28 + 1:02}T15:00:00Z,,3035550142,3035550188,60,out,answered"
        for n in range(count)
    ]
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def totals_of(path: Path) -> object:
    with (
        open_company(path, fixed(NOW), write=True) as office,
        office.file.read() as conn,
    ):
        found = control_totals(raw(conn), progress=Silent())
    return {name: totals for name, totals in found.items() if name != "company_file"}


@contextmanager
def window_on(company: Path, clock: Clock, folder: Path) -> Iterator[MainWindow]:
    """A window of a program of its own on a company file where it lies."""
    settings = QSettings(str(folder / "own.ini"), QSettings.Format.IniFormat)
    program = Program(clock, settings)
    window = program.open_window()
    window.desk.open(company)
    settled(window.desk)
    try:
        yield window
    finally:
        window.desk.tasks.cancel_all()
        window.desk.tasks.wait()
        window.close()


def imported(desk: Desk, calls: Path) -> Task:
    return import_calls(desk, calls, Choices(source="pbx-denver"))


def panels(window: MainWindow) -> list[ErrorPanel]:
    assert window.page is not None
    found = window.page.findChildren(ErrorPanel)
    return [each for each in found if each.isVisible()]


# ------------------------------------------------------------------------ the disk is full


@pytest.mark.slow
def test_point_32_disk_full_during_an_import_is_told_in_four_parts_and_it_goes_on_later(
    qtbot: QtBot, sample_file: Path, tmp_path: Path
) -> None:
    del qtbot
    calls = write_calls(tmp_path / "calls.csv", 120_000)
    with small_disk(tmp_path, megabytes=96) as disk:
        company = Path(shutil.copyfile(sample_file, disk / "company.switchbook"))
        with window_on(company, fixed(NOW), tmp_path) as window:
            before = len(list_imports(window.desk.office))
            filler = fill(disk, leave_bytes=2 * 2**20)
            task = imported(window.desk, calls)
            settled(window.desk)
            assert task.state is State.FAILED
            (panel,) = panels(window)
            assert "no room left" in f"{panel.facts.what} {panel.facts.why}"
            assert panel.facts.remedy
            assert not panel.facts.is_fault
            assert len(list_imports(window.desk.office)) == before
            assert not window.desk.undo_title.startswith("Import")
            assert window.desk.tasks.running() == []
            # Pages still read: what could not be written is the import alone.
            window.show_page("customers")
            settled(window.desk)
            filler.unlink()
            again = imported(window.desk, calls)
            settled(window.desk)
            assert again.state is State.DONE
            assert list_imports(window.desk.office)[0].records == 120_000
            assert window.desk.undo_title.startswith("Import")


@pytest.mark.slow
def test_point_32_after_a_full_disk_the_file_is_as_it_was(
    qtbot: QtBot, sample_file: Path, tmp_path: Path
) -> None:
    del qtbot
    calls = write_calls(tmp_path / "calls.csv", 120_000)
    with small_disk(tmp_path, megabytes=96) as disk:
        company = Path(shutil.copyfile(sample_file, disk / "company.switchbook"))
        before = totals_of(company)
        with window_on(company, fixed(NOW), tmp_path) as window:
            filler = fill(disk, leave_bytes=2 * 2**20)
            imported(window.desk, calls)
            settled(window.desk)
            filler.unlink()
        assert totals_of(company) == before


# ------------------------------------------------------------------------ the clock is set


@pytest.mark.parametrize("change", [timedelta(days=-40), timedelta(hours=-3), timedelta(days=40)])
def test_point_32_the_clock_set_during_an_import_leaves_a_clear_state(
    qtbot: QtBot, sample_file: Path, tmp_path: Path, change: timedelta
) -> None:
    del qtbot
    clock = SetClock()
    company = Path(shutil.copyfile(sample_file, tmp_path / "company.switchbook"))
    calls = write_calls(tmp_path / "calls.csv", 40_000)
    with window_on(company, clock, tmp_path) as window:
        task = imported(window.desk, calls)
        seen: list[tuple[int, float, int | None]] = []

        def step() -> None:
            if not seen:
                clock.moments.append(NOW + change)
            seen.append((task.units_done, task.seconds, task.seconds_left))

        task.progressed.connect(step)
        settled(window.desk)
        assert task.state is State.DONE
        assert [seconds for _, seconds, _ in seen] == sorted(seconds for _, seconds, _ in seen)
        assert all(left is None or 0 < left < 600 for _, _, left in seen)
        assert 0 < task.seconds < 600
        assert list_imports(window.desk.office)[0].records == 40_000
        # The same file again is known, whatever the clock says now.
        again = imported(window.desk, calls)
        settled(window.desk)
        assert again.state is State.DONE
        assert "Nothing to do" in again.result.summary()  # type: ignore[attr-defined]


def test_point_32_a_backup_from_the_future_counts_as_none(
    qtbot: QtBot, sample_file: Path, tmp_path: Path
) -> None:
    del qtbot
    clock = SetClock()
    company = Path(shutil.copyfile(sample_file, tmp_path / "company.switchbook"))
    with window_on(company, clock, tmp_path) as window:
        back_up_now(window.desk.office)
        imported(window.desk, write_calls(tmp_path / "calls.csv", 10))
        settled(window.desk)
        assert not backup_state(window.desk.office).is_old
        clock.moments.append(NOW - timedelta(days=40))
        state = backup_state(window.desk.office)
        assert state.is_old
        assert state.is_due(closing=True)
        clock.moments.append(NOW + timedelta(days=40))
        assert backup_state(window.desk.office).is_old


# ------------------------------------------------------------------------ the computer sleeps


def test_point_32_after_a_sleep_the_first_key_locks_and_does_nothing_else(qtbot: QtBot) -> None:
    passed = [0.0]
    program, kept = _Windowless(), _Kept({MINUTES: "5", SEALED: "sealed"})
    lock = IdleLock(program, kept, passed=lambda: passed[0])  # type: ignore[arg-type]
    field_ = QLineEdit()
    qtbot.addWidget(field_)
    field_.show()
    QTest.keyClicks(field_, "a")
    passed[0] = 299.0
    QTest.keyClicks(field_, "b")
    assert field_.text() == "ab"
    # Timers stood still: to them no minute passed.
    passed[0] += 3 * 3600
    QTest.keyClicks(field_, "c")
    assert lock.is_covering
    assert field_.text() == "ab"
    lock.let_go()
    lock.deleteLater()


class _Kept(dict[str, str]):
    """Preferences in memory."""

    def value(self, name: str) -> str | None:
        return self.get(name)


class _Windowless(QObject):
    """A program without windows."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[MainWindow] = []

    def quit(self) -> None:
        """Ends it."""


@pytest.mark.slow
def test_point_32_a_stop_in_the_midst_of_an_import_and_it_goes_on(
    sample_file: Path, tmp_path: Path
) -> None:
    company = Path(shutil.copyfile(sample_file, tmp_path / "company.switchbook"))
    calls = write_calls(tmp_path / "calls.csv", 300_000)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(company), str(calls), str(tmp_path / "s.ini")],
        cwd=TREE,
        env={**os.environ, "PYTHONPATH": str(TREE), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert json.loads(child.stdout.readline())["what"] == "step"
    child.send_signal(signal.SIGSTOP)
    time.sleep(SLEEP_SECONDS)
    child.send_signal(signal.SIGCONT)
    told = [json.loads(line) for line in child.stdout]
    assert child.wait() == 0
    child.stdout.close()
    steps = [each for each in told if each["what"] == "step"]
    assert [each["done"] for each in steps] == sorted(each["done"] for each in steps)
    assert all(each["left"] is None or 0 < each["left"] < 600 for each in steps)
    assert told[-2]["state"] == "done"
    assert told[-1] == {"what": "idle", "running": 0, "locked": False}
    with open_company(company, fixed(NOW), write=True) as office:
        assert list_imports(office)[0].records == 300_000
