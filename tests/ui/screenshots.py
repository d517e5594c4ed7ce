"""Pictures of every page and wizard, to be looked at.

    python -m tests.ui.screenshots OUT                light and dark, 1366x768
    python -m tests.ui.screenshots OUT --scale 1.5    the same on a screen of 150 %

OUT is a folder; `screenshots/` is one that git ignores. The sample company is made anew, October's
calls are imported and its bills drafted, so that the pages have something to show.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.host.clock import fixed
from app.operations.import_usage import Choices, import_usage
from app.operations.make_company import open_company
from app.operations.show_sample import make_sample, sample_call_files, source_of_sample_file
from app.operations.window_fonts import window_fonts
from app.progress import Silent
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme
from app.ui.application import Program
from app.ui.main_window import MainWindow
from app.ui.page import Tabs
from app.ui.pages.bills_page import BillsPage
from tests.ui.walk.dialogs import every_dialog
from tests.ui.walk.wizards import every_page

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
THEMES = (Theme.LIGHT, Theme.DARK)
PAUSE_MS = 60
DRAFTED = "2026-10"


def make_company(folder: Path) -> Path:
    """The sample company with October's calls in it."""
    path = make_sample(folder / "Cedar Fork Voice.switchbook", progress=Silent())
    with open_company(path, fixed(NOW), write=True) as office:
        for each in sample_call_files(DRAFTED):
            choices = Choices(source=source_of_sample_file(each))
            import_usage(office, [each], choices=choices, progress=Silent())
    return path


def settle(window: MainWindow) -> None:
    """Waits until everything has been read and drawn."""
    for _ in range(4):
        window.desk.tasks.wait()
        QTest.qWait(PAUSE_MS)


def draft(window: MainWindow) -> None:
    """Drafts the month, so that there is something to review."""
    window.show_page("bills")
    page = window.pages["bills"]
    settle(window)
    if isinstance(page, BillsPage):
        page.draft()
    settle(window)


def pages(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each page and part, ready to be photographed."""
    window.show_components()
    for name in list(window.pages):
        window.show_page(name)
        window.stack.setCurrentWidget(window.pages[name])
        settle(window)
        page = window.pages[name]
        tabs = next((each for each in page.findChildren(Tabs) if each.isVisible()), None)
        if tabs is None:
            yield name, window
            continue
        for place in range(tabs.bar.count()):
            tabs.bar.setCurrentIndex(place)
            settle(window)
            yield f"{name}-{tabs.current.lower().replace(' ', '-')}", window


def dialogs(window: MainWindow, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Each dialog, as large as the screen lets it be."""
    window.show_page("month_end")
    for name, dialog in every_dialog(window, folder):
        dialog.show()
        settle(window)
        yield f"dialog-{_file_name(name)}", dialog
        dialog.done(0)


def wizards(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each page of each wizard."""
    for where, wizard in every_page(window):
        settle(window)
        yield f"wizard-{_file_name(where)}", wizard


def _file_name(text: str) -> str:
    return text.lower().replace("/", "-").replace(" ", "-").replace("?", "")


def photograph(window: MainWindow, out: Path, folder: Path) -> int:
    """Takes all pictures in light and dark; how many."""
    taken = 0
    for theme in THEMES:
        LOOK.choose(theme=theme)
        for shown in (pages(window), dialogs(window, folder), wizards(window)):
            for name, widget in shown:
                widget.grab().save(str(out / f"{name}-{theme.value}.png"))
                taken += 1
    return taken


def _screen(folder: Path) -> Path:
    """A screen of 1366x768 for the platform without one."""
    screen = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768}
    dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": [screen | dots]}), encoding="utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    wanted = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = f"{wanted.scale:g}"
    wanted.out.mkdir(parents=True, exist_ok=True)
    if os.environ.get("QT_QPA_PLATFORM", "offscreen").startswith("offscreen"):
        screens = _screen(Path(tempfile.mkdtemp(prefix="switchbook-screens-")))
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
    application = QApplication(sys.argv[:1])
    window_fonts(make=True)
    LOOK.start(application)
    with tempfile.TemporaryDirectory(prefix="switchbook-pictures-") as folder:
        path = shutil.move(make_company(Path(folder)), Path(folder) / "cedar.switchbook")
        settings = QSettings(str(Path(folder) / "own.ini"), QSettings.Format.IniFormat)
        program = Program(fixed(NOW), settings)
        window = program.open_window()
        window.setMinimumSize(0, 0)
        window.resize(round(1366 / wanted.scale), round(768 / wanted.scale))
        settle(window)
        for theme in THEMES:
            LOOK.choose(theme=theme)
            window.grab().save(str(wanted.out / f"welcome-{theme.value}.png"))
        window.desk.open(Path(path))
        settle(window)
        draft(window)
        taken = photograph(window, wanted.out, Path(folder))
        print(f"{taken + len(THEMES)} pictures in {wanted.out}")  # noqa: T201
        window.desk.tasks.cancel_all()
        settle(window)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
