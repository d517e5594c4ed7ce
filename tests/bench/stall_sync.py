"""How long the window keeps still while a company is synced behind it.

    python -m tests.bench.stall_sync [CUSTOMERS] [PSA]

Every customer is known in the practice system, in the books and here. The first sync has all of it
to do, the last one nothing. The practice systems answer in the same process, so that they hold the
window up as well: what they take away is part of the figure. Prints the figures as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.operations.map_customers import accept_exact
from app.operations.sync_company import sync_company
from app.operations.sync_plan import SyncResult
from app.progress import Silent
from app.store.backup import back_up
from app.ui.appearance.look import LOOK
from app.ui.main_window import MainWindow
from app.ui.pages.connections.syncing import SyncWork
from tests.bench.in_step import BOOKS, MOST_SYNCS, between, company, is_quiet, known_everywhere
from tests.bench.stall import Pulse, open_window, rest

CUSTOMERS: Final = 2_000
PSA: Final = "halopsa"
SYNCING: Final = "app.ui.pages.connections.syncing.sync_company"


def one_sync(window: MainWindow) -> SyncResult:
    """Syncs everything, and lets the window show what came of it."""
    work = SyncWork.of(window.desk)
    found: list[object] = []
    loop = QEventLoop()
    work.synced.connect(found.append)
    work.failed.connect(found.append)
    work.running_changed.connect(lambda: None if work.is_running else loop.quit())
    work.sync(go=True)
    loop.exec()
    rest(1)
    (result,) = found
    if not isinstance(result, SyncResult):
        message = f"the sync failed: {result}"
        raise TypeError(message)
    return result


def measured(window: MainWindow, later: Callable[[float], None]) -> dict[str, float]:
    """The longest stalls of the first sync and of the last one."""
    figures: dict[str, float] = {}
    for name in ("first", *[""] * MOST_SYNCS):
        later(86_400.0)
        pulse = Pulse()
        pulse.start()
        begun = time.perf_counter()
        result = one_sync(window)
        seconds = time.perf_counter() - begun
        gaps = pulse.stop()
        told = name or ("idle" if is_quiet(result) else "")
        if told:
            figures[f"{told}_seconds"] = seconds
            figures[f"{told}_longest_stall_ms"] = gaps[0]
            figures[f"{told}_second_stall_ms"] = gaps[1]
            figures[f"{told}_stalls_over_50_ms"] = sum(gap > 50 for gap in gaps)
        if told == "idle":
            return figures
    message = "it never comes in step"
    raise RuntimeError(message)


def main(arguments: list[str]) -> None:
    """Measures and prints."""
    of = known_everywhere(int(arguments[0]) if arguments else CUSTOMERS)
    pair = (arguments[1] if len(arguments) > 1 else PSA, BOOKS)
    application = QApplication([])
    LOOK.start(application)
    with TemporaryDirectory(prefix="switchbook-stall-") as folder:
        path, shown = Path(folder, "company.switchbook"), Path(folder, "shown.switchbook")
        company(path, of, calls=lambda name, _: name)
        with between(path, of, pair) as (office, sides):
            for key in pair:
                accept_exact(office, key)
            back_up(office.file.path, shown, progress=Silent())
            with patch(SYNCING, partial(sync_company, ways=sides.ways)):
                program, window = open_window(shown)
                print(json.dumps(measured(window, sides.time.sleep)))
                for each in list(program.windows):
                    each.close()


if __name__ == "__main__":
    main(sys.argv[1:])
