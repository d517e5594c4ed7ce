"""The program is killed while it imports: point 17 of the issue."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.host.clock import fixed
from app.operations.browse_usage.imports import list_imports
from app.operations.import_usage import Choices, import_usage
from app.operations.make_company import open_company
from app.progress import Silent
from app.store.database import raw
from app.store.totals import control_totals
from tests.ui.conftest import NOW

TREE = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from app.host.clock import fixed
from app.operations.import_usage import Choices
from app.ui.application import Program
from app.ui.dialogs.drop_work import import_calls

company, calls, ini = (Path(text) for text in sys.argv[1:])
application = QApplication([])
settings = QSettings(str(ini), QSettings.Format.IniFormat)
program = Program(fixed(datetime(2026, 11, 2, 15, tzinfo=UTC)), settings)
window = program.open_window()

def opened(_):
    task = import_calls(window.desk, calls, Choices(source="pbx-denver"))
    task.progressed.connect(lambda: print("step", flush=True))

window.desk.open(company, done=opened)
application.exec()
"""
HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"


def totals_of(path: Path) -> object:
    with (
        open_company(path, fixed(NOW), write=True) as office,
        office.file.read() as conn,
    ):
        found = control_totals(raw(conn), progress=Silent())
    # What is noted of the file itself, such as when it was opened, is no work that was done.
    return {name: totals for name, totals in found.items() if name != "company_file"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
@pytest.mark.parametrize("wait", [0.0, 0.15, 0.4])
def test_a_kill_during_an_import_leaves_the_file_as_it_was_and_the_import_can_be_done_again(
    sample_file: Path, tmp_path: Path, wait: float
) -> None:
    company, calls = tmp_path / "company.switchbook", tmp_path / "calls.csv"
    company.write_bytes(sample_file.read_bytes())
    rows = [
        f"k{n},2026-10-{n % 28 + 1:02}T15:00:00Z,,3035550142,3035550188,60,out,answered"
        for n in range(300_000)
    ]
    calls.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    before = totals_of(company)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(company), str(calls), str(tmp_path / "s.ini")],
        cwd=TREE,
        env={**os.environ, "PYTHONPATH": str(TREE), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"step\n"
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert totals_of(company) == before
    with open_company(company, fixed(NOW), write=True) as office:
        (done,) = import_usage(office, [calls], choices=Choices(source="pbx-denver"))
        assert done.records == 300_000
        assert list_imports(office)[0].records == 300_000
