"""Points 11 to 14 in every dialog of the window: names, order, keys, nothing cut off."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QWidget
from shiboken6 import isValid

from app.ui.appearance.look import LOOK
from app.ui.main_window import MainWindow
from app.ui.parts.dialog import Dialog
from tests.ui.walk import checks
from tests.ui.walk.dialogs import DIALOGS, every_dialog
from tests.ui.walk.screens import LAPTOP, LARGEST, MORE, QUICK, How, Screen, laid_out

STAYS = {"lock"}
"""Not put away by Esc: only the passphrase opens it."""
OF_THEIR_OWN = {"palette"}
"""Enter is answered by the list itself, and Tab turns its pages."""


def shown(window: MainWindow, dialog: QDialog) -> None:
    dialog.show()
    laid_out(window)


def gone(dialog: QDialog) -> None:
    dialog.done(0)
    QApplication.processEvents()


def _shuts(dialog: QDialog) -> bool:
    """Whether it goes away; a key presses a button for a tenth of a second, as a finger would."""
    for _ in range(60):
        if not isValid(dialog) or not dialog.isVisible():
            return True
        QTest.qWait(50)
    return False


def test_every_dialog_of_the_program_is_walked_over(october: MainWindow, tmp_path: Path) -> None:
    opened = set()
    for _, dialog in every_dialog(october, tmp_path):
        opened.add(type(dialog))
        gone(dialog)
    kinds = {each for each in Dialog.__subclasses__() if each.__module__.startswith("app.")}
    assert {each.__name__ for each in kinds - opened} == set()


def _faults(name: str, dialog: QDialog) -> list[str]:
    filled = checks.filled(dialog)
    ordered = [] if name in OF_THEIR_OWN else checks.out_of_order(dialog)
    found = [
        *(f"no name: {each}" for each in checks.without_name(dialog)),
        *(f"no words: {each}" for each in checks.cells_without_words(dialog)),
        *(f"order: {each}" for each in ordered),
        *(f"two answers: {each}" for each in checks.clashes(dialog)),
        *(f"filled: {each}" for each in (filled if len(filled) > 1 else ())),
        *([] if dialog.windowTitle() else ["no title"]),
    ]
    return [f"{name}: {each}" for each in found]


def test_points_11_and_12_names_order_and_keys(october: MainWindow, tmp_path: Path) -> None:
    found: list[str] = []
    for name, dialog in every_dialog(october, tmp_path):
        shown(october, dialog)
        found += _faults(name, dialog)
        gone(dialog)
    assert "\n".join(found) == ""


def test_point_12_enter_and_esc_answer_in_every_dialog(october: MainWindow, tmp_path: Path) -> None:
    silent: list[str] = []
    for name, dialog in every_dialog(october, tmp_path):
        shown(october, dialog)
        default = [each for each in dialog.findChildren(QPushButton) if each.isDefault()]
        if not default and name not in OF_THEIR_OWN:
            silent.append(f"{name}: Enter")
        focus: QWidget | None = dialog.focusWidget()
        if focus is None or not focus.isVisible():
            silent.append(f"{name}: the keyboard is nowhere")
        dialog.activateWindow()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        if name in STAYS:
            gone(dialog)
            continue
        if not _shuts(dialog):
            silent.append(f"{name}: Esc")
            gone(dialog)
    assert "\n".join(silent) == ""


def _out_of_view(dialog: QDialog, room: QSize) -> list[str]:
    found = []
    if dialog.width() > room.width() or dialog.height() > room.height():
        found.append(f"{dialog.width()}x{dialog.height()} in {room.width()}x{room.height()}")
    areas = [each for each in dialog.findChildren(QScrollArea) if each.isVisible()]
    # The largest text on the smallest screens scrolls sideways too: nothing is out of reach.
    is_largest = LOOK.body_pt == LARGEST and room.width() < LAPTOP
    wider = [] if is_largest else [each.horizontalScrollBar().maximum() for each in areas]
    found += [f"{each} wider than it can be" for each in wider if each > 0]
    for button in checks.visible(dialog):
        if not isinstance(button, QPushButton) or _scrolls(button):
            continue
        place = QRect(button.mapTo(dialog, QPoint(0, 0)), button.size())
        if not dialog.rect().contains(place):
            found.append(f"out of view: {checks.named(button)}")
    return found


def _scrolls(button: QPushButton) -> bool:
    parent = button.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget() if not parent.isWindow() else None
    return parent is not None


def _nothing_cut(window: MainWindow, folder: Path, screen: Screen, how: How) -> None:
    size, theme, density, body = how
    room = screen(size)
    LOOK.choose(theme=theme, density=density, body_pt=body)
    window.setMinimumSize(0, 0)
    window.resize(*size)
    found: list[str] = []
    for name, dialog in every_dialog(window, folder):
        shown(window, dialog)
        found += [f"{name}: {each}" for each in checks.cut_off(dialog)]
        found += [f"{name}: {each}" for each in _out_of_view(dialog, room)]
        gone(dialog)
    assert "\n".join(found) == ""


@pytest.mark.parametrize("how", QUICK, ids=str)
def test_point_14_nothing_is_cut_off_in_a_dialog(
    october: MainWindow, tmp_path: Path, screen: Screen, how: How
) -> None:
    _nothing_cut(october, tmp_path, screen, how)


@pytest.mark.slow
@pytest.mark.parametrize("how", MORE, ids=str)
def test_point_14_nothing_is_cut_off_in_a_dialog_of_any_size(
    october: MainWindow, tmp_path: Path, screen: Screen, how: How
) -> None:
    _nothing_cut(october, tmp_path, screen, how)


def test_the_catalogue_has_names_for_pictures() -> None:
    assert all(name == name.lower() for name in DIALOGS)
