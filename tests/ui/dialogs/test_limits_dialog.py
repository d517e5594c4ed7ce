from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.billing.review import Limits
from app.ui.dialogs.limits_dialog import LimitsDialog


def test_limits_are_shown_and_typed(qtbot: QtBot) -> None:
    dialog = LimitsDialog(Limits())
    qtbot.addWidget(dialog)
    dialog.open()
    assert (dialog.amount_field.text(), dialog.part_field.text()) == ("30.00", "10")
    dialog.amount_field.setText("12*5")
    dialog.part_field.setText("25")
    QTest.keyClick(dialog.part_field, Qt.Key.Key_Return)
    assert dialog.limits == Limits(Decimal(60), Decimal("0.25"))


def test_rubbish_cannot_be_taken(qtbot: QtBot) -> None:
    dialog = LimitsDialog(Limits())
    qtbot.addWidget(dialog)
    dialog.amount_field.setText("a lot")
    assert not dialog.verb.isEnabled()
    dialog.amount_field.setText("-5")
    assert not dialog.verb.isEnabled()
