"""Files dropped on the window: points 16 to 18, 25 and 28 of the issue."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.operations.browse_usage.imports import list_imports
from app.operations.show_sample import sample_call_files
from app.progress import Silent
from app.store.database import raw
from app.store.totals import control_totals
from app.ui.dialogs.drop_dialog import DropDialog
from app.ui.dialogs.mapping_dialog import MappingDialog
from app.ui.main_window import MainWindow
from app.ui.tasks import State
from tests.ui.conftest import settled


def dropped(window: MainWindow, *paths: Path) -> DropDialog:
    window.dropped.emit(list(paths))
    settled(window.desk)
    (dialog,) = window.findChildren(DropDialog)
    return dialog


def october_file(part: str) -> Path:
    return next(path for path in sample_call_files("2026-10") if part in path.name)


def words_of(dialog: DropDialog) -> dict[str, str]:
    return {
        item.text(): str(item.data(Qt.ItemDataRole.AccessibleTextRole)).rpartition(", ")[2]
        for item in dialog.list.items_shown()
    }


def odd_file(folder: Path) -> Path:
    rows = [f"2026-10-{day:02} 10:00:00,3035550142,2125550155,60" for day in range(1, 9)]
    path = folder / "odd.csv"
    path.write_text("\n".join(["When,Caller,Dialled,Talk secs", *rows, ""]), encoding="utf-8")
    return path


def test_a_call_file_is_told_read_and_rated_before_anything_is_written(
    window: MainWindow,
) -> None:
    before = len(list_imports(window.desk.office))
    dialog = dropped(window, october_file("hosted-pbx_2026-10_26"))
    assert words_of(dialog) == {"hosted-pbx_2026-10_26.csv": "Ready"}
    assert dialog.facts.model.rowCount() == 20
    assert dialog.act.text() == "Import 1 call file"
    assert dialog.sum_line.text().startswith("4,359 calls, about ")
    assert len(list_imports(window.desk.office)) == before
    dialog.reject()


def test_ctrl_enter_imports_in_the_background_and_the_summary_has_counts_and_money(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = dropped(window, october_file("hosted-pbx_2026-10_26"))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # A key presses a button for a tenth of a second, as a finger would.
    qtbot.waitUntil(lambda: window.task_bar.history[0].title.startswith("Importing"))
    settled(window.desk)
    assert list_imports(window.desk.office)[0].source == "hosted-pbx"
    ended = window.task_bar.history[0]
    assert ended.title == "Importing hosted-pbx_2026-10_26.csv"
    assert ended.text.startswith("4,359 calls: ")
    assert " rated, " in ended.text
    assert window.desk.undo_title == "Import of hosted-pbx_2026-10_26.csv"
    window.desk.undo()
    settled(window.desk)
    assert list_imports(window.desk.office)[0].file != "hosted-pbx_2026-10_26.csv"


def test_the_same_file_again_changes_nothing_and_says_so(
    window: MainWindow,
) -> None:
    september = sample_call_files("2026-09")[0]
    dialog = dropped(window, september)
    assert words_of(dialog) == {september.name: "Skipped"}
    assert dialog.facts.why.text().endswith("Nothing to do.")
    assert not dialog.act.isEnabled()
    dialog.reject()


def test_a_folder_is_opened_and_each_file_in_it_told(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    odd_file(folder)
    (folder / "deck.csv").write_text("prefix,rate\n44,0.02\n", encoding="utf-8")
    (folder / "note.txt").write_text("hello\n", encoding="utf-8")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7 scan")
    dialog = dropped(window, folder)
    assert words_of(dialog) == {
        "deck.csv": "1 question",
        "note.txt": "Skipped",
        "odd.csv": "1 question",
        "scan.pdf": "1 question",
    }
    assert dialog.act.text() == "Nothing to import"
    dialog.reject()


def test_a_new_layout_is_mapped_once_and_then_comes_in(window: MainWindow, tmp_path: Path) -> None:
    dialog = dropped(window, odd_file(tmp_path))
    dialog.facts.mapping.click()
    (mapping,) = dialog.findChildren(MappingDialog)
    assert mapping.columns["called"].currentData() == "Dialled"
    mapping.name.setText("odd switch")
    assert mapping.save.isEnabled()
    mapping.save.click()
    settled(window.desk)
    box = dialog.facts.source
    assert dialog.facts.source_label.text() == "Which source sent it?"
    box.setCurrentIndex(box.findData("hosted-pbx"))
    box.activated.emit(box.currentIndex())
    settled(window.desk)
    assert words_of(dialog) == {"odd.csv": "Ready"}
    dialog.apply()
    settled(window.desk)
    assert list_imports(window.desk.office)[0].format == "odd switch"


def test_a_scan_is_kept_with_the_certificate_it_is(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7 scan")
    dialog = dropped(window, path)
    text = next(iter(dialog.certificates))
    dialog.facts.certificate.setText(text)
    dialog.facts.certificate.picked.emit(text)
    assert dialog.act.text() == "Import 1 certificate"
    dialog.apply()
    settled(window.desk)
    assert window.task_bar.history[0].text.startswith("Kept with certificate ")


def test_a_workbook_is_planned_before_it_is_written(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(
        "product_code,name,tax_category,gl_code\nNEW,New thing,VOIP_FIXED,4010\n",
        encoding="utf-8",
    )
    dialog = dropped(window, path)
    assert dialog.plans[path].facts == (("products", "1 added"),)
    dialog.apply()
    settled(window.desk)
    assert window.task_bar.history[0].text == "1 products"


@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancel_keeps_no_call_of_the_file_at_whatever_stage(window: MainWindow, after: int) -> None:
    with window.desk.office.file.read() as conn:
        before = control_totals(raw(conn), progress=Silent())
    dialog = dropped(window, october_file("hosted-pbx_2026-10.csv"))
    dialog.apply()
    (task,) = dialog.started
    steps = []

    def step() -> None:
        steps.append(1)
        if len(steps) > after:
            task.cancel()

    task.progressed.connect(step)
    if after == 0:
        task.cancel()
    settled(window.desk)
    if window.task_bar.history[0].state is State.CANCELLED:
        assert window.task_bar.history[0].text == "Stopped. Cancel keeps no call of this file."
        with window.desk.office.file.read() as conn:
            assert control_totals(raw(conn), progress=Silent()) == before
    else:
        assert after > 0
