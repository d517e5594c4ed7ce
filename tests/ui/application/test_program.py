"""The program: windows first, pages behind; companies opened, found again, closed, backed up."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.__main__ import _wants_window
from app.errors import StoreError
from app.host.clock import fixed
from app.operations.keep_backups import backup_state
from app.ui.application import Program, run_window
from app.ui.application.recent import RecentFiles
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.welcome_page import WelcomePage
from app.ui.parts.controls import Button
from app.ui.wizards.first_run_wizard import FirstRunWizard
from tests.ui.conftest import NOW, settled


def named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file dialog answers with this path."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: (str(path), ""))


def welcome_of(window: MainWindow) -> WelcomePage:
    return window.findChildren(WelcomePage)[0]


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["books/Cedar.switchbook"], True),
        (["check", "Cedar.switchbook"], False),
        (["--help"], False),
    ],
)
def test_nothing_or_a_company_file_means_the_window(arguments: list[str], *, window: bool) -> None:
    assert _wants_window(arguments) is window


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(StoreError, match="cannot be shown"):
        run_window(fixed(NOW))


def test_the_window_stands_before_its_pages(
    program: Program, qtbot: QtBot, tmp_path: Path, sample_file: Path
) -> None:
    own = tmp_path / "own.switchbook"
    shutil.copyfile(sample_file, own)
    window = program.open_window(with_pages=False)
    qtbot.addWidget(window)
    assert window.pages == {}
    assert welcome_of(window).isVisible()
    program.files.open(window.desk, own)
    qtbot.waitUntil(lambda: "settings" in window.pages, timeout=20000)
    settled(window.desk)
    assert next(iter(window.pages)) == "month_end"
    assert window.page is window.pages["month_end"]
    assert window.rail.model().rowCount() > 0


class _Shown(QObject):
    """Notes every widget that shows itself as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_nothing_flashes_up_while_pages_are_made(
    program: Program, qtbot: QtBot, tmp_path: Path, sample_file: Path, qapp: QApplication
) -> None:
    own = tmp_path / "own.switchbook"
    shutil.copyfile(sample_file, own)
    shown = _Shown()
    qapp.installEventFilter(shown)
    window = program.open_window(with_pages=False)
    qtbot.addWidget(window)
    program.files.open(window.desk, own)
    qtbot.waitUntil(lambda: "settings" in window.pages, timeout=20000)
    settled(window.desk)
    qapp.removeEventFilter(shown)
    assert shown.windows == ["MainWindow"]


def test_a_file_that_is_open_comes_to_the_front(program: Program, window: MainWindow) -> None:
    assert window.desk.company is not None
    program.files.open(window.desk, window.desk.company.path)
    settled(window.desk)
    assert len(program.windows) == 1


def test_another_company_has_a_window_of_its_own(
    program: Program, window: MainWindow, sample_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.switchbook"
    shutil.copyfile(sample_file, other)
    program.files.open(window.desk, other)
    second = program.windows[-1]
    qtbot.addWidget(second)
    settled(second.desk)
    assert second is not window
    assert second.desk.company is not None
    assert second.desk.company.path == other


def test_point_33_a_new_company_never_overwrites_and_its_name_is_safe(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = program.open_window()
    qtbot.addWidget(window)
    named(tmp_path / "Acme: Inc. West", monkeypatch)
    program.files.make_new(window)
    settled(window.desk)
    place = tmp_path / "Acme Inc. West.switchbook"
    assert place.exists()
    wizards = window.findChildren(FirstRunWizard)
    assert len(wizards) == 1
    wizards[0].reject()
    before = place.stat().st_size
    program.files.make_new(window)
    settled(window.desk)
    assert place.stat().st_size >= before
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert any("exists already" in each.accessibleName() for each in dialog.findChildren(QWidget))
    dialog.close()


def test_recent_files_tell_of_those_that_moved(
    program: Program,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = window.desk.company
    assert company is not None
    old = company.path
    program.close_company(window)
    settled(window.desk)
    new = tmp_path / "moved" / "renamed.switchbook"
    new.parent.mkdir()
    old.rename(new)
    program.show_recent()
    QApplication.processEvents()
    welcome = welcome_of(window)
    told = [each.text() for each in welcome.findChildren(Button) if each.isVisibleTo(welcome)]
    assert "Look for it" in told
    assert program.recent.last() is None
    named(new, monkeypatch)
    program.files.look_for(window, old)
    settled(window.desk)
    assert window.desk.company is not None
    assert window.desk.company.path == new
    assert [each.path for each in program.recent.files()] == [new]
    qtbot.addWidget(window)


def test_a_recent_list_of_nonsense_is_empty(settings: QSettings) -> None:
    recent = RecentFiles(settings)
    for nonsense in ("nonsense", "{}", json.dumps([{"path": "x"}, 3])):
        settings.setValue("program/recent", nonsense)
        assert recent.files() == []


def backups(desk: Desk) -> int:
    return len(backup_state(desk.office).files)


def test_point_34_a_backup_is_made_when_due_and_its_age_stands_in_the_strip(
    window: MainWindow,
) -> None:
    settled(window.desk)
    assert backups(window.desk) == 1
    cell = window.task_bar.cells["backup"]
    assert cell.text() == "Backup just now"
    cell.click()
    page = window.page
    assert isinstance(page, SettingsPage)
    assert page.part.name == "backup"


def test_closing_leaves_the_welcome_and_opens_nothing_next_time(
    program: Program, window: MainWindow
) -> None:
    program.close_company(window)
    assert window.desk.company is None
    assert window.isEnabled()
    assert program.recent.last() is None
    assert [each.name for each in program.recent.files()] == ["Cedar Fork Voice"]
