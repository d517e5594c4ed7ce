"""Point 9: Ctrl+K finds customers, numbers in any writing, invoices and commands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.palette import Palette
from tests.ui.conftest import settled


def _open(window: MainWindow, qtbot: QtBot) -> Palette:
    window.activateWindow()
    window.find_anything()
    palette = window.findChild(Palette)
    assert isinstance(palette, Palette)
    qtbot.waitExposed(palette)
    return palette


def _titles(palette: Palette) -> list[str]:
    return [hit.title for hit in palette.hits.hits]


def _typed(palette: Palette, text: str, qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(palette.field, text)
    qtbot.waitUntil(lambda: palette.hits.text == text.casefold())
    settled(window.desk)


def test_a_number_is_found_in_any_writing(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    _typed(palette, "(303) 555-0142", qtbot, window)
    assert "Numbers" in _titles(palette)
    assert "(303) 555-0142" in _titles(palette)


def test_a_customer_and_a_command_are_found(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    _typed(palette, "granite", qtbot, window)
    assert "Customers" in _titles(palette)
    palette.field.clear()
    _typed(palette, "text larger", qtbot, window)
    assert "Larger text" in _titles(palette)


def test_enter_before_the_answer_waits_for_it(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    found: list[object] = []
    palette.chosen.connect(lambda each, _: found.append(each.title))
    qtbot.keyClicks(palette.field, "granite")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert found == []
    qtbot.waitUntil(lambda: bool(found))
    assert "Granite" in str(found[0])


def test_arrows_skip_the_headings(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    _typed(palette, "0142", qtbot, window)
    lines = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(palette.field, key)
        lines.append(palette.list.currentIndex().row())
    assert lines == [2, 1, 1]


def test_escape_closes_it_and_the_veil_goes(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not [each for each in window.findChildren(Palette) if each.isVisible()]


def test_what_nobody_has_is_told(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    _typed(palette, "zzzzqq", qtbot, window)
    assert palette.told.text() == "Nothing here by that name"


def test_point_9_tab_shows_what_can_be_done_with_a_record(window: MainWindow, qtbot: QtBot) -> None:
    palette = _open(window, qtbot)
    _typed(palette, "0142", qtbot, window)
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert "Show among all numbers" in _titles(palette)
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    settled(window.desk)
    assert "Numbers" in _titles(palette)
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settled(window.desk)
    assert window.page is window.pages["numbers"]
