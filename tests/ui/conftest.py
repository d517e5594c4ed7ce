"""The window in tests: one application, real company files, workers that end before a test does."""

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.host.clock import fixed
from app.operations.import_usage import Choices, import_usage
from app.operations.make_company import open_company
from app.operations.show_sample import (
    make_sample,
    sample_call_files,
    source_of_sample_file,
)
from app.operations.window_fonts import window_fonts
from app.progress import Silent
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Density, Theme
from app.ui.application import Program
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.task_bar import summary_of
from app.ui.tasks import State, Task
from tests.ui.in_step import with_payments, with_systems

SCREEN = {"name": "test", "x": 0, "y": 0, "width": 1920, "height": 1080}
DPI = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # The screen of that platform is smaller than the window as designed; here is a larger one.
    _screens = Path(tempfile.mkdtemp(prefix="switchbook-screens-")) / "screens.json"
    _screens.write_text(json.dumps({"screens": [SCREEN | DPI]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screens}"

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    window_fonts(make=True)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    LOOK.start(qapp)


@pytest.fixture(scope="module", autouse=True)
def _own_garbage() -> Iterator[None]:
    """What windows leave behind is freed here, on no thread that serves a test."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _plain_look() -> Iterator[None]:
    yield
    wanted = (Theme.LIGHT, Density.NORMAL, 10)
    if (LOOK.theme, LOOK.density, LOOK.body_pt) != wanted:
        LOOK.choose(theme=Theme.LIGHT, density=Density.NORMAL, body_pt=10)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with September billed; tests work on copies."""
    path = tmp_path_factory.mktemp("sample") / "sample.switchbook"
    return make_sample(path, progress=Silent())


@pytest.fixture(scope="session")
def october_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with October's calls in it too."""
    path = tmp_path_factory.mktemp("october") / "october.switchbook"
    shutil.copyfile(sample_file, path)
    with open_company(path, fixed(NOW), write=True) as office:
        for each in sample_call_files("2026-10"):
            choices = Choices(source=source_of_sample_file(each))
            import_usage(office, [each], choices=choices, progress=Silent())
    return path


@pytest.fixture(scope="session")
def both_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company connected to a practice PSA and practice books, both read."""
    path = tmp_path_factory.mktemp("both") / "both.switchbook"
    shutil.copyfile(sample_file, path)
    return with_systems(path, fixed(NOW))


@pytest.fixture(scope="session")
def paid_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with its invoices in practice books, and payments of them."""
    path = tmp_path_factory.mktemp("paid") / "paid.switchbook"
    shutil.copyfile(sample_file, path)
    return with_payments(path, fixed(NOW))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Ends what is still at work: a window closed at work asks what to do, and nobody is there."""
    if QApplication.instance() is None:
        return
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.desk.tasks.cancel_all()
            widget.desk.tasks.wait()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Preferences of nobody."""
    return QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def program(settings: QSettings) -> Iterator[Program]:
    """The program on 2 November 2026."""
    made = Program(fixed(NOW), settings)
    yield made
    desks = {id(window.desk): window.desk for window in made.windows}
    for desk in desks.values():
        desk.tasks.cancel_all()
        desk.tasks.wait()
    for window in list(made.windows):
        window.close()


@pytest.fixture
def desk(settings: QSettings, qtbot: QtBot) -> Iterator[Desk]:
    """A desk without a company."""
    del qtbot
    made = Desk(fixed(NOW), settings)
    yield made
    made.tasks.cancel_all()
    made.tasks.wait()
    made.tasks.quit()


OpenWindow = Callable[[Path], MainWindow]


@pytest.fixture
def open_window(program: Program, qtbot: QtBot, tmp_path: Path) -> OpenWindow:
    """Opens a window on a copy of a company file."""

    def opened(path: Path) -> MainWindow:
        own = tmp_path / path.name
        shutil.copyfile(path, own)
        window = program.open_window()
        qtbot.addWidget(window)
        window.desk.open(own)
        settled(window.desk)
        return window

    return opened


@pytest.fixture
def window(open_window: OpenWindow, sample_file: Path) -> MainWindow:
    """A window on the sample company, September billed."""
    return open_window(sample_file)


@pytest.fixture
def both(open_window: OpenWindow, both_file: Path) -> MainWindow:
    """A window on the sample company beside a PSA and books, nobody linked yet."""
    return open_window(both_file)


@pytest.fixture
def paid(open_window: OpenWindow, paid_file: Path) -> MainWindow:
    """A window on the sample company, its invoices posted and some of them paid."""
    return open_window(paid_file)


@pytest.fixture
def october(open_window: OpenWindow, october_file: Path) -> MainWindow:
    """A window on the sample company, October's calls imported."""
    return open_window(october_file)


def settled(desk: Desk) -> None:
    """Waits until nothing runs and all has been shown."""
    for _ in range(20):
        desk.tasks.wait()
        QApplication.processEvents()
        if not any(line.current or line.waiting for line in desk.tasks.lines()):
            return


@pytest.fixture(autouse=True)
def _point_18_finished_work_tells_itself(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Point 18: whatever a page, dialog or wizard runs under a title ends with a summary."""
    if not {"pages", "dialogs", "wizards"} & set(request.path.parts):
        yield
        return
    silent: list[str] = []
    end = Task.end

    def ended(task: Task, state: State) -> None:
        if state is State.DONE and task.job.title and not summary_of(task):
            silent.append(task.job.title)
        end(task, state)

    monkeypatch.setattr(Task, "end", ended)
    yield
    assert silent == []
