"""The window around the pages: focus, panes, veil, toast, history, closing while work runs."""

import threading

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.operations.changes import Changes
from app.ui.desk import Step
from app.ui.help import HelpPanel
from app.ui.main_window import MainWindow
from app.ui.messages import Answer, Confirmation, ErrorDialog, Question, Told
from app.ui.parts.controls import Button
from app.ui.parts.focus_ring import FocusRing
from app.ui.task_bar import TaskPanel
from app.ui.tasks import Job, Lane
from tests.ui.conftest import settled


def test_f6_goes_through_the_panes_and_round_again(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.setFocus()
    seen = []
    for _ in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append("rail" if focus is window.rail else "elsewhere")
        qtbot.keyClick(focus, Qt.Key.Key_F6)
    assert seen[0] == "rail"
    assert "elsewhere" in seen


def test_enter_in_the_rail_goes_into_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.setFocus()
    qtbot.keyClick(window.rail, Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.page is not None
    assert focus is window.page or window.page.isAncestorOf(focus)


def test_point_12_the_ring_shows_in_dialogs_too(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    column = QVBoxLayout(dialog)
    first, second = QPushButton("One"), QPushButton("Two")
    column.addWidget(first)
    column.addWidget(second)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    second.setFocus()
    qtbot.waitUntil(lambda: dialog.findChild(FocusRing) is not None)
    ring = dialog.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    assert ring.geometry().contains(second.geometry())
    dialog.close()


def test_the_veil_lies_over_the_window_while_a_dialog_waits(
    window: MainWindow, qtbot: QtBot
) -> None:
    del qtbot
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowBlocked))
    assert window._shade.isVisible()  # noqa: SLF001  nothing else tells
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowUnblocked))
    assert not window._shade.isVisible()  # noqa: SLF001


def test_point_18_a_summary_stays_in_the_history_of_the_company(
    window: MainWindow, qtbot: QtBot
) -> None:
    del qtbot
    window.desk.do("Counting calls", lambda *_: None, changes=Changes.NOTHING)
    settled(window.desk)
    assert window.task_bar.history[0].title == "Counting calls"
    window.task_bar.history.clear()
    window.desk.opened.emit()
    assert window.task_bar.history[0].title == "Counting calls"


def test_a_summary_offers_to_take_back_what_it_is_about(window: MainWindow, qtbot: QtBot) -> None:
    del qtbot
    desk = window.desk
    undone: list[str] = []

    def undo(_: object) -> Step:
        undone.append("undone")
        return step

    step = Step("Adding a number", undo, Changes.NOTHING)
    desk.do(
        "Adding a number",
        lambda *_: _Counted(),
        changes=Changes.NOTHING,
        done=lambda _: desk.did(step),
    )
    settled(desk)
    toast = window.task_bar.toast
    assert toast.isVisible()
    assert toast.text.text() == "1 number, 21.95"
    toast.undo_button.click()
    settled(desk)
    assert undone == ["undone"]


class _Counted:
    def summary(self) -> str:
        return "1 number, 21.95"


def test_the_panel_lists_what_runs_and_closes_by_escape(window: MainWindow, qtbot: QtBot) -> None:
    gate = threading.Event()
    window.desk.tasks.start(Job(run=lambda _: gate.wait(5), title="Waiting", lane=Lane.LOOK))
    window.task_bar.show_history()
    panel = window.findChild(TaskPanel)
    assert isinstance(panel, TaskPanel)
    names = [button.accessibleName() for button in panel.findChildren(Button)]
    assert "Cancel Waiting" in names
    gate.set()
    settled(window.desk)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(TaskPanel) is None)


def test_point_31_closing_while_work_runs_asks_and_not_now_stays(
    window: MainWindow, qtbot: QtBot
) -> None:
    gate = threading.Event()
    window.desk.tasks.start(Job(run=lambda _: gate.wait(5), title="Importing", lane=Lane.LOOK))

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Confirmation)
        assert dialog.windowTitle() == "Importing is at work. Stop and close?"
        assert dialog.other.text() == "Close when it has ended"
        dialog.not_now.click()

    with qtbot.captureExceptions() as faults:
        QTimer.singleShot(50, answer)
        event = QCloseEvent()
        window.closeEvent(event)
    gate.set()
    settled(window.desk)
    assert faults == []
    assert not event.isAccepted()


def test_point_21_a_confirmation_names_its_effect_and_enter_is_its_verb(qtbot: QtBot) -> None:
    dialog = Confirmation(Question(title="Post 58 invoices, 32,873.23?", verb="Post 58 invoices"))
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == Answer.VERB.value


def test_point_22_what_cannot_be_taken_back_wants_a_name_and_the_safe_button_is_default(
    qtbot: QtBot,
) -> None:
    dialog = Confirmation(
        Question(title="Void CF-1043, 1,662.78?", verb="Void it", typed_name="CF-1043")
    )
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.verb.isEnabled()
    assert dialog.not_now.isDefault()
    assert dialog.name_field is not None
    qtbot.keyClicks(dialog.name_field, "CF-1043")
    assert dialog.verb.isEnabled()


def test_enter_on_a_button_that_has_the_keyboard_presses_that_button(qtbot: QtBot) -> None:
    dialog = Confirmation(Question(title="Post 58 invoices?", verb="Post 58 invoices"))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.not_now.setFocus()
    qtbot.keyClick(dialog.not_now, Qt.Key.Key_Return)
    assert dialog.result() == Answer.NOT_NOW.value


def test_point_20_an_error_has_four_parts_and_no_trace_in_view(qtbot: QtBot) -> None:
    told = Told(what="Not posted", which="CF-1051", why="No item.", remedy="Choose one.")
    dialog = ErrorDialog(told)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_point_38_f1_opens_help_with_the_keys_of_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("month_end")
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_F1)
    panel = window.findChild(HelpPanel)
    assert isinstance(panel, HelpPanel)
    assert "Month end" in panel.windowTitle()
    panel.reject()


def test_ctrl_plus_makes_text_larger_and_keeps_it(window: MainWindow, qtbot: QtBot) -> None:
    del qtbot
    larger = next(act for act in window.acts if act.title == "Larger text")
    larger.run()
    assert window.desk.settings.value("program/body_pt") == 11
