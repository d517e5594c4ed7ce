from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.drops import DropVeil, dropped_paths


def test_files_and_folders_of_a_drop_are_taken_and_nothing_else(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://cedarfork.example/calls.csv")])
    assert dropped_paths(data) == [tmp_path]
    text = QMimeData()
    text.setText(str(tmp_path))
    assert dropped_paths(text) == []


def test_the_veil_covers_the_window_and_lets_the_drop_through(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(640, 480)
    veil = DropVeil(window)
    window.show()
    assert not veil.isVisible()
    veil.cover()
    assert veil.isVisible()
    assert veil.geometry() == window.rect()
    assert veil.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert not veil.grab().isNull()
