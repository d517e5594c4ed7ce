"""Point 2: what can be done stands in menus with its key, and a key has one answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from app.ui.desk import Desk
from app.ui.menus import Menus
from app.ui.page import Act, Page
from app.ui.parts.controls import Button


class _Window(QMainWindow):
    """Two pages with one key for two things, beside something else that has the keyboard."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.done: list[str] = []
        self.stack = QStackedWidget()
        self.pages: dict[str, Page] = {}
        for name in ("one", "two"):
            page = Page(desk)
            page.name = name
            self.pages[name] = page
            self.stack.addWidget(page)
        self.beside = QLineEdit()
        work = QWidget()
        row = QHBoxLayout(work)
        row.addWidget(self.beside)
        row.addWidget(self.stack)
        self.setCentralWidget(work)
        self.menus = Menus(self, self.show_page)
        self.menus.add([self._act("window", "F5"), self._act("help", "F1")])
        for name, page in self.pages.items():
            self.menus.add([self._act(name, "Ctrl+N")], page)
        self.menus.add([self._act("again", "F5")], self.pages["two"])
        self.show_page("one")

    def _act(self, name: str, key: str) -> Act:
        return Act(title=name, menu="Edit", key=key, run=lambda: self.done.append(name))

    def show_page(self, name: str) -> None:
        self.stack.setCurrentWidget(self.pages[name])
        self.menus.show_for_page(self.pages[name])

    def is_key_taken(self, key: str) -> bool:
        return self.menus.is_key_taken(key)


def _shown(qtbot: QtBot, window: "_Window") -> None:
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.beside.setFocus()


def _press_ctrl_n(window: "_Window", qtbot: QtBot) -> None:
    qtbot.keyClick(window.beside, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_a_page_s_key_works_wherever_the_keyboard_is(desk: Desk, qtbot: QtBot) -> None:
    window = _Window(desk)
    _shown(qtbot, window)
    _press_ctrl_n(window, qtbot)
    window.show_page("two")
    _press_ctrl_n(window, qtbot)
    assert window.done == ["one", "two"]


def test_a_page_s_key_stands_before_the_window_s(desk: Desk, qtbot: QtBot) -> None:
    window = _Window(desk)
    _shown(qtbot, window)
    qtbot.keyClick(window.beside, Qt.Key.Key_F5)
    window.show_page("two")
    qtbot.keyClick(window.beside, Qt.Key.Key_F5)
    assert window.done == ["window", "again"]


def test_an_entry_of_another_page_shows_that_page_first(desk: Desk, qtbot: QtBot) -> None:
    window = _Window(desk)
    _shown(qtbot, window)
    actions = {action.text(): action for action in window.menus.actions("Edit")}
    actions["two"].trigger()
    assert window.stack.currentWidget() is window.pages["two"]
    assert window.done == ["two"]


def test_a_button_leaves_its_key_to_the_act(desk: Desk, qtbot: QtBot) -> None:
    window = _Window(desk)
    pressed: list[str] = []
    button = Button("New", key="Ctrl+N", on_press=lambda: pressed.append("button"))
    window.pages["one"].add_button(button)
    _shown(qtbot, window)
    _press_ctrl_n(window, qtbot)
    assert (window.done, pressed) == (["one"], [])
    assert button.shortcut().isEmpty()


def test_a_button_that_cannot_be_pressed_bars_its_act(desk: Desk, qtbot: QtBot) -> None:
    window = _Window(desk)
    button = Button("New", key="Ctrl+N")
    button.setEnabled(False)
    window.pages["one"].add_button(button)
    _shown(qtbot, window)
    _press_ctrl_n(window, qtbot)
    assert window.done == []


def test_help_tells_the_keys_of_the_page_and_those_of_the_window(desk: Desk, qtbot: QtBot) -> None:
    window = _Window(desk)
    qtbot.addWidget(window)
    window.show_page("two")
    own, everywhere = window.menus.keys()
    assert [(line.key, line.title) for line in own] == [("Ctrl+N", "two"), ("F5", "again")]
    assert ("F1", "help") in [(line.key, line.title) for line in everywhere]
