"""Watched folders: new files are offered, or come in by themselves, each once."""

import shutil
from pathlib import Path

from app.operations.browse_usage.imports import list_imports
from app.operations.show_sample import sample_call_files
from app.ui.dialogs.drop_dialog import DropDialog
from app.ui.dialogs.watch_dialog import FolderWatch, WatchDialog
from app.ui.main_window import MainWindow
from app.ui.pages.usage.usage_page import UsagePage
from tests.ui.conftest import settled


def watching(window: MainWindow, folder: Path, *, by_itself: bool) -> FolderWatch:
    folder.mkdir()
    dialog = WatchDialog(window.desk, folder, window)
    settled(window.desk)
    dialog.by_itself.setChecked(by_itself)
    dialog.source.setCurrentIndex(dialog.source.findData("hosted-pbx"))
    dialog.add.click()
    settled(window.desk)
    assert dialog.list.item(0).text().startswith(str(folder))
    dialog.reject()
    shutil.copy(next(p for p in sample_call_files("2026-10") if "10_26" in p.name), folder)
    shutil.copy(sample_call_files("2026-09")[0], folder)
    return FolderWatch.of(window.desk)


def look_twice(window: MainWindow, watch: FolderWatch) -> None:
    for _ in range(2):
        watch.look()
        settled(window.desk)


def test_a_new_file_is_offered_and_one_that_is_in_already_is_not(
    window: MainWindow, tmp_path: Path
) -> None:
    window.show_page("usage")
    page = window.pages["usage"]
    assert isinstance(page, UsagePage)
    watch = watching(window, tmp_path / "drops", by_itself=False)
    look_twice(window, watch)
    assert [path.name for path in watch.paths] == ["hosted-pbx_2026-10_26.csv"]
    assert page.arrived.text() == "1 new file, show"
    page.arrived.click()
    settled(window.desk)
    (dialog,) = window.findChildren(DropDialog)
    assert dialog.act.text() == "Import 1 call file"
    dialog.apply()
    settled(window.desk)
    look_twice(window, watch)
    assert watch.paths == []
    assert page.arrived.isHidden()


def test_a_new_file_comes_in_by_itself_once_where_that_was_chosen(
    window: MainWindow, tmp_path: Path
) -> None:
    before = len(list_imports(window.desk.office))
    watch = watching(window, tmp_path / "drops", by_itself=True)
    look_twice(window, watch)
    look_twice(window, watch)
    assert len(list_imports(window.desk.office)) == before + 1


def test_a_folder_is_watched_no_more(window: MainWindow, tmp_path: Path) -> None:
    watching(window, tmp_path / "drops", by_itself=False)
    dialog = WatchDialog(window.desk, None, window)
    settled(window.desk)
    assert not dialog.add.isEnabled()
    dialog.list.setCurrentRow(0)
    dialog.stop.click()
    settled(window.desk)
    assert dialog.list.count() == 0
    dialog.reject()
