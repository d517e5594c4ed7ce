"""The pages to walk over: each page of the window, each of its parts."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.ui.dialogs import drop_dialog
from app.ui.main_window import MainWindow
from app.ui.page import Page, Tabs
from app.ui.parts import dialog
from app.ui.wizards import stepped_wizard
from tests.ui.conftest import settled

Place = tuple[str, Page]
Walk = Callable[[MainWindow], Iterator[Place]]


def _laid_out() -> None:
    """Lets layouts tell each other what they need, from the innermost outwards."""
    for _ in range(4):
        QApplication.processEvents()


def places(window: MainWindow) -> Iterator[Place]:
    """Shows each page and each of its parts, and yields it when all has been read."""
    for name, page in list(window.pages.items()):
        window.show_page(name)
        window.stack.setCurrentWidget(page)
        settled(window.desk)
        tabs = next((each for each in page.findChildren(Tabs) if each.isVisible()), None)
        for part in range(tabs.bar.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.bar.setCurrentIndex(part)
                settled(window.desk)
                _laid_out()
                yield f"{name}/{tabs.current}", page
            else:
                _laid_out()
                yield name, page


@pytest.fixture
def walk() -> Walk:
    """Walks over all pages of a window."""
    return places


Screen = Callable[[tuple[int, int]], QSize]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Makes dialogs take the screen for one of that size; the room they may fill."""

    def made(size: tuple[int, int]) -> QSize:
        room = QSize(size[0], size[1] - 32)
        for module in (dialog, drop_dialog, stepped_wizard):
            monkeypatch.setattr(module, "screen_room", lambda _: room)
        return room

    return made
