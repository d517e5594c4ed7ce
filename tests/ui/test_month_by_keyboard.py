"""Points 1 and 40: the month end on the sample company without a mouse."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QKeyCombination, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.billing.month_steps import MonthState, StepName, StepState
from app.operations.close_month import list_closings
from app.operations.show_sample import sample_call_files
from app.ui.dialogs.send_dialog import SendDialog
from app.ui.main_window import MainWindow
from app.ui.pages.bills.proof_part import ProofPart
from app.ui.pages.month_end.page import MonthEndPage
from tests.connectors.smtp_server import MailBox, mail_server
from tests.keyrings import memory_keyring
from tests.ui import outside_keys
from tests.ui.conftest import settled

HUMAN_SECONDS = 0.4
"""What a person takes for one action."""
ASKED_AFTER_MS = 50


class Hands:
    """Somebody at the keyboard, who presses one key after another and waits for the window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.actions = 0
        self._then: list[Callable[[], None]] = []
        self._before: QWidget | None = None
        self._timer = QTimer(window)
        self._timer.setInterval(ASKED_AFTER_MS)
        self._timer.timeout.connect(self._asked)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    @property
    def at(self) -> QWidget:
        """What has the keyboard."""
        focus = QApplication.focusWidget()
        modal = QApplication.activeModalWidget()
        if focus is not None and (modal is None or focus.window() is modal):
            return focus
        return modal or self.window

    @property
    def seconds(self) -> float:
        """How long a person would have taken."""
        return self.actions * HUMAN_SECONDS

    def press(self, *keys: str, then: Callable[[], None] | None = None) -> None:
        """Keys one after another; ``then``: what is done where the last opens a question."""
        for place, key in enumerate(keys, start=1):
            if then is not None and place == len(keys):
                self._then.append(then)
                self._before = QApplication.activeModalWidget()
                self._timer.start()
            self._press(key)
            if not self._then:
                self.rest()
        self.qtbot.waitUntil(lambda: not self._then)
        self.rest()

    def _press(self, key: str) -> None:
        self.actions += 1
        if outside_keys.are_wanted():
            outside_keys.press(self.qtbot, self.at, key)
            return
        wanted: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]  # Qt
        QTest.keyClick(self.at, wanted.key(), wanted.keyboardModifiers())

    def write(self, text: str) -> None:
        """Types a text, a key for each letter."""
        self.actions += len(text)
        if outside_keys.are_wanted():
            outside_keys.write(self.qtbot, self.at, text)
            return
        QTest.keyClicks(self.at, text)

    def answer(self, text: str = "") -> Callable[[], None]:
        """What is typed into a question that opens, and Enter."""

        def typed() -> None:
            self.write(text)
            self._press("Return")

        return typed

    def rest(self) -> None:
        """Waits until the window has done what was asked."""
        QApplication.processEvents()
        # A key presses a button for a tenth of a second, as a finger would.
        self.qtbot.waitUntil(lambda: not _pressed_buttons())
        settled(self.window.desk)
        if QApplication.activeWindow() is None:
            # A window manager would do it, once a dialog is gone.
            (QApplication.activeModalWidget() or self.window).activateWindow()
            self.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)

    def _asked(self) -> None:
        modal = QApplication.activeModalWidget()
        if modal is None or modal is self._before or not modal.isActiveWindow():
            return
        self._timer.stop()
        self._then.pop()()


def _pressed_buttons() -> list[QAbstractButton]:
    windows = QApplication.topLevelWidgets()
    return [
        button
        for window in windows
        if window.isVisible()
        for button in window.findChildren(QAbstractButton)
        if button.isDown()
    ]


@pytest.fixture
def box() -> Iterator[MailBox]:
    """A mail server on this computer."""
    with memory_keyring(), mail_server() as made:
        yield made


def test_points_1_and_40_the_month_end_needs_no_mouse_and_takes_less_than_twenty_minutes(
    window: MainWindow, qtbot: QtBot, box: MailBox
) -> None:
    hands = Hands(window, qtbot)
    assert needs_of(window) == {StepName.OPEN, StepName.CALLS, StepName.DRAFT}
    hands.press("Return")
    assert state_of(window, StepName.OPEN) is StepState.DONE
    import_calls(hands)
    assert state_of(window, StepName.CALLS) is StepState.DONE
    clear_exceptions(hands)
    assert needs_of(window) == {StepName.DRAFT}
    hands.press("Ctrl+1", "F8", "Return")
    assert state_of(window, StepName.DRAFT) is StepState.BLOCKED
    hands.press("Tab", "Tab")
    for why in ("Their contracts begin in November", "The lawyer registers us in Nevada"):
        hands.press("Ctrl+Home")
        hands.press("Ctrl+Shift+W", then=hands.answer(why))
    assert needs_of(window) == {StepName.REVIEW}
    approve(hands)
    send(hands, box)
    write_documents(hands)
    close(hands)
    assert [each.month.label for each in list_closings(window.desk.office)] == ["2026-10"]
    assert needs_of(window) == set()
    assert month_of(window).seconds > 0
    assert hands.seconds < 20 * 60


def import_calls(hands: Hands) -> None:
    """Ctrl+I asks for the files; the dialog tells what they are; Ctrl+Enter takes them in."""
    names = " ".join(f'"{path}"' for path in sample_call_files("2026-10"))
    hands.press("Ctrl+I", then=hands.answer(names))
    hands.press("Ctrl+Return")
    assert hands.window.task_bar.history[0].text.endswith("left out")


def clear_exceptions(hands: Hands) -> None:
    """Three long calls are believed, the twin is dropped, the rest waived with a reason."""
    hands.press("F8")
    assert shown(hands) == "usage"
    hands.press("Ctrl+Return", "Ctrl+Return", "Ctrl+Return")
    assert hands.window.task_bar.history[0].title == "Accept 1 call"
    hands.press("Ctrl+1", "Tab", "Tab")
    hands.press("Ctrl+Shift+W", then=hands.answer("Asked the carrier, billed in November"))
    hands.press("Ctrl+Home", "Return")
    assert shown(hands) == "usage"
    hands.press("D")
    assert hands.window.task_bar.history[0].title == "Drop 1 duplicate"


def approve(hands: Hands) -> None:
    """F8 leads to the review; Space approves one, Ctrl+Shift+A the rest, Ctrl+Enter the run."""
    hands.press("Ctrl+1", "F8")
    assert shown(hands) == "bills"
    hands.press("Space", "Ctrl+Shift+A")
    assert line(hands).endswith("0 to review")
    hands.press("Ctrl+Return", then=hands.answer())
    assert "is approved" in line(hands)


def send(hands: Hands, box: MailBox) -> None:
    """F8 leads to the invoices; the mail server is told once; what is shown is sent."""
    hands.press("Ctrl+1", "F8")
    assert shown(hands) == "invoices"
    hands.press("Ctrl+Return")
    hands.write("127.0.0.1")
    hands.press("Tab", "Ctrl+A")
    hands.write(str(box.port))
    hands.press("Tab", "End", "Tab", "Tab", "Tab", "Ctrl+A")
    hands.write("billing@cedarfork.example")
    hands.press("Return")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SendDialog)
    wanted = dialog.plan.letters if dialog.plan is not None else ()
    hands.press("Ctrl+Return")
    assert len(box.taken) == len(wanted) > 50


def write_documents(hands: Hands) -> None:
    """The wizard begins where the run stands: at its documents."""
    hands.press("Ctrl+7", "Ctrl+Shift+G", "Ctrl+Return", "Ctrl+Return")
    assert QApplication.activeModalWidget() is None
    ended = next(e for e in hands.window.task_bar.history if e.title.startswith("Writing"))
    assert ended.text.endswith("They are issued.")


def close(hands: Hands) -> None:
    """The proof closes; Ctrl+Enter leads to the closing, which asks once."""
    hands.press("Alt+4")
    proof = hands.window.findChild(ProofPart)
    assert isinstance(proof, ProofPart)
    assert proof.closes
    hands.press("Ctrl+Return")
    assert shown(hands) == "month_end"
    hands.press("Return", then=hands.answer())
    assert "closed" in line(hands)


def shown(hands: Hands) -> str:
    """The name of the page that is shown."""
    page = hands.window.page
    return page.name if page is not None else ""


def line(hands: Hands) -> str:
    """The line below the title of the page."""
    page = hands.window.page
    return page.line_label.text() if page is not None else ""


def month_of(window: MainWindow) -> MonthState:
    """The month as its page knows it."""
    page = window.pages["month_end"]
    assert isinstance(page, MonthEndPage)
    assert page.month is not None
    return page.month


def state_of(window: MainWindow, name: StepName) -> StepState:
    """How a step stands."""
    return month_of(window).step(name).state


def needs_of(window: MainWindow) -> set[StepName]:
    """The steps that need a person."""
    return {step.name for step in month_of(window).steps if step.needs_person}
