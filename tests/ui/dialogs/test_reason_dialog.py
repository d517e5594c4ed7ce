from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.ui.dialogs.reason_dialog import ReasonDialog, ReasonWish


def opened(qtbot: QtBot, **facts: str) -> ReasonDialog:
    dialog = ReasonDialog(ReasonWish(title="Hold Granite Peak, 1,662.78?", verb="Hold", **facts))
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_without_a_reason_nothing_can_be_done(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert not dialog.verb.isEnabled()
    QTest.keyClicks(dialog.reason_field, "   ")
    assert not dialog.verb.isEnabled()


def test_enter_takes_the_reason(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    QTest.keyClicks(dialog.reason_field, " asked the customer ")
    QTest.keyClick(dialog.reason_field, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.reason == "asked the customer"


def test_esc_leaves_all_as_it_was(qtbot: QtBot) -> None:
    dialog = opened(qtbot, reason="as before")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
