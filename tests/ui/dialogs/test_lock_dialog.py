"""The lock's own dialog."""

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialogs.lock_dialog import LockCover, LockDialog


def test_wrong_tries_take_ever_longer(qtbot: QtBot) -> None:
    dialog = LockDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    for _ in range(2):
        dialog.answer(is_right=False)
        assert dialog.open_button.isEnabled()
    dialog.answer(is_right=False)
    assert not dialog.open_button.isEnabled()
    assert "Try again in 1 second." in dialog.field.why
    dialog.answer(is_right=False)
    assert "Try again in 2 seconds." in dialog.field.why
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password
    dialog.answer(is_right=True)
    assert not dialog.isVisible()


def test_it_cannot_be_closed_but_with_the_program(qtbot: QtBot) -> None:
    dialog = LockDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.close()
    dialog.let_go()
    assert not dialog.isVisible()


def test_a_cover_hides_all_of_a_window_also_what_comes_later(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle("Cedar Fork Voice")
    QVBoxLayout(window).addWidget(QLabel("Granite Peak"))
    window.resize(300, 200)
    window.show()
    cover = LockCover(window)
    window.resize(500, 400)
    late = QLabel("1,662.78", window)
    late.show()
    assert cover.geometry() == window.rect()
    assert window.childAt(10, 10) is cover
    seen = window.grab().toImage()
    ground = seen.pixelColor(2, 2)
    assert seen.pixelColor(30, 390) == ground
    assert window.windowTitle() == "Switchbook, locked"
    cover.lift()
    assert window.windowTitle() == "Cedar Fork Voice"
