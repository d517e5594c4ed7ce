"""Point 39: from the first start to the first sample invoices in less than two minutes."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.billing.bill_run import RunState
from app.operations import show_sample
from app.operations.show_sample import sample_call_files
from app.ui.application import Program
from app.ui.dialogs.drop_dialog import DropDialog
from app.ui.main_window import MainWindow
from app.ui.wizards.bill_run import gates_page
from app.ui.wizards.bill_run_wizard import APPROVE, REVIEW, BillRunWizard
from tests.ui.conftest import settled

SECONDS = 120
HUMAN_SECONDS = 0.4
MOST_ACTIONS = 30
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def first_start(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The window as it stands at the very first start."""
    monkeypatch.setattr(show_sample, "documents_folder", lambda: tmp_path)
    monkeypatch.setattr(gates_page, "ask_reason", lambda *_: "known")
    files = [str(path) for path in sample_call_files("2026-10")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: (files, ""))
    window = program.open_window(with_pages=False)
    qtbot.addWidget(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.desk.tasks.cancel_all()
    window.desk.tasks.wait()


def pressed(qtbot: QtBot, widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    qtbot.keyClick(widget, key, held)
    QApplication.processEvents()


def active(qtbot: QtBot, widget: QWidget) -> None:
    """Hands the keyboard to a window, as a window manager would."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def take_october_in(window: MainWindow, qtbot: QtBot) -> int:
    """Imports the month's call files; how many actions that takes."""
    pressed(qtbot, window, Qt.Key.Key_I, CONTROL)
    settled(window.desk)
    dialog = window.findChildren(DropDialog)[0]
    active(qtbot, dialog)
    assert dialog.act.isEnabled()
    pressed(qtbot, dialog, Qt.Key.Key_Return, CONTROL)
    # A button that is pressed by its key goes down and up before it does anything.
    qtbot.waitUntil(lambda: not window.findChildren(DropDialog))
    settled(window.desk)
    active(qtbot, window)
    return 3


def bill_step_by_step(window: MainWindow, qtbot: QtBot) -> int:
    """Walks through the wizard that runs bills; how many actions that takes."""
    pressed(qtbot, window, Qt.Key.Key_7, CONTROL)
    settled(window.desk)
    pressed(qtbot, window, Qt.Key.Key_G, CONTROL, SHIFT)
    settled(window.desk)
    wizard = window.findChildren(BillRunWizard)[0]
    actions, is_last = 2, False
    while not is_last and actions < MOST_ACTIONS:
        actions += 1
        is_last = wizard.currentId() == APPROVE
        if wizard.gates_page.isVisible() and wizard.gates_page.open_gates():
            wizard.gates_page.grid.view.select_line(0)
            pressed(qtbot, wizard.gates_page.waive_button, Qt.Key.Key_Space)
        elif wizard.currentId() == REVIEW:
            wizard.review_page.approve_rest()
            settled(window.desk)
            pressed(qtbot, wizard, Qt.Key.Key_Return, CONTROL)
        else:
            pressed(qtbot, wizard, Qt.Key.Key_Return, CONTROL)
        settled(window.desk)
    review = wizard.kept.review
    assert review is not None
    assert review.state is RunState.APPROVED
    return actions


@pytest.mark.slow
def test_point_39_the_first_sample_invoices_within_two_minutes(
    first_start: MainWindow, qtbot: QtBot
) -> None:
    began, window = perf_counter(), first_start
    pressed(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "settings" in window.pages, timeout=60000)
    settled(window.desk)
    assert window.desk.company is not None
    assert window.desk.company.facts.is_practice
    actions = 1 + take_october_in(window, qtbot) + bill_step_by_step(window, qtbot)
    assert perf_counter() - began + actions * HUMAN_SECONDS < SECONDS
