from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.ui.help import HelpPanel, KeyLine


def test_help_tells_what_the_page_is_for_and_its_keys_and_escape_leaves_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    own = [KeyLine("Ctrl+I", "Import files")]
    panel = HelpPanel("Usage", "Calls as they came.", own, parent=window)
    panel.open()
    texts = {each.text() for each in panel.findChildren(QLabel)}
    assert {"Usage", "Calls as they came.", "Keys of this page", "Import files"} <= texts
    assert "Keys everywhere" not in texts
    with qtbot.waitSignal(panel.rejected):
        QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_a_page_without_keys_has_no_heading_for_them(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = HelpPanel("Payments", "Later.", [], parent=window, everywhere=[KeyLine("F1", "Help")])
    texts = {each.text() for each in panel.findChildren(QLabel)}
    assert "Keys of this page" not in texts
    assert "Keys everywhere" in texts
    panel.deleteLater()
