"""Somebody at the window who sees what is shown: presses what is in view and can be pressed."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QRadioButton,
    QWidget,
)

from app.ui.wizards.stepped_wizard import SteppedWizard
from tests.ui.test_month_by_keyboard import Hands

W = TypeVar("W", bound=SteppedWizard)
_SIGN = 8
"""Where the sign of a check box is, from its left."""


class Person(Hands):
    """At keyboard and mouse; nothing that is hidden, disabled or out of view can be pressed."""

    pictures: Path | None = None
    """A folder for a picture of each page of each wizard, for a look by eye."""

    @property
    def front(self) -> QWidget:
        """The window in front."""
        return QApplication.activeModalWidget() or self.window

    def sees(self, text: str) -> bool:
        """Whether such words are in view."""
        shown = [each for each in self.front.findChildren(QLabel) if _in_view(each)]
        return any(text in each.text() for each in shown)

    def button(self, text: str) -> QAbstractButton:
        """The button in view whose words begin so, which can be pressed."""
        buttons = [
            each
            for each in self.front.findChildren(QAbstractButton)
            if each.isVisible() and _words(each).startswith(text)
        ]
        assert buttons, f"{text} is not shown: {self.shown()}"
        pressable = [each for each in buttons if each.isEnabled() and _in_view(each)]
        assert pressable, f"{text} cannot be pressed"
        return pressable[0]

    def shown(self) -> list[str]:
        """The words of all buttons in view."""
        buttons = self.front.findChildren(QAbstractButton)
        return [_words(each) for each in buttons if each.isVisible() and _words(each)]

    def expect(self, then: Callable[[], None]) -> None:
        """What is done as soon as a question opens."""
        self._then.append(then)
        self._before = QApplication.activeModalWidget()
        self._timer.start()

    def click(self, text: str, *, then: Callable[[], None] | None = None) -> None:
        """Presses a button; ``then``: what is done where it opens a question."""
        found = self.button(text)
        self.actions += 1
        if then is not None:
            self.expect(then)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=_middle(found))
        self.qtbot.waitUntil(lambda: not self._then)
        self.rest()

    def wizard(self, kind: type[W]) -> W:
        """The wizard in front."""
        found = self.front
        assert isinstance(found, kind), found
        if not found.isActiveWindow():
            found.activateWindow()
            self.qtbot.waitUntil(found.isActiveWindow)
        return found

    def go_on(self, wizard: SteppedWizard, *, to: str = "") -> str:
        """Ctrl+Enter presses the button below the page; the words it had."""
        last = wizard.page_shown is wizard.pages_in_order[-1]
        button = wizard.finish_button if last else wizard.next_button
        assert button.isVisible()
        assert button.isEnabled(), f"{button.text()} cannot be pressed"
        told = button.text()
        self.look(wizard)
        self.press("Ctrl+Return")
        step = wizard.page_shown.step if wizard.isVisible() else ""
        assert not to or step == to, f"{told} led to {step}, and not to {to}: {self.said(wizard)}"
        return told

    def said(self, wizard: SteppedWizard) -> list[str]:
        """All the words of a page."""
        return [e.text() for e in wizard.page_shown.findChildren(QLabel) if e.isVisible()]

    def look(self, wizard: SteppedWizard) -> None:
        """Takes a picture, where pictures are wanted."""
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            place = len(list(self.pictures.iterdir()))
            name = f"{place:02} {wizard.windowTitle()} {wizard.page_shown.step}.png"
            wizard.grab().save(str(self.pictures / name.replace("/", " ").replace("?", "")))


def _words(button: QAbstractButton) -> str:
    return button.text().replace("&", "")


def _middle(widget: QWidget) -> QPoint:
    middle = widget.rect().center()
    if isinstance(widget, QCheckBox | QRadioButton):
        # Its words may end long before it does.
        return QPoint(_SIGN, middle.y())
    return middle


def _in_view(widget: QWidget) -> bool:
    """Whether its middle is not cut away by what it lies in."""
    if not widget.isVisible():
        return False
    at, holder = widget, widget.parentWidget()
    while holder is not None and not at.isWindow():
        if isinstance(holder, QAbstractScrollArea) or holder.isWindow():
            place = widget.mapTo(holder, _middle(widget))
            if not QRect(QPoint(0, 0), holder.size()).contains(place):
                return False
        at, holder = holder, holder.parentWidget()
    return True
